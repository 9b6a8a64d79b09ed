/** Pointing at a quantity, or focusing it, lights up all its appearances. */

/**
 * @param {EventTarget | null} target
 * @returns {string | null} the quantity an event belongs to
 */
export function quantityAt(target) {
  const element = /** @type {Element | null} */ (target);
  return element?.closest?.("[data-quantity]")?.getAttribute("data-quantity") ?? null;
}

/**
 * @param {ParentNode} root
 * @param {string | null} quantity
 */
export function lightUp(root, quantity) {
  const wanted = quantity === null ? [] : [...root.querySelectorAll(`[data-quantity="${quantity}"]`)];
  for (const element of root.querySelectorAll("[data-lit]")) {
    if (!wanted.includes(element)) element.removeAttribute("data-lit");
  }
  for (const element of wanted) element.setAttribute("data-lit", "");
}
