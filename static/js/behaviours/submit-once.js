// A second click while the first request is under way sends nothing.

const PAUSE_MS = 10_000;

export function attach(form) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (Date.now() - sentAt < PAUSE_MS) {
      event.preventDefault();
      return;
    }
    sentAt = Date.now();
  });
  window.addEventListener("pageshow", () => {
    sentAt = 0;
  });
}
