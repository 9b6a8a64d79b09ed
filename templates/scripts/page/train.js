/** What a person does with the tool "train": settings, runs, updates that are looked into. */
import { inputNames, reshape, shapeOf, withFeatures, withNumbers } from "../lesson/networks.js";
import { withParameters } from "../lesson/samples.js";
import { fill } from "../view/format.js";
import { handOut } from "./handout.js";
import { createPoints } from "./points.js";
import { scaleOf } from "./surfacescale.js";
import { withFeature } from "../training/features.js";
import { runProgram } from "../training/program.js";
import { makeSurface, planeOf } from "../training/surface.js";
import { nearestTrail } from "../training/trails.js";
import { leavesOfSample } from "../training/update.js";
import {
  FILE_SET,
  LARGEST_DATA_SEED,
  MOST_SAMPLES,
  MOST_UPDATES,
  PACES,
  SCALE_REACH,
  settingsNow,
  stateAfter,
  studyOf,
  withSettings,
} from "../training/tool.js";

/** So long computing may keep a frame busy (ms): drawing has the rest of it. */
const BUDGET = 8;
/** Updates that are made between two looks at the clock. */
const STRIDE = 10;
/** This update is for exercises, if none has been made: by then an optimizer remembers something. */
const USUAL_UPDATE = 3;
/** Where arrow keys lead, in a picture that is read. @type {Record<string, readonly [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
/** How far, as a share of it; with Shift pressed, the second. */
const STEPS = [0.05, 0.01];
/** A page that was in the background does not make up for it (ms). */
const LONGEST_FRAME = 250;

/**
 * @typedef {import("../training/tool.js").TrainChoices} TrainChoices
 *
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createTraining(store, surroundings) {
  const { commands, model, document, window } = surroundings;
  const train = () => /** @type {TrainChoices} */ (store.state().train);
  const study = () => studyOf(model().graph, store.state());

  /** @param {Partial<TrainChoices>} patch */
  const look = (patch) => store.update({ train: Object.freeze({ ...train(), ...patch }) });
  const stop = () => store.update({ training: 0 });

  /**
   * Another run, from where this one began.
   * @param {Partial<TrainChoices>} patch
   */
  function reset(patch) {
    const { leaves } = store.state();
    const start = train().start ?? leaves;
    store.update({
      train: withSettings(train(), patch),
      leaves: withParameters(model().graph, leaves, start),
    });
  }

  /**
   * Puts a feature in, or takes it out.
   * @param {string} text
   * @returns {boolean} whether the network can read it
   */
  function toggleFeature(text) {
    const { data } = study();
    const { source, leaves, seed } = store.state();
    if (!data || !source.network) return false;
    const read = withFeature(source.network, data, text);
    if ("fault" in read) {
      surroundings.tell(fill(model().words.notice[read.fault.code], read.fault));
      return false;
    }
    const subject = withNumbers(source.network, leaves);
    commands.openNetwork(reshape(subject, withFeatures(shapeOf(source.network), read.features), seed));
    return true;
  }

  /**
   * To the moment after so many updates.
   * @param {number} update
   * @param {number} [training] the frame in which it goes on from there
   */
  const goTo = (update, training = 0) =>
    store.update({ training, ...stateAfter(model().graph, store.state(), update) });

  /** When the run last drew (ms), and what of an update was left over at its pace. */
  let clock = { at: 0, due: 0, frames: 0 };

  /** @param {number} now */
  function frame(now) {
    const { run, other } = study();
    if (!store.state().training || !run) return;
    const pace = PACES[/** @type {keyof typeof PACES} */ (train().pace)];
    clock = {
      frames: clock.frames + 1,
      at: now,
      due: clock.due + (pace * Math.min(now - clock.at, LONGEST_FRAME)) / 1000,
    };
    const wanted = pace === Infinity ? MOST_UPDATES : train().update + Math.floor(clock.due);
    const began = window.performance.now();
    let { update } = train();
    while (update < wanted && run.diverged === null && window.performance.now() - began < BUDGET) {
      update = Math.min(update + STRIDE, wanted, MOST_UPDATES);
      run.extendTo(update);
      other?.extendTo(update);
    }
    const { until } = train();
    const enough = run.evaluations.find(
      (evaluation) => evaluation.update > train().update && evaluation.loss < until,
    );
    if (enough) return goTo(enough.update);
    clock.due = pace === Infinity ? 0 : clock.due - (update - train().update);
    const ended = run.diverged !== null || update >= MOST_UPDATES;
    if (update > train().update || ended) goTo(update, ended ? 0 : clock.frames);
    if (!ended) window.requestAnimationFrame(frame);
  }

  store.subscribe((state, before) => {
    if (state.train !== before.train) return;
    // Who closes the tool has done with the run.
    if (state.training && state.tool !== "train") stop();
    // A number that is changed by hand is where a new run begins; so is another network, and what is held.
    if (state.train.start === null) return;
    // Another rate makes another run, from where this one began.
    if (state.rate !== before.rate && state.leaves === before.leaves) return reset({});
    const moved =
      state.leaves !== before.leaves &&
      study().run?.training.program.names.some((name) => state.leaves[name] !== before.leaves[name]);
    if (moved || state.source !== before.source || state.fixed !== before.fixed) {
      store.update({ training: 0, train: withSettings(state.train, {}) });
    }
  });

  /** Loss surfaces are made beside all else, one after the other. */
  let isMaking = false;
  function makeOne() {
    isMaking = false;
    const { tool, training, leaves, surfaces } = store.state();
    const { run } = study();
    const plane = tool === "train" ? planeOf(study(), train().plane) : null;
    if (!run || !plane) return;
    const end = window.performance.now() + (training ? BUDGET / 4 : BUDGET);
    const state = makeSurface(
      model().graph,
      run,
      plane,
      train().update,
      leaves,
      training > 0,
      () => window.performance.now() > end,
    );
    if (state === "made") store.update({ surfaces: surfaces + 1 });
    if (state === "making") make();
  }
  function make() {
    if (isMaking) return;
    isMaking = true;
    window.requestAnimationFrame(makeOne);
  }
  store.subscribe(({ tool }) => void (tool === "train" && make()));

  for (const kind of ["pointermove", "pointerdown"]) {
    document.addEventListener(kind, (event) => {
      const surface = /** @type {Element} */ (event.target).closest?.("[data-reads]");
      const of = surface?.getAttribute("data-reads") ?? "";
      const at = surface && scaleOf(surface).at(/** @type {PointerEvent} */ (event));
      if (at || store.state().reading) store.update({ reading: at ? Object.freeze({ of, at }) : null });
    });
  }

  function chooseTrail() {
    const { run } = study();
    const { reading } = store.state();
    if (run && reading) look({ parameter: run.names[nearestTrail(run, reading.at[0], reading.at[1]).k] });
  }

  document.addEventListener("keydown", (event) => {
    const picture = /** @type {Element} */ (event.target);
    const surface = picture.matches("svg") ? picture.querySelector("[data-reads]") : null;
    const way = WAYS[event.key];
    if (!surface || event.altKey || event.ctrlKey || event.metaKey) return;
    const of = surface.getAttribute("data-reads") ?? "";
    if (event.key === "Enter" && of === "trails") chooseTrail();
    if (!way) return;
    event.preventDefault();
    const { reading } = store.state();
    const [across, up] = way.map((each) => each * STEPS[Number(event.shiftKey)]);
    const at = scaleOf(surface).beside(reading?.of === of ? reading.at : null, across, up);
    store.update({ reading: Object.freeze({ of, at }) });
  });

  /**
   * @param {0 | 1} axis
   */
  const planeWith = (axis) => (/** @type {string} */ name) => {
    const { run } = study();
    const plane = planeOf(study(), train().plane);
    if (!run || !plane) return;
    // Who chooses the other one's has the two change places.
    const names = plane.pair.map((k) => run.names[k]);
    if (names[1 - axis] === name) names[1 - axis] = names[axis];
    names[axis] = name;
    look({ plane: Object.freeze(/** @type {[string, string]} */ (names)) });
  };

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

  const points = createPoints(store, surroundings, reset);

  return {
    byName: {
      ...points.byName,
      "train-run"() {
        if (store.state().training) return stop();
        store.update({ training: 1 });
        clock = { at: window.performance.now(), due: 1, frames: 1 };
        window.requestAnimationFrame(frame);
      },
      "train-update": () => goTo(train().update + 1),
      "train-epoch"() {
        const { updatesPerEpoch } = /** @type {import("../training/run.js").Run} */ (study().run).training;
        goTo((Math.floor(train().update / updatesPerEpoch) + 1) * updatesPerEpoch);
      },
      "train-start": () => goTo(0),
      "train-trail": chooseTrail,
      "train-feature": (/** @type {Element} */ button) =>
        void toggleFeature(button.getAttribute("data-feature") ?? ""),
      /** @param {Element} button */
      "train-program"(button) {
        const { run } = study();
        const { network } = store.state().source;
        const framework = /** @type {any} */ (button.getAttribute("data-framework"));
        if (!run || !network) return;
        const { update, start } = train();
        const text = runProgram(
          model().graph,
          network,
          start ?? store.state().leaves,
          run,
          update,
          framework,
        );
        handOut(surroundings, `run-${framework}.py`, text);
      },
      "train-versus": () => reset({ versus: train().versus ? null : settingsNow(store.state()) }),
      /**
       * An update becomes an exercise, in the moment before it: what it makes is still to be found.
       * @param {Element} button
       */
      "train-exercise"(button) {
        const wanted = /** @type {TrainChoices["exercise"]} */ (button.getAttribute("data-exercise"));
        const { run } = study();
        if (!run) return store.update({ tool: "train" });
        const opened = train().opened || Math.max(train().update, USUAL_UPDATE);
        run.extendTo(opened);
        const before = stateAfter(model().graph, store.state(), opened - 1);
        const exercise = train().exercise === wanted && store.state().tool === "train" ? "" : wanted;
        store.update({
          tool: "train",
          training: 0,
          ...before,
          train: Object.freeze({ ...before.train, exercise, opened: Math.min(opened, run.length) }),
        });
        document.querySelector(".opened-update")?.scrollIntoView({ block: "nearest" });
      },
      "train-rows": (/** @type {Element} */ button) =>
        look({ rows: Number(button.getAttribute("data-from")) }),
      "train-open": () =>
        look({ exercise: "", opened: train().opened > 0 ? 0 : Math.max(train().update, 1) }),
      /**
       * One sample of an opened update, in the lesson above, with the weights of that moment.
       * @param {Element} button
       */
      "train-sample"(button) {
        const { run, data, set } = study();
        if (!run || !data) return;
        const { graph } = model();
        const { opened } = train();
        const before = stateAfter(graph, store.state(), opened - 1);
        const sample = Number(button.getAttribute("data-sample"));
        // In a bug, one of the test set may be in the batch.
        const [from, rows, k] =
          sample < data.learned.length
            ? [data.learning, data.learned, sample]
            : [data.testing, data.tested, sample - data.learned.length];
        const leaves = Object.freeze(leavesOfSample(from, graph, before.leaves, k));
        store.update({
          step: 1,
          training: 0,
          ...(set === FILE_SET ? { sample: rows[k] + 1 } : {}),
          leaves,
          train: Object.freeze({ ...before.train, opened }),
        });
      },
    },
    choices: {
      ...points.choices,
      "train-set": (set) => (set === "own" ? points.own() : reset({ set, frame: null, point: 0 })),
      "train-optimizer": name("optimizer"),
      "train-schedule": name("schedule"),
      "train-feature"(text) {
        const { network } = store.state().source;
        const isRead =
          !network || inputNames(shapeOf(network)).includes(text.replace(/\s+/g, "")) || text.trim() === "";
        const taken = isRead || toggleFeature(text);
        const field = surroundings.document.querySelector('input[data-field="train-feature"]');
        if (taken && field) /** @type {HTMLInputElement} */ (field).value = "";
        return taken;
      },
      "train-parameter": (parameter) => look({ parameter }),
      "train-across": planeWith(0),
      "train-up": planeWith(1),
      "train-pace": (pace) => look({ pace }),
      "train-noise": number("noise", 0, 1),
      "train-scale": number("scale", ...SCALE_REACH),
      "train-count": number("count", 2, MOST_SAMPLES, true),
      "train-seed": number("dataSeed", 0, LARGEST_DATA_SEED, true),
      "train-batch": number("batch", 0, MOST_SAMPLES, true),
      "train-span": number("span", 1, MOST_UPDATES, true),
      "train-l1": number("l1", 0, 1),
      "train-l2": number("l2", 0, 1),
      "train-clip": number("clip", 0, 1e6),
      "train-until"(text) {
        const until = commands.numberIn(text, 0, 1e6);
        if (until !== null) look({ until });
        return until !== null;
      },
      "train-test": number("testShare", 0, 0.9),
      "train-rate"(text) {
        const taken = commands.setRate(text);
        if (taken) reset({});
        return taken;
      },
    },
    fields: {
      "train-time": (text) => goTo(Number(text)),
    },
  };
}
