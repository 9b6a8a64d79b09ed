/**
 * Find the bug: the mark in the step panel and what is said to it, and the tool with the number of the bug
 * and the score.
 */
import { namesOfBug } from "../lesson/bugs.js";
import { sentence } from "../lesson/sentences.js";
import { fill, formatNumber } from "./format.js";
import { h } from "./h.js";
import { sentenceView } from "./sentence.js";
import { exerciseButton, showsAnswers, toolButton } from "./practice.js";
import { stepButton } from "./earliergradients.js";

/** @typedef {import("../model.js").Model} Model */

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_ | null}
 */
export function bugNote(model) {
  const {
    disguise: { bugs },
    words,
    step,
    current,
  } = model;
  if (!bugs?.puzzle || current.kind === "leaves" || current.kind === "summary") return null;
  const { marks, over, puzzle } = bugs;
  const here = over && step === puzzle.step;
  const checked = marks.includes(step);
  return h(
    "div",
    { class: "question", role: "group", "aria-label": words.tools.bugs.name },
    !over &&
      h(
        "p",
        { class: "tool-row" },
        h(
          "button",
          {
            type: "button",
            class: "primary",
            "data-action": "mark-step",
            "aria-disabled": checked ? "true" : null,
          },
          words.tools.bugs.mark,
        ),
      ),
    h(
      "div",
      { class: `feedback ${here ? "right" : ""}`, role: "status" },
      here
        ? explanationView(model, puzzle)
        : !over && checked
          ? h("p", {}, words.tools.bugs[bugs.verdict(step)])
          : "",
    ),
    here && h("p", { class: "tool-row" }, toolButton("next-bug", words.tools.bugs.next, "primary")),
  );
}

/**
 * @param {Model} model
 * @param {import("../lesson/bugs.js").Puzzle} puzzle
 */
function explanationView(model, { name, index, ...wrong }) {
  const {
    pass,
    words: { tools },
    graph,
    current,
    scene: {
      data: { narration },
    },
  } = model;
  const [facet, numbers] =
    current.phase === "forward"
      ? /** @type {const} */ (["value", "values"])
      : /** @type {const} */ (["gradient", "gradients"]);
  const names = {
    ...namesOfBug(graph, name, index),
    wrong: formatNumber(wrong[numbers][index]),
    right: formatNumber(pass[numbers][index]),
  };
  return [narration.bug[name], tools.bugs[facet]].map((text) =>
    h("p", {}, sentenceView(model, sentence(text, names))),
  );
}

/** What a mark has found of its step, as a sign. */
export const SIGNS = { found: "✗", follows: "←", right: "✓" };

/**
 * The steps that were marked, and what was found there.
 * @param {import("../lesson/bugs.js").BugHunt} bugs
 * @param {any} words
 * @param {any} reuse
 */
const checkedView = ({ marks, verdict }, words, reuse) =>
  h(
    "ul",
    { class: "checked-steps", "aria-label": words.checked },
    [...marks]
      .sort((a, b) => a - b)
      .map((step) =>
        h(
          "li",
          {},
          h("span", { "aria-hidden": "true" }, `${SIGNS[verdict(step)]} `),
          stepButton({ reuse }, step),
          h("span", { class: "heard" }, `: ${words[verdict(step)]}`),
        ),
      ),
  );

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_}
 */
export function bugsView(model) {
  const {
    state,
    words: {
      tools: { bugs: words },
      reuse,
    },
    disguise: { bugs },
  } = model;
  return h(
    "div",
    { class: "bugs" },
    h("p", { class: "tool-intro" }, bugs?.puzzle ? words.intro : words.none),
    h(
      "div",
      { class: "tool-row" },
      h("span", {}, fill(words.number, { bug: state.bug })),
      toolButton("next-bug", words.next),
      bugs?.puzzle && showsAnswers(model) && toolButton("show-bug", words.show),
      exerciseButton(model, "bug"),
    ),
    bugs && bugs.marks.length > 0 && checkedView(bugs, words, reuse),
    h(
      "p",
      { class: "tool-row score" },
      h("span", {}, fill(words.score, { ...bugs?.score() })),
      " ",
      toolButton("reset-bugs", words.reset),
    ),
  );
}
