/**
 * Find the bug: the mark in the step panel and what is said to it, and the tool with the number of the bug
 * and the score.
 */
import { namesOfBug } from "../lesson/bugs.js";
import { sentence } from "../lesson/sentences.js";
import { fill, formatNumber } from "./format.js";
import { h } from "./h.js";
import { sentenceView } from "./panel.js";
import { toolButton } from "./practice.js";

/** @typedef {import("../model.js").Model} Model */

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_ | null}
 */
export function bugNote(model) {
  const {
    exercise: { bugs },
    words,
    step,
    current,
  } = model;
  if (!bugs?.puzzle || current.kind === "leaves" || current.kind === "summary") return null;
  const { marks, over, puzzle } = bugs;
  const here = over && step === puzzle.step;
  const last = marks[marks.length - 1] === step;
  return h(
    "div",
    { class: "question", role: "group", "aria-label": words.tools.bugs.name },
    !over && h("p", { class: "tool-row" }, toolButton("mark-step", words.tools.bugs.mark, "primary")),
    h(
      "div",
      { class: `feedback ${here ? "right" : ""}`, role: "status" },
      here
        ? explanationView(model, puzzle)
        : !over && last
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

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_}
 */
export function bugsView({
  state,
  words: {
    tools: { bugs: words },
  },
  exercise: { bugs },
}) {
  return h(
    "div",
    { class: "bugs" },
    h("p", { class: "tool-intro" }, bugs?.puzzle ? words.intro : words.none),
    h(
      "div",
      { class: "tool-row" },
      h("span", {}, fill(words.number, { bug: state.bug })),
      toolButton("next-bug", words.next),
      bugs?.puzzle && toolButton("show-bug", words.show),
    ),
    h(
      "p",
      { class: "tool-row score" },
      h("span", {}, fill(words.score, { ...bugs?.score() })),
      " ",
      toolButton("reset-bugs", words.reset),
    ),
  );
}
