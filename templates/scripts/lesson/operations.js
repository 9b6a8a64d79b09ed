/**
 * How each operation is written: its value, and its local derivative by one parent. One entry for each key of
 * OPS. A template is read twice, once in each voice (symbols, numbers), so that the two can never tell
 * different stories.
 *
 * @typedef {import("./formula.js").Formula} Formula
 * @typedef {import("./formula.js").Voice} Voice
 * @typedef {object} Written
 * @property {string} [sign] what stands on the edges into such a node in place of its name
 * @property {(voice: Voice, parents: readonly number[], self: number) => Formula} value
 * @property {(voice: Voice, parents: readonly number[], self: number, position: number) => Formula} local the
 *   derivative by the parent at `position`
 */
import { baseOf, OPS } from "../engine/operations/table.js";
import {
  call,
  cases,
  compare,
  constant,
  fraction,
  group,
  letter,
  minus,
  negative,
  power,
  product,
  sum,
} from "./formula.js";

const ONE = constant(1);
const TWO = constant(2);
const ZERO = constant(0);
const HALF = constant(0.5);
const LEAK_SHOWN = constant(0.01);

/** @typedef {(...factors: Formula[]) => Formula} Times a product, with the sign of the voice */

/**
 * @param {Voice} voice
 * @returns {Times}
 */
const timesIn =
  (voice) =>
  (...factors) =>
    product(factors, voice.sign);

/**
 * A case for each sign by which `left` may compare with something: the sign, that, and the value then.
 * @param {Formula} left
 * @param {...[string, Formula, Formula]} rows
 */
const branches = (left, ...rows) =>
  cases(rows.map(([sign, right, value]) => ({ value, when: compare(left, sign, right) })));

/** @param {Formula} exponent */
const powerOfE = (exponent) => power(letter("e"), exponent);

/** @param {Formula} item */
const reciprocal = (item) => fraction(ONE, item);

/**
 * An operation that reads one number.
 * @param {(z: Formula, times: Times) => Formula} value
 * @param {(z: Formula, self: Formula, times: Times) => Formula} local
 * @returns {Written}
 */
const ofOne = (value, local) => ({
  value: (voice, [z]) => value(voice.at(z), timesIn(voice)),
  local: (voice, [z], self) => local(voice.at(z), voice.at(self), timesIn(voice)),
});

/**
 * A loss, reduced in both ways.
 * @param {string} name
 * @param {(op: string) => Written} write
 * @returns {Record<string, Written>}
 */
const ofLoss = (name, write) =>
  Object.fromEntries(
    Object.keys(OPS)
      .filter((op) => baseOf(op) === name)
      .map((op) => [op, write(op)]),
  );

/**
 * A loss: the mean or the sum of one term an output, of predictions and then as many targets; of one output,
 * the term.
 * @param {string} op
 * @param {(prediction: Formula, target: Formula, times: Times) => Formula} term
 * @param {(prediction: Formula, target: Formula, times: Times) => Formula} slope of the term, by its
 *   prediction
 * @returns {Written}
 */
const termsOf = (op, term, slope) => ({
  value: (voice, parents) => {
    const count = parents.length / 2;
    const terms = parents
      .slice(0, count)
      .map((prediction, k) => term(voice.at(prediction), voice.at(parents[k + count]), timesIn(voice)));
    const share = shareOf(op, count);
    return share === null ? sum(terms) : product([share, sum(terms)], "none");
  },
  local: (voice, parents, self, position) => {
    const count = parents.length / 2;
    const item = slope(
      voice.at(parents[position % count]),
      voice.at(parents[(position % count) + count]),
      timesIn(voice),
    );
    const share = shareOf(op, count);
    return share === null ? item : product([share, item], "times");
  },
});

/**
 * @param {string} name
 * @param {Parameters<typeof termsOf>[1]} term
 * @param {Parameters<typeof termsOf>[2]} slope
 */
const ofOutputs = (name, term, slope) => ofLoss(name, (op) => termsOf(op, term, slope));

/**
 * What the terms of several outputs are multiplied by: one over how many they are where the loss is their
 * mean; null: nothing.
 * @param {string} op
 * @param {number} count
 */
const shareOf = (op, count) =>
  OPS[op].reduction === "mean" && count > 1 ? reciprocal(constant(count)) : null;

/**
 * A graph whose nodes have the names by which readers know their operations, where these have no sign.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {{operation: Record<string, string>, reduction: Record<string, string>}} words
 */
export const withNames = (graph, words) => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.op === "leaf" || WRITTEN[node.op].sign !== undefined
      ? node
      : { ...node, label: operationName(words, node.op) },
  ),
});

export { baseOf };

/**
 * How the terms of a loss are reduced, where that is not its own way.
 * @param {string} op
 */
export const otherReduction = (op) => (OPS[op].base === null ? null : OPS[op].reduction);

/**
 * How readers know an operation; of a loss whose terms are reduced in the other way, how.
 * @param {Record<string, Record<string, string>>} words
 * @param {string} op
 * @param {string} [table] of the words
 */
export const operationName = (words, op, table = "operation") => {
  const { base, reduction } = OPS[op];
  return base === null ? words[table][op] : `${words[table][base]}, ${words.reduction[reduction ?? ""]}`;
};

/**
 * What stands on the edges into a node: a sign, or a name; where nobody has said that, the operation's key.
 * @param {import("../engine/graph.js").GraphNode & {label?: string}} node
 */
export const labelOf = ({ op, label }) => WRITTEN[op].sign ?? label ?? op;

/** @type {Record<string, Written>} */
export const WRITTEN = {
  weighted_sum: {
    sign: "",
    value: (voice, parents) => {
      const terms = [];
      for (let k = 0; k + 1 < parents.length; k += 2) {
        terms.push(timesIn(voice)(voice.at(parents[k]), voice.at(parents[k + 1])));
      }
      return sum([...terms, voice.at(parents[parents.length - 1])]);
    },
    // In w·x each factor is the other's derivative; the bias stands alone.
    local: (voice, parents, self, position) =>
      position === parents.length - 1
        ? ONE
        : voice.at(parents[position % 2 === 0 ? position + 1 : position - 1]),
  },
  add: {
    sign: "+",
    value: (voice, parents) => sum(parents.map((parent) => voice.at(parent))),
    local: () => ONE,
  },
  multiply: {
    sign: "×",
    value: (voice, parents) => timesIn(voice)(...parents.map((parent) => voice.at(parent))),
    local: (voice, parents, self, position) =>
      timesIn(voice)(...parents.toSpliced(position, 1).map((parent) => voice.at(parent))),
  },
  identity: {
    sign: "id",
    ...ofOne(
      (z) => z,
      () => ONE,
    ),
  },
  tanh: ofOne(
    (z) => call("tanh", z),
    (z, self) => minus(ONE, power(self, TWO)),
  ),
  sigmoid: {
    sign: "σ",
    ...ofOne(
      (z) => reciprocal(sum([ONE, powerOfE(negative(z))])),
      (z, self, times) => times(self, minus(ONE, self)),
    ),
  },
  relu: ofOne(
    (z) => call("max", ZERO, z),
    (z) => branches(z, [">", ZERO, ONE], ["≤", ZERO, ZERO]),
  ),
  ...ofLoss("bce", (op) => ({
    ...termsOf(
      op,
      () => ZERO,
      (prediction, target) =>
        sum([negative(fraction(target, prediction)), fraction(minus(ONE, target), minus(ONE, prediction))]),
    ),
    // One minus before the whole, or two without it.
    value: (voice, parents) => {
      const count = parents.length / 2;
      const times = timesIn(voice);
      const terms = parents.slice(0, count).flatMap((index, k) => {
        const [prediction, target] = [voice.at(index), voice.at(parents[k + count])];
        return [
          times(target, call("ln", prediction)),
          times(minus(ONE, target), call("ln", minus(ONE, prediction))),
        ];
      });
      const share = shareOf(op, count);
      if (count === 1) return minus(negative(terms[0]), terms[1]);
      return negative(share === null ? group(sum(terms)) : product([share, sum(terms)], "none"));
    },
  })),
  ...ofOutputs(
    "mse",
    (prediction, target) => power(group(minus(prediction, target)), TWO),
    (prediction, target, times) => times(TWO, minus(prediction, target)),
  ),
  ...ofOutputs(
    "half_squares",
    (prediction, target) => product([HALF, power(group(minus(prediction, target)), TWO)], "none"),
    (prediction, target) => minus(prediction, target),
  ),
  subtract: {
    sign: "−",
    value: (voice, [a, b]) => minus(voice.at(a), voice.at(b)),
    local: (voice, parents, self, position) => (position === 0 ? ONE : negative(ONE)),
  },
  negate: { sign: "−", ...ofOne(negative, () => negative(ONE)) },
  divide: {
    sign: "/",
    value: (voice, [a, b]) => fraction(voice.at(a), voice.at(b)),
    local: (voice, [a, b], self, position) =>
      position === 0 ? reciprocal(voice.at(b)) : negative(fraction(voice.at(a), power(voice.at(b), TWO))),
  },
  power: {
    sign: "^",
    value: (voice, [a, b]) => power(voice.at(a), voice.at(b)),
    local: (voice, [first, second], self, position) => {
      const [a, b, times] = [voice.at(first), voice.at(second), timesIn(voice)];
      return position === 0
        ? times(b, power(a, minus(b, ONE)))
        : branches(a, [">", ZERO, times(voice.at(self), call("ln", a))], ["≤", ZERO, ZERO]);
    },
  },
  exp: ofOne(powerOfE, (a, self) => self),
  log: { sign: "ln", ...ofOne((a) => call("ln", a), reciprocal) },
  sqrt: {
    sign: "sqrt",
    ...ofOne(
      (a) => call("sqrt", a),
      (a, self, times) => reciprocal(times(TWO, self)),
    ),
  },
  sin: {
    sign: "sin",
    ...ofOne(
      (a) => call("sin", a),
      (a) => call("cos", a),
    ),
  },
  cos: {
    sign: "cos",
    ...ofOne(
      (a) => call("cos", a),
      (a) => negative(call("sin", a)),
    ),
  },
  abs: {
    sign: "abs",
    ...ofOne(
      (a) => call("abs", a),
      (a) => branches(a, [">", ZERO, ONE], ["=", ZERO, ZERO], ["<", ZERO, negative(ONE)]),
    ),
  },
  stop: {
    sign: "stop",
    ...ofOne(
      (a) => call("stop", a),
      () => ZERO,
    ),
  },
  minimum: writtenExtremum("min", "<", ">"),
  maximum: writtenExtremum("max", ">", "<"),
  leaky_relu: ofOne(
    (z, times) => branches(z, [">", ZERO, z], ["≤", ZERO, times(LEAK_SHOWN, z)]),
    (z) => branches(z, [">", ZERO, ONE], ["≤", ZERO, LEAK_SHOWN]),
  ),
  elu: ofOne(
    (z) => branches(z, [">", ZERO, z], ["≤", ZERO, minus(powerOfE(z), ONE)]),
    (z) => branches(z, [">", ZERO, ONE], ["≤", ZERO, powerOfE(z)]),
  ),
  softplus: ofOne(
    (z) => call("ln", sum([ONE, powerOfE(z)])),
    (z) => call("σ", z),
  ),
  gelu: ofOne(
    (z, times) => times(z, normalProbability(z)),
    (z, self, times) => {
      const bell = powerOfE(negative(times(HALF, power(z, TWO))));
      return sum([normalProbability(z), fraction(times(z, bell), call("sqrt", times(TWO, letter("π"))))]);
    },
  ),
  silu: ofOne(
    (z, times) => times(z, call("σ", z)),
    (z, self, times) => sum([call("σ", z), times(z, call("σ", z), call("σ", negative(z)))]),
  ),
  mish: ofOne(
    (z, times) => times(z, mishGate(z)),
    (z, self, times) => {
      const slopeOfGate = times(group(minus(ONE, power(group(mishGate(z)), TWO))), call("σ", z));
      return sum([mishGate(z), times(z, slopeOfGate)]);
    },
  ),
  // Its first parent is the own pre-activation, the others are those of the other neurons.
  softmax: {
    value: (voice, parents) => shareOfClass(voice, parents, parents[0]),
    local: (voice, parents, self, position) => {
      const times = timesIn(voice);
      if (position === 0) return times(voice.at(self), minus(ONE, voice.at(self)));
      const other = voice.sibling?.(self, parents[position]) ?? -1;
      return negative(
        times(voice.at(self), other < 0 ? shareOfClass(voice, parents, parents[position]) : voice.at(other)),
      );
    },
  },
  ...ofOutputs(
    "mae",
    (prediction, target) => call("abs", minus(prediction, target)),
    (prediction, target) =>
      branches(prediction, [">", target, ONE], ["=", target, ZERO], ["<", target, negative(ONE)]),
  ),
  ...ofOutputs(
    "huber",
    (prediction, target) => {
      const miss = minus(prediction, target);
      const distance = call("abs", miss);
      return branches(
        distance,
        ["≤", ONE, product([HALF, power(group(miss), TWO)], "none")],
        [">", ONE, minus(distance, HALF)],
      );
    },
    (prediction, target) => call("max", negative(ONE), call("min", ONE, minus(prediction, target))),
  ),
  ...ofOutputs(
    "hinge",
    (prediction, target, times) => call("max", ZERO, minus(ONE, times(target, prediction))),
    (prediction, target, times) =>
      branches(times(target, prediction), ["<", ONE, negative(target)], ["≥", ONE, ZERO]),
  ),
  cce: {
    value: (voice, parents) => {
      const count = parents.length / 2;
      return negative(
        group(
          sum(
            parents
              .slice(0, count)
              .map((prediction, k) =>
                timesIn(voice)(voice.at(parents[k + count]), call("ln", voice.at(prediction))),
              ),
          ),
        ),
      );
    },
    local: (voice, parents, self, position) => {
      const count = parents.length / 2;
      return negative(
        fraction(voice.at(parents[(position % count) + count]), voice.at(parents[position % count])),
      );
    },
  },
};

/**
 * The softmax of one pre-activation, of all in their order.
 * @param {Voice} voice
 * @param {readonly number[]} parents
 * @param {number} own
 */
function shareOfClass(voice, parents, own) {
  const ofClass = (/** @type {number} */ z) => powerOfE(voice.at(z));
  return fraction(ofClass(own), sum(parents.toSorted((a, b) => a - b).map(ofClass)));
}

/** @param {Formula} z */
const mishGate = (z) => call("tanh", call("ln", sum([ONE, powerOfE(z)])));

/**
 * That a number from the normal distribution lies below z.
 * @param {Formula} z
 */
const normalProbability = (z) => fraction(sum([ONE, call("erf", fraction(z, call("sqrt", TWO)))]), TWO);

/**
 * The least or greatest of several: whoever is it has the derivative 1, and n that tie have 1/n each.
 * @param {string} name
 * @param {string} ahead how it compares with the others
 * @param {string} behind
 * @returns {Written}
 */
function writtenExtremum(name, ahead, behind) {
  return {
    sign: name,
    value: (voice, parents) => call(name, ...parents.map((parent) => voice.at(parent))),
    local: (voice, parents, self, position) => {
      const others = parents.toSpliced(position, 1).map((parent) => voice.at(parent));
      const [other, several] =
        others.length === 1 ? [others[0], HALF] : [call(name, ...others), reciprocal(letter("n"))];
      return branches(
        voice.at(parents[position]),
        [ahead, other, ONE],
        ["=", other, several],
        [behind, other, ZERO],
      );
    },
  };
}
