// A search within a list that stands on the page: hides the entries that do not hold the words. Ticked entries stay.

function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
}

export function attach(holder) {
  const list = document.getElementById(holder.dataset.target);
  if (!list) return;
  const input = holder.querySelector("input");
  const status = holder.querySelector("[role=status]");
  const entries = [...list.children].map((element) => ({ element, text: folded(element.textContent) }));
  holder.hidden = false;

  input.addEventListener("input", () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { element, text } of entries) {
      const matches = words.every((word) => text.includes(word));
      element.hidden = !matches && !element.querySelector("input:checked");
      if (matches) found += 1;
    }
    status.textContent = holder.dataset.found.replace("{count}", found);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
