/**
 * The curve that a step stands on: an activation over its pre-activation, or a loss over one prediction, with its slope.
 *
 * @typedef {object} Curve
 * @property {number} along the node that runs along the horizontal axis
 * @property {number} of the node whose value is the curve
 * @property {readonly [number, number]} reach of the horizontal axis
 * @property {readonly number[]} values the function at equal distances over the reach
 * @property {readonly number[]} slopes its derivative there
 * @property {{at: number, value: number, slope: number}} point where the pass is at present
 */
import { OPS } from "../engine/ops.js";

const SAMPLES = 60;
const WIDEST = 6;

/**
 * @param {import("./explain.js").Computed} computed
 * @param {import("./steps.js").Step} step
 * @returns {Curve | null} null where the step is not about one function of one variable
 */
export function curveOf({ lesson: { graph }, values }, step) {
  if (step.focus.length !== 1) return null;
  const [self] = step.focus;
  const of = step.kind === "value" ? self : step.kind === "gradient" ? graph.children[self][0] : -1;
  if (of < 0) return null;
  const { op, parents } = graph.nodes[of];
  const kind = OPS[op]?.kind;
  const along = step.kind === "value" ? parents[0] : self;
  const alone = kind === "activation" ? parents.length === 1 : kind === "loss" && parents.length === 2;
  if (!alone || parents[0] !== along) return null;

  const others = parents.slice(1).map((parent) => values[parent]);
  const value = (/** @type {number} */ x) => OPS[op].forward([x, ...others]);
  const slope = (/** @type {number} */ x) => OPS[op].localDerivatives([x, ...others], value(x))[0];
  const at = values[along];
  const reach = reachOf(op, at);
  const places = Array.from({ length: SAMPLES + 1 }, (_, k) => reach[0] + ((reach[1] - reach[0]) * k) / SAMPLES);
  return { along, of, reach, values: places.map(value), slopes: places.map(slope), point: { at, value: value(at), slope: slope(at) } };
}

/** Probabilities run from 0 to 1; anything else as far as the present point asks for. @param {string} op @param {number} at @returns {readonly [number, number]} */
function reachOf(op, at) {
  if (OPS[op].requires?.includes("sigmoid")) return [0.001, 0.999];
  const far = Math.max(WIDEST, Math.ceil(1.2 * Math.abs(at)));
  return OPS[op].kind === "loss" ? [-far / 2, far / 2] : [-far, far];
}
