/** The size of the gradients and the slope of the activations, layer by layer. */
import { layerSizes } from "../lesson/layersizes.js";
import { decadesAround1, factorBar, sizeBar } from "./bars.js";
import { fill, formatNumber } from "./format.js";
import { h } from "./h.js";
import { columnHeads, numberCell } from "./table.js";
import { lossText } from "./text.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Child} nothing of a formula, which has no layers
 */
export function layerSizesView({
  graph,
  gradients,
  localsOf,
  words: {
    operation,
    tools: {
      paths: { layers: words },
    },
  },
}) {
  const layers = layerSizes(graph, gradients, localsOf);
  const decades = layers.map(({ gradient }) => Math.log10(gradient));
  const known = decades.filter(Number.isFinite);
  // The smallest still has a bar.
  const [low, high] = [Math.floor(Math.min(...known)) - 1, Math.ceil(Math.max(...known))];
  const reach = decadesAround1(layers.map(({ slope }) => slope));
  return (
    layers.length > 0 &&
    h(
      "section",
      {},
      h("h3", {}, words.title),
      h(
        "table",
        { class: "layer-sizes" },
        h("caption", {}, words.caption),
        columnHeads(words, ["layer", "gradient", "slope"], { loss: lossText(graph) }),
        h(
          "tbody",
          {},
          layers.map(({ op, gradient, slope }, k) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, fill(words.row, { layer: k + 1, activation: operation[op] })),
              numberCell(formatNumber(gradient), sizeBar(decades[k], low, high)),
              numberCell(formatNumber(slope), factorBar(slope, reach)),
            ),
          ),
        ),
      ),
    )
  );
}
