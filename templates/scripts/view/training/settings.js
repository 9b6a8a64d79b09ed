/** What a run learns from, and how: at hand what one tries first, the rest on demand. */
import {
  FILE_SET,
  LARGEST_DATA_SEED,
  MOST_SAMPLES,
  MOST_UPDATES,
  OPTIMIZER_NAMES,
  SCALE_REACH,
  SCHEDULE_NAMES,
} from "../../training/tool.js";
import { h } from "../h.js";
import { numberField } from "../numberfield.js";
import { picker } from "./picker.js";

/** @typedef {import("../../model.js").Model} Model */

/**
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
export function settingsView({ words: { tools }, state }, { set, sets }) {
  const { train, rate } = state;
  const words = tools.train;
  return h(
    "div",
    { class: "train-settings" },
    picker(words.data, "train-set", set, [...sets, "own"], words.sets),
    isMade(set) && [
      field(words.samples, "train-count", train.count, { ...WHOLE, least: 2, most: MOST_SAMPLES }),
      field(words.noise, "train-noise", train.noise, SHARE),
    ],
    field(words.seed, "train-seed", train.dataSeed, { ...WHOLE, least: 0, most: LARGEST_DATA_SEED }),
    field(words.batch, "train-batch", train.batch, { ...WHOLE, least: 0, most: MOST_SAMPLES }),
    picker(words.optimizer, "train-optimizer", train.optimizer, OPTIMIZER_NAMES, words.optimizers),
    field(words.rate, "train-rate", rate, { step: 0.01 }),
  );
}

/**
 * Whether samples come from a generator, which can be asked for more of them, or for others.
 * @param {string} set
 */
const isMade = (set) => set !== "own" && set !== FILE_SET;

/**
 * What a first run does without.
 * @param {Model} model
 * @param {import("../../training/tool.js").Study} study
 */
export function moreView({ words: { tools }, state: { train } }, { set, data }) {
  const words = tools.train;
  return h(
    "details",
    { class: "train-more" },
    h("summary", {}, words.more),
    h(
      "div",
      { class: "train-settings" },
      picker(words.schedule, "train-schedule", train.schedule, SCHEDULE_NAMES, words.schedules),
      train.schedule !== "constant" &&
        field(words.span, "train-span", train.span, { ...WHOLE, least: 1, most: MOST_UPDATES }),
      field(words.l1, "train-l1", train.l1, SHARE),
      field(words.l2, "train-l2", train.l2, SHARE),
      field(words.clip, "train-clip", train.clip, { step: 0.1, least: 0 }),
      isMade(set) &&
        field(words.scale, "train-scale", train.scale, {
          step: 0.5,
          least: SCALE_REACH[0],
          most: SCALE_REACH[1],
        }),
      field(words.until, "train-until", train.until, { step: 0.01, least: 0 }),
      field(words.test, "train-test", data?.testShare ?? 0, { step: 0.05, least: 0, most: 0.9 }),
    ),
  );
}

/**
 * @param {string} label
 * @param {string} name
 * @param {number} value
 * @param {{step: number, least?: number, most?: number, whole?: boolean}} reach
 */
const field = (label, name, value, reach) =>
  h("label", {}, label, " ", numberField({ value, ...reach }, { "data-field": name }));

const WHOLE = { step: 1, whole: true };
const SHARE = { step: 0.01, least: 0, most: 1 };
