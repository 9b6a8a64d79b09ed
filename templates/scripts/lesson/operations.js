/**
 * How each operation is written: its value, and its local derivative by one parent. One entry for each key of OPS.
 * A template is read twice, once in each voice (symbols, numbers), so that the two can never tell different stories.
 *
 * @typedef {import("./formula.js").Formula} Formula
 * @typedef {import("./formula.js").Voice} Voice
 * @typedef {object} Written
 * @property {string} label what stands on the edges into such a node
 * @property {(voice: Voice, parents: readonly number[], self: number) => Formula} value
 * @property {(voice: Voice, parents: readonly number[], self: number, position: number) => Formula} local
 *   the derivative by the parent at `position`
 */
import { call, cases, compare, constant, fraction, group, letter, minus, negative, power, product, sum } from "./formula.js";

const ONE = constant(1);
const TWO = constant(2);
const ZERO = constant(0);

/** Losses read their parents as predictions, then as many targets. @param {readonly number[]} parents @param {number} position */
function predictionAndTarget(parents, position) {
  const count = parents.length / 2;
  return { count, prediction: parents[position % count], target: parents[(position % count) + count] };
}

/** The mean of one term an output; of one output, the term. @param {readonly number[]} parents @param {(prediction: number, target: number) => Formula} term */
function meanOverOutputs(parents, term) {
  const count = parents.length / 2;
  const terms = parents.slice(0, count).map((prediction, k) => term(prediction, parents[k + count]));
  return count === 1 ? terms[0] : product([fraction(ONE, constant(count)), sum(terms)], "none");
}

/** @param {Formula} item @param {number} count */
const overCount = (item, count) => (count === 1 ? item : product([fraction(ONE, constant(count)), item], "times"));

/** @type {Record<string, Written>} */
export const WRITTEN = {
  weighted_sum: {
    label: "",
    value: (voice, parents) => {
      const terms = [];
      for (let k = 0; k + 1 < parents.length; k += 2) {
        terms.push(product([voice.at(parents[k]), voice.at(parents[k + 1])], voice.sign));
      }
      return sum([...terms, voice.at(parents[parents.length - 1])]);
    },
    // In w·x each factor is the other's derivative; the bias stands alone.
    local: (voice, parents, self, position) =>
      position === parents.length - 1 ? ONE : voice.at(parents[position % 2 === 0 ? position + 1 : position - 1]),
  },
  add: {
    label: "+",
    value: (voice, parents) => sum(parents.map((parent) => voice.at(parent))),
    local: () => ONE,
  },
  multiply: {
    label: "×",
    value: (voice, parents) => product(parents.map((parent) => voice.at(parent)), voice.sign),
    local: (voice, parents, self, position) =>
      product(parents.filter((_, k) => k !== position).map((parent) => voice.at(parent)), voice.sign),
  },
  identity: {
    label: "id",
    value: (voice, [z]) => voice.at(z),
    local: () => ONE,
  },
  tanh: {
    label: "tanh",
    value: (voice, [z]) => call("tanh", voice.at(z)),
    local: (voice, parents, self) => minus(ONE, power(voice.at(self), TWO)),
  },
  sigmoid: {
    label: "σ",
    value: (voice, [z]) => fraction(ONE, sum([ONE, power(letter("e"), negative(voice.at(z)))])),
    local: (voice, parents, self) => product([voice.at(self), minus(ONE, voice.at(self))], voice.sign),
  },
  relu: {
    label: "relu",
    value: (voice, [z]) => call("max", ZERO, voice.at(z)),
    local: (voice, [z]) => cases([
      { value: ONE, when: compare(voice.at(z), ">", ZERO) },
      { value: ZERO, when: compare(voice.at(z), "≤", ZERO) },
    ]),
  },
  bce: {
    label: "BCE",
    value: (voice, parents) => {
      const count = parents.length / 2;
      const terms = parents.slice(0, count).flatMap((prediction, k) => [
        product([voice.at(parents[k + count]), call("ln", voice.at(prediction))], voice.sign),
        product([minus(ONE, voice.at(parents[k + count])), call("ln", minus(ONE, voice.at(prediction)))], voice.sign),
      ]);
      return count === 1 ? minus(negative(terms[0]), terms[1])
        : negative(product([fraction(ONE, constant(count)), sum(terms)], "none"));
    },
    local: (voice, parents, self, position) => {
      const { count, prediction, target } = predictionAndTarget(parents, position);
      return overCount(sum([
        negative(fraction(voice.at(target), voice.at(prediction))),
        fraction(minus(ONE, voice.at(target)), minus(ONE, voice.at(prediction))),
      ]), count);
    },
  },
  mse: {
    label: "MSE",
    value: (voice, parents) => meanOverOutputs(parents, (prediction, target) =>
      power(group(minus(voice.at(prediction), voice.at(target))), TWO)),
    local: (voice, parents, self, position) => {
      const { count, prediction, target } = predictionAndTarget(parents, position);
      return overCount(product([TWO, minus(voice.at(prediction), voice.at(target))], voice.sign), count);
    },
  },
};
