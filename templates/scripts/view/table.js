/** All values and gradients as a table: what the picture shows, for those who do not see it. */
import { isAbridged, listedNodes } from "./listed.js";
import { factsOf } from "./graph/facts.js";
import { fill } from "./format.js";
import { disclosure, h } from "./h.js";
import { gradientQuantity, symbolMath, valueQuantity } from "./mathml.js";
import { lossText, spokenSymbol } from "./text.js";

/**
 * A node's symbol at the head of a table row; its name in letters too, since not every reader reads
 * mathematics.
 * @param {import("../lesson/formula.js").Named} node
 */
export const rowHeader = (node) =>
  h(
    "th",
    { scope: "row" },
    h("span", { class: "heard" }, spokenSymbol(node)),
    h("math", { "aria-hidden": "true" }, symbolMath(node)),
  );

/**
 * The heads of columns, by the names of their words.
 * @param {any} words
 * @param {string[]} columns
 * @param {Record<string, string>} [names] what these words mention
 */
export const columnHeads = (words, columns, names = {}) =>
  h(
    "thead",
    {},
    h(
      "tr",
      {},
      columns.map((column) => h("th", { scope: "col" }, fill(words[column], names))),
    ),
  );

/** @param {...import("./h.js").Child} number */
export const numberCell = (...number) => h("td", { class: "number", translate: "no" }, ...number);

/**
 * @param {import("../lesson/formula.js").Named} node
 * @param {import("./h.js").Child} gradient
 */
export const gradientCell = (node, gradient) =>
  h("td", { class: "number gradient", translate: "no", "data-quantity": gradientQuantity(node) }, gradient);

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function tableView(model) {
  const { graph, words } = model;
  const blank = () =>
    h(
      "span",
      { class: "blank" },
      h("span", { "aria-hidden": "true" }, "·"),
      h("span", { class: "heard" }, words.table.unknown),
    );
  return disclosure({ class: "all-values" }, words.table.title, () =>
    h(
      "div",
      { class: "table-frame" },
      h(
        "table",
        {},
        h("caption", {}, words.table.caption, isAbridged(model) && ` ${words.table.abridged}`),
        columnHeads(words.table, ["symbol", "role", "value", "gradient"], { loss: lossText(graph) }),
        h(
          "tbody",
          {},
          listedNodes(model).map((index) => {
            const node = graph.nodes[index];
            const facts = factsOf(model, index);
            return h(
              "tr",
              {},
              rowHeader(node),
              h("td", {}, fill(words.role[node.role], { symbol: spokenSymbol(node) })),
              h(
                "td",
                { class: "number", translate: "no", "data-quantity": valueQuantity(node) },
                facts.known ? facts.value : blank(),
              ),
              gradientCell(node, facts.gradient ?? blank()),
            );
          }),
        ),
      ),
    ),
  );
}
