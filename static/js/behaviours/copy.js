// Copies the text of another element. The button stays hidden where the browser has no clipboard.

export function attach(holder) {
  const source = document.getElementById(holder.dataset.target);
  if (!source || !navigator.clipboard) return;
  const status = holder.querySelector("[role=status]");
  holder.hidden = false;
  holder.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
    status.textContent = holder.dataset.copied;
  });
}
