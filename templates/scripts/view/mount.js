/**
 * A region of the page and what it shows: takes over the build's markup, then changes only what differs. A
 * region that cannot be drawn says so in its own place, and takes nothing else with it.
 */
import { h, patch, toNode } from "./h.js";

/**
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {object} Region
 * @property {(draw: () => Element_) => void} show shows what `draw` gives; as soon as it gives something
 *   again that can be drawn, the region is back
 *
 * @param {Element} place
 * @param {() => Element_} draw what the build has drawn in it
 * @param {string} apology stands in the place of what cannot be drawn
 * @param {(error: unknown) => void} report hears of it once, until the region is back
 * @returns {Region}
 */
export function mountRegion(place, draw, apology, report) {
  /** What stands there; null: nobody knows, since drawing it was broken off. */
  let shown = /** @type {Element_ | null} */ (null);
  let node = /** @type {Node | null} */ (place.firstChild);
  let broken = false;

  /** @param {Element_} drawn */
  function showAnew(drawn) {
    node = toNode(drawn, place.ownerDocument);
    place.replaceChildren(node);
    shown = drawn;
  }

  /** @param {Element_} drawn */
  function showNext(drawn) {
    if (node?.parentNode !== place || !shown) return showAnew(drawn);
    const before = shown;
    shown = null;
    node = patch(node, before, drawn);
    shown = drawn;
  }

  /** @param {() => void} change */
  function guarded(change) {
    try {
      change();
      broken = false;
    } catch (error) {
      if (!broken) report(error);
      broken = true;
      showAnew(h("p", { class: "remark broken", role: "status" }, apology));
    }
  }

  guarded(() => {
    const drawn = draw();
    if (node && place.childNodes.length === 1 && looksLike(node, drawn)) shown = drawn;
    else showAnew(drawn);
  });
  return { show: (next) => guarded(() => showNext(next())) };
}

/**
 * Whether the tree below `node` has the shape of `element` (an extension may have changed it).
 * @param {Node} node
 * @param {Element_ | string} element
 * @returns {boolean}
 */
function looksLike(node, element) {
  if (typeof element === "string") return node.nodeType === 3 && node.nodeValue === element;
  if (node.nodeType !== 1 || node.nodeName.toLowerCase() !== element.tag.toLowerCase()) return false;
  let next = node.firstChild;
  for (const child of element.children) {
    if (!next || !looksLike(next, child)) return false;
    next = next.nextSibling;
  }
  return next === null;
}
