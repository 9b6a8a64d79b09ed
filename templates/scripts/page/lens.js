/** Name and numbers of the cell that is pointed at or has the focus, beside it: a cell has no room for them. */

/** @param {HTMLElement} place the drawing's */
export function createLens(place) {
  const lens = /** @type {HTMLElement} */ (place.querySelector(".lens"));
  /** @type {Element | null} */
  let cell = null;

  function refresh() {
    const text = cell?.isConnected && cell.matches(".cell") ? cell.getAttribute("aria-label") : null;
    if (lens.hidden !== (text === null)) lens.hidden = text === null;
    if (text !== null && lens.textContent !== text) lens.textContent = text;
  }

  /** @param {Event} event */
  function point(event) {
    cell = /** @type {Element} */ (event.target).closest(".cell");
    refresh();
    if (!cell) return;
    const [box, whole] = [cell.getBoundingClientRect(), place.getBoundingClientRect()];
    const half = lens.offsetWidth / 2;
    const middle = Math.min(Math.max(box.left + box.width / 2 - whole.left, half), Math.max(whole.width - half, half));
    const above = box.top - whole.top - lens.offsetHeight - 6;
    lens.style.setProperty("left", `${middle - half}px`);
    lens.style.setProperty("top", `${above < 0 ? box.bottom - whole.top + 6 : above}px`);
  }

  place.addEventListener("pointerover", point);
  place.addEventListener("focusin", point);
  for (const left of ["pointerleave", "focusout", "wheel"]) {
    place.addEventListener(left, () => {
      cell = null;
      refresh();
    }, { passive: true });
  }
  return { refresh };
}
