/** A slide of a step: the graph, and below it the step's title and formulas, as one drawing. */
import { h, toMarkup, toNode } from "../view/h.js";
import { selfStyled } from "./drawing.js";

const SVG = "http://www.w3.org/2000/svg";
/** In dots; a slide is drawn larger. */
const SLIDE = { width: 1280, height: 720, edge: 40, graph: 370 };

/**
 * SVG that a browser draws: the formulas in it are HTML, with the page's style.
 * @param {import("../view/h.js").Element_} drawing
 * @param {import("../view/h.js").Element_} below
 * @param {Document} document
 * @returns {string}
 */
export function slideOf(drawing, below, document) {
  const { width, height, edge, graph } = SLIDE;
  const wide = width - 2 * edge;
  const text = /** @type {HTMLElement} */ (toNode(below, document));
  document.body.append(text);
  // With what is too wide, and hangs out.
  const [textWidth, textHeight] = [text.scrollWidth, text.scrollHeight];
  text.remove();
  const room = height - graph - 2 * edge;
  const scale = Math.min(1, wide / textWidth, room / textHeight);
  const made = (/** @type {string} */ name, /** @type {Record<string, string | number>} */ attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  const root = made("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  const { theme } = document.documentElement.dataset;
  if (theme) root.setAttribute("data-theme", theme);
  const inside = made("foreignObject", { width: textWidth, height: textHeight });
  inside.append(text);
  const moved = made("g", { transform: `translate(${edge} ${edge + graph}) scale(${scale})` });
  moved.append(inside);
  root.append(moved);
  const style = document.querySelector("style")?.textContent ?? "";
  const ground = getComputedStyle(document.querySelector(".graph-figure") ?? document.body).backgroundColor;
  const picture = selfStyled(drawing, document, { x: edge, y: edge / 2, width: wide, height: graph });
  const backdrop = h("rect", { width: "100%", height: "100%", fill: ground });
  // Written together as text: a style that is made here would have to be in the page's policy.
  const first = toMarkup(h("style", {}, style)) + toMarkup(backdrop) + picture;
  return new XMLSerializer().serializeToString(root).replace(/^<svg[^>]*>/, (tag) => tag + first);
}
