/**
 * A drawing of the page -> one that any program shows: its style in its elements. Programs for slides know
 * nothing of style sheets with custom properties. The same as generator/drawing.py, where the browser works out
 * the cascade.
 */

import { toNode } from "../view/h.js";

/** What a part of a drawing has from what it stands in, unless it is said of itself. */
const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-dasharray",
  "text-anchor",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "letter-spacing",
];
const OF_THE_PAGE = /^(class|data-.*|tabindex|role|translate|aria-.*)$/;
const TRANSPARENT = /^(transparent|rgba\(.*, 0\))$/;
const FACES = /@font-face\s*{[^}]*}/g;

/**
 * @param {import("../view/h.js").Element_} drawing
 * @param {Document} document whose style it has
 * @param {Record<string, number>} [box] where it stands in another one
 * @returns {string}
 */
export function selfStyled(drawing, document, box = {}) {
  const place = Object.assign(document.createElement("div"), { className: "graph-figure", hidden: true });
  const root = /** @type {Element} */ (toNode(drawing, document));
  place.append(root);
  document.body.append(place);
  const ground = getComputedStyle(place).backgroundColor;
  // All are read before anything is changed, from the innermost on: what is drawn twice is whole then.
  const settlers = [root, ...root.querySelectorAll("*")]
    .reverse()
    .map((each) => settlerOf(each, each === root));
  place.remove();
  for (const settle of settlers) settle();
  const made = (/** @type {string} */ name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const backdrop = made("rect");
  for (const side of ["width", "height"]) backdrop.setAttribute(side, "100%");
  backdrop.setAttribute("fill", ground);
  const fonts = made("style");
  fonts.textContent = (document.querySelector("style")?.textContent?.match(FACES) ?? []).join("");
  root.prepend(fonts, backdrop);
  for (const [side, size] of Object.entries(box)) root.setAttribute(side, String(size));
  return new XMLSerializer().serializeToString(root);
}

/**
 * What is to be written into an element, once all have been read.
 * @param {Element} element
 * @param {boolean} isRoot
 * @returns {() => void}
 */
function settlerOf(element, isRoot) {
  const style = getComputedStyle(element);
  const around = getComputedStyle(/** @type {Element} */ (element.parentElement));
  const { opacity, stroke } = style;
  const unseen =
    style.display === "none" ||
    opacity === "0" ||
    [stroke, style.fill].some((colour) => TRANSPARENT.test(colour));
  const values = INHERITED.flatMap((name) => {
    const value = style.getPropertyValue(name);
    return isRoot || value !== around.getPropertyValue(name) ? [[name, value]] : [];
  });
  if (opacity !== "1") values.push(["opacity", opacity]);
  // Not every program draws a rim behind letters: they are drawn twice.
  const rimmed = element.tagName === "text" && style.paintOrder.startsWith("stroke") && stroke !== "none";
  return () => {
    if (unseen) return element.remove();
    for (const { name } of [...element.attributes]) {
      if (OF_THE_PAGE.test(name)) element.removeAttribute(name);
    }
    for (const [name, value] of values) element.setAttribute(name, value);
    if (!rimmed) return;
    element.before(element.cloneNode(true));
    element.setAttribute("stroke", "none");
  };
}
