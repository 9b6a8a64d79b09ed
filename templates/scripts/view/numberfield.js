/**
 * A field for a number: text, which the one reader of lesson/numbers.js reads, with the role, the value and
 * the keys (page/numberfields.js) of a spinbutton. A field of type "number" takes 5 for "0,5".
 */
import { fieldText, MINUS } from "./format.js";
import { h } from "./h.js";

/** In characters. */
const LEAST_SIZE = 3;

/**
 * @typedef {object} NumberField
 * @property {number | null} value null: none yet
 * @property {number} step by which the arrow keys move it
 * @property {number} [least]
 * @property {number} [most]
 * @property {boolean} [whole] whether it has no fraction
 *
 * @param {NumberField} field
 * @param {Record<string, import("./h.js").Attribute>} attributes its name for a listener, and what it is
 *   about
 * @returns {import("./h.js").Element_}
 */
export function numberField({ value, step, least, most, whole = false }, attributes) {
  const text = value === null ? "" : fieldText(value);
  return h("input", {
    type: "text",
    role: "spinbutton",
    ...attributes,
    value: text,
    "aria-valuenow": value === null ? null : text,
    "aria-valuetext": value === null ? null : text.replaceAll("-", MINUS),
    "aria-valuemin": least,
    "aria-valuemax": most,
    "data-step": step,
    // So wide that all of it is seen: what a step of descent leaves has as many digits as a number can have.
    size: Math.max(text.length, LEAST_SIZE),
    // The keyboards of phones that are made for numbers have no minus.
    inputmode: least === undefined || least < 0 ? "text" : whole ? "numeric" : "decimal",
    enterkeyhint: "done",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
}
