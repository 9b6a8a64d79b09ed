/**
 * What a network makes of every point of a plane, or of a line: the picture that training changes.
 *
 * @typedef {object} Plane values on a grid, row by row from below
 * @property {number} size how many a side
 * @property {[number, number]} across from where to where the first input goes
 * @property {[number, number]} up likewise the second
 * @property {Float64Array} values
 */
import { BatchProgram } from "../engine/batch.js";

/** Each pass takes so many points at a time. */
const CHUNK = 256;

/**
 * Asks a network about many inputs at once; made once for a graph.
 * @param {import("../engine/graph.js").Graph} graph
 */
export function createPredictor(graph) {
  const program = new BatchProgram(graph, CHUNK);
  const { nodes } = graph;
  const outputs = nodes.filter(({ role }) => role === "output").length;
  const targets = new Float64Array(CHUNK * outputs);
  const all = Int32Array.from({ length: CHUNK }, (_, k) => k);
  const inputCount = nodes.filter(({ role }) => role === "input").length;

  /**
   * The value of a node for each of these inputs.
   * @param {Readonly<Record<string, number>>} parameters
   * @param {Float64Array} inputs sample by sample
   * @param {number} node
   */
  return (parameters, inputs, node) => {
    program.names.forEach((name, slot) => (program.parameters[slot] = parameters[name]));
    const count = inputs.length / inputCount;
    const values = new Float64Array(count);
    for (let start = 0; start < count; start += CHUNK) {
      const size = Math.min(CHUNK, count - start);
      program.setSamples(
        inputs.subarray(start * inputCount, (start + size) * inputCount),
        targets,
        all,
        0,
        size,
      );
      program.forward();
      values.set(program.rowOf(node), start);
    }
    return values;
  };
}

/**
 * The inputs of a grid of points, the first one running fastest.
 * @param {[number, number]} across
 * @param {[number, number]} up
 * @param {number} size
 */
export function gridInputs([left, right], [low, high], size) {
  const inputs = new Float64Array(2 * size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const at = 2 * (row * size + column);
      inputs[at] = left + ((right - left) * column) / (size - 1);
      inputs[at + 1] = low + ((high - low) * row) / (size - 1);
    }
  }
  return inputs;
}
