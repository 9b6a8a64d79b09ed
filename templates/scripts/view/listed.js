/** What is shown of a network whose parameters are too many to show them all: those of one neuron. */
import { createMemory } from "./memory.js";

/** @typedef {import("../model.js").Model} Model */

/** More than these are no longer listed. */
const MOST_PARAMETERS = 150;
const ALWAYS_SHOWN = new Set(["input", "target", "output", "loss"]);

/** @param {Model} model */
export const isAbridged = ({ scene }) =>
  scene.source.network !== null && scene.parameters.length > MOST_PARAMETERS;

// All of these are asked for several times at every drawing.
/** @type {ReturnType<typeof createMemory<number>>} */
const lastNeuron = createMemory();
/** @type {ReturnType<typeof createMemory<number[]>>} */
const listed = createMemory();

/**
 * Whose parameters are shown: the neuron that was chosen at this step, else the one that the step is about.
 * @param {Model} model
 */
export function shownNeuron({ state: { chosen, step }, current, graph }) {
  const about = current.of < 0 ? null : graph.nodes[current.of].neuron;
  const last = lastNeuron(graph, [], () =>
    graph.nodes.reduce((most, { neuron }) => Math.max(most, neuron ?? 0), 0),
  );
  return Math.min(chosen.step === step ? chosen.neuron : (about ?? chosen.neuron), last);
}

/**
 * The nodes to list: all, or those that every neuron shares and those of the one that is shown.
 * @param {Model} model
 * @returns {number[]}
 */
export function listedNodes(model) {
  const { nodes } = model.graph;
  const shown = isAbridged(model) ? shownNeuron(model) : null;
  return listed(model.graph, [shown], () =>
    nodes.flatMap(({ neuron, role }, index) =>
      shown === null || neuron === shown || ALWAYS_SHOWN.has(role) ? [index] : [],
    ),
  );
}

/**
 * The parameters among them, held or not; of a formula those that are learned, by rule or by choice.
 * @param {Model} model
 */
export const listedParameters = (model) =>
  listedNodes(model).filter(
    (index) => model.scene.parameters.includes(index) || model.learned.includes(index),
  );

/**
 * The steps to list on paper, with their numbers: all, or of each layer those of its first neuron.
 * @param {Model} model
 */
export function listedSteps(model) {
  const {
    lesson: { steps },
    graph,
    scene: { source },
  } = model;
  const numbered = steps.map((step, position) => ({ step, number: position + 1 }));
  if (!source.network || !isAbridged(model)) return numbered;
  let next = 1;
  const firsts = new Set(source.network.layers.map(({ biases }) => (next += biases.length) - biases.length));
  return numbered.filter(
    ({ step: { of } }) =>
      of < 0 || graph.nodes[of].neuron === null || firsts.has(graph.nodes[of].neuron ?? 0),
  );
}
