/**
 * Numbers as a reader sees them: a true minus sign, tabular digits, no "-0", no NaN. Rounding happens here
 * and nowhere else.
 */

import { DECIMALS_BY_DIGITS, USUAL_DIGITS } from "../lesson/digits.js";
import { operationName } from "../lesson/operations.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const MINUS = "−";
/** A number that is still to be found. */
export const UNKNOWN = "?";
/** Above this a number is written with a power of ten, and so it is below LEAST_PLAIN. */
const LARGEST_PLAIN = 1e6;
const LEAST_PLAIN = 1e-3;
/** A number that was entered is written as it was, if so many decimals can say it. */
const DECIMALS_GIVEN = 4;
/** So many digits of a number say something, however small it is: a formula can be computed anew with a pencil. */
const LEAST_SIGNIFICANT = 3;

/** How many decimals a computed number has, where nobody asks for others: the reader's choice. */
let decimalsInForce = DECIMALS_BY_DIGITS[USUAL_DIGITS];
export const decimalsNow = () => decimalsInForce;

/**
 * From here on numbers are written with so many digits; called before anything is drawn.
 * @param {import("../lesson/digits.js").Digits} digits
 */
export function writeWith(digits) {
  decimalsInForce = DECIMALS_BY_DIGITS[digits];
}

/**
 * @typedef {{mantissa: string, exponent: number | null}} NumberParts a power of ten where plain decimals
 *   would say nothing
 * @param {number} number
 * @param {number} [decimals] so many and no others; else as many as are chosen, and three digits at least
 * @returns {NumberParts}
 */
export function numberParts(number, decimals) {
  if (Number.isNaN(number)) return { mantissa: UNKNOWN, exponent: null };
  if (!Number.isFinite(number)) return { mantissa: number > 0 ? "∞" : `${MINUS}∞`, exponent: null };
  if (decimals === undefined) return number === 0 ? zero() : significantParts(number, decimalsInForce);
  const size = Math.abs(number);
  return number !== 0 && (size < 0.5 * 10 ** -decimals || size >= LARGEST_PLAIN)
    ? scientific(number, LEAST_SIGNIFICANT - 1)
    : plain((number || 0).toFixed(decimals));
}

/** @param {string} text */
const plain = (text) => ({ mantissa: trueMinus(text), exponent: null });

const zero = () => plain(Number.isFinite(decimalsInForce) ? (0).toFixed(decimalsInForce) : "0");

/**
 * @param {number} number not 0
 * @param {number} decimals Infinity: all that it has
 */
function significantParts(number, decimals) {
  const size = Math.abs(number);
  if (size < LEAST_PLAIN || size >= LARGEST_PLAIN) {
    return scientific(number, Math.max(decimals - 2, LEAST_SIGNIFICANT - 1));
  }
  return plain(
    Number.isFinite(decimals)
      ? number.toFixed(Math.max(decimals, LEAST_SIGNIFICANT - 1 - magnitude(size)))
      : String(number),
  );
}

/**
 * @param {number} number
 * @param {number} decimals of the mantissa; Infinity: all that it has
 */
function scientific(number, decimals) {
  const [mantissa, exponent] = number
    .toExponential(Number.isFinite(decimals) ? decimals : undefined)
    .split("e");
  return { mantissa: trueMinus(mantissa), exponent: Number(exponent) };
}

/** @param {string} text */
const trueMinus = (text) => text.replace("-", MINUS);

/** @param {NumberParts} parts */
const partsAsText = ({ mantissa, exponent }) =>
  exponent === null ? mantissa : `${mantissa}×10${superscript(exponent)}`;

/** @param {number} exponent */
export const superscript = (exponent) =>
  (exponent < 0 ? "⁻" : "") +
  String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);

/**
 * A computed number.
 * @param {number} number
 * @param {number} [decimals]
 */
export const formatNumber = (number, decimals) => partsAsText(numberParts(number, decimals));

/**
 * A number that is told roughly: its first two digits.
 * @param {number} number
 */
export function formatAbout(number) {
  const size = Math.abs(number);
  if (number === 0 || !Number.isFinite(number)) return formatNumber(number, 0);
  if (size < 1e-4 || size >= LARGEST_PLAIN) {
    const [mantissa, exponent] = number.toExponential(1).split("e");
    return partsAsText({ mantissa: trueMinus(mantissa), exponent: Number(exponent) });
  }
  return trueMinus(
    number
      .toFixed(Math.max(0, 1 - Math.floor(Math.log10(size))))
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, ""),
  );
}

/**
 * The parts of a number that was given, not computed: as it was entered, if four decimals can say it.
 * @param {number} number
 * @returns {NumberParts}
 */
export function givenParts(number) {
  const entered = (number || 0).toFixed(DECIMALS_GIVEN);
  const parts =
    Number(entered) === number && Math.abs(number) < LARGEST_PLAIN ? plain(entered) : numberParts(number);
  return parts.exponent === null && parts.mantissa.includes(".")
    ? plain(parts.mantissa.replace(/\.?0+$/, ""))
    : parts;
}

/** In the graph: at most three decimals, fewer the larger a number is, and never more than seven letters. */
const MOST_BRIEF_DECIMALS = 3;
const LARGEST_BRIEF = 99999.5;

/**
 * A number where there is little room; all its digits are shown where it is pointed at.
 * @param {number} number
 * @param {boolean} [given] as it was entered, if that can say it
 */
export function formatBrief(number, given = false) {
  const size = Math.abs(number);
  if (
    number !== 0 &&
    Number.isFinite(number) &&
    (size < 0.5 * 10 ** -MOST_BRIEF_DECIMALS || size >= LARGEST_BRIEF)
  ) {
    const [mantissa, exponent] = number.toExponential(0).split("e");
    return partsAsText({ mantissa: trueMinus(mantissa), exponent: Number(exponent) });
  }
  const decimals = Math.max(0, MOST_BRIEF_DECIMALS - (size < 1 ? 0 : Math.floor(Math.log10(size))));
  const text = formatNumber(number, decimals);
  return given && text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/**
 * With all the digits that it has.
 * @param {number} number
 */
export const formatWhole = (number) =>
  Number.isFinite(number) && number !== 0
    ? partsAsText(significantParts(number, Infinity))
    : formatBrief(number, true);

/** @param {number} number */
export const formatGiven = (number) => partsAsText(givenParts(number));

/**
 * What a number field holds: a plain number, as short as it can be written.
 * @param {number} number
 */
export const fieldText = (number) => String(Number(number.toPrecision(12)));

/**
 * A whole number of any size, its digits in threes.
 * @param {bigint} count
 */
export const formatCount = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");

/**
 * What is wrong with a formula, and where.
 * @param {any} words
 * @param {import("../engine/tokens.js").Fault} fault
 */
export const faultSentence = (words, fault) =>
  fill(words.formula.fault, {
    ...fault,
    fault: fill(words.expression[fault.code], { found: fault.found, expected: fault.expected }),
  });

/** Of what was found no more is shown. */
const MOST_FOUND = 40;
/** And of what was left out no more parts. */
const MOST_LEFT = 6;

/** @param {string} found */
const shortened = (found) => (found.length > MOST_FOUND ? `${found.slice(0, MOST_FOUND)}…` : found);

/**
 * Why something cannot be taken.
 * @param {any} words
 * @param {import("../lesson/address.js").Refusal} refusal
 */
export const refusalSentence = (words, { what, found, expected, least = 0, most = 0, loss, fault }) =>
  fault
    ? faultSentence(words, fault)
    : fill(words.notice[what], {
        found: shortened(found),
        expected,
        least,
        most,
        loss: loss === undefined ? "" : operationName(words, loss),
      });

/**
 * What an address held and the page could not read; null where it has read all.
 * @param {any} words
 * @param {ReturnType<typeof import("../lesson/address.js").decodeAddress>} answer
 * @returns {string | null}
 */
export function leftSentence(words, answer) {
  const { notice } = words;
  if ("refusal" in answer) return `${refusalSentence(words, answer.refusal)} ${notice.default}`;
  const { left, read } = answer;
  if (left.length === 0) return null;
  const refused = left.find(({ refusal }) => refusal !== null);
  const listed = read === 0 ? left.filter((part) => part !== refused) : left;
  return [
    refused?.refusal && refusalSentence(words, refused.refusal),
    listed.length > 0 && fill(notice.left_out, { found: quoted(notice, listed) }),
    read === 0 && notice.default,
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * That a link was one of TensorFlow Playground, and what could not be taken over of it.
 * @param {any} words
 * @param {string[] | null} left
 */
export const foreignSentence = ({ notice }, left) =>
  left &&
  [
    notice.playground,
    ...(left.length > 0 ? [fill(notice.playground_left, { found: left.map(shortened).join(", ") })] : []),
  ].join(" ");

/**
 * @param {any} notice
 * @param {import("../lesson/address.js").Left[]} left
 */
const quoted = (notice, left) =>
  [
    ...left.slice(0, MOST_LEFT).map(({ found }) => fill(notice.left_item, { found: shortened(found) })),
    ...(left.length > MOST_LEFT ? ["…"] : []),
  ].join(", ");

/**
 * A large network says the same phrase of hundreds of cells at every event.
 * @type {Map<string, string[]>}
 */
const partsOfPhrases = new Map();

/**
 * Fills `{name}` in one of the page's phrases.
 * @param {string} phrase
 * @param {Record<string, string | number>} names
 */
export function fill(phrase, names) {
  let parts = partsOfPhrases.get(phrase);
  if (!parts) partsOfPhrases.set(phrase, (parts = phrase.split(/\{(\w+)\}/)));
  return parts.map((part, k) => (k % 2 === 0 ? part : (names[part] ?? `{${part}}`))).join("");
}

/** How many digits a number has at most. */
const MOST_DIGITS = 16;
/** So many digits from where they part. */
const DIGITS_APART = 3;

/**
 * Numbers that may be nearly equal, with as many digits as show where they part; in all of them as many.
 * @param {readonly number[]} numbers
 * @returns {string[]}
 */
export function formatApart(numbers) {
  const finite = numbers.filter(Number.isFinite);
  const size = Math.max(0, ...finite.map(Math.abs));
  const exponent = size > 0 && (size < LEAST_PLAIN || size >= LARGEST_PLAIN) ? magnitude(size) : 0;
  const unit = Number(`1e${exponent}`);
  const spread = (Math.max(...finite) - Math.min(...finite)) / unit;
  const most = Math.max(0, MOST_DIGITS - 1 - magnitude(size / unit || 1));
  const wanted = spread > 0 ? DIGITS_APART - 1 - magnitude(spread) : size && most;
  const decimals = Math.min(Math.max(wanted, DECIMALS_GIVEN), most);
  return numbers.map((number) =>
    Number.isFinite(number)
      ? partsAsText({
          mantissa: trueMinus((number / unit || 0).toFixed(decimals)),
          exponent: exponent || null,
        })
      : formatNumber(number),
  );
}

/**
 * The power of ten of its first digit.
 * @param {number} size
 */
const magnitude = (size) => Math.floor(Math.log10(size));

/**
 * A width by its exponent: one that can be seen in a plot as a number, others as a power.
 * @param {number} exponent
 */
export const widthText = (exponent) =>
  exponent < -3 ? formatPower(exponent) : String(Number((10 ** exponent).toPrecision(3)));

/**
 * A power of ten, or between two of them three digits of it.
 * @param {number} exponent
 */
export function formatPower(exponent) {
  if (exponent === 0) return "1";
  const whole = Math.floor(exponent);
  const factor = whole === exponent ? "" : `${(10 ** (exponent - whole)).toFixed(2)}×`;
  return `${factor}10${superscript(whole)}`;
}
