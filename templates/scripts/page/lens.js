/**
 * Name and numbers, with all their digits, of what is pointed at in the drawing or reached there by keys: beside it,
 * since the drawing has no room for them.
 */
import { wholeOf } from "../view/graph/facts.js";

/**
 * @param {HTMLElement} place the drawing's
 * @param {() => import("../model.js").Model} model
 */
export function createLens(place, model) {
  const lens = /** @type {HTMLElement} */ (place.querySelector(".lens"));
  /** @type {Element | null} */
  let node = null;

  function refresh() {
    const isThere = !!node?.matches(".graph-place [data-node]");
    const told = isThere && wholeOf(model(), model().graph.index[node?.getAttribute("data-node") ?? ""]);
    // A cell says nothing by itself.
    lens.hidden = !told || !(told.says || node?.matches(".cell"));
    lens.textContent = told && !lens.hidden ? told.text : "";
  }

  /** @param {Event} event */
  function point(event) {
    const target = /** @type {Element} */ (event.target);
    const isReached = event.type === "pointerover" || target.matches(":focus-visible");
    node = isReached ? target.closest("[data-node]") : null;
    refresh();
    if (!node) return;
    const [box, whole] = [node.getBoundingClientRect(), place.getBoundingClientRect()];
    lens.style.setProperty("--across", `${(100 * (box.left + box.width / 2 - whole.left)) / whole.width}%`);
    lens.style.setProperty("top", `${box.top - whole.top}px`);
  }

  place.addEventListener("pointerover", point);
  place.addEventListener("focusin", point);
  // What is taken hold of is turned or chosen; then it is in the way.
  for (const left of ["pointerleave", "pointerdown", "focusout", "wheel"]) {
    place.addEventListener(
      left,
      () => {
        node = null;
        refresh();
      },
      { passive: true },
    );
  }
  return { refresh };
}
