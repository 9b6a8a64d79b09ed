/**
 * The tools beside the lesson: a button for each, and what the open one shows. None is open until it is asked
 * for.
 */
import { bugsView } from "./bugs.js";
import { h } from "./h.js";
import { nudgeView } from "./nudge.js";
import { pathsView } from "./paths.js";
import { practiceView } from "./practice.js";
import { takeView } from "./take.js";
import { trainView } from "./training/train.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 */

/**
 * By name, in the order of their buttons.
 * @type {Record<string, (model: Model) => Element_>}
 */
const TOOL_VIEWS = {
  nudge: nudgeView,
  paths: pathsView,
  practice: practiceView,
  bugs: bugsView,
  train: trainView,
  take: takeView,
};

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function toolsView(model) {
  const { words, state } = model;
  const names = Object.keys(TOOL_VIEWS);
  return h(
    "section",
    { class: "tools", "aria-labelledby": "tools-title", hidden: names.length === 0 },
    h(
      "div",
      { class: "tool-bar" },
      h("h2", { id: "tools-title", class: "small-title" }, words.tools.title),
      names.map((name) =>
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            "data-action": "open-tool",
            "data-tool": name,
            "aria-expanded": String(state.tool === name),
            "aria-controls": "tool",
          },
          words.tools[name].name,
        ),
      ),
    ),
    // The place stays when its tool changes, so that a button always controls something.
    h(
      "div",
      { id: "tool", class: "tool-place", hidden: !TOOL_VIEWS[state.tool] },
      TOOL_VIEWS[state.tool] && h("div", { key: state.tool }, TOOL_VIEWS[state.tool](model)),
    ),
  );
}
