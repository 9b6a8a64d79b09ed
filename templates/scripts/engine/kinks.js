/**
 * Where a graph has no derivative: the operations that have a kink, and whether a leaf is at one.
 *
 * @typedef {import("./program.js").Program} Program
 *
 * @typedef {object} Kink
 * @property {number} node whose operation it is
 * @property {boolean} here whether it is where the leaf is, or between there and where it was moved
 */
import { lastWith } from "./probe.js";

/** Nearer than this to a kink, a leaf is at it: what is closer is rounding. */
const NEAR = 1e-12;

/** Of each operation with kinks, numbers that change sign there. @type {Record<string, (operands: number[]) => number[]>} */
const SIDES = {
  relu: (operands) => operands,
  leaky_relu: (operands) => operands,
  abs: (operands) => operands,
  minimum: (operands) => leads(operands.map((operand) => -operand)),
  maximum: leads,
  mae: (operands) => pairs(operands, (prediction, target) => prediction - target),
  hinge: (operands) => pairs(operands, (prediction, target) => 1 - target * prediction),
};

/** By how much each leads each that follows it; of two that are both behind a third, it does not matter. @param {number[]} operands */
function leads(operands) {
  const most = Math.max(...operands);
  return operands.flatMap((one, k) => operands.slice(k + 1).map((other) => (Math.max(one, other) < most ? Infinity : one - other)));
}

/** @param {number[]} operands predictions, then as many targets @param {(prediction: number, target: number) => number} side */
function pairs(operands, side) {
  const half = operands.length / 2;
  return operands.slice(0, half).map((prediction, k) => side(prediction, operands[half + k]));
}

/**
 * The kink that the last node has, as a function of one leaf, within `width` of the leaf's value; null where there is none.
 * @param {Program} program @param {number} leaf @param {number} value @param {number} width
 * @returns {Kink | null}
 */
export function kinkNear(program, leaf, value, width) {
  const { graph: { nodes }, values, slots } = program;
  const kinked = nodes.flatMap(({ op }, node) => (Object.hasOwn(SIDES, op) ? [node] : []));
  if (kinked.length === 0) return null;
  const sidesAt = (/** @type {number} */ moved) => {
    lastWith(program, leaf, moved);
    return kinked.map((node) => SIDES[nodes[node].op](nodes[node].parents.map((parent) => (parent === leaf ? moved : values[slots[parent]]))));
  };
  const [below, at, above] = [value - width, value, value + width].map(sidesAt);
  /** @type {Kink | null} */
  let between = null;
  for (const [position, node] of kinked.entries()) {
    for (const [k, side] of at[position].entries()) {
      const [left, right] = [below[position][k], above[position][k]];
      if (Math.sign(left) === Math.sign(right) || Number.isNaN(left + right)) continue;
      const away = Math.abs(side / (right - left)) * 2 * width;
      if (away <= NEAR) return { node, here: true };
      between ??= { node, here: false };
    }
  }
  return between;
}
