/** What a step says to a listener: once, in one breath. */
import { fill, formatAbout, formatGiven, formatNumber } from "./format.js";
import { formulaText, gradientText, spokenSymbol, symbolText } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @param {Model} model
 * @param {import("../lesson/sentences.js").Sentence} pieces
 */
export function spokenSentence({ graph, values, gradients }, pieces) {
  const { nodes } = graph;
  return pieces
    .map((piece) => {
      if ("text" in piece) return piece.text;
      if ("symbol" in piece) return symbolText(nodes[piece.symbol]);
      if ("about" in piece) return formatAbout(piece.about);
      if ("value" in piece) {
        return nodes[piece.value].op === "leaf"
          ? formatGiven(values[piece.value])
          : formatNumber(values[piece.value]);
      }
      if ("gradient" in piece) return formatNumber(gradients[piece.gradient]);
      return gradientText(nodes[piece.gradient_symbol], nodes[nodes.length - 1]);
    })
    .join("");
}

/**
 * What a step has found: `z₁ = 0.5200`, one for each formula.
 * @param {Model} model
 */
export const foundTexts = ({ explanation }) =>
  explanation.derivations.map(
    ({ left, lines }) => `${formulaText(left)} = ${formulaText(lines[lines.length - 1].formula)}`,
  );

/** @param {Model} model */
export function announcement(model) {
  const { words, step, lesson, current, explanation } = model;
  return fill(words.step.announced, {
    step,
    steps: lesson.steps.length,
    phase: words.phase[current.phase],
    title: spokenSentence(model, explanation.title),
    result: foundTexts(model).join("; "),
  }).trim();
}

/**
 * What the loss has become, unless it is still to be found.
 * @param {Model} model
 */
export function lossAnnouncement({ words, graph, values, hidden }) {
  const last = graph.nodes.length - 1;
  const name = fill(words.role[graph.nodes[last].role], { symbol: spokenSymbol(graph.nodes[last]) });
  return hidden(last, "value") ? "" : fill(words.readouts.now, { name, value: formatNumber(values[last]) });
}
