/** A phrase with elements in the places of its {names}. */

/**
 * @param {string} phrase
 * @param {Record<string, import("./h.js").Child>} parts
 * @returns {import("./h.js").Child[]}
 */
export const phraseView = (phrase, parts) =>
  phrase.split(/\{(\w+)\}/).map((piece, k) => (k % 2 === 0 ? piece : parts[piece]));
