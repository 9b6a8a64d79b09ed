/** How long it takes to read a step, so that playing does not run away from it. */

/** Words a second at an unhurried pace (about 200 a minute). */
const WORDS_A_SECOND = 3.3;
/** Seconds that a line of a formula takes. */
const LINE = 1.5;

/**
 * @param {import("./explain.js").Explanation} explanation
 * @returns {number} seconds
 */
export function readingTime({ title, why, change, remarks, products, derivations }) {
  const words = [title, why, ...(change ? [change.sentence] : []), ...remarks]
    .flat()
    .reduce((count, piece) => count + wordsIn(piece), 0);
  const lines = products
    ? products.length
    : derivations.reduce((count, { lines: { length } }) => count + length, 0);
  return words / WORDS_A_SECOND + LINE * lines;
}

/** @param {import("./sentences.js").Piece} piece */
const wordsIn = (piece) => ("text" in piece ? (piece.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) : 1);
