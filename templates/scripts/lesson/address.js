/**
 * The part of the address after #: a step, the inputs, the target, and each neuron's weights and bias.
 *     #step=12&x=0.6,-0.4&y=1&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;0.4,-0.6,0.2
 * Reading is strict: what is not wholly right is refused, with the reason.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {{step: number, leaves: Readonly<Record<string, number>>, rate: number}} Place
 * @typedef {{what: string, found: string, expected: string | number, least: number, most: number}} Refusal `what` names a
 *   phrase of content/interface.toml, the rest is what it mentions
 */

/** The largest number the page takes from outside; with it no sum of products overflows by accident. */
export const LARGEST = 1e6;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const LONGEST = 20000;
const LONGEST_SHOWN = 40;
const STEP_ANCHOR = /^step-(\d{1,6})$/;

/** The leaves in the address, by key, one list of names a group. @param {Graph} graph @returns {Record<string, string[][]>} */
function addressGroups({ nodes }) {
  const names = (/** @type {string} */ role) => nodes.filter((node) => node.role === role).map((node) => node.name);
  const neurons = Math.max(0, ...nodes.map((node) => node.neuron ?? 0));
  return {
    x: [names("input")],
    y: [names("target")],
    w: Array.from({ length: neurons }, (_, neuron) =>
      nodes.filter((node) => node.op === "leaf" && node.neuron === neuron + 1).map((node) => node.name)),
  };
}

/** @param {Graph} graph @param {Place} place @param {number} usualRate left out when it is the page's own @returns {string} */
export function encodeAddress(graph, { step, leaves, rate }, usualRate) {
  const groups = Object.entries(addressGroups(graph)).map(([key, lists]) =>
    `${key}=${lists.map((names) => names.map((name) => String(leaves[name])).join(",")).join(";")}`);
  return `#${[`step=${step}`, ...groups, ...(rate === usualRate ? [] : [`rate=${rate}`])].join("&")}`;
}

/**
 * @param {Graph} graph
 * @param {number} steps how many there are
 * @param {string} hash with or without its #
 * @returns {{place: Partial<Place>} | {refusal: Refusal}}
 */
export function decodeAddress(graph, steps, hash) {
  const text = unescaped(hash.replace(/^#/, ""));
  const anchor = STEP_ANCHOR.exec(text);
  if (text.length > LONGEST) return refuse("long", String(text.length), LONGEST);
  /** @type {Partial<Place>} */
  const place = {};
  const groups = addressGroups(graph);
  for (const part of anchor ? [`step=${anchor[1]}`] : text.split("&")) {
    const [key, value] = keyAndValue(part);
    if (key === "step") {
      if (!/^\d{1,6}$/.test(value) || Number(value) < 1 || Number(value) > steps) return refuse("step", value, steps);
      place.step = Number(value);
    } else if (key === "rate") {
      const rate = readNumber(value);
      if (rate === null || rate < 0) return refuse("number", value, LARGEST);
      place.rate = rate;
    } else if (Object.hasOwn(groups, key)) {
      const read = readGroup(groups[key], value);
      if ("refusal" in read) return read;
      place.leaves = { ...place.leaves, ...read.leaves };
    } else {
      return refuse("key", key, "step, x, y, w, rate");
    }
  }
  return { place };
}

/** Some programs write , and ; as %2C and %3B when a link is passed on. @param {string} text */
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

/** @param {string[][]} lists @param {string} value @returns {{leaves: Record<string, number>} | {refusal: Refusal}} */
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

/** A number from outside, or null where it is none, not finite or too large. @param {string} text @returns {number | null} */
export function readNumber(text) {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return null;
  const number = Number(trimmed);
  return Math.abs(number) <= LARGEST ? number : null;
}

/** @param {string} what @param {string} found @param {string | number} expected @returns {{refusal: Refusal}} */
const refuse = (what, found, expected) => ({
  refusal: { what, found: found.length > LONGEST_SHOWN ? `${found.slice(0, LONGEST_SHOWN)}…` : found, expected, least: -LARGEST, most: LARGEST },
});
