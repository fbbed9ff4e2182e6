// Puts the model of a file in place of its picture, to be moved and enlarged. What that takes is loaded when somebody asks for it;
// if it fails, a sentence says so and the picture stays.

import { loadStyles, textFrom, Unreachable } from "../model/loading.js";

export function attach(holder) {
  const offer = holder.querySelector("[data-offer]");
  const status = holder.querySelector("[role=status]");
  const picture = document.getElementById(holder.dataset.picture);
  let isLoading = false;

  function swap(frame, isModel) {
    offer.hidden = isModel;
    picture.classList.toggle("diagram__frame--replaced", isModel);
    if (isModel) picture.before(frame);
    else frame.remove();
  }

  async function show() {
    const [{ showModel }, xml] = await Promise.all([
      import("../model/viewer.js"),
      textFrom(holder.dataset.model),
      loadStyles("vendor/bpmn-js/diagram-js.css", "css/model-viewer.css"),
    ]);
    const frame = holder.querySelector("template").content.cloneNode(true).firstElementChild;
    swap(frame, true);
    try {
      const close = await showModel(frame, xml, Number(holder.dataset.place));
      frame.querySelector("[data-do=close]").addEventListener("click", () => {
        close();
        swap(frame, false);
        offer.querySelector("button").focus();
      });
    } catch (error) {
      swap(frame, false);
      throw error;
    }
  }

  offer.querySelector("button").addEventListener("click", async () => {
    if (isLoading) return;
    isLoading = true;
    status.textContent = holder.dataset.loading;
    try {
      await show();
      status.textContent = "";
    } catch (error) {
      console.error(error);
      status.textContent = error instanceof Unreachable ? holder.dataset.unreachable : holder.dataset.unreadable;
    }
    isLoading = false;
  });
  holder.hidden = false;
}
