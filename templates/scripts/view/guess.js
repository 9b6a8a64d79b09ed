/** The guess: asked at the first step, answered where the lesson finds the gradient that decides it. */
import { betterWay, guessQuestion } from "../lesson/guess.js";
import { sentence } from "../lesson/sentences.js";
import { isHidden } from "../lesson/views.js";
import { formatGiven, formatNumber } from "./format.js";
import { h } from "./h.js";
import { sentenceView } from "./sentence.js";

/** @typedef {import("../model.js").Model} Model */

/** With so many decimals a prediction is told; more only where they are needed to tell it from its target. */
const DECIMALS = [2, 3, 4];

/**
 * Nobody guesses what is hidden, or shown wrong.
 * @param {Model} model
 */
const isAsked = ({ state, still }) =>
  !still && state.tool !== "practice" && state.tool !== "bugs" && !isHidden(state, "results");

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_ | null}
 */
export function guessView(model) {
  const { current, graph, values, gradients, scene, state, words, lesson } = model;
  if (current.kind !== "leaves" || !isAsked(model)) return null;
  const question = guessQuestion(graph, values, gradients, scene.parameters);
  if (!question) return null;
  const { name } = graph.nodes[question.about];
  const guessed = state.guess?.name === name ? state.guess.way : null;
  const told = (/** @type {string} */ way) =>
    h(
      "button",
      {
        type: "button",
        class: "guess",
        "data-action": "guess",
        "data-way": way,
        "data-leaf": name,
        "aria-pressed": String(guessed === way),
      },
      words.guess[way],
    );
  const step = lesson.gradientStep[question.about];
  return h(
    "div",
    { class: "guessing", role: "group", "aria-labelledby": "guess-ask" },
    h("p", { class: "ask", id: "guess-ask" }, sentenceView(model, questionOf(model, question))),
    h("p", { class: "guesses" }, told("raise"), " ", told("lower")),
    h(
      "p",
      { class: "guessed", role: "status" },
      guessed !== null && [
        sentenceView(model, sentence(model.scene.data.narration.guess.noted, { step })),
        " ",
        h(
          "button",
          { type: "button", class: "quiet", "data-action": "go-to-step", "data-step": step },
          words.guess.go,
        ),
      ],
    ),
  );
}

/**
 * @param {Model} model
 * @param {import("../lesson/guess.js").GuessQuestion} question
 */
function questionOf({ graph, values, scene }, { about, prediction, target }) {
  const words = scene.data.narration.guess;
  const names = { self: about, loss: graph.nodes.length - 1 };
  if (prediction === null || target === null) return sentence(words.loss, names);
  const goal = formatGiven(values[target]);
  const said = DECIMALS.map((decimals) => formatNumber(values[prediction], decimals)).find(
    (text) => Number(text) !== values[target],
  );
  return said === undefined
    ? sentence(words.loss, names)
    : sentence(words.network, { ...names, kept: prediction, prediction: said, goal });
}

/**
 * At the step that finds the gradient: whether the guess was right.
 * @param {Model} model
 * @returns {import("./h.js").Element_ | null}
 */
export function verdictView(model) {
  const { graph, gradients, state, lesson, step, scene } = model;
  const about = state.guess ? graph.index[state.guess.name] : undefined;
  const isFound = about !== undefined && lesson.gradientStep[about] === step;
  if (!state.guess || !isFound || !isAsked(model)) return null;
  const better = betterWay(gradients[about]);
  const kind = better === null ? "flat" : better === state.guess.way ? "right" : "wrong";
  const words = scene.data.narration.guess;
  return h(
    "p",
    { class: `verdict ${kind}` },
    sentenceView(model, [
      ...sentence(words.said[state.guess.way], { self: about }),
      { text: " " },
      ...sentence(words[kind], { self: about }),
      { text: " " },
      ...(better ? sentence(words.because[better], { self: about }) : []),
    ]),
  );
}
