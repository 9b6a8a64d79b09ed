/** The trails of all parameters over the updates of a run. */
import { distances, layersOf, nearestTrail, trailOf } from "../../training/trails.js";
import { fill, formatNumber } from "../format.js";
import { h } from "../h.js";
import { createMemory } from "../memory.js";
import { symbolText } from "../text.js";
import { picker } from "./picker.js";
import { chart, linear, withPresent } from "./chart.js";

const HEIGHT = 200;
/** While it runs, a trail has so many points: as many as there is time for. */
const MOST_RUNNING = 50;

const memory = /** @type {typeof createMemory<import("./chart.js").Drawn>} */ (createMemory)();

/**
 * One trail foremost, the chosen one, and one that is pointed at.
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/run.js").Run} run
 * @param {number} last the update at the right end
 */
export function trailsView({ graph, words: { tools }, state }, run, last) {
  const { train, reading, source, training, leaves } = state;
  const { names, trail, stride } = run;
  const words = tools.train;
  const network = /** @type {import("../../engine/network.js").Network} */ (source.network);
  const symbols = names.map((name) => symbolText(graph.nodes[graph.index[name]]));
  const chosen = Math.max(names.indexOf(train.parameter), 0);
  const read = reading?.of === "trails" ? nearestTrail(run, reading.at[0], reading.at[1]) : null;
  const drawn = memory(run, [trail.length, training > 0, stride, last, chosen, read?.k, words], () => {
    const layers = layersOf(network, graph, names);
    const moved = distances(run);
    const furthest = moved.indexOf(Math.max(...moved));
    return chart(
      fill(words.trails_name, {
        count: names.length,
        symbol: symbols[furthest],
        distance: formatNumber(moved[furthest]),
      }),
      HEIGHT,
      names
        .map((_, k) => k)
        .sort((a, b) => Number(a === chosen) - Number(b === chosen))
        .map((k) => ({
          name: `trail of-${layers[k] % 4}${k === chosen ? " chosen" : ""}${k === read?.k ? " read" : ""}`,
          points: trailOf(run, k),
        })),
      last,
      words.updates,
      linear,
      { "data-reads": "trails", "data-action": "train-trail" },
      training ? MOST_RUNNING : undefined,
    );
  });
  return [
    withPresent(drawn, train.update),
    h(
      "figcaption",
      {},
      picker(
        words.parameter,
        "train-parameter",
        names[chosen],
        names,
        Object.fromEntries(names.map((name, k) => [name, symbols[k]])),
      ),
      h(
        "span",
        {},
        fill(words.trail, {
          number: formatNumber(leaves[names[chosen]]),
          first: formatNumber(trail[0][chosen]),
        }),
      ),
      network.layers.map((_, layer) =>
        h("span", { class: `class of-${layer % 4}` }, `${tools.paths.layers.layer} ${layer + 1}`),
      ),
      h(
        "span",
        { class: "told-there", role: "status" },
        read
          ? fill(words.trail_read, { ...read, symbol: symbols[read.k], number: formatNumber(read.number) })
          : words.trail_point,
      ),
    ),
  ];
}
