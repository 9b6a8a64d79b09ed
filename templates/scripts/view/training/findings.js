/** Why a run goes wrong, where it does. */
import { findingsOf } from "../../training/diagnosis.js";
import { fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { symbolText } from "../text.js";

/** More names than these are counted. */
const MOST_NAMES = 8;
/** What counts is written as it is. */
const COUNTS = new Set(["update", "count"]);

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/tool.js").Study} study
 */
export function findingsView({ graph, words, state }, study) {
  // While it runs, the numbers are gone before they are read.
  if (state.training) return null;
  const { findings } = words.tools.train;
  const written = (/** @type {string} */ name, /** @type {any} */ told) => {
    if (!Array.isArray(told)) return COUNTS.has(name) ? told : formatNumber(told);
    const named = told.slice(0, MOST_NAMES).map((index) => symbolText(graph.nodes[index]));
    return named.join(", ") + (told.length > MOST_NAMES ? ` … (${told.length})` : "");
  };
  return findingsOf(study, graph, state.leaves, state.train.update).map(({ code, names }) =>
    h(
      "p",
      { class: "remark", key: code },
      fill(
        findings[code],
        Object.fromEntries(Object.entries(names).map(([name, told]) => [name, written(name, told)])),
      ),
    ),
  );
}
