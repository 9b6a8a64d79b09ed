/**
 * What a person can do to the lesson, whatever they do it with: every command is one change of the store.
 *
 * @typedef {import("../model.js").Choices} Choices
 * @typedef {import("../model.js").Scene} Scene
 * @typedef {import("../store.js").Store<Choices>} ChoiceStore
 * @typedef {(sentence: string | null) => void} Tell shows a notice; null takes it away
 * @typedef {ReturnType<typeof createCommands>} Commands
 */
import { LARGEST, readNumber } from "../lesson/address.js";
import { fill } from "../view/format.js";

/**
 * @param {ChoiceStore} store
 * @param {Scene} scene
 * @param {() => import("../model.js").Model} model
 * @param {Tell} tell
 */
export function createCommands(store, scene, model, tell) {
  const { graph, lesson, first, data } = scene;
  const count = lesson.steps.length;
  const { notice } = data.words;

  /** Beyond the ends, the ends. @param {number} step */
  const goTo = (step) => store.update({ step: Math.min(Math.max(Math.round(step), 1), count) });

  /** @param {Record<string, number>} changes */
  const setLeaves = (changes) => store.update({ leaves: Object.freeze({ ...store.state().leaves, ...changes }) });

  /** The number in a text, or null and a sentence that says what is wrong with it. @param {string} text @param {number} least */
  function numberIn(text, least) {
    const number = readNumber(text);
    if (number !== null && number >= least) {
      tell(null);
      return number;
    }
    tell(fill(notice.number, { found: text.trim() || notice.nothing, least, most: LARGEST }));
    return null;
  }

  return {
    goTo,
    first: () => goTo(1),
    last: () => goTo(count),
    next: () => goTo(store.state().step + 1),
    back: () => goTo(store.state().step - 1),

    /** From the end, playing begins anew. */
    togglePlay() {
      const { playing, step } = store.state();
      store.update({ playing: !playing, ...(!playing && step === count ? { step: 1 } : {}) });
    },

    /** To a quantity's forward step; from there, to its backward step. @param {string} name */
    goToNode(name) {
      const index = graph.index[name];
      // A parameter is used first where its neuron's sum is made; inputs and targets are there from the first step.
      const use = graph.nodes[index].neuron !== null && graph.nodes[index].op === "leaf" ? graph.children[index][0] : index;
      const forward = lesson.valueStep[use];
      const backward = lesson.gradientStep[index];
      goTo(store.state().step === forward && backward > 0 ? backward : forward);
    },

    /** @param {string} name @param {string} text @returns {boolean} whether it was a number */
    setLeaf(name, text) {
      const number = numberIn(text, -LARGEST);
      if (number !== null) setLeaves({ [name]: number });
      return number !== null;
    },

    /** @param {string} text @returns {boolean} */
    setRate(text) {
      const rate = numberIn(text, 0);
      if (rate !== null) store.update({ rate });
      return rate !== null;
    },

    /** @param {string} speed */
    setSpeed: (speed) => store.update({ speed }),
    /** @param {string} name */
    reset: (name) => setLeaves({ [name]: first[name] }),
    resetAll: () => store.update({ leaves: first, rate: data.rate }),
    takeStep: () => setLeaves(model().learning.leaves),
  };
}
