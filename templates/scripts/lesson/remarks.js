/**
 * Remarks: what is special about the present numbers at a step. A table of rules; their words are in
 * narration.toml.
 *
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./sentences.js").Names} Names
 */
import { baseOf, OPS } from "../engine/operations/table.js";
import { ownActivation, targetsAddUp, usesOf } from "./uses.js";
import { WRITTEN } from "./operations.js";
import { sentence } from "./sentences.js";

/** From here on a slope counts as nearly flat: a gradient loses more than nine tenths on its way through. */
const FLAT = 0.1;
/** A slope near the lowest point of a curve counts as nearly 0. */
const NEARLY_ZERO = 0.05;
/** @typedef {{self: number, child: number, op: string}} Neuron a pre-activation and its own activation */

/**
 * Each rule looks at a step and gives the names its sentence needs, for each time it is to be said.
 * @type {Record<string, (computed: Computed, step: Step) => Names[]>}
 */
const RULES = {
  sum_over_uses({ lesson: { graph } }, { kind, focus }) {
    // Of a whole layer, its formula shows the sums.
    const told = kind === "parameters" || (kind === "gradient" && focus.length === 1) ? focus : [];
    return told.flatMap((self) => {
      const count = usesOf(graph, self).length;
      return count > 1 ? [{ self, count }] : [];
    });
  },

  canonical: (computed, step) =>
    canonicalUse(
      computed,
      step,
      ({ targets, reduction }, outputs) => targets.total === null && (outputs === 1 || reduction === "sum"),
    ),
  canonical_mean: (computed, step) =>
    canonicalUse(computed, step, ({ reduction }, outputs) => reduction === "mean" && outputs > 1),
  canonical_classes: (computed, step) =>
    computed.grain !== "layers" && targetsAddUp(computed.lesson.graph, computed.values)
      ? canonicalUse(computed, step, ({ targets }) => targets.total !== null)
      : [],

  no_shares: ({ lesson: { graph }, values }, step) => {
    const loss = graph.nodes.length - 1;
    const asksForShares = (OPS[graph.nodes[loss].op]?.targets.total ?? null) !== null;
    const concerned = asksForShares && (step.kind === "leaves" || step.of === loss);
    return concerned && !targetsAddUp(graph, values) ? [{ self: loss }] : [];
  },

  ...ofNeurons(
    "saturated",
    ({ lesson: { graph }, values, localsOf }, { self, child, op }) =>
      // Beside its canonical loss its flat ends cancel.
      !isCanonical(graph, child) && isFarOut(op, values[self]) && Math.abs(localsOf(child)[0]) < FLAT,
  ),

  ...ofNeurons(
    "lowest",
    ({ values, localsOf }, { self, child, op }) =>
      isNearLowest(op, values[self]) && Math.abs(localsOf(child)[0]) < NEARLY_ZERO,
  ),

  ...ofNeurons("falling", ({ localsOf }, { child }) => localsOf(child)[0] < 0),

  ...ofNeurons(
    "switched_off",
    ({ values }, { self, op }) => OPS[op].dies.includes("below") && values[self] < 0,
  ),

  kink: ({ lesson: { graph }, values }, { kind, focus }) =>
    kind === "gradient"
      ? focus.flatMap((self) => {
          const use = usesOf(graph, self).find(({ child, position }) =>
            isOnKink(
              graph.nodes[child].op,
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

/**
 * Whether an activation saturates at z.
 * @param {string} op
 * @param {number} z
 */
function isFarOut(op, z) {
  const [below, above] = OPS[op].saturates;
  return (below !== null && z <= below) || (above !== null && z >= above);
}

/**
 * Whether z is nearer to the lowest point of an activation than that is to 0.
 * @param {string} op
 * @param {number} z
 */
function isNearLowest(op, z) {
  const { lowest } = OPS[op];
  return lowest !== null && Math.abs(z - lowest) < Math.abs(lowest);
}

/**
 * Whether an operand is just where its operation has a kink.
 * @param {string} op
 * @param {readonly number[]} operands
 * @param {number} position
 */
function isOnKink(op, operands, position) {
  const { kink } = OPS[op];
  return kink !== null && operands[position] === kink.at(operands, position);
}

/** @param {number} number */
const isInfinite = (number) => Math.abs(number) === Infinity;

/**
 * Whether what depends on a number is computed without it: the gradient of a prediction, where loss and
 * prediction have a form of their own in the pre-activation.
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
 * The neurons whose activations a gradient step passes through. In a formula a value may be read elsewhere
 * too; then its gradient is not that of an activation alone.
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
 * Whether a prediction and its loss shrink to prediction minus target: a canonical pair, and nothing else
 * reads the prediction.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {number} prediction
 */
function isCanonical({ nodes, children }, prediction) {
  const [reader, ...others] = children[prediction];
  return others.length === 0 && OPS[nodes[reader]?.op]?.canonical?.activation === nodes[prediction].op;
}

/**
 * Where an activation is its loss's canonical one, the names of prediction and target.
 * @param {Computed} computed
 * @param {Step} step
 * @param {(loss: import("../engine/operations/operation.js").Operation, outputs: number) => boolean} fits
 */
function canonicalUse({ lesson: { graph } }, step, fits) {
  const [neuron] = neuronsOf(graph, step);
  if (!neuron || !isCanonical(graph, neuron.child)) return [];
  const { op, parents } = graph.nodes[graph.children[neuron.child][0]];
  const count = parents.length / 2;
  return fits(OPS[op], count)
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
      sentence(
        name === "kink" ? narration.operation[baseOf(String(names.op))].kink : narration.remark[name],
        names,
      ),
    ),
  );
}

export const REMARK_NAMES = Object.keys(RULES);
export const OPERATION_NAMES = Object.keys(WRITTEN);
