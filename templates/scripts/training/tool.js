/**
 * The tool "train": what is chosen in it, how the address writes it, and the run that follows from that.
 *
 * A run is not kept in the state: the weights it began with and its settings are, with the number of updates;
 * the same choices always give the same run.
 *
 * @typedef {import("./samples.js").DataChoices} DataChoices
 * @typedef {import("../engine/data.js").Point} Point
 * @typedef {Readonly<Record<string, number>>} Leaves
 * @typedef {object} State what a run follows from
 * @property {TrainChoices} train
 * @property {Leaves} leaves
 * @property {number} rate
 * @property {readonly string[] | null} [fixed] what no step moves
 * @property {Learned} [source]
 *
 * @typedef {object} Learned what a lesson is about, as far as this tool asks
 * @property {import("../engine/sample.js").Batch} samples
 * @property {import("../engine/network.js").Network | null} [network]
 * @property {readonly string[] | null} [fixed]
 *
 * @typedef {object} TrainChoices
 * @property {string} set what is learned from; "": the network's own samples if it has several, else the first
 *   set that fits it
 * @property {number} dataSeed
 * @property {number} count
 * @property {number} noise
 * @property {number} scale what the inputs of a set are multiplied by
 * @property {string} playground a seed by which TensorFlow Playground draws its sets; "": they are drawn as ours are
 * @property {number | null} testShare null: as is usual
 * @property {readonly Point[]} own
 * @property {number} ownClasses
 * @property {string} optimizer
 * @property {number} batch samples an update; 0 for all
 * @property {boolean} shuffle
 * @property {string} schedule
 * @property {number} span
 * @property {number} l1
 * @property {number} l2
 * @property {number} clip
 * @property {number} update how many updates have been made
 * @property {Leaves | null} start the weights before the first of them; null: the present ones
 * @property {number} opened the update that is looked into, from 1; 0 for none
 * @property {number} rows from which of its samples on the opened update shows some, from 0
 * @property {string} parameter whose arithmetic is shown, and whose trail; "" for the first that moves
 * @property {readonly [string, string]} plane over which two parameters the loss is drawn; "" for any
 * @property {"" | "practise" | "bug"} exercise what the opened update is for, if it is not only shown
 * @property {string} pace a name of PACES
 * @property {number} until a run stops where its loss is below this; 0: nowhere
 * @property {Versus | null} versus the settings of a run beside it, from the same weights
 * @property {number} point the sample that is looked at, from 1; 0 for none
 * @property {number} adds the label of a sample that is placed
 * @property {readonly number[] | null} frame from where to where the picture goes while samples are placed in
 *   it: left, right, low, high
 *
 * @typedef {object} Study what the tool works on
 * @property {import("./samples.js").Ends} ends
 * @property {string} set
 * @property {readonly string[]} sets those that fit
 * @property {import("./samples.js").Data | null} data null where no set fits
 * @property {import("./run.js").Run | null} run
 * @property {import("./run.js").Run | null} other the one beside it, if there is one
 *
 * @typedef {Readonly<Partial<TrainChoices & {rate: number}>>} Versus by the names in COMPARED
 */
import { largestDifference } from "../engine/check.js";
import { DATA_SETS } from "../engine/data.js";
import { OPTIMIZERS } from "../engine/optimizers/table.js";
import { PLAYGROUND_SEED } from "../engine/playground.js";
import { SCHEDULES } from "../engine/schedules.js";
import { Training } from "../engine/training.js";
import { BUGS_TOOL } from "../lesson/bugs.js";
import { PRACTICE } from "../lesson/practice.js";
import { withParameters } from "../lesson/samples.js";
import { ownFits, pointsText, readPoints } from "./own.js";
import { dataFor, endsOf, labelled, misfit } from "./samples.js";
import { Run } from "./run.js";

export const OPTIMIZER_NAMES = Object.freeze(Object.keys(OPTIMIZERS));
export const SCHEDULE_NAMES = Object.freeze(Object.keys(SCHEDULES));
export const LARGEST_DATA_SEED = 999999;
export const SCALE_REACH = /** @type {const} */ ([0.001, 1000]);
export const MOST_SAMPLES = 5000;
export const MOST_UPDATES = 100000;
/** How many updates a second a run makes: few enough to watch each, or as many as there is time for. */
export const PACES = Object.freeze({ slow: 4, normal: 60, fast: Infinity });

/** The set that a network's own samples are. */
export const FILE_SET = "file";
/** Of samples that are drawn, so many are kept for a test; those of a file are all learned from. */
const USUAL_TEST_SHARE = 0.2;

/** A run of its own starts from here, and takes nothing over from the one before. */
const BEFORE = Object.freeze({ update: 0, start: null, opened: 0 });

/** @type {TrainChoices} */
const FIRST = Object.freeze({
  set: "",
  dataSeed: 1,
  count: 200,
  noise: 0.05,
  scale: 1,
  playground: "",
  testShare: null,
  own: Object.freeze([]),
  ownClasses: 0,
  optimizer: "gradient_descent",
  batch: 10,
  shuffle: true,
  schedule: "constant",
  span: 100,
  l1: 0,
  l2: 0,
  clip: 0,
  rows: 0,
  parameter: "",
  exercise: "",
  plane: Object.freeze(/** @type {const} */ (["", ""])),
  pace: "normal",
  until: 0,
  versus: null,
  point: 0,
  adds: 1,
  frame: null,
  ...BEFORE,
});

/** What two runs beside each other may differ in: they have the same samples. */
const COMPARED = /** @type {const} */ ([
  "optimizer",
  "rate",
  "batch",
  "shuffle",
  "schedule",
  "span",
  "l1",
  "l2",
  "clip",
]);

/**
 * Those that make another run; the rest is how one looks at it. The rate is the lesson's.
 * @type {(keyof TrainChoices)[]}
 */
const SETTINGS = [
  "set",
  "dataSeed",
  "count",
  "noise",
  "scale",
  "playground",
  "testShare",
  "own",
  "ownClasses",
  ...COMPARED.filter((name) => name !== "rate"),
];

/**
 * The present settings, for a run beside others.
 * @param {{train: TrainChoices, rate: number}} state
 * @returns {Versus}
 */
export const settingsNow = ({ train, rate }) =>
  Object.freeze(Object.fromEntries(COMPARED.map((name) => [name, name === "rate" ? rate : train[name]])));

/**
 * In what the run beside the present one differs from it: the names, and what it has.
 * @param {{train: TrainChoices, rate: number}} state
 * @returns {[string, any][]}
 */
export function differences(state) {
  const now = settingsNow(state);
  return Object.entries(state.train.versus ?? {}).filter(([name, value]) => Reflect.get(now, name) !== value);
}

/**
 * Whether choices are about another run, or another moment of it; not only about how one looks at it.
 * @param {TrainChoices} one
 * @param {TrainChoices} other
 */
export const isAnotherMoment = (one, other) =>
  one !== other &&
  [...SETTINGS, "versus", "update", "start"].some(
    (name) => Reflect.get(one, name) !== Reflect.get(other, name),
  );

/**
 * Choices with other settings: the run begins anew, from where it began.
 * @param {TrainChoices} train
 * @param {Partial<TrainChoices>} patch
 * @returns {TrainChoices}
 */
export const withSettings = (train, patch) =>
  Object.freeze({
    ...train,
    ...BEFORE,
    // Who asks for other samples asks for ours.
    ...(DRAWN.some((name) => name in patch) ? { playground: "" } : {}),
    ...patch,
  });

/** What samples are drawn by, where they are drawn as elsewhere. */
const DRAWN = ["set", "dataSeed", "count", "scale"];

/**
 * A key of the address for a number.
 * @param {keyof TrainChoices} name
 * @param {number} least
 * @param {number} most
 * @param {{whole?: boolean}} [kind]
 * @returns {import("../lesson/tools.js").ToolKey}
 */
function numberKey(name, least, most, { whole = false } = {}) {
  return {
    expected: `${least} … ${most}`,
    read: (text) => {
      const number = /^\d*\.?\d+(e[+-]?\d+)?$|^\d+\.$/i.test(text) ? Number(text) : NaN;
      const fits = number >= least && number <= most && (!whole || Number.isInteger(number));
      return fits ? { train: { [name]: number } } : null;
    },
    write: (choices) => writtenChoice(choices, name),
  };
}

/**
 * @param {string} text `optimizer:adam,rate:0.1`
 * @param {import("../lesson/steps.js").Lesson} lesson
 * @returns {{train: {versus: Versus}} | null}
 */
function readVersus(text, lesson) {
  /** @type {Record<string, import("../lesson/tools.js").ToolKey>} */
  const keys = TRAIN.keys;
  const read = text.split(",").map((pair) => {
    const [name, value = ""] = pair.split(":");
    if (name === "rate") return /^-?[\d.]+(e[+-]?\d+)?$/i.test(value) ? { rate: Number(value) } : null;
    if (name === "shuffle") return /^(?:true|false)$/.test(value) ? { shuffle: value === "true" } : null;
    return COMPARED.some((known) => known === name) ? keys[name].read(value, lesson, {})?.train : null;
  });
  const fits = read.every((each) => each && Object.values(each).every((value) => !Number.isNaN(value)));
  return fits ? { train: { versus: Object.freeze(Object.assign({}, ...read)) } } : null;
}

/**
 * One's own samples as a link has them; null where there are none, or too many.
 * @param {import("../lesson/tools.js").ToolChoices} choices
 */
const pointsOf = ({ train }) => (train.set === "own" ? pointsText(train) : null);

/**
 * What is chosen, unless it goes without saying.
 * @param {import("../lesson/tools.js").ToolChoices} choices
 * @param {keyof TrainChoices} name
 */
function writtenChoice({ train, source }, name) {
  const usual = firstFor(source);
  return train[name] === usual[name] ? null : String(train[name]);
}

/**
 * What is chosen where nobody has chosen anything: what the network's file says, and else the usual.
 * @param {{training?: Partial<TrainChoices> | null}} [source]
 * @returns {TrainChoices}
 */
export const firstFor = (source) =>
  source?.training ? Object.freeze({ ...FIRST, ...source.training }) : FIRST;

/**
 * A key of the address for one of several names.
 * @param {keyof TrainChoices} name
 * @param {readonly string[]} names
 * @returns {import("../lesson/tools.js").ToolKey}
 */
const nameKey = (name, names) => ({
  expected: names.join(", "),
  read: (text) => (names.includes(text) ? { train: { [name]: text } } : null),
  write: (choices) => writtenChoice(choices, name),
});

/**
 * A key of another tool, for an exercise that has to do with the same.
 * @param {string} exercise
 * @param {import("../lesson/tools.js").ToolKey} key
 * @returns {import("../lesson/tools.js").ToolKey}
 */
const ofExercise = (exercise, key) => ({
  ...key,
  write: (choices, lesson) => (choices.train.exercise === exercise ? key.write(choices, lesson) : null),
});

/** @satisfies {import("../lesson/tools.js").Tool} */
export const TRAIN = {
  // Whether a run is going on is no part of what undo takes back, nor is what is pointed at.
  first: {
    train: FIRST,
    /** Which frame of a run that is going on; 0 where none is. */
    training: 0,
    /** A place in the trails or on the loss surface. */
    reading: /** @type {{of: string, at: [number, number]} | null} */ (null),
    /** How many loss surfaces have been computed. */
    surfaces: 0,
  },
  firstFor: (source) => ({ train: firstFor(source) }),
  keys: {
    data: {
      ...nameKey("set", [FILE_SET, ...Object.keys(DATA_SETS)]),
      // Samples that are too many for a link are none of these: who opens it hears so.
      write: (choices) => (pointsOf(choices) === null ? writtenChoice(choices, "set") : null),
    },
    points: {
      expected: "2;x1,x2,0;x1,x2,1",
      read(text) {
        const own = readPoints(text);
        return own && { train: { ...own, set: "own" } };
      },
      write: pointsOf,
    },
    dataseed: numberKey("dataSeed", 0, LARGEST_DATA_SEED, { whole: true }),
    samples: numberKey("count", 2, MOST_SAMPLES, { whole: true }),
    noise: numberKey("noise", 0, 1),
    scale: numberKey("scale", ...SCALE_REACH),
    playground: {
      expected: "0.5",
      read: (text) => (PLAYGROUND_SEED.test(text) ? { train: { playground: text } } : null),
      write: (choices) => writtenChoice(choices, "playground"),
    },
    test: numberKey("testShare", 0, 0.9),
    optimizer: nameKey("optimizer", OPTIMIZER_NAMES),
    batch: numberKey("batch", 0, MOST_SAMPLES, { whole: true }),
    shuffle: {
      expected: "0, 1",
      read: (text) => (text === "0" || text === "1" ? { train: { shuffle: text === "1" } } : null),
      write: ({ train }) => (train.shuffle ? null : "0"),
    },
    schedule: nameKey("schedule", SCHEDULE_NAMES),
    span: numberKey("span", 1, MOST_UPDATES, { whole: true }),
    l1: numberKey("l1", 0, 1),
    l2: numberKey("l2", 0, 1),
    clip: numberKey("clip", 0, 1e6),
    until: numberKey("until", 0, 1e6),
    versus: {
      expected: "optimizer:adam,rate:0.1",
      read: readVersus,
      write: (choices) =>
        differences(/** @type {any} */ (choices))
          .map((pair) => pair.join(":"))
          .join(",") || null,
    },
    update: numberKey("update", 0, MOST_UPDATES, { whole: true }),
    parameter: {
      expected: "w11",
      read: (text, { graph }) => (text in graph.index ? { train: { parameter: text } } : null),
      write: (choices) => writtenChoice(choices, "parameter"),
    },
    plane: {
      expected: "w11,b1",
      read(text, { graph }) {
        const plane = text.split(",");
        return plane.length === 2 && plane.every((name) => name in graph.index) ? { train: { plane } } : null;
      },
      write: ({ train }) => (train.plane[0] || train.plane[1] ? train.plane.join() : null),
    },
    exercise: nameKey("exercise", ["practise", "bug"]),
    bug: ofExercise("bug", BUGS_TOOL.keys.bug),
    level: ofExercise("practise", PRACTICE.keys.level),
    look: numberKey("opened", 0, MOST_UPDATES, { whole: true }),
  },
  // A run is written as where it began and how many updates it made, and made again when it is opened.
  leavesWritten: (graph, { train, leaves }) =>
    train.start === null ? leaves : withParameters(graph, leaves, train.start),
  settled(graph, choices) {
    const { versus } = choices.train;
    const now = settingsNow(/** @type {any} */ (choices));
    const train = versus ? { ...choices.train, versus: Object.freeze({ ...now, ...versus }) } : choices.train;
    const state = /** @type {any} */ ({ ...choices, train });
    const { run } = studyOf(graph, state);
    run?.extendTo(train.opened);
    const after = stateAfter(graph, state, train.update);
    const opened = Math.min(train.opened, run?.length ?? 0);
    return { ...after, train: Object.freeze({ ...after.train, opened }) };
  },
};

/**
 * What is chosen where a network is made into another one: the samples that its file had go on as one's own.
 * @param {import("../engine/graph.js").Graph} graph before
 * @param {{train: TrainChoices, source: Learned}} state
 * @returns {{train?: TrainChoices}}
 */
export function keptSamples(graph, { train, source: { samples, network } }) {
  if (samples.length < 2 || (train.set !== "" && train.set !== FILE_SET)) return {};
  const ends = endsOf(graph, network?.features);
  const { points, classes } = labelled(ends, samples);
  // A point has one label: several numbers to come near are no class.
  if (classes === 0 && ends.outputs > 1) return {};
  return { train: withSettings(train, { set: "own", own: Object.freeze(points), ownClasses: classes }) };
}

/**
 * The names of the sets that a network can learn from.
 * @param {import("./samples.js").Ends} ends
 * @param {import("../engine/sample.js").Batch} samples its own
 */
const fittingSets = (ends, samples) => [
  ...(samples.length > 1 ? [FILE_SET] : []),
  ...Object.keys(DATA_SETS).filter((set) => misfit(ends, set) === null),
];

/**
 * The set that is learned from: the chosen one, or the first that fits; "" where none does.
 * @param {import("./samples.js").Ends} ends
 * @param {readonly string[]} fitting
 * @param {TrainChoices} train
 */
function setInForce(ends, fitting, { set, own, ownClasses }) {
  if (set === "own" && ownFits(ends, { own, ownClasses })) return set;
  return [set, ...USUAL_SETS].find((name) => fitting.includes(name)) ?? fitting[0] ?? "";
}

/** Of those that fit, what is shown first: circles, which no line parts, and a few neurons learn at once. */
const USUAL_SETS = [FILE_SET, "circles"];

/** @type {readonly string[]} */
const NONE = Object.freeze([]);

/** The last study of each graph: who looks at the same run again gets it as it is. */
const studies = /** @type {WeakMap<object, {key: unknown[], start: Leaves, study: Study}>} */ (new WeakMap());

/**
 * What the tool works on, with the choices that are made.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {State} state
 * @returns {Study}
 */
export function studyOf(graph, { train, leaves, rate, fixed, source }) {
  const start = train.start ?? leaves;
  const held = fixed ?? source?.fixed ?? NONE;
  // Asked many times a frame: what is the same is the same object.
  const key = [rate, held, train.versus, ...SETTINGS.map((name) => train[name])];
  const kept = studies.get(graph);
  const isSame = kept && key.every((one, k) => Object.is(one, kept.key[k]));
  if (isSame && sameParameters(graph, kept.start, start)) return kept.study;
  const ends = endsOf(graph, source?.network?.features);
  const samples = source?.samples ?? [];
  const sets = fittingSets(ends, samples);
  const set = setInForce(ends, sets, train);
  const testShare = train.testShare ?? (set === FILE_SET ? 0 : USUAL_TEST_SHARE);
  const chosen = { ...train, set, testShare, seed: train.dataSeed, given: set === FILE_SET ? samples : null };
  const data = set === "" ? null : dataFor(ends, chosen);
  const runWith = (/** @type {Versus} */ versus) =>
    data && runOn(graph, start, data, { ...train, ...versus }, versus.rate ?? rate, held);
  const study = {
    ends,
    set,
    sets,
    data,
    run: runWith({}),
    other: differences({ train, rate }).length > 0 ? runWith(train.versus ?? {}) : null,
  };
  studies.set(graph, { key, start, study });
  return study;
}

/**
 * How far the losses of a run are from NumPy's, which the build has made; null where the run is another than
 * the file's, or has not come to where there is one.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {State & {source: Learned & {trained?: [number, number][] | null, training?: any, rate?: number | null}}} state
 * @param {Leaves} first the leaves as the file has them
 * @param {number} usualRate
 * @returns {{updates: number[], difference: number} | null}
 */
export function proofOf(graph, { train, leaves, rate, fixed = null, source }, first, usualRate) {
  const usual = firstFor(source);
  const isFiles =
    fixed === null &&
    rate === usualRate &&
    SETTINGS.every((name) => train[name] === usual[name]) &&
    sameParameters(graph, train.start ?? leaves, first);
  const { run } = studyOf(graph, { train, leaves, rate, fixed, source });
  const reached = (source.trained ?? []).filter(([update]) => update <= (run?.length ?? 0));
  if (!run || !isFiles || reached.length === 0) return null;
  const losses = reached.map(([update]) => run.lossAt(update));
  run.restore(train.update);
  return {
    updates: reached.map(([update]) => update),
    difference: largestDifference(
      losses,
      reached.map(([, loss]) => loss),
    ),
  };
}

/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} start
 * @param {import("./samples.js").Data} data
 * @param {TrainChoices} train
 * @param {number} rate
 * @param {readonly string[]} held
 */
function runOn(graph, start, { learning, testing, learned }, train, rate, held) {
  const { optimizer, batch, shuffle, schedule, span, l1, l2, clip, dataSeed: seed } = train;
  const settings = {
    optimizer,
    rate,
    // A batch that is larger than the set is the set.
    batch: batch >= learned.length ? 0 : batch,
    shuffle,
    schedule,
    span,
    l1,
    l2,
    clip,
    seed,
  };
  const trainingOn = (/** @type {import("../engine/sample.js").Samples} */ samples) =>
    new Training(
      graph,
      start,
      samples,
      { ...settings, batch: samples === learning ? settings.batch : 0 },
      held,
    );
  const tester = testing.count > 0 ? trainingOn(testing) : null;
  return new Run(
    () => trainingOn(learning),
    (parameters) => tester?.lossWith(parameters) ?? NaN,
  );
}

/**
 * Whether leaves have the same parameters: a run does not depend on the sample that the lesson shows.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Leaves} one
 * @param {Leaves} other
 */
const sameParameters = ({ nodes }, one, other) =>
  one === other ||
  nodes.every(
    ({ op, role, name }) =>
      op !== "leaf" || role === "input" || role === "target" || Object.is(one[name], other[name]),
  );

/**
 * A state after so many updates of its run, or after fewer where it diverges before.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {State} state
 * @param {number} wanted
 * @returns {{train: TrainChoices, leaves: Leaves}} what changes
 */
export function stateAfter(graph, state, wanted) {
  const { train, leaves } = state;
  const { run, other } = studyOf(graph, state);
  if (!run) return { train, leaves };
  other?.extendTo(Math.min(Math.max(wanted, 0), MOST_UPDATES));
  run.extendTo(Math.min(Math.max(wanted, 0), MOST_UPDATES));
  const { parameters, update } = run.momentAt(wanted);
  const moved = Object.fromEntries(run.names.map((name, k) => [name, parameters[k]]));
  return {
    leaves: Object.freeze({ ...leaves, ...moved }),
    train: Object.freeze({
      ...train,
      update,
      opened: train.opened > 0 ? Math.max(update, 1) : 0,
      start: update > 0 ? (train.start ?? leaves) : null,
    }),
  };
}
