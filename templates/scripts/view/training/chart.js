/** The loss over the updates of a run, with the present one marked. */
import { fill, formatNumber, formatPower } from "../format.js";
import { round } from "../graph/shapes.js";
import { h } from "../h.js";
import { lineThrough } from "../line.js";

const WIDTH = 400;
const HEIGHT = 240;
const LEFT = 52;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 34;
/** Losses below this are drawn as this: a logarithm has no end. */
const LEAST = 1e-6;

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/run.js").Run} run
 * @returns {import("../h.js").Element_}
 */
export function lossChart({ words: { tools }, state: { train } }, run) {
  const words = tools.train;
  const { evaluations } = run;
  const last = Math.max(run.length, 1);
  const losses = evaluations
    .flatMap(({ loss, testLoss }) => [loss, testLoss])
    .filter((loss) => Number.isFinite(loss))
    .map((loss) => Math.max(loss, LEAST));
  const [low, high] = decadesOf(losses);
  const x = (/** @type {number} */ update) => LEFT + ((WIDTH - LEFT - RIGHT) * update) / last;
  const y = (/** @type {number} */ loss) =>
    TOP + ((HEIGHT - TOP - BOTTOM) * (high - Math.log10(Math.max(loss, LEAST)))) / (high - low);
  const line = (/** @type {"loss" | "testLoss"} */ kind) =>
    lineThrough(evaluations.map((evaluation) => [x(evaluation.update), y(evaluation[kind])]));
  const now = evaluations.findLast(({ update }) => update <= train.update) ?? evaluations[0];
  return h(
    "figure",
    { class: "loss-chart" },
    h(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        role: "img",
        "aria-label": fill(words.chart_name, {
          updates: run.length,
          first: formatNumber(evaluations[0].loss),
          loss: formatNumber(evaluations[evaluations.length - 1].loss),
        }),
      },
      Array.from({ length: high - low + 1 }, (_, k) => low + k).map((exponent) => [
        h("path", { class: "rule", d: `M${LEFT} ${round(y(10 ** exponent))}H${WIDTH - RIGHT}` }),
        h("text", { class: "of-y", x: LEFT - 6, y: round(y(10 ** exponent)) }, formatPower(exponent)),
      ]),
      [0, last].map((update) =>
        h(
          "text",
          { class: update === 0 ? "of-x" : "of-x end", x: x(update), y: HEIGHT - 18 },
          String(update),
        ),
      ),
      h("text", { class: "of-x", x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 4 }, words.updates),
      h("path", { class: "test", d: line("testLoss") }),
      h("path", { class: "train", d: line("loss") }),
      h("path", {
        class: "present",
        d: `M${round(x(Math.min(train.update, last)))} ${TOP}V${HEIGHT - BOTTOM}`,
      }),
    ),
    h(
      "figcaption",
      {},
      h("span", { class: "key train" }, `${words.loss} ${formatNumber(now.loss)}`),
      Number.isFinite(now.testLoss) &&
        h("span", { class: "key test" }, `${words.test_loss} ${formatNumber(now.testLoss)}`),
    ),
  );
}

/**
 * The powers of ten around some losses, at least one decade apart.
 * @param {number[]} losses
 */
function decadesOf(losses) {
  if (losses.length === 0) return [-1, 0];
  const low = Math.floor(Math.log10(Math.min(...losses)));
  return [low, Math.max(Math.ceil(Math.log10(Math.max(...losses))), low + 1)];
}
