/**
 * What a person can do to the lesson, whatever they do it with: every command is one change of the store.
 *
 * @typedef {import("../model.js").Choices} Choices
 * @typedef {import("../model.js").PageData} PageData
 * @typedef {import("../store.js").Store<Choices>} ChoiceStore
 * @typedef {(sentence: string | null) => void} Tell shows a notice; null takes it away
 * @typedef {ReturnType<typeof createCommands>} Commands
 */
import { isLearnable } from "../lesson/formulas.js";
import { isDigits } from "../lesson/digits.js";
import { grainsOf, sameStep, usualGrain } from "../lesson/grain.js";
import { mayBeThousands, readTyped } from "../lesson/numbers.js";
import { withHidden } from "../lesson/views.js";
import { withParameters } from "../lesson/samples.js";
import { keptSamples } from "../training/tool.js";
import { changesWith, faultOfTargets, targetsRefusal } from "../lesson/targets.js";
import { learningOf, madeFormula, madeSource, presetSource, sceneOf, usualRate } from "../model.js";
import { fill, formatNumber, refusalSentence } from "../view/format.js";
import { spokenSymbol } from "../view/text.js";

/**
 * @param {ChoiceStore} store
 * @param {PageData} data
 * @param {() => import("../model.js").Model} model
 * @param {Tell} tell
 */
export function createCommands(store, data, model, tell) {
  const { notice } = data.words;
  const scene = () => sceneOf(data, store.state().source, store.state().grain);
  /** The leaves as the source gives them, with the sample that is shown. */
  const first = () => scene().firstOf(store.state().sample);
  const count = () => scene().lesson.steps.length;

  /**
   * Beyond the ends, the ends.
   * @param {number} step
   */
  const goTo = (step) => store.update({ step: Math.min(Math.max(Math.round(step), 1), count()) });

  const reveal = () => store.update({ revealed: store.state().step });

  /** @param {Readonly<Record<string, number>>} changes */
  function setLeaves(changes) {
    const { leaves: before } = store.state();
    /** @type {Record<string, number>} */
    const leaves = {};
    // Of thousands, going by their names takes half as long as to spread them.
    for (const name of scene().leafNames) leaves[name] = before[name];
    store.update({ leaves: Object.freeze(Object.assign(leaves, changes)) });
  }

  /**
   * The grain in which it is seen: as before, unless that went without saying, or cannot be.
   * @param {import("../engine/network.js").Network | null} network
   */
  function grainFor(network) {
    const { grain, source } = store.state();
    const chosen = grain !== usualGrain(source.network) && grainsOf(network).includes(grain);
    return chosen ? grain : usualGrain(network);
  }

  /**
   * Another network; the step stays where it can.
   * @param {import("../model.js").Source} source
   * @param {number} [seed]
   * @param {Partial<Choices>} [more] what follows besides
   */
  function setSource(source, seed = store.state().seed, more = {}) {
    const grain = grainFor(source.network);
    const { firstOf, lesson } = sceneOf(data, source, grain);
    store.update({
      source,
      sample: 1,
      typed: null,
      seed,
      grain,
      leaves: firstOf(),
      ...learningOf(data, source, store.state().source),
      step: Math.min(store.state().step, lesson.steps.length),
      fixed: null,
      playing: false,
      held: "",
      guess: null,
      revealed: 0,
      ...more,
    });
  }

  /**
   * The number in a text, or null and a sentence that says what is wrong with it.
   * @param {string} text
   * @param {number} [least] where not every number will do
   * @param {number} [most]
   * @param {boolean} [whole] whether it may have no fraction
   */
  function numberIn(text, least = -Infinity, most = Infinity, whole = false) {
    const number = readTyped(text);
    const isWithin = number !== null && number >= least && number <= most;
    if (isWithin && !(whole && !Number.isInteger(number))) return number;
    const why = isWithin
      ? notice.whole
      : number !== null
        ? notice.number
        : mayBeThousands(text)
          ? notice.thousands
          : notice.unreadable;
    tell(fill(why, { found: text.trim() || notice.nothing, least, most }));
    return null;
  }

  /**
   * Leaves to what is asked for, and what follows from that, unless they may not be so.
   * @param {Readonly<Record<string, number>>} wanted
   * @returns {boolean} whether they are
   */
  function changeLeaves(wanted) {
    const { graph } = scene();
    const { leaves } = store.state();
    const changes = changesWith(graph, leaves, wanted, store.state().source.network?.features);
    const fault = faultOfTargets(graph, leaves, changes);
    if (fault) tell(refusalSentence(data.words, targetsRefusal(fault)));
    else setLeaves(changes);
    return !fault;
  }

  /**
   * Another of the network's samples, with the weights as they are.
   * @param {number} sample beyond the ends, the ends
   */
  function showSample(sample) {
    const { source, leaves } = store.state();
    const shown = Math.min(Math.max(sample, 1), source.samples.length);
    const { graph, firstOf } = scene();
    store.update({ sample: shown, leaves: withParameters(graph, firstOf(shown), leaves) });
  }

  return {
    goTo,
    first: () => goTo(1),
    last: () => goTo(count()),
    /** First to its result, where that is hidden. */
    next: () => (model().disguise.covered ? reveal() : goTo(store.state().step + 1)),
    reveal,
    /** Hides results until they are asked for, this step's too; or no longer. */
    hideResults: () =>
      store.update({ hide: withHidden(store.state(), "results"), revealed: store.state().step - 1 }),
    /** @param {import("../lesson/views.js").View} view */
    setView: (view) => store.update({ view }),
    back: () => goTo(store.state().step - 1),

    /** From the end, playing begins anew. */
    togglePlay() {
      const { playing, step } = store.state();
      store.update({ playing: !playing, ...(!playing && step === count() ? { step: 1 } : {}) });
    },

    /**
     * To a quantity's forward step; from there, to its backward step.
     * @param {string} name
     */
    goToNode(name) {
      const { graph, lesson } = scene();
      const index = graph.index[name];
      // A parameter is used first where its neuron's sum is made; inputs and targets are there from the first
      // step.
      const use =
        graph.nodes[index].neuron !== null && graph.nodes[index].op === "leaf"
          ? graph.children[index][0]
          : index;
      const forward = lesson.valueStep[use];
      const backward = lesson.gradientStep[index];
      const step = store.state().step === forward && backward > 0 ? backward : forward;
      // A step of a whole layer is about this neuron too.
      const { neuron } = graph.nodes[index];
      if (neuron !== null && store.state().grain === "layers") {
        store.update({ step, chosen: { neuron, step } });
      } else goTo(step);
    },

    /** @param {string} name */
    isLeaf: (name) => Object.hasOwn(first(), name),

    /**
     * @param {string} name
     * @param {string} text
     * @returns {boolean} whether it was a number
     */
    setLeaf(name, text) {
      const number = numberIn(text);
      return number !== null && changeLeaves({ [name]: number });
    },

    /**
     * @param {string} text
     * @returns {boolean}
     */
    setRate(text) {
      const rate = numberIn(text);
      if (rate !== null) store.update({ rate });
      return rate !== null;
    },

    /** @param {Partial<import("../lesson/figures/spot.js").FigureChoices>} choices */
    setInFigures: (choices) =>
      store.update({ figures: Object.freeze({ ...store.state().figures, ...choices }) }),
    /** @param {string} digits */
    setDigits: (digits) => void (isDigits(digits) && store.update({ digits })),
    /**
     * What no step moves from now on, or what steps move again.
     * @param {string} name of a leaf
     */
    toggleFixed(name) {
      const { graph, learned } = model();
      const moving = learned.map((index) => graph.nodes[index].name);
      const fixed = graph.nodes
        .filter((node) => isLearnable(node) && moving.includes(node.name) === (node.name === name))
        .map((node) => node.name);
      store.update({ fixed: Object.freeze(fixed) });
    },
    /** @param {string} speed */
    setSpeed: (speed) => store.update({ speed }),
    /** @param {string} name */
    reset: (name) => changeLeaves({ [name]: first()[name] }),
    resetAll: () => store.update({ leaves: first(), rate: usualRate(data, store.state().source) }),
    showSample,
    /**
     * @param {string} text
     * @returns {boolean} whether there is such a sample
     */
    setSample(text) {
      const sample = numberIn(text, 1, store.state().source.samples.length, true);
      if (sample !== null) showSample(sample);
      return sample !== null;
    },
    /**
     * Whose weights the controls show.
     * @param {number} neuron
     */
    chooseNeuron: (neuron) => store.update({ chosen: { neuron, step: store.state().step } }),
    /**
     * A layer of many neurons is drawn in full, one at a time.
     * @param {number} layer
     */
    toggleLayer: (layer) => store.update({ opened: store.state().opened === layer ? -1 : layer }),
    /**
     * A slider stands beside a number in the graph.
     * @param {string} held its name; "" for none
     */
    holdNumber: (held) => void (held !== store.state().held && store.update({ held })),
    /**
     * @param {string} name of the weight
     * @param {string} way
     */
    guess: (name, way) =>
      store.update({ guess: Object.freeze({ name, way: way === "raise" ? "raise" : "lower" }) }),
    /** What no longer is a number cannot be undone by a further step, nor written as a link: it is not taken. */
    takeStep() {
      const { parameters, updated, leaves } = model().learning;
      const lost = parameters.find((index) => !Number.isFinite(updated[index]));
      if (lost === undefined) return setLeaves(leaves);
      const symbol = spokenSymbol(scene().graph.nodes[lost]);
      tell(fill(notice.overflow, { symbol, value: formatNumber(updated[lost]) }));
    },

    /**
     * The same pass at another grain, at the same place.
     * @param {string} grain
     */
    setGrain(grain) {
      const { source, step } = store.state();
      const wanted = grainsOf(source.network).find((name) => name === grain);
      if (!wanted) return;
      store.update({
        grain: wanted,
        step: sameStep(scene().lesson, step, sceneOf(data, source, wanted).lesson),
      });
    },

    /** @param {string} name of a network that the page offers */
    openPreset: (name) => setSource(presetSource(data, name)),
    /**
     * @param {import("../lesson/networks.js").Subject} subject
     * @param {number} [seed] the one it was drawn with
     */
    openNetwork: (subject, seed) =>
      setSource(madeSource(subject), seed, keptSamples(scene().graph, store.state())),
    /** @param {import("../lesson/formulas.js").FormulaSource} formula */
    openFormula: (formula) => setSource(madeFormula(formula)),
    numberIn,
  };
}
