/** The network panel's fields -> another network. */
import { faultOf, formulaSource } from "../lesson/formulas.js";
import {
  LIMITS,
  outputActivations,
  outputLimits,
  redraw,
  reshape,
  shapeOf,
  withNumbers,
} from "../lesson/networks.js";

/**
 * @typedef {import("../lesson/networks.js").Shape} Shape
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./commands.js").Commands} commands
 */
export function createBuilder(store, commands) {
  /**
   * The state that a formula took the place of while it was typed, and the source that it has become.
   * @type {{before: import("../model.js").Choices, by: import("../model.js").Source} | null}
   */
  let replaced = null;

  /** The network and the sample, with the numbers of the moment. */
  const present = () => {
    const { source, leaves } = store.state();
    return withNumbers(/** @type {import("../engine/network.js").Network} */ (source.network), leaves);
  };

  /** @param {(shape: Shape) => Shape} reshaped */
  function change(reshaped) {
    const subject = present();
    commands.openNetwork(reshape(subject, reshaped(shapeOf(subject.network)), store.state().seed));
  }

  /**
   * @param {Shape} shape
   * @param {number} depth
   * @param {Partial<import("../lesson/networks.js").LayerShape>} layer
   * @returns {Shape}
   */
  const withLayer = (shape, depth, layer) => ({
    ...shape,
    layers: shape.layers.with(depth, { ...shape.layers[depth], ...layer }),
  });

  /**
   * @param {string} text
   * @param {readonly number[]} limits
   * @param {(size: number) => void} take
   */
  function takeSize(text, [least, most], take) {
    const size = commands.numberIn(text, least, most, true);
    if (size === null) return false;
    take(size);
    return true;
  }

  return {
    /**
     * @param {string} text
     * @param {number} depth -1 for the inputs
     * @returns {boolean}
     */
    setSize(text, depth) {
      const { layers, loss } = present().network;
      const last = layers.length - 1;
      if (depth < 0) {
        return takeSize(text, LIMITS.inputs, (inputs) =>
          change((shape) => ({ ...shape, inputs, features: null })),
        );
      }
      return takeSize(text, depth === last ? outputLimits(loss) : LIMITS.neurons, (size) =>
        change((shape) => withLayer(shape, depth, { size })),
      );
    },

    /**
     * @param {string} activation
     * @param {number} depth
     */
    setActivation: (activation, depth) => change((shape) => withLayer(shape, depth, { activation })),

    /**
     * A loss brings an output activation that it fits.
     * @param {string} loss
     */
    setLoss: (loss) =>
      change((shape) => {
        const last = shape.layers.length - 1;
        const fitting = outputActivations(loss);
        const activation = fitting.includes(shape.layers[last].activation)
          ? shape.layers[last].activation
          : fitting[0];
        return { ...withLayer(shape, last, { activation }), loss };
      }),

    /** A new hidden layer before the outputs, like the one before it. */
    addLayer: () =>
      change((shape) => {
        const last = shape.layers.length - 1;
        const before = shape.layers[last - 1] ?? { size: 2, activation: "tanh" };
        return {
          ...shape,
          layers: shape.layers.toSpliced(last, 0, {
            size: before.size,
            activation: before.activation,
            from: null,
          }),
        };
      }),

    /** @param {number} depth */
    removeLayer: (depth) => change((shape) => ({ ...shape, layers: shape.layers.toSpliced(depth, 1) })),

    /**
     * What is no formula yet stays in the field; where all of it is gone again, the network that it replaced
     * is back.
     * @param {string} text
     * @returns {boolean} whether it is one
     */
    setFormula(text) {
      const before = store.state();
      const { source, leaves } = before;
      if (faultOf(text) === null) {
        commands.openFormula(formulaSource(text, source.formula ? leaves : {}));
        const by = store.state().source;
        if (source.network) replaced = { before, by };
        else if (replaced?.by === source) replaced.by = by;
        return true;
      }
      const given = text.trim() !== "";
      if (!given && replaced && replaced.by === source) {
        const { leaves: numbers, sample, grain, step, seed } = replaced.before;
        store.update({
          source: replaced.before.source,
          sample,
          leaves: numbers,
          grain,
          step,
          seed,
          typed: null,
        });
        return true;
      }
      store.update({ typed: given || source.formula ? text : null });
      return !given && source.formula === null;
    },

    /**
     * All weights anew, with this seed.
     * @param {string} text
     * @returns {boolean}
     */
    draw: (text) =>
      takeSize(text, LIMITS.seed, (seed) => commands.openNetwork(redraw(present(), seed), seed)),
    drawNext: () => {
      const seed = (store.state().seed + 1) % (LIMITS.seed[1] + 1);
      commands.openNetwork(redraw(present(), seed), seed);
    },
  };
}
