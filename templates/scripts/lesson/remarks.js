/**
 * Remarks: what is special about the present numbers at a step. A table of rules; their words are in
 * narration.toml.
 *
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./sentences.js").Names} Names
 */
import { OPS } from "../engine/ops.js";
import { ownActivation, targetsAddUp, usesOf } from "./uses.js";
import { WRITTEN } from "./operations.js";
import { sentence } from "./sentences.js";

/** From here on a slope counts as nearly flat: a gradient loses more than nine tenths on its way through. */
const FLAT = 0.1;
const SATURATING = new Set(["tanh", "sigmoid", "elu", "softplus", "gelu", "silu"]);
/**
 * Where an activation that dips has its lowest point: flat, but not saturated.
 * @type {Record<string, number>}
 */
const LOWEST_AT = { gelu: -0.752, silu: -1.278 };
const NEAR_LOWEST = 0.25;
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

/**
 * Each rule looks at a step and gives the names its sentence needs, or null where it does not apply.
 * @type {Record<string, (computed: Computed, step: Step) => Names | null>}
 */
const RULES = {
  sum_over_uses: ({ lesson: { graph } }, step) =>
    step.kind === "gradient" && graph.children[step.of].length > 1
      ? { self: step.of, count: graph.children[step.of].length }
      : null,

  canonical: ({ lesson: { graph } }, step) => canonicalUse(graph, step, "bce", (outputs) => outputs === 1),
  canonical_mean: ({ lesson: { graph } }, step) => canonicalUse(graph, step, "bce", (outputs) => outputs > 1),
  canonical_classes: ({ lesson: { graph }, grain, values }, step) =>
    grain !== "layers" && targetsAddUp(graph, values) ? canonicalUse(graph, step, "cce", () => true) : null,

  no_shares: ({ lesson: { graph }, values }, step) => {
    const loss = graph.nodes.length - 1;
    const concerned = graph.nodes[loss].op === "cce" && (step.kind === "leaves" || step.of === loss);
    return concerned && !targetsAddUp(graph, values) ? { self: loss } : null;
  },

  saturated: (computed, step) => {
    const use = squashUse(computed.lesson.graph, step);
    return use &&
      SATURATING.has(use.op) &&
      Math.abs(computed.localsOf(use.child)[0]) < FLAT &&
      !isLowest(computed, step, use.op)
      ? { self: step.of, child: use.child }
      : null;
  },

  lowest: (computed, step) => {
    const use = squashUse(computed.lesson.graph, step);
    return use && isLowest(computed, step, use.op) ? { self: step.of, child: use.child } : null;
  },

  falling: (computed, step) => {
    const use = squashUse(computed.lesson.graph, step);
    return use && computed.localsOf(use.child)[0] < 0 ? { self: step.of, child: use.child } : null;
  },

  switched_off: ({ lesson: { graph }, values, localsOf }, step) => {
    const use = squashUse(graph, step);
    return use && localsOf(use.child)[0] === 0 && values[step.of] < 0 && values[use.child] === 0
      ? { self: step.of, child: use.child }
      : null;
  },

  kink: ({ lesson: { graph }, values }, step) => {
    if (step.kind !== "gradient") return null;
    const use = usesOf(graph, step.of).find(({ child, position }) =>
      KINKS[graph.nodes[child].op]?.(
        graph.nodes[child].parents.map((parent) => values[parent]),
        position,
      ),
    );
    return use ? { self: step.of, child: use.child, op: graph.nodes[use.child].op } : null;
  },

  overflow: (computed, step) =>
    firstFound(computed, step, (number, role) => Math.abs(number) === Infinity && role === "output"),
  infinite: (computed, step) =>
    firstFound(computed, step, (number, role) => Math.abs(number) === Infinity && role !== "output"),
  undefined: (computed, step) => firstFound(computed, step, Number.isNaN),
};

/**
 * The first node of a step whose number is such.
 * @param {Computed} computed
 * @param {Step} step
 * @param {(number: number, role: string) => boolean} isSuch
 */
function firstFound({ lesson: { graph }, values, gradients }, step, isSuch) {
  const numbers = step.phase === "forward" ? values : gradients;
  const self = step.focus.find((index) => isSuch(numbers[index], graph.nodes[index].role));
  return self === undefined ? null : { self };
}

/**
 * The activation that a gradient step passes through, if it does.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Step} step
 */
function squashUse(graph, step) {
  if (step.kind !== "gradient") return null;
  const child = ownActivation(graph, step.of) ?? -1;
  const op = graph.nodes[child]?.op;
  return OPS[op]?.kind === "activation" ? { child, op } : null;
}

/**
 * Where an activation is its loss's canonical one, the names of prediction and target.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Step} step
 * @param {string} loss
 * @param {(outputs: number) => boolean} of
 */
function canonicalUse(graph, step, loss, of) {
  const use = squashUse(graph, step);
  if (!use) return null;
  const reader = graph.nodes[graph.children[use.child][0]];
  if (reader?.op !== loss || CANONICAL[loss] !== use.op) return null;
  const count = reader.parents.length / 2;
  return of(count)
    ? {
        self: step.of,
        child: use.child,
        target: reader.parents[reader.parents.indexOf(use.child) + count],
        count,
      }
    : null;
}

/**
 * @param {Computed} computed
 * @param {Step} step
 * @param {string} op
 */
const isLowest = ({ values }, step, op) =>
  Object.hasOwn(LOWEST_AT, op) && Math.abs(values[step.of] - LOWEST_AT[op]) < NEAR_LOWEST;

/**
 * @param {Computed} computed
 * @param {Step} step
 * @param {import("./sentences.js").Narration} narration
 */
export function remarksOn(computed, step, narration) {
  return Object.entries(RULES).flatMap(([name, rule]) => {
    const names = rule(computed, step);
    return names
      ? [sentence(names.op ? narration.operation[names.op][name] : narration.remark[name], names)]
      : [];
  });
}

export const REMARK_NAMES = Object.keys(RULES);
export const OPERATION_NAMES = Object.keys(WRITTEN);
