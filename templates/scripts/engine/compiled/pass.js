/**
 * The numbers of one graph for one set of leaves after the other. What the page shows is computed here, by a
 * program that is compiled when the first number is asked for; graph.js says the same in a form that is made
 * to be read.
 *
 * A set of leaves is taken over once for as many questions as follow about it, so it must not be changed
 * afterwards: to change a number, hand in another set.
 *
 * @typedef {import("../graph.js").Graph} Graph
 * @typedef {Readonly<Record<string, number>>} Leaves by name
 * @typedef {ReturnType<typeof createPass>} Pass
 */
import { compile } from "./compile.js";

/**
 * @param {Graph} graph
 * @param {Leaves} [constants] the leaves that no set of leaves holds, since nobody can change them
 */
export function createPass(graph, constants = {}) {
  const without = Object.keys(constants).length === 0;
  /** @type {import("./program.js").Program | undefined} */
  let program;
  /** @type {Leaves | null} */
  let held = null;

  /** @param {Leaves} leaves */
  function programWith(leaves) {
    program ??= compile(graph, "all");
    if (leaves !== held) {
      held = null;
      program.setLeaves(without ? leaves : { ...leaves, ...constants });
      held = leaves;
    }
    return program;
  }

  return {
    /**
     * All values and gradients, by node, in new arrays.
     * @param {Leaves} leaves
     */
    compute(leaves) {
      const compiled = programWith(leaves);
      compiled.forward();
      compiled.backward();
      return { values: compiled.byNode(compiled.values), gradients: compiled.byNode(compiled.gradients) };
    },

    /**
     * The value of the last node alone, for leaves by the index of their node.
     * @param {Float64Array} numbers
     */
    lossOf(numbers) {
      program ??= compile(graph, "all");
      held = null;
      const { leaves, leafNodes } = program;
      for (let k = 0; k < leaves.length; k += 1) leaves[k] = numbers[leafNodes[k]];
      program.forward();
      return program.values[program.last];
    },

    /**
     * The value of the last node where one leaf takes each of `points` and all others stay as they are: what
     * a curve along a slider is drawn from, for every slider, at every event.
     * @param {Leaves} leaves
     * @param {string} name
     * @param {readonly number[]} points
     */
    lossesAlong(leaves, name, points) {
      const compiled = programWith(leaves);
      const slot = compiled.slots[graph.index[name]];
      const losses = points.map((point) => {
        compiled.leaves[slot] = point;
        compiled.forward();
        return compiled.values[compiled.last];
      });
      compiled.leaves[slot] = leaves[name];
      return losses;
    },
  };
}
