/** First, back, play, next, last; the scrubber with a tick a step; the speed; the link. */
import { isHidden } from "../lesson/views.js";
import { fill } from "./format.js";
import { h } from "./h.js";
import { foundTexts, spokenSentence } from "./announce.js";

/**
 * By the name of the speed: how many seconds a step stays at least while playing, and how many times as fast
 * its words are read as at an unhurried pace.
 */
export const SPEEDS = {
  slow: { least: 4, pace: 0.7 },
  normal: { least: 2.2, pace: 1 },
  fast: { least: 1, pace: 2.5 },
};

/** @type {Record<string, string>} */
const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z",
  back: "M16 5 6 12l10 7z",
  play: "M8 5l11 7-11 7z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  next: "M8 5l10 7-10 7z",
  last: "M18 5v14M5 5l10 7-10 7z",
};

/** More do not fit side by side, on a phone as little as anywhere; then each stands for several steps. */
const MOST_TICKS = 60;

const icons = Object.fromEntries(
  Object.entries(ICONS).map(([name, d]) => [
    name,
    h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d })),
  ]),
);

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function transportView(model) {
  const { step, lesson, state, words } = model;
  const count = lesson.steps.length;
  const last = step === count;
  const stride = Math.ceil(count / MOST_TICKS);
  /**
   * A button at the end of its way stays focusable, so the focus is not lost.
   * @param {string} action
   * @param {string} picture
   * @param {boolean} spent
   * @param {string} [kind]
   */
  const button = (action, picture, spent, kind = "") =>
    h(
      "button",
      {
        type: "button",
        class: `tool ${kind}`,
        "data-action": action,
        "aria-label": words.transport[picture],
        title: words.transport[picture],
        "aria-disabled": spent ? "true" : null,
      },
      icons[picture],
    );
  return h(
    "div",
    { class: "transport", role: "group", "aria-label": words.transport.name },
    h(
      "a",
      { class: "now", href: "#panel" },
      h("span", { class: "step-number" }, fill(words.step.count, { step, steps: count })),
      h(
        "span",
        { class: "found", translate: "no" },
        foundTexts(model)[0] ?? spokenSentence(model, model.explanation.title),
      ),
    ),
    h(
      "div",
      { class: "buttons" },
      button("first", "first", step === 1),
      button("back", "back", step === 1),
      button("play", state.playing ? "pause" : "play", false, "main"),
      button("next", "next", last),
      button("last", "last", last),
    ),
    h(
      "div",
      { class: "scrubber" },
      h("input", {
        type: "range",
        "data-field": "step",
        class: "scrub",
        min: 1,
        max: count,
        step: 1,
        value: step,
        "aria-label": words.transport.scrubber,
        autocomplete: "off",
        "aria-valuetext": fill(words.transport.position, {
          step,
          steps: count,
          title: spokenSentence(model, model.explanation.title),
        }),
      }),
      h(
        "div",
        { class: "ticks", "aria-hidden": "true" },
        lesson.steps.map(
          ({ phase }, position) =>
            position % stride === 0 &&
            h("span", { class: `tick ${phase}${position < step ? " passed" : ""}` }),
        ),
      ),
    ),
    state.view === "present" &&
      h(
        "div",
        { class: "presenting" },
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            "data-action": "hide-results",
            "aria-pressed": String(isHidden(state, "results")),
          },
          words.presenting.results,
        ),
        h("button", { type: "button", class: "quiet", "data-action": "leave" }, words.presenting.leave),
      ),
    h(
      "label",
      { class: "speed" },
      h("span", {}, words.transport.speed),
      h(
        "select",
        { "data-field": "speed", autocomplete: "off", value: state.speed },
        Object.keys(SPEEDS).map((speed) =>
          h("option", { value: speed, selected: speed === state.speed }, words.speed[speed]),
        ),
      ),
    ),
  );
}
