/**
 * What there is to know about one operation: its mathematics, and every fact that anybody asks about it.
 *
 * The same as generator/engine/operations/operation.py. The entries themselves stand in the files beside this
 * one, each with its value and its local derivatives next to each other, and all of them together in
 * table.js. Sums run left to right in explicit loops, so that both languages round alike.
 *
 * @typedef {readonly number[]} Values
 * @typedef {"below" | "above"} Side
 * @typedef {"mean" | "sum"} Reduction
 * @typedef {readonly [number, number]} Cost how many multiplications (or divisions) and how many additions
 *   (or subtractions); functions count nothing
 *
 * @typedef {object} Kink where an operation has a value but no derivative, and which number is taken for it
 *   there
 * @property {(parents: Values, position: number) => number} at where the parent at `position` would be on a
 *   kink, all others held still
 * @property {number} taken the derivative by it there; where several tie, that of two
 *
 * @typedef {object} Canonical how a loss is computed when its predictions come from the activation that
 *   belongs to it, its canonical link: from the pre-activations z (the logits), of which it is exact where
 *   the activation has long rounded to 0 or 1. `localDerivatives` has one for each prediction, each target
 *   and, past the activation, each logit.
 * @property {string} activation
 * @property {(operands: Values) => number} forward reads the logits, then as many targets
 * @property {(operands: Values, value: number) => number[]} localDerivatives
 *
 * @typedef {object} Operation one entry of the table. First its mathematics: what is undefined is NaN, and so
 *   is what depends on something undefined.
 * @property {"sum" | "elementary" | "activation" | "loss"} kind
 * @property {(parents: Values) => number} forward a loss reads predictions, then as many targets
 * @property {(parents: Values, value: number) => number[]} localDerivatives one for each parent, in order
 *
 * Of every operation:
 * @property {number | null} arity how many parents it reads; null: several
 * @property {(operands: number) => Cost} cost of a forward pass through it, for so many parents
 * @property {string | null} called the name of its function in a formula; null: it has none
 * @property {Kink | null} kink
 * @property {boolean} stops whether, on purpose, no gradient goes to its parents, though its value depends on
 *   them
 *
 * Of an activation:
 * @property {readonly [number | null, number | null]} saturates up to which z and from which z on its slope
 *   fades; null: on that side it does not
 * @property {readonly Side[]} dies on which sides of 0 its slope is 0 for good
 * @property {number | null} lowest where it has its lowest point, if it dips
 * @property {"glorot" | "he"} initialiser by whom the new weights that it reads are drawn
 * @property {((h: number) => number) | null} slopeOfOutput its slope as a function of its output, where that
 *   is how it is written
 * @property {boolean} joint it reads the pre-activations of its whole layer, that of its own neuron first,
 *   and belongs at the output, with the loss whose canonical activation it is
 *
 * Of a loss:
 * @property {Reduction | null} reduction what becomes of the terms of several outputs
 * @property {string | null} base whose terms it has, where these are reduced in the other way; null: its own
 * @property {number} leastOutputs
 * @property {readonly string[] | null} requires the activations that may end a network with it; null: any
 * @property {import("../targets.js").TargetRule} targets what its targets may be
 * @property {Canonical | null} canonical
 */

/** @type {import("../targets.js").TargetRule} */
const ANY_TARGETS = Object.freeze({ range: null, total: null, signs: false });

/**
 * An entry, with what most operations have where it says nothing else.
 * @param {Pick<Operation, "kind" | "forward" | "localDerivatives"> & Partial<Operation>} facts
 * @returns {Operation}
 */
export function createOperation(facts) {
  return Object.freeze({
    arity: null,
    cost: () => /** @type {Cost} */ ([0, 0]),
    called: null,
    kink: null,
    stops: false,
    saturates: /** @type {[null, null]} */ ([null, null]),
    dies: [],
    lowest: null,
    initialiser: /** @type {"glorot"} */ ("glorot"),
    slopeOfOutput: null,
    joint: false,
    reduction: null,
    base: null,
    leastOutputs: 1,
    requires: null,
    targets: ANY_TARGETS,
    canonical: null,
    ...facts,
  });
}
