/**
 * Name and numbers of the cell that is pointed at or has the focus, beside it: a cell has no room for them.
 */

/** @param {HTMLElement} place the drawing's */
export function createLens(place) {
  const lens = /** @type {HTMLElement} */ (place.querySelector(".lens"));
  /** @type {Element | null} */
  let cell = null;

  function refresh() {
    lens.hidden = !cell?.matches(".graph-place .cell");
    lens.textContent = lens.hidden ? "" : (cell?.getAttribute("aria-label") ?? "");
  }

  /** @param {Event} event */
  function point(event) {
    cell = /** @type {Element} */ (event.target).closest(".cell");
    refresh();
    if (!cell) return;
    const [box, whole] = [cell.getBoundingClientRect(), place.getBoundingClientRect()];
    lens.style.setProperty("--across", `${(100 * (box.left + box.width / 2 - whole.left)) / whole.width}%`);
    lens.style.setProperty("top", `${box.top - whole.top}px`);
  }

  place.addEventListener("pointerover", point);
  place.addEventListener("focusin", point);
  for (const left of ["pointerleave", "focusout", "wheel"]) {
    place.addEventListener(
      left,
      () => {
        cell = null;
        refresh();
      },
      { passive: true },
    );
  }
  return { refresh };
}
