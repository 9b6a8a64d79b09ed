/** Paths that meet: their products as bars, each beginning where the one before it ends, and their sum. */
import { fill, formatNumber } from "../format.js";
import { signClass } from "../graph/facts.js";
import { round } from "../graph/shapes.js";
import { h } from "../h.js";
import { symbolText } from "../text.js";
import { gradientFact, leafSlider } from "./parts.js";

const WIDTH = 340;
const LEFT = 112;
const RIGHT = 20;
const ROW = 34;
const TOP = 14;

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../lesson/figures/meeting.js").Meeting} meeting
 */
export function pathsView(model, { from, parts, total, rest, slider }) {
  const { graph, words } = model;
  const isNothing = !(Math.abs(rest) > 1e-12 * Math.abs(total));
  const bars = [
    ...parts.map(({ by, product, before }) => ({
      name: fill(words.figures.by, { node: symbolText(graph.nodes[by]) }),
      start: before,
      end: before + product,
    })),
    ...(isNothing ? [] : [{ name: words.figures.rest, start: total - rest, end: total }]),
  ];
  const ends = [0, total, ...bars.flatMap(({ start, end }) => [start, end])].filter(Number.isFinite);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const spread = high - low || 1;
  const toX = (/** @type {number} */ number) =>
    round(LEFT + ((number - low) / spread) * (WIDTH - LEFT - RIGHT));
  const rows = [...bars, { name: words.figures.sum, start: 0, end: total }];
  const height = TOP + rows.length * ROW + 6;
  return {
    drawing: [
      h(
        "svg",
        {
          viewBox: `0 0 ${WIDTH} ${height}`,
          role: "img",
          "aria-label": rows
            .map(({ name, start, end }) => `${name}: ${formatNumber(end - start)}`)
            .join("; "),
        },
        h("path", { class: "axis", d: `M${toX(0)} 4V${height - 4}` }),
        rows.map(({ name, start, end }, k) => {
          const y = TOP + k * ROW;
          const [left, right] = [Math.min(toX(start), toX(end)), Math.max(toX(start), toX(end))];
          const isSum = k === rows.length - 1;
          return [
            k > 0 &&
              !isSum &&
              Number.isFinite(start) &&
              h("path", { class: "grid", d: `M${toX(start)} ${y - ROW + 18}V${y + 18}` }),
            Number.isFinite(end - start) &&
              h("rect", {
                class: `part ${signClass(end - start)}${isSum ? " sum" : ""}`,
                x: left,
                y,
                width: round(Math.max(right - left, 1)),
                height: 18,
              }),
            h("text", { class: "mark end", x: LEFT - 12, y: y + 14 }, name),
          ];
        }),
      ),
    ],
    facts: [
      parts.map(({ by, product }, k) => [
        k > 0 && " + ",
        h(
          "span",
          { class: "number", translate: "no" },
          product < 0 && k > 0 ? `(${formatNumber(product)})` : formatNumber(product),
        ),
        h("span", { class: "heard" }, ` ${fill(words.figures.by, { node: symbolText(graph.nodes[by]) })}`),
      ]),
      !isNothing && " + …",
      " = ",
      gradientFact(model, from),
    ],
    controls: [leafSlider(model, slider)],
  };
}
