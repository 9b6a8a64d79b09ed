/** A round of questions: what was answered, how far its hints have come, how it went. */
import { readTyped } from "./numbers.js";

/** The formula, the formula with numbers, the result. */
export const STAGES = Object.freeze({ formula: 1, numbers: 2, result: 3 });

/**
 * @typedef {{id: string}} Asked
 * @typedef {{kind: "right" | "shown" | "unreadable" | "wrong", mistake:
 *   ReturnType<typeof import("./diagnosis.js").diagnose> | null}} Feedback
 */

/**
 * What went wrong in a round, the most frequent first.
 * @template {{mistake: string}} Slip
 * @param {readonly Slip[]} slips
 * @param {(mistake: string) => string} kindOf under which name a mistake is counted
 * @returns {(Slip & {count: number})[]}
 */
export function slipsOf(slips, kindOf) {
  /** @type {Map<string, Slip & {count: number}>} */
  const found = new Map();
  for (const slip of slips) {
    const mistake = kindOf(slip.mistake);
    found.set(mistake, { ...slip, mistake, count: (found.get(mistake)?.count ?? 0) + 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/**
 * @param {import("./practice.js").Practised} record
 * @param {number} level at the first one a question's formula stands there from the beginning
 */
export function roundOf(record, level) {
  const isDone = (/** @type {Asked} */ { id }) => Object.hasOwn(record.done, id);
  /** At the first try, without a hint. */
  const isClean = (/** @type {Asked} */ { id }) =>
    record.done[id] === "right" && record.tries[id] === 1 && !record.stages[id];
  /**
   * How much of its formula a question shows.
   * @param {Asked} question
   */
  const stageOf = ({ id }) => Math.max(record.stages[id] ?? 0, level === 1 ? STAGES.formula : 0);
  return {
    isDone,
    isClean,
    stageOf,
    /**
     * Whether the next hint is the answer.
     * @param {Asked} question
     */
    endsHints: (question) => stageOf(question) + 1 >= STAGES.result,
    /**
     * What there is to say to the last answer, if it was to this question.
     * @template {Asked} Question
     * @param {Question} question
     * @param {(question: Question, typed: number) => Feedback["mistake"]} diagnose
     * @returns {Feedback | null}
     */
    feedback(question, diagnose) {
      if (record.last?.id !== question.id) return null;
      if (isDone(question)) return { kind: record.done[question.id], mistake: null };
      const number = readTyped(record.last.text);
      return number === null
        ? { kind: "unreadable", mistake: null }
        : { kind: "wrong", mistake: diagnose(question, number) };
    },
    /** @param {readonly Asked[]} every */
    score: (every) => ({
      total: every.length,
      answered: every.filter(isDone).length,
      clean: every.filter(isClean).length,
    }),
  };
}
