/**
 * What went wrong in an answer: the numbers that the usual mistakes would give, and whether one of them is what was typed.
 * A table of rules; what is said of each is in narration.toml, under [mistake].
 *
 * @typedef {import("./practice.js").Question} Question
 * @typedef {import("./practice.js").Pass} Pass
 *
 * @typedef {object} Case a question as its rules see it
 * @property {number} answer
 * @property {number} own the node's value
 * @property {string} op of the node that was computed (a value) or is read through (a derivative)
 * @property {readonly number[]} operands the values that this node is computed from
 * @property {number} result its value
 * @property {{child: number, upstream: number, local: number}[]} uses where the node is read
 * @property {{node: number, gradient: number}[]} others gradients of other nodes
 *
 * @typedef {[number: number, upstream?: number]} Guess a number, and the node whose gradient it was made with
 * @typedef {(about: Case) => Guess[]} MistakeRule
 */
import { OPS } from "../engine/ops.js";
import { decimalsFor, isRight, toleranceFor } from "./answers.js";
import { usesOf } from "./uses.js";

/** Slopes that are read off the output: taking them elsewhere, or for each other, is the commonest confusion. @type {Record<string, (output: number) => number>} */
export const SLOPES_OF_OUTPUT = { tanh: (h) => 1 - h * h, sigmoid: (h) => h * (1 - h) };
const ACTIVATION_FUNCTIONS = ["tanh", "sigmoid", "relu"];

/** @param {readonly number[]} numbers */
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

/** Guesses for a derivative that was taken wrongly: alone, or times what arrives. @param {Case} about @param {(op: string, operands: readonly number[], result: number) => number[]} slopes @returns {Guess[]} */
const withSlopes = ({ op, operands, result, uses }, slopes) =>
  slopes(op, operands, result).map((slope) => [total(uses.map(({ upstream }) => upstream * slope))]);

/** @param {string} op */
const isActivation = (op) => OPS[op]?.kind === "activation";
/** @param {number} left @param {readonly number[]} numbers */
const without = (left, numbers) => total(numbers.filter((_, k) => k !== left));

/** The products of a weighted sum, or the terms of a plain one. @param {Case} about */
const termsOf = ({ op, operands }) => (op === "weighted_sum" ? operands.flatMap((w, k) => (k % 2 === 0 && k + 1 < operands.length ? [w * operands[k + 1]] : []))
  : op === "add" ? [...operands] : []);

/** @type {Record<import("./practice.js").QuestionKind, Record<string, MistakeRule>>} */
export const MISTAKES = {
  value: {
    wrong_sign: ({ answer }) => [[-answer]],
    missing_bias: ({ op, operands, answer }) => (op === "weighted_sum" ? [[answer - operands[operands.length - 1]]] : []),
    missing_term: (about) => termsOf(about).map((term) => [about.answer - term]),
    not_bent: ({ op, operands }) => (isActivation(op) ? [[operands[0]]] : []),
    other_function: ({ op, operands }) => (isActivation(op) ? ACTIVATION_FUNCTIONS.map((name) => [OPS[name].forward([operands[0]])]) : []),
    backward_formula: ({ op, operands, answer }) => (isActivation(op) || OPS[op].kind === "loss" ? [[OPS[op].localDerivatives(operands, answer)[0]]] : []),
    not_squared: ({ op, operands, answer }) => (op === "mse" ? [[Math.sqrt(answer)], [operands[0] - operands[operands.length / 2]], [answer / 2]] : []),
    other_logarithm: ({ op, answer }) => (op === "bce" || op === "cce" ? [[answer / Math.LN10], [answer / Math.LN2]] : []),
    other_answer: ({ op, operands }) => (op === "bce" ? [[OPS.bce.forward(operands.map((operand, k) => (k < operands.length / 2 ? operand : 1 - operand)))]] : []),
    sum_and_product: ({ op, operands }) => (op === "multiply" ? [[total(operands)]] : op === "add" ? [[operands.reduce((product, operand) => product * operand, 1)]] : []),
  },

  local: {
    wrong_sign: ({ answer }) => [[-answer]],
    at_z: ({ op, operands }) => (op in SLOPES_OF_OUTPUT ? [[SLOPES_OF_OUTPUT[op](operands[0])]] : []),
    at_activation: ({ op, result }) => slopeAt(op, result).map((slope) => [slope]),
    other_slope: ({ op, result }) => otherSlopes(op, result).map((slope) => [slope]),
    already_multiplied: ({ uses: [{ upstream, local }] }) => [[upstream * local]],
    upstream_instead: ({ uses: [{ upstream }] }) => [[upstream]],
    forward_formula: ({ result }) => [[result]],
    value_instead: ({ own }) => [[own]],
  },

  gradient: {
    wrong_sign: ({ answer }) => [[-answer]],
    missing_local: ({ uses }) => [[total(uses.map(({ upstream }) => upstream))]],
    missing_path: ({ uses }) => (uses.length > 1 ? uses.map((_, k) => [without(k, uses.map(({ upstream, local }) => upstream * local))]) : []),
    at_z: (about) => withSlopes(about, (op, [z]) => (op in SLOPES_OF_OUTPUT ? [SLOPES_OF_OUTPUT[op](z)] : [])),
    at_activation: (about) => withSlopes(about, (op, operands, result) => slopeAt(op, result)),
    other_slope: (about) => withSlopes(about, (op, operands, result) => otherSlopes(op, result)),
    own_factor: ({ op, uses, own }) => (op === "weighted_sum" || op === "multiply" ? [[total(uses.map(({ upstream }) => upstream * own))]] : []),
    missing_upstream: ({ uses }) => [[total(uses.map(({ local }) => local))]],
    added: ({ uses }) => [[total(uses.map(({ upstream, local }) => upstream + local))]],
    forward_formula: ({ result, uses }) => [[result], [total(uses.map(({ upstream }) => upstream * result))]],
    value_instead: ({ own }) => [[own]],
    other_upstream: ({ uses, others }) => others.map(({ node, gradient }) => [total(uses.map(({ local }) => gradient * local)), node]),
  },
};

/** f′ at f(z) in place of z. @param {string} op @param {number} result @returns {number[]} */
const slopeAt = (op, result) => (isActivation(op) && !OPS[op].joint ? [OPS[op].localDerivatives([result], OPS[op].forward([result]))[0]] : []);

/** @param {string} op @param {number} result @returns {number[]} */
const otherSlopes = (op, result) => (isActivation(op) ? Object.keys(SLOPES_OF_OUTPUT).filter((name) => name !== op).map((name) => SLOPES_OF_OUTPUT[name](result)) : []);

/** @param {Pass} pass @param {Question} question @returns {Case} */
function caseOf({ lesson: { graph }, values, gradients, localsOf }, { kind, index, use, answer }) {
  const { nodes } = graph;
  const uses = (use ? [use] : usesOf(graph, index)).map(({ child, position }) => ({ child, upstream: gradients[child], local: localsOf(child)[position] }));
  const read = kind === "value" ? index : uses[0].child;
  return {
    answer, uses, own: values[index], op: nodes[read].op, operands: nodes[read].parents.map((parent) => values[parent]), result: values[read],
    others: nodes.flatMap(({ op }, node) => (op !== "leaf" && node !== index && !uses.some(({ child }) => child === node) ? [{ node, gradient: gradients[node] }] : [])),
  };
}

/**
 * The name of the mistake that gives the number which was typed, and the nodes that there are to mention; where none does,
 * in which way the number is off: rounded, other_side, too_large or too_small.
 * @param {Pass} pass
 * @param {Question} question
 * @param {number} typed
 * @returns {{mistake: string, names: Record<string, number>}}
 */
export function diagnose(pass, question, typed) {
  const { answer, index } = question;
  const about = caseOf(pass, question);
  const names = { self: index, child: about.uses[0]?.child ?? index, input: pass.lesson.graph.nodes[index].parents[0] ?? index };
  if (Math.abs(typed - answer) <= 10 ** -decimalsFor(answer)) return { mistake: "rounded", names };
  for (const [mistake, rule] of Object.entries(MISTAKES[question.kind])) {
    const found = rule(about).find(([number]) => !isRight(number, answer) && Math.abs(typed - number) <= toleranceFor(number));
    if (found) return { mistake, names: { ...names, upstream: found[1] ?? names.child } };
  }
  const mistake = Math.sign(typed) === -Math.sign(answer) ? "other_side" : Math.abs(typed) > Math.abs(answer) ? "too_large" : "too_small";
  return { mistake, names };
}
