/**
 * A guess before the first step: which way a weight should be turned. The weight follows from the present
 * numbers, by rule; the step that finds its gradient says whether the guess was right.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {"raise" | "lower"} Way
 *
 * @typedef {object} Guess what was guessed
 * @property {string} name of the weight
 * @property {Way} way
 *
 * @typedef {object} GuessQuestion
 * @property {number} about the weight
 * @property {number | null} prediction the output that it acts on, and its target; null where there is none
 * @property {number | null} target
 */
import { isParameter } from "./steps.js";

/** One whose gradient is at least this share of the largest is as good to ask about: the first of these is taken. */
const CLEAR = 0.5;

/**
 * The weight to ask about: among those of the last neurons, the first with a large gradient. Of a formula,
 * among all that is learned.
 * @param {Graph} graph
 * @param {ArrayLike<number>} values
 * @param {ArrayLike<number>} gradients
 * @param {number[]} parameters what is learned
 * @returns {GuessQuestion | null} null where no way is better than the other
 */
export function guessQuestion(graph, values, gradients, parameters) {
  const { nodes } = graph;
  if (!Number.isFinite(values[nodes.length - 1])) return null;
  const outputs = nodes.flatMap(({ role }, index) => (role === "output" ? [index] : []));
  const last = new Set(outputs.map((index) => nodes[index].neuron));
  const possible = parameters.filter(
    (index) =>
      Number.isFinite(gradients[index]) &&
      gradients[index] !== 0 &&
      (!isParameter(nodes[index]) || (nodes[index].role === "weight" && last.has(nodes[index].neuron))),
  );
  const largest = possible.reduce((most, index) => Math.max(most, Math.abs(gradients[index])), 0);
  const about = possible.find((index) => Math.abs(gradients[index]) >= CLEAR * largest);
  if (about === undefined) return null;
  const place = outputs.findIndex((index) => nodes[index].neuron === nodes[about].neuron);
  const targets = nodes.flatMap(({ role }, index) => (role === "target" ? [index] : []));
  return { about, prediction: outputs[place] ?? null, target: targets[place] ?? null };
}

/**
 * The way that makes the loss smaller; null where neither does.
 * @param {number} gradient
 * @returns {Way | null}
 */
export const betterWay = (gradient) => (gradient < 0 ? "raise" : gradient > 0 ? "lower" : null);
