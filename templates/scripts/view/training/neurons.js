/** What each hidden neuron makes of the inputs: small in its card of the graph, and in Train on pointing large. */
import { fill } from "../format.js";
import { round } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";
import { symbolMath, valueQuantity } from "../mathml.js";
import { createMemory } from "../memory.js";
import { spokenSymbol } from "../text.js";
import { areasOf } from "./map.js";
import { pictureOf, picturesOf } from "./pictures.js";

/** @typedef {import("../../model.js").Model} Model */

/** Between a card's edge and its picture, so that this stays within its round corners. */
const INSET = 3;

/** @type {ReturnType<typeof createMemory<import("../h.js").Child[]>>} */
const memory = createMemory();

/**
 * @param {import("./pictures.js").Picture} picture
 * @param {number} cells
 */
const drawn = (picture, cells) =>
  memory(picture, [], () => [
    picture.areas && areasOf(picture.areas, cells),
    picture.curve && h("path", { class: "learned", d: lineThrough(picture.curve) }),
  ]);

/**
 * Under what is written in its card.
 * @param {Model} model
 * @param {number} index
 * @param {import("../layout.js").Box} box
 */
export function pictureInCard(model, index, { x, y, width, height }) {
  const picture = pictureOf(model, index);
  if (!picture) return null;
  const { cells } = picturesOf(model);
  const [across, down] = [width, height].map((length) => round((length - 2 * INSET) / cells));
  return h(
    "g",
    {
      class: "own-map",
      transform: `translate(${round(x + INSET)} ${round(y + INSET)}) scale(${across} ${down})`,
    },
    drawn(picture, cells),
  );
}

/** @param {Model} model */
export function neuronsView(model) {
  const { graph } = model;
  const { cells, pictures } = picturesOf(model);
  if (pictures.length === 0) return null;
  const words = model.words.tools.train;
  return h(
    "div",
    { class: "neurons", role: "group", "aria-label": words.neurons },
    h("span", { class: "fine" }, words.neurons),
    pictures.map((picture) =>
      h(
        "button",
        {
          type: "button",
          class: "neuron",
          "data-go": graph.nodes[picture.node].name,
          "data-quantity": valueQuantity(graph.nodes[picture.node]),
          "aria-label": fill(words.neuron, { symbol: spokenSymbol(graph.nodes[picture.node]) }),
        },
        h("svg", { viewBox: `0 0 ${cells} ${cells}`, "aria-hidden": "true" }, drawn(picture, cells)),
        h("math", { "aria-hidden": "true" }, symbolMath(graph.nodes[picture.node])),
      ),
    ),
  );
}
