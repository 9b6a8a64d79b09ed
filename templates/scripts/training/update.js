/**
 * One update, opened: how the gradients of its samples become a move of the parameters, in steps that follow
 * by rule.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("../lesson/formula.js").Formula} Formula
 * @typedef {import("./run.js").Run} Run
 *
 * @typedef {object} SampleRow what one sample of the batch has to say
 * @property {number} sample its number among all samples, from 0
 * @property {number[]} inputs
 * @property {number[]} targets
 * @property {number[]} predictions
 * @property {number} loss
 * @property {number} gradient of the chosen parameter
 *
 * @typedef {object} ParameterRow what the update does to one parameter
 * @property {string} name
 * @property {number} before
 * @property {number} gradient the one that the optimizer is given
 * @property {Record<string, number>} kept what the optimizer remembers afterwards
 * @property {number} after
 *
 * @typedef {object} ArithmeticLine one line of a formula for the chosen parameter
 * @property {Formula} left
 * @property {Formula} symbols
 * @property {Formula} numbers
 * @property {number} result
 *
 * @typedef {object} OpenedUpdate
 * @property {number} update from 1
 * @property {number} epoch from 1
 * @property {string} parameter the chosen one
 * @property {number} count how many samples its batch has
 * @property {(place: number) => SampleRow} rowAt one of them, by its place in the batch; computed when it is asked for
 * @property {{sum: number, reduced: number}} reduction of the chosen parameter's gradients
 * @property {{l1: number, l2: number, share: number} | null} penalty of the chosen parameter; null where there is none
 * @property {{norm: number, longest: number, factor: number} | null} clip likewise
 * @property {string} formula the optimizer's
 * @property {Record<string, number>} given what it is given, by the names in it
 * @property {ParameterRow[]} parameters
 * @property {{batchBefore: number, batchAfter: number, allBefore: number, allAfter: number}} losses
 */
import { parseExpression } from "../engine/expression.js";
import { forward } from "../engine/graph.js";
import { WRITTEN } from "../lesson/operations.js";
import { numberVoice, symbolVoice } from "../lesson/formula.js";

/** The update that was opened last of each run: it is drawn more often than it changes. */
const opened = /** @type {WeakMap<Run, OpenedUpdate>} */ (new WeakMap());

/**
 * Opens an update of a run that has made it.
 * @param {Run} run
 * @param {Graph} graph
 * @param {import("../engine/compiled/pass.js").Pass} pass
 * @param {number} update from 1
 * @param {string} parameter
 * @returns {OpenedUpdate}
 */
export function openUpdate(run, graph, pass, update, parameter) {
  const last = opened.get(run);
  const one =
    last?.update === update && last.parameter === parameter
      ? last
      : openAnew(run, graph, pass, update, parameter);
  opened.set(run, one);
  return one;
}

/**
 * @param {Run} run
 * @param {Graph} graph
 * @param {import("../engine/compiled/pass.js").Pass} pass
 * @param {number} update
 * @param {string} parameter
 * @returns {OpenedUpdate}
 */
function openAnew(run, graph, pass, update, parameter) {
  run.restore(update - 1);
  const { training } = run;
  const before = run.now();
  const leaves = training.leaves();
  const { rows, start, count } = training.batchOf(update);
  const chosen = training.names.indexOf(parameter);
  const { settings } = training;

  const batchBefore = training.readGradient(update);
  // A batch of all need not be asked twice.
  const isAll = settings.reduction === "mean" && count === training.samples.count;
  const allBefore = isAll ? batchBefore : training.loss();
  const reduced = training.gradient[chosen];
  training.penalise();
  const penalty =
    settings.l1 === 0 && settings.l2 === 0
      ? null
      : {
          l1: settings.l1,
          l2: settings.l2,
          share: training.gradient[chosen] - reduced,
        };
  const norm = training.measure();
  const factor = training.clip();
  const clip = settings.clip === 0 ? null : { norm, longest: settings.clip, factor };
  const gradient = training.gradient.slice();

  training.update();
  const after = run.now();
  const { formula } = training.optimizer;
  const given = givenTo(training, before, gradient[chosen], chosen, update);
  const allAfter = training.loss();
  return {
    update,
    epoch: Math.floor((update - 1) / training.updatesPerEpoch) + 1,
    parameter,
    count,
    rowAt: (place) => sampleRow(training.samples, graph, pass, leaves, rows[start + place], parameter),
    reduction: { sum: settings.reduction === "mean" ? reduced * count : reduced, reduced },
    penalty,
    clip,
    formula,
    given,
    parameters: training.names.map((name, k) => ({
      name,
      before: before.parameters[k],
      gradient: gradient[k],
      kept: Object.fromEntries(Object.entries(after.state).map(([what, numbers]) => [what, numbers[k]])),
      after: after.parameters[k],
    })),
    losses: {
      batchBefore,
      batchAfter: isAll ? allAfter : training.readGradient(update),
      allBefore,
      allAfter,
    },
  };
}

/**
 * All leaves of one sample: the parameters, with its inputs and targets.
 * @param {import("../engine/sample.js").Samples} samples
 * @param {Graph} graph
 * @param {Readonly<Record<string, number>>} parameters
 * @param {number} sample
 */
export function leavesOfSample({ inputs, targets }, { nodes }, parameters, sample) {
  const leaves = { ...parameters };
  for (const [role, numbers] of /** @type {const} */ ([
    ["input", inputs],
    ["target", targets],
  ])) {
    const names = nodes.filter((node) => node.op === "leaf" && node.role === role).map(({ name }) => name);
    names.forEach((name, k) => (leaves[name] = numbers[sample * names.length + k]));
  }
  return leaves;
}

/**
 * @param {import("../engine/sample.js").Samples} samples
 * @param {Graph} graph
 * @param {import("../engine/compiled/pass.js").Pass} pass
 * @param {Readonly<Record<string, number>>} parameters
 * @param {number} sample
 * @param {string} parameter
 * @returns {SampleRow}
 */
export function sampleRow(samples, graph, pass, parameters, sample, parameter) {
  const leaves = leavesOfSample(samples, graph, parameters, sample);
  const { values, gradients } = pass.compute(leaves);
  const ofRole = (/** @type {string} */ role) =>
    graph.nodes.flatMap((node, index) => (node.role === role ? [values[index]] : []));
  return {
    sample,
    inputs: ofRole("input"),
    targets: ofRole("target"),
    predictions: ofRole("output"),
    loss: values[values.length - 1],
    gradient: gradients[graph.index[parameter]],
  };
}

/**
 * What the optimizer's formula is given for one parameter.
 * @param {import("../engine/training.js").Training} training
 * @param {import("./run.js").Moment} before
 * @param {number} g
 * @param {number} chosen
 * @param {number} update
 */
function givenTo(training, before, g, chosen, update) {
  const { optimizer, options } = training;
  /** @type {Record<string, number>} */
  const given = { w: before.parameters[chosen], g, t: update, eta: training.rateOf(update) };
  for (const [name, symbol] of Object.entries(optimizer.symbols)) given[symbol] = options[name];
  for (const [name, symbol] of Object.entries(optimizer.state)) given[symbol] = before.state[name][chosen];
  return given;
}

/**
 * A formula line by line, in symbols and in numbers.
 * @param {string} formula
 * @param {Record<string, number>} given
 * @param {string} [carriedOut] another one with the same names of lines, from which the numbers are
 * @returns {ArithmeticLine[]}
 */
export function arithmeticOf(formula, given, carriedOut = formula) {
  const { graph, constants, lines } = readFormula(formula);
  const values = forward(graph, { ...constants, ...given });
  if (carriedOut !== formula) {
    const other = readFormula(carriedOut);
    const numbers = forward(other.graph, { ...other.constants, ...given });
    for (const { name } of lines) values[graph.index[name]] = numbers[other.graph.index[name]];
  }
  const named = new Set(lines.map(({ name }) => graph.index[name]));
  const inTime = {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, symbol: symbolInTime(node.name, node.symbol) })),
  };
  return lines.map(({ name }) => {
    const index = graph.index[name];
    return {
      left: { type: "symbol", node: inTime.nodes[index] },
      symbols: written(graph, index, symbolVoice(inTime), named),
      numbers: written(graph, index, numberVoice(inTime, values), named),
      result: values[index],
    };
  });
}

/** @param {string} formula */
function readFormula(formula) {
  const read = parseExpression(formula);
  if ("fault" in read) throw new Error(`no formula: ${formula}`);
  return read.expression;
}

/** What is remembered goes by the time at which it was so. */
const REMEMBERED = new Set(["w", "m", "v", "s"]);

/**
 * What a gradient is on its way to the optimizer, how long all of it is, and the move.
 * @type {Record<string, readonly [string, string]>}
 */
const OF_GRADIENTS = {
  g_mean: ["g\u0304", ""],
  g_pen: ["g\u0303", ""],
  S: ["Σg", ""],
  N: ["‖g‖", ""],
  move: ["Δw", "t"],
};

/**
 * As textbooks write it: m before the update is mₜ₋₁, after it mₜ, and m_hat has its hat.
 * @param {string} name
 * @param {readonly [string, string]} symbol
 * @returns {readonly [string, string]}
 */
function symbolInTime(name, symbol) {
  if (Object.hasOwn(OF_GRADIENTS, name)) return OF_GRADIENTS[name];
  if (REMEMBERED.has(name)) return [name, "t−1"];
  if (name === "g") return ["g", "t"];
  return name.endsWith("_hat") ? [`${name[0]}\u0302`, "t"] : symbol;
}

/**
 * The expression of a node, with those of what has no line of its own in it.
 * @param {Graph} graph
 * @param {number} index
 * @param {import("../lesson/formula.js").Voice} voice
 * @param {ReadonlySet<number>} named
 * @returns {Formula}
 */
function written({ nodes }, index, voice, named) {
  /**
   * @param {number} i
   * @returns {Formula}
   */
  const expression = (i) => WRITTEN[nodes[i].op].value({ ...voice, at }, nodes[i].parents, i);
  /**
   * @param {number} i
   * @returns {Formula}
   */
  const at = (i) => (nodes[i].op === "leaf" || named.has(i) ? voice.at(i) : expression(i));
  return expression(index);
}
