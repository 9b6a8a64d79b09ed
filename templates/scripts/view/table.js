/** All values and gradients as a table: what the picture shows, for those who do not see it. */
import { factsOf } from "./graph.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { gradientQuantity, symbolMath, valueQuantity } from "./mathml.js";
import { spokenSymbol } from "./text.js";

/** @param {import("../model.js").Model} model @returns {import("./h.js").Element_} */
export function tableView(model) {
  const { graph, words } = model;
  const blank = h("span", { class: "blank" }, h("span", { "aria-hidden": "true" }, "·"), h("span", { class: "heard" }, words.table.unknown));
  return h("details", { class: "all-values" },
    h("summary", {}, words.table.title),
    h("table", {},
      h("caption", {}, words.table.caption),
      h("thead", {}, h("tr", {}, ["symbol", "role", "value", "gradient"].map((column) => h("th", { scope: "col" }, words.table[column])))),
      h("tbody", {}, graph.nodes.map((node, index) => {
        const facts = factsOf(model, index);
        return h("tr", {},
          h("th", { scope: "row" }, h("math", {}, symbolMath(node))),
          h("td", {}, fill(words.role[node.role], { symbol: spokenSymbol(node) })),
          h("td", { class: "number", "data-quantity": valueQuantity(node) }, facts.known ? facts.value : blank),
          h("td", { class: "number gradient", "data-quantity": gradientQuantity(node) }, facts.gradient ?? blank));
      }))));
}
