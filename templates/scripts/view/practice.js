/**
 * Practising: the question in the step panel, where its result would be, and the tool with level, numbers and
 * score.
 */
import { decimalsFor } from "../lesson/answers.js";
import { neededNumbers, questionDerivation } from "../lesson/disguise.js";
import { LARGEST_SEED, LEVELS, OFF, seedInForce } from "../lesson/practice.js";
import { sentence } from "../lesson/sentences.js";
import { isHidden } from "../lesson/views.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { toMath } from "./mathml.js";
import { numberField } from "./numberfield.js";
import { sentenceView } from "./sentence.js";
import { formulaText } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {import("../lesson/practice.js").Question} Question
 */

/**
 * @param {string} action
 * @param {import("./h.js").Child} text
 * @param {string} [kind]
 * @param {Record<string, import("./h.js").Attribute>} [more]
 */
export const toolButton = (action, text, kind = "quiet", more = {}) =>
  h("button", { type: "button", class: kind, "data-action": action, ...more }, text);

/** @param {Model} model */
export const showsAnswers = ({ state }) => !isHidden(state, "answers");

/**
 * What is asked at the present step; null while nobody practises.
 * @param {Model} model
 * @returns {Element_ | null}
 */
export function questionView(model) {
  const {
    disguise: { practice },
    words,
    step,
    lesson,
  } = model;
  if (!practice) return null;
  const question = practice.shown(step);
  const open = question !== null && !practice.isDone(question);
  const feedback = question && practice.feedback(question);
  return h(
    "div",
    { class: "question", role: "group", "aria-labelledby": "ask" },
    h("p", { class: "ask", id: "ask" }, askedText(model, question)),
    open
      ? answerForm(
          model,
          question,
          questionDerivation(model.computed, question).left,
          neededView(model, question),
          practice.endsHints(question),
        )
      : h(
          "p",
          { class: "tool-row" },
          practice.waits(step)
            ? toolButton("open-question", words.tools.practice.to_question, "primary")
            : step < lesson.steps.length && toolButton("go-on", words.tools.practice.next, "primary"),
        ),
    feedbackView(
      feedback,
      feedback &&
        (feedback.mistake ? mistakeView(model, feedback.mistake) : words.tools.practice[feedback.kind]),
    ),
    summaryView(model),
  );
}

/**
 * @param {Model} model
 * @param {Question | null} question
 */
function askedText(
  {
    disguise: { practice },
    words: {
      tools: { practice: words },
    },
    step,
    current,
  },
  question,
) {
  if (question) return words.ask[question.asked];
  if (practice?.waits(step)) return words.waiting;
  return practice?.questions(step).length
    ? words.done
    : current.kind === "leaves"
      ? words.given
      : words.worked;
}

/**
 * @param {Model} model
 * @param {{id: string, answer: number}} question
 * @param {import("../lesson/formula.js").Formula} left what is asked for
 * @param {import("./h.js").Child} needed the numbers that lead there
 * @param {boolean} endsHints whether the next hint is the answer
 */
export function answerForm(model, { id, answer }, left, needed, endsHints) {
  const {
    tools: { practice: words },
    part,
  } = model.words;
  return h(
    "div",
    { class: "answer", key: id },
    needed,
    h("label", { for: "answer" }, h("math", { displaystyle: "true" }, toMath(left, part)), " ="),
    h("input", {
      id: "answer",
      type: "text",
      "data-enter": "check-answer",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "done",
      "aria-label": fill(words.answer, { name: formulaText(left) }),
      "aria-describedby": "expected feedback",
    }),
    toolButton("check-answer", words.check, "primary"),
    endsHints ? showsAnswers(model) && toolButton("hint", words.show) : toolButton("hint", words.hint),
    h("p", { class: "expected", id: "expected" }, fill(words.expected, { decimals: decimalsFor(answer) })),
  );
}

/**
 * What there is to say to the last answer. It stands there before it says anything, or what it says would not be
 * heard.
 * @param {{kind: string} | null} feedback
 * @param {...import("./h.js").Child} said
 */
export const feedbackView = (feedback, ...said) =>
  h("p", { class: `feedback ${feedback?.kind ?? ""}`, id: "feedback", role: "status" }, said);

/**
 * The numbers that a question is answered with.
 * @param {Model} model
 * @param {Question} question
 */
function neededView(model, question) {
  const needed = neededNumbers(model.computed, question);
  return (
    needed.length > 0 &&
    h(
      "p",
      { class: "needed" },
      needed.flatMap(({ facet, index }) => [
        h(
          "span",
          { class: "pair" },
          sentenceView(
            model,
            facet === "value"
              ? [{ symbol: index }, { text: " = " }, { value: index }]
              : [{ gradient_symbol: index }, { text: " = " }, { gradient: index }],
          ),
        ),
        " ",
      ]),
    )
  );
}

/**
 * How the round went, and a way to more of what went wrong.
 * @param {Model} model
 */
function summaryView(model) {
  const words = model.words.tools.practice;
  const summary = model.disguise.practice?.summary();
  return (
    summary && [
      h("h4", {}, words.round),
      h(
        "ul",
        { class: "round" },
        summary.kinds.map(({ kind, ...counts }) => h("li", {}, fill(words.went[kind], counts))),
        summary.slips.map((slip) =>
          h(
            "li",
            { class: "slip" },
            h("span", {}, `${slip.count}× `, slip.mistake === OFF ? words.off : mistakeView(model, slip)),
            " ",
            h(
              "button",
              { type: "button", class: "quiet", "data-action": "more-of", "data-mistake": slip.mistake },
              words.more,
            ),
          ),
        ),
        summary.slips.length === 0 && h("li", {}, words.flawless),
      ),
    ]
  );
}

/**
 * @param {Model} model
 * @param {import("../lesson/practice.js").Slip} diagnosis
 */
const mistakeView = (model, { mistake, names }) =>
  sentenceView(model, sentence(model.scene.data.narration.mistake[mistake], names));

/**
 * How much is asked for.
 * @param {Model} model
 */
export function levelPicker({ state, words: { tools } }) {
  const words = tools.practice;
  return h(
    "label",
    {},
    h("span", {}, words.level),
    " ",
    h(
      "select",
      { "data-field": "level", autocomplete: "off", value: state.drill ? "" : String(state.level) },
      LEVELS.map((level) =>
        h(
          "option",
          { value: String(level), selected: !state.drill && level === state.level },
          words.levels[level],
        ),
      ),
      state.drill && h("option", { value: "", selected: true }, words.drill),
    ),
  );
}

/**
 * The same about an update of training.
 * @param {Model} model
 * @param {string} exercise
 */
export const exerciseButton = ({ scene: { source }, words: { tools } }, exercise) =>
  source.network &&
  h(
    "button",
    { type: "button", class: "quiet", "data-action": "train-exercise", "data-exercise": exercise },
    tools.train.exercises.of_update,
  );

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function practiceView(model) {
  const {
    state,
    disguise: { practice },
  } = model;
  const words = model.words.tools.practice;
  return h(
    "div",
    { class: "practice" },
    h("p", { class: "tool-intro" }, words.intro),
    h(
      "div",
      { class: "tool-row" },
      levelPicker(model),
      h(
        "label",
        {},
        h("span", {}, words.numbers),
        " ",
        numberField(
          {
            value: seedInForce(state) || null,
            step: 1,
            least: 1,
            most: LARGEST_SEED,
            whole: true,
          },
          { "data-field": "numbers" },
        ),
      ),
      toolButton("new-numbers", words.fresh),
    ),
    h(
      "div",
      { class: "tool-row" },
      toolButton("open-question", words.to_question, "primary"),
      printButtons(model),
      exerciseButton(model, "practise"),
    ),
    h(
      "p",
      { class: "tool-row score" },
      h("span", {}, fill(words.score, { ...practice?.score() })),
      " ",
      toolButton("reset-practice", words.reset),
    ),
  );
}

/**
 * For the sheet, and for its key.
 * @param {Model} model
 */
export const printButtons = (model) => [
  toolButton("print-worksheet", model.words.tools.practice.print),
  showsAnswers(model) && toolButton("print-key", model.words.tools.practice.print_key),
];
