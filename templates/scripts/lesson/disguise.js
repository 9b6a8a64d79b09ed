/**
 * The pass in disguise, while something is asked: practising hides numbers, finding the bug shows wrong ones.
 * Views are handed the pass that this gives, so that none can show what is to be found. A hidden number is NaN,
 * and stays one in all that is computed from it.
 *
 * @typedef {import("./practice.js").Pass} Pass
 * @typedef {import("./practice.js").Question} Question
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./explain.js").Explanation} Explanation
 * @typedef {import("./explain.js").Derivation} Derivation
 *
 * @typedef {object} Disguise
 * @property {Float64Array} values as they may be shown
 * @property {Float64Array} gradients
 * @property {(index: number, facet: "value" | "gradient") => boolean} hidden
 * @property {(explanation: Explanation, step: import("./steps.js").Step, computed: Computed) => Explanation}
 *   retell what may be said of a step
 * @property {import("./practice.js").Practice | null} practice
 * @property {import("./bugs.js").BugHunt | null} bugs
 * @property {boolean} covered whether the result of the present step is still to be shown
 */
import { bugHuntOf } from "./bugs.js";
import { derivationOf, gradientDerivation, valueDerivation } from "./derivations.js";
import { eachTerm, partial, result } from "./formula.js";
import { WRITTEN } from "./operations.js";
import { practiceOf } from "./practice.js";
import { STAGES } from "./round.js";
import { isHidden } from "./views.js";

/**
 * From which stage of the hints a line of a formula is shown.
 * @type {Record<string, number>}
 */
const STAGE_OF_LINE = {
  chain: STAGES.formula,
  symbols: STAGES.formula,
  numbers: STAGES.numbers,
  result: STAGES.result,
};

/**
 * What is still to be found is no number.
 * @param {Pass & {values: Float64Array, gradients: Float64Array}} pass
 * @param {Disguise["hidden"]} hidden
 */
const maskedBy = ({ values, gradients }, hidden) => ({
  hidden,
  values: values.map((number, index) => (hidden(index, "value") ? NaN : number)),
  gradients: gradients.map((number, index) => (hidden(index, "gradient") ? NaN : number)),
});

/**
 * By tool; without one, all is shown as it is.
 * @type {Record<string, (pass: Pass & {values: Float64Array, gradients: Float64Array}, choices:
 *   import("./tools.js").ToolChoices) => Omit<Disguise, "covered">>}
 */
const EXERCISES = {
  practice(pass, choices) {
    const practice = practiceOf(pass, choices);
    return {
      ...maskedBy(pass, practice.hidden),
      practice,
      bugs: null,
      retell(told, step, computed) {
        const number = (step.phase === "forward" ? pass.lesson.valueStep : pass.lesson.gradientStep)[
          step.focus[0]
        ];
        const open = practice.open(number);
        // A plot would show what is asked for, now or later, and so would words of change.
        const explanation = { ...told, products: null, curve: null, change: null };
        if (open) {
          const derivations = practice.questions(number).flatMap((question) => {
            const stage = practice.isDone(question)
              ? STAGES.result
              : question === open
                ? practice.stageOf(question)
                : 0;
            return upTo(stage, questionDerivation(computed, question));
          });
          return { ...explanation, derivations, remarks: [], why: [], use: null };
        }
        return practice.waits(number)
          ? {
              ...explanation,
              derivations: told.derivations.flatMap((derivation) => upTo(STAGES.numbers, derivation)),
              remarks: [],
            }
          : explanation;
      },
    };
  },

  bugs(pass, choices) {
    const bugs = bugHuntOf(pass, choices);
    const { values, gradients } = bugs.puzzle ?? pass;
    return {
      bugs,
      values,
      gradients,
      practice: null,
      hidden: () => false,
      // What a wrong gradient foretells does not happen: the words of change would give the bug away.
      retell: (explanation) => ({ ...explanation, curve: null, change: null, remarks: [] }),
    };
  },
};

/**
 * @param {Pass & {values: Float64Array, gradients: Float64Array}} pass
 * @param {import("./tools.js").ToolChoices & {hide: string}} choices
 * @returns {Disguise}
 */
export function disguiseOf(pass, choices) {
  const ofTool = EXERCISES[choices.tool]?.(pass, choices);
  if (ofTool) return { ...ofTool, covered: false };
  if (isHidden(choices, "results")) return oneByOne(pass, choices);
  const { values, gradients } = pass;
  return {
    values,
    gradients,
    hidden: () => false,
    retell: (explanation) => explanation,
    practice: null,
    bugs: null,
    covered: false,
  };
}

/** Steps that find something. */
const FINDING = new Set(["value", "gradient", "parameters"]);

/**
 * Each result stays hidden until it is asked for; those of later steps, until one comes to them.
 * @param {Pass & {values: Float64Array, gradients: Float64Array}} pass
 * @param {import("./tools.js").ToolChoices} choices
 * @returns {Disguise}
 */
function oneByOne(pass, { step, revealed }) {
  const { steps, valueStep, gradientStep } = pass.lesson;
  const covered = step > revealed && FINDING.has(steps[step - 1].kind);
  const last = covered ? step - 1 : step;
  return {
    ...maskedBy(pass, (index, facet) => (facet === "value" ? valueStep : gradientStep)[index] > last),
    covered,
    practice: null,
    bugs: null,
    retell: (told, { kind, phase, focus }) =>
      FINDING.has(kind) && (phase === "forward" ? valueStep : gradientStep)[focus[0]] > last
        ? {
            ...told,
            derivations: told.derivations.flatMap((derivation) => upTo(STAGES.numbers, derivation)),
            curve: null,
            change: null,
            remarks: [],
          }
        : told,
  };
}

/**
 * The lines that a stage shows; nothing, if there is none.
 * @param {number} stage
 * @param {Derivation} derivation
 * @returns {Derivation[]}
 */
export function upTo(stage, { left, lines }) {
  const shown = lines.filter(({ name }) => STAGE_OF_LINE[name] <= stage);
  return shown.length > 0 ? [{ left, lines: shown }] : [];
}

/** Of more numbers a question does not list them: the hint that puts them into the formula does. */
const MOST_NEEDED = 24;

/**
 * The numbers that a question is answered with, by node: those in its formula; of a local derivative all that
 * its function reads, since the formula may be the one number that is asked for.
 * @param {Computed} computed
 * @param {Question} question
 * @returns {{facet: "value" | "gradient", index: number}[]}
 */
export function neededNumbers(computed, question) {
  const { graph } = computed.lesson;
  const { lines } = questionDerivation(computed, question);
  const formula = lines.find(({ name }) => name === "numbers")?.formula;
  /** @type {Map<string, {facet: "value" | "gradient", index: number}>} */
  const found = new Map();
  const add = (/** @type {"value" | "gradient"} */ facet, /** @type {number} */ index) =>
    found.set(`${facet} ${index}`, { facet, index });
  if (question.use) graph.nodes[question.use.child].parents.forEach((parent) => add("value", parent));
  if (formula) {
    eachTerm(formula, (term) => {
      if (term.type === "value") add("value", graph.index[term.node.name]);
      if (term.type === "gradient_value") add("gradient", graph.index[term.node.name]);
    });
  }
  return found.size > MOST_NEEDED ? [] : [...found.values()];
}

/**
 * What leads to a question's answer.
 * @param {Computed} computed
 * @param {Question} question
 * @returns {Derivation}
 */
export function questionDerivation(computed, { kind, index, use, answer }) {
  const { nodes } = computed.lesson.graph;
  if (kind === "value") return valueDerivation(computed, index);
  if (!use) return gradientDerivation(computed, index, nodes[index].op !== "leaf");
  const { child, position } = use;
  const { op, parents } = nodes[child];
  return derivationOf(
    computed,
    partial(nodes[child], nodes[index]),
    (voice) => WRITTEN[op].local(voice, parents, child, position),
    result(answer),
  );
}
