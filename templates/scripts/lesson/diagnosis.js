/**
 * What went wrong in an answer: the numbers that the usual mistakes would give, and whether one of them is
 * what was typed. A table of rules; what is said of each is in narration.toml, under [mistake].
 *
 * @typedef {import("./practice.js").Question} Question
 * @typedef {import("./practice.js").Pass} Pass
 *
 * @typedef {Omit<Pass, "lesson"> & {lesson: {graph: import("../engine/graph.js").Graph}}} Found a pass, as
 *   far as it has come
 *
 * @typedef {object} Case a number to be found, as the rules see it
 * @property {number} answer
 * @property {number} own the node's value
 * @property {string} role
 * @property {string} op of the node that was computed (a value) or is read through (a derivative)
 * @property {readonly number[]} operands the values that this node is computed from
 * @property {number} result its value
 * @property {number[]} upstreams what arrives, by the places where the node is read; 1 where a local
 *   derivative is asked for
 * @property {number[]} locals the local derivatives there
 * @property {number} arrived what arrives at the first of them
 * @property {number[]} others gradients of other nodes
 *
 * @typedef {(about: Case) => number[]} MistakeRule the numbers that the mistake may give
 */
import { OPS } from "../engine/operations/table.js";
import { decimalsFor, isRight, toleranceFor } from "./answers.js";
import { isLeaf } from "./steps.js";
import { usesOf } from "./uses.js";

/**
 * Slopes that are read off the output: taking them elsewhere, or for each other, is the commonest confusion.
 * @type {Record<string, (output: number) => number>}
 */
export const SLOPES_OF_OUTPUT = Object.fromEntries(
  Object.entries(OPS).flatMap(([op, { slopeOfOutput }]) => (slopeOfOutput ? [[op, slopeOfOutput]] : [])),
);

/** @param {readonly number[]} numbers */
export const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
/**
 * The product that comes back from each place.
 * @param {Case} about
 */
export const contributions = ({ upstreams, locals }) => upstreams.map((upstream, k) => upstream * locals[k]);
/**
 * Guesses for a derivative in whose place something else was taken.
 * @param {(about: Case) => number[]} instead
 * @returns {MistakeRule}
 */
const times = (instead) => (about) => instead(about).map((taken) => total(about.upstreams) * taken);

/** @type {Record<string, MistakeRule>} */
const OF_SLOPES = {
  wrong_sign: ({ answer }) => [-answer],
  at_z: times(({ op, operands }) => (op in SLOPES_OF_OUTPUT ? [SLOPES_OF_OUTPUT[op](operands[0])] : [])),
  other_slope: times(({ op, result }) =>
    op in SLOPES_OF_OUTPUT
      ? Object.keys(SLOPES_OF_OUTPUT)
          .filter((name) => name !== op)
          .map((name) => SLOPES_OF_OUTPUT[name](result))
      : [],
  ),
};

/** @type {Record<import("./practice.js").QuestionKind, Record<string, MistakeRule>>} */
export const MISTAKES = {
  value: {
    wrong_sign: OF_SLOPES.wrong_sign,
    missing_bias: ({ op, operands, answer }) =>
      op === "weighted_sum" ? [answer - operands[operands.length - 1]] : [],
    missing_term: ({ op, operands, answer }) =>
      op === "weighted_sum"
        ? operands.flatMap((w, k) =>
            k % 2 === 0 && k + 1 < operands.length ? [answer - w * operands[k + 1]] : [],
          )
        : [],
    not_bent: ({ op, operands }) => (OPS[op].kind === "activation" ? [operands[0]] : []),
  },

  local: {
    ...OF_SLOPES,
    already_multiplied: ({ arrived, locals }) => [arrived * locals[0]],
    upstream_instead: ({ arrived }) => [arrived],
    forward_formula: ({ result }) => [result],
    value_instead: ({ own }) => [own],
  },

  gradient: {
    ...OF_SLOPES,
    missing_local: ({ upstreams }) => [total(upstreams)],
    missing_path: (about) =>
      about.locals.length > 1 ? contributions(about).map((one) => total(contributions(about)) - one) : [],
    own_factor: times(({ op, role, own }) =>
      op === "multiply" || (op === "weighted_sum" && role !== "bias") ? [own] : [],
    ),
    missing_upstream: ({ locals }) => [total(locals)],
    added: ({ upstreams, locals }) => [total([...upstreams, ...locals])],
    forward_formula: ({ result, upstreams }) => [result, total(upstreams) * result],
    value_instead: ({ own }) => [own],
    other_upstream: ({ others, locals }) =>
      locals.length === 1 ? others.map((gradient) => gradient * locals[0]) : [],
  },
};

/**
 * @param {Found} pass
 * @param {{kind: string, index: number, answer?: number, use?: import("./uses.js").Use | null}} question
 * @returns {Case}
 */
export function caseOf(
  {
    lesson: {
      graph: { nodes },
      graph,
    },
    values,
    gradients,
    localsOf,
  },
  { kind, index, use, answer = NaN },
) {
  const uses = use ? [use] : kind === "value" ? [] : usesOf(graph, index);
  const read = kind === "value" ? index : uses[0].child;
  const upstreams = uses.map(({ child }) => gradients[child]);
  return {
    answer,
    own: values[index],
    role: nodes[index].role,
    op: nodes[read].op,
    operands: nodes[read].parents.map((parent) => values[parent]),
    result: values[read],
    upstreams: use ? [1] : upstreams,
    locals: uses.map(({ child, position }) => localsOf(child)[position]),
    arrived: upstreams[0],
    others: nodes.map((node, other) =>
      isLeaf(node) || other === index || node.parents.includes(index) ? NaN : gradients[other],
    ),
  };
}

/** Of a mistake that is none of these, all that is known is in which way an answer was off. */
export const NAMED_MISTAKES = Object.freeze([
  ...new Set([...Object.values(MISTAKES).flatMap(Object.keys), "rounded"]),
]);

/**
 * Whether a mistake can be made there, and be known from its number; what is no usual one, everywhere.
 * @param {Pass} pass
 * @param {Question} question
 * @param {string} mistake
 */
export function invites(pass, question, mistake) {
  if (mistake === "rounded" || !NAMED_MISTAKES.includes(mistake)) return true;
  const about = caseOf(pass, question);
  const made = MISTAKES[question.kind][mistake]?.(about) ?? [];
  return made.some(
    (number) => Number.isFinite(number) && diagnose(pass, question, number).mistake === mistake,
  );
}

/**
 * In which way a number is off that no usual mistake gives.
 * @param {number} typed
 * @param {number} answer
 */
export function wayOff(typed, answer) {
  if (answer === 0) return "too_far";
  if (Math.sign(typed) === -Math.sign(answer)) return "other_side";
  return Math.abs(typed) > Math.abs(answer) ? "too_large" : "too_small";
}

/**
 * The name of the mistake that gives the number which was typed, and the nodes that there are to mention;
 * where none does, in which way the number is off: rounded, other_side, too_large, too_small or too_far.
 * @param {Pass} pass
 * @param {Question} question
 * @param {number} typed
 * @returns {{mistake: string, names: Record<string, number>}}
 */
export function diagnose(pass, question, typed) {
  const { graph } = pass.lesson;
  const { answer, index, use } = question;
  const about = caseOf(pass, question);
  const names = {
    self: index,
    child: use?.child ?? graph.children[index][0] ?? index,
    input: graph.nodes[index].parents[0] ?? index,
  };
  if (Math.abs(typed - answer) <= 10 ** -decimalsFor(answer)) return { mistake: "rounded", names };
  for (const [mistake, rule] of Object.entries(MISTAKES[question.kind])) {
    // Of other nodes' gradients, the place in the list says whose was taken.
    const upstream = rule(about).findIndex(
      (number) => !isRight(number, answer) && Math.abs(typed - number) <= toleranceFor(number),
    );
    if (upstream >= 0) return { mistake, names: { ...names, upstream } };
  }
  return { mistake: wayOff(typed, answer), names };
}
