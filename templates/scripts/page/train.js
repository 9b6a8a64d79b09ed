/** What a person does with the tool "train": settings, runs, updates that are looked into. */
import { leavesOfSample } from "../training/update.js";
import {
  LARGEST_DATA_SEED,
  leavesAfter,
  MOST_SAMPLES,
  MOST_UPDATES,
  PACES,
  studyOf,
  withSettings,
} from "../training/tool.js";

/** So long computing may keep a frame busy (ms): drawing has the rest of it. */
const BUDGET = 8;
/** Updates that are made between two looks at the clock. */
const STRIDE = 10;
/** A page that was in the background does not make up for it (ms). */
const LONGEST_FRAME = 250;

/**
 * @typedef {import("../training/tool.js").TrainChoices} TrainChoices
 *
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createTraining(store, { commands, model, window }) {
  const train = () => /** @type {TrainChoices} */ (store.state().train);
  const study = () => studyOf(model().graph, store.state());

  /** @param {Partial<TrainChoices>} patch */
  const look = (patch) => store.update({ train: Object.freeze({ ...train(), ...patch }) });

  /**
   * Another run, from where this one began.
   * @param {Partial<TrainChoices>} patch
   */
  function reset(patch) {
    const { leaves } = store.state();
    const start = train().start ?? leaves;
    store.update({ train: withSettings(train(), patch), leaves: withParameters(leaves, start) });
  }

  /**
   * @param {Readonly<Record<string, number>>} leaves whose inputs and targets stay
   * @param {Readonly<Record<string, number>>} start
   */
  function withParameters(leaves, start) {
    const { names } = study().run ?? { names: [] };
    return Object.freeze({ ...leaves, ...Object.fromEntries(names.map((name) => [name, start[name]])) });
  }

  /**
   * To the moment after so many updates.
   * @param {number} wanted
   * @param {Partial<TrainChoices>} [patch]
   */
  function goTo(wanted, patch = {}) {
    const { leaves: before } = store.state();
    const start = train().start ?? before;
    const { leaves, update } = leavesAfter(study(), before, Math.min(Math.max(wanted, 0), MOST_UPDATES));
    const opened = train().opened > 0 ? Math.max(update, 1) : 0;
    store.update({
      leaves,
      train: Object.freeze({ ...train(), update, opened, start: update > 0 ? start : null, ...patch }),
    });
  }

  /** When the run last drew (ms), and what of an update was left over at its pace. */
  let clock = { at: 0, due: 0 };

  /** @param {number} now */
  function frame(now) {
    const { run } = study();
    if (!train().running || !run) return;
    const pace = PACES[/** @type {keyof typeof PACES} */ (train().pace)];
    clock = { at: now, due: clock.due + (pace * Math.min(now - clock.at, LONGEST_FRAME)) / 1000 };
    const wanted = pace === Infinity ? MOST_UPDATES : train().update + Math.floor(clock.due);
    const began = window.performance.now();
    let { update } = train();
    while (update < wanted && run.diverged === null && window.performance.now() - began < BUDGET) {
      update = Math.min(update + STRIDE, wanted, MOST_UPDATES);
      run.extendTo(update);
    }
    clock.due = pace === Infinity ? 0 : clock.due - (update - train().update);
    const ended = run.diverged !== null || update >= MOST_UPDATES;
    if (update > train().update || ended) goTo(update, { running: !ended });
    if (!ended) window.requestAnimationFrame(frame);
  }

  store.subscribe((state, before) => {
    // Who closes the tool, or turns to another network, has done with the run.
    if (state.train.running && (state.tool !== "train" || state.source !== before.source))
      look({ running: false });
    const movedByOthers =
      state.train === before.train &&
      state.leaves !== before.leaves &&
      state.train.start !== null &&
      study().run;
    // A number that is changed by hand is where a new run begins.
    if (movedByOthers || (state.source !== before.source && state.train.start === before.train.start)) {
      const names = state.source === before.source ? study().run?.names : [];
      if (!names || names.some((name) => state.leaves[name] !== before.leaves[name]) || names.length === 0) {
        if (state.train.start !== null) look({ update: 0, start: null, opened: 0, running: false });
      }
    }
  });

  /**
   * @param {keyof TrainChoices} name
   * @param {number} least
   * @param {number} most
   * @param {boolean} [whole]
   */
  const number =
    (name, least, most, whole = false) =>
    (/** @type {string} */ text) => {
      const read = commands.numberIn(text, least, most);
      if (read === null) return false;
      reset({ [name]: whole ? Math.round(read) : read });
      return true;
    };
  const name = (/** @type {keyof TrainChoices} */ key) => (/** @type {string} */ text) =>
    reset({ [key]: text });

  return {
    byName: {
      "train-run"() {
        look({ running: !train().running });
        clock = { at: window.performance.now(), due: 1 };
        if (train().running) window.requestAnimationFrame(frame);
      },
      "train-update": () => goTo(train().update + 1, { running: false }),
      "train-epoch"() {
        const { updatesPerEpoch } = /** @type {import("../training/run.js").Run} */ (study().run).training;
        goTo((Math.floor(train().update / updatesPerEpoch) + 1) * updatesPerEpoch, { running: false });
      },
      "train-start": () => goTo(0, { running: false }),
      "train-open": () =>
        look({ opened: train().opened > 0 ? 0 : Math.max(train().update, 1), running: false }),
      /**
       * One sample of an opened update, in the lesson above, with the weights of that moment.
       * @param {Element} button
       */
      "train-sample"(button) {
        const { run, data } = study();
        if (!run || !data) return;
        const { leaves } = store.state();
        const before = leavesAfter(study(), leaves, train().opened - 1).leaves;
        const shown = leavesOfSample(
          data.learning,
          model().graph,
          before,
          Number(button.getAttribute("data-sample")),
        );
        store.update({
          leaves: Object.freeze(shown),
          train: Object.freeze({ ...train(), update: train().opened - 1, running: false }),
          step: 1,
        });
      },
    },
    choices: {
      "train-set": name("set"),
      "train-optimizer": name("optimizer"),
      "train-schedule": name("schedule"),
      "train-parameter": (parameter) => look({ parameter }),
      "train-pace": (pace) => look({ pace }),
      "train-noise": number("noise", 0, 1),
      "train-count": number("count", 2, MOST_SAMPLES, true),
      "train-seed": number("dataSeed", 0, LARGEST_DATA_SEED, true),
      "train-batch": number("batch", 0, MOST_SAMPLES, true),
      "train-span": number("span", 1, MOST_UPDATES, true),
      "train-l1": number("l1", 0, 1),
      "train-l2": number("l2", 0, 1),
      "train-clip": number("clip", 0, 1e6),
      "train-test": number("testShare", 0, 0.9),
      "train-rate"(text) {
        const taken = commands.setRate(text);
        if (taken) reset({});
        return taken;
      },
    },
    fields: {
      "train-time": (text) => goTo(Number(text), { running: false }),
    },
  };
}
