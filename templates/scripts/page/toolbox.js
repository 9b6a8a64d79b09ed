/** What a person does with the tools -> changes of the store. */
import { createNudge } from "./nudge.js";
import { createPathActions } from "./paths.js";

/**
 * @typedef {object} ToolActions what one tool adds to the page's clicks and fields
 * @property {Record<string, (element: Element) => void>} [byName] what `data-action` names
 * @property {Record<string, (text: string, depth: number) => boolean | void>} [choices] what `data-field` names: taken when a choice is complete
 * @property {Record<string, (text: string) => boolean | void>} [fields] by a field's name: taken while it is typed or dragged
 */

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {Document} document
 * @returns {Required<ToolActions>}
 */
export function createToolbox(store, document) {
  /** @type {ToolActions[]} */
  const tools = [createNudge(store), createPathActions(store, document)];
  return {
    byName: Object.assign({
      /** Opens a tool, or closes the one that is open. @param {Element} button */
      "open-tool"(button) {
        const tool = button.getAttribute("data-tool") ?? "";
        store.update({ tool: store.state().tool === tool ? "" : tool });
      },
    }, ...tools.map(({ byName }) => byName)),
    choices: Object.assign({}, ...tools.map(({ choices }) => choices)),
    fields: Object.assign({}, ...tools.map(({ fields }) => fields)),
  };
}
