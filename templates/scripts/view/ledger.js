/** What each way to all gradients costs, as numbers and bars. */
import { ledgerOf } from "../lesson/ledger.js";
import { sizeBar } from "./bars.js";
import { fill, formatCount } from "./format.js";
import { h } from "./h.js";
import { columnHeads, numberCell } from "./table.js";

/** @param {import("../model.js").Model} model */
export function ledgerView({
  graph,
  words: {
    tools: {
      paths: { ledger: words },
    },
  },
}) {
  const { leaves, forward, ways } = ledgerOf(graph);
  const rows = Object.entries({ forward, ...ways }).map(([name, { multiplications, additions }]) => ({
    name,
    multiplications,
    additions,
    decades: decimalLogarithm(multiplications + additions),
  }));
  const most = Math.ceil(Math.max(...rows.map(({ decades }) => decades)));
  return h(
    "section",
    {},
    h("h3", {}, words.title),
    h(
      "table",
      { class: "ledger" },
      h("caption", {}, fill(words.caption, { leaves })),
      columnHeads(words, ["way", "multiplications", "additions"]),
      h(
        "tbody",
        {},
        rows.map(({ name, multiplications, additions, decades }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, words[name], sizeBar(decades, 0, most)),
            numberCell(inLines(multiplications)),
            numberCell(inLines(additions)),
          ),
        ),
      ),
    ),
    h("p", { class: "fine" }, words.rules),
  );
}

/**
 * In a narrow column a long number is broken between its threes.
 * @param {bigint} count
 */
const inLines = (count) => formatCount(count).replaceAll("\u202f", "\u2009");

/**
 * However many digits it has.
 * @param {bigint} count
 */
function decimalLogarithm(count) {
  const digits = String(count);
  return digits.length + Math.log10(Number(`0.${digits.slice(0, 15)}`));
}
