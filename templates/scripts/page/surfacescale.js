/** Pictures that say in `data-reach` from where to where they go: left, right, low, high. */

/** A place in a picture is as exact as this share of it. */
const FINEST = 1 / 400;

/**
 * A place in the picture, and what it means.
 * @param {Element} surface
 */
export function scaleOf(surface) {
  const [left, right, low, high] = (surface.getAttribute("data-reach") ?? "").split(" ").map(Number);
  const box = surface.getBoundingClientRect();
  const rounded = (/** @type {number} */ share, /** @type {number} */ from, /** @type {number} */ to) => {
    const step = 10 ** Math.floor(Math.log10((to - from) * FINEST));
    const within = Math.min(Math.max(share, 0), 1);
    return Number((Math.round((from + within * (to - from)) / step) * step).toPrecision(12));
  };
  return {
    /** @returns {[number, number]} */
    at: (/** @type {PointerEvent} */ { clientX, clientY }) => [
      rounded((clientX - box.left) / box.width, left, right),
      rounded((box.bottom - clientY) / box.height, low, high),
    ],
    /**
     * A place so many shares of the picture from another, or from its middle.
     * @param {readonly number[] | null} place
     * @param {number} across
     * @param {number} up
     * @returns {[number, number]}
     */
    beside: (place, across, up) => [
      rounded((place ? (place[0] - left) / (right - left) : 0.5) + across, left, right),
      rounded((place ? (place[1] - low) / (high - low) : 0.5) + up, low, high),
    ],
    placeOf: (/** @type {number[]} */ [x, y]) => [
      box.left + (box.width * (x - left)) / (right - left),
      box.bottom - (box.height * (y - low)) / (high - low),
    ],
  };
}
