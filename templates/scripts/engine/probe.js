/**
 * The last node of a graph as a function of one leaf, everything else held still: for those who ask many times in a row.
 *
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./program.js").Program} Program
 */
import { compile } from "./compiled.js";

/** @type {WeakMap<Graph, Program>} */
const programs = new WeakMap();

/** The compiled graph with these leaves in it. @param {Graph} graph @param {Readonly<Record<string, number>>} leaves @returns {Program} */
export function hold(graph, leaves) {
  const program = programs.get(graph) ?? compile(graph);
  programs.set(graph, program);
  program.setLeaves(leaves);
  return program;
}

/**
 * What the last node is where one leaf has another value. The leaf goes back; what was computed stays to be read.
 * @param {Program} program @param {number} leaf the index of its node @param {number} value
 */
export function lastWith(program, leaf, value) {
  const { values, slots, last } = program;
  const before = values[slots[leaf]];
  values[slots[leaf]] = value;
  program.forward();
  values[slots[leaf]] = before;
  return values[last];
}
