/** Which parts of the page are there; and in a frame, the page that frames it hears how high they are. */
import { isShown } from "../lesson/views.js";

/**
 * @param {Document} document
 * @returns {(state: import("../model.js").Choices) => void} shows what a state shows
 */
export function createStage(document) {
  const root = document.documentElement;
  const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-part]")]);
  // Who listens needs them in every view.
  const headings = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-heard]")]);
  return (state) => {
    root.toggleAttribute("data-shows", state.view !== "");
    if (state.view) root.dataset.shows = state.view;
    for (const heading of headings) {
      heading.classList.toggle("heard", !isShown(state, heading.dataset.heard ?? ""));
    }
    for (const part of parts) part.hidden = !isShown(state, part.dataset.part ?? "");
  };
}

/**
 * Anybody may hear it, since it says nothing else.
 * @param {Document} document
 * @param {Window & typeof globalThis} window
 */
export function tellHeight({ body, documentElement }, window) {
  if (window.parent === window) return;
  let told = 0;
  new window.ResizeObserver(() => {
    const height = Math.ceil(body.getBoundingClientRect().height);
    // A talk fills its frame, however high that is.
    if (height === told || documentElement.dataset.shows === "present") return;
    told = height;
    window.parent.postMessage({ type: "backprop", height }, "*");
  }).observe(body);
}
