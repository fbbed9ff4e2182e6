// Starts the behaviours a page asks for. Every page works without them; a behaviour only adds comfort.

const KNOWN = new Set(["autosave", "character-count", "copy", "error-summary", "filter-list", "model-viewer", "submit-once", "upload"]);

async function start(element, name) {
  const behaviour = await import(`./behaviours/${name}.js`);
  behaviour.attach(element);
}

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    if (KNOWN.has(name)) start(element, name);
  }
}
