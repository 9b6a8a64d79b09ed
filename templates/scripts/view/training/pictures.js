/** The pictures of hidden neurons in the tool "train": made once, and asked for by all that draw them. */
import { neuronPictures } from "../../training/picture.js";
import { studyOf } from "../../training/tool.js";
import { inTurn } from "../inturn.js";
import { createMemory } from "../memory.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {ReturnType<typeof neuronPictures>} Pictures
 * @typedef {Pictures["pictures"][number]} Picture
 */

/** @type {ReturnType<typeof createMemory<Pictures>>} */
const keptPictures = createMemory();

/**
 * @param {Model} model
 * @returns {Pictures} none where the tool is not open
 */
export function picturesOf(model) {
  const { graph, state, scene } = model;
  const study = state.tool === "train" && scene.source.network && studyOf(graph, state);
  if (!study || !study.run) return { cells: 1, pictures: [] };
  const { leaves, train } = state;
  return inTurn.neurons(model, study.run, () =>
    keptPictures(study, [leaves, train.frame], () => neuronPictures(study, graph, leaves, train.frame)),
  );
}

/**
 * That of a hidden neuron, where there is one.
 * @param {Model} model
 * @param {number} index
 */
export const pictureOf = (model, index) =>
  model.graph.nodes[index].role === "hidden" && picturesOf(model).pictures.find(({ node }) => node === index);
