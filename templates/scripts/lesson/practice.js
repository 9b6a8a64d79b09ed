/**
 * Practising: of some steps the result is hidden and asked for. Which, says the level; what was answered
 * belongs to the numbers it was answered for. Pure: what a person does makes another record, everything else
 * follows from it.
 *
 * @typedef {import("./steps.js").Lesson} Lesson
 * @typedef {import("./explain.js").Use} Use
 * @typedef {import("./tools.js").ToolChoices} ToolChoices
 *
 * @typedef {object} Pass a computed graph, with nothing hidden
 * @property {Lesson} lesson
 * @property {ArrayLike<number>} values
 * @property {ArrayLike<number>} gradients
 * @property {(index: number) => ArrayLike<number>} localsOf the local derivatives of a node by its parents
 *
 * @typedef {"value" | "local" | "gradient"} QuestionKind
 * @typedef {object} Question
 * @property {string} id
 * @property {number} step from 1
 * @property {QuestionKind} kind
 * @property {string} asked which words ask for it
 * @property {number} index the node
 * @property {Use | null} use of a local derivative: of what, by the node
 * @property {number} answer
 *
 * @typedef {object} Practised what was done so far, by question
 * @property {object | null} leaves the numbers it was done with
 * @property {Record<string, "right" | "shown">} done
 * @property {Record<string, number>} tries
 * @property {Record<string, number>} stages how many hints were taken
 * @property {Slip[]} slips what went wrong
 * @property {{id: string, text: string} | null} last what was answered last
 *
 * @typedef {{mistake: string, names: Record<string, number>}} Slip a mistake, and the nodes that it was about
 */
import { canBeAsked, decimalsFor, isRight } from "./answers.js";
import { diagnose, invites, NAMED_MISTAKES } from "./diagnosis.js";
import { readTyped } from "./numbers.js";
import { decimalsOnPaper } from "./paper.js";
import { roundOf, slipsOf, STAGES } from "./round.js";
import { usesOf } from "./uses.js";
import { seededLeaves } from "./seeded.js";

export const LEVELS = Object.freeze([1, 2, 3]);
export const LARGEST_SEED = 999999;
/** Of a whole layer no more are asked for in one step. */
const MOST_QUESTIONS = 12;
/** Of a node that feeds more than these, the sum is asked for at once. */
const MOST_LOCALS = 3;
const ASKED_KINDS = new Set(["value", "gradient", "parameters"]);

/**
 * @typedef {{seed: number, leaves: Readonly<Record<string, number>>}} ClassNumbers the numbers for a class, and
 *   their seed; 0 for none
 */

/** @type {Practised} */
const NOTHING_YET = Object.freeze({ leaves: null, done: {}, tries: {}, stages: {}, slips: [], last: null });

/** What is no usual mistake. */
export const OFF = "off";
/** So many steps are asked of one kind. */
const MOST_DRILLED = 4;
/** At every step. */
const MOST_ASKED = 3;

/**
 * The seed that the present numbers were drawn with; 0 if they are others.
 * @param {ToolChoices} choices
 * @returns {number}
 */
export const seedInForce = ({ numbers, leaves }) =>
  numbers.seed > 0 && Object.keys(numbers.leaves).every((name) => numbers.leaves[name] === leaves[name])
    ? numbers.seed
    : 0;

/**
 * The choices that a seed makes.
 * @param {import("./steps.js").Lesson} lesson
 * @param {number} seed
 */
export function seedChoices({ graph, constants }, seed) {
  const leaves = seededLeaves(graph, seed, constants);
  return { numbers: { seed, leaves }, leaves };
}

/** @satisfies {import("./tools.js").Tool} */
export const PRACTICE = {
  first: {
    /** How much is asked for. */
    level: 1,
    /** In its place: a mistake that the questions invite. */
    drill: "",
    numbers: /** @type {ClassNumbers} */ ({ seed: 0, leaves: {} }),
    practised: NOTHING_YET,
    /** What is about to be printed in place of the page. */
    paper: /** @type {"" | "worksheet" | "key"} */ (""),
  },
  keys: {
    level: {
      expected: LEVELS.join(", "),
      read: (text) => (LEVELS.some((level) => String(level) === text) ? { level: Number(text) } : null),
      write: ({ level }) => String(level),
    },
    drill: {
      expected: [...NAMED_MISTAKES, OFF].join(", "),
      read: (text) => (text === OFF || NAMED_MISTAKES.includes(text) ? { drill: text } : null),
      write: ({ drill }) => drill || null,
    },
    numbers: {
      expected: `1 … ${LARGEST_SEED}`,
      read: (text, lesson) => (/^[1-9]\d{0,5}$/.test(text) ? seedChoices(lesson, Number(text)) : null),
      // Numbers that were drawn for another formula may stay where a new one has the same names.
      write(choices, { graph, constants }) {
        const seed = seedInForce(choices);
        const drawn = seed > 0 ? Object.entries(seededLeaves(graph, seed, constants)) : [];
        return seed > 0 && drawn.every(([name, number]) => choices.leaves[name] === number)
          ? String(seed)
          : null;
      },
    },
  },
};

/**
 * The record, if it is of the present numbers.
 * @param {ToolChoices} choices
 * @returns {Practised}
 */
export const practisedOf = ({ practised, leaves }) =>
  practised.leaves === leaves ? practised : { ...NOTHING_YET, leaves };

/**
 * Faded worked examples: at first the last step alone, then every second, then all. The gradients of a
 * neuron's parameters go with the gradient they are made from: they would give it away.
 * @param {Lesson} lesson
 * @param {number} level
 * @returns {Set<number>} steps, from 1
 */
function askedSteps({ steps, gradientStep }, level) {
  const numbers = steps.flatMap(({ kind }, place) => (ASKED_KINDS.has(kind) ? [place + 1] : [])).reverse();
  const alone = numbers.filter((number) => steps[number - 1].kind !== "parameters");
  const goesWith = (/** @type {number} */ number) =>
    alone.includes(number) ? number : gradientStep[steps[number - 1].of];
  /** @type {Record<number, (number: number) => boolean>} */
  const isAsked = {
    1: (number) => number === numbers[0],
    2: (number) => alone.indexOf(goesWith(number)) % 2 === 0,
    3: () => true,
  };
  return new Set(numbers.filter(isAsked[level]));
}

/**
 * What is asked in a step.
 * @param {Pass} pass
 * @param {string} grain
 * @param {number} level
 * @param {number} number the step's, from 1
 * @returns {Question[]}
 */
function questionsOf(pass, grain, level, number) {
  const {
    lesson: { graph, steps },
    values,
    gradients,
    localsOf,
  } = pass;
  const { kind, focus } = steps[number - 1];
  const loss = graph.nodes.length - 1;
  /**
   * @param {QuestionKind} sort
   * @param {number} index
   * @param {number} answer
   * @param {Use | null} [use]
   * @param {string} [asked]
   * @returns {Question}
   */
  const ask = (sort, index, answer, use = null, asked = sort) => ({
    id: [grain, number, sort, graph.nodes[index].name, ...(use ? [use.child, use.position] : [])].join(" "),
    step: number,
    kind: sort,
    asked,
    index,
    use,
    answer,
  });
  return focus
    .slice(0, MOST_QUESTIONS)
    .flatMap((index) => {
      if (kind === "value") return [ask("value", index, values[index])];
      const uses = usesOf(graph, index);
      // With ∂L/∂L = 1 upstream, local derivative and product are the same question; of parameters the product
      // is asked at once.
      const locals =
        level > 1 &&
        kind === "gradient" &&
        uses.length <= MOST_LOCALS &&
        uses.every(({ child }) => child !== loss)
          ? uses.map((use) => ask("local", index, localsOf(use.child)[use.position], use))
          : [];
      return [
        ...locals,
        ask("gradient", index, gradients[index], null, ["gradient", "product"][locals.length] ?? "sum"),
      ];
    })
    .filter(({ answer }) => canBeAsked(answer));
}

/**
 * The questions on paper, where all that is not asked is printed at once. A number that is handed on
 * unchanged, as through a relu or to a bias, could be read off where it is printed: so all that are one
 * number are asked for together.
 * @param {Pass} pass
 * @param {string} grain
 * @param {number} level
 * @param {Map<number, Question[]>} planned by step
 * @returns {Map<number, Question[]>} by step, in order
 */
function withEchoes(pass, grain, level, planned) {
  const { graph, steps } = pass.lesson;
  /** @param {"value" | "gradient"} facet */
  const groupsOf = (facet) => {
    const numbers = facet === "value" ? pass.values : pass.gradients;
    const isAsked = steps.map(
      ({ kind, phase }) => ASKED_KINDS.has(kind) && (phase === "forward") === (facet === "value"),
    );
    /** @type {number[]} of each node the first of those that are one number with it; of others itself */
    const first = graph.nodes.map((_, index) => index);
    const found = new Set(steps.flatMap(({ focus }, place) => (isAsked[place] ? focus : [])));
    const inOrder = facet === "value" ? [...found] : [...found].sort((a, b) => b - a);
    for (const index of inOrder) {
      const before = facet === "value" ? graph.nodes[index].parents : graph.children[index];
      for (const one of before.filter((other) => found.has(other))) {
        if (Math.abs(numbers[one]) === Math.abs(numbers[index])) merge(first, one, index);
      }
    }
    return first;
  };
  const groups = { value: groupsOf("value"), gradient: groupsOf("gradient") };
  const facetOf = (/** @type {number} */ number) =>
    steps[number - 1].phase === "forward" ? "value" : "gradient";
  const key = (/** @type {number} */ number, /** @type {number} */ index) =>
    `${facetOf(number)} ${groups[facetOf(number)][index]}`;
  const wanted = new Set(
    [...planned].flatMap(([number, questions]) => questions.map(({ index }) => key(number, index))),
  );
  return new Map(
    steps.flatMap(({ kind }, place) => {
      const number = place + 1;
      if (!ASKED_KINDS.has(kind)) return [];
      const every = planned.get(number) ?? questionsOf(pass, grain, level, number);
      const kept = every.filter(({ index }) => wanted.has(key(number, index)));
      return kept.length > 0 ? [[number, kept]] : [];
    }),
  );
}

/**
 * Makes two groups one.
 * @param {number[]} first
 * @param {number} one
 * @param {number} other
 */
function merge(first, one, other) {
  const [kept, gone] = [first[one], first[other]];
  first.forEach((of, index) => {
    if (of === gone) first[index] = kept;
  });
}

/**
 * @typedef {ReturnType<typeof practiceOf>} Practice
 * @param {Pass} pass
 * @param {ToolChoices} choices
 */
export function practiceOf(pass, choices) {
  const { level, grain, drill } = choices;
  const record = practisedOf(choices);
  /** @param {number} most */
  const questionsUpTo = (most) =>
    new Map(
      [...askedSteps(pass.lesson, most)]
        .sort((a, b) => a - b)
        .map((number) => [number, questionsOf(pass, grain, level, number)]),
    );
  const drilled = drill
    ? [...questionsUpTo(MOST_ASKED)]
        .filter(([, questions]) => questions.some((question) => invites(pass, question, drill)))
        .slice(-MOST_DRILLED)
    : [];
  const planned = drilled.length > 0 ? new Map(drilled) : questionsUpTo(level);
  const asked = choices.paper ? withEchoes(pass, grain, level, planned) : planned;
  const inOrder = [...asked.keys()];
  const questions = (/** @type {number} */ number) => asked.get(number) ?? [];
  const { isDone, isClean, stageOf, endsHints, feedback, score } = roundOf(record, level);
  const open = (/** @type {number} */ number) =>
    questions(number).find((question) => !isDone(question)) ?? null;
  // What comes after an open question follows from its answer and could give it away; on paper there is no
  // after.
  const firstOpen = choices.paper ? Infinity : (inOrder.find(open) ?? Infinity);

  /**
   * The node's number is still to be found.
   * @param {number} index
   * @param {"value" | "gradient"} facet
   */
  function hidden(index, facet) {
    const { lesson } = pass;
    const number = (facet === "value" ? lesson.valueStep : lesson.gradientStep)[index];
    if (number > firstOpen) return true;
    if (!asked.has(number) || !lesson.steps[number - 1].focus.includes(index)) return false;
    const own = questions(number).find((question) => question.index === index && question.kind === facet);
    // On paper, what an asked step says besides its questions is printed.
    return own ? !isDone(own) : !choices.paper && open(number) !== null;
  }

  const every = [...asked.values()].flat();
  const diagnoseOwn = (/** @type {Question} */ question, /** @type {number} */ number) =>
    diagnose(pass, question, number);

  return {
    record,
    diagnose: diagnoseOwn,
    questions,
    /** The decimals that a question asks for. */
    decimals: choices.paper
      ? decimalsOnPaper(pass, every)
      : (/** @type {Question} */ { answer }) => decimalsFor(answer),
    isDone,
    open,
    hidden,
    stageOf,
    /**
     * A step's numbers wait for an answer before it.
     * @param {number} number
     */
    waits: (number) => number > firstOpen,
    /**
     * The question that a step shows: the one just answered, until one goes on; else the first that is open.
     * @param {number} number
     */
    shown: (number) =>
      questions(number).find((question) => question.id === record.last?.id && isDone(question)) ??
      open(number),
    feedback: (/** @type {Question} */ question) => feedback(question, diagnoseOwn),
    /** The first step in which something is open: of those after it no question has its parts yet. 0 for none. */
    nextStep: () => inOrder.find(open) ?? 0,
    endsHints,
    score: () => score(every),
    /** How the round went, once all is answered: by kind of question, and by mistake, the most frequent first. */
    summary() {
      if (every.length === 0 || !every.every(isDone)) return null;
      return {
        kinds: /** @type {QuestionKind[]} */ (["value", "local", "gradient"])
          .map((kind) => ({ kind, asked: every.filter((question) => question.kind === kind) }))
          .filter(({ asked: some }) => some.length > 0)
          .map(({ kind, asked: some }) => ({ kind, total: some.length, clean: some.filter(isClean).length })),
        slips: slipsOf(record.slips, (mistake) => (NAMED_MISTAKES.includes(mistake) ? mistake : OFF)),
      };
    },
  };
}

/**
 * @template {{id: string, answer: number}} Q
 * @typedef {{record: Practised, stageOf: (question: Q) => number, diagnose: (question: Q, number: number) =>
 *   Slip}} Asking what is asked, of a pass or of an update
 */

/**
 * After an answer to the open question.
 * @template {{id: string, answer: number}} Q
 * @param {Asking<Q>} practice
 * @param {Q} question
 * @param {string} text
 * @returns {Practised}
 */
export function answered({ record, diagnose: found }, question, text) {
  const { id, answer } = question;
  const number = readTyped(text);
  const last = { id, text };
  if (number === null) return { ...record, last };
  const tries = { ...record.tries, [id]: (record.tries[id] ?? 0) + 1 };
  return {
    ...record,
    tries,
    last,
    ...(isRight(number, answer)
      ? { done: { ...record.done, [id]: "right" } }
      : { slips: [...record.slips, found(question, number)] }),
  };
}

/**
 * After a hint; the last one is the result.
 * @template {{id: string, answer: number}} Q
 * @param {Asking<Q>} practice
 * @param {Q} question
 * @returns {Practised}
 */
export function hinted({ record, stageOf }, question) {
  const { id } = question;
  const stage = stageOf(question) + 1;
  const after = { ...record, stages: { ...record.stages, [id]: stage }, last: null };
  return stage < STAGES.result
    ? after
    : { ...after, done: { ...record.done, [id]: "shown" }, last: { id, text: "" } };
}

/**
 * After going on from an answered question.
 * @param {{record: Practised}} practice
 * @returns {Practised}
 */
export const wentOn = ({ record }) => ({ ...record, last: null });
