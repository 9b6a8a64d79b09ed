/** What each hidden neuron makes of the inputs, in small; on pointing, large. */
import { neuronPictures } from "../../training/picture.js";
import { fill } from "../format.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";
import { symbolMath, valueQuantity } from "../mathml.js";
import { spokenSymbol } from "../text.js";
import { areasOf } from "./map.js";

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/tool.js").Study} study
 */
export function neuronsView({ graph, words: { tools }, state }, study) {
  const { cells, pictures } = neuronPictures(study, graph, state.leaves, state.train.frame);
  if (pictures.length === 0) return null;
  const words = tools.train;
  return h(
    "div",
    { class: "neurons", role: "group", "aria-label": words.neurons },
    h("span", { class: "fine" }, words.neurons),
    pictures.map(({ node, areas, curve }) =>
      h(
        "button",
        {
          type: "button",
          class: "neuron",
          "data-go": graph.nodes[node].name,
          "data-quantity": valueQuantity(graph.nodes[node]),
          "aria-label": fill(words.neuron, { symbol: spokenSymbol(graph.nodes[node]) }),
        },
        h(
          "svg",
          { viewBox: `0 0 ${cells} ${cells}`, "aria-hidden": "true" },
          areas && areasOf(areas, cells),
          curve && h("path", { class: "learned", d: lineThrough(curve) }),
        ),
        h("math", { "aria-hidden": "true" }, symbolMath(graph.nodes[node])),
      ),
    ),
  );
}
