/**
 * The curve that a step stands on: an activation over its pre-activation, or a loss over one prediction, with
 * its slope.
 *
 * @typedef {object} Curve
 * @property {number} along the node that runs along the horizontal axis
 * @property {number} of the node whose value is the curve
 * @property {readonly [number, number]} reach of the horizontal axis
 * @property {readonly (readonly Sample[])[]} pieces from kink to kink, where the slope jumps
 * @property {Sample} point where the pass is at present
 *
 * @typedef {{at: number, value: number, slope: number}} Sample
 */
import { OPS } from "../engine/operations/table.js";
import { ownActivation } from "./uses.js";

const SAMPLES = 60;
const WIDEST = 6;
/** How far from a kink its two sides are told apart, as a part of the reach. */
const ASIDE = 1e-6;

/**
 * @param {import("./explain.js").Computed} computed
 * @param {import("./steps.js").Step} step
 * @returns {Curve | null} null where the step is not about one function of one variable
 */
export function curveOf(computed, step) {
  const {
    lesson: { graph },
    values,
    localsOf,
  } = computed;
  if (step.focus.length !== 1) return null;
  const found = placeOf(graph, step);
  if (!found) return null;
  const { of, along, position } = found;
  const { op, parents } = graph.nodes[of];
  const operands = (/** @type {number} */ x) =>
    parents.map((parent, k) => (k === position ? x : values[parent]));
  const value = (/** @type {number} */ x) => OPS[op].forward(operands(x));
  const slope = (/** @type {number} */ x) => OPS[op].localDerivatives(operands(x), value(x))[position];
  const at = values[along];
  if (!Number.isFinite(values[of])) return null;
  const target = OPS[op].kind === "loss" ? values[parents[position + parents.length / 2]] : 0;
  const reach = reachOf(op, at, target);
  const jump = OPS[op].kink?.at(operands(at), position) ?? NaN;
  const ends = reach[0] < jump && jump < reach[1] ? [reach[0], jump, reach[1]] : reach;
  const pieces = ends.slice(1).map((end, k) =>
    placesBetween(ends[k], end, (reach[1] - reach[0]) / SAMPLES, OPS[op].canonical !== null)
      .map((x) => ({ at: x, value: value(x), slope: slope(x) }))
      // A logarithm ends at 0.
      .filter(({ value: height, slope: steepness }) => Number.isFinite(height) && Number.isFinite(steepness)),
  );
  return { along, of, reach, pieces, point: { at, value: values[of], slope: localsOf(of)[position] } };
}

/**
 * Which function of which of its parents: an activation of its own pre-activation, a loss of one prediction.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {import("./steps.js").Step} step
 */
function placeOf(graph, { kind, focus: [self] }) {
  const { nodes, children } = graph;
  if (kind !== "value" && kind !== "gradient") return null;
  const of = kind === "value" ? self : (ownActivation(graph, self) ?? children[self][0]);
  if (of === undefined) return null;
  const { op, parents } = nodes[of];
  const position = kind === "value" ? 0 : parents.indexOf(self);
  const fits =
    OPS[op]?.kind === "activation"
      ? position === 0
      : OPS[op]?.kind === "elementary"
        ? parents.length === 1
        : OPS[op]?.kind === "loss" &&
          position < parents.length / 2 &&
          (kind === "gradient" || parents.length === 2);
  return fits ? { of, along: parents[position], position } : null;
}

/**
 * From just right of one end to just left of the other; where both are steep, closer together there.
 * @param {number} from
 * @param {number} to
 * @param {number} apart
 * @param {boolean} steep
 */
function placesBetween(from, to, apart, steep) {
  const count = Math.max(1, Math.round((to - from) / apart));
  const aside = (to - from) * ASIDE;
  return Array.from(
    { length: count + 1 },
    (_, k) =>
      from +
      aside +
      (to - from - 2 * aside) * (steep ? 0.5 - Math.cos((Math.PI * k) / count) / 2 : k / count),
  );
}

/**
 * Probabilities run from 0 to 1; anything else as far as the present point asks for.
 * @param {string} op
 * @param {number} at
 * @param {number} target
 * @returns {readonly [number, number]}
 */
function reachOf(op, at, target) {
  const { kind, canonical } = OPS[op];
  if (canonical) return [0.001, 0.999];
  const far = Math.ceil(Math.max(kind === "loss" ? WIDEST / 2 : WIDEST, 1.2 * Math.abs(at - target)));
  return [target - far, target + far];
}
