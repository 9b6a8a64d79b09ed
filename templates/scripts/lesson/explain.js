/**
 * A step of a computed graph -> what there is to say about it: title, formulas, paragraph, remarks. Pure
 * data.
 *
 * @typedef {import("./formula.js").Formula} Formula
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./steps.js").Lesson} Lesson
 * @typedef {import("./sentences.js").Sentence} Sentence
 * @typedef {import("./sentences.js").Narration} Narration
 *
 * @typedef {object} Computed a lesson with the numbers of one pass
 * @property {Lesson} lesson
 * @property {import("./grain.js").Grain} grain
 * @property {Float64Array} values
 * @property {Float64Array} gradients
 * @property {(index: number) => ArrayLike<number>} localsOf the local derivatives of a node by its parents
 *
 * @typedef {object} Line one line of a derivation; `name` says which: chain, symbols, numbers, result
 * @property {string} name
 * @property {Formula} formula
 *
 * @typedef {{left: Formula, lines: Line[]}} Derivation
 * @typedef {import("./uses.js").Use} Use
 *
 * @typedef {object} Product upstream × local = gradient
 * @property {number} index whose gradient it is
 * @property {Formula} upstream a number, like `gradient`
 * @property {{symbols: Formula, numbers: Formula}} local
 * @property {Formula} gradient
 *
 * @typedef {object} Explanation
 * @property {Sentence} title
 * @property {Derivation[]} derivations
 * @property {Product[] | null} products where the step finds several gradients in one way: the derivations
 *   once more, as the rows of a table
 * @property {Sentence} why
 * @property {Sentence[]} remarks what is special about the present numbers
 * @property {import("./curves.js").Curve | null} curve the function that the step is about, if it is about
 *   one
 * @property {{gradient: number, of: number, sentence: Sentence} | null} change what moving a number would do
 *   to the loss
 * @property {Sentence | null} use when an activation or a loss is used, and how it fails
 */
import { gradientValue, numberVoice, symbolVoice } from "./formula.js";
import { changeOf } from "./change.js";
import { curveOf } from "./curves.js";
import { gradientDerivation, valueDerivation } from "./derivations.js";
import { explainLayer } from "./explainlayers.js";
import { baseOf, otherReduction, WRITTEN } from "./operations.js";
import { remarksOn } from "./remarks.js";
import { sentence } from "./sentences.js";
import { ownActivation, usesOf } from "./uses.js";

/**
 * @param {Computed} computed
 * @param {Step} step
 * @param {Narration} narration
 * @returns {Explanation}
 */
export function explain(computed, step, narration) {
  const whole = computed.grain === "layers" ? explainLayer(computed, step, narration) : null;
  const curve = curveOf(computed, step);
  const words =
    curve && step.phase === "forward"
      ? narration.operation[baseOf(computed.lesson.graph.nodes[curve.of].op)]
      : {};
  return {
    ...(whole ?? EXPLAINERS[step.kind](computed, step, narration)),
    products: whole ? null : productsOf(computed, step),
    remarks: remarksOn(computed, step, narration),
    curve,
    change: tellChange(computed, step, narration),
    use: Object.hasOwn(words, "use") ? sentence(words.use, {}) : null,
  };
}

/**
 * @param {Computed} computed
 * @param {Step} step
 * @param {Narration} narration
 */
function tellChange(computed, step, narration) {
  const change = changeOf(computed, step);
  if (!change) return null;
  const { of, way, amount, fall } = change;
  return {
    of,
    gradient: computed.gradients[of],
    sentence: sentence(narration.change[way], { self: of, amount, fall }),
  };
}

/** @type {Record<import("./steps.js").StepKind, (computed: Computed, step: Step, narration: Narration) => Omit<Explanation, "products" | "remarks" | "curve" | "change" | "use">>} */
const EXPLAINERS = {
  leaves: wholePass,

  value: (computed, step, narration) => {
    const { graph } = computed.lesson;
    const node = graph.nodes[step.of];
    const names = { self: step.of, input: node.parents[0], neuron: node.neuron, target: firstTarget(graph) };
    return {
      title: sentence(narration.role[node.role].value, names),
      derivations: step.focus.map((index) => valueDerivation(computed, index)),
      why: sentence(forwardWords(narration, node), names),
    };
  },

  gradient: (computed, step, narration) => {
    const { graph } = computed.lesson;
    const node = graph.nodes[step.of];
    const child = ownActivation(graph, step.of) ?? graph.children[step.of][0];
    const names = {
      self: step.of,
      child,
      neuron: node.neuron,
      target: firstTarget(graph),
      loss: graph.nodes.length - 1,
    };
    return {
      title: sentence(
        step.focus.length > 1
          ? narration.layer.gradient[node.role].title
          : narration.role[node.role].gradient,
        names,
      ),
      derivations: step.focus.map((index, position) => gradientDerivation(computed, index, position === 0)),
      why: sentence(narration.operation[baseOf(graph.nodes[child].op)].backward, names),
    };
  },

  parameters: (computed, step, narration) => {
    const node = computed.lesson.graph.nodes[step.of];
    const names = { self: step.of, child: step.of, neuron: node.neuron };
    return {
      title: sentence(narration.step.parameters.title, names),
      derivations: step.focus.map((parameter, position) =>
        gradientDerivation(computed, parameter, position === 0),
      ),
      why: sentence(narration.step.parameters.why, names),
    };
  },

  summary: wholePass,
};

/**
 * Why a node is computed so; of a prediction, and of a loss whose terms are reduced in the other way, there is
 * more to say.
 * @param {Narration} narration
 * @param {import("../engine/graph.js").GraphNode} node
 */
function forwardWords(narration, { op, role, parents }) {
  const words = narration.operation[baseOf(op)];
  if (role === "output" && Object.hasOwn(words, "forward_output")) return words.forward_output;
  const other = otherReduction(op);
  return other && parents.length > 2 ? `${words.forward} ${narration.reduction[other]}` : words.forward;
}

/**
 * The first and the last step are about all there is.
 * @param {Computed} computed
 * @param {Step} step
 * @param {Narration} narration
 */
function wholePass({ lesson: { graph } }, { kind }, narration) {
  const isFormula = graph.nodes.some(({ role }) => role === "parameter");
  const words = (isFormula ? narration.formula : narration.step)[kind];
  return {
    title: sentence(words.title, {}),
    derivations: [],
    why: sentence(words.why, { loss: graph.nodes.length - 1 }),
  };
}

/** @param {import("../engine/graph.js").Graph} graph */
const firstTarget = (graph) => graph.nodes.findIndex((node) => node.role === "target");

/**
 * The gradients of a neuron's weights and bias, which all share what arrives.
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Product[] | null} null where there are not several
 */
function productsOf({ lesson: { graph }, values, gradients }, { kind, focus }) {
  const { nodes } = graph;
  // A parameter of several places has a sum of such products.
  if (kind !== "parameters" || focus.length === 1 || focus.some((index) => usesOf(graph, index).length > 1)) {
    return null;
  }
  return focus.map((index) => {
    const [{ child, position }] = usesOf(graph, index);
    const { op, parents } = nodes[child];
    const local = (/** @type {import("./formula.js").Voice} */ voice) =>
      WRITTEN[op].local(voice, parents, child, position);
    return {
      index,
      upstream: gradientValue(nodes[child], gradients[child]),
      local: { symbols: local(symbolVoice(graph)), numbers: local(numberVoice(graph, values)) },
      gradient: gradientValue(nodes[index], gradients[index]),
    };
  });
}
