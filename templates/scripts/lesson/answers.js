/** How many digits are asked for, and how close is close enough. */

const FEWEST_DECIMALS = 2;
const MOST_DECIMALS = 8;
/** Beyond these nobody is asked: too large to type, or a number only in name. */
const LARGEST_ASKED = 1e5;

/**
 * How many decimals are asked for: two, or of a small number as many as show two of its digits.
 * @param {number} number
 * @param {number} [more] so many besides these
 */
export function decimalsFor(number, more = 0) {
  const size = Math.abs(number);
  const needed = size === 0 ? 0 : 1 - Math.floor(Math.log10(size));
  return Math.min(Math.max(needed, FEWEST_DECIMALS) + more, MOST_DECIMALS);
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
