/**
 * Find the bug: a pass in which one number is computed wrongly, and all that follows from it is computed from that number.
 * A table of rules, each a mistake that programs have really had; their words are in narration.toml, under [bug].
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {import("./practice.js").Pass} Pass
 * @typedef {import("./tools.js").ToolChoices} ToolChoices
 *
 * @typedef {object} Site a node, and what its number is made of
 * @property {Graph} graph
 * @property {number} index
 * @property {ArrayLike<number>} values
 * @property {ArrayLike<number>} gradients those of all later nodes
 * @property {(index: number) => ArrayLike<number>} localsOf
 *
 * @typedef {object} Bug
 * @property {"value" | "gradient"} facet
 * @property {(site: Site) => number | null} rule the wrong number; null where such a mistake cannot be made
 *
 * @typedef {{name: string, index: number, step: number}} Puzzle which bug, at which node, found in which step
 */
import { OPS } from "../engine/ops.js";
import { SLOPES_OF_OUTPUT } from "./diagnosis.js";
import { usesOf } from "./uses.js";
import { randomAt } from "./networks.js";

/** A wrong number is offered if it can be told from the right one: by so much, and by this share of it. */
const NOTICEABLE = { least: 0.01, share: 0.05 };
const LARGEST_BUG = 9999;

/** @param {Site} site */
const nodeOf = ({ graph, index }) => graph.nodes[index];
/** @param {Site} site */
const operandsAt = ({ graph, index, values }) => graph.nodes[index].parents.map((parent) => values[parent]);
/** @param {Site} site @param {number} [index] */
const usesAt = ({ graph, gradients, localsOf, index: own }, index = own) => usesOf(graph, index).map(({ child, position }) =>
  ({ child, position, op: graph.nodes[child].op, upstream: gradients[child], local: localsOf(child)[position] }));
/** @param {number[]} terms from left to right */
const addUp = (terms) => terms.reduce((sum, term) => sum + term, 0);

/** A rule for weighted sums of two sources or more: the products, the bias. @param {(products: {w: number, s: number, source: number}[], bias: number, site: Site) => number | null} rule @returns {(site: Site) => number | null} */
const ofSum = (rule) => (site) => {
  const { op, parents } = nodeOf(site);
  if (op !== "weighted_sum" || parents.length < 5) return null;
  const operands = operandsAt(site);
  const products = parents.slice(0, -1).flatMap((_, k) => (k % 2 === 0 ? [{ w: operands[k], s: operands[k + 1], source: parents[k + 1] }] : []));
  return rule(products, operands[operands.length - 1], site);
};

/** A rule for what is read by an activation alone. @param {(use: ReturnType<typeof usesAt>[0], site: Site) => number | null} rule @returns {(site: Site) => number | null} */
const beforeActivation = (rule) => (site) => {
  const uses = usesAt(site);
  return uses.length === 1 && OPS[uses[0].op].kind === "activation" ? rule(uses[0], site) : null;
};

/** A rule for parameters of a role. @param {string} role @param {(use: ReturnType<typeof usesAt>[0], site: Site) => number | null} rule @returns {(site: Site) => number | null} */
const ofRole = (role, rule) => (site) => {
  const uses = usesAt(site);
  return nodeOf(site).role === role && uses.length === 1 ? rule(uses[0], site) : null;
};

/** A rule for what is read in several places: the products that arrive. @param {(contributions: number[]) => number} rule @returns {(site: Site) => number | null} */
const ofMeeting = (rule) => (site) => {
  const contributions = usesAt(site).map(({ upstream, local }) => upstream * local);
  return contributions.length > 1 ? rule(contributions) : null;
};

/** @type {Record<string, string>} */
const EACH_FOR_THE_OTHER = { tanh: "sigmoid", sigmoid: "tanh" };

/** @type {Record<string, Bug>} */
export const BUGS = {
  missing_bias: { facet: "value", rule: ofSum((products) => addUp(products.map(({ w, s }) => w * s))) },
  missing_term: { facet: "value", rule: ofSum((products, bias) => addUp(products.slice(0, -1).map(({ w, s }) => w * s)) + bias) },
  swapped_weights: { facet: "value", rule: ofSum((products, bias) => addUp(products.map(({ s }, k) => products[(k + 1) % products.length].w * s)) + bias) },
  // Read too early: before its activation has been computed.
  unbent_source: {
    facet: "value",
    rule: ofSum((products, bias, { graph, values }) => {
      const early = products.findIndex(({ source }) => OPS[graph.nodes[source].op]?.kind === "activation");
      return early < 0 ? null : addUp(products.map(({ w, s, source }, k) => w * (k === early ? values[graph.nodes[source].parents[0]] : s))) + bias;
    }),
  },
  missing_activation: { facet: "value", rule: (site) => (OPS[nodeOf(site).op].kind === "activation" ? operandsAt(site)[0] : null) },
  swapped_activation: {
    facet: "value",
    rule: (site) => {
      const other = EACH_FOR_THE_OTHER[nodeOf(site).op];
      return other ? OPS[other].forward(operandsAt(site)) : null;
    },
  },

  missing_sum: { facet: "gradient", rule: ofMeeting((contributions) => contributions[0]) },
  overwritten: { facet: "gradient", rule: ofMeeting((contributions) => contributions[contributions.length - 1]) },
  // Handed on before all of it has arrived.
  wrong_order: {
    facet: "gradient",
    rule: (site) => {
      const uses = usesAt(site);
      const arrived = uses.length === 1 ? usesAt(site, uses[0].child) : [];
      return arrived.length > 1 ? arrived[0].upstream * arrived[0].local * uses[0].local : null;
    },
  },
  flipped_sign: { facet: "gradient", rule: (site) => -addUp(usesAt(site).map(({ upstream, local }) => upstream * local)) },
  forgotten_local: { facet: "gradient", rule: beforeActivation(({ upstream }) => upstream) },
  forgotten_upstream: { facet: "gradient", rule: beforeActivation(({ local }) => local) },
  slope_at_z: {
    facet: "gradient",
    rule: beforeActivation(({ op, upstream }, { values, index }) => (op in SLOPES_OF_OUTPUT ? upstream * SLOPES_OF_OUTPUT[op](values[index]) : null)),
  },
  other_slope: {
    facet: "gradient",
    rule: beforeActivation(({ op, upstream, child }, { values }) => {
      const other = EACH_FOR_THE_OTHER[op];
      return other ? upstream * SLOPES_OF_OUTPUT[other](values[child]) : null;
    }),
  },
  added_factors: { facet: "gradient", rule: beforeActivation(({ upstream, local }) => upstream + local) },
  // W where its transpose belongs, as far as one neuron can see it: the weight of the source beside this one.
  other_weight: {
    facet: "gradient",
    rule: (site) => {
      const { graph, values } = site;
      const uses = usesAt(site);
      if (nodeOf(site).op === "leaf" || !uses.every(({ op, child }) => op === "weighted_sum" && graph.nodes[child].parents.length >= 5)) return null;
      return addUp(uses.map(({ child, position, upstream }) => {
        const { parents } = graph.nodes[child];
        return upstream * values[parents[(position + 1) % (parents.length - 1)]];
      }));
    },
  },
  weight_for_signal: { facet: "gradient", rule: ofRole("weight", ({ upstream }, { values, index }) => upstream * values[index]) },
  skipped_activation: {
    facet: "gradient",
    rule: ofRole("weight", ({ child, local }, { graph, gradients }) => {
      const [after] = graph.children[child];
      return OPS[graph.nodes[after]?.op]?.kind === "activation" ? gradients[after] * local : null;
    }),
  },
  bias_with_signal: { facet: "gradient", rule: ofRole("bias", ({ child, upstream }, { graph, values }) => upstream * values[graph.nodes[child].parents[1]]) },
  bias_without_upstream: { facet: "gradient", rule: ofRole("bias", ({ local }) => local) },
};

/**
 * The pass with one bug in it. It goes from node to node by the written formulas alone: where a loss meets its canonical
 * activation, the wrong number must be seen to arrive.
 * @param {Graph} graph
 * @param {ArrayLike<number>} given the leaves are read from it
 * @param {{name: string, index: number} | null} bug
 */
export function passWithBug(graph, given, bug) {
  const { nodes } = graph;
  const values = new Float64Array(nodes.length);
  const gradients = new Float64Array(nodes.length);
  /** @type {number[][]} */
  const locals = [];
  const localsOf = (/** @type {number} */ index) => {
    const { op, parents } = nodes[index];
    return (locals[index] ??= op in SLOPES_OF_OUTPUT ? [SLOPES_OF_OUTPUT[op](values[index])]
      : OPS[op].localDerivatives(parents.map((parent) => values[parent]), values[index]));
  };
  const wrong = (/** @type {number} */ index, /** @type {"value" | "gradient"} */ facet) =>
    (bug?.index === index && BUGS[bug.name].facet === facet ? BUGS[bug.name].rule({ graph, index, values, gradients, localsOf }) : null);
  nodes.forEach(({ op, parents }, index) => {
    values[index] = op === "leaf" ? given[index] : wrong(index, "value") ?? OPS[op].forward(parents.map((parent) => values[parent]));
  });
  gradients[nodes.length - 1] = 1;
  for (let index = nodes.length - 2; index >= 0; index -= 1) {
    gradients[index] = wrong(index, "gradient") ?? addUp(usesAt({ graph, index, values, gradients, localsOf }).map(({ upstream, local }) => upstream * local));
  }
  return { values, gradients };
}

/** Where each bug would change a number that a step shows. @param {Pass} pass @returns {{name: string, places: number[]}[]} */
export function offeredBugs({ lesson, values, gradients, localsOf }) {
  const { graph, steps, valueStep, gradientStep } = lesson;
  const told = (/** @type {number} */ number) => number > 0 && !["leaves", "summary"].includes(steps[number - 1].kind);
  return Object.entries(BUGS).flatMap(([name, { facet, rule }]) => {
    const [right, numbers] = facet === "value" ? [values, valueStep] : [gradients, gradientStep];
    const places = graph.nodes.flatMap(({ op }, index) => {
      if (index === graph.nodes.length - 1 || !told(numbers[index]) || (facet === "value" && op === "leaf")) return [];
      const wrong = rule({ graph, index, values, gradients, localsOf });
      return wrong !== null && Math.abs(wrong - right[index]) >= Math.max(NOTICEABLE.least, NOTICEABLE.share * Math.abs(right[index])) ? [index] : [];
    });
    return places.length > 0 ? [{ name, places }] : [];
  });
}

/** @type {WeakMap<object, {lesson: object, offered: {name: string, places: number[]}[]}>} */
const offeredFor = new WeakMap();

/**
 * The bug of a number: each in turn, in an order of no meaning, at a place that the number chooses.
 * @param {Pass} pass @param {number} number from 1 @param {object} leaves what the pass was computed from
 * @returns {(Puzzle & {values: Float64Array, gradients: Float64Array}) | null} null where no bug would change a number
 */
export function puzzleOf(pass, number, leaves) {
  const { lesson } = pass;
  const before = offeredFor.get(leaves);
  const offered = before?.lesson === lesson ? before.offered : offeredBugs(pass);
  offeredFor.set(leaves, { lesson, offered });
  const mixed = offered.map((entry, k) => ({ ...entry, rank: randomAt([k, offered.length]) })).sort((a, b) => a.rank - b.rank);
  for (let k = 0; k < mixed.length; k += 1) {
    const { name, places } = mixed[(number - 1 + k) % mixed.length];
    const index = places[Math.floor(randomAt([number, places.length]) * places.length)];
    const { values, gradients } = passWithBug(lesson.graph, pass.values, { name, index });
    const step = (BUGS[name].facet === "value" ? lesson.valueStep : lesson.gradientStep)[index];
    if ([...values, ...gradients].every(Number.isFinite)) return { name, index, step, values, gradients };
  }
  return null;
}

/**
 * @typedef {{leaves: object | null, byBug: Record<string, {marks: number[], given: boolean}>}} Marked
 * @type {import("./tools.js").Tool}
 */
export const BUGS_TOOL = {
  first: { bug: 1, marked: /** @type {Marked} */ ({ leaves: null, byBug: {} }) },
  keys: {
    bug: {
      expected: `1 … ${LARGEST_BUG}`,
      read: (text) => (/^[1-9]\d{0,3}$/.test(text) ? { bug: Number(text) } : null),
      write: ({ bug }) => String(bug),
    },
  },
};

/** @typedef {ReturnType<typeof bugHuntOf>} BugHunt @param {Pass} pass @param {ToolChoices} choices */
export function bugHuntOf(pass, choices) {
  const { bug, marked, leaves, grain } = choices;
  /** @type {Marked} */
  const record = marked.leaves === leaves ? marked : { leaves, byBug: {} };
  const key = `${grain} ${bug}`;
  const { marks, given } = record.byBug[key] ?? { marks: [], given: false };
  const puzzle = puzzleOf(pass, bug, leaves);
  const found = puzzle !== null && marks.includes(puzzle.step);
  return {
    pass, puzzle, marks, given, found,
    over: found || given,
    /** What a mark at a step has met: the bug, what follows from it, or nothing wrong. @param {number} number @returns {"found" | "follows" | "right"} */
    verdict(number) {
      if (number === puzzle?.step) return "found";
      const { steps } = pass.lesson;
      const { phase, focus } = steps[number - 1];
      const [shown, right] = phase === "forward" ? [puzzle?.values, pass.values] : [puzzle?.gradients, pass.gradients];
      return shown && focus.some((index) => Math.abs(shown[index] - right[index]) > 1e-9) ? "follows" : "right";
    },
    /** @param {Partial<{marks: number[], given: boolean}>} change @returns {Marked} */
    with: (change) => ({ ...record, byBug: { ...record.byBug, [key]: { marks, given, ...change } } }),
    score: () => {
      const entries = Object.values(record.byBug);
      return { found: entries.filter((entry) => entry.marks.length > 0 && !entry.given).length, marks: entries.reduce((sum, entry) => sum + entry.marks.length, 0) };
    },
  };
}
