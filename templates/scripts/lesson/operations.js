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
const HALF = constant(0.5);
const LEAK_SHOWN = constant(0.01);

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
  subtract: {
    label: "−",
    value: (voice, [a, b]) => minus(voice.at(a), voice.at(b)),
    local: (voice, parents, self, position) => (position === 0 ? ONE : negative(ONE)),
  },
  negate: {
    label: "−",
    value: (voice, [a]) => negative(voice.at(a)),
    local: () => negative(ONE),
  },
  divide: {
    label: "/",
    value: (voice, [a, b]) => fraction(voice.at(a), voice.at(b)),
    local: (voice, [a, b], self, position) =>
      (position === 0 ? fraction(ONE, voice.at(b)) : negative(fraction(voice.at(a), power(voice.at(b), TWO)))),
  },
  power: {
    label: "^",
    value: (voice, [a, b]) => power(voice.at(a), voice.at(b)),
    local: (voice, [a, b], self, position) => (position === 0
      ? product([voice.at(b), power(voice.at(a), minus(voice.at(b), ONE))], voice.sign)
      : cases([
        { value: product([voice.at(self), call("ln", voice.at(a))], voice.sign), when: compare(voice.at(a), ">", ZERO) },
        { value: ZERO, when: compare(voice.at(a), "≤", ZERO) },
      ])),
  },
  exp: {
    label: "exp",
    value: (voice, [a]) => power(letter("e"), voice.at(a)),
    local: (voice, parents, self) => voice.at(self),
  },
  log: {
    label: "ln",
    value: (voice, [a]) => call("ln", voice.at(a)),
    local: (voice, [a]) => fraction(ONE, voice.at(a)),
  },
  sqrt: {
    label: "sqrt",
    value: (voice, [a]) => call("sqrt", voice.at(a)),
    local: (voice, parents, self) => fraction(ONE, product([TWO, voice.at(self)], voice.sign)),
  },
  sin: {
    label: "sin",
    value: (voice, [a]) => call("sin", voice.at(a)),
    local: (voice, [a]) => call("cos", voice.at(a)),
  },
  cos: {
    label: "cos",
    value: (voice, [a]) => call("cos", voice.at(a)),
    local: (voice, [a]) => negative(call("sin", voice.at(a))),
  },
  abs: {
    label: "abs",
    value: (voice, [a]) => call("abs", voice.at(a)),
    local: (voice, [a]) => cases([
      { value: ONE, when: compare(voice.at(a), ">", ZERO) },
      { value: ZERO, when: compare(voice.at(a), "=", ZERO) },
      { value: negative(ONE), when: compare(voice.at(a), "<", ZERO) },
    ]),
  },
  minimum: writtenExtremum("min", "<", ">"),
  maximum: writtenExtremum("max", ">", "<"),
  leaky_relu: {
    label: "leaky relu",
    value: (voice, [z]) => cases([
      { value: voice.at(z), when: compare(voice.at(z), ">", ZERO) },
      { value: product([LEAK_SHOWN, voice.at(z)], voice.sign), when: compare(voice.at(z), "≤", ZERO) },
    ]),
    local: (voice, [z]) => cases([
      { value: ONE, when: compare(voice.at(z), ">", ZERO) },
      { value: LEAK_SHOWN, when: compare(voice.at(z), "≤", ZERO) },
    ]),
  },
  elu: {
    label: "elu",
    value: (voice, [z]) => cases([
      { value: voice.at(z), when: compare(voice.at(z), ">", ZERO) },
      { value: minus(power(letter("e"), voice.at(z)), ONE), when: compare(voice.at(z), "≤", ZERO) },
    ]),
    local: (voice, [z]) => cases([
      { value: ONE, when: compare(voice.at(z), ">", ZERO) },
      { value: power(letter("e"), voice.at(z)), when: compare(voice.at(z), "≤", ZERO) },
    ]),
  },
  softplus: {
    label: "softplus",
    value: (voice, [z]) => call("ln", sum([ONE, power(letter("e"), voice.at(z))])),
    local: (voice, [z]) => call("σ", voice.at(z)),
  },
  gelu: {
    label: "gelu",
    value: (voice, [z]) => product([voice.at(z), normalProbability(voice.at(z))], voice.sign),
    local: (voice, [z]) => {
      const bell = power(letter("e"), negative(product([HALF, power(voice.at(z), TWO)], voice.sign)));
      const slope = fraction(product([voice.at(z), bell], voice.sign), call("sqrt", product([TWO, letter("π")], voice.sign)));
      return sum([normalProbability(voice.at(z)), slope]);
    },
  },
  silu: {
    label: "silu",
    value: (voice, [z]) => product([voice.at(z), call("σ", voice.at(z))], voice.sign),
    local: (voice, [z]) => sum([
      call("σ", voice.at(z)),
      product([voice.at(z), call("σ", voice.at(z)), call("σ", negative(voice.at(z)))], voice.sign),
    ]),
  },
  // Its first parent is the own pre-activation, the others are those of the other neurons.
  softmax: {
    label: "softmax",
    value: (voice, parents) => shareOfClass(voice, parents, parents[0]),
    local: (voice, parents, self, position) => {
      if (position === 0) return product([voice.at(self), minus(ONE, voice.at(self))], voice.sign);
      const other = voice.sibling?.(self, parents[position]) ?? -1;
      const share = other < 0 ? shareOfClass(voice, parents, parents[position]) : voice.at(other);
      return negative(product([voice.at(self), share], voice.sign));
    },
  },
  mae: {
    label: "MAE",
    value: (voice, parents) => meanOverOutputs(parents, (prediction, target) =>
      call("abs", minus(voice.at(prediction), voice.at(target)))),
    local: (voice, parents, self, position) => {
      const { count, prediction, target } = predictionAndTarget(parents, position);
      return overCount(cases([
        { value: ONE, when: compare(voice.at(prediction), ">", voice.at(target)) },
        { value: ZERO, when: compare(voice.at(prediction), "=", voice.at(target)) },
        { value: negative(ONE), when: compare(voice.at(prediction), "<", voice.at(target)) },
      ]), count);
    },
  },
  huber: {
    label: "Huber",
    value: (voice, parents) => meanOverOutputs(parents, (prediction, target) => {
      const miss = minus(voice.at(prediction), voice.at(target));
      return cases([
        { value: product([HALF, power(group(miss), TWO)], "none"), when: compare(call("abs", miss), "≤", ONE) },
        { value: minus(call("abs", miss), HALF), when: compare(call("abs", miss), ">", ONE) },
      ]);
    }),
    local: (voice, parents, self, position) => {
      const { count, prediction, target } = predictionAndTarget(parents, position);
      return overCount(call("max", negative(ONE), call("min", ONE, minus(voice.at(prediction), voice.at(target)))), count);
    },
  },
  hinge: {
    label: "hinge",
    value: (voice, parents) => meanOverOutputs(parents, (prediction, target) =>
      call("max", ZERO, minus(ONE, product([voice.at(target), voice.at(prediction)], voice.sign)))),
    local: (voice, parents, self, position) => {
      const { count, prediction, target } = predictionAndTarget(parents, position);
      const agreement = product([voice.at(target), voice.at(prediction)], voice.sign);
      return overCount(cases([
        { value: negative(voice.at(target)), when: compare(agreement, "<", ONE) },
        { value: ZERO, when: compare(agreement, "≥", ONE) },
      ]), count);
    },
  },
  cce: {
    label: "CCE",
    value: (voice, parents) => {
      const count = parents.length / 2;
      return negative(group(sum(parents.slice(0, count).map((prediction, k) =>
        product([voice.at(parents[k + count]), call("ln", voice.at(prediction))], voice.sign)))));
    },
    local: (voice, parents, self, position) => {
      const { prediction, target } = predictionAndTarget(parents, position);
      return negative(fraction(voice.at(target), voice.at(prediction)));
    },
  },
};

/** The softmax of one pre-activation, of all in their order. @param {Voice} voice @param {readonly number[]} parents @param {number} own */
function shareOfClass(voice, parents, own) {
  const exponential = (/** @type {number} */ z) => power(letter("e"), voice.at(z));
  return fraction(exponential(own), sum(parents.toSorted((a, b) => a - b).map(exponential)));
}

/** That a number from the normal distribution lies below z. @param {Formula} z */
const normalProbability = (z) => fraction(sum([ONE, call("erf", fraction(z, call("sqrt", TWO)))]), TWO);

/**
 * The least or greatest of several: whoever is it has the derivative 1, and n that tie have 1/n each.
 * @param {string} name @param {string} ahead how it compares with the others @param {string} behind
 * @returns {Written}
 */
function writtenExtremum(name, ahead, behind) {
  return {
    label: name,
    value: (voice, parents) => call(name, ...parents.map((parent) => voice.at(parent))),
    local: (voice, parents, self, position) => {
      const others = parents.filter((_, k) => k !== position).map((parent) => voice.at(parent));
      const other = others.length === 1 ? others[0] : call(name, ...others);
      const own = voice.at(parents[position]);
      return cases([
        { value: ONE, when: compare(own, ahead, other) },
        { value: others.length === 1 ? HALF : fraction(ONE, letter("n")), when: compare(own, "=", other) },
        { value: ZERO, when: compare(own, behind, other) },
      ]);
    },
  };
}
