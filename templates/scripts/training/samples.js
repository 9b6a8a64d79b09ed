/**
 * Samples for a network: which sets fit it, and how a label becomes its targets.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("../engine/sample.js").Samples} Samples
 * @typedef {import("../engine/data.js").Point} Point
 *
 * @typedef {object} Ends what a network reads and gives
 * @property {number} inputs
 * @property {import("../engine/features.js").Features} features what the inputs are of a sample's columns
 * @property {number} outputs
 * @property {import("../engine/targets.js").TargetRule} rule of its loss
 * @property {boolean} signed whether its outputs lie around 0, so that two classes are −1 and 1
 *
 * @typedef {object} DataChoices which samples are learned from
 * @property {string} set a name of DATA_SETS, or "own", or "file"
 * @property {import("../engine/sample.js").Batch | null} [given] a file's samples, if these are learned from
 * @property {number} seed
 * @property {number} count
 * @property {number} noise
 * @property {number} [scale]
 * @property {string} [playground] a seed by which TensorFlow Playground draws such samples; "" if they are ours
 * @property {number} testShare
 * @property {readonly Point[]} own points that were placed or pasted
 * @property {number} ownClasses how many classes they have; 0 where labels are numbers
 *
 * @typedef {object} Data
 * @property {readonly Point[]} points each with its columns, and its class or the first of its targets
 * @property {number} columns
 * @property {number} classes 0 where labels are numbers
 * @property {number} testShare
 * @property {Int32Array} learned the numbers of the points that are learned from
 * @property {Int32Array} tested likewise
 * @property {Samples} learning
 * @property {Samples} testing
 */
import { DATA_SETS, drawSamples, splitSamples } from "../engine/data.js";
import { columnsFor, featuresOf } from "../engine/features.js";
import { OPS } from "../engine/operations/table.js";
import { drawPlayground, isPlaygroundSet, splitPlayground } from "../engine/playground.js";
import { packed } from "../engine/sample.js";
import { fittingTargets } from "../engine/targets.js";

/**
 * @param {Graph} graph
 * @param {import("../engine/features.js").Features} [features] of its network
 * @returns {Ends}
 */
export function endsOf({ nodes }, features = null) {
  const outputs = nodes.filter(({ role }) => role === "output");
  return {
    inputs: nodes.filter(({ role }) => role === "input").length,
    features,
    outputs: outputs.length,
    rule: OPS[nodes[nodes.length - 1].op].targets,
    signed: outputs.every(({ op }) => op === "tanh"),
  };
}

/**
 * How many columns samples for a network have: of one that reads features, so many at least.
 * @param {Ends} ends
 */
export const columnsOfEnds = ({ inputs, features }) => (features ? columnsFor(features) : inputs);

/**
 * Whether a network can read samples of so many columns.
 * @param {Ends} ends
 * @param {number} columns
 */
export const readsColumns = (ends, columns) =>
  ends.features ? columns >= columnsOfEnds(ends) : columns === ends.inputs;

/**
 * How many classes a network with these ends tells apart: two with one output, else one an output; none where
 * its loss is about numbers, unless labels are classes all the same.
 * @param {Ends} ends
 */
export const classesOf = ({ outputs }) => (outputs === 1 ? 2 : outputs);

/**
 * Whether a network can learn from a set, and if not, which phrase of content/interface.toml says why.
 * @param {Ends} ends
 * @param {string} set
 * @returns {string | null}
 */
export function misfit(ends, set) {
  const { inputs, classes } = DATA_SETS[set];
  if (!readsColumns(ends, inputs)) return "inputs";
  if (classes.length > 0) return classes.includes(classesOf(ends)) ? null : "classes";
  return ends.outputs === 1 && ends.rule.range === null ? null : "numbers";
}

/**
 * The targets of a label: of a number, itself; of a class, what the loss takes nearest to 1 for it and 0 for
 * all others.
 * @param {Ends} ends
 * @param {number} label
 * @param {number} classes 0 for a number
 * @returns {number[]}
 */
export function targetsOf({ outputs, rule, signed }, label, classes) {
  if (classes === 0) return [label];
  const shares = outputs === 1 ? [label] : Array.from({ length: outputs }, (_, k) => (k === label ? 1 : 0));
  const ofSigns = signed && rule.range === null ? shares.map((share) => 2 * share - 1) : shares;
  return fittingTargets(rule, ofSigns);
}

/**
 * @param {Ends} ends
 * @param {DataChoices} choices
 */
function pointsOf(ends, { set, seed, count, noise, scale, playground, own, ownClasses }) {
  if (set === "own") return { points: own, classes: ownClasses };
  const classes = DATA_SETS[set].classes.length > 0 ? classesOf(ends) : 0;
  if (playground && isPlaygroundSet(set)) {
    return { points: drawPlayground(set, playground, count, noise).points, classes };
  }
  return { points: drawSamples(set, { seed, count, noise, scale, classes }), classes };
}

/**
 * Samples of a file as points: in classes, if each has the targets of one.
 * @param {Ends} ends
 * @param {import("../engine/sample.js").Batch} batch
 */
export function labelled(ends, batch) {
  const classes = classesOf(ends);
  const known = Array.from({ length: classes }, (_, k) => targetsOf(ends, k, classes).join());
  const labels = batch.map(({ target }) => known.indexOf(target.join()));
  const areClasses = !labels.includes(-1);
  const points = batch.map(({ inputs, columns, target }, k) => ({
    inputs: [...(columns ?? inputs)],
    label: areClasses ? labels[k] : target[0],
  }));
  return { points, classes: areClasses ? classes : 0 };
}

/**
 * @param {Ends} ends
 * @param {DataChoices} choices
 * @returns {Data}
 */
export function dataFor(ends, choices) {
  const { set, seed, testShare, playground, given } = choices;
  const { points, classes } = given ? labelled(ends, given) : pointsOf(ends, choices);
  const { learned, tested } =
    playground && isPlaygroundSet(set)
      ? splitPlayground(points.length, testShare)
      : splitSamples(points.length, testShare, seed);
  const samplesOf = (/** @type {Int32Array} */ chosen) =>
    packed(
      Array.from(
        chosen,
        (k) =>
          given?.[k] ?? {
            inputs: featuresOf(ends.features, points[k].inputs),
            target: targetsOf(ends, points[k].label, classes),
          },
      ),
    );
  return {
    points,
    columns: points[0].inputs.length,
    classes,
    testShare,
    learned,
    tested,
    learning: samplesOf(learned),
    testing: samplesOf(tested),
  };
}
