/**
 * When a run goes wrong, why: rules with the present numbers, each said only where it is true.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {Readonly<Record<string, number>>} Leaves
 * @typedef {{code: string, names: Record<string, string | number | number[]>}} Finding `code` is a key of the
 *   table [tools.train.findings] in content/interface.toml, whose sentence mentions the rest; what is a list
 *   are nodes
 */
import { OPS } from "../engine/operations/table.js";
import { normOf, Training } from "../engine/training.js";
import { createPredictor } from "./field.js";

/** A gradient shorter than this moves nothing that one would notice. */
const TINY = 1e-3;
/** Below this share of its first loss a run has learned something. */
const LEARNED = 0.5;
/** A slope below this is flat, if it is so for this share of the samples. */
const FLAT = { slope: 0.01, share: 0.9 };
/**
 * The curves have parted where the test loss is so many times its least, and has been above a part of that for so
 * many evaluations, while the loss is at most this share of what it was.
 */
const PARTED = { test: 1.25, above: 1.1, lasting: 8, loss: 0.95 };
/** The curvature is taken over this share of a unit along the gradient. */
const SPAN = 1e-4;

/**
 * @param {import("./tool.js").Study} study
 * @param {Graph} graph
 * @param {Leaves} leaves as they are by now
 * @param {number} update likewise
 * @returns {Finding[]}
 */
export function findingsOf(study, graph, leaves, update) {
  // The lesson may go on while the run stands still.
  if (last?.study === study && last.leaves === leaves && last.update === update) return last.findings;
  const findings = findIn(study, graph, leaves, update);
  last = { study, leaves, update, findings };
  return findings;
}

/** @type {{study: object, leaves: object, update: number, findings: Finding[]} | null} */
let last = null;

/**
 * @param {import("./tool.js").Study} study
 * @param {Graph} graph
 * @param {Leaves} leaves
 * @param {number} update
 * @returns {Finding[]}
 */
function findIn({ run, data }, graph, leaves, update) {
  if (!run || !data || update === 0) return [];
  const probe = new Training(graph, leaves, data.learning, { batch: 0, shuffle: false });
  return [
    ...divergence(run, probe, graph, leaves, update),
    ...stillness(run, probe, data, graph, leaves, update),
    ...parting(run, update),
  ];
}

/**
 * @param {import("./run.js").Run} run
 * @param {Training} probe
 * @param {Graph} graph
 * @param {Leaves} leaves
 * @param {number} update
 * @returns {Finding[]}
 */
function divergence(run, probe, graph, leaves, update) {
  if (run.diverged === null || update < run.diverged) return [];
  const size = (/** @type {string} */ name) =>
    Number.isNaN(leaves[name]) ? Infinity : Math.abs(leaves[name]);
  const largest = run.names.reduce((one, other) => (size(other) > size(one) ? other : one));
  const told = {
    code: "diverged",
    names: { update: run.diverged, parameter: [graph.index[largest]], value: leaves[largest] },
  };
  const { update: best } = run.evaluations.reduce((one, other) => (other.loss < one.loss ? other : one));
  const { parameters } = run.momentAt(best);
  const start = Object.fromEntries(run.names.map((name, k) => [name, parameters[k]]));
  const along = alongGradient(probe, { ...leaves, ...start }, run.names, run.training.settings.rate);
  run.restore(update);
  if (!(along.curvature > 0)) return [told];
  return [told, { code: "curvature", names: { update: best, limit: 2 / along.curvature, ...along } }];
}

/**
 * The loss along a step of plain descent: before, halfway, after; and how it is curved there.
 * @param {Training} probe
 * @param {Leaves} start
 * @param {readonly string[]} names of what moves
 * @param {number} rate
 */
export function alongGradient(probe, start, names, rate) {
  const slopesAt = (/** @type {Leaves} */ leaves) => {
    probe.lossWith(leaves);
    probe.readGradient(1);
    return names.map((name) => probe.gradient[probe.names.indexOf(name)]);
  };
  const slopes = slopesAt(start);
  const length = normOf(Float64Array.from(slopes));
  const moved = (/** @type {number} */ by) => ({
    ...start,
    ...Object.fromEntries(names.map((name, k) => [name, start[name] - by * slopes[k]])),
  });
  const further = slopesAt(moved(-SPAN / length));
  const curvature = slopes.reduce((sum, slope, k) => sum + ((further[k] - slope) * slope) / length, 0) / SPAN;
  return {
    curvature,
    rate,
    before: probe.lossWith(start),
    halfway: probe.lossWith(moved(rate / 2)),
    after: probe.lossWith(moved(rate)),
  };
}

/**
 * @param {import("./run.js").Run} run
 * @param {Training} probe
 * @param {import("./samples.js").Data} data
 * @param {Graph} graph
 * @param {Leaves} leaves
 * @param {number} update
 * @returns {Finding[]}
 */
function stillness(run, probe, { learning, learned }, graph, leaves, update) {
  if (run.diverged !== null && update >= run.diverged) return [];
  const { dead, flat } = flatUnits(graph, leaves, learning.inputs);
  const count = learned.length;
  const found = dead.length > 0 ? [{ code: "dead", names: { neurons: dead, count } }] : [];
  probe.readGradient(1);
  const norm = normOf(probe.gradient);
  const loss = probe.loss();
  const [first] = run.evaluations;
  if (norm > TINY || loss < LEARNED * first.loss) return found;
  const stuck = { code: "stuck", names: { norm, loss, first: first.loss } };
  return [stuck, ...(flat.length > 0 ? [{ code: "flat", names: { neurons: flat, count } }] : []), ...found];
}

/**
 * Hidden neurons whose activation is level for every sample, and those for which it nearly is for most.
 * @param {Graph} graph
 * @param {Leaves} leaves
 * @param {Float64Array} inputs
 */
function flatUnits(graph, leaves, inputs) {
  const predict = createPredictor(graph);
  /** @type {number[]} */
  const dead = [];
  /** @type {number[]} */
  const flat = [];
  const units = graph.nodes.flatMap(({ role, parents }, index) =>
    role === "hidden" && parents.length === 1 ? [index] : [],
  );
  const found = predict(
    leaves,
    inputs,
    units.flatMap((index) => [graph.nodes[index].parents[0], index]),
  );
  units.forEach((index, place) => {
    const { op } = graph.nodes[index];
    const [sums, values] = [found[2 * place], found[2 * place + 1]];
    const slopes = Array.from(sums, (z, k) => Math.abs(OPS[op].localDerivatives([z], values[k])[0]));
    const level = slopes.filter((slope) => slope < FLAT.slope).length;
    if (slopes.every((slope) => slope === 0)) dead.push(index);
    else if (level >= FLAT.share * slopes.length) flat.push(index);
  });
  return { dead, flat };
}

/**
 * @param {import("./run.js").Run} run
 * @param {number} update
 * @returns {Finding[]}
 */
function parting({ evaluations, diverged }, update) {
  const past = evaluations.filter((evaluation) => evaluation.update <= update);
  const now = past[past.length - 1];
  const best = past.reduce((one, other) => (other.testLoss < one.testLoss ? other : one), past[0]);
  const lately = past.slice(-PARTED.lasting);
  const parted =
    diverged === null &&
    lately.every(({ testLoss }) => testLoss > PARTED.above * best.testLoss) &&
    now.testLoss > PARTED.test * best.testLoss &&
    now.loss < PARTED.loss * best.loss;
  if (!parted) return [];
  const names = {
    update: best.update,
    test: best.testLoss,
    test_now: now.testLoss,
    loss: best.loss,
    now: now.loss,
  };
  return [{ code: "overfitting", names }];
}
