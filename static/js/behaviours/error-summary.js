// Moves the focus to the error summary, so that keyboard and screen reader start there.

export function attach(summary) {
  summary.focus();
}
