/**
 * What the tests ask of the JavaScript engine; bundled with its modules.
 */
import { erfc } from "../../templates/scripts/engine/operations/erf.js";
import { FUNCTIONS } from "../../templates/scripts/engine/grammar.js";
import { MOST_OPERATIONS, parseExpression } from "../../templates/scripts/engine/expression.js";
import { backward, forward, localDerivatives } from "../../templates/scripts/engine/graph.js";
import { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";
import { logistic, normal, sechSquared, softplus } from "../../templates/scripts/engine/operations/stable.js";
import { OPS } from "../../templates/scripts/engine/operations/table.js";
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
  return answerOf(buildGraph(network), leafValues(network, network));
}

/** Value and local derivatives; of a loss's canonical form, where the name ends so. */
export function applyOperation(name, operands) {
  const [op, canonical] = name.split(" of ");
  const rule = canonical ? OPS[op].canonical : OPS[op];
  const value = rule.forward(operands);
  return [value, ...rule.localDerivatives(operands, value)];
}

/**
 * Every fact about every operation; functions are tried: costs with so many operands, kinks with these, slopes
 * with these outputs.
 */
export function describeOperations(counts, operands, outputs) {
  return Object.fromEntries(
    Object.entries(OPS).map(([name, { forward: _, localDerivatives: _unused, ...facts }]) => [
      name,
      {
        ...facts,
        cost: counts[name].map((count) => facts.cost(count)),
        kink: facts.kink && {
          ...facts.kink,
          at: operands[name].map((_operand, k) => facts.kink.at(operands[name], k)),
        },
        slopeOfOutput: facts.slopeOfOutput && outputs.map((output) => facts.slopeOfOutput(output)),
        canonical: facts.canonical && facts.canonical.activation,
      },
    ]),
  );
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

/** What stands on edges in place of names. */
export function writtenSigns() {
  return Object.values(WRITTEN).flatMap(({ sign }) => sign ?? []);
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

const RIGHT = { ...OPS };
const PIECES = { logistic, softplus, sechSquared, normal };

/**
 * Puts a broken function into an entry: `source` is the code of a function that makes it of the right one. Only
 * where Object.freeze has been taken away before.
 */
export function breakOperation(name, part, source) {
  const [op, canonical] = name.split(" of ");
  const rule = canonical ? OPS[op].canonical : OPS[op];
  const broken = { ...rule, [part]: (0, eval)(source)(rule[part], PIECES) };
  OPS[op] = canonical ? { ...OPS[op], canonical: broken } : broken;
}

export function mendOperations() {
  Object.assign(OPS, RIGHT);
}
