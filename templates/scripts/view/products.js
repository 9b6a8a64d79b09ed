/** Several gradients that are found in one way: a table with a row each, and the derivation of one on demand. */
import { lossOf } from "../lesson/formula.js";
import { fill } from "./format.js";
import { disclosure, h } from "./h.js";
import { inlinePartial, gradientQuantity, toMath } from "./mathml.js";
import { derivationView } from "./derivation.js";
import { formulaText, gradientText } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {import("../lesson/explain.js").Product} Product
 */

/** Of more rows, the rest is shown when it is asked for. */
const MOST_ROWS = 10;

/**
 * @param {Model} model
 * @param {Product[]} products
 * @param {import("../lesson/explain.js").Derivation[]} derivations of the same gradients
 * @returns {Element_}
 */
export function productsView(model, products, derivations) {
  const { graph, words } = model;
  const loss = lossOf(graph);
  const shown = products.length > MOST_ROWS + 1 ? MOST_ROWS : products.length;
  return h(
    "div",
    { class: "products", key: String(model.step) },
    tableOf(model, products.slice(0, shown)),
    products.length > shown &&
      disclosure(
        { class: "more-products" },
        fill(words.line.derivations, { count: products.length - shown }),
        () => tableOf(model, products.slice(shown)),
      ),
    h(
      "div",
      { class: "derived" },
      h("span", { class: "derived-name" }, words.line.derived),
      products
        .slice(0, shown)
        .map(({ index }, position) =>
          disclosure(
            { name: "derived" },
            [
              h("span", { class: "heard" }, gradientText(graph.nodes[index], loss)),
              h("math", { "aria-hidden": "true" }, inlinePartial(loss, graph.nodes[index])),
            ],
            () => h("div", { class: "derivations" }, derivationView(model, derivations[position])),
          ),
        ),
    ),
  );
}

/** With more characters than these a number has no room beside others in the narrowest panel. */
const FIT = 8;

/** @param {Product} product */
const isLong = ({ upstream, local, gradient }) =>
  [upstream, local.numbers, gradient].some((number) => formulaText(number).length > FIT);

/**
 * @param {Model} model
 * @param {Product[]} products
 */
function tableOf({ graph, words }, products) {
  const { nodes, children } = graph;
  const loss = nodes[nodes.length - 1];
  const into = nodes[children[products[0].index][0]];
  /**
   * @param {string} kind
   * @param {...import("./h.js").Child} inside
   */
  const cell = (kind, ...inside) => h("td", { class: kind, translate: "no" }, ...inside);
  /** @param {string} text */
  const sign = (text) => h("td", { class: "sign", "aria-hidden": "true" }, text);
  /**
   * @param {import("../lesson/formula.js").Formula} formula
   */
  const math = (formula) => h("math", {}, toMath(formula, words.part));
  return h(
    "table",
    { class: products.some(isLong) ? "product-table long" : "product-table" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td", {}),
        h(
          "th",
          { scope: "col", class: "upstream" },
          words.part.upstream,
          " ",
          h("math", {}, inlinePartial(loss, into, { "data-quantity": gradientQuantity(into) })),
        ),
        h("td", {}),
        h("th", { scope: "col", class: "local", colspan: 2 }, words.part.local),
        h("td", {}),
        h("th", { scope: "col", class: "found" }, words.line.gradient),
      ),
    ),
    h(
      "tbody",
      { "data-roving": "formulas" },
      products.map(({ index, upstream, local, gradient }) => {
        const node = nodes[index];
        return h(
          "tr",
          {},
          h(
            "th",
            { scope: "row" },
            h("span", { class: "heard" }, gradientText(node, loss)),
            h(
              "math",
              { "aria-hidden": "true" },
              inlinePartial(loss, node, { "data-quantity": gradientQuantity(node) }),
            ),
          ),
          cell("upstream", math(upstream)),
          sign("×"),
          // A constant is its own name.
          cell("local name", local.symbols.type !== "number" && math(local.symbols)),
          cell("local", math(local.numbers)),
          sign("="),
          cell("found", math(gradient)),
        );
      }),
    ),
  );
}
