/**
 * The part of the address after #: a step, the inputs, the target, and each neuron's weights and bias.
 *     #step=12&x=0.6,-0.4&y=1&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;0.4,-0.6,0.2
 * Before these, where the page does not open with it, the network: another file's (preset=xor), or one that
 * was made on
 * the page (net=2;3:tanh;1:sigmoid;bce: inputs, each layer, loss), or a formula (f=L=(w*x-y)^2), of which v=
 * are the numbers.
 * Reading is strict: what is not wholly right is refused, with the reason.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("./networks.js").Shape} Shape
 * @typedef
 *   {{step: number, leaves: Readonly<Record<string, number>>, rate: number, grain: import("./grain.js").Grain}}
 *   Place
 * @typedef
 *   {{what: string, found: string, expected: string | number, least: number, most: number, fault?: import("../engine/tokens.js").Fault}}
 *   Refusal
 *   `what` names a phrase of content/interface.toml, the rest is what it mentions; `fault` is what is wrong
 *   with a formula
 */
import { faultOf } from "./formulas.js";
import { hiddenActivations, losses, mostLeaves, outputActivations, outputLimits } from "./networks.js";
import { TOOL_KEYS, withChoices } from "./tools.js";

/**
 * @template S
 * @typedef {object} Sources what an address may be about
 * @property {readonly string[]} presets
 * @property {string} opens the preset that goes without saying
 * @property {(preset: string) => S} ofPreset
 * @property {(shape: Shape) => S} ofShape
 * @property {(text: string) => S} ofFormula of a text that can be read
 * @property {(source: S, grain: import("./grain.js").Grain) => import("./steps.js").Lesson} lessonOf
 * @property {(source: S) => import("./grain.js").Grain} usualGrain the grain that goes without saying
 * @property {(source: S) => readonly import("./grain.js").Grain[]} grains those in which it can be seen
 * @property {import("./networks.js").Limits} limits how large a network may be
 */

/** The largest number the page takes from outside; with it no sum of products overflows by accident. */
export const LARGEST = 1e6;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const LAYER = /^(\d{1,5}):([a-z_]+)$/;
/**
 * What no address is longer than: so much for each of its numbers, escaped as they may be, and for all the
 * rest.
 */
const LONGEST = { number: 30, rest: 2000 };
/**
 * So long an address may be, if the page has a choice: with what stands before it, a link stays under 2,000
 * characters.
 */
const HANDY = 1800;
/** Significant digits of its numbers where they are rounded for that. */
const DIGITS = { most: 15, least: 6 };
const LONGEST_SHOWN = 40;
/** What says which lesson it is, and is read before the rest. */
const SOURCE_KEYS = new Set(["preset", "net", "f", "grain"]);
const STEP_ANCHOR = /^step-(\d{1,6})$/;

/**
 * The leaves in the address, by key, one list of names a group.
 * @param {Graph} graph
 * @returns {Record<string, string[][]>}
 */
function addressGroups({ nodes }) {
  const names = (/** @type {string} */ role) =>
    nodes.filter((node) => node.role === role).map((node) => node.name);
  const neurons = Math.max(0, ...nodes.map((node) => node.neuron ?? 0));
  /** @type {string[][]} */
  const byNeuron = Array.from({ length: neurons }, () => []);
  for (const node of nodes) {
    if (node.op === "leaf" && node.neuron !== null) byNeuron[node.neuron - 1].push(node.name);
  }
  const groups = { x: [names("input")], y: [names("target")], w: byNeuron, v: [names("parameter")] };
  return Object.fromEntries(Object.entries(groups).filter(([, lists]) => lists.flat().length > 0));
}

/**
 * A number as short as its digits allow: 0.125 is .125, and 0.00012345 is 12345e-8.
 * @param {number} number
 * @param {number} digits
 */
function shortest(number, digits) {
  const rounded = Number(number.toPrecision(digits));
  const plain = String(rounded).replace(/^(-?)0\./, "$1.");
  const [whole, fraction = "", exponent] = rounded.toExponential().split(/(?:\.(\d+))?e/);
  const scientific = `${whole}${fraction}e${Number(exponent) - fraction.length}`;
  return scientific.length < plain.length ? scientific : plain;
}

/**
 * The address of a place. It holds all digits of all numbers; where it would be too long for that, so many
 * digits that it
 * is not, but six at least. A network that is too large even for these keeps all.
 * @param {Graph} graph
 * @param {Place} place
 * @param {object} usual what goes without saying
 * @param {number} usual.rate
 * @param {import("./grain.js").Grain} usual.grain
 * @param {string | null} usual.source the words for it, from `presetWords`, `shapeWords` or `formulaWords`;
 *   null for the page's own
 * @returns {string}
 */
export function encodeAddress(graph, { step, leaves, rate, grain }, usual) {
  const groups = Object.entries(addressGroups(graph));
  const before = [
    ...(usual.source === null ? [] : [usual.source]),
    ...(grain === usual.grain ? [] : [`grain=${grain}`]),
    `step=${step}`,
  ];
  const after = rate === usual.rate ? [] : [`rate=${rate}`];
  const written = (/** @type {(number: number) => string} */ write) =>
    `#${[
      ...before,
      ...groups.map(
        ([key, lists]) =>
          `${key}=${lists.map((names) => names.map((name) => write(leaves[name])).join(",")).join(";")}`,
      ),
      ...after,
    ].join("&")}`;

  const whole = written(String);
  const mayFit = groups.flatMap(([, lists]) => lists.flat()).length * 2 < HANDY;
  for (let digits = DIGITS.most; whole.length > HANDY && mayFit && digits >= DIGITS.least; digits -= 1) {
    const shorter = written((number) => shortest(number, digits));
    if (shorter.length <= HANDY) return shorter;
  }
  return whole;
}

/** @param {string} preset */
export const presetWords = (preset) => `preset=${preset}`;

/** @param {Shape} shape */
export const shapeWords = ({ inputs, layers, loss }) =>
  `net=${[inputs, ...layers.map(({ size, activation }) => `${size}:${activation}`), loss].join(";")}`;

/** What an address can hold as it is; the rest is escaped. */
const NOT_PLAIN = /[^\w+\-*/^(),=.]/gu;
/** @param {string} text */
export const formulaWords = (text) =>
  `f=${text
    .trim()
    .replace(/[ \t]/g, "")
    .replace(NOT_PLAIN, (character) => encodeURIComponent(character))}`;

/**
 * @template S
 * @param {string} hash with or without its #
 * @param {Sources<S>} sources
 * @returns {{source: S, place: Partial<Place>} | {refusal: Refusal}}
 */
export function decodeAddress(hash, sources) {
  const longest = LONGEST.rest + LONGEST.number * mostLeaves(sources.limits);
  if (hash.length > longest) return refuse("long", String(hash.length), longest);
  const text = unescaped(hash.replace(/^#/, ""));
  const anchor = STEP_ANCHOR.exec(text);
  const parts = (anchor ? [`step=${anchor[1]}`] : text.split("&")).map(keyAndValue);
  const keys = parts.map(([key]) => key);
  const twice = keys.find((key, position) => keys.indexOf(key) < position);
  if (twice !== undefined) return refuse("twice", twice, 1);
  const read = readSource(parts, sources);
  if ("refusal" in read) return read;
  const { source } = read;
  const named = parts.find(([key]) => key === "grain");
  const grain = named
    ? sources.grains(source).find((offered) => offered === named[1])
    : sources.usualGrain(source);
  if (!grain) return refuse("key", named?.[1] ?? "", sources.grains(source).join(", "));
  const lesson = sources.lessonOf(source, grain);
  const steps = lesson.steps.length;
  const groups = addressGroups(lesson.graph);
  /** @type {Partial<Place> & import("./tools.js").ToolChoices} */
  const place = { grain };
  for (const [key, value] of parts) {
    if (key === "step") {
      if (!/^\d{1,6}$/.test(value) || Number(value) < 1 || Number(value) > steps) {
        return refuse("step", value, steps);
      }
      place.step = Number(value);
    } else if (key === "rate") {
      const rate = readNumber(value);
      if (rate === null || rate < 0) return refuse("number", value, LARGEST);
      place.rate = rate;
    } else if (Object.hasOwn(groups, key)) {
      const found = readGroup(groups[key], value);
      if ("refusal" in found) return found;
      place.leaves = { ...place.leaves, ...found.leaves };
    } else if (Object.hasOwn(TOOL_KEYS, key)) {
      const choices = TOOL_KEYS[key].read(value, lesson, place);
      if (choices === null) return refuse("key", value, TOOL_KEYS[key].expected);
      withChoices(place, choices);
    } else if (!SOURCE_KEYS.has(key)) {
      return refuse(
        "key",
        key,
        ["step, x, y, w, v, rate, grain, preset, net, f", ...Object.keys(TOOL_KEYS)].join(", "),
      );
    }
  }
  return { source, place };
}

/**
 * @template S
 * @param {string[][]} parts
 * @param {Sources<S>} sources
 * @returns {{source: S} | {refusal: Refusal}}
 */
function readSource(parts, { presets, opens, ofPreset, ofShape, ofFormula, limits }) {
  const preset = parts.find(([key]) => key === "preset")?.[1];
  const net = parts.find(([key]) => key === "net")?.[1];
  const formula = parts.find(([key]) => key === "f")?.[1];
  if (formula !== undefined) {
    const fault = faultOf(formula);
    return fault
      ? { refusal: { ...refuse("formula", formula, "").refusal, fault } }
      : { source: ofFormula(formula) };
  }
  if (net !== undefined) {
    const shape = readShape(net, limits);
    return shape ? { source: ofShape(shape) } : refuse("net", net, "2;3:tanh;1:sigmoid;bce");
  }
  if (preset !== undefined && !presets.includes(preset)) return refuse("key", preset, presets.join(", "));
  return { source: ofPreset(preset ?? opens) };
}

/**
 * @param {string} text
 * @param {import("./networks.js").Limits} limits
 * @returns {Shape | null}
 */
function readShape(text, limits) {
  const parts = text.split(";");
  const loss = parts.pop() ?? "";
  const inputs = Number(parts.shift());
  const layers = parts
    .map((part) => LAYER.exec(part))
    .map((match) => (match ? { size: Number(match[1]), activation: match[2], from: null } : null));
  const within = (/** @type {number} */ value, /** @type {readonly number[]} */ [least, most]) =>
    value >= least && value <= most;
  const last = layers.pop();
  const hidden = /** @type {import("./networks.js").LayerShape[]} */ (layers);
  const fits =
    Number.isInteger(inputs) &&
    within(inputs, limits.inputs) &&
    losses().includes(loss) &&
    last &&
    within(last.size, [outputLimits(loss)[0], limits.outputs[1]]) &&
    outputActivations(loss).includes(last.activation) &&
    within(hidden.length, limits.hidden) &&
    hidden.every(
      (layer) =>
        layer && within(layer.size, limits.neurons) && hiddenActivations().includes(layer.activation),
    );
  return fits ? { inputs, layers: [...hidden, last], loss } : null;
}

/**
 * Some programs write , and ; as %2C and %3B when a link is passed on.
 * @param {string} text
 */
function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} part */
function keyAndValue(part) {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

/**
 * @param {string[][]} lists
 * @param {string} value
 * @returns {{leaves: Record<string, number>} | {refusal: Refusal}}
 */
function readGroup(lists, value) {
  const groups = value.split(";").map((group) => group.split(","));
  const shape = (/** @type {unknown[][]} */ rows) => rows.map((row) => row.length).join(";");
  if (shape(groups) !== shape(lists)) return refuse("shape", shape(groups), shape(lists));
  const names = lists.flat();
  /** @type {Record<string, number>} */
  const leaves = {};
  for (const [position, text] of groups.flat().entries()) {
    const number = readNumber(text);
    if (number === null) return refuse("number", text, LARGEST);
    leaves[names[position]] = number;
  }
  return { leaves };
}

/**
 * A number from outside, or null where it is none, not finite or too large.
 * @param {string} text
 * @returns {number | null}
 */
export function readNumber(text) {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return null;
  const number = Number(trimmed);
  return Math.abs(number) <= LARGEST ? number : null;
}

/**
 * @param {string} what
 * @param {string} found
 * @param {string | number} expected
 * @returns {{refusal: Refusal}}
 */
const refuse = (what, found, expected) => ({
  refusal: {
    what,
    found: found.length > LONGEST_SHOWN ? `${found.slice(0, LONGEST_SHOWN)}…` : found,
    expected,
    least: -LARGEST,
    most: LARGEST,
  },
});
