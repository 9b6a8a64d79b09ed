/**
 * Find the bug: a pass in which one number is computed wrongly, and all that follows from it is computed from
 * that number. A table of rules, each a mistake that programs have really had; their words are in
 * narration.toml, under [bug].
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("./diagnosis.js").Found} Pass
 * @typedef {import("./steps.js").Lesson} Lesson
 * @typedef {import("./tools.js").ToolChoices} ToolChoices
 *
 * @typedef {import("./diagnosis.js").Case} Case
 *
 * @typedef {object} Bug
 * @property {"value" | "gradient"} facet
 * @property {(about: Case, pass: Pass, index: number) => number | undefined} rule the wrong number; none
 *   where such a mistake cannot be made
 * @property {number} [kept] of the places where the node is read, the one whose part is kept
 *
 * @typedef {object} Puzzle which bug, at which node, found in which step; and the pass that it gives
 * @property {string} name
 * @property {number} index
 * @property {number} step
 * @property {Float64Array} values
 * @property {Float64Array} gradients
 */
import { OPS } from "../engine/operations/table.js";
import { caseOf, contributions, MISTAKES, SLOPES_OF_OUTPUT, total } from "./diagnosis.js";
import { randomAt } from "./networks.js";
import { isLeaf } from "./steps.js";
import { usesOf } from "./uses.js";

/** A wrong number is offered if it can be told from the right one: by so much, and by this share of it. */
const NOTICEABLE = { least: 0.01, share: 0.05 };
const LARGEST_BUG = 9999;
/**
 * From bug to bug, so that neighbours differ, and on from one that cannot be made: they share no factor with
 * how many there are.
 */
const STRIDE = 5;
const STRIDE_ON = 3;

/**
 * What a learner may do wrong, a program may: the last number that the mistake gives.
 * @param {"value" | "gradient"} facet
 * @param {string} mistake
 * @returns {Bug}
 */
const mistaken = (facet, mistake) => ({ facet, rule: (about) => MISTAKES[facet][mistake](about).at(-1) });
/**
 * Of what comes back from several places, one alone.
 * @param {number} place
 * @returns {Bug}
 */
const only = (place) => ({
  facet: "gradient",
  kept: place,
  rule: (about) => (about.locals.length > 1 ? contributions(about).at(place) : undefined),
});

/** @type {Record<string, Bug>} */
export const BUGS = {
  missing_bias: mistaken("value", "missing_bias"),
  missing_term: mistaken("value", "missing_term"),
  missing_activation: mistaken("value", "not_bent"),
  missing_sum: only(-1),
  // Gradients are added from the last place to the first, so that = keeps the first place's.
  overwritten: only(0),
  // Handed on before all of it has arrived.
  wrong_order: {
    facet: "gradient",
    rule({ locals }, pass, index) {
      const { children } = pass.lesson.graph;
      const [child] = children[index];
      return locals.length === 1 && children[child].length > 1
        ? contributions(caseOf(pass, { kind: "gradient", index: child }))[0] * locals[0]
        : undefined;
    },
  },
  flipped_sign: mistaken("gradient", "wrong_sign"),
  forgotten_local: mistaken("gradient", "missing_local"),
  forgotten_upstream: mistaken("gradient", "missing_upstream"),
  slope_at_z: mistaken("gradient", "at_z"),
  other_slope: mistaken("gradient", "other_slope"),
  added_factors: mistaken("gradient", "added"),
  weight_for_signal: mistaken("gradient", "own_factor"),
  bias_with_signal: {
    facet: "gradient",
    rule: ({ op, role, operands, arrived }) =>
      op === "weighted_sum" && role === "bias" ? arrived * operands[1] : undefined,
  },
};

/**
 * The nodes that a bug's sentence mentions.
 * @param {Graph} graph
 * @param {string} name
 * @param {number} index
 */
export const namesOfBug = (graph, name, index) => ({
  self: index,
  child: graph.children[index][0],
  kept: usesOf(graph, index).at(BUGS[name].kept ?? 0)?.child,
});

/**
 * What a bug makes of a number; NaN where it cannot be made.
 * @param {Pass} pass
 * @param {string} name
 * @param {number} index
 * @param {number} answer the right one
 */
const wrongNumber = (pass, name, index, answer) =>
  BUGS[name].rule(caseOf(pass, { kind: BUGS[name].facet, index, answer }), pass, index) ?? NaN;

/**
 * The pass with one bug in it. It goes from node to node by the written formulas alone: where a loss meets
 * its canonical activation, the wrong number must be seen to arrive.
 * @param {Graph} graph
 * @param {ArrayLike<number>} given the leaves are read from it
 * @param {{name: string, index: number} | null} bug
 */
export function passWithBug(graph, given, bug) {
  const { nodes } = graph;
  const values = new Float64Array(nodes.length);
  const gradients = new Float64Array(nodes.length);
  const operandsOf = (/** @type {number} */ index) => nodes[index].parents.map((parent) => values[parent]);
  /** @type {number[][]} */
  const locals = [];
  const localsOf = (/** @type {number} */ index) => {
    const { op } = nodes[index];
    return (locals[index] ??=
      op in SLOPES_OF_OUTPUT
        ? [SLOPES_OF_OUTPUT[op](values[index])]
        : OPS[op].localDerivatives(operandsOf(index), values[index]));
  };
  const found = (
    /** @type {number} */ index,
    /** @type {"value" | "gradient"} */ facet,
    /** @type {number} */ right,
  ) =>
    bug?.index === index && BUGS[bug.name].facet === facet
      ? wrongNumber({ lesson: { graph }, values, gradients, localsOf }, bug.name, index, right)
      : right;
  nodes.forEach((node, index) => {
    values[index] = isLeaf(node)
      ? given[index]
      : found(index, "value", OPS[node.op].forward(operandsOf(index)));
  });
  gradients[nodes.length - 1] = 1;
  for (let index = nodes.length - 2; index >= 0; index -= 1) {
    gradients[index] = found(
      index,
      "gradient",
      total(usesOf(graph, index).map(({ child, position }) => gradients[child] * localsOf(child)[position])),
    );
  }
  return { values, gradients };
}

/**
 * Where a bug would change a number that a step shows.
 * @param {Pass & {lesson: Lesson}} pass
 * @param {string} name
 * @returns {number[]}
 */
export function placesOf(pass, name) {
  const {
    graph: { nodes },
    steps,
    valueStep,
    gradientStep,
  } = pass.lesson;
  const [right, numbers] =
    BUGS[name].facet === "value" ? [pass.values, valueStep] : [pass.gradients, gradientStep];
  return [...nodes.keys()]
    .slice(0, -1)
    .filter(
      (index) =>
        numbers[index] > 0 &&
        !["leaves", "summary"].includes(steps[numbers[index] - 1].kind) &&
        Math.abs(wrongNumber(pass, name, index, right[index]) - right[index]) >=
          Math.max(NOTICEABLE.least, NOTICEABLE.share * Math.abs(right[index])),
    );
}

/**
 * The bug of a number: each in turn, at a place that the number chooses.
 * @param {Pass & {lesson: Lesson}} pass
 * @param {number} number from 1
 * @returns {Puzzle | null} null where no bug would change a number
 */
export function puzzleOf(pass, number) {
  const { graph, valueStep, gradientStep } = pass.lesson;
  const all = Object.keys(BUGS);
  for (let k = 0; k < all.length; k += 1) {
    const name = all[(number * STRIDE + k * STRIDE_ON) % all.length];
    const places = placesOf(pass, name);
    const index = places[Math.floor(randomAt([number, places.length]) * places.length)];
    const { values, gradients } = passWithBug(graph, pass.values, { name, index });
    const step = (BUGS[name].facet === "value" ? valueStep : gradientStep)[index];
    if (places.length > 0 && [...values, ...gradients].every(Number.isFinite)) {
      return { name, index, step, values, gradients };
    }
  }
  return null;
}

/**
 * @typedef {{leaves: object | null, byBug: Record<string, {marks: number[], given: boolean, found?:
 *   boolean}>}} Marked
 * @satisfies {import("./tools.js").Tool}
 */
export const BUGS_TOOL = {
  // Which one is to be found, from 1, and the steps that were taken for it.
  first: { bug: 1, marked: /** @type {Marked} */ ({ leaves: null, byBug: {} }) },
  keys: {
    bug: {
      expected: `1 … ${LARGEST_BUG}`,
      read: (text) => (/^[1-9]\d{0,3}$/.test(text) ? { bug: Number(text) } : null),
      write: ({ bug }) => String(bug),
    },
  },
};

/**
 * The search for a bug, as far as it has come.
 * @param {ToolChoices} choices
 * @param {string} key which bug of which numbers
 * @param {readonly number[]} steps where it is
 * @param {(step: number) => "follows" | "right"} elsewhere what any other step is
 */
export function huntOf({ marked, leaves }, key, steps, elsewhere) {
  /** @type {Marked} */
  const record = marked.leaves === leaves ? marked : { leaves, byBug: {} };
  const { marks, given } = record.byBug[key] ?? { marks: [], given: false };
  const isFound = (/** @type {number[]} */ chosen) => chosen.some((step) => steps.includes(step));
  return {
    marks,
    given,
    found: isFound(marks),
    over: isFound(marks) || given,
    /**
     * What a mark at a step has met: the bug, what follows from it, or nothing wrong.
     * @param {number} step
     * @returns {"found" | "follows" | "right"}
     */
    verdict: (step) => (steps.includes(step) ? "found" : elsewhere(step)),
    /**
     * @param {Partial<{marks: number[], given: boolean}>} change
     * @returns {Marked}
     */
    with(change) {
      const entry = { marks, given, ...change };
      return {
        ...record,
        byBug: { ...record.byBug, [key]: { ...entry, found: !entry.given && isFound(entry.marks) } },
      };
    },
    score: () => {
      const entries = Object.values(record.byBug);
      return {
        found: entries.filter((entry) => entry.found).length,
        marks: entries.reduce((sum, entry) => sum + entry.marks.length, 0),
      };
    },
  };
}

/**
 * @typedef {ReturnType<typeof bugHuntOf>} BugHunt
 * @param {import("./practice.js").Pass} pass
 * @param {ToolChoices} choices
 */
export function bugHuntOf(pass, choices) {
  const { bug, grain } = choices;
  const puzzle = puzzleOf(pass, bug);
  return {
    pass,
    puzzle,
    ...huntOf(choices, `${grain} ${bug}`, puzzle ? [puzzle.step] : [], (number) => {
      const { steps } = pass.lesson;
      const { phase, focus } = steps[number - 1];
      const [shown, right] =
        phase === "forward" ? [puzzle?.values, pass.values] : [puzzle?.gradients, pass.gradients];
      return shown && focus.some((index) => Math.abs(shown[index] - right[index]) > 1e-9)
        ? "follows"
        : "right";
    }),
  };
}
