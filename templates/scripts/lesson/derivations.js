/**
 * What a value and a gradient come from: in symbols, in numbers, and what comes out.
 *
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./explain.js").Derivation} Derivation
 * @typedef {import("./formula.js").Formula} Formula
 * @typedef {import("./uses.js").Use} Use
 */
import {
  constant,
  gradient,
  gradientValue,
  numberVoice,
  part,
  partial,
  product,
  sum,
  symbolVoice,
} from "./formula.js";
import { WRITTEN } from "./operations.js";
import { usesOf } from "./uses.js";

/**
 * A formula in symbols, with numbers, and what comes out.
 * @param {Computed} computed
 * @param {Formula} left
 * @param {(voice: import("./formula.js").Voice) => Formula} write
 * @param {Formula} outcome
 * @returns {Derivation}
 */
export const derivationOf = ({ lesson: { graph }, values }, left, write, outcome) => ({
  left,
  lines: [
    { name: "symbols", formula: write(symbolVoice(graph)) },
    { name: "numbers", formula: write(numberVoice(graph, values)) },
    { name: "result", formula: outcome },
  ],
});

/**
 * @param {Computed} computed
 * @param {number} index
 * @returns {Derivation}
 */
export function valueDerivation(computed, index) {
  const {
    lesson: { graph },
    values,
  } = computed;
  const { op, parents } = graph.nodes[index];
  const derivation = derivationOf(
    computed,
    symbolVoice(graph).at(index),
    (voice) => WRITTEN[op].value(voice, parents, index),
    { type: "value", node: graph.nodes[index], number: values[index], given: false },
  );
  // Where every number in it is hidden, the line with the numbers would say the symbols again.
  const hidden = parents.every((parent) => Number.isNaN(values[parent]));
  return hidden
    ? { ...derivation, lines: derivation.lines.filter(({ name }) => name !== "numbers") }
    : derivation;
}

/**
 * ∂L/∂node as a sum over the nodes it feeds, of the gradient that arrives (upstream) times the local
 * derivative.
 * @param {Computed} computed
 * @param {number} index
 * @param {boolean} named whether the two parts carry their names
 * @returns {Derivation}
 */
export function gradientDerivation({ lesson: { graph }, values, gradients }, index, named) {
  const { nodes } = graph;
  const loss = nodes[nodes.length - 1];
  const uses = usesOf(graph, index);
  /**
   * @param {(use: Use) => Formula} upstream
   * @param {(use: Use) => Formula} local
   * @param {"dot" | "times"} sign
   * @param {boolean} [withNames]
   */
  const overUses = (upstream, local, sign, withNames = false) =>
    sum(
      uses.map((use, position) =>
        product(
          [
            part("upstream", upstream(use), withNames && position === 0),
            part("local", local(use), withNames && position === 0),
          ],
          sign,
        ),
      ),
    );
  /**
   * @param {import("./formula.js").Voice} voice
   * @returns {(use: Use) => Formula}
   */
  const localIn =
    (voice) =>
    ({ child, position }) =>
      WRITTEN[nodes[child].op].local(voice, nodes[child].parents, child, position);
  // Where the loss itself is the child, ∂L/∂L = 1 is written so, and the chain rule has nothing to say yet.
  const first = uses.every(({ child }) => nodes[child] === loss);
  const symbol = (/** @type {Use} */ { child }) =>
    nodes[child] === loss ? constant(1) : gradient(nodes[child], loss);
  const number = (/** @type {Use} */ use) =>
    nodes[use.child] === loss || Number.isNaN(gradients[use.child])
      ? symbol(use)
      : gradientValue(nodes[use.child], gradients[use.child]);
  const chain = overUses(
    ({ child }) => gradient(nodes[child], loss),
    ({ child }) => partial(nodes[child], nodes[index]),
    "dot",
    named,
  );
  return {
    left: gradient(nodes[index], loss),
    lines: [
      ...(first ? [] : [{ name: "chain", formula: chain }]),
      { name: "symbols", formula: overUses(symbol, localIn(symbolVoice(graph)), "dot", named && first) },
      { name: "numbers", formula: overUses(number, localIn(numberVoice(graph, values)), "times") },
      { name: "result", formula: gradientValue(nodes[index], gradients[index]) },
    ],
  };
}
