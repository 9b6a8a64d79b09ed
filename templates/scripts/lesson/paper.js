/**
 * To how many decimals a sheet of paper asks for each answer. Who works on it goes on with the numbers as
 * they were written, so what others build on needs more digits than what ends there.
 *
 * @typedef {import("./practice.js").Pass} Pass
 * @typedef {import("./practice.js").Question} Question
 */
import { LEAF } from "../engine/graph.js";
import { OPS } from "../engine/operations/table.js";
import { decimalsFor, isRight } from "./answers.js";
import { usesOf } from "./uses.js";

/** So many digits more than an end result are tried. */
const FEWEST_MORE = 2;
const MOST_MORE = 5;

/**
 * @param {Pass} pass
 * @param {Question[]} questions of the whole sheet
 * @returns {(question: Question) => number} the decimals that a question asks for
 */
export function decimalsOnPaper(pass, questions) {
  const { nodes } = pass.lesson.graph;
  const isEnd = (/** @type {Question} */ { kind, index }) =>
    (kind === "gradient" && nodes[index].op === LEAF) || (kind === "value" && index === nodes.length - 1);
  const ends = questions.filter(isEnd);
  let more = FEWEST_MORE;
  const decimals = (/** @type {Question} */ question) =>
    decimalsFor(question.answer, isEnd(question) ? 0 : more);
  while (more < MOST_MORE && !ends.every(arrivesAt(byHand(pass, questions, decimals)))) more += 1;
  return decimals;
}

/**
 * @typedef {{values: number[], gradients: number[]}} Numbers
 * @param {Numbers} numbers
 * @returns {(question: Question) => boolean} whether an answer comes out
 */
const arrivesAt =
  ({ values, gradients }) =>
  ({ kind, index, answer }) =>
    isRight((kind === "value" ? values : gradients)[index], answer);

/**
 * What comes out if every answer is rounded as it is asked for and taken from there on.
 * @param {Pass} pass
 * @param {Question[]} questions
 * @param {(question: Question) => number} decimals
 * @returns {Numbers}
 */
function byHand({ lesson: { graph }, values: exact }, questions, decimals) {
  const { nodes } = graph;
  const asked = new Map(questions.map((question) => [keyOf(question), question]));
  const written = (/** @type {string} */ key, /** @type {number} */ number) => {
    const question = asked.get(key);
    return question ? Number(number.toFixed(decimals(question))) : number;
  };
  /** @type {number[]} */
  const values = [];
  nodes.forEach(({ op, parents }, index) => {
    const number = op === LEAF ? exact[index] : OPS[op].forward(parents.map((parent) => values[parent]));
    values.push(written(`value ${index}`, number));
  });
  const gradients = nodes.map(() => 1);
  for (let index = nodes.length - 2; index >= 0; index -= 1) {
    let total = 0;
    for (const { child, position } of usesOf(graph, index)) {
      const { op, parents } = nodes[child];
      const slopes = OPS[op].localDerivatives(
        parents.map((parent) => values[parent]),
        values[child],
      );
      total += gradients[child] * written(`local ${index} ${child} ${position}`, slopes[position]);
    }
    gradients[index] = written(`gradient ${index}`, total);
  }
  return { values, gradients };
}

/** @param {Question} question */
const keyOf = ({ kind, index, use }) =>
  use ? `${kind} ${index} ${use.child} ${use.position}` : `${kind} ${index}`;
