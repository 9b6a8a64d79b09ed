/**
 * The part of the address after #: a step, the sample, the inputs, the target, and each neuron's weights and
 * bias. #step=12&x=0.6,-0.4&y=1&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;0.4,-0.6,0.2 Before these, where the page does not
 * open with it, the network: another file's (preset=xor), or one that was made on the page
 * (net=2;3:tanh;1:sigmoid;bce: inputs, each layer, loss), or a formula (f=L=(w*x-y)^2), of which v= are the
 * numbers. What the page writes, it reads, to the last digit. What can be read of a link is read; what cannot
 * is left out, with the reason. Only a link whose network or formula cannot be read is refused as a whole.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("./grain.js").Grain} Grain
 * @typedef {import("./steps.js").Lesson} Lesson
 * @typedef {import("./linktext.js").LinkPart} LinkPart
 * @typedef {{step: number, sample: number, leaves: Readonly<Record<string, number>>, rate: number, grain: Grain,
 *   fixed: readonly string[] | null}} Place
 *
 * @typedef {object} Refusal why a part cannot be read
 * @property {string} what names a phrase of content/interface.toml, the rest is what it mentions
 * @property {string} found
 * @property {string | number} expected
 * @property {number} [least]
 * @property {number} [most]
 * @property {string} [loss]
 * @property {import("../engine/tokens.js").Fault} [fault] what is wrong with a formula
 *
 * @typedef {{found: string, refusal: Refusal | null}} Left what a link held and was left out; null: nobody
 *   here knows it
 *
 * @typedef {object} Subject what the keys are about
 * @property {Lesson} lesson
 * @property {Readonly<Record<string, number>>} first its leaves as they are where a link does not say them
 * @property {readonly Grain[]} grains those in which it can be seen
 * @property {number} samples how many it has
 * @typedef {Partial<Place> & import("./tools.js").ToolChoices} Chosen
 *
 * @typedef {object} Key one key of the address
 * @property {(text: string, subject: Subject, chosen: Chosen) => Chosen | {refusal: Refusal}} read what it
 *   chooses, beside what keys before it have chosen
 * @property {(chosen: any, subject: Subject, usual: Usual, write: Write) => string | null} write null where
 *   it goes without saying
 *
 * @typedef {(number: number) => string} Write
 * @typedef {object} Usual what goes without saying
 * @property {number} rate
 * @property {Grain} grain
 * @property {string | null} source the words for it, from `presetWords`, `shapeWords` or `formulaWords`; null
 *   for the page's own
 */
import { faultOf, isLearnable, LONGEST_FORMULA } from "./formulas.js";
import { escaped, linkParts } from "./linktext.js";
import { mostLeaves } from "./networks.js";
import { readShape, shapeText } from "./shapetext.js";
import { faultOfTargets, targetsRefusal } from "./targets.js";
import { TOOL_KEYS, toolParts, withChoices } from "./tools.js";

/**
 * @template S
 * @typedef {object} Sources what an address may be about
 * @property {readonly string[]} presets
 * @property {string} opens the preset that goes without saying
 * @property {(preset: string) => S} ofPreset
 * @property {(shape: import("./networks.js").Shape) => S} ofShape
 * @property {(text: string) => S} ofFormula of a text that can be read
 * @property {(source: S, grain: Grain, sample: number) => Subject} subjectOf
 * @property {(source: S) => Grain} usualGrain the grain that goes without saying
 * @property {import("./networks.js").Limits} limits how large a network may be
 */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
/**
 * What no address is longer than: so much for each of its numbers, with a name, and for each character of a formula,
 * escaped as they may be, and for all the rest.
 */
const LONGEST = { number: 64, character: 14, rest: 2000 };
/** So long a link may be, if there is a choice: with what stands before it, it stays under 2,000 characters. */
const HANDY = 1800;
/** So many names a refusal lists at most. */
const MOST_NAMED = 12;
/** Significant digits of its numbers where they are rounded for that. */
const DIGITS = { most: 15, least: 6 };

/**
 * The leaves in the address, by key, one list of names a group.
 * @param {Graph} graph
 * @returns {Record<string, string[][]>}
 */
function leafGroups({ nodes }) {
  const names = (/** @type {string} */ role) =>
    nodes.filter((node) => node.role === role).map((node) => node.name);
  const neurons = Math.max(0, ...nodes.map((node) => node.neuron ?? 0));
  /** @type {string[][]} */
  const byNeuron = Array.from({ length: neurons }, () => []);
  for (const node of nodes) {
    if (node.op === "leaf" && node.neuron !== null) byNeuron[node.neuron - 1].push(node.name);
  }
  return { x: [names("input")], y: [names("target")], w: byNeuron, v: [names("parameter")] };
}

/**
 * Numbers of leaves, groups parted by semicolons.
 * @param {"x" | "y" | "w" | "v"} key
 * @returns {Key}
 */
const leavesKey = (key) => ({
  read(text, { lesson: { graph }, first }, { leaves }) {
    const groups = leafGroups(graph);
    if (groups[key].flat().length === 0) {
      return refuse(key === "v" ? "of_formula" : "of_network", `${key}=`);
    }
    const found = readGroup(groups[key], text);
    if ("refusal" in found) return found;
    const fault = key === "y" ? faultOfTargets(graph, { ...first, ...found.leaves }) : null;
    return fault ? { refusal: targetsRefusal(fault) } : { leaves: { ...leaves, ...found.leaves } };
  },
  write({ leaves }, { lesson: { graph } }, _usual, write) {
    const groups = leafGroups(graph)[key];
    // Targets may have to add up, which rounded ones would not.
    const written = key === "y" ? numberText : write;
    return groups.flat().length === 0
      ? null
      : groups.map((names) => names.map((name) => written(leaves[name])).join(",")).join(";");
  },
});

/** @type {Key} */
const GRAIN = {
  read: (text, { grains }) =>
    grains.some((grain) => grain === text)
      ? { grain: /** @type {Grain} */ (text) }
      : refuse("key", text, grains.join(", ")),
  write: ({ grain }, _subject, usual) => (grain === usual.grain ? null : grain),
};

/** @type {Key} */
const SAMPLE = {
  read(text, { samples }) {
    if (samples === 0) return refuse("of_network", "sample=");
    return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= samples
      ? { sample: Number(text) }
      : refuse("key", text, samples === 1 ? 1 : `1 … ${samples}`);
  },
  write: ({ sample }) => (sample === 1 ? null : String(sample)),
};

/**
 * Every key but those that say what the lesson is about, in the order in which they are written.
 * @type {Record<string, Key>}
 */
const KEYS = {
  grain: GRAIN,
  step: {
    read: (text, { lesson: { steps } }) =>
      /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= steps.length
        ? { step: Number(text) }
        : refuse("step", text, steps.length),
    write: ({ step }) => String(step),
  },
  sample: SAMPLE,
  x: leavesKey("x"),
  y: leavesKey("y"),
  w: leavesKey("w"),
  v: leavesKey("v"),
  rate: {
    read(text) {
      const rate = readNumber(text);
      return rate === null ? refuse("finite", text) : { rate };
    },
    write: ({ rate }, _subject, usual) => (Object.is(rate, usual.rate) ? null : numberText(rate)),
  },
  fixed: {
    read(text, { lesson: { graph } }) {
      const names = text.split(",").filter(Boolean);
      const known = graph.nodes.filter(isLearnable).map(({ name }) => name);
      const other = names.find((name) => !known.includes(name));
      return other === undefined
        ? { fixed: Object.freeze(names) }
        : refuse("key", other, known.slice(0, MOST_NAMED).join(", "));
    },
    write: ({ fixed }) => (fixed ? escaped(fixed.join(",")) : null),
  },
};

/**
 * The address of a place, with all digits of all numbers, or with so many significant ones.
 * @param {Subject} subject
 * @param {Place & import("./tools.js").ToolChoices} place
 * @param {Usual} usual
 * @param {number} [digits]
 * @returns {string}
 */
export function encodeAddress(subject, place, usual, digits) {
  const write =
    digits === undefined ? numberText : (/** @type {number} */ number) => shortest(number, digits);
  const said = Object.entries(KEYS).flatMap(([key, entry]) => {
    const text = entry.write(place, subject, usual, write);
    return text === null ? [] : [`${key}=${text}`];
  });
  return `#${[
    ...(usual.source === null ? [] : [usual.source]),
    ...said,
    ...toolParts(place, subject.lesson),
  ].join("&")}`;
}

/**
 * The same to be handed on: with all digits, or, where it would be too long for that, with so many that it is
 * not, but six at least. A network that is too large even for these keeps all.
 * @param {Subject} subject
 * @param {Place & import("./tools.js").ToolChoices} place
 * @param {Usual} usual
 * @returns {{text: string, digits: number | null}} null for all of them
 */
export function handyAddress(subject, place, usual) {
  const text = encodeAddress(subject, place, usual);
  const mayFit = Object.keys(place.leaves).length * 2 < HANDY;
  for (let digits = DIGITS.most; text.length > HANDY && mayFit && digits >= DIGITS.least; digits -= 1) {
    const shorter = encodeAddress(subject, place, usual, digits);
    if (shorter.length <= HANDY) return { text: shorter, digits };
  }
  return { text, digits: null };
}

/** @param {string} preset */
export const presetWords = (preset) => `preset=${escaped(preset)}`;

/** @param {import("./networks.js").Shape} shape */
export const shapeWords = (shape) => `net=${shapeText(shape)}`;

/** @param {string} text */
export const formulaWords = (text) => `f=${escaped(text)}`;

/**
 * How a text says what the lesson is about. Of several the first is read.
 * @type {Record<string, <S>(text: string, sources: Sources<S>) => {source: S} | {refusal: Refusal}>}
 */
const SOURCE_KEYS = {
  f(text, { ofFormula }) {
    const fault = faultOf(text);
    return fault ? { refusal: { ...refuse("formula", text).refusal, fault } } : { source: ofFormula(text) };
  },
  net(text, { limits, ofShape }) {
    const found = readShape(text, limits);
    return "refusal" in found ? found : { source: ofShape(found.shape) };
  },
  preset: (text, { presets, ofPreset }) =>
    presets.includes(text) ? { source: ofPreset(text) } : refuse("key", text, presets.join(", ")),
};

/**
 * @param {import("./tools.js").ToolKey} key
 * @returns {Key["read"]}
 */
const readerOf =
  ({ read, expected }) =>
  (text, { lesson }, chosen) =>
    read(text, lesson, chosen) ?? refuse("key", text, expected);

/** @type {ReadonlyMap<string, Key["read"]>} */
const READERS = new Map([
  ...Object.entries(KEYS).map(([key, { read }]) => /** @type {[string, Key["read"]]} */ ([key, read])),
  ...Object.entries(TOOL_KEYS).map(
    ([key, toolKey]) => /** @type {[string, Key["read"]]} */ ([key, readerOf(toolKey)]),
  ),
]);

/**
 * @template S
 * @param {string} hash with or without its #
 * @param {Sources<S>} sources
 * @returns {{source: S, place: Partial<Place>, left: Left[], read: number} | {refusal: Refusal}} `read` is
 *   how many of its parts were read
 */
export function decodeAddress(hash, sources) {
  const longest =
    LONGEST.rest + LONGEST.character * LONGEST_FORMULA + LONGEST.number * mostLeaves(sources.limits);
  if (hash.length > longest) return refuse("long", String(hash.length), longest);
  const { parts, left } = eachOnce(linkParts(hash));
  let read = 0;
  /**
   * What a part says; of what it says nothing, that is kept.
   * @template {object} T
   * @param {string} key
   * @param {(text: string) => T | {refusal: Refusal}} reader
   * @returns {T | {refusal: Refusal}}
   */
  function take(key, reader) {
    const { readings } = /** @type {LinkPart} */ (parts.get(key));
    parts.delete(key);
    const readable = readings.find(({ text }) => !("refusal" in reader(text)));
    const answer = reader((readable ?? readings[0]).text);
    if ("refusal" in answer) left.push({ found: key, ...answer });
    else read += 1;
    if (readable?.left) left.push({ found: readable.left, refusal: null });
    return answer;
  }

  const about = Object.keys(SOURCE_KEYS).find((key) => parts.has(key));
  const found = about
    ? take(about, (text) => SOURCE_KEYS[about](text, sources))
    : { source: sources.ofPreset(sources.opens) };
  if ("refusal" in found) return found;
  const { source } = found;
  /** @type {Chosen & {grain: Grain}} */
  const place = { grain: sources.usualGrain(source) };
  const subjectNow = () => sources.subjectOf(source, place.grain, place.sample ?? 1);
  // These come first: a step is one of its grain's, and what is not said of a sample is as it has it.
  for (const [key, { read: readKey }] of Object.entries({ grain: GRAIN, sample: SAMPLE })) {
    if (parts.has(key)) {
      withChoices(place, kept(take(key, (text) => readKey(text, subjectNow(), place))));
    }
  }
  const subject = subjectNow();
  for (const key of [...parts.keys()]) {
    const reader = READERS.get(key);
    if (reader) withChoices(place, kept(take(key, (text) => reader(text, subject, place))));
    else left.push({ found: key || (parts.get(key)?.readings[0].text ?? ""), refusal: null });
  }
  return { source, place, left, read };
}

/**
 * What a part chooses: nothing, where it cannot be read.
 * @param {Chosen | {refusal: Refusal}} answer
 * @returns {Chosen}
 */
const kept = (answer) => ("refusal" in answer ? {} : answer);

/**
 * The parts by their keys; of those with the same key the first counts.
 * @param {LinkPart[]} all
 */
function eachOnce(all) {
  /** @type {Map<string, LinkPart>} */
  const parts = new Map();
  /** @type {Left[]} */
  const left = [];
  for (const part of all) {
    if (parts.has(part.key)) left.push({ found: part.key, ...refuse("twice", part.key) });
    else parts.set(part.key, part);
  }
  return { parts, left };
}

/**
 * A number as short as its digits allow: 0.125 is .125, and 0.00012345 is 12345e-8.
 * @param {number} number
 * @param {number} digits
 */
function shortest(number, digits) {
  const rounded = Number(number.toPrecision(digits));
  // Beyond the largest number there is, none can be rounded up; and zero keeps its sign.
  if (!Number.isFinite(rounded) || rounded === 0) return numberText(number);
  const plain = String(rounded).replace(/^(-?)0\./, "$1.");
  const [whole, fraction = "", exponent] = rounded.toExponential().split(/(?:\.(\d+))?e/);
  const scientific = `${whole}${fraction}e${Number(exponent) - fraction.length}`;
  return scientific.length < plain.length ? scientific : plain;
}

/**
 * A number with all its digits, and its sign.
 * @param {number} number
 */
const numberText = (number) => (Object.is(number, -0) ? "-0" : String(number));

/**
 * @param {string[][]} lists
 * @param {string} value
 * @returns {{leaves: Record<string, number>} | {refusal: Refusal}}
 */
function readGroup(lists, value) {
  const groups = value.split(";").map((group) => group.split(","));
  const shape = (/** @type {unknown[][]} */ rows) => rows.map((row) => row.length).join(";");
  if (shape(groups) !== shape(lists)) return refuse("shape", shape(groups), shape(lists));
  const numbers = groups.flat().map(readNumber);
  const wrong = numbers.indexOf(null);
  if (wrong >= 0) return refuse("finite", groups.flat()[wrong]);
  return {
    leaves: Object.fromEntries(lists.flat().map((name, k) => [name, /** @type {number} */ (numbers[k])])),
  };
}

/**
 * A number from outside, or null where it is none or not finite.
 * @param {string} text
 * @returns {number | null}
 */
export function readNumber(text) {
  const trimmed = text.trim();
  const number = NUMBER.test(trimmed) ? Number(trimmed) : NaN;
  return Number.isFinite(number) ? number : null;
}

/**
 * @param {string} what
 * @param {string} found
 * @param {string | number} [expected]
 * @returns {{refusal: Refusal}}
 */
const refuse = (what, found, expected = "") => ({ refusal: { what, found, expected } });
