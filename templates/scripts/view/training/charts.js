/** What a run has come to so far, over its updates: losses, lengths of gradients, parameters, and the loss around them. */
import { differences } from "../../training/tool.js";
import { fill, formatGiven, formatNumber } from "../format.js";
import { h } from "../h.js";
import { inTurn } from "../inturn.js";
import { chart, endOfTime, spaced, withPresent } from "./chart.js";
import { surfaceView } from "./surface.js";
import { trailsView } from "./trails.js";

/** @typedef {import("../../model.js").Model} Model */

/**
 * In what the run beside the present one differs.
 * @param {Model} model
 */
export function differencesText({ words: { tools }, state }) {
  const words = tools.train;
  const written = (/** @type {any} */ value) =>
    words.optimizers[value] ??
    words.schedules[value] ??
    (typeof value === "number" ? formatGiven(value) : value);
  return differences(state)
    .map(([name, value]) => `${words[name]}: ${written(value)}`)
    .join(", ");
}

/**
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
export function chartsView(model, study) {
  const run = /** @type {import("../../training/run.js").Run} */ (study.run);
  const last = endOfTime(Math.max(run.length, 1));
  return h(
    "div",
    { class: "charts" },
    inTurn.losses(model, run, () => lossesView(model, study, last)),
    run.norms.length > 1 &&
      h(
        "figure",
        {},
        inTurn.trails(model, run, () => trailsView(model, run, last)),
      ),
    inTurn.surface(model, run, () => surfaceView(model, study)),
  );
}

/**
 * Its losses, and how large its gradients were.
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 * @param {number} last the update at the right end
 * @returns {import("../h.js").Child[]}
 */
function lossesView(model, study, last) {
  const {
    words: { tools },
    state: { train },
  } = model;
  const run = /** @type {import("../../training/run.js").Run} */ (study.run);
  const { other } = study;
  const words = tools.train;
  const { evaluations, norms } = run;
  const others = other?.evaluations.filter(({ update }) => update <= run.length) ?? [];
  const otherNow = others.findLast(({ update }) => update <= train.update);
  const now = evaluations.findLast(({ update }) => update <= train.update) ?? evaluations[0];
  const norm = norms[Math.max(train.update, 1) - 1];
  const key = (/** @type {string} */ name, /** @type {string} */ text, /** @type {number} */ number) =>
    Number.isFinite(number) && h("span", { class: `key ${name}` }, `${text} ${formatNumber(number)}`);
  return [
    h(
      "figure",
      {},
      withPresent(
        chart(
          fill(words.chart_name, {
            updates: run.length,
            first: formatNumber(evaluations[0].loss),
            loss: formatNumber(evaluations[evaluations.length - 1].loss),
          }),
          230,
          [
            { name: "other", points: others.map(({ update, loss }) => [update, loss]) },
            { name: "test", points: evaluations.map(({ update, testLoss }) => [update, testLoss]) },
            { name: "learned-loss", points: evaluations.map(({ update, loss }) => [update, loss]) },
          ],
          last,
          words.updates,
        ),
        train.update,
      ),
      h(
        "figcaption",
        {},
        key("learned", words.loss, now.loss),
        key("test", words.test_loss, now.testLoss),
        otherNow && key("other", differencesText(model), otherNow.loss),
      ),
    ),
    norms.length > 1 &&
      h(
        "figure",
        {},
        withPresent(
          chart(
            words.norm_name,
            130,
            [
              { name: "other", points: spaced((other?.norms ?? []).slice(0, run.length), 1) },
              { name: "norm", points: spaced(norms, 1) },
            ],
            last,
            words.updates,
          ),
          train.update,
        ),
        h("figcaption", {}, key("norm", words.norm, norm)),
      ),
  ];
}
