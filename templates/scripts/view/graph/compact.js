/**
 * Layers of many neurons: a grid of cells, or, once opened, of slim cards; the edges between layers as one
 * band. A cell's colour is its value, its dash says that it is negative, and its needle is its gradient.
 */
import { labelOf } from "../../lesson/operations.js";
import { fill } from "../format.js";
import { h } from "../h.js";
import { gradientIsKnown, signClass, valueIsKnown } from "./facts.js";
import { pictureInCard } from "../training/neurons.js";
import { needleView } from "./needle.js";
import { italicLetters, quantityGroup, round } from "./shapes.js";

/**
 * @typedef {import("../../model.js").Model} Model
 * @typedef {import("../layout.js").Grid} Grid
 */

/** A value of this size has the full colour. */
const FULL_COLOUR = 2;
const NEEDLE_IN_CELL = { aside: 5, height: 18 };
const BAND_LABEL = { width: 92, height: 22 };

/** @param {Grid} grid */
export function frameView({ box }) {
  return h("rect", {
    class: "frame",
    x: round(box.x - 3),
    y: round(box.y - 3),
    width: round(box.width + 6),
    height: round(box.height + 6),
    rx: 5,
  });
}

/**
 * @param {Model} model
 * @param {import("../layout.js").Card} card
 * @returns {import("../h.js").Element_}
 */
export function cellView(model, { index, box }) {
  const known = valueIsKnown(model, index);
  const place = { x: round(box.x), y: round(box.y), width: box.width, height: box.height };
  const [center, middle] = [box.x + box.width / 2, box.y + box.height / 2];
  const value = model.values[index];
  const picture = pictureInCard(model, index, box);
  return quantityGroup(
    model,
    index,
    `cell ${known ? signClass(value) : ""}`,
    h("rect", { class: "paper", ...place, rx: 3 }),
    picture,
    known &&
      !picture &&
      h("rect", {
        class: "tone",
        ...place,
        rx: 3,
        "fill-opacity": Math.min(Math.abs(value) / FULL_COLOUR, 1).toFixed(2),
      }),
    gradientIsKnown(model, index) &&
      needleView(model.gradients[index], center + NEEDLE_IN_CELL.aside, middle, NEEDLE_IN_CELL.height),
    known &&
      !picture &&
      value < 0 &&
      h("path", { class: "minus", d: `M${round(center - 8)} ${round(middle)}h7` }),
  );
}

/**
 * @param {Model} model
 * @param {import("../layout.js").Toggle} toggle
 */
export function toggleView({ words }, { layer, box, open, count, role }) {
  const name = fill(words.layer[role] ?? words.layer.other, { layer, count });
  return h(
    "g",
    {
      class: "toggle",
      role: "button",
      tabindex: -1,
      "aria-expanded": String(open),
      "aria-label": fill(open ? words.graph.close_layer : words.graph.open_layer, { name }),
      "data-action": "open-layer",
      "data-layer": layer,
    },
    h("rect", { x: round(box.x), y: round(box.y), width: box.width, height: box.height, rx: box.height / 2 }),
    h(
      "text",
      { x: round(box.x + box.width / 2), y: round(box.y + 16.5), "text-anchor": "middle" },
      open ? words.graph.close : words.graph.open,
    ),
  );
}

/**
 * @param {Model} model
 * @param {import("../layout.js").Band} band
 * @param {{from: number, to: number}[]} inFocus edges that are drawn on bands, and cover what is written
 *   there
 */
export function bandView({ graph, current, state }, band, inFocus) {
  const [[a, b], [c, d]] = [band.start, band.end];
  const corner = (/** @type {import("../layout.js").Point} */ { x, y }) => `${round(x)} ${round(y)}`;
  const target = graph.nodes[band.targets[0]];
  const moves =
    state.grain === "layers" &&
    current.of >= 0 &&
    (current.kind === "gradient" ? band.sources : band.targets).includes(current.of);
  const covered = inFocus.some(({ from, to }) => band.sources.includes(from) && band.targets.includes(to));
  const text = band.weighted ? "W" : graph.nodes[band.sources[0]].role === "target" ? "" : labelOf(target);
  return h(
    "g",
    {
      class: moves ? `band moves ${current.phase}` : "band",
      "data-band": `${band.from}-${band.to}`,
      "aria-hidden": "true",
    },
    h("path", { d: `M${corner(a)}L${corner(c)}L${corner(d)}L${corner(b)}Z` }),
    band.weighted
      ? !covered && matrixLabel(band)
      : text &&
          band.labelled &&
          h(
            "text",
            {
              class: "operation",
              x: round(band.label.x),
              y: round(band.label.y + 4),
              "text-anchor": "middle",
            },
            text,
          ),
  );
}

/**
 * `W⁽²⁾ 64×16`
 * @param {import("../layout.js").Band} band
 */
function matrixLabel({ label: { x, y }, to, sources, targets }) {
  return h(
    "g",
    {},
    h("rect", {
      class: "ground",
      x: round(x - BAND_LABEL.width / 2),
      y: round(y - BAND_LABEL.height / 2),
      width: BAND_LABEL.width,
      height: BAND_LABEL.height,
      rx: 5,
    }),
    h(
      "text",
      { x: round(x), y: round(y + 5), "text-anchor": "middle" },
      h("tspan", { class: "letter" }, italicLetters("W")),
      h("tspan", { class: "subscript", dy: -6 }, `(${to})`),
      h("tspan", { dx: 4, dy: 6 }, `${targets.length}×${sources.length}`),
    ),
  );
}
