/**
 * What can be taken along: a network or a formula with its present numbers, and all that one pass gives.
 *
 * @typedef {object} Subject
 * @property {import("../../engine/graph.js").Graph} graph
 * @property {import("../../engine/network.js").Network | null} network with the present numbers
 * @property {import("../../engine/sample.js").Batch} samples of the network, the present one among them
 * @property {import("../../engine/sample.js").Sample} present
 * @property {{text: string, values: Record<string, number>} | null} formula likewise
 * @property {Float64Array} values of every node, by index
 * @property {Float64Array} gradients likewise
 * @property {boolean} finite whether every number is one
 */
import { backward, forward } from "../../engine/graph.js";
import { buildGraph } from "../../engine/network.js";
import { readFormula } from "../formulas.js";
import { withNumbers } from "../networks.js";

/**
 * @param {object} source
 * @param {import("../../engine/network.js").Network | null} source.network
 * @param {import("../../engine/sample.js").Batch} source.samples
 * @param {import("../formulas.js").FormulaSource | null} source.formula
 * @param {Readonly<Record<string, number>>} leaves
 * @param {number} sample which of the samples these numbers are of, from 1
 * @returns {Subject}
 */
export function subjectOf({ network, samples, formula }, leaves, sample) {
  const read = formula && readFormula(formula.text, Object.keys(formula.values));
  const graph = read?.graph ?? buildGraph(/** @type {import("../../engine/network.js").Network} */ (network));
  const values = forward(graph, { ...read?.constants, ...leaves });
  const gradients = backward(graph, values);
  const [inputs, target] = ["input", "target"].map((role) =>
    graph.nodes.filter((node) => node.role === role).map(({ name }) => leaves[name]),
  );
  const present = { inputs, target };
  return {
    graph,
    network: network && withNumbers(network, leaves).network,
    samples: samples.map((one, k) => (k === sample - 1 ? { ...one, ...present } : one)),
    present,
    formula: formula && {
      text: formula.text,
      values: Object.fromEntries(Object.keys(formula.values).map((name) => [name, leaves[name]])),
    },
    values,
    gradients,
    finite: [...values, ...gradients].every(Number.isFinite),
  };
}
