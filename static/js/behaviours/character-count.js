// Says how many characters are left, from four fifths of the limit on. Counts as the server does: code points, line ends once.

const SHOWN_FROM = 0.8;

export function attach(input) {
  const limit = Number(input.dataset.limit);
  const status = document.createElement("p");
  status.className = "form-status";
  status.setAttribute("role", "status");
  input.after(status);

  function update() {
    const left = limit - [...input.value].length;
    const text = left < 0 ? input.dataset.over : input.dataset.left;
    status.classList.toggle("form-status--problem", left < 0);
    status.textContent = left > limit * (1 - SHOWN_FROM) ? "" : text.replace("{count}", Math.abs(left));
  }
  input.addEventListener("input", update);
  update();
}
