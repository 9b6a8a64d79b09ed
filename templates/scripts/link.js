/**
 * State -> link -> state: what the page writes into its address, and what it makes of one.
 *
 * @typedef {import("./model.js").Choices} Choices
 * @typedef {import("./model.js").PageData} PageData
 * @typedef {import("./model.js").Source} Source
 */
import {
  decodeAddress,
  encodeAddress,
  formulaWords,
  handyAddress,
  presetWords,
  shapeWords,
} from "./lesson/address.js";
import { formulaSource } from "./lesson/formulas.js";
import { ofPlayground } from "./lesson/playground.js";
import { grainsOf, usualGrain } from "./lesson/grain.js";
import { limitsWith, reshape, shapeOf } from "./lesson/networks.js";
import { firstToolChoices, TOOLS, withChoices } from "./lesson/tools.js";
import { madeFormula, madeSource, presetSource, sceneOf, usualRate } from "./model.js";

/**
 * The words for what a lesson is about, if it was made on the page; those of its shape, without its numbers.
 * @param {Source} source
 */
export const sourceText = ({ network, formula }) =>
  formula
    ? formulaWords(formula.text)
    : shapeWords(shapeOf(/** @type {import("./engine/network.js").Network} */ (network)));

/**
 * What an address may be about.
 * @param {PageData} data
 * @returns {import("./lesson/address.js").Sources<Source>}
 */
export const sourcesOf = (data) => ({
  presets: Object.keys(data.networks),
  opens: data.opens,
  ofPreset: (preset) => presetSource(data, preset),
  // A network from an address keeps nothing of the one before it.
  ofShape: (shape) => madeSource(reshape(null, shape, 0)),
  ofFormula: (text) => madeFormula(formulaSource(text, {})),
  subjectOf: (source, grain, sample) => subjectOf(data, source, grain, sample),
  usualGrain: ({ network }) => usualGrain(network),
  limits: limitsWith(Object.values(data.networks).flatMap(({ network }) => network ?? [])),
});

/**
 * @param {PageData} data
 * @param {Source} source
 * @param {Choices["grain"]} grain
 * @param {number} sample
 * @returns {import("./lesson/address.js").Subject}
 */
function subjectOf(data, source, grain, sample) {
  const { lesson, firstOf } = sceneOf(data, source, grain);
  return {
    lesson,
    first: firstOf(sample),
    grains: grainsOf(source.network),
    samples: source.samples.length,
  };
}

/**
 * What an address is written from: the subject, the state, and what goes without saying.
 * @param {PageData} data
 * @param {Choices} state
 * @returns {Parameters<typeof handyAddress>}
 */
function whatIsWritten(data, state) {
  const { source, grain, sample } = state;
  const own = source.preset === null ? sourceText(source) : presetWords(source.preset);
  const scene = sceneOf(data, source, grain);
  return [
    subjectOf(data, source, grain, sample),
    { ...state, leaves: TOOLS[state.tool]?.leavesWritten?.(scene.graph, state) ?? state.leaves },
    {
      rate: usualRate(data, source),
      grain: usualGrain(source.network),
      source: source.preset === data.opens ? null : own,
    },
  ];
}

/**
 * The address of a state, with all digits of all numbers.
 * @param {PageData} data
 * @param {Choices} state
 */
export const addressOf = (data, state) => encodeAddress(...whatIsWritten(data, state));

/**
 * The same to be handed on: short, where it can be, at the cost of digits.
 * @param {PageData} data
 * @param {Choices} state
 */
export const handyAddressOf = (data, state) => handyAddress(...whatIsWritten(data, state));

/**
 * What an address changes of a state, and what the page could not read of it. What it does not say is as the
 * page opens it.
 * @param {PageData} data
 * @param {string} hash
 * @returns {{choices: Partial<Choices>, answer: ReturnType<typeof decodeAddress>, foreign: string[] | null}} `foreign`
 *   is what could not be taken over of a link of TensorFlow Playground; null for any other
 */
export function choicesOf(data, hash) {
  const theirs = ofPlayground(hash);
  const answer = decodeAddress(theirs?.hash ?? hash, sourcesOf(data));
  const { source, place } =
    "refusal" in answer ? { source: presetSource(data, data.opens), place: {} } : answer;
  const first = {
    source,
    typed: null,
    step: 1,
    sample: 1,
    fixed: null,
    rate: usualRate(data, source),
    grain: usualGrain(source.network),
    leaves: sceneOf(data, source).firstOf(place.sample),
    ...firstToolChoices(source),
  };
  const choices = withChoices(first, place);
  const { graph } = sceneOf(data, choices.source, choices.grain);
  const { tool } = /** @type {import("./lesson/tools.js").ToolChoices} */ (choices);
  const settled = TOOLS[tool]?.settled?.(graph, choices);
  return { choices: { ...choices, ...settled }, answer, foreign: theirs?.left ?? null };
}

/**
 * Whether the address of a state opens that state: the page holds what it writes against what it reads.
 * @param {PageData} data
 * @param {Choices} state
 */
export function opensTheSame(data, state) {
  const address = addressOf(data, state);
  const { choices, answer } = choicesOf(data, address);
  return (
    !("refusal" in answer) &&
    answer.left.length === 0 &&
    addressOf(data, { ...state, ...choices }) === address
  );
}
