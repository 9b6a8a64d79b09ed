/**
 * The tools beside the lesson, in their order: what is chosen in each, and how the address writes it. At most
 * one is open.
 *
 * @typedef {import("./steps.js").Lesson} Lesson
 * @typedef {Record<string, any>} ToolChoices what a tool, or a key of the address, knows of the choices
 *
 * @typedef {import("./views.js").Shown & {digits: import("./digits.js").Digits, tool: string} &
 *   typeof NUDGE.first & typeof PATHS_TOOL.first & typeof PRACTICE.first & typeof BUGS_TOOL.first & typeof
 *   TRAIN.first} ToolState what is chosen in all of them; `tool` is the name of the open one, or ""
 *
 * @typedef {object} ToolKey one key of the address
 * @property {string} expected what a refusal says was expected
 * @property {(text: string, lesson: Lesson, chosen: Partial<ToolChoices>) => ToolChoices | null} read the
 *   choices it makes, beside those that keys before it have made; null where it cannot be read
 * @property {(choices: ToolChoices, lesson: Lesson) => string | null} write null where it goes without saying
 *
 * @typedef {object} Tool
 * @property {ToolChoices} first what is chosen at first
 * @property {(source: any) => ToolChoices} [firstFor] what is chosen at first in a network whose file says more
 * @property {Record<string, ToolKey>} keys of the address, written while the tool is open
 * @property {(graph: import("../engine/graph.js").Graph, choices: ToolChoices) => Readonly<Record<string,
 *   number>>} [leavesWritten] the leaves that the address has while the tool is open, if it moves them itself
 * @property {(graph: import("../engine/graph.js").Graph, choices: ToolChoices) => ToolChoices} [settled] what
 *   follows from choices that an address has made
 */
import { DIGITS_KEY, USUAL_DIGITS } from "./digits.js";
import { NUDGE } from "./nudge.js";
import { PATHS_TOOL } from "./paths.js";
import { ALL_SHOWN, SHOWN_KEYS } from "./views.js";

import { BUGS_TOOL } from "./bugs.js";
import { PRACTICE } from "./practice.js";
import { TRAIN } from "../training/tool.js";
import { TAKE } from "./taking/tool.js";

/** @type {Record<string, Tool>} */
export const TOOLS = {
  nudge: NUDGE,
  paths: PATHS_TOOL,
  practice: PRACTICE,
  bugs: BUGS_TOOL,
  train: TRAIN,
  take: TAKE,
};

/** @type {ToolState} */
export const FIRST_TOOL_CHOICES = Object.assign(
  { ...ALL_SHOWN, tool: "", digits: USUAL_DIGITS },
  ...Object.values(TOOLS).map(({ first }) => first),
);

/**
 * What is chosen at first where the lesson is about this.
 * @param {unknown} source
 * @returns {ToolState}
 */
export const firstToolChoices = (source) =>
  Object.assign({}, FIRST_TOOL_CHOICES, ...Object.values(TOOLS).map(({ firstFor }) => firstFor?.(source)));

/** @type {ToolKey} */
const TOOL_KEY = {
  expected: Object.keys(TOOLS).join(", "),
  read: (text) => (Object.hasOwn(TOOLS, text) ? { tool: text } : null),
  write: ({ tool }) => tool || null,
};

/** Keys for how the lesson is shown, whichever tool is open. */
const KEYS_OF_ALL = { ...SHOWN_KEYS, digits: DIGITS_KEY, tool: TOOL_KEY };

/**
 * Every key that an address may have for the tools, and for how the lesson is shown.
 * @type {Record<string, ToolKey>}
 */
export const TOOL_KEYS = Object.assign({ ...KEYS_OF_ALL }, ...Object.values(TOOLS).map(({ keys }) => keys));

/**
 * Choices with more of them: of what is chosen in a tool, an address says a part, and each key a part of that.
 * @template {ToolChoices} T
 * @param {T} place
 * @param {ToolChoices} more
 * @returns {T}
 */
export const withChoices = (place, more) =>
  Object.assign(
    place,
    Object.fromEntries(
      Object.entries(more).map(([name, chosen]) => [
        name,
        typeof chosen === "object" && !Array.isArray(chosen)
          ? Object.freeze({ ...place[name], ...chosen })
          : chosen,
      ]),
    ),
  );

/**
 * What the address says of these: of the open tool what is chosen in it.
 * @param {ToolChoices} choices
 * @param {Lesson} lesson
 * @returns {string[]}
 */
export function toolParts(choices, lesson) {
  const keys = { ...KEYS_OF_ALL, ...TOOLS[choices.tool]?.keys };
  return Object.entries(keys).flatMap(([key, { write }]) => {
    const text = write(choices, lesson);
    return text === null ? [] : [`${key}=${text}`];
  });
}
