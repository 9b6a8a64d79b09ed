/**
 * Changing a network's shape, keeping what still has its place.
 *
 * @typedef {import("../engine/network.js").Network} Network
 * @typedef {import("../engine/network.js").Layer} Layer
 * @typedef {{network: Network, sample: import("../engine/sample.js").Sample}} Subject what a lesson is about
 *
 * @typedef {object} LayerShape
 * @property {string} activation
 * @property {number} size
 * @property {number | null} from which layer of the network before it was; null: it is new
 *
 * @typedef {object} Shape
 * @property {number} inputs
 * @property {import("../engine/features.js").Features} [features] what these are, where they are not columns
 * @property {LayerShape[]} layers hidden layers, then the outputs
 * @property {string} loss
 * @property {Network["names"]} [names] names of one's own, by those that the quantities have otherwise
 */
import { columnsFor, featuresOf } from "../engine/features.js";
import { inputsOf, leafNames, leafValues, outputsOf } from "../engine/network.js";
import { baseOf, OPS } from "../engine/operations/table.js";
import { fittingTargets } from "../engine/targets.js";

/** How large a network may grow on the page, each [least, most]. */
export const LIMITS = Object.freeze({
  inputs: [1, 8],
  hidden: [0, 6],
  neurons: [1, 16],
  outputs: [1, 8],
  seed: [0, 999999],
});

/** @typedef {Record<keyof typeof LIMITS, readonly number[]>} Limits */

/** How large a network from elsewhere may be: of a model's file, of a link. */
export const LARGEST = Object.freeze({ inputs: 64, hidden: 8, neurons: 64, outputs: 16 });

/**
 * How large a network of a link may be: as one from elsewhere, and wide enough for all that can be made of these.
 * @param {Network[]} networks
 * @returns {Limits}
 */
export function limitsWith(networks) {
  const shapes = networks.map(shapeOf);
  const upTo = (/** @type {keyof typeof LARGEST} */ name, /** @type {number[]} */ sizes) => [
    LIMITS[name][0],
    Math.max(LARGEST[name], ...sizes),
  ];
  return {
    ...LIMITS,
    inputs: upTo(
      "inputs",
      shapes.map(({ inputs }) => inputs),
    ),
    hidden: upTo(
      "hidden",
      shapes.map(({ layers }) => layers.length - 1),
    ),
    neurons: upTo(
      "neurons",
      shapes.flatMap(({ layers }) => layers.slice(0, -1).map(({ size }) => size)),
    ),
    outputs: upTo(
      "outputs",
      shapes.map(({ layers }) => layers[layers.length - 1].size),
    ),
  };
}

/**
 * No network within these limits has more inputs, targets, weights and biases.
 * @param {Limits} limits
 */
export function mostLeaves(limits) {
  const [inputs, hidden, neurons, outputs] = [
    limits.inputs,
    limits.hidden,
    limits.neurons,
    limits.outputs,
  ].map(([, most]) => most);
  return (
    inputs +
    outputs +
    neurons * (inputs + 1 + (hidden - 1) * (neurons + 1)) +
    outputs * (Math.max(inputs, neurons) + 1)
  );
}

const NEW_INPUT = 0.5;

/**
 * @param {string} kind
 * @returns {string[]}
 */
const operationsOf = (kind) =>
  Object.keys(OPS).filter((name) => OPS[name].kind === kind && OPS[name].base === null);
/**
 * Activations of hidden layers: those of one neuron.
 * @returns {string[]}
 */
export const hiddenActivations = () => operationsOf("activation").filter((name) => !OPS[name].joint);
/**
 * Losses that so many outputs can have.
 * @param {number} [outputs]
 * @returns {string[]}
 */
export const losses = (outputs = Infinity) =>
  operationsOf("loss").filter((name) => outputs >= outputLimits(name)[0]);
/**
 * The same, with its terms reduced in either way where there are several.
 * @param {number} [outputs]
 */
export const reducedLosses = (outputs = Infinity) =>
  losses(outputs).flatMap((loss) =>
    outputs > 1 ? Object.keys(OPS).filter((name) => baseOf(name) === loss) : [loss],
  );
/**
 * A loss as a file says it.
 * @param {string} loss
 */
export const statedLoss = (loss) => {
  const { base, reduction } = OPS[loss];
  return base === null ? { loss } : { loss: base, reduction };
};
/**
 * Activations of the output layer that a loss fits.
 * @param {string} loss
 * @returns {readonly string[]}
 */
export const outputActivations = (loss) => OPS[loss].requires ?? hiddenActivations();
/**
 * How many outputs a loss can have.
 * @param {string} loss
 * @returns {readonly number[]}
 */
export const outputLimits = (loss) => [OPS[loss].leastOutputs, LIMITS.outputs[1]];
/**
 * The joint activation that a loss requires, if it does.
 * @param {string} loss
 */
const jointOf = (loss) => OPS[loss].requires?.find((name) => OPS[name].joint);

/**
 * What the targets of a loss may be.
 * @param {string} loss
 */
const targetRuleOf = (loss) => OPS[loss].targets;

/**
 * Why some activations, losses and sizes are not offered: `reason` names a phrase of content/interface.toml,
 * the rest is what it mentions.
 * @param {string} loss
 * @returns {{reason: string, loss: string, activations: readonly string[], least: number}[]}
 */
export function reasonsFor(loss) {
  const fitting = OPS[loss].requires;
  return [
    ...(fitting ? [{ reason: "only", loss, activations: fitting, least: 1 }] : []),
    ...losses().flatMap((name) => {
      const joint = jointOf(name);
      return joint
        ? [{ reason: "joint", loss: name, activations: [joint], least: outputLimits(name)[0] }]
        : [];
    }),
  ];
}

/**
 * @param {Network} network
 * @returns {Shape}
 */
export function shapeOf(network) {
  return {
    inputs: inputsOf(network),
    features: network.features,
    layers: network.layers.map(({ activation, biases }, from) => ({ activation, size: biases.length, from })),
    loss: network.loss,
    names: network.names,
  };
}

/**
 * Whether two shapes have the same quantities: what computes them may differ.
 * @param {Shape} one
 * @param {Shape} other
 */
const samePlaces = (one, other) =>
  `${inputNames(one)}` === `${inputNames(other)}` &&
  `${one.layers.map(({ size }) => size)}` === `${other.layers.map(({ size }) => size)}`;

/**
 * The network, and the sample, that have the numbers of `leaves`.
 * @param {Network} network
 * @param {Readonly<Record<string, number>>} leaves by name
 * @returns {Subject}
 */
export function withNumbers(network, leaves) {
  const names = leafNames(network);
  let next = 0;
  const take = () => leaves[names[next++]];
  const sample = {
    inputs: Array.from({ length: inputsOf(network) }, take),
    target: Array.from({ length: outputsOf(network) }, take),
  };
  const layers = network.layers.map(({ activation, weights }) => {
    const rows = weights.map((row) => ({ weights: row.map(take), bias: take() }));
    return { activation, weights: rows.map((row) => row.weights), biases: rows.map((row) => row.bias) };
  });
  return { network: { ...network, layers }, sample };
}

/**
 * What each input is.
 * @param {Shape} shape
 */
export const inputNames = ({ inputs, features }) =>
  features ?? Array.from({ length: inputs }, (_, k) => `x${k + 1}`);

/**
 * The same shape with other features; null: the columns as they are.
 * @param {Shape} shape
 * @param {readonly string[]} features
 * @returns {Shape}
 */
export function withFeatures(shape, features) {
  const inputs = features.length;
  const areColumns = features.every((text, k) => text === `x${k + 1}`);
  return { ...shape, inputs, features: areColumns ? null : features };
}

/**
 * A network of another shape. A weight keeps its value where its neuron and its source are still there; new weights
 * are drawn, new biases are 0. Names of one's own, and with them what is one parameter, last as long as all
 * quantities do.
 * @param {Subject | null} before null: nothing is kept
 * @param {Shape} shape
 * @param {number} seed
 * @returns {Subject}
 */
export function reshape(before, shape, seed) {
  const outputs = shape.layers[shape.layers.length - 1].size;
  const inputs = inputNames(shape);
  const oldNames = before ? inputNames(shapeOf(before.network)) : [];
  const inputsBefore = (/** @type {string} */ name) => before?.sample.inputs[oldNames.indexOf(name)];
  const columns = (/** @type {number} */ count) =>
    Array.from({ length: count }, (_, k) => inputsBefore(`x${k + 1}`) ?? NEW_INPUT);
  // The square of a number may be none.
  const read = (
    shape.features ? featuresOf(inputs, columns(columnsFor(inputs))) : columns(inputs.length)
  ).map((number) => (Number.isFinite(number) ? number : NEW_INPUT));
  const layers = shape.layers.map((layer, depth) => {
    const sources = depth === 0 ? shape.inputs : shape.layers[depth - 1].size;
    const readsTheSame =
      layer.from !== null &&
      (depth === 0 ? layer.from === 0 : shape.layers[depth - 1].from === layer.from - 1);
    const old = layer.from === null ? null : before?.network.layers[layer.from];
    return {
      activation: layer.activation,
      weights: grid(
        layer.size,
        sources,
        (neuron, source) =>
          (readsTheSame
            ? old?.weights[neuron]?.[depth === 0 ? oldNames.indexOf(inputs[source]) : source]
            : undefined) ?? drawWeight(layer.activation, sources, layer.size, [seed, depth, neuron, source]),
      ),
      biases: Array.from({ length: layer.size }, (_, neuron) => old?.biases[neuron] ?? 0),
    };
  });
  const sample = {
    inputs: inputs.map((name, k) => inputsBefore(name) ?? read[k]),
    target: fittingTargets(
      targetRuleOf(shape.loss),
      Array.from({ length: outputs }, (_, i) => before?.sample.target[i] ?? 0),
    ),
  };
  const { features, loss } = shape;
  const names = before && !samePlaces(shapeOf(before.network), shape) ? undefined : shape.names;
  const network = { layers, loss, ...(features && { features }), ...(names && { names }) };
  // What is one parameter has one number, though each of its places was drawn.
  return names ? withNumbers(network, leafValues(network, sample)) : { network, sample };
}

/**
 * The same network with all weights drawn anew.
 * @param {Subject} subject
 * @param {number} seed
 * @returns {Subject}
 */
export function redraw(subject, seed) {
  const shape = shapeOf(subject.network);
  return reshape(
    subject,
    { ...shape, layers: shape.layers.map((layer) => ({ ...layer, from: null })) },
    seed,
  );
}

/**
 * @template T
 * @param {number} rows
 * @param {number} columns
 * @param {(row: number, column: number) => T} make
 */
const grid = (rows, columns, make) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => make(row, column)),
  );

/**
 * A weight, uniform within ±√(6 / (sources + neurons)) (Glorot & Bengio 2010) or, where the activation cuts
 * half of what it gets, ±√(6 / sources) (He et al. 2015), to two decimals, so that it can be read and typed.
 * The same place and seed always give the same.
 * @param {string} activation
 * @param {number} sources
 * @param {number} neurons
 * @param {number[]} place
 */
function drawWeight(activation, sources, neurons, place) {
  const reach = Math.sqrt(6 / (OPS[activation].initialiser === "he" ? sources : sources + neurons));
  return Math.round(100 * reach * (2 * randomAt(place) - 1)) / 100 + 0;
}

/**
 * A number from 0 to 1 that depends on `place` alone (the mixing steps of MurmurHash3, by A. Appleby).
 * @param {number[]} place
 */
export function randomAt(place) {
  let mixed = 0x9e3779b9;
  for (const part of place) {
    mixed = Math.imul(mixed ^ part, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return (mixed >>> 0) / 2 ** 32;
}
