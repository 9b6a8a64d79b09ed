/**
 * With how many decimals computed numbers are written: a choice of the reader's, kept in the address.
 *
 * @typedef {"3" | "4" | "6" | "all"} Digits
 */

/**
 * How many decimals each choice stands for.
 * @type {Readonly<Record<Digits, number>>}
 */
export const DECIMALS_BY_DIGITS = Object.freeze({ 3: 3, 4: 4, 6: 6, all: Infinity });

/** @type {Digits} */
export const USUAL_DIGITS = "4";

/**
 * @param {string} text
 * @returns {text is Digits}
 */
export const isDigits = (text) => Object.hasOwn(DECIMALS_BY_DIGITS, text);

/** @type {import("./tools.js").ToolKey} */
export const DIGITS_KEY = {
  expected: Object.keys(DECIMALS_BY_DIGITS).join(", "),
  read: (text) => (isDigits(text) ? { digits: text } : null),
  write: ({ digits }) => (digits === USUAL_DIGITS ? null : digits),
};
