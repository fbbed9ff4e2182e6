// A model in bpmn-js, with buttons, keys and fingers of our own to move in it.

import "../../vendor/bpmn-js/bpmn-navigated-viewer.production.min.js";

import { followFingers, followKeys } from "./moving.js";

const FACTOR = 1.25;
const SMALLEST = 0.05;
const LARGEST = 8;
const LEGIBLE = 0.6;
const MARGIN = 20;

// bpmn-js leads into sub-processes by marks that no key reaches; here the list of diagrams does.
const WITHOUT_MARKS = { drilldownBreadcrumbs: ["value", null], drilldownOverlayBehavior: ["value", null] };

export async function showModel(frame, xml, place) {
  const surface = frame.querySelector("[data-canvas]");
  const viewer = new globalThis.BpmnJS({ container: surface, additionalModules: [WITHOUT_MARKS] });
  const canvas = viewer.get("canvas");
  const { rootElement: definitions } = await viewer.get("moddle").fromXML(xml);
  await viewer.importDefinitions(definitions, definitions.diagrams[place - 1]);
  refuseNothing(viewer);

  const deeds = deedsIn(canvas, surface);
  const size = new ResizeObserver(() => canvas.resized());
  const leaveFullScreen = wireFullScreen(frame, deeds.fit);
  describe(surface, frame);
  wireButtons(frame, deeds);
  wireChoice(frame.querySelector("[data-choice]"), viewer, definitions, place, () => begin(canvas, deeds));
  followKeys(surface, deeds);
  followFingers(surface, deeds);
  tellZoom(frame.querySelector("output"), viewer, canvas);
  size.observe(surface);
  begin(canvas, deeds);
  canvas.focus();
  return () => {
    size.disconnect();
    leaveFullScreen();
    viewer.destroy();
  };
}

function refuseNothing(viewer) {
  if (viewer.get("elementRegistry").getAll().length < 2) throw new Error("bpmn-js draws nothing of this diagram");
}

function deedsIn(canvas, surface) {
  const middle = () => ({ x: surface.clientWidth / 2, y: surface.clientHeight / 2 });
  const zoom = (factor, place = middle()) => {
    canvas.zoom(Math.min(LARGEST, Math.max(SMALLEST, canvas.zoom() * factor)), place);
  };
  return {
    zoom,
    larger: () => zoom(FACTOR),
    smaller: () => zoom(1 / FACTOR),
    fit: () => fit(canvas, zoom),
    move: (dx, dy) => canvas.scroll({ dx, dy }),
  };
}

function fit(canvas, zoom) {
  canvas.zoom("fit-viewport", "auto");
  if (canvas.zoom() < 1) zoom(0.95);
}

// All of it, or where that would be too small to read, its beginning.
function begin(canvas, deeds) {
  deeds.fit();
  if (canvas.zoom() > LEGIBLE / 2) return;
  const { inner, outer } = canvas.viewbox();
  canvas.viewbox({ x: inner.x - MARGIN, y: inner.y - MARGIN, width: outer.width / LEGIBLE, height: outer.height / LEGIBLE });
}

function describe(surface, frame) {
  const drawing = surface.querySelector(".djs-container > svg");
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-label", frame.getAttribute("aria-label"));
  drawing.setAttribute("aria-describedby", frame.querySelector("[data-keys]").id);
}

function wireButtons(frame, deeds) {
  for (const button of frame.querySelectorAll("[data-do]")) {
    const deed = deeds[button.dataset.do];
    if (deed) button.addEventListener("click", () => deed(Number(button.dataset.dx), Number(button.dataset.dy)));
  }
}

function wireFullScreen(frame, fit) {
  const button = frame.querySelector("[data-do=fullScreen]");
  const isFull = () => document.fullscreenElement === frame;
  const leave = () => {
    if (isFull()) document.exitFullscreen();
  };
  const tell = () => button.setAttribute("aria-pressed", isFull());
  const react = () => {
    tell();
    requestAnimationFrame(fit);
  };
  // What bpmn.io says about itself opens outside of the frame, which full screen would hide; Escape closes it.
  const escape = (event) => {
    if (event.key !== "Escape") return;
    leave();
    document.querySelector(".bjs-powered-by-lightbox .backdrop")?.click();
  };
  tell();
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => (isFull() ? leave() : frame.requestFullscreen()));
  frame.querySelector(".bjs-powered-by").addEventListener("click", leave);
  frame.addEventListener("fullscreenchange", react);
  document.addEventListener("keydown", escape);
  return () => {
    frame.removeEventListener("fullscreenchange", react);
    document.removeEventListener("keydown", escape);
    leave();
  };
}

// Collapsed sub-processes get a diagram from bpmn-js even where nothing is in them.
function wireChoice(choice, viewer, definitions, place, begun) {
  const select = choice.querySelector("select");
  const problem = choice.querySelector("[role=status]");
  definitions.diagrams.forEach((diagram, position) => {
    if (position !== place - 1 && !diagram.plane?.planeElement?.length) return;
    const name = diagram.name || diagram.plane.bpmnElement?.name;
    const unnamed = select.dataset.unnamed.replace("{number}", position + 1);
    const option = new Option(name || unnamed, position, false, position === place - 1);
    if (name) option.lang = "de";
    select.add(option);
  });
  select.addEventListener("change", async () => {
    problem.textContent = "";
    try {
      await viewer.open(definitions.diagrams[select.value]);
      refuseNothing(viewer);
      begun();
    } catch (error) {
      console.error(error);
      problem.textContent = select.dataset.unreadable;
    }
  });
  choice.hidden = select.length < 2;
}

function tellZoom(output, viewer, canvas) {
  const format = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const tell = () => {
    const text = format.format(canvas.zoom());
    if (output.value !== text) output.value = text;
  };
  viewer.on("canvas.viewbox.changed", tell);
}
