/**
 * Numbers as people type and paste them: read as exactly the number that is written, or not at all.
 *
 * Understood are all minus signs, digits of any script, a decimal point or comma, fractions (1/3, ½), powers
 * of ten (1e-3, 1×10⁻³, 10^-3), and what is pasted along without being seen. Refused is what could be two
 * numbers: 1,234 is one and a bit to some and a thousand to others.
 */

/** Marks of direction and joints of no width, which are pasted along and never seen. */
const UNSEEN = /[\u061c\u200b-\u200f\u2060\u2066-\u2069\ufeff]/g;
const MINUS_SIGNS = /[\u2010-\u2015\u2212\ufe63\uff0d]/g;
const DIGIT = /\p{Nd}/u;
const RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** A power of ten with its exponent raised, as this page writes them. */
const RAISED_POWER = /10([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/;
/** @type {[RegExp, string][]} */
const SPELLINGS = [
  [UNSEEN, ""],
  [MINUS_SIGNS, "-"],
  [/[\uff0b\ufe62]/g, "+"],
  [/[\uff0e\u066b]/g, "."],
  [/\uff0c/g, ","],
  [/[\u2044\u2215\uff0f]/g, "/"],
  [/[\uff25\uff45]/g, "e"],
  [/[*·⋅✕\uff0a]/g, "×"],
  [/××/g, "^"],
];

const DECIMAL = String.raw`(?:\d+[.,]?\d*|[.,]\d+)`;
const INTEGER = String.raw`[+-]?\d+`;
const SCALED = String.raw`(${DECIMAL})(?:e(${INTEGER}))?`;
const TEN = String.raw`10\s*\^\s*(?:(${INTEGER})|\((${INTEGER})\)|\{(${INTEGER})\})`;
const SIGN = String.raw`^([+-]?)\s*`;
const QUOTIENT = new RegExp(String.raw`${SIGN}${SCALED}(?:\s*/\s*${SCALED})?$`, "i");
const POWER = new RegExp(String.raw`${SIGN}(?:(${DECIMAL})\s*[×x]\s*)?${TEN}$`, "i");
const MIXED = new RegExp(String.raw`${SIGN}(\d*)([\u00bc-\u00be\u2150-\u215e])$`);
/** What a number may be while it is typed. */
const BEGUN = new RegExp(
  String.raw`${SIGN}(?:[.,]?|${DECIMAL}(?:e[+-]?|\s*/\s*[.,]?|\s*×\s*(?:10?)?)|(?:${DECIMAL}\s*×\s*)?10\s*\^\s*[({]?\s*[+-]?)$`,
  "i",
);
const THOUSANDS = /(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d,])/;

/**
 * The number that is written, or null where it is none, more than one, or beyond what a computer can hold.
 * @param {string} text
 * @returns {number | null}
 */
export function readTyped(text) {
  const plain = plainText(text);
  if (plain.includes(",") && (plain.includes(".") || THOUSANDS.test(plain))) return null;
  const size = sizeOf(plain.replaceAll(",", "."));
  if (size === null || !Number.isFinite(size)) return null;
  return plain.startsWith("-") ? -size : size;
}

/**
 * Whether what is typed may still become a number, so that there is nothing to say about it yet.
 * @param {string} text
 */
export const isBegun = (text) => BEGUN.test(plainText(text)) && readTyped(text) === null;

/**
 * Whether it is refused for a comma that may part thousands.
 * @param {string} text
 */
export function mayBeThousands(text) {
  const plain = plainText(text);
  return !plain.includes(".") && THOUSANDS.test(plain);
}

/**
 * The same text in the letters of this reader.
 * @param {string} text
 */
function plainText(text) {
  const digits = text.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  const raised = digits
    .replace(UNSEEN, "")
    .trim()
    .replace(RAISED_POWER, (_, sign, exponent) => {
      const lowered = exponent.replace(/./g, (/** @type {string} */ digit) => RAISED_DIGITS.indexOf(digit));
      return `10^${sign === "⁻" ? "-" : ""}${lowered}`;
    });
  return SPELLINGS.reduce((written, [from, to]) => written.replace(from, to), raised);
}

/**
 * Digits of one script follow each other from zero on, and whole rows of them may be neighbours.
 * @param {string} digit
 */
function digitOf(digit) {
  const at = /** @type {number} */ (digit.codePointAt(0));
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(at - before - 1))) before += 1;
  return before % 10;
}

/**
 * @param {string} plain
 * @returns {number | null} its size without a sign
 */
function sizeOf(plain) {
  const quotient = QUOTIENT.exec(plain);
  if (quotient) {
    const [, , top, topExponent, bottom, bottomExponent] = quotient;
    const size = scaled(top, topExponent);
    if (bottom === undefined || size === null) return size;
    const divisor = scaled(bottom, bottomExponent);
    return divisor === null ? null : held(size / divisor, size === 0);
  }
  const power = POWER.exec(plain);
  if (power) return scaled(power[2] ?? "1", power[3] ?? power[4] ?? power[5]);
  const mixed = MIXED.exec(plain);
  if (!mixed) return null;
  const [top, bottom] = mixed[3].normalize("NFKC").split("\u2044").map(Number);
  return (Number(mixed[2]) * bottom + top) / bottom;
}

/**
 * @param {string} decimal
 * @param {string} [exponent]
 */
const scaled = (decimal, exponent = "0") => held(Number(`${decimal}e${exponent}`), !/[1-9]/.test(decimal));

/**
 * What is too small to be told from zero is not zero, and so cannot be read.
 * @param {number} size
 * @param {boolean} zero whether zero is written
 */
const held = (size, zero) => (size === 0 && !zero ? null : size);
