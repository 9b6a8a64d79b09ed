/** What a person does with the tools -> changes of the store. */
import { createBugs } from "./bugs.js";
import { isComposing } from "./keys.js";
import { createNudge } from "./nudge.js";
import { createPathActions } from "./paths.js";
import { createPractice } from "./practice.js";
import { createTaking } from "./take.js";
import { createTraining } from "./train.js";

/**
 * @typedef {object} ToolActions what one tool adds to the page's clicks and fields
 * @property {Record<string, (element: Element) => void>} [byName] what `data-action` names
 * @property {Record<string, (text: string, depth: number) => boolean | void>} [choices] what `data-field`
 *   names: taken when a choice is complete
 * @property {Record<string, (text: string) => boolean | void>} [fields] likewise: taken while it is typed or
 *   dragged
 */

/**
 * @typedef {object} Surroundings what a tool may need of the page
 * @property {import("./commands.js").Commands} commands
 * @property {() => import("../model.js").Model} model
 * @property {Document} document
 * @property {Window} window
 * @property {import("./commands.js").Tell} tell
 *
 * @param {import("./commands.js").ChoiceStore} store
 * @param {Surroundings} surroundings
 * @returns {Required<ToolActions>}
 */
export function createToolbox(store, surroundings) {
  /** @type {ToolActions[]} */
  const tools = [
    createNudge(store, surroundings.document),
    createPathActions(store, surroundings.document),
    createPractice(store, surroundings),
    createBugs(store, surroundings),
    createTraining(store, surroundings),
    createTaking(surroundings),
  ];
  pressOnEnter(surroundings.document);
  return {
    byName: Object.assign(
      {
        /**
         * Opens a tool, or closes the one that is open. What is opened may be out of sight.
         * @param {Element} button
         */
        "open-tool"(button) {
          const tool = button.getAttribute("data-tool") ?? "";
          const closes = store.state().tool === tool;
          store.update({ tool: closes ? "" : tool });
          if (closes) return;
          showTool(surroundings.document);
        },
      },
      ...tools.map(({ byName }) => byName),
    ),
    choices: Object.assign({}, ...tools.map(({ choices }) => choices)),
    fields: Object.assign({}, ...tools.map(({ fields }) => fields)),
  };
}

/**
 * @param {Document} document
 * @param {string} part
 * @param {ScrollLogicalPosition} [block]
 */
const show = (document, part, block = "nearest") => document.querySelector(part)?.scrollIntoView({ block });

/**
 * Brings the open tool into view: as much of it as there is room for, its buttons in any case.
 * @param {Document} document
 */
function showTool(document) {
  show(document, ".tools");
  show(document, ".tool-bar");
}

/**
 * And what a link has opened in it, or asks beside it.
 * @param {Document} document
 */
export function showOpened(document) {
  showTool(document);
  show(document, ".opened-update:has(.update-body)", "start");
  show(document, ".lesson .question");
}

/**
 * Enter in a field that names an action does what a press of its button would.
 * @param {Document} document
 */
function pressOnEnter(document) {
  document.addEventListener("keydown", (event) => {
    const action = /** @type {Element} */ (event.target).getAttribute?.("data-enter");
    if (event.key !== "Enter" || !action || isComposing(event)) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-action="${action}"]`))?.click();
  });
}
