/**
 * Names of one's own as a link says them, x1:size,w11:v,w12:v: each by the name that the quantity has otherwise. The
 * rules are those of a file (generator/config/names.py).
 */
import { buildGraph } from "../engine/network.js";
import { symbolOf } from "../engine/symbols.js";
import { reshape } from "./networks.js";

const PAIR = /^(\w+):([a-z]\w*)$/i;
/** As it is written: alpha is one character. */
const LONGEST = 12;

/** @param {Readonly<Record<string, string>>} names */
export const namesText = (names) =>
  Object.entries(names)
    .map((pair) => pair.join(":"))
    .join();

/**
 * The names in a text, or what in it can be none: a place that the network has not, a name of two that cannot be one.
 * @param {string} text
 * @param {import("./networks.js").Shape} shape
 * @returns {{names: Record<string, string>} | {wrong: string}}
 */
export function readNames(text, shape) {
  const { nodes, index } = buildGraph(reshape(null, shape, 0).network);
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const pair of text.split(",")) {
    const [, place, name] = PAIR.exec(pair.trim()) ?? [];
    const fits =
      Object.hasOwn(index, place) && !names.has(place) && symbolOf(name).join("").length <= LONGEST;
    if (!fits) return { wrong: pair };
    names.set(place, name);
  }
  /** @type {Map<string, string>} */
  const owners = new Map();
  for (const { name: place, role } of nodes) {
    const name = names.get(place) ?? place;
    const owner = /^(weight|bias)$/.test(role) ? role : place;
    if ((owners.get(name) ?? owner) !== owner) return { wrong: name };
    owners.set(name, owner);
  }
  return { names: Object.fromEntries(names) };
}
