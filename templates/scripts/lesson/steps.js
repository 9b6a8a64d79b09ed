/**
 * The steps of a lesson follow from the graph by rule:
 *
 * forward    the leaves, then every computed node in the graph's order; backward   the gradient of every
 * computed node below the loss, and of every free name of a formula, as soon as all that it feeds is known,
 * following one path to its end before the next; where parameters become known, they form one step, together;
 * where they are asked for, the gradients of the inputs; last, all gradients side by side.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {"leaves" | "value" | "gradient" | "parameters" | "summary"} StepKind
 * @typedef {object} Step
 * @property {"forward" | "backward"} phase
 * @property {StepKind} kind
 * @property {number[]} focus the nodes whose value or gradient this step finds
 * @property {number} of the node that owns the parameters of a "parameters" step, else the node in focus; -1
 *   for none
 *
 * @typedef {object} Lesson
 * @property {Graph} graph
 * @property {Step[]} steps
 * @property {Int32Array} valueStep the number (from 1) of the step that finds a node's value
 * @property {Int32Array} gradientStep likewise for ∂L/∂node; 0: no step finds it
 * @property {Readonly<Record<string, number>>} [constants] the numbers in a formula
 */

const PARAMETER_ROLES = new Set(["weight", "bias"]);

/** @param {{role: string}} node */
export const isParameter = (node) => PARAMETER_ROLES.has(node.role);

/** @param {{op: string}} node */
export const isLeaf = (node) => node.op === "leaf";

/**
 * A leaf whose number can be chosen; those that stand in a formula cannot.
 * @param {{op: string, role: string}} node
 */
export const isChosen = (node) => isLeaf(node) && node.role !== "constant";

/**
 * The steps of a graph, node by node.
 * @param {Graph} graph
 * @param {boolean} [withInputs] whether the gradient of each input has a step
 * @returns {Step[]}
 */
export const nodeSteps = (graph, withInputs = false) => [
  ...forwardSteps(graph),
  ...backwardSteps(graph, withInputs),
];

/**
 * @param {Graph} graph
 * @param {Step[]} [steps]
 * @returns {Lesson}
 */
export function createLesson(graph, steps = nodeSteps(graph)) {
  const valueStep = new Int32Array(graph.nodes.length);
  const gradientStep = new Int32Array(graph.nodes.length);
  steps.forEach((step, position) => {
    const known = step.phase === "forward" ? valueStep : gradientStep;
    for (const node of step.focus) known[node] ||= position + 1;
  });
  // ∂L/∂L = 1 is where the backward pass starts from.
  gradientStep[graph.nodes.length - 1] = steps.findIndex((step) => step.phase === "backward") + 1;
  return { graph, steps, valueStep, gradientStep };
}

/**
 * @param {Graph} graph
 * @returns {Step[]}
 */
function forwardSteps(graph) {
  const all = graph.nodes.map((_, index) => index);
  const leaves = all.filter((index) => isLeaf(graph.nodes[index]));
  const computed = all.filter((index) => !isLeaf(graph.nodes[index]));
  return [
    { phase: "forward", kind: "leaves", focus: leaves, of: -1 },
    ...computed.map(
      (index) => /** @type {Step} */ ({ phase: "forward", kind: "value", focus: [index], of: index }),
    ),
  ];
}

/**
 * @param {Graph} graph
 * @param {boolean} withInputs
 * @returns {Step[]}
 */
function backwardSteps(graph, withInputs) {
  /** @type {Step[]} */
  const steps = [];
  const unread = graph.children.map((children) => children.length);
  /**
   * What the finished node `index` reads has one unknown fewer above it.
   * @param {number} index
   */
  const release = (index) => {
    const ready = [...new Set(graph.nodes[index].parents)].filter((parent) => (unread[parent] -= 1) === 0);
    const parameters = ready.filter((parent) => isParameter(graph.nodes[parent]));
    if (parameters.length > 0) {
      steps.push({ phase: "backward", kind: "parameters", focus: parameters, of: index });
    }
    for (const parent of ready) {
      const { role } = graph.nodes[parent];
      if (isLeaf(graph.nodes[parent]) && role !== "parameter") continue;
      steps.push({ phase: "backward", kind: "gradient", focus: [parent], of: parent });
      release(parent);
    }
  };
  release(graph.nodes.length - 1);
  const inputs = graph.nodes.flatMap((node, index) => (node.role === "input" ? [index] : []));
  for (const input of withInputs ? inputs : []) {
    steps.push({ phase: "backward", kind: "gradient", focus: [input], of: input });
  }
  steps.push({ phase: "backward", kind: "summary", focus: inputs, of: -1 });
  return steps;
}

/**
 * The edges along which a step moves, as [from, to] in the forward direction.
 * @param {Graph} graph
 * @param {Step} step
 * @returns {number[][]}
 */
export function flowOf(graph, step) {
  const into = (/** @type {number} */ index) => graph.nodes[index].parents.map((parent) => [parent, index]);
  const outOf = (/** @type {number} */ index) => graph.children[index].map((child) => [index, child]);
  if (step.kind === "value") return step.focus.flatMap(into);
  return step.kind === "gradient" || step.kind === "parameters" ? step.focus.flatMap(outOf) : [];
}
