/**
 * Nudge: a gradient held against what the loss does when one value is moved a little.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("../engine/kinks.js").Kink} Kink
 * @typedef {object} Spot where one stands: a graph with its leaves, what computes its losses, and the
 *   gradients there
 * @property {Graph} graph
 * @property {import("../engine/compiled/pass.js").Pass} pass
 * @property {Readonly<Record<string, number>>} leaves
 * @property {ArrayLike<number>} gradients
 *
 * @typedef {object} Nudged one value, moved by ε both ways
 * @property {number} value
 * @property {number} width ε
 * @property {number} below L(w − ε)
 * @property {number} at L(w)
 * @property {number} above L(w + ε)
 * @property {number} quotient (L(w + ε) − L(w − ε)) / 2ε
 * @property {number} gradient
 * @property {number} predicted the gradient × ε
 * @property {number} actual L(w + ε) − L(w)
 * @property {number} held the quotient where what stops gradients keeps its value
 * @property {Kink | null} kink
 * @property {number} left the slope from w − ε to w
 * @property {number} right the slope from w to w + ε
 *
 * @typedef {"truncation" | "valley" | "rounding" | "parabola" | "flat" | "kink_here" | "kink_near" | "lost" |
 *   "stopped"}
 *   Place where ε is
 *
 * @typedef {object} Valley the error of the quotient over ε
 * @property {Float64Array} errors at every exponent of EXPONENTS
 * @property {number | null} best the ε at which truncation and rounding cost the same
 * @property {Place} place
 *
 * @typedef {object} NudgeChoices
 * @property {string} of the name of the value; where there is no such, `nudgedLeaf` says which
 * @property {number} eps the exponent of ε
 * @property {boolean} exact whether the digits and the error over ε are looked at
 * @property {boolean} all whether every gradient is checked
 *
 * @typedef {object} Checked
 * @property {number} index
 * @property {number} gradient
 * @property {number} quotient
 * @property {"agrees" | "differs" | "kink" | "lost"} verdict
 */
import { heldStill } from "../engine/check.js";
import { createPass } from "../engine/compiled/pass.js";
import { stopsGradients } from "../engine/graph.js";
import { kinkNear } from "../engine/kinks.js";
import { isChosen, isParameter } from "./steps.js";

/** Of ε = 10^exponent. */
export const EXPONENT = { least: -12, most: 0, step: 0.25 };
export const EXPONENTS = Array.from(
  { length: (EXPONENT.most - EXPONENT.least) / EXPONENT.step + 1 },
  (_, k) => EXPONENT.least + k * EXPONENT.step,
);
const WIDTHS = EXPONENTS.map((exponent) => 10 ** exponent);

/** What can be dragged: down to this exponent, by hundredths; finer ones would be one point in a plot. */
const DRAGGED = { least: -3, unit: 0.01 };

/**
 * @param {number} exponent
 * @param {number} least
 */
const dragged = (exponent, least) =>
  Math.round(Math.min(Math.max(exponent, least), EXPONENT.most) / DRAGGED.unit) / (1 / DRAGGED.unit);

/**
 * The exponent of the ε to which a point was dragged.
 * @param {number} width
 */
export const exponentDragged = (width) => dragged(Math.log10(width), DRAGGED.least);

/**
 * The exponent after so many quarters of a decade, by keys; one that is finer than can be dragged stays so.
 * @param {number} exponent
 * @param {number} quarters
 */
export const exponentMoved = (exponent, quarters) =>
  dragged(exponent + quarters * EXPONENT.step, Math.min(exponent, DRAGGED.least));

/**
 * The step that costs a central difference least, for values about 1: truncation falls with ε², rounding
 * grows with 1/ε.
 */
const BEST_WIDTH = Math.cbrt(Number.EPSILON);

/** Up to this exponent all that is wrong with a quotient is rounding. */
const ROUNDING_UP_TO = -10;
/** So many times what rounding does is no longer rounding. */
const CLEARLY = 30;
/** The valley reaches so far to either side: three quarters of a decade. */
const VALLEY = 10 ** 0.75;
/** A gradient and its quotient agree if they differ by no more, relative above 1. */
const SAME_UP_TO = 1e-5;

/**
 * All that can be moved.
 * @param {Graph} graph
 * @returns {number[]}
 */
export const movable = ({ nodes }) => nodes.flatMap((node, index) => (isChosen(node) ? [index] : []));

/**
 * The value that is nudged: the one that was chosen, if the graph has it; else the first weight, or what else
 * there is.
 * @param {Graph} graph
 * @param {string} name
 */
export function nudgedLeaf(graph, name) {
  const chosen = graph.index[name];
  if (chosen !== undefined && isChosen(graph.nodes[chosen])) return chosen;
  const all = movable(graph);
  return all.find((index) => isParameter(graph.nodes[index])) ?? all[0];
}

/** @type {NudgeChoices} */
const FIRST = Object.freeze({ of: "", eps: EXPONENT.most, exact: false, all: false });

/** @satisfies {import("./tools.js").Tool} */
export const NUDGE = {
  first: { nudge: FIRST },
  keys: {
    of: {
      expected: "x1, w11, b1, …",
      read: (text, { graph }) =>
        graph.nodes[nudgedLeaf(graph, text)].name === text ? { nudge: { of: text } } : null,
      write: ({ nudge: { of }, leaves }) => (Object.hasOwn(leaves, of) ? of : null),
    },
    eps: {
      expected: `${EXPONENT.least} … ${EXPONENT.most}`,
      read: (text) =>
        /^(-?\d{1,2}(\.\d{1,2})?)$/.test(text) &&
        Number(text) >= EXPONENT.least &&
        Number(text) <= EXPONENT.most
          ? // What is too fine for the plot of the loss is there to be seen in its digits.
            { nudge: { eps: Number(text), exact: Number(text) < DRAGGED.least } }
          : null,
      write: ({ nudge: { eps } }) => String(eps),
    },
  },
};

/**
 * The loss where one value is moved by each of these.
 * @param {Spot} spot
 * @param {number} index
 * @param {number[]} moves
 */
function lossesBeside({ graph: { nodes }, pass, leaves }, index, moves) {
  const { name } = nodes[index];
  return pass.lossesAlong(
    leaves,
    name,
    moves.map((move) => leaves[name] + move),
  );
}

/**
 * @param {Spot} spot
 * @param {number} index
 * @param {number} width
 */
function kinkBeside({ graph, pass, leaves }, index, width) {
  const { name } = graph.nodes[index];
  return kinkNear(graph, (moved) => pass.compute({ ...leaves, [name]: moved }).values, leaves[name], width);
}

/**
 * Whether gradients are stopped somewhere.
 * @param {Graph} graph
 */
export const isStopped = ({ nodes }) => nodes.some(stopsGradients);

/**
 * The same spot where what stops gradients keeps its value, as the backward pass takes it.
 * @param {Spot} spot
 * @returns {Spot}
 */
function heldSpot(spot) {
  const still = heldStill(spot.graph, () => spot.pass.compute(spot.leaves).values);
  return still ? { ...spot, ...still, pass: createPass(still.graph) } : spot;
}

/**
 * @param {Spot} spot
 * @param {number} index
 * @param {number} width
 */
function quotientOf(spot, index, width) {
  const [below, above] = lossesBeside(spot, index, [-width, width]);
  return (above - below) / (2 * width);
}

/**
 * @param {Spot} spot
 * @param {number} index
 * @param {number} width
 * @returns {Nudged}
 */
export function nudge(spot, index, width) {
  const [below, at, above] = lossesBeside(spot, index, [-width, 0, width]);
  const [left, right] = [(at - below) / width, (above - at) / width];
  const gradient = spot.gradients[index];
  // Sides that differ by no more than the losses' last digits are one slope, whatever lies between.
  const bends = Math.abs(left - right) * width > 16 * Number.EPSILON * Math.abs(at);
  return {
    value: spot.leaves[spot.graph.nodes[index].name],
    width,
    below,
    at,
    above,
    left,
    right,
    gradient,
    quotient: (above - below) / (2 * width),
    held: quotientOf(heldSpot(spot), index, width),
    predicted: gradient * width,
    actual: above - at,
    kink: bends ? kinkBeside(spot, index, width) : null,
  };
}

/**
 * @param {Spot} spot
 * @param {Nudged} nudged
 * @param {number} index
 * @returns {Valley}
 */
export function valley(spot, nudged, index) {
  const { value, width, at, gradient } = nudged;
  const losses = lossesBeside(
    spot,
    index,
    WIDTHS.flatMap((step) => [-step, step]),
  );
  const errors = Float64Array.from(WIDTHS, (step, k) =>
    Math.abs((losses[2 * k + 1] - losses[2 * k]) / (2 * step) - gradient),
  );
  // The last digit of the loss, and that of the value: what rounding costs at the least.
  const best = balance(errors, (Number.EPSILON / 2) * (Math.abs(at) + Math.abs(value * gradient)));
  return { errors, best, place: whereOf(errors, best, width, nudged) };
}

/**
 * Where truncation, which is c·ε², meets rounding, which is at most r/ε: at ∛(r/c). r is seen at the smallest
 * ε; c at the first ε above them whose error rounding does not explain. Null where there is none.
 * @param {Float64Array} errors
 * @param {number} rounding r at the least
 */
function balance(errors, rounding) {
  const most = WIDTHS.reduce(
    (r, width, k) =>
      EXPONENTS[k] <= ROUNDING_UP_TO && Number.isFinite(errors[k]) ? Math.max(r, errors[k] * width) : r,
    rounding,
  );
  const first = WIDTHS.findIndex(
    (width, k) => EXPONENTS[k] > ROUNDING_UP_TO && errors[k] > (CLEARLY * most) / width,
  );
  return first < 0 ? null : Math.cbrt((most * WIDTHS[first] ** 2) / errors[first]);
}

/**
 * @param {Float64Array} errors
 * @param {number | null} best
 * @param {number} width
 * @param {Nudged} nudged
 * @returns {Place}
 */
function whereOf(errors, best, width, { kink, quotient, held }) {
  if (kink) return kink.here ? "kink_here" : "kink_near";
  if (!Number.isFinite(quotient)) return "lost";
  if (held !== quotient) return "stopped";
  if (errors.every((error) => error === 0)) return "flat";
  if (best === null) return "parabola";
  if (width > best * VALLEY) return "truncation";
  return width < best / VALLEY ? "rounding" : "valley";
}

/**
 * Every one of these gradients against its central difference, at two forward passes each; what stops
 * gradients keeps its value.
 * @param {Spot} free
 * @param {readonly number[]} indices
 * @returns {Checked[]}
 */
export function checkAll(free, indices) {
  const spot = heldSpot(free);
  return indices.map((index) => {
    const width = BEST_WIDTH * Math.max(1, Math.abs(spot.leaves[spot.graph.nodes[index].name]));
    const gradient = spot.gradients[index];
    const [below, above] = lossesBeside(spot, index, [-width, width]);
    const quotient = (above - below) / (2 * width);
    const apart = Math.abs(gradient - quotient) / Math.max(1, Math.abs(gradient), Math.abs(above));
    const verdict =
      apart <= SAME_UP_TO
        ? "agrees"
        : !Number.isFinite(apart)
          ? "lost"
          : kinkBeside(spot, index, width)
            ? "kink"
            : "differs";
    return { index, gradient, quotient, verdict };
  });
}
