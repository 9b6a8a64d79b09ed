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
import { featuresOf } from "../engine/features.js";

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
   * The values of some nodes for each of these inputs.
   * @param {Readonly<Record<string, number>>} parameters
   * @param {Float64Array} inputs sample by sample
   * @param {readonly number[]} wanted
   */
  return (parameters, inputs, wanted) => {
    program.names.forEach((name, slot) => (program.parameters[slot] = parameters[name]));
    const count = inputs.length / inputCount;
    const values = wanted.map(() => new Float64Array(count));
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
      wanted.forEach((node, k) => values[k].set(program.rowOf(node), start));
    }
    return values;
  };
}

/**
 * Place k of so many from one end to the other.
 * @param {readonly number[]} ends
 * @param {number} k
 * @param {number} count
 */
export const pointAt = ([least, most], k, count) => least + ((most - least) * k) / (count - 1);

/**
 * What a network reads of a grid of points, the first column running fastest.
 * @param {import("../engine/features.js").Features} features
 * @param {[number, number]} across
 * @param {[number, number]} up
 * @param {number} size
 */
export const gridInputs = (features, across, up, size) =>
  read(features, [across, up, size], () =>
    Array.from({ length: size * size }, (_, k) => [
      pointAt(across, k % size, size),
      pointAt(up, Math.floor(k / size), size),
    ]),
  );

/**
 * The same of points on a line.
 * @param {import("../engine/features.js").Features} features
 * @param {[number, number]} across
 * @param {number} count
 */
export const lineInputs = (features, across, count) =>
  read(features, [across, count], () => Array.from({ length: count }, (_, k) => [pointAt(across, k, count)]));

/** While a network learns, its pictures are of the same points again and again. @type {Map<string, Float64Array>} */
const kept = new Map();
const MOST_KEPT = 8;

/**
 * @param {import("../engine/features.js").Features} features
 * @param {unknown[]} where
 * @param {() => number[][]} points
 */
function read(features, where, points) {
  const key = JSON.stringify([features, where]);
  const held = kept.get(key);
  if (held) return held;
  const inputs = Float64Array.from(points().flatMap((point) => featuresOf(features, point)));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, inputs);
  return inputs;
}
