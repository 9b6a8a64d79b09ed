/**
 * A fresh set of small numbers from a seed, such that a pass can be worked out by hand: the same seed gives
 * everyone in a class the same numbers, on every machine and at every grain.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 */
import { backward, forward } from "../engine/graph.js";
import { OPS } from "../engine/operations/table.js";
import { learnedLeaves } from "./formulas.js";
import { randomAt } from "./networks.js";
import { isChosen } from "./steps.js";

// No weight is 1 or −1: a factor that changes nothing would not be missed by who forgets it.
const WEIGHTS = [-2, -1.5, -0.5, 0.5, 1.5, 2];
/** Of what is read from many sources, so that sums stay small. */
const SMALL_WEIGHTS = [-1, -0.5, 0.5, 1];
const MANY_SOURCES = 3;
/** @type {Record<string, readonly number[]>} */
const CHOICES = {
  input: [-2, -1, -0.5, 0.5, 1, 2],
  bias: [-1, -0.5, 0, 0.5, 1],
  parameter: [-2, -1, -0.5, 0.5, 1, 2],
  target: [-1, 0, 1, 2],
};
/**
 * What a formula's names that begin with y may be, which by custom are targets: a formula may take them for a
 * probability, and no loss refuses these.
 */
const CERTAIN = [0, 1];

const ATTEMPTS = 200;
/** Beyond this a tanh or a sigmoid is flat, and its numbers are no longer pleasant. */
const LARGEST_SUM = 2;
const LARGEST_VALUE = 10;
/**
 * More than this share of gradients that are 0, and there is little to practise; it weighs as much as sums
 * that are too large.
 */
const MOST_ZERO = 0.25;
const WEIGHT_OF_ZERO = 20;

/**
 * @param {Graph} graph
 * @param {number} seed
 * @param {Readonly<Record<string, number>>} [constants] of a formula, which no seed changes
 * @returns {Readonly<Record<string, number>>} inputs, targets, weights and biases, or a formula's names, each
 *   by its name
 */
export function seededLeaves(graph, seed, constants = {}) {
  let best = { leaves: /** @type {Record<string, number>} */ ({}), fault: Infinity };
  for (let attempt = 0; attempt < ATTEMPTS && best.fault > 0; attempt += 1) {
    const leaves = drawLeaves(graph, seed, attempt);
    const fault = unpleasantnessOf(graph, { ...constants, ...leaves });
    if (attempt === 0 || fault < best.fault) best = { leaves, fault };
  }
  return Object.freeze(best.leaves);
}

/**
 * @param {Graph} graph
 * @param {number} seed
 * @param {number} attempt
 */
function drawLeaves(graph, seed, attempt) {
  const { nodes } = graph;
  const { op, parents } = nodes[nodes.length - 1];
  const targets = parents.filter((parent) => nodes[parent].role === "target");
  const only = targets[Math.floor(randomAt([seed, attempt, -1]) * targets.length)];
  const range = OPS[op].targets.range;
  const oneOfSeveral = OPS[op].targets.total === 1;
  const learned = new Set(learnedLeaves(graph));
  /**
   * @param {number} index
   * @returns {readonly number[]}
   */
  const choices = (index) => {
    const { role } = nodes[index];
    if (role === "target" && oneOfSeveral) return [index === only ? 1 : 0];
    if (role === "target" && range) return range;
    if (role === "parameter" && nodes[index].name.startsWith("y") && !learned.has(index)) return CERTAIN;
    return role === "weight" ? weightsInto(graph, index) : CHOICES[role];
  };
  // By their place among the leaves, which is the same at every grain.
  const leaves = nodes.flatMap((node, index) => (isChosen(node) ? [index] : []));
  return Object.fromEntries(
    leaves.map((index, place) => {
      const among = choices(index);
      return [nodes[index].name, among[Math.floor(randomAt([seed, attempt, place]) * among.length)]];
    }),
  );
}

/**
 * @param {Graph} graph
 * @param {number} weight
 */
function weightsInto({ nodes }, weight) {
  const { neuron } = nodes[weight];
  const sources = nodes.filter((node) => node.role === "weight" && node.neuron === neuron).length;
  return sources > MANY_SOURCES ? SMALL_WEIGHTS : WEIGHTS;
}

/**
 * How unpleasant a pass through these numbers is; 0 if it is not.
 * @param {Graph} graph
 * @param {Record<string, number>} leaves
 */
function unpleasantnessOf(graph, leaves) {
  const { nodes } = graph;
  const values = forward(graph, leaves);
  const gradients = backward(graph, values);
  /**
   * What is of the same size could be taken for each other.
   * @type {Set<string>}
   */
  const sizes = new Set();
  let fault = 0;
  let zero = 0;
  let learned = 0;
  nodes.forEach(({ role, neuron }, index) => {
    const size = Math.abs(values[index]);
    if (role === "pre_activation") fault += Math.max(size - LARGEST_SUM, 0) + (size === 0 ? 1 : 0);
    if (role === "pre_activation" || role === "input") {
      fault += Number(sizes.has(`${role} ${size}`));
      sizes.add(`${role} ${size}`);
    }
    if (role === "loss" || (role === "operation" && neuron === null)) {
      fault += Number.isFinite(size) ? Math.max(size - LARGEST_VALUE, 0) : 1e9;
    }
    if (["weight", "bias", "parameter"].includes(role)) {
      learned += 1;
      zero += Number(gradients[index] === 0);
    }
  });
  return fault + WEIGHT_OF_ZERO * Math.max(zero / learned - MOST_ZERO, 0);
}
