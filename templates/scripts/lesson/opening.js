/**
 * A model's file that was read -> a network: what the file does not say is asked for, and nothing is guessed.
 *
 * @typedef {import("../formats/layers.js").DenseLayer} DenseLayer
 *
 * @typedef {object} Opening
 * @property {string} file its name
 * @property {string} kind what it is
 * @property {readonly DenseLayer[]} layers as the file has them
 * @property {boolean} columns whether a matrix has a column a neuron
 * @property {readonly string[]} activations a layer each; "" while nobody has said it
 * @property {string} loss likewise
 */
import { byColumn, faultOfLayers } from "../formats/layers.js";
import { hiddenActivations, LARGEST, losses, outputActivations, reshape } from "./networks.js";

/**
 * @param {string} file
 * @param {import("../formats/layers.js").ModelFile} model
 * @returns {Opening}
 */
export function openingOf(file, { kind, layers, loss }) {
  const activations = layers.map(({ activation }) => activation ?? "");
  const opening = { file, kind, layers, columns: false, activations, loss: loss ?? "" };
  const turned = { ...opening, columns: true };
  // Where the matrices fit each other one way only, that is the way.
  const fitting = faultOf(opening) && !faultOf(turned) ? turned : opening;
  return faultOf(fitting) ? fitting : settled(fitting);
}

/**
 * The layers, with a row of weights a neuron.
 * @param {Opening} opening
 */
export const layersOf = ({ layers, columns }) => (columns ? byColumn(layers) : layers);

/**
 * Why its layers cannot be shown, or null.
 * @param {Opening} opening
 * @returns {import("../formats/layers.js").Fault | null}
 */
export function faultOf(opening) {
  const layers = layersOf(opening);
  const fault = faultOfLayers(layers);
  if (fault) return fault;
  const last = layers.length - 1;
  const sizes = [
    ["inputs", layers[0].weights[0].length],
    ["hidden", last],
    ...layers.map(({ weights }, depth) => [depth === last ? "outputs" : "neurons", weights.length]),
  ];
  for (const [what, found] of /** @type {[keyof typeof LARGEST, number][]} */ (sizes)) {
    if (found > LARGEST[what]) return { code: `most_${what}`, found, most: LARGEST[what] };
  }
  return null;
}

/**
 * What may be chosen: activations a layer, and losses.
 * @param {Opening} opening
 */
export function offered(opening) {
  const layers = layersOf(opening);
  const fitting = losses(layers[layers.length - 1].weights.length);
  const outputs = [...new Set(fitting.flatMap(outputActivations))];
  return {
    activations: layers.map((_, depth) => (depth < layers.length - 1 ? hiddenActivations() : outputs)),
    losses: fitting,
  };
}

/**
 * The same, where a loss and the activation of the outputs fit each other: what was chosen before gives way to
 * the only one that fits, or has to be said anew.
 * @param {Opening} opening
 * @param {boolean} [byLoss] whether the activation gives way
 * @returns {Opening}
 */
export function settled(opening, byLoss = false) {
  const possible = offered(opening);
  const last = opening.activations.length - 1;
  const activations = opening.activations.map((name, depth) => onlyOf(possible.activations[depth], name));
  const loss = onlyOf(possible.losses, opening.loss);
  if (loss && byLoss) {
    return {
      ...opening,
      loss,
      activations: activations.with(last, onlyOf(outputActivations(loss), activations[last])),
    };
  }
  const fitting = possible.losses.filter((name) => outputActivations(name).includes(activations[last]));
  return { ...opening, activations, loss: activations[last] ? onlyOf(fitting, loss) : loss };
}

/**
 * What was chosen, if it is among these; else the only one of them, or nothing.
 * @param {readonly string[]} possible
 * @param {string} chosen
 */
const onlyOf = (possible, chosen) =>
  possible.includes(chosen) ? chosen : possible.length === 1 ? possible[0] : "";

/** @param {Opening} opening */
export const isSaid = ({ activations, loss }) => loss !== "" && !activations.includes("");

/**
 * The network, and a sample of usual numbers, since such a file has none.
 * @param {Opening} opening of which all is said
 * @returns {import("./networks.js").Subject}
 */
export function subjectOf(opening) {
  const { activations, loss } = opening;
  const layers = layersOf(opening).map(({ weights, biases }, depth) => ({
    activation: activations[depth],
    weights,
    biases: biases ?? weights.map(() => 0),
  }));
  const shape = {
    inputs: layers[0].weights[0].length,
    layers: layers.map(({ activation, biases }) => ({ activation, size: biases.length, from: null })),
    loss,
  };
  return { network: { layers, loss }, sample: reshape(null, shape, 0).sample };
}
