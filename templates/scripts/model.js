/**
 * Choices -> everything that is derived from them, as data: values, gradients, steps, explanations; how that is
 * written is the view's. The build and the browser call the same function, `derive`; what depends on the network
 * alone, its scene, is kept.
 *
 * @typedef {import("./engine/graph.js").Graph} Graph
 * @typedef {import("./lesson/steps.js").Lesson} Lesson
 * @typedef {import("./lesson/steps.js").Step} Step
 * @typedef {import("./lesson/explain.js").Explanation} Explanation
 *
 * @typedef {object} NetworkData a network file, as the build embeds it
 * @property {string} title
 * @property {string} summary
 * @property {import("./engine/network.js").Network} [network] either this
 * @property {import("./engine/sample.js").Batch} [samples] with one or more of these
 * @property {import("./lesson/formulas.js").FormulaSource} [formula] or this
 * @property {Record<string, [number, number]>} ranges the sliders' reach: inputs, target, parameters
 * @property {number} [rate] its own learning rate
 * @property {Partial<import("./training/tool.js").TrainChoices>} [training] what "Train" is set to
 * @property {string[]} [fixed] the leaves that no step moves
 * @property {[number, number][]} [trained] NumPy's mean losses after some updates of its run, rounded
 *
 * @typedef {object} PageData what the build embeds in the page
 * @property {string} opens
 * @property {Record<string, NetworkData>} networks
 * @property {number} rate the learning rate at first
 * @property {any} words content/interface.toml
 * @property {any} narration content/narration.toml
 * @property {{values: (number | string)[], gradients: (number | string)[]}} [reference] NumPy's answers,
 *   rounded; infinities as text
 *
 * @typedef {object} Source what the lesson is about
 * @property {string | null} preset the name of a network file; null for one that was made on the page
 * @property {import("./engine/network.js").Network | null} network with the parameters it opens with; null for
 *   a formula
 * @property {import("./engine/sample.js").Batch} samples of a network one or more; none of a formula
 * @property {import("./lesson/formulas.js").FormulaSource | null} formula likewise; null for a network
 * @property {Record<string, [number, number]>} ranges
 * @property {number | null} rate the learning rate that its file states
 * @property {Partial<import("./training/tool.js").TrainChoices> | null} training what its file says of that
 * @property {readonly string[] | null} fixed the leaves that no step moves, as its file says
 * @property {[number, number][] | null} trained as in its data
 *
 * @typedef {LessonChoices & import("./lesson/tools.js").ToolState} Choices the state: all that is chosen
 *
 * @typedef {object} LessonChoices
 * @property {Source} source
 * @property {string | null} typed the text in the formula field while it is no formula yet; null where it is
 *   the source's
 * @property {number} seed new weights are drawn with it
 * @property {import("./lesson/grain.js").Grain} grain
 * @property {number} sample which of the source's samples is shown, from 1
 * @property {Readonly<Record<string, number>>} leaves inputs, target, weights and biases by name
 * @property {import("./lesson/opening.js").Opening | null} opening a model's file that waits to be opened
 * @property {number} step from 1
 * @property {number} rate
 * @property {readonly string[] | null} fixed the leaves that no step moves; null: as the source says, or by rule
 * @property {boolean} companion whether the lesson is shown in small beside the article
 * @property {import("./lesson/figures/spot.js").FigureChoices} figures what is chosen in the figures of an
 *   article
 * @property {string} speed
 * @property {boolean} playing
 * @property {string} held the number in the graph that has a slider beside it; "" for none
 * @property {import("./lesson/guess.js").Guess | null} guess what was guessed at the first step
 * @property {"broad" | "wide" | "tall"} orientation how the drawing runs
 * @property {number} opened the layer that is drawn in full though it has many neurons, or -1
 * @property {{neuron: number, step: number}} chosen whose weights the controls show, as of which step;
 *   another step that is about a neuron shows that neuron's
 *
 * @typedef {object} Scene what depends on the network alone
 * @property {PageData} data
 * @property {Source} source
 * @property {Graph} graph
 * @property {import("./engine/compiled/pass.js").Pass} pass what computes its numbers; with `lossesAlong`, many losses
 *   for little
 * @property {Lesson} lesson
 * @property {(sample?: number) => Readonly<Record<string, number>>} firstOf the leaves that can be chosen, as the
 *   source gives them with this sample, or with the first
 * @property {string[]} leafNames
 * @property {number[]} outputs
 * @property {number[]} parameters what a step of gradient descent moves
 *
 * @typedef {object} Learning what one step against the gradient would do
 * @property {number[]} parameters
 * @property {Float64Array} updated the new value by node index
 * @property {Readonly<Record<string, number>>} leaves
 * @property {number} loss
 *
 * @typedef {object} Model
 * @property {Scene} scene
 * @property {boolean} isArticles whether the lesson is about the network that the page opens with, of which
 *   its article speaks
 * @property {boolean} [still] drawn for paper or for a page without a script: nothing in it can be used
 * @property {any} words
 * @property {Choices} state
 * @property {number} step
 * @property {Graph} graph
 * @property {Lesson} lesson
 * @property {Float64Array} values as they may be shown: what is asked for is NaN
 * @property {Float64Array} gradients likewise
 * @property {import("./lesson/practice.js").Pass & {values: Float64Array, gradients: Float64Array}} pass as
 *   it is, with nothing hidden
 * @property {import("./lesson/explain.js").Computed} computed the pass as it may be shown
 * @property {import("./lesson/disguise.js").Disguise} disguise what the tools that ask something make of it
 * @property {(index: number, facet: "value" | "gradient") => boolean} hidden whether a number is still to be
 *   found
 * @property {Step} current
 * @property {Explanation} explanation
 * @property {(step: Step) => Explanation} explain
 * @property {(step: Step) => Explanation} explainSolved of the pass as it is
 * @property {number[]} learned the leaves that a step moves
 * @property {Learning} learning
 * @property {(index: number) => number[]} localsOf the local derivatives of a node by its parents
 * @property {import("./lesson/paths.js").PathStudy | null} paths while that tool is open
 * @property {import("./engine/tokens.js").Fault | null} fault what is wrong with what is typed
 * @property {{has: (name: string) => boolean, any: () => boolean}} changed which leaves differ from the
 *   source's, and whether there is anything to reset
 * @property {Record<string, [number, number]>} ranges by role
 * @property {number} trend whether the last change of numbers made the loss larger (1), smaller (−1), or
 *   neither
 */
import { featuresOf } from "./engine/features.js";
import { localDerivatives } from "./engine/graph.js";
import { buildGraph, leafValues } from "./engine/network.js";
import { OPS } from "./engine/operations/table.js";
import { OPTIMIZERS } from "./engine/optimizers/table.js";
import { createPass } from "./engine/compiled/pass.js";
import { disguiseOf } from "./lesson/disguise.js";
import { explain } from "./lesson/explain.js";
import { FIRST_FIGURES } from "./lesson/figures/spot.js";
import { faultOf, learnedLeaves, readFormula } from "./lesson/formulas.js";
import { inOperations, layerSteps, usualGrain } from "./lesson/grain.js";
import { withNames } from "./lesson/operations.js";
import { pathEnds, studyPaths } from "./lesson/paths.js";
import { createLesson, isChosen, nodeSteps } from "./lesson/steps.js";
import { firstToolChoices } from "./lesson/tools.js";

/** What no file says of learning. */
const UNSAID = { rate: null, training: null, fixed: null, trained: null };

// Sliders of a network that was made on the page reach as far as those of a file that says nothing.
/** @type {Record<string, [number, number]>} */
const USUAL_RANGES = { inputs: [-2, 2], parameters: [-3, 3], target: [-2, 2] };

/**
 * @param {PageData} data
 * @param {string} preset
 * @returns {Source}
 */
export function presetSource({ networks }, preset) {
  const { network = null, samples: given = [], formula = null, ranges, ...learning } = networks[preset];
  const features = network?.features;
  const samples = features
    ? given.map((one) => ({ ...one, inputs: featuresOf(features, one.inputs), columns: one.inputs }))
    : given;
  const { rate = null, training = null, fixed = null, trained = null } = learning;
  return Object.freeze({ preset, network, samples, formula, ranges, rate, training, fixed, trained });
}

/**
 * The learning rate that goes without saying.
 * @param {Pick<PageData, "rate">} data
 * @param {Source} source
 */
export const usualRate = ({ rate }, source) => source.rate ?? rate;

/**
 * What follows where another file is opened: what it says of learning is taken, and lasts until the next.
 * @param {PageData} data
 * @param {Source} source
 * @param {Source} before
 * @returns {Partial<Choices>}
 */
export const learningOf = (data, source, before) =>
  source.preset !== null && (source.training || before.training || source.rate !== before.rate)
    ? { rate: usualRate(data, source), train: firstToolChoices(source).train }
    : {};

/**
 * @param {import("./lesson/networks.js").Subject} subject
 * @returns {Source}
 */
export function madeSource({ network, sample }) {
  const [least, most] = OPS[network.loss].targets.range ?? USUAL_RANGES.target;
  /** @type {Source["ranges"]} */
  const ranges = { ...USUAL_RANGES, target: [least, most] };
  return Object.freeze({
    preset: null,
    network,
    samples: [sample],
    formula: null,
    ranges,
    ...UNSAID,
  });
}

/**
 * @param {import("./lesson/formulas.js").FormulaSource} formula
 * @returns {Source}
 */
export const madeFormula = (formula) =>
  Object.freeze({
    preset: null,
    network: null,
    samples: [],
    formula,
    ranges: USUAL_RANGES,
    ...UNSAID,
  });

/** @type {WeakMap<Source, Partial<Record<import("./lesson/grain.js").Grain, Scene>>>} */
const scenes = new WeakMap();

/**
 * @param {PageData} data
 * @param {Source} source
 * @param {import("./lesson/grain.js").Grain} [grain]
 * @returns {Scene}
 */
export function sceneOf(data, source, grain = usualGrain(source.network)) {
  const byGrain = scenes.get(source) ?? {};
  scenes.set(source, byGrain);
  return (byGrain[grain] ??= createScene(data, source, grain));
}

/**
 * @param {PageData} data
 * @param {Source} source
 * @param {import("./lesson/grain.js").Grain} grain
 * @returns {Scene}
 */
function createScene(data, source, grain) {
  const { leavesOf, constants, ...plain } = source.network
    ? networkGraph(source.network, source.samples, grain)
    : formulaGraph(source.formula);
  const graph = withNames(plain.graph, data.words);
  /** @type {Readonly<Record<string, number>>[]} */
  const firsts = [];
  return {
    data,
    source,
    graph,
    pass: createPass(graph, constants),
    lesson: {
      ...createLesson(graph, grain === "layers" ? layerSteps(graph) : nodeSteps(graph, grain === "inputs")),
      constants,
    },
    firstOf: (sample = 1) => (firsts[sample] ??= Object.freeze(leavesOf(sample))),
    leafNames: graph.nodes.filter(isChosen).map(({ name }) => name),
    parameters: learnedLeaves(graph),
    outputs: graph.nodes.flatMap((node, index) => (node.role === "output" ? [index] : [])),
  };
}

/**
 * @param {import("./engine/network.js").Network} network
 * @param {import("./engine/sample.js").Batch} samples
 * @param {import("./lesson/grain.js").Grain} grain
 */
function networkGraph(network, samples, grain) {
  const graph = buildGraph(network);
  return {
    graph: grain === "operations" ? inOperations(graph) : graph,
    leavesOf: (/** @type {number} */ sample) => leafValues(network, samples[sample - 1]),
    constants: {},
  };
}

/** @param {Source["formula"]} formula */
function formulaGraph(formula) {
  const { text, values } = /** @type {import("./lesson/formulas.js").FormulaSource} */ (formula);
  const { graph, constants } = readFormula(text, Object.keys(values));
  return { graph, constants, leavesOf: () => values };
}

/**
 * The state in which the page opens.
 * @param {PageData} data
 * @returns {Choices}
 */
export function firstChoices(data) {
  const source = presetSource(data, data.opens);
  return {
    source,
    typed: null,
    opening: null,
    grain: usualGrain(source.network),
    sample: 1,
    leaves: sceneOf(data, source).firstOf(),
    seed: 1,
    step: 1,
    fixed: null,
    rate: usualRate(data, source),
    speed: "normal",
    playing: false,
    held: "",
    guess: null,
    orientation: "broad",
    opened: -1,
    chosen: { neuron: 1, step: 0 },
    figures: FIRST_FIGURES,
    companion: false,
    ...firstToolChoices(source),
  };
}

/**
 * @param {PageData} data
 * @param {Choices} state
 * @returns {Model}
 */
export function derive(data, state) {
  const scene = sceneOf(data, state.source, state.grain);
  const { graph, lesson } = scene;
  const first = scene.firstOf(state.sample);
  const computedPass = scene.pass.compute(state.leaves);
  const pass = {
    lesson,
    ...computedPass,
    localsOf: (/** @type {number} */ index) => localDerivatives(graph, computedPass.values, index),
  };
  const disguise = disguiseOf(pass, state);
  const { values, gradients } = disguise;
  const current = lesson.steps[state.step - 1];
  const localsOf = (/** @type {number} */ index) => localDerivatives(graph, values, index);
  const computed = { lesson, grain: state.grain, values, gradients, localsOf };
  const explainStep = (/** @type {Step} */ step) =>
    disguise.retell(explain(computed, step, data.narration), step, computed);
  // Each is made when it is asked for: what cannot be made stops only those who ask.
  const fixed = state.fixed ?? state.source.fixed;
  const learned = once(() => (fixed ? learnedLeaves(graph, fixed) : scene.parameters));
  const learning = once(() => learningStep(scene, learned(), state, pass.values, pass.gradients));
  const paths = once(() =>
    state.tool === "paths" ? studyPaths(graph, localsOf, ...pathEnds(graph, state.paths)) : null,
  );
  const explanation = once(() => explainStep(current));
  return {
    scene,
    words: data.words,
    isArticles: state.source.preset === data.opens,
    state,
    step: state.step,
    graph,
    lesson,
    values,
    gradients,
    pass,
    computed,
    disguise,
    hidden: disguise.hidden,
    current,
    get explanation() {
      return explanation();
    },
    explain: explainStep,
    explainSolved: (step) => explain({ ...computed, ...pass }, step, data.narration),
    get learned() {
      return learned();
    },
    get learning() {
      return learning();
    },
    localsOf,
    get paths() {
      return paths();
    },
    fault: state.typed === null ? null : faultOf(state.typed),
    changed: {
      has: (name) => first[name] !== state.leaves[name],
      any: () =>
        state.rate !== usualRate(data, state.source) ||
        (state.leaves !== first && scene.leafNames.some((name) => first[name] !== state.leaves[name])),
    },
    ranges: rangesByRole(scene.source.ranges),
    trend: 0,
  };
}

/**
 * @template T
 * @param {() => T} make
 * @returns {() => T} the same, which makes it once
 */
function once(make) {
  /** @type {{made: T} | undefined} */
  let kept;
  return () => (kept ??= { made: make() }).made;
}

/**
 * One step of gradient descent: all that is learned moves against its gradient.
 * @param {Scene} scene
 * @param {number[]} parameters
 * @param {Choices} state
 * @param {Float64Array} values
 * @param {Float64Array} gradients
 * @returns {Learning}
 */
function learningStep({ graph, pass }, parameters, state, values, gradients) {
  const [moved, slopes] = [values, gradients].map((numbers) => {
    const found = new Float64Array(parameters.length);
    for (let k = 0; k < found.length; k += 1) found[k] = numbers[parameters[k]];
    return found;
  });
  OPTIMIZERS.gradient_descent.step(moved, slopes, {}, state.rate, {}, 1);
  const updated = values.slice();
  parameters.forEach((index, k) => (updated[index] = moved[k]));
  return {
    parameters,
    updated,
    // Of a large network they are thousands, and wanted only when the step is taken.
    get leaves() {
      return Object.freeze({
        ...state.leaves,
        ...Object.fromEntries(parameters.map((index, k) => [graph.nodes[index].name, moved[k]])),
      });
    },
    loss: pass.lossOf(updated),
  };
}

/** @param {Record<string, [number, number]>} ranges */
const rangesByRole = ({ inputs, target, parameters }) => ({
  input: inputs,
  target,
  weight: parameters,
  bias: parameters,
  parameter: parameters,
});
