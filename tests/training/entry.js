/** What the tests ask of training in JavaScript; bundled with them for V8. */
import { DATA_SETS, drawSamples, splitSamples } from "../../templates/scripts/engine/data.js";
import {
  columnsFor,
  columnsOf,
  featuresOf,
  featureSymbol,
  followers,
  readFeature,
} from "../../templates/scripts/engine/features.js";
import { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";
import { OPTIMIZERS } from "../../templates/scripts/engine/optimizers/table.js";
import { createPass } from "../../templates/scripts/engine/compiled/pass.js";
import { Random } from "../../templates/scripts/engine/random.js";
import { SCHEDULES } from "../../templates/scripts/engine/schedules.js";
import { Training } from "../../templates/scripts/engine/training.js";
import { areaAbove, contourOf } from "../../templates/scripts/training/contour.js";
import { readCsv, writeCsv } from "../../templates/scripts/training/csv.js";
import { ownSamples, pointsText, readPoints } from "../../templates/scripts/training/own.js";
import { alongGradient, findingsOf } from "../../templates/scripts/training/diagnosis.js";
import { mapOf, scoreOf } from "../../templates/scripts/training/picture.js";
import { runProgram } from "../../templates/scripts/training/program.js";
import { Run } from "../../templates/scripts/training/run.js";
import { dataFor, endsOf, misfit, targetsOf } from "../../templates/scripts/training/samples.js";
import {
  BUGS,
  computedLines,
  linesOf,
  SLIPS,
  updateHunt,
  updatePractice,
  updatePuzzle,
} from "../../templates/scripts/training/exercise.js";
import { FIRST_TOOL_CHOICES } from "../../templates/scripts/lesson/tools.js";
import {
  GRID,
  levelsOf,
  makeSurface,
  planeOf,
  Surface,
  surfaceOf,
} from "../../templates/scripts/training/surface.js";
import { layersOf, nearestTrail, trailOf, twoOf } from "../../templates/scripts/training/trails.js";
import { withFeature } from "../../templates/scripts/training/features.js";
import { openUpdate } from "../../templates/scripts/training/update.js";

export { withFeature };
export { columnsFor, columnsOf, featuresOf, featureSymbol, followers, readFeature };
export { areaAbove, contourOf, drawSamples, levelsOf, pointsText, readCsv, readPoints, writeCsv };

export const words = (seed, stream, count) => {
  const random = new Random(seed, stream);
  return Array.from({ length: count }, () => random.bits());
};

export const normals = (seed, count) => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.normal());
};

export const split = (count, share, seed) => {
  const { learned, tested } = splitSamples(count, share, seed);
  return [Array.from(learned), Array.from(tested)];
};

export const tables = () => ({
  sets: Object.keys(DATA_SETS),
  optimizers: Object.fromEntries(
    Object.entries(OPTIMIZERS).map(([name, { formula, state, settings, symbols }]) => [
      name,
      { formula, state, settings, symbols },
    ]),
  ),
  schedules: Object.fromEntries(Object.entries(SCHEDULES).map(([name, { formula }]) => [name, formula])),
});

export const rates = (name, eta, span, count) =>
  Array.from({ length: count }, (_, k) => SCHEDULES[name].rate(eta, k + 1, span));

const trainingOn = ({ network, inputs, targets, settings, held }) =>
  new Training(
    buildGraph(network),
    leafValues(network, network),
    {
      inputs: Float64Array.from(inputs.flat()),
      targets: Float64Array.from(targets.flat()),
      count: inputs.length,
    },
    settings,
    held,
  );

export function train(subject, updates) {
  const training = trainingOn(subject);
  const losses = Array.from({ length: updates }, () => training.update());
  return {
    losses,
    final: training.loss(),
    penalty: training.penalty(),
    names: training.names,
    parameters: Array.from(training.parameters),
  };
}

const runOn = (subject) =>
  new Run(
    () => trainingOn(subject),
    () => NaN,
  );

const rowsOf = ({ count, rowAt }) => Array.from({ length: count }, (_, place) => rowAt(place));

export function open(subject, updates, update, parameter) {
  const run = runOn(subject);
  run.extendTo(updates);
  const graph = buildGraph(subject.network);
  const opened = openUpdate(run, graph, createPass(graph), update, parameter);
  const arithmetic = computedLines(linesOf(opened), []).map(({ result }) => result);
  return { ...opened, rows: rowsOf(opened), arithmetic };
}

/** The parameters at moments that are asked for in any order. */
export function moments(subject, updates, wanted) {
  const run = runOn(subject);
  run.extendTo(updates);
  return wanted.map((update) => Array.from(run.momentAt(update).parameters));
}

export function ends(network, label, classes) {
  const found = endsOf(buildGraph(network));
  return {
    misfits: Object.fromEntries(Object.keys(DATA_SETS).map((set) => [set, misfit(found, set)])),
    targets: targetsOf(found, label, classes),
  };
}

export function data(network, choices) {
  const { points, learned, tested, learning, testing } = dataFor(
    endsOf(buildGraph(network), network.features),
    choices,
  );
  return {
    points,
    learned: Array.from(learned),
    tested: Array.from(tested),
    learning: Array.from(learning.inputs),
    targets: Array.from(learning.targets),
    testing: Array.from(testing.inputs),
  };
}

/** The sets that a network can learn from. */
export const setsThatFit = (network) =>
  Object.keys(DATA_SETS).filter((set) => misfit(endsOf(buildGraph(network), network.features), set) === null);

/** Where the decision of a network changes, with these samples, and how many of them are on the right side. */
export function boundaryOf(network, own) {
  const graph = buildGraph(network);
  const ends = endsOf(graph, network.features);
  const data = dataFor(ends, { set: "own", seed: 1, testShare: 0, own, ownClasses: 2 });
  const inputs = network.layers[0].weights[0].map(() => 0);
  const leaves = leafValues(network, { inputs, target: [0] });
  const { across, up, size, boundary } = mapOf({ ends, data }, graph, leaves, null);
  const right = scoreOf({ ends, data }, graph, leaves, data.learned);
  return { across, up, size, boundary, right };
}

/** Samples of a file as points: their labels, and the targets that are learned. */
export function labelled(network, given) {
  const found = endsOf(buildGraph(network));
  const { points, classes, learning } = dataFor(found, { set: "file", seed: 1, testShare: 0, given });
  return { labels: points.map(({ label }) => label), classes, targets: Array.from(learning.targets) };
}

export const own = (network, table) => ownSamples(endsOf(buildGraph(network)), table);

/** What is said of a run after so many updates, with the names of the neurons. */
export function findings(subject, updates) {
  const run = runOn(subject);
  run.extendTo(updates);
  const { parameters, update } = run.momentAt(updates);
  const graph = buildGraph(subject.network);
  const leaves = Object.fromEntries(run.names.map((name, k) => [name, parameters[k]]));
  const learning = run.training.samples;
  const data = { learning, learned: Int32Array.from({ length: learning.count }) };
  return findingsOf({ run, data }, graph, leaves, update).map(({ code, names }) => ({
    code,
    ...names,
    neurons: names.neurons?.map((index) => graph.nodes[index].name),
  }));
}

export function along(subject, rate) {
  const training = trainingOn({ ...subject, settings: { ...subject.settings, batch: 0 } });
  return alongGradient(training, training.leaves(), training.names, rate);
}

/** What is said of two curves: the loss and the test loss, an evaluation each. */
export function parted(losses, testLosses) {
  const evaluations = losses.map((loss, update) => ({ update, loss, testLoss: testLosses[update] }));
  const subject = { network: LINE, inputs: [[0], [1]], targets: [[0], [1]], settings: { rate: 0 } };
  const run = Object.assign(runOn(subject), { evaluations });
  const learning = run.training.samples;
  const graph = buildGraph(LINE);
  const data = { learning, learned: Int32Array.from([0, 1]) };
  const found = findingsOf({ run, data }, graph, run.training.leaves(), losses.length - 1);
  return found.filter(({ code }) => code === "overfitting").map(({ names }) => names);
}

const LINE = {
  inputs: [0],
  target: [0],
  layers: [{ activation: "identity", weights: [[1]], biases: [0] }],
  loss: "mse",
};

/** A run as a program. */
export function program(subject, updates, framework) {
  const run = runOn(subject);
  run.extendTo(updates);
  const { network } = subject;
  return runProgram(buildGraph(network), network, leafValues(network, network), run, updates, framework);
}

/** The trails of a run, the two parameters that are drawn, the layers of all, and what is nearest to places. */
export function trails(subject, updates, chosen, places) {
  const run = runOn(subject);
  run.extendTo(updates);
  return {
    names: run.names,
    trails: run.names.map((_, k) => trailOf(run, k)),
    two: twoOf(run, chosen)?.map((k) => run.names[k]),
    layers: layersOf(subject.network, buildGraph(subject.network), run.names),
    nearest: places.map(([update, number]) => nearestTrail(run, update, number)),
  };
}

/** A surface that is made a few places at a time; and what is shown meanwhile. */
export function surface(subject, updates, chosen, atATime) {
  const run = runOn(subject);
  run.extendTo(updates);
  const graph = buildGraph(subject.network);
  const moment = run.momentAt(updates);
  const leaves = Object.fromEntries(run.names.map((name, k) => [name, moment.parameters[k]]));
  const plane = planeOf({ run, other: null }, chosen);
  const before = surfaceOf(run, plane);
  const said = [];
  for (let calls = 0; calls < 2000 && said.at(-1) !== "there"; calls += 1) {
    let left = atATime;
    said.push(makeSurface(graph, run, plane, updates, leaves, false, () => (left -= 1) <= 0));
  }
  const shown = surfaceOf(run, plane);
  return {
    said,
    before,
    ...plane,
    pair: plane.pair.map((k) => run.names[k]),
    grid: GRID,
    losses: Array.from(shown.losses),
    extent: shown.extent(),
    read: shown.at(0.25, -0.75),
    after: Array.from(run.momentAt(updates).parameters),
    parameters: Array.from(moment.parameters),
  };
}

const openingOn = (subject, update, parameter) => {
  const run = runOn(subject);
  run.extendTo(update);
  const graph = buildGraph(subject.network);
  const { samples } = run.training;
  const { tested } = subject;
  const testing = {
    inputs: Float64Array.from((tested?.inputs ?? []).flat()),
    targets: Float64Array.from((tested?.targets ?? []).flat()),
    count: tested?.inputs.length ?? 0,
  };
  return { run, data: { learning: samples, testing }, graph, pass: createPass(graph), update, parameter };
};

const asked = (level) => ({ ...FIRST_TOOL_CHOICES, level, leaves: null });

/** The lines of an update with what they give, and which of them a level asks for. */
export function updateAsked(subject, update, parameter, level) {
  const practice = updatePractice(openingOn(subject, update, parameter), asked(level));
  return practice.arithmetic.lines.map(({ kind }, k) => ({
    kind,
    result: practice.lines[k].result,
    asked: practice.questions[k] !== null,
  }));
}

/** What is said to a number that is typed where a line is asked for. */
export function updateDiagnosis(subject, update, parameter, kind, typed) {
  const practice = updatePractice(openingOn(subject, update, parameter), asked(3));
  const question = practice.questions.find((each) => each?.kind === kind);
  return practice.diagnose(question, typed).mistake;
}

/** The puzzles of some numbers: which bug, where, and the numbers that are shown. */
export function updatePuzzles(subject, update, parameter, numbers) {
  const opening = openingOn(subject, update, parameter);
  return numbers.map((number) => {
    const puzzle = updatePuzzle(opening, number);
    if (!puzzle) return null;
    const { name, steps, opened, arithmetic, changes } = puzzle;
    const kinds = ["samples", ...arithmetic.lines.map(({ kind }) => kind)];
    const hunt = updateHunt(opening, { ...asked(1), bug: number });
    return {
      name,
      wrong: steps.map((step) => kinds[step]),
      samples: rowsOf(opened).map(({ sample }) => sample),
      results: Object.fromEntries(
        computedLines(arithmetic, changes).map(({ result }, k) => [kinds[k + 1], result]),
      ),
      verdicts: kinds.map((kind, step) => [kind, hunt.verdict(step)]),
    };
  });
}

export const exercises = () => ({
  bugs: Object.keys(BUGS),
  slips: Object.keys(SLIPS),
  kinds: Object.values(OPTIMIZERS).flatMap(({ formula }) => {
    const penalty = { l1: 1, l2: 1, share: 1 };
    const clip = { factor: 0.5, longest: 1, norm: 2 };
    const opened = { rows: [{ gradient: 1 }], penalty, clip, given: { w: 1, g: 1 }, formula };
    return linesOf(opened).lines.map(({ kind }) => kind);
  }),
});

export const extentOf = (losses) => Surface.prototype.extent.call({ losses });
