/**
 * A step of a whole layer, in vectors and matrices: z = W x + b, δ = ∂L/∂h ⊙ f′(z), ∂L/∂W = δ xᵀ, ∂L/∂h = Wᵀ
 * δ.
 */
import { gradientDerivation } from "./derivations.js";
import {
  call,
  gradientValue,
  gradientVector,
  matrix,
  minus,
  numberVoice,
  part,
  product,
  result,
  sum,
  transposed,
  vector,
} from "./formula.js";
import { layerGroups } from "./grain.js";
import { labelOf } from "./operations.js";
import { sentence } from "./sentences.js";
import { isParameter } from "./steps.js";
import { ownActivation, targetsAddUp } from "./uses.js";

/**
 * @typedef {import("./formula.js").Formula} Formula
 * @typedef {import("./explain.js").Computed} Computed
 * @typedef {import("./explain.js").Derivation} Derivation
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./sentences.js").Narration} Narration
 */

/** Letters of vectors by the role of their nodes. */
const LETTERS = /** @type {Record<string, string>} */ ({
  input: "x",
  pre_activation: "z",
  hidden: "h",
  output: "ŷ",
});

/**
 * What is said of a layer's step; null where the step is no matter of a whole layer and is told node by node.
 * @param {Computed} computed
 * @param {Step} step
 * @param {Narration} narration
 * @returns {{title: import("./sentences.js").Sentence, derivations: Derivation[], why:
 *   import("./sentences.js").Sentence} | null}
 */
export function explainLayer(computed, step, narration) {
  const derive =
    RULES_BY_STEP[`${step.kind} ${step.of < 0 ? "" : computed.lesson.graph.nodes[step.of].role}`];
  const derivations = derive?.(computed, step);
  if (!derivations) return null;
  const { graph } = computed.lesson;
  const isJoint =
    step.kind === "gradient" &&
    graph.nodes[step.of].role === "pre_activation" &&
    graph.children[step.of].length > 1;
  const words = narration.layer[step.kind][isJoint ? "joint" : graph.nodes[step.of].role];
  const names = { layer: layerOf(graph, step.of), self: step.of };
  const why = isTied(computed, step) ? `${words.why} ${words.shared}` : words.why;
  return { title: sentence(words.title, names), derivations, why: sentence(why, names) };
}

/** @type {Record<string, (computed: Computed, step: Step) => Derivation[] | null>} */
const RULES_BY_STEP = {
  "value pre_activation": weightedLayer,
  "value hidden": activatedLayer,
  "value output": activatedLayer,
  "gradient pre_activation": layerDelta,
  "gradient hidden": layerReturn,
  "parameters pre_activation": layerParameters,
};

/**
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Derivation[]}
 */
function weightedLayer({ lesson: { graph }, values }, { focus }) {
  const numbers = numberVoice(graph, values);
  const { weights, sources, biases } = partsOf(graph, focus);
  return [
    derivation(
      vectorOf(graph, focus),
      sum([
        product([weightMatrix(graph, focus), vectorOf(graph, sources)], "none"),
        biasVector(graph, focus),
      ]),
      sum([
        product([matrix(weights.map((row) => row.map(numbers.at))), columnOf(numbers, sources)], "none"),
        columnOf(numbers, biases),
      ]),
      columnOf(numbers, focus),
    ),
  ];
}

/**
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Derivation[]}
 */
function activatedLayer({ lesson: { graph }, values }, { focus }) {
  const numbers = numberVoice(graph, values);
  const label = labelOf(graph.nodes[focus[0]]);
  const before = focus.map((index) => graph.nodes[index].parents[0]);
  return [
    derivation(
      vectorOf(graph, focus),
      call(label, vectorOf(graph, before)),
      call(label, columnOf(numbers, before)),
      columnOf(numbers, focus),
    ),
  ];
}

/**
 * δ = ∂L/∂h ⊙ f′(z), where each pre-activation feeds its own activation alone.
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Derivation[] | null}
 */
function layerDelta(computed, step) {
  const {
    lesson: { graph },
    gradients,
    localsOf,
  } = computed;
  const { focus } = step;
  if (focus.some((index) => graph.children[index].length !== 1)) return jointDelta(computed, step);
  const after = focus.map((index) => graph.children[index][0]);
  const label = labelOf(graph.nodes[after[0]]);
  return [
    derivation(
      delta(graph, focus),
      product(
        [
          part("upstream", gradientVector(graph, vectorOf(graph, after)), true),
          part("local", call(`${label}′`, vectorOf(graph, focus)), true),
        ],
        "each",
      ),
      product(
        [
          part("upstream", gradientColumn(graph, gradients, after)),
          part("local", column(after.map((index) => result(localsOf(index)[0])))),
        ],
        "each",
      ),
      gradientColumn(graph, gradients, focus),
    ),
  ];
}

/**
 * δ = J ∂L/∂ŷ, with the Jacobian J = diag(ŷ) − ŷ ŷᵀ of softmax, which is its own transpose. Where the targets
 * add up to 1, cross-entropy makes of it ŷ − y.
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Derivation[] | null}
 */
function jointDelta({ lesson: { graph }, values, gradients, localsOf }, { focus }) {
  const after = focus.map((index) => ownActivation(graph, index) ?? -1);
  if (
    after.some(
      (index) => graph.nodes[index]?.op !== "softmax" || graph.nodes[index].parents.length !== focus.length,
    )
  ) {
    return null;
  }
  const shares = vectorOf(graph, after);
  const numbers = numberVoice(graph, values);
  const { parents } = graph.nodes[graph.nodes.length - 1];
  const targets = after.map((index) => parents[parents.indexOf(index) + after.length]);
  const slopes = focus.map((index) =>
    after.map((own) => result(localsOf(own)[graph.nodes[own].parents.indexOf(index)])),
  );
  return [
    derivation(
      delta(graph, focus),
      product(
        [
          part("local", minus(call("diag", shares), product([shares, transposed(shares)], "none")), true),
          part("upstream", gradientVector(graph, shares), true),
        ],
        "none",
      ),
      product(
        [part("local", matrix(slopes)), part("upstream", gradientColumn(graph, gradients, after))],
        "times",
      ),
      gradientColumn(graph, gradients, focus),
    ),
    ...(targetsAddUp(graph, values)
      ? [
          derivation(
            delta(graph, focus),
            minus(shares, vector("y", null)),
            minus(columnOf(numbers, after), columnOf(numbers, targets)),
            gradientColumn(graph, gradients, focus),
          ),
        ]
      : []),
  ];
}

/**
 * ∂L/∂h = Wᵀ δ of the layer that reads h.
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Derivation[]}
 */
function layerReturn({ lesson: { graph }, values, gradients }, { focus }) {
  const readers = graph.children[focus[0]];
  const numbers = numberVoice(graph, values);
  const { weights } = partsOf(graph, readers);
  return [
    derivation(
      gradientVector(graph, vectorOf(graph, focus)),
      product(
        [
          part("local", transposed(weightMatrix(graph, readers)), true),
          part("upstream", delta(graph, readers), true),
        ],
        "none",
      ),
      product(
        [
          part("local", matrix(weights[0].map((_, source) => weights.map((row) => numbers.at(row[source]))))),
          part("upstream", gradientColumn(graph, gradients, readers)),
        ],
        "none",
      ),
      gradientColumn(graph, gradients, focus),
    ),
  ];
}

/**
 * ∂L/∂W = δ xᵀ and ∂L/∂b = δ. Where places share a number, these are what each of its places gets, and its
 * gradient is the sum.
 * @param {Computed} computed
 * @param {Step} step
 * @returns {Derivation[]}
 */
function layerParameters(computed, step) {
  const {
    lesson: { graph },
    values,
    gradients,
    localsOf,
  } = computed;
  const focus = groupOf(graph, step.of);
  const numbers = numberVoice(graph, values);
  const { weights, sources, biases } = partsOf(graph, focus);
  const shared = sharedIn(graph);
  const slope = (/** @type {number} */ index, /** @type {number} */ share) =>
    shared.has(index) ? result(share) : gradientValue(graph.nodes[index], gradients[index]);
  return [
    derivation(
      gradientVector(graph, weightMatrix(graph, focus)),
      product(
        [
          part("upstream", delta(graph, focus), true),
          part("local", transposed(vectorOf(graph, sources)), true),
        ],
        "none",
      ),
      product(
        [
          part("upstream", gradientColumn(graph, gradients, focus)),
          part("local", matrix([sources.map(numbers.at)])),
        ],
        "none",
      ),
      matrix(
        weights.map((row, k) => {
          const locals = localsOf(focus[k]);
          return row.map((index, place) => slope(index, gradients[focus[k]] * locals[2 * place]));
        }),
      ),
    ),
    derivation(
      gradientVector(graph, biasVector(graph, focus)),
      delta(graph, focus),
      null,
      column(biases.map((index, k) => slope(index, gradients[focus[k]]))),
    ),
    ...step.focus
      .filter((index) => shared.has(index))
      .map((index) => gradientDerivation(computed, index, false)),
  ];
}

/**
 * What is on the left, and what it is in symbols, in numbers (null: the same) and at last.
 * @param {Formula} left
 * @param {Formula} symbols
 * @param {Formula | null} numbers
 * @param {Formula} found
 * @returns {Derivation}
 */
const derivation = (left, symbols, numbers, found) => ({
  left,
  lines: [
    { name: "symbols", formula: symbols },
    ...(numbers ? [/** @type {const} */ ({ name: "numbers", formula: numbers })] : []),
    { name: "result", formula: found },
  ],
});

/**
 * A weighted sum's parents are w, s, w, s, …, b.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly number[]} focus
 */
function partsOf({ nodes }, focus) {
  const { parents } = nodes[focus[0]];
  return {
    weights: focus.map((index) => nodes[index].parents.filter((parent) => nodes[parent].role === "weight")),
    sources: parents.filter((parent) => nodes[parent].role !== "weight" && nodes[parent].role !== "bias"),
    biases: focus.map((index) => nodes[index].parents[nodes[index].parents.length - 1]),
  };
}

/**
 * The layer of nodes to which one belongs.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {number} index
 */
const groupOf = (graph, index) => layerGroups(graph).find((group) => group.includes(index)) ?? [index];

/**
 * What is read at several places: of the parameters, those that places share.
 * @param {import("../engine/graph.js").Graph} graph
 */
function sharedIn({ nodes }) {
  /** @type {Set<number>} */
  const once = new Set();
  /** @type {Set<number>} */
  const again = new Set();
  for (const { parents } of nodes) {
    for (const parent of parents) (once.has(parent) ? again : once).add(parent);
  }
  return again;
}

/**
 * Whether a step is about parameters of a layer that shares some.
 * @param {Computed} computed
 * @param {Step} step
 */
function isTied({ lesson: { graph } }, { kind, of }) {
  if (kind !== "parameters") return false;
  const shared = sharedIn(graph);
  return groupOf(graph, of).some((index) =>
    graph.nodes[index].parents.some((parent) => isParameter(graph.nodes[parent]) && shared.has(parent)),
  );
}

/**
 * The number, from 1, of a node's layer.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {number} index
 */
function layerOf(graph, index) {
  const groups = layerGroups(graph);
  const own = groups.findIndex((group) => group.includes(index));
  return groups.slice(0, own + 1).filter((group) => graph.nodes[group[0]].role === "pre_activation").length;
}

/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly number[]} nodes
 */
function vectorOf(graph, nodes) {
  const { role } = graph.nodes[nodes[0]];
  return vector(
    LETTERS[role] ?? "x",
    role === "input" || role === "output" ? null : layerOf(graph, nodes[0]),
  );
}

/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly number[]} nodes pre-activations
 */
const weightMatrix = (graph, nodes) => vector("W", layerOf(graph, nodes[0]));
/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly number[]} nodes pre-activations
 */
const biasVector = (graph, nodes) => vector("b", layerOf(graph, nodes[0]));
/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {readonly number[]} nodes pre-activations
 */
const delta = (graph, nodes) => vector("δ", layerOf(graph, nodes[0]));
/** @param {Formula[]} items */
const column = (items) => matrix(items.map((item) => [item]));
/**
 * @param {import("./formula.js").Voice} voice
 * @param {readonly number[]} nodes
 */
const columnOf = (voice, nodes) => column(nodes.map(voice.at));
/**
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Float64Array} gradients
 * @param {readonly number[]} nodes
 */
const gradientColumn = (graph, gradients, nodes) =>
  column(nodes.map((index) => gradientValue(graph.nodes[index], gradients[index])));
