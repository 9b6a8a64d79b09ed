/**
 * Remarks: what is special about the present numbers at a step. A table of rules; their words are in
 * narration.toml.
 *
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./sentences.js").Names} Names
 */
import { OPS } from "../engine/operations/table.js";
import { ownActivation, targetsAddUp, usesOf } from "./uses.js";
import { WRITTEN } from "./operations.js";
import { sentence } from "./sentences.js";

/** From here on a slope counts as nearly flat: a gradient loses more than nine tenths on its way through. */
const FLAT = 0.1;
/** A slope near the lowest point of a curve counts as nearly 0. */
const NEARLY_ZERO = 0.05;
/**
 * Where an activation saturates: far out on one side or on both. One that dips below 0 and comes back is flat at its
 * lowest point too; on its way out it saturates only where its slope has fallen to half of the steepest there.
 * @type {Record<string, (z: number) => boolean>}
 */
const SATURATES = {
  tanh: () => true,
  sigmoid: () => true,
  elu: () => true,
  softplus: () => true,
  gelu: (z) => z < -2.2,
  silu: (z) => z < -4.09,
};
/**
 * Where an activation that dips has its lowest point.
 * @type {Record<string, number>}
 */
const LOWEST_AT = { gelu: -0.7518, silu: -1.2785 };
/** Activations that give 0 below 0, and pass no gradient there. */
const SWITCHED_OFF_BELOW_ZERO = new Set(["relu"]);
/**
 * Whether an operation has a kink where its parents are at present, by that of its parents; what is taken
 * there and why
 * stands in narration.toml, by operation.
 * @type {Record<string, (operands: readonly number[], position: number) => boolean>}
 */
const KINKS = {
  relu: ([z]) => z === 0,
  leaky_relu: ([z]) => z === 0,
  mae: (operands, position) => operands[position] === partnerOf(operands, position),
  hinge: (operands, position) => operands[position] * partnerOf(operands, position) === 1,
};

/**
 * Losses that shrink to prediction minus target over their activation.
 * @type {Record<string, string>}
 */
const CANONICAL = { bce: "sigmoid", cce: "softmax" };

/**
 * Of a loss's prediction its target.
 * @param {readonly number[]} operands
 * @param {number} position
 */
const partnerOf = (operands, position) => operands[(position + operands.length / 2) % operands.length];

/** @typedef {{self: number, child: number, op: string}} Neuron a pre-activation and its own activation */

/**
 * Each rule looks at a step and gives the names its sentence needs, for each time it is to be said.
 * @type {Record<string, (computed: Computed, step: Step) => Names[]>}
 */
const RULES = {
  sum_over_uses({ lesson: { graph } }, { kind, focus }) {
    // Of a whole layer, its formula shows the sums.
    const count = kind === "gradient" && focus.length === 1 ? usesOf(graph, focus[0]).length : 0;
    return count > 1 ? [{ self: focus[0], count }] : [];
  },

  canonical: (computed, step) => canonicalUse(computed, step, "bce", (outputs) => outputs === 1),
  canonical_mean: (computed, step) => canonicalUse(computed, step, "bce", (outputs) => outputs > 1),
  canonical_classes: (computed, step) =>
    computed.grain !== "layers" && targetsAddUp(computed.lesson.graph, computed.values)
      ? canonicalUse(computed, step, "cce", () => true)
      : [],

  no_shares: ({ lesson: { graph }, values }, step) => {
    const loss = graph.nodes.length - 1;
    const concerned = graph.nodes[loss].op === "cce" && (step.kind === "leaves" || step.of === loss);
    return concerned && !targetsAddUp(graph, values) ? [{ self: loss }] : [];
  },

  ...ofNeurons(
    "saturated",
    ({ lesson: { graph }, values, localsOf }, { self, child, op }) =>
      // Beside its canonical loss its flat ends cancel.
      !isCanonical(graph, child) && SATURATES[op]?.(values[self]) && Math.abs(localsOf(child)[0]) < FLAT,
  ),

  ...ofNeurons(
    "lowest",
    ({ values, localsOf }, { self, child, op }) =>
      Object.hasOwn(LOWEST_AT, op) &&
      Math.abs(values[self] - LOWEST_AT[op]) < Math.abs(LOWEST_AT[op]) &&
      Math.abs(localsOf(child)[0]) < NEARLY_ZERO,
  ),

  ...ofNeurons("falling", ({ localsOf }, { child }) => localsOf(child)[0] < 0),

  ...ofNeurons(
    "switched_off",
    ({ values }, { self, op }) => SWITCHED_OFF_BELOW_ZERO.has(op) && values[self] < 0,
  ),

  kink: ({ lesson: { graph }, values }, { kind, focus }) =>
    kind === "gradient"
      ? focus.flatMap((self) => {
          const use = usesOf(graph, self).find(({ child, position }) =>
            KINKS[graph.nodes[child].op]?.(
              graph.nodes[child].parents.map((parent) => values[parent]),
              position,
            ),
          );
          return use ? [{ self, child: use.child, op: graph.nodes[use.child].op }] : [];
        })
      : [],

  overflow: (computed, step) => firstFound(computed, step, isInfinite, isSteppedOver),
  infinite: (computed, step) =>
    firstFound(computed, step, isInfinite, (...found) => !isSteppedOver(...found)),
  undefined: (computed, step) => firstFound(computed, step, Number.isNaN, () => true),
};

/**
 * A remark on the neurons of a step: on one its sentence, on several how many of them it is true of.
 * @param {string} name
 * @param {(computed: Computed, neuron: Neuron) => boolean | undefined} isSuch
 * @returns {typeof RULES}
 */
function ofNeurons(name, isSuch) {
  const such = (/** @type {Computed} */ computed, /** @type {Step} */ step) =>
    neuronsOf(computed.lesson.graph, step).filter((neuron) => isSuch(computed, neuron));
  return {
    [name]: (computed, step) => {
      const found = such(computed, step);
      return found.length === 1 ? [{ self: found[0].self, child: found[0].child }] : [];
    },
    [`${name}_several`]: (computed, step) => {
      const found = such(computed, step);
      return found.length > 1 ? [{ count: found.length, total: step.focus.length }] : [];
    },
  };
}

/** @param {number} number */
const isInfinite = (number) => Math.abs(number) === Infinity;

/**
 * Whether what depends on a number is computed without it: the gradient of a prediction, where loss and prediction have
 * a form of their own in the pre-activation.
 * @param {Computed} computed
 * @param {Step} step
 * @param {number} index
 */
const isSteppedOver = ({ lesson: { graph } }, { phase }, index) =>
  phase === "backward" && isCanonical(graph, index);

/**
 * The first node of a step whose number is such.
 * @param {Computed} computed
 * @param {Step} step
 * @param {(number: number) => boolean} isSuch
 * @param {(computed: Computed, step: Step, index: number) => boolean} concerns
 */
function firstFound(computed, step, isSuch, concerns) {
  const numbers = step.phase === "forward" ? computed.values : computed.gradients;
  const self = step.focus.find((index) => isSuch(numbers[index]) && concerns(computed, step, index));
  return self === undefined ? [] : [{ self }];
}

/**
 * The neurons whose activations a gradient step passes through. In a formula a value may be read elsewhere too; then
 * its gradient is not that of an activation alone.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Step} step
 * @returns {Neuron[]}
 */
function neuronsOf(graph, { kind, focus }) {
  if (kind !== "gradient") return [];
  return focus.flatMap((self) => {
    const child = ownActivation(graph, self) ?? -1;
    const op = graph.nodes[child]?.op;
    const isItsGradient = graph.children[self].length === 1 || OPS[op]?.joint;
    return OPS[op]?.kind === "activation" && isItsGradient ? [{ self, child, op }] : [];
  });
}

/**
 * Whether a prediction and its loss shrink to prediction minus target: a canonical pair, and nothing else reads the
 * prediction.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {number} prediction
 */
function isCanonical({ nodes, children }, prediction) {
  const [reader, ...others] = children[prediction];
  return others.length === 0 && CANONICAL[nodes[reader]?.op] === nodes[prediction].op;
}

/**
 * Where an activation is its loss's canonical one, the names of prediction and target.
 * @param {Computed} computed
 * @param {Step} step
 * @param {string} loss
 * @param {(outputs: number) => boolean} of
 */
function canonicalUse({ lesson: { graph } }, step, loss, of) {
  const [neuron] = neuronsOf(graph, step);
  if (!neuron || !isCanonical(graph, neuron.child)) return [];
  const { op, parents } = graph.nodes[graph.children[neuron.child][0]];
  const count = parents.length / 2;
  return op === loss && of(count)
    ? [{ ...neuron, target: parents[parents.indexOf(neuron.child) + count], count }]
    : [];
}

/**
 * @param {Computed} computed
 * @param {Step} step
 * @param {import("./sentences.js").Narration} narration
 */
export function remarksOn(computed, step, narration) {
  return Object.entries(RULES).flatMap(([name, rule]) =>
    rule(computed, step).map((names) =>
      sentence(name === "kink" ? narration.operation[names.op ?? ""].kink : narration.remark[name], names),
    ),
  );
}

export const REMARK_NAMES = Object.keys(RULES);
export const OPERATION_NAMES = Object.keys(WRITTEN);
