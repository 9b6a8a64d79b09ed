/** What the build asks of the script: the first frame, the numbers, the steps as text. */
import { shapeLine } from "./view/subject.js";
import { layoutFor } from "./view/layout.js";
import { backward, forward } from "./engine/graph.js";
import { decodeAddress } from "./lesson/address.js";
import { USUAL_DIGITS } from "./lesson/digits.js";
import { grainsOf, usualGrain } from "./lesson/grain.js";
import { FIGURES } from "./lesson/figures/table.js";
import { sourcesOf } from "./link.js";
import { seedChoices } from "./lesson/practice.js";
import { mathOf, takenOf } from "./view/taken.js";
import { firstToolChoices } from "./lesson/tools.js";
import { exerciseOf } from "./training/exercise.js";
import { studyOf } from "./training/tool.js";
import { derive, firstChoices, presetSource, sceneOf, usualRate } from "./model.js";
import { isItsOwnName, symbolText } from "./view/text.js";
import { spokenSentence } from "./view/announce.js";
import { figureInPlace } from "./view/figures.js";
import { toMarkup } from "./view/h.js";
import { liveView } from "./view/live.js";
import { graphAtRest, LIVE_REGIONS, PRINT_REGIONS } from "./view/regions.js";
import { fill, refusalSentence, writeWith } from "./view/format.js";
import { formulaText } from "./view/text.js";
import { updateSheet } from "./view/training/sheet.js";
import { worksheetView } from "./view/worksheet.js";

/**
 * @typedef {import("./model.js").PageData} PageData
 * @typedef {{width: number, height: number}} Size
 *
 * @typedef {object} Shown how the network that opens is looked at
 * @property {number} sample from 1; 1 of a formula, which has none
 * @property {import("./lesson/grain.js").Grain | null} grain null for the usual one
 */

/**
 * @param {PageData} data
 * @returns {{names: string[], values: Float64Array, gradients: Float64Array, regions: Record<string, string>,
 *   atRest: string, steps: Record<string, number>, sizes: Record<string, Size>}} the numbers of one pass, the
 *   markup of every region, the graph with its forward values, where each quantity is found ("z1", "dL/dz1",
 *   "3", "last"), and how large the drawing is either way
 */
export function firstFrame(data) {
  const model = derive(withStrictWords(data), firstChoices(data));
  const markup = Object.entries({ ...LIVE_REGIONS, ...PRINT_REGIONS }).map(([name, view]) => [
    name,
    toMarkup(view(model)),
  ]);
  return {
    names: model.graph.nodes.map((node) => node.name),
    values: model.values,
    gradients: model.gradients,
    regions: Object.fromEntries(markup),
    atRest: toMarkup(
      graphAtRest(
        model,
        model.lesson.steps.findIndex(({ phase }) => phase === "backward"),
      ),
    ),
    steps: stepNumbers(model.lesson),
    sizes: sizesOf(model),
  };
}

/**
 * How large the drawing is either way.
 * @param {import("./model.js").Model} model
 * @returns {Record<string, Size>}
 */
function sizesOf({ graph }) {
  const size = (/** @type {import("./view/layout.js").Orientation} */ orientation) => {
    const { width, height } = layoutFor(graph, orientation);
    return { width, height };
  };
  return { broad: size("broad"), wide: size("wide"), tall: size("tall") };
}

/**
 * The data, of which a word that is missing is an error, not an empty place in the page.
 * @param {PageData} data
 * @returns {PageData}
 */
const withStrictWords = (data) => ({
  ...data,
  words: strictTable(data.words, "interface.toml"),
  narration: strictTable(data.narration, "narration.toml"),
});

/**
 * @param {any} table
 * @param {string} name
 * @returns {any}
 */
const strictTable = (table, name) =>
  new Proxy(table, {
    get(target, key) {
      if (typeof key === "symbol") return target[key];
      if (!Object.hasOwn(target, key)) throw new Error(`content/${name}: "${key}" is missing`);
      return typeof target[key] === "object" ? strictTable(target[key], `${name}, in "${key}"`) : target[key];
    },
  });

/**
 * @param {import("./lesson/steps.js").Lesson} lesson
 * @returns {Record<string, number>}
 */
function stepNumbers({ graph, steps, valueStep, gradientStep }) {
  /** @type {Record<string, number>} */
  const numbers = { last: steps.length };
  steps.forEach((_, position) => (numbers[position + 1] = position + 1));
  graph.nodes.forEach(({ name }, index) => {
    numbers[name] = valueStep[index];
    if (gradientStep[index] > 0) numbers[`dL/d${name}`] = gradientStep[index];
  });
  return numbers;
}

/**
 * The passes of every network that the page offers, one for each of its samples.
 * @param {PageData} data
 * @param {(source: import("./model.js").Source, sample: number) => {values: Float64Array, gradients:
 *   Float64Array}} passOf
 * @returns {Record<string, {values: Float64Array[], gradients: Float64Array[]}>}
 */
const numbersOf = (data, passOf) =>
  Object.fromEntries(
    Object.keys(data.networks).map((name) => {
      const source = presetSource(data, name);
      // A formula has no samples, and one pass.
      const passes = Array.from({ length: Math.max(source.samples.length, 1) }, (_, k) =>
        passOf(source, k + 1),
      );
      return [
        name,
        { values: passes.map(({ values }) => values), gradients: passes.map(({ gradients }) => gradients) },
      ];
    }),
  );

/**
 * Their numbers, as graph.js computes them: local derivatives are taken from there.
 * @param {PageData} data
 */
export const plainNumbers = (data) =>
  numbersOf(data, (source, sample) => {
    const { graph, firstOf, lesson } = sceneOf(data, source);
    const values = forward(graph, { ...lesson.constants, ...firstOf(sample) });
    return { values, gradients: backward(graph, values) };
  });

/**
 * The beginnings of the runs of some of them, as the tool "train" makes them: the loss of each batch before its
 * update, the mean losses after some updates, and the parameters in the end, in one list.
 * @param {PageData} data
 * @param {string[]} names
 * @param {number} updates
 * @param {number[]} checkpoints
 */
export const rehearsals = (data, names, updates, checkpoints) =>
  Object.fromEntries(
    names.map((name) => {
      const source = presetSource(data, name);
      const { graph, firstOf } = sceneOf(data, source);
      const state = { ...firstToolChoices(source), source, leaves: firstOf(), rate: usualRate(data, source) };
      const { run } = studyOf(graph, /** @type {any} */ (state));
      if (!run) throw new Error(`${name} has nothing to learn from`);
      run.extendTo(updates);
      const means = checkpoints.map((update) => run.lossAt(update));
      return [name, [...run.losses, ...means, ...run.momentAt(updates).parameters]];
    }),
  );

/**
 * Their numbers, as the page shows them.
 * @param {PageData} data
 */
export function allNumbers(data) {
  const first = firstChoices(data);
  return numbersOf(data, (source, sample) =>
    derive(data, {
      ...first,
      source,
      sample,
      grain: usualGrain(source.network),
      leaves: sceneOf(data, source).firstOf(sample),
    }),
  );
}

/**
 * The markup of live values in an article.
 * @param {PageData} data
 * @param {import("./view/live.js").LiveReference[]} references
 */
export function liveMarkup(data, references) {
  const model = derive(data, firstChoices(data));
  return references.map((reference) => toMarkup(liveView(model, reference)));
}

/**
 * Which figures an article may have, and what their options may be for the network that opens.
 * @param {PageData} data
 */
export function figureRoom(data) {
  const { graph } = derive(data, firstChoices(data));
  return Object.fromEntries(Object.entries(FIGURES).map(([kind, { room }]) => [kind, room(graph)]));
}

/**
 * The markup of figures in an article.
 * @param {PageData} data
 * @param {import("./view/figures.js").FigureReference[]} references
 */
export function figureMarkup(data, references) {
  const model = derive(withStrictWords(data), firstChoices(data));
  return references.map((reference) => toMarkup(figureInPlace(model, reference)));
}

/**
 * What is wrong with addresses that an author has written, each a sentence; null where the page can open it.
 * @param {PageData} data
 * @param {string[]} addresses
 */
export function addressFaults(data, addresses) {
  return addresses.map((address) => {
    const answer = decodeAddress(address, sourcesOf(data));
    if ("refusal" in answer) return refusalSentence(data.words, answer.refusal);
    const [first] = answer.left;
    if (!first) return null;
    return first.refusal
      ? refusalSentence(data.words, first.refusal)
      : fill(data.words.notice.left_out, { found: first.found });
  });
}

/**
 * The grains at which the network that opens can be seen, the usual one, and how many steps each has.
 * @param {PageData} data
 * @returns {{grains: Record<string, number>, usual: string}}
 */
export function stepCounts(data) {
  const { source, grain } = firstChoices(data);
  const counts = grainsOf(source.network).map((one) => [one, sceneOf(data, source, one).lesson.steps.length]);
  return { grains: Object.fromEntries(counts), usual: grain };
}

/**
 * The state in which it is looked at.
 * @param {PageData} data
 * @param {Shown} shown
 */
function shownChoices(data, { sample, grain }) {
  const first = firstChoices(data);
  const seen = { ...first, sample, grain: grain ?? first.grain };
  return { ...seen, leaves: sceneOf(data, seen.source, seen.grain).firstOf(sample) };
}

/**
 * A worksheet and the key to it: the network that opens, with the numbers of a seed, or with 0 its own.
 * @param {PageData} data
 * @param {number} seed
 * @param {number} level
 * @param {Shown} shown
 * @returns {{sheet: string, key: string, sizes: Record<string, Size>}}
 */
export function worksheetMarkup(data, seed, level, shown) {
  const first = shownChoices(data, shown);
  const model = derive(withStrictWords(data), {
    ...first,
    ...(seed > 0 ? seedChoices(sceneOf(data, first.source, first.grain).lesson, seed) : {}),
    tool: "practice",
    level,
    paper: "worksheet",
  });
  const [sheet, key] = [false, true].map((answers) =>
    toMarkup(/** @type {import("./view/h.js").Element_} */ (worksheetView(model, answers))),
  );
  return { sheet, key, sizes: sizesOf(model) };
}

/**
 * The same of an update of the run that its file asks for; what there is instead where that cannot be.
 * @param {PageData} data
 * @param {number} update from 1
 * @param {string | null} parameter null for the first that moves
 * @param {number} level
 * @param {Shown} shown
 * @returns {{sheet: string, key: string, sizes: Record<string, Size>} | {most: number} | {names: string[]} | null}
 *   null: there is no run; or how many updates it makes; or which parameters move
 */
export function updateSheetMarkup(data, update, parameter, level, shown) {
  const first = shownChoices(data, shown);
  const train = {
    ...first.train,
    opened: update,
    parameter: parameter ?? "",
    exercise: /** @type {const} */ ("practise"),
  };
  const model = derive(withStrictWords(data), { ...first, tool: "train", level, train, paper: "worksheet" });
  const run = first.source.network ? studyOf(model.graph, model.state).run : null;
  if (!run) return null;
  run.extendTo(update);
  if (run.length < update) return { most: run.length };
  if (parameter && !run.names.includes(parameter)) return { names: run.names };
  const { practice } = exerciseOf(model);
  const [sheet, key] = [false, true].map(
    (answers) => practice && toMarkup(updateSheet(model, practice, answers)),
  );
  return { sheet: sheet ?? "", key: key ?? "", sizes: sizesOf(model) };
}

/**
 * All steps, formulas and numbers as text for a terminal.
 * @param {PageData} data
 * @param {import("./lesson/digits.js").Digits} digits with how many decimals
 * @param {Shown} shown
 * @returns {string}
 */
export function traceText(data, digits, shown) {
  writeWith(digits);
  const text = traceOf(data, shown);
  writeWith(USUAL_DIGITS);
  return text;
}

/**
 * A file that can be taken along of the network that opens, with its own numbers; null where there is none.
 * @param {PageData} data
 * @param {string} what
 * @param {string} style the page's style sheet, for a drawing
 * @param {number | null} step without one a drawing is that of the last, which knows all numbers, and formulas
 *   are those of the first that has some
 * @param {Shown} shown
 */
export const takenFile = (data, what, style, step, shown) =>
  takenOf(modelAt(data, step, what === "svg" || what === "png", shown), what, style);

/**
 * What a slide of a step shows: its graph, its title, its formulas; a file of it is called `name`.
 * @param {PageData} data
 * @param {string} style
 * @param {number | null} step without one it is the first that has formulas
 * @param {Shown} shown
 */
export function slideParts(data, style, step, shown) {
  const model = modelAt(data, step, false, shown);
  const { title, derivations } = model.explain(model.current);
  return {
    name: takenOf(model, "slide", "")?.name,
    graph: takenOf(model, "svg", style)?.text,
    title: spokenSentence(model, title),
    formulas: derivations.map((one) => toMarkup(mathOf(model, one))),
  };
}

/**
 * @param {PageData} data
 * @param {number | null} step null: of a drawing the last, of anything else the first that has formulas
 * @param {boolean} drawing
 * @param {Shown} shown
 */
function modelAt(data, step, drawing, shown) {
  const first = derive(data, shownChoices(data, shown));
  const { steps } = first.lesson;
  const explained = () => steps.findIndex((one) => first.explain(one).derivations.length > 0) + 1;
  return derive(data, { ...first.state, step: step ?? (drawing ? steps.length : explained()) });
}

/**
 * @param {PageData} data
 * @param {Shown} shown
 */
function traceOf(data, shown) {
  const first = derive(data, shownChoices(data, shown));
  const { steps, graph } = first.lesson;
  const blocks = steps.map((step, position) => {
    const { title, derivations } = first.explain(step);
    const head = [
      fill(data.words.step.count, { step: position + 1, steps: steps.length }),
      data.words.phase[step.phase],
      spokenSentence(first, title),
    ];
    const given =
      step.kind === "leaves"
        ? step.focus
            .filter((index) => !isItsOwnName(graph.nodes[index]))
            .map(
              (index) => `  ${symbolText(graph.nodes[index])} = ${spokenSentence(first, [{ value: index }])}`,
            )
        : [];
    const found =
      step.kind === "summary"
        ? first.learning.parameters.map(
            (index) =>
              `  ${spokenSentence(first, [{ gradient_symbol: index }, { text: " = " }, { gradient: index }])}`,
          )
        : [];
    return [head.join(" · "), ...given, ...derivations.flatMap(derivationLines), ...found].join("\n");
  });
  const { sample, sample_count } = data.words.builder;
  const count = first.scene.source.samples.length;
  const subject = [
    `${data.networks[data.opens].title}: ${shapeLine(first)}`,
    ...(count > 1 ? [`${sample} ${shown.sample} ${fill(sample_count, { count })}`] : []),
  ];
  return [subject.join(" · "), ...blocks].join("\n\n") + "\n";
}

/** @param {import("./lesson/explain.js").Derivation} derivation */
function derivationLines({ left, lines }) {
  const name = formulaText(left);
  return lines.map(
    ({ formula }, position) =>
      `  ${position === 0 ? name : " ".repeat(name.length)} = ${formulaText(formula)}`,
  );
}
