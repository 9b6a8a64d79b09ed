/** What the tests ask of the layout; bundled with them for V8. */
import { parseExpression } from "../../templates/scripts/engine/expression.js";
import { backward, forward, localDerivatives } from "../../templates/scripts/engine/graph.js";
import { buildGraph } from "../../templates/scripts/engine/network.js";
import { inOperations } from "../../templates/scripts/lesson/grain.js";
import { createLesson } from "../../templates/scripts/lesson/steps.js";
import { graphView } from "../../templates/scripts/view/graph.js";
import { toMarkup } from "../../templates/scripts/view/h.js";
import { layout } from "../../templates/scripts/view/layout.js";
import { labelBox, labelWidth, overlap, tagBox } from "../../templates/scripts/view/layout/labels.js";
import { termBox } from "../../templates/scripts/view/layout/terms.js";

/** A network of these sizes, inputs first; only its shape matters. */
const networkOf = ([inputs, ...layers]) => ({
  inputs: Array.from({ length: inputs }, () => 0),
  target: Array.from({ length: layers[layers.length - 1] }, () => 0),
  layers: layers.map((size, depth) => ({
    activation: "identity",
    weights: Array.from({ length: size }, () => Array.from({ length: [inputs, ...layers][depth] }, () => 0)),
    biases: Array.from({ length: size }, () => 0),
  })),
  loss: "mse",
});

export function layOut(sizes, orientation, opened) {
  const graph = buildGraph(networkOf(sizes));
  const { boxes, inGrid, ...rest } = layout(graph, orientation, opened);
  const cards = rest.cards.map((card) => ({ ...card, name: graph.nodes[card.index].name }));
  return { ...rest, cards, inGrid: [...inGrid] };
}

/**
 * Everything that covers something else, by name: cards, and the labels and biases that are shown together.
 */
export function overlaps(sizes, orientation, opened) {
  const graph = buildGraph(networkOf(sizes));
  const drawn = layout(graph, orientation, opened);
  const name = (index) => graph.nodes[index].name;
  const label = ({ weight, label: at }) => ({
    name: name(weight),
    box: drawn.terms ? termBox(at, graph, drawn.orientation) : labelBox(at, labelWidth(graph.nodes[weight])),
  });
  const tag = ({ index, at, onDemand }) => ({
    name: name(index),
    box: drawn.terms ? termBox(at, graph, drawn.orientation) : tagBox(at, labelWidth(graph.nodes[index])),
  });
  const weighted = drawn.edges.filter(({ weight }) => weight >= 0);
  const cards = [
    ...drawn.cards.map(({ index, box }) => ({ name: name(index), box })),
    ...drawn.toggles.map(({ layer, box }) => ({ name: `toggle ${layer}`, box })),
  ];
  const always = [
    ...weighted.filter(({ onDemand }) => !onDemand).map(label),
    ...drawn.tags.filter(({ onDemand }) => !onDemand).map(tag),
  ];
  const found = [...collisions([...cards, ...always])];
  // What one step shows besides: the weights and the bias of one neuron.
  for (const to of new Set(weighted.map((edge) => edge.to))) {
    const asked = [
      ...weighted.filter((edge) => edge.to === to && edge.onDemand).map(label),
      ...drawn.tags.filter(({ of, onDemand }) => of === to && onDemand).map(tag),
    ];
    const near = cards.filter(({ name: other }) => other !== name(to));
    found.push(
      ...collisions(asked),
      ...asked.flatMap((one) =>
        [...near, ...always]
          .filter((other) => overlap(one.box, other.box))
          .map((other) => `${one.name} on ${other.name}`),
      ),
    );
  }
  return found;
}

function collisions(things) {
  return things.flatMap((one, k) =>
    things
      .slice(k + 1)
      .filter((other) => overlap(one.box, other.box))
      .map((other) => `${one.name} on ${other.name}`),
  );
}

/** How many things a layout is made of, and the least time of three that it takes (ms). */
export function cost(sizes) {
  const graph = buildGraph(networkOf(sizes));
  const times = [0, 1, 2].map(() => {
    const start = Date.now();
    layout(graph, "wide");
    return Date.now() - start;
  });
  return {
    weights: graph.nodes.filter(({ role }) => role === "weight").length,
    milliseconds: Math.min(...times),
  };
}

/** The graph of a formula, or of a network of these sizes in elementary operations. */
function graphOf(source) {
  if (typeof source !== "string") return inOperations(buildGraph(networkOf(source)));
  const { fault, expression } = parseExpression(source);
  if (fault) throw new Error(`${source}: ${fault.kind}`);
  return expression.graph;
}

/** Its layout, and of every node what can be read of it there: by name, with what it reads, in order. */
export function layOutLayers(source, orientation) {
  const graph = graphOf(source);
  const { boxes, inGrid, ...rest } = layout(graph, orientation);
  const name = (index) => graph.nodes[index]?.name ?? null;
  return {
    ...rest,
    nodes: graph.nodes.map(({ name: own, role, parents }) => ({
      name: own,
      role,
      parents: parents.map(name),
    })),
    cards: rest.cards.map((card) => ({ ...card, name: name(card.index) })),
    edges: rest.edges.map((edge) => ({
      ...edge,
      from: name(edge.from),
      to: name(edge.to),
      weight: name(edge.weight),
      box: edge.weight < 0 ? null : labelBox(edge.label, labelWidth(graph.nodes[edge.weight])),
    })),
    tags: rest.tags.map(({ index, of, at }) => ({
      name: name(index),
      of: name(of),
      box: tagBox(at, labelWidth(graph.nodes[index])),
    })),
  };
}

/** Its drawing at a step, once all gradients are known at the last; with words of a reader's language. */
export function drawLayers(source, orientation, step, words, numbers) {
  const graph = graphOf(source);
  const lesson = createLesson(graph);
  const last = lesson.steps.length;
  const leaves = Object.fromEntries(
    graph.nodes
      .filter(({ op }) => op === "leaf")
      .map(({ name, role, symbol }, k) => [
        name,
        numbers[name] ?? (role === "constant" ? Number(symbol[0].replace("−", "-")) : 0.25 + 0.25 * (k % 3)),
      ]),
  );
  const values = forward(graph, leaves);
  const at = step < 0 ? last + 1 + step : step;
  return toMarkup(
    graphView({
      graph,
      values,
      words,
      step: at,
      current: lesson.steps[at - 1],
      gradients: backward(graph, values),
      hidden: () => false,
      lesson,
      state: { grain: "operations", hide: "", orientation, opened: -1 },
      localsOf: (index) => localDerivatives(graph, values, index),
    }),
  );
}

/** The least time of three that a layout takes (ms). */
export function layersCost(source) {
  const graph = graphOf(source);
  return Math.min(
    ...[0, 1, 2].map(() => {
      const start = Date.now();
      layout(graph, "wide");
      return Date.now() - start;
    }),
  );
}
