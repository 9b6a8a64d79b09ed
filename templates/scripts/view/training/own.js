/** Samples of one's own: placed in the picture, typed, pasted, kept. */
import { pointsText } from "../../training/own.js";
import { fill } from "../format.js";
import { h } from "../h.js";
import { numberField } from "../numberfield.js";
import { toolButton } from "../practice.js";

/**
 * What a click in the picture adds.
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/samples.js").Data} data
 */
export function addingView({ words: { tools }, state: { train } }, { classes }) {
  const words = tools.train;
  return h(
    "p",
    { class: "adding fine" },
    words.adding,
    classes > 0 &&
      Array.from({ length: classes }, (_, label) =>
        toolButton("train-adds", fill(words.class, { label }), `quiet class of-${label}`, {
          "data-label": label,
          "aria-pressed": String(train.adds === label),
        }),
      ),
  );
}

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/samples.js").Data} data
 */
export function ownView({ words: { tools }, state: { train } }, data) {
  const words = tools.train;
  const { points, classes } = data;
  const chosen = points[train.point - 1];
  const isOwn = train.set === "own";
  const field = (
    /** @type {string} */ label,
    /** @type {number} */ value,
    /** @type {object} */ reach,
    /** @type {object} */ named,
  ) => h("label", {}, label, numberField({ value, step: 0.05, ...reach }, { ...named }));
  return h(
    "details",
    { class: "train-more" },
    h("summary", {}, words.own),
    h(
      "div",
      { class: "train-settings" },
      field(
        fill(words.point, { count: points.length }),
        train.point,
        { step: 1, whole: true, least: 0, most: points.length },
        { "data-field": "train-point" },
      ),
      chosen &&
        chosen.inputs.map((value, k) =>
          field(`x${k + 1}`, value, {}, { "data-field": "train-input", "data-depth": k }),
        ),
      chosen &&
        field(
          words.target,
          chosen.label,
          classes > 0 ? { step: 1, whole: true, least: 0, most: classes - 1 } : {},
          { "data-field": "train-label" },
        ),
      toolButton("train-add", words.add),
      toolButton("train-remove", words.remove, undefined, { disabled: !chosen }),
      toolButton("train-clear", words.clear),
    ),
    h(
      "label",
      { class: "train-csv" },
      words.csv,
      h("textarea", { id: "train-csv", rows: 5, spellcheck: "false", placeholder: "x1,x2,y\n0.5,-0.3,1" }),
    ),
    h(
      "p",
      { class: "train-run" },
      toolButton("train-take", words.take),
      h(
        "label",
        { class: "file" },
        words.file,
        h("input", { type: "file", id: "train-file", accept: ".csv,.tsv,.txt" }),
      ),
      toolButton("train-show", words.show),
      toolButton("train-save", words.save),
    ),
    isOwn && pointsText(train) === null && h("p", { class: "fine" }, words.not_in_link),
  );
}
