/**
 * What the tests ask of the JavaScript engine; bundled with its modules.
 */
import { erfc } from "../../templates/scripts/engine/erf.js";
import { FUNCTIONS } from "../../templates/scripts/engine/grammar.js";
import { MOST_OPERATIONS, parseExpression } from "../../templates/scripts/engine/expression.js";
import { backward, forward, localDerivatives } from "../../templates/scripts/engine/graph.js";
import { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";
import { OPS } from "../../templates/scripts/engine/ops.js";
import { WRITTEN } from "../../templates/scripts/lesson/operations.js";
import { LARGEST_CONSTANT, LONGEST_FORMULA } from "../../templates/scripts/engine/tokens.js";

export function readFormula(text) {
  const read = parseExpression(text);
  if ("fault" in read) return read;
  const { graph, names, constants, lines } = read.expression;
  return { nodes: graph.nodes, names, constants, lines };
}

export function runFormula(text, leaves) {
  const {
    expression: { graph, constants },
  } = parseExpression(text);
  return answerOf(graph, { ...constants, ...leaves });
}

export function runNetwork(network) {
  return answerOf(buildGraph(network), leafValues(network));
}

export function applyOperation(name, operands) {
  const value = OPS[name].forward(operands);
  return [value, ...OPS[name].localDerivatives(operands, value)];
}

/** How an operation and its derivatives are written, with numbers that belong to nothing. */
export function writtenFormulas(name, operands) {
  const numbers = [...operands, OPS[name].forward(operands)];
  const voice = { at: (index) => ({ type: "result", number: numbers[index] }), sign: "times" };
  const parents = operands.map((_, k) => k);
  const { value, local } = WRITTEN[name];
  return [
    value(voice, parents, parents.length),
    ...parents.map((k) => local(voice, parents, parents.length, k)),
  ];
}

export function writtenNames() {
  return Object.keys(WRITTEN);
}

export function complementaryErrors(numbers) {
  return numbers.map(erfc);
}

export function grammarLimits() {
  return [FUNCTIONS, MOST_OPERATIONS, LARGEST_CONSTANT, LONGEST_FORMULA];
}

function answerOf(graph, leaves) {
  const values = forward(graph, leaves);
  const locals = graph.nodes.map((_, i) => localDerivatives(graph, values, i));
  return { nodes: graph.nodes, values, gradients: backward(graph, values), locals };
}
