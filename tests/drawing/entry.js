/** What the tests ask of the layout; joined with its modules as the build joins the page's. */
import { buildGraph } from "../../templates/scripts/engine/network.js";
import { layout } from "../../templates/scripts/view/layout.js";
import { labelBox, labelWidth, overlap, tagBox } from "../../templates/scripts/view/layout/labels.js";

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
  const { boxes, inGrid, ...rest } = layout(buildGraph(networkOf(sizes)), orientation, opened);
  return { ...rest, inGrid: [...inGrid] };
}

/** Everything that covers something else, by name: cards, and the labels and biases that are shown together. */
export function overlaps(sizes, orientation, opened) {
  const graph = buildGraph(networkOf(sizes));
  const drawn = layout(graph, orientation, opened);
  const name = (index) => graph.nodes[index].name;
  const label = ({ weight, label: at }) => ({ name: name(weight), box: labelBox(at, labelWidth(graph.nodes[weight])) });
  const tag = ({ index, at, onDemand }) => ({ name: name(index), box: tagBox(at, labelWidth(graph.nodes[index]), orientation === "wide" && !onDemand) });
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
    found.push(...collisions(asked), ...asked.flatMap((one) => [...near, ...always].filter((other) => overlap(one.box, other.box)).map((other) => `${one.name} on ${other.name}`)));
  }
  return found;
}

function collisions(things) {
  return things.flatMap((one, k) => things.slice(k + 1).filter((other) => overlap(one.box, other.box)).map((other) => `${one.name} on ${other.name}`));
}

/** How many things a layout is made of, and the least time of three that it takes (ms). */
export function cost(sizes) {
  const graph = buildGraph(networkOf(sizes));
  const times = [0, 1, 2].map(() => {
    const start = Date.now();
    layout(graph, "wide");
    return Date.now() - start;
  });
  return { weights: graph.nodes.filter(({ role }) => role === "weight").length, milliseconds: Math.min(...times) };
}
