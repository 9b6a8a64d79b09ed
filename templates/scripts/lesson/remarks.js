/**
 * Remarks: what is special about the present numbers at a step. A table of rules; their words are in narration.toml.
 *
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./sentences.js").Names} Names
 */
import { WRITTEN } from "./operations.js";
import { sentence } from "./sentences.js";

/** From here on a slope counts as nearly flat: a gradient loses more than nine tenths on its way through. */
const FLAT = 0.1;
const SATURATING = new Set(["tanh", "sigmoid", "elu", "softplus", "gelu", "silu"]);
const KINKED = new Set(["relu", "leaky_relu"]);

/**
 * Each rule looks at a step and gives the names its sentence needs, or null where it does not apply.
 * @type {Record<string, (computed: Computed, step: Step) => Names | null>}
 */
const RULES = {
  sum_over_uses: ({ lesson: { graph } }, step) =>
    step.kind === "gradient" && graph.children[step.of].length > 1
      ? { self: step.of, count: graph.children[step.of].length } : null,

  canonical: ({ lesson: { graph } }, step) => {
    const use = squashUse(graph, step);
    if (!use) return null;
    const [loss] = graph.children[use.child];
    const parents = graph.nodes[loss]?.parents ?? [];
    const bce = graph.nodes[loss]?.op === "bce" && use.op === "sigmoid";
    return bce ? { self: step.of, child: use.child, target: parents[parents.indexOf(use.child) + parents.length / 2] } : null;
  },

  saturated: (computed, step) => {
    const use = squashUse(computed.lesson.graph, step);
    return use && SATURATING.has(use.op) && Math.abs(computed.localsOf(use.child)[0]) < FLAT
      ? { self: step.of, child: use.child } : null;
  },

  switched_off: ({ lesson: { graph }, values, localsOf }, step) => {
    const use = squashUse(graph, step);
    return use && localsOf(use.child)[0] === 0 && values[step.of] < 0 ? { self: step.of, child: use.child } : null;
  },

  kink: ({ lesson: { graph }, values }, step) => {
    const use = squashUse(graph, step);
    return use && KINKED.has(use.op) && values[step.of] === 0 ? { self: step.of, child: use.child } : null;
  },

  overflow: ({ values, gradients }, step) => {
    const found = step.focus.find((index) => !Number.isFinite((step.phase === "forward" ? values : gradients)[index]));
    return found === undefined ? null : { self: found };
  },
};

/** The activation that a gradient step passes through, if it does. @param {import("../engine/graph.js").Graph} graph @param {Step} step */
function squashUse(graph, step) {
  if (step.kind !== "gradient" || graph.nodes[step.of].role !== "pre_activation") return null;
  const [child] = graph.children[step.of];
  return { child, op: graph.nodes[child].op };
}

/** @param {Computed} computed @param {Step} step @param {import("./sentences.js").Narration} narration */
export function remarksOn(computed, step, narration) {
  return Object.entries(RULES).flatMap(([name, rule]) => {
    const names = rule(computed, step);
    return names ? [sentence(narration.remark[name], names)] : [];
  });
}

export const REMARK_NAMES = Object.keys(RULES);
export const OPERATION_NAMES = Object.keys(WRITTEN);
