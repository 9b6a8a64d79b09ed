/** The tool "take": a button for each file that can be taken along. */
import { h } from "./h.js";
import { hasFormulas, TAKEN } from "./taken.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function takeView(model) {
  const { words, pass } = model;
  const own = words.tools.take;
  const finite = [...pass.values, ...pass.gradients].every(Number.isFinite);
  /** @type {Record<string, boolean>} what there is nothing of */
  const missing = { program: !finite, step: !hasFormulas(model) };
  return h(
    "div",
    { class: "take" },
    h("p", {}, own.intro),
    Object.entries(TAKEN).map(([kind, files]) =>
      h(
        "div",
        { class: "tool-row", role: "group", "aria-labelledby": `take-${kind}` },
        h("span", { id: `take-${kind}`, class: "take-kind" }, own[kind]),
        Object.keys(files).map((what) =>
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              "data-action": "take",
              "data-take": what,
              disabled: missing[kind],
            },
            own.as[what],
          ),
        ),
        missing[kind] && h("span", { class: "fine" }, own.missing[kind]),
      ),
    ),
  );
}
