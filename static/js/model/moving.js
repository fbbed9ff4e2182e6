// Keys and fingers that move a drawing. bpmn-js itself follows the mouse.

const STEP = 60;
const FAR = 4;

export function followKeys(surface, deeds) {
  const moves = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const deedOf = { "+": deeds.larger, "=": deeds.larger, "-": deeds.smaller, 0: deeds.fit };
  surface.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? STEP * FAR : STEP;
    const move = moves[event.key];
    if (move) deeds.move(move[0] * step, move[1] * step);
    else if (deedOf[event.key]) deedOf[event.key]();
    else return;
    event.preventDefault();
  });
}

export function followFingers(surface, deeds) {
  const fingers = new Map();

  function pinch(before, now, other) {
    const box = surface.getBoundingClientRect();
    const middle = { x: (now.clientX + other.clientX) / 2 - box.left, y: (now.clientY + other.clientY) / 2 - box.top };
    const grown = distance(now, other) / Math.max(1, distance(before, other));
    deeds.zoom(grown, middle);
  }

  surface.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") fingers.set(event.pointerId, event);
  });
  surface.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    if (other) pinch(before, event, other);
    else deeds.move(event.clientX - before.clientX, event.clientY - before.clientY);
    fingers.set(event.pointerId, event);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    surface.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
}

function distance(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
