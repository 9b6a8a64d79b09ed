/** A choice of one of several names. */
import { h } from "../h.js";

/**
 * @param {string} label
 * @param {string} name
 * @param {string} value
 * @param {readonly string[]} choices
 * @param {Record<string, string>} names
 */
export const picker = (label, name, value, choices, names) =>
  h(
    "label",
    {},
    label,
    " ",
    h(
      "select",
      { "data-field": name, autocomplete: "off", value },
      choices.map((choice) => h("option", { value: choice, selected: choice === value }, names[choice])),
    ),
  );
