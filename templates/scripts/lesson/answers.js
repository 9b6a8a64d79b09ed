/** What a learner types: reading it, and how close is close enough. */

/** Minus signs as keyboards, phones and word processors make them. */
const MINUS_SIGNS = /[\u2010-\u2015\u2212\uff0d]/g;
const DECIMAL = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?`;
const WRITTEN_NUMBER = new RegExp(`^([+-]?)(${DECIMAL})(?:/(${DECIMAL}))?$`, "i");
const LARGEST_TYPED = 1e6;
const FEWEST_DECIMALS = 2;
const MOST_DECIMALS = 8;
/** Beyond these nobody is asked: too large to type, or a number only in name. */
const LARGEST_ASKED = 1e5;

/**
 * 0.4, .4, 0,4, 2/5, −0.4 with any minus, 4e-1; null where it is no number.
 * @param {string} text
 * @returns {number | null}
 */
export function readAnswer(text) {
  const plain = text.replace(MINUS_SIGNS, "-").replace(/\s/g, "");
  // A decimal comma, unless there is a point as well: then nobody can know what is meant.
  const match = WRITTEN_NUMBER.exec(plain.includes(".") ? plain : plain.replaceAll(",", "."));
  if (!match) return null;
  const size = Number(match[2]) / (match[3] === undefined ? 1 : Number(match[3]));
  return size <= LARGEST_TYPED ? (match[1] === "-" ? 0 - size : size) : null;
}

/**
 * How many decimals are asked for: two, or of a small number as many as show two of its digits.
 * @param {number} number
 */
export function decimalsFor(number) {
  const size = Math.abs(number);
  const needed = size === 0 ? 0 : 1 - Math.floor(Math.log10(size));
  return Math.min(Math.max(needed, FEWEST_DECIMALS), MOST_DECIMALS);
}

/**
 * Half a unit of the last digit, and a tenth more: who goes on from rounded numbers lands beside it.
 * @param {number} number
 */
export const toleranceFor = (number) => 0.6 * 10 ** -decimalsFor(number);

/**
 * @param {number} answer
 * @param {number} number
 */
export const isRight = (answer, number) => Math.abs(answer - number) <= toleranceFor(number);

/** @param {number} number */
export const canBeAsked = (number) =>
  Math.abs(number) <= LARGEST_ASKED && (number === 0 || Math.abs(number) >= 10 ** (1 - MOST_DECIMALS));
