/** The lesson in a line, for a small screen on which the graph is out of sight, and the way back to it: the present step's values, and the loss. */
import { formatNumber } from "./format.js";
import { factsOf } from "./graph/facts.js";
import { h } from "./h.js";
import { inlinePartial, symbolMath } from "./mathml.js";

/** More have no room. */
const MOST = 2;

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function stripView(model) {
  const { graph, current, trend, words } = model;
  const last = graph.nodes.length - 1;
  const loss = graph.nodes[last];
  const shown = current.focus.filter((index) => index !== last).slice(0, MOST);
  const number = (/** @type {string} */ text) => h("span", { class: "number", translate: "no" }, text);
  const sign = trend < 0 ? "falls" : trend > 0 ? "rises" : "stays";
  return h(
    "a",
    { class: "strip", href: "#graph-title" },
    shown.map((index) => {
      const { value, gradient, known } = factsOf(model, index);
      const back = current.phase === "backward" && gradient !== null;
      return h(
        "span",
        { class: back ? "backward" : "forward" },
        h("math", {}, back ? inlinePartial(loss, graph.nodes[index]) : symbolMath(graph.nodes[index])),
        " ",
        number(back ? (gradient ?? "") : known ? value : "?"),
      );
    }),
    h(
      "span",
      { class: `strip-loss ${sign}` },
      h("math", {}, symbolMath(loss)),
      " ",
      number(formatNumber(model.values[last])),
      " ",
      h("span", { class: "trend" }, words.strip[sign]),
    ),
  );
}
