/** A region of the page and what it shows: takes over the build's markup, then changes only what differs. */
import { patch, toNode } from "./h.js";

/**
 * @typedef {import("./h.js").Element_} Element_
 * @param {Element} region
 * @param {Element_} drawn what the build has drawn in it
 * @returns {(next: Element_) => void}
 */
export function mountRegion(region, drawn) {
  let shown = drawn;
  let node = /** @type {Node | null} */ (region.firstChild);
  if (!node || region.childNodes.length !== 1 || !looksLike(node, drawn)) {
    node = toNode(drawn, region.ownerDocument);
    region.replaceChildren(node);
  }
  return (next) => {
    node = patch(/** @type {Node} */ (node), shown, next);
    shown = next;
  };
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
  return (
    node.childNodes.length === element.children.length &&
    element.children.every((child, position) => looksLike(node.childNodes[position], child))
  );
}
