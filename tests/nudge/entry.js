/**
 * What the tests ask of the tool "nudge"; bundled with them for V8.
 */
import { backward, createGraph, forward } from "../../templates/scripts/engine/graph.js";
import { createPass } from "../../templates/scripts/engine/compiled/pass.js";
import { lossCurves } from "../../templates/scripts/lesson/losscurves.js";
import {
  checkAll,
  EXPONENTS,
  movable,
  nudge,
  NUDGE,
  nudgedLeaf,
  valley,
} from "../../templates/scripts/lesson/nudge.js";
import { withChoices } from "../../templates/scripts/lesson/tools.js";
import { formatApart, formatPower } from "../../templates/scripts/view/format.js";

function spotOf(nodes, leaves) {
  const graph = createGraph(nodes);
  return { graph, pass: createPass(graph), leaves, gradients: backward(graph, forward(graph, leaves)) };
}

export function nudged(nodes, leaves, name, width) {
  const spot = spotOf(nodes, leaves);
  const index = spot.graph.index[name];
  const found = nudge(spot, index, width);
  const { errors, best, place } = valley(spot, found, index);
  const kink = found.kink && { node: nodes[found.kink.node].name, here: found.kink.here };
  return { ...found, kink, best, place, errors: Array.from(errors), exponents: EXPONENTS };
}

/** Every gradient; those that are named as somebody has got them wrong. */
export function checked(nodes, leaves, wrong) {
  const spot = spotOf(nodes, leaves);
  for (const [name, gradient] of Object.entries(wrong)) spot.gradients[spot.graph.index[name]] = gradient;
  return checkAll(spot, movable(spot.graph)).map(({ index, ...row }) => ({
    ...row,
    name: nodes[index].name,
  }));
}

export function curves(nodes, leaves, reaches) {
  const spot = spotOf(nodes, leaves);
  return lossCurves(
    spot,
    Object.entries(reaches).map(([name, reach]) => ({ index: spot.graph.index[name], reach })),
  );
}

export const chosen = (nodes, name) => nodes[nudgedLeaf(createGraph(nodes), name)].name;

export const apart = (numbers) => formatApart(numbers);
export const powers = (exponents) => exponents.map(formatPower);

/** What an address chooses, key by key; null where one is refused. */
export function read(nodes, pairs) {
  const lesson = { graph: createGraph(nodes) };
  return pairs.reduce((place, [key, text]) => {
    const choices = NUDGE.keys[key].read(text, lesson);
    return place && choices && withChoices(place, choices);
  }, {});
}
