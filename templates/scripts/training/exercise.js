/**
 * An update as an exercise: its numbers are asked for one after the other, or one step of it is wrong. Both
 * follow from the lines of its arithmetic, and from a table of what is written wrongly in them.
 *
 * @typedef {import("./update.js").OpenedUpdate} OpenedUpdate
 * @typedef {import("./update.js").ArithmeticLine} ArithmeticLine
 * @typedef {import("../lesson/tools.js").ToolChoices} ToolChoices
 * @typedef {import("../lesson/practice.js").Practised} Practised
 *
 * @typedef {object} Line
 * @property {string} kind what it finds
 * @property {string} name in the text; the gradient that the optimizer is given is g, however it was found
 * @property {string} text its expression
 *
 * @typedef {readonly [kind: RegExp, written: RegExp, instead: any]} Change of the lines of this kind
 *
 * @typedef {object} Arithmetic
 * @property {Line[]} lines
 * @property {Record<string, number>} given
 *
 * @typedef {{id: string, kind: string, answer: number}} Question
 *
 * @typedef {object} Puzzle
 * @property {string} name
 * @property {OpenedUpdate} opened
 * @property {Arithmetic} arithmetic
 * @property {Change[]} changes
 * @property {number[]} steps where the bug is: 0 the samples, then the lines
 */
import { canBeAsked, decimalsFor, isRight, toleranceFor } from "../lesson/answers.js";
import { huntOf } from "../lesson/bugs.js";
import { wayOff } from "../lesson/diagnosis.js";
import { practisedOf } from "../lesson/practice.js";
import { roundOf, slipsOf } from "../lesson/round.js";
import { studyOf } from "./tool.js";
import { arithmeticOf, openUpdate, sampleRow } from "./update.js";

/** The gradients of more samples are not written out: their sum is given. */
const MOST_TERMS = 6;
/** A wrong number is told from the right one if it is off by this share of it. */
const NOTICEABLE = 0.05;
/** From bug to bug, and on from one that changes nothing: they share no factor with how many there are. */
const STRIDE = 5;
const STRIDE_ON = 3;

const ALL = /^.*$/;

/**
 * What must have been given for a bug to be possible.
 * @type {Record<string, string>}
 */
const NEEDED = { not_zeroed: "g_0", coupled_decay: "lambda" };

/**
 * What a learner writes in place of what stands there.
 * @type {Record<string, Change>}
 */
export const SLIPS = {
  wrong_sign: [/./, ALL, "-($&)"],
  sum_for_mean: [/^mean$/, /\/n$/, ""],
  penalty_forgotten: [/^penalised$/, / \+ .*/, ""],
  penalty_alone: [/^penalised$/, /^\w+ \+ /, ""],
  upside_down: [/^factor$/, /^(\w+)\/(.*)$/, "$2/$1"],
  not_shortened: [/^clipped$/, /^k\*/, ""],
  swapped_betas: [
    /^[mv]_t$/,
    /beta_./g,
    (/** @type {string} */ beta) => (beta === "beta_1" ? "beta_2" : "beta_1"),
  ],
  share_forgotten: [/^[mv]_t$/, /\(1 - \w+\)\*/, ""],
  only_new: [/^[msv]_t$/, /^.* \+ /, ""],
  only_old: [/^[msv]_t$/, / \+ .*/, ""],
  not_squared: [/^[sv]_t$/, /g\^2/, "g"],
  no_correction: [/_hat$/, /\/.*/, ""],
  times_correction: [/_hat$/, /\//, "*"],
  no_power: [/_hat$/, /\^t/, ""],
  no_root: [/^move$/, /sqrt\((\w+)\)/, "$1"],
  no_rate: [/^move$/, /^eta\*/, ""],
  decay_forgotten: [/^u$/, / - .*/, ""],
  decay_without_rate: [/^u$/, /eta\*/, ""],
  added: [/^w_t$/, / - /, " + "],
  move_alone: [/^w_t$/, /^.* - /, ""],
};

/**
 * What programs really do, in as many lines as it takes.
 * @type {Record<string, Change[]>}
 */
export const BUGS = {
  not_zeroed: [[/^mean$/, /$/, " + g_0"]],
  sum_for_mean: [SLIPS.sum_for_mean],
  no_correction: [SLIPS.no_correction],
  swapped_betas: [SLIPS.swapped_betas],
  coupled_decay: [
    [/^[mv]_t$/, /\bg\b/, "(g + lambda*w)"],
    [/^u$/, / - .*/, ""],
  ],
  stale_momentum: [[/^(?:m_hat|move|d)$/, /\bm_t\b/, "m"]],
  // Of these the samples are wrong, not a line.
  used_twice: [],
  test_sample: [],
};

/**
 * The lines of an update, from the gradients of its samples to the new value.
 * @param {OpenedUpdate} opened
 * @returns {Arithmetic}
 */
export function linesOf({ count, rowAt, reduction, penalty, clip, given: all, formula }) {
  const given = { ...all };
  delete given.g;
  given.n = count;
  const terms = Array.from({ length: count <= MOST_TERMS ? count : 0 }, (_, k) => `g_${k + 1}`);
  terms.forEach((term, k) => (given[term] = rowAt(k).gradient));
  if (count > MOST_TERMS) given.S = reduction.sum;
  /** @type {Line[]} */
  const lines = [];
  const add = (/** @type {string} */ kind, /** @type {string} */ text, name = kind) =>
    lines.push({ kind, name, text });
  add("mean", `${terms.length > 0 ? `(${terms.join(" + ")})` : "S"}/n`, "g_mean");
  if (penalty && penalty.share !== 0) {
    const { l1, l2 } = penalty;
    Object.assign(given, l2 > 0 && { lambda_2: l2 }, l1 > 0 && { lambda_1: l1 });
    const shares = [l2 > 0 ? " + lambda_2*w" : "", l1 > 0 ? " + lambda_1*w/abs(w)" : ""];
    add("penalised", `g_mean${shares.join("")}`, "g_pen");
  }
  if (clip && clip.factor < 1) {
    Object.assign(given, { c: clip.longest, N: clip.norm });
    const { name } = lines[lines.length - 1];
    add("factor", "c/(N + 0.000001)", "k");
    add("clipped", `k*${name}`);
  }
  lines[lines.length - 1].name = "g";
  for (const line of formula.split("\n")) {
    const [name, text] = line.split(" = ");
    const [, from, move] = (name === "w_t" && text.match(/^(\w+) - (.*)$/)) || [];
    if (move) add("move", move);
    add(name, move ? `${from} - move` : text);
  }
  return { lines, given };
}

/**
 * @param {Line[]} lines
 * @param {readonly Change[]} changes
 */
const changedBy = (lines, changes) =>
  lines.map((line) => ({
    ...line,
    text: changes.reduce(
      (text, [kind, written, instead]) => (kind.test(line.kind) ? text.replace(written, instead) : text),
      line.text,
    ),
  }));

/** @param {Line[]} lines */
const textOf = (lines) => lines.map(({ name, text }) => `${name} = ${text}`).join("\n");

/**
 * The same where a line may have become one that no other needs: no formula has such lines.
 * @param {Line[]} lines
 */
const allNeeded = (lines) =>
  `${textOf(lines)}${lines
    .slice(0, -1)
    .map(({ name }) => ` + 0*${name}`)
    .join("")}`;

/**
 * The arithmetic as it should be, with the numbers that it gives where it is written otherwise.
 * @param {Arithmetic} arithmetic
 * @param {readonly Change[]} changes
 */
export const computedLines = ({ lines, given }, changes) =>
  arithmeticOf(textOf(lines), given, allNeeded(changedBy(lines, changes)));

/**
 * @typedef {object} Opening what an exercise is made from
 * @property {import("./run.js").Run} run
 * @property {import("./samples.js").Data} data
 * @property {import("../engine/graph.js").Graph} graph
 * @property {import("../engine/compiled/pass.js").Pass} pass
 * @property {number} update
 * @property {string} parameter
 */

/**
 * The bug of a number: each in turn, as far as it would change a number of this update.
 * @param {Opening} opening
 * @param {number} number from 1
 * @returns {Puzzle | null}
 */
export function updatePuzzle(opening, number) {
  const { run, graph, pass, update, parameter } = opening;
  const right = openUpdate(run, graph, pass, update, parameter);
  const all = Object.keys(BUGS);
  for (let k = 0; k < all.length; k += 1) {
    const name = all[(number * STRIDE + k * STRIDE_ON) % all.length];
    const other = wrongRow(opening, right, name, number);
    const opened = other ? withRow(right, number % right.count, other) : right;
    const arithmetic = linesOf(opened);
    const { lines } = arithmetic;
    if (name === "not_zeroed" && update > 1) {
      arithmetic.given.g_0 = openUpdate(run, graph, pass, update - 1, parameter).reduction.reduced;
    }
    const changes = name in NEEDED && !(NEEDED[name] in arithmetic.given) ? [] : BUGS[name];
    const was = computedLines(arithmetic, []);
    const is = computedLines(arithmetic, changes);
    const steps = other
      ? [0]
      : changedBy(lines, changes).flatMap(({ text }, place) =>
          text === lines[place].text || !isApart(was[place].result, is[place].result) ? [] : [place + 1],
        );
    if (steps.length > 0 && is.every(({ result }) => Number.isFinite(result))) {
      return { name, opened, arithmetic, changes, steps };
    }
  }
  return null;
}

/** @param {number} right @param {number} wrong */
const isApart = (right, wrong) => Math.abs(wrong - right) > Math.max(NOTICEABLE * Math.abs(right), 10 ** -7);

/**
 * An update with another sample in a place of its batch.
 * @param {OpenedUpdate} opened
 * @param {number} place
 * @param {import("./update.js").SampleRow} other
 * @returns {OpenedUpdate}
 */
function withRow(opened, place, other) {
  const { rowAt, reduction } = opened;
  return {
    ...opened,
    rowAt: (k) => (k === place ? other : rowAt(k)),
    reduction: { ...reduction, sum: reduction.sum - rowAt(place).gradient + other.gradient },
  };
}

/**
 * A sample that does not belong into the batch; null where the bug is elsewhere, or cannot be.
 * @param {Opening} opening
 * @param {OpenedUpdate} right
 * @param {string} name
 * @param {number} number chooses which
 */
function wrongRow({ run, data, graph, pass, update, parameter }, { count, rowAt }, name, number) {
  if (name === "used_twice") return count > 1 ? rowAt((number + 1) % count) : null;
  const { learning, testing } = data;
  if (name !== "test_sample" || testing.count === 0) return null;
  run.restore(update - 1);
  const row = sampleRow(testing, graph, pass, run.training.leaves(), number % testing.count, parameter);
  return { ...row, sample: learning.count + row.sample };
}

/**
 * The search for a bug, as far as it has come.
 * @param {Opening} opening
 * @param {ToolChoices} choices
 */
export function updateHunt(opening, choices) {
  const puzzle = updatePuzzle(opening, choices.bug);
  const [was, is] = puzzle
    ? [computedLines(puzzle.arithmetic, []), computedLines(puzzle.arithmetic, puzzle.changes)]
    : [[], []];
  const key = `update ${opening.update} ${opening.parameter} ${choices.bug}`;
  return {
    puzzle,
    lines: is,
    right: was,
    // Of samples that are wrong, everything follows.
    ...huntOf(choices, key, puzzle?.steps ?? [], (step) =>
      step > 0 && (puzzle?.steps[0] === 0 || was[step - 1].result !== is[step - 1].result)
        ? "follows"
        : "right",
    ),
  };
}

/**
 * Questions about an update, in the form in which practising has those about a pass.
 * @param {Opening} opening
 * @param {ToolChoices} choices
 */
export function updatePractice({ run, graph, pass, update, parameter }, choices) {
  const { level } = choices;
  const record = practisedOf(/** @type {any} */ (choices));
  const opened = openUpdate(run, graph, pass, update, parameter);
  const arithmetic = linesOf(opened);
  const lines = computedLines(arithmetic, []);
  /** @type {(Question | null)[]} from the last line backward: the last alone, every second, all */
  const questions = lines.map(({ result }, place) => {
    const back = lines.length - 1 - place;
    const { kind } = arithmetic.lines[place];
    const isAsked = level === 3 || (level === 2 ? back % 2 === 0 : back === 0);
    return isAsked && canBeAsked(result)
      ? { id: `update ${update} ${parameter} ${kind}`, kind, answer: result }
      : null;
  });
  const every = questions.flatMap((question) => question ?? []);
  const { isDone, stageOf, endsHints, feedback, score } = roundOf(record, level);
  const open = () => every.find((question) => !isDone(question)) ?? null;
  /**
   * @param {Question} question
   * @param {number} typed
   */
  function diagnose({ kind, answer }, typed) {
    if (Math.abs(typed - answer) <= 10 ** -decimalsFor(answer)) return { mistake: "rounded", names: {} };
    const place = arithmetic.lines.findIndex((line) => line.kind === kind);
    const slip = Object.entries(SLIPS).find(([, change]) => {
      if (changedBy(arithmetic.lines, [change])[place].text === arithmetic.lines[place].text) return false;
      // All lines but this one are as they should be.
      const only = arithmetic.lines.map((line, k) => (k === place ? changedBy([line], [change])[0] : line));
      const number = arithmeticOf(textOf(arithmetic.lines), arithmetic.given, allNeeded(only))[place].result;
      return !isRight(number, answer) && Math.abs(typed - number) <= toleranceFor(number);
    });
    return { mistake: slip?.[0] ?? wayOff(typed, answer), names: {} };
  }
  return {
    isOfUpdate: true,
    record,
    opened,
    arithmetic,
    lines,
    questions,
    isDone,
    open,
    stageOf,
    diagnose,
    shown: () => every.find(({ id }) => id === record.last?.id && isDone({ id })) ?? open(),
    feedback: (/** @type {Question} */ question) => feedback(question, diagnose),
    endsHints,
    score: () => score(every),
    /** What went wrong, once all is answered. */
    slips: () => (open() ? null : slipsOf(record.slips, (mistake) => mistake)),
  };
}

/**
 * What the opened update is for, if it is not only shown.
 * @param {{graph: import("../engine/graph.js").Graph, scene: {pass: import("../engine/compiled/pass.js").Pass},
 *   state: any}} model
 * @returns {{practice?: ReturnType<typeof updatePractice>, hunt?: ReturnType<typeof updateHunt>}}
 */
export function exerciseOf({ graph, scene: { pass }, state }) {
  const { train, tool, source } = state;
  if (tool !== "train" || train.opened === 0 || train.exercise === "" || !source.network) return {};
  const { run, data } = studyOf(graph, state);
  const update = Math.min(train.opened, run?.length ?? 0);
  if (!run || !data || update === 0) return {};
  const parameter = run.names.includes(train.parameter) ? train.parameter : run.names[0];
  const opening = { run, data, graph, pass, update, parameter };
  return train.exercise === "bug"
    ? { hunt: updateHunt(opening, state) }
    : { practice: updatePractice(opening, state) };
}
