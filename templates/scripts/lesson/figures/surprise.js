/**
 * The loss over a prediction between 0 and 1, for a target of 0 or 1: cross-entropy beside the squared error.
 *
 * @typedef {"bce" | "mse"} Compared
 * @typedef {object} Surprise
 * @property {number} at the prediction
 * @property {0 | 1} target
 * @property {readonly [number, number]} reach
 * @property {Record<Compared, {curve: import("./spot.js").Sample[], value: number, slope: number}>} losses
 */
import { OPS } from "../../engine/operations/table.js";
import { samplesOf } from "./spot.js";

const SAMPLES = 24;
/** @type {readonly [number, number]} */
const PREDICTIONS = [0.005, 0.995];
/** @type {Compared[]} */
const COMPARED = ["bce", "mse"];

/**
 * @param {import("./spot.js").Spot} spot
 * @param {import("./spot.js").Options} _options
 * @param {import("./spot.js").FigureChoices} choices
 * @returns {Surprise}
 */
export function surpriseOf(spot, _options, choices) {
  const target = targetOf(spot, choices);
  const own = valueOfRole(spot, "output");
  const [least, most] = PREDICTIONS;
  const at = choices.prediction ?? (own > 0 && own < 1 ? own : 0.5);
  const ofLoss = (/** @type {Compared} */ loss) => {
    const value = (/** @type {number} */ p) => OPS[loss].forward([p, target]);
    return {
      // Closer together towards both ends, where a logarithm is steep.
      curve: samplesOf([0, Math.PI], SAMPLES, Math.cos)
        .map(({ value: part }) => least + ((most - least) * (1 - part)) / 2)
        .map((p) => ({ at: p, value: value(p) })),
      value: value(at),
      slope: OPS[loss].localDerivatives([at, target], value(at))[0],
    };
  };
  return {
    at,
    target,
    reach: PREDICTIONS,
    losses: /** @type {Surprise["losses"]} */ (
      Object.fromEntries(COMPARED.map((loss) => [loss, ofLoss(loss)]))
    ),
  };
}

/**
 * The target that figures compare with: the one that is chosen, else the lesson's, to the nearer of 0 and 1.
 * @param {import("./spot.js").Spot} spot
 * @param {import("./spot.js").FigureChoices} choices
 * @returns {0 | 1}
 */
export const targetOf = (spot, { target }) => target ?? (valueOfRole(spot, "target") < 0.5 ? 0 : 1);

/**
 * The value of the first node of a role; NaN where there is none.
 * @param {import("./spot.js").Spot} spot
 * @param {string} role
 */
export function valueOfRole({ graph, values }, role) {
  const index = graph.nodes.findIndex((node) => node.role === role);
  return index < 0 ? NaN : values[index];
}
