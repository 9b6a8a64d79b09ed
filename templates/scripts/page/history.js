/**
 * Undo and redo over every change of what the lesson is about (walking through the steps is no change). A
 * drag is one change: what follows within a moment at the same place joins what came before.
 *
 * @typedef {import("../model.js").Choices} Choices
 */
import { isAnotherMoment } from "../training/tool.js";

const REMEMBERED = ["source", "grain", "sample", "leaves", "rate", "fixed", "seed", "step", "train"];
/** Changes of the same numbers that follow each other within this time are one (ms). */
const ONE_CHANGE = 700;
const LONGEST_PAST = 200;
/** A change of the network stands for itself. */
const NETWORK = "network";

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {() => number} now milliseconds
 */
export function createHistory(store, now) {
  /** @type {Partial<Choices>[]} */
  let past = [];
  /** @type {Partial<Choices>[]} */
  let future = [];
  let moving = false;
  let last = { at: -Infinity, what: "" };

  store.subscribe((state, before) => {
    const what = whatChanged(state, before);
    if (moving || what === "") return;
    const joins = what !== NETWORK && what === last.what && now() - last.at < ONE_CHANGE;
    if (!joins) past = [...past, remembered(before)].slice(-LONGEST_PAST);
    future = [];
    last = { at: now(), what };
  });

  /**
   * @param {Partial<Choices>[]} from
   * @param {Partial<Choices>[]} to
   */
  function move(from, to) {
    const place = from.pop();
    if (!place) return;
    const present = store.state();
    to.push(remembered(present));
    moving = true;
    // The step is kept, but a lesson with other steps is shown where one left it.
    const sameSteps = place.source === present.source && place.grain === present.grain;
    store.update(sameSteps ? { ...place, step: present.step } : place);
    moving = false;
    last = { at: -Infinity, what: "" };
  }

  return {
    undo: () => move(past, future),
    redo: () => move(future, past),
    /** An address was opened: the browser's own way back leads to what was before. */
    forget() {
      past = [];
      future = [];
      last = { at: -Infinity, what: "" };
    },
  };
}

/**
 * @param {Choices} state
 * @returns {Partial<Choices>}
 */
const remembered = (state) =>
  Object.fromEntries(Object.entries(state).filter(([name]) => REMEMBERED.includes(name)));

/**
 * The leaves of the network that was asked about last: of a large one to list them takes longer than to
 * compare them.
 */
const namesListed = { source: /** @type {unknown} */ (null), names: /** @type {string[]} */ ([]) };

/** @param {Choices} state */
function leafNamesOf({ source, leaves }) {
  if (namesListed.source !== source) Object.assign(namesListed, { source, names: Object.keys(leaves) });
  return namesListed.names;
}

/**
 * Names what a change was about, so that a drag of one slider joins itself only.
 * @param {Choices} state
 * @param {Choices} before
 */
function whatChanged(state, before) {
  if (state.source !== before.source || state.seed !== before.seed) {
    return state.source.formula && before.source.formula && state.source.preset === null
      ? "formula"
      : NETWORK;
  }
  if (state.grain !== before.grain) return "grain";
  if (state.rate !== before.rate) return "rate";
  if (state.fixed !== before.fixed) return "fixed";
  if (state.sample !== before.sample) return "sample";
  if (isAnotherMoment(state.train, before.train)) {
    // That a run ends where a number is changed by hand follows from that change.
    if (before.train.start && !state.train.start && state.leaves === before.leaves) return "";
    const { own, point } = state.train;
    if (own !== before.train.own) return `sample ${point} of ${own.length}`;
    // All updates of a run are one change.
    return state.training || before.training ? "run" : "moment";
  }
  if (state.leaves === before.leaves) return "";
  return leafNamesOf(state)
    .filter((name) => state.leaves[name] !== before.leaves[name])
    .join();
}
