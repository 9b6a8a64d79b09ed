/** One chain: its factors as bars around 1, and what is left of the gradient after each. */
import { lossOf } from "../../lesson/formula.js";
import { decadesAround1, factorBar } from "../bars.js";
import { fill, formatNumber } from "../format.js";
import { signClass } from "../graph/facts.js";
import { h } from "../h.js";
import { gradientQuantity, inlinePartial } from "../mathml.js";
import { columnHeads, numberCell } from "../table.js";
import { gradientText } from "../text.js";
import { leafSlider } from "./parts.js";

const LEAST_REACH = 2;

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/chain.js").Chain} chain
 */
export function chainView(model, { links, isAll, slider }) {
  const { graph, words } = model;
  const loss = lossOf(graph);
  const reach = Math.max(LEAST_REACH, decadesAround1(links.flatMap(({ local, soFar }) => [local, soFar])));
  const bar = (/** @type {number} */ number) =>
    h(
      "span",
      { class: `number ${signClass(number)}`, translate: "no" },
      factorBar(number, reach),
      " ",
      formatNumber(number),
    );
  return {
    drawing: [
      h(
        "table",
        { class: "chain" },
        h("caption", {}, fill(words.figures.chain, { most: formatNumber(10 ** reach, 0) })),
        columnHeads(words.figures, ["factor", "size", "so_far"]),
        h(
          "tbody",
          {},
          links.map(({ child, parent, local, soFar }) =>
            h(
              "tr",
              { class: local === 0 ? "stop" : null },
              h(
                "th",
                { scope: "row" },
                h("span", { class: "heard" }, gradientText(graph.nodes[parent], graph.nodes[child])),
                h("math", { "aria-hidden": "true" }, inlinePartial(graph.nodes[child], graph.nodes[parent])),
              ),
              numberCell(bar(local)),
              numberCell(
                h(
                  "span",
                  { "data-quantity": isAll ? gradientQuantity(graph.nodes[parent]) : null },
                  isAll && [h("math", {}, inlinePartial(loss, graph.nodes[parent])), " "],
                  bar(soFar),
                ),
              ),
            ),
          ),
        ),
      ),
    ],
    facts: [],
    controls: [leafSlider(model, slider)],
  };
}
