/**
 * A gradient in words of change: what moving one number a little would do to the loss.
 *
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./steps.js").Step} Step
 *
 * @typedef {object} Change
 * @property {number} of whose gradient is told
 * @property {"raise" | "lower" | "nothing"} way that lowers the loss; "nothing" where its slope is 0
 * @property {number} amount by which it is moved
 * @property {number} fall of the loss, as the slope foretells it
 */
import { OPS } from "../engine/operations/table.js";
import { isStopped } from "./nudge.js";

/** Moves that are easy to imagine, and smaller ones where the loss bends too soon. */
const AMOUNTS = [0.1, 0.01, 0.001, 0.0001];
/** The loss may fall by so much more or less than foretold, as a part of that, for "about" to be true. */
const ABOUT = 0.15;

/**
 * Of a step that finds gradients the largest; of the last step, of what is learned.
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Change | null} null where there is no gradient, or one that is still to be found, or where the
 *   loss bends so soon, or gradients are stopped, that the slope foretells nothing
 */
export function changeOf(computed, { phase, kind, focus }) {
  const {
    lesson: { graph },
    gradients,
  } = computed;
  if (phase === "forward") return null;
  const learned =
    kind === "summary" ? graph.nodes.flatMap(({ role }, index) => (LEARNED.has(role) ? [index] : [])) : focus;
  if (learned.length === 0 || learned.some((index) => !Number.isFinite(gradients[index]))) return null;
  const of = learned.reduce((best, index) =>
    Math.abs(gradients[index]) > Math.abs(gradients[best]) ? index : best,
  );
  const slope = gradients[of];
  if (slope === 0 && isStopped(graph)) return null;
  if (slope === 0) return { of, way: "nothing", amount: 0, fall: 0 };
  const amount = AMOUNTS.find((size) => foretells(computed, of, -Math.sign(slope) * size));
  return amount === undefined
    ? null
    : { of, way: slope < 0 ? "raise" : "lower", amount, fall: Math.abs(slope) * amount };
}

const LEARNED = new Set(["weight", "bias", "parameter"]);

/**
 * Whether the loss falls by about as much as the slope says.
 * @param {Computed} computed
 * @param {number} index
 * @param {number} move
 */
function foretells({ lesson: { graph }, values, gradients }, index, move) {
  const last = values.length - 1;
  const foretold = gradients[index] * move;
  const happens = lossWhere(graph, values, index, values[index] + move) - values[last];
  return Math.abs(happens - foretold) <= ABOUT * Math.abs(foretold);
}

/**
 * The loss if one value were another one, whatever it is computed from.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Float64Array} values
 * @param {number} index
 * @param {number} value
 */
function lossWhere({ nodes }, values, index, value) {
  const changed = values.slice();
  changed[index] = value;
  const moved = new Uint8Array(nodes.length);
  moved[index] = 1;
  for (let k = index + 1; k < nodes.length; k += 1) {
    const { op, parents } = nodes[k];
    if (!parents.some((parent) => moved[parent])) continue;
    moved[k] = 1;
    changed[k] = OPS[op].forward(parents.map((parent) => changed[parent]));
  }
  return changed[nodes.length - 1];
}
