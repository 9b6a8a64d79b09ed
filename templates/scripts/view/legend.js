/** What the marks of the drawing mean. */
import { needleView } from "./graph/needle.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { layoutOf } from "./layout.js";
import { createMemory } from "./memory.js";
import { lossText } from "./text.js";

/** Gradients whose needles are shown as a scale. */
const SCALE = [0, 0.01, 0.1, 1];
const SCALE_APART = 34;
const LEGEND_KEYS = ["positive", "negative", "width"];
const KEYS_OF_CELLS = ["tone", "dash"];

const keptLegend = createMemory();

/** @param {import("../model.js").Model} model */
export function legendView(model) {
  const { words } = model;
  const { edges, tags, grids } = layoutOf(model);
  const loss = lossText(model.graph);
  const hasCells = grids.length > 0;
  const hasSigns = hasCells || tags.length > 0 || edges.some(({ weight }) => weight >= 0);
  return keptLegend(words, [hasCells, hasSigns, loss], () =>
    h(
      "div",
      { class: "legend" },
      [...(hasSigns ? LEGEND_KEYS : []), ...(hasCells ? KEYS_OF_CELLS : []), "ribbon"].map((kind) =>
        h("span", { class: `key ${kind}` }, words.legend[kind]),
      ),
      h(
        "span",
        { class: "key needles" },
        h(
          "svg",
          { viewBox: `0 0 ${SCALE_APART * SCALE.length} 40`, "aria-hidden": "true" },
          SCALE.map((gradient, k) => [
            needleView(-gradient, SCALE_APART * (k + 0.5), 12),
            h("text", { x: SCALE_APART * (k + 0.5), y: 38 }, String(gradient)),
          ]),
        ),
        h("span", {}, fill(words.legend.needle, { loss })),
      ),
      h("span", { class: "hint live-only" }, words.graph.hint),
    ),
  );
}
