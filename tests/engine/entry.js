/**
 * What the tests ask of the JavaScript engine; bundled with them for V8.
 */
import { finiteDifferences, largestDifference } from "../../templates/scripts/engine/check.js";
import { backward, createGraph, forward, localDerivatives } from "../../templates/scripts/engine/graph.js";
import { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";

export function buildNetwork(network) {
  return { nodes: buildGraph(network).nodes, leaves: leafValues(network, network) };
}

export function describeGraph(nodes) {
  const { index, children, sources, receivers } = createGraph(nodes);
  return { index, children, sources, receivers };
}

export function runGraph(nodes, leaves) {
  const graph = createGraph(nodes);
  const values = forward(graph, leaves);
  const locals = nodes.map((_, i) => localDerivatives(graph, values, i));
  return { values, gradients: backward(graph, values), locals };
}

export function differentiateNumerically(nodes, leaves, step) {
  return finiteDifferences(createGraph(nodes), leaves, step);
}

export function measureDifference(a, b) {
  return largestDifference(a, b);
}
