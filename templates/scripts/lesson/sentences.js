/**
 * A sentence of content/narration.toml with its {names} filled in: texts, and references to the graph's
 * quantities.
 *
 * @typedef {{text: string} | {symbol: number} | {value: number} | {gradient: number} | {gradient_symbol:
 *   number} | {about: number}} Piece
 * @typedef {Piece[]} Sentence
 * @typedef {Record<string, number | string | null | undefined>} Names
 * @typedef {any} Narration the tables of narration.toml
 */

const REFERENCE = /\{([a-z_]+)(?:\.(\w+))?\}/g;
/** Numbers that are told roughly. */
const ROUGH_NAMES = new Set(["amount", "fall"]);
const NODE_NAMES = new Set(["self", "child", "input", "target", "loss", "upstream", "kept"]);

/**
 * `{self}` is a symbol, `{self.value}` its number, `{self.gradient}` the number of its gradient,
 * `{self.slope}` the gradient's symbol; any other name is a text or a number as it is.
 * @param {string} template
 * @param {Names} names node indices by name, and plain texts
 * @returns {Sentence}
 * @throws {Error} naming the template, where a name has nothing behind it
 */
export function sentence(template, names) {
  /** @type {Sentence} */
  const pieces = [];
  let end = 0;
  for (const match of template.matchAll(REFERENCE)) {
    if (match.index > end) pieces.push({ text: template.slice(end, match.index) });
    end = match.index + match[0].length;
    const found = names[match[1]];
    if (found === undefined || found === null) {
      throw new Error(
        `narration.toml: "${template}" names {${match[1]}}; here there are ${Object.keys(names).join(", ")}`,
      );
    }
    pieces.push(
      NODE_NAMES.has(match[1])
        ? reference(Number(found), match[2], template)
        : ROUGH_NAMES.has(match[1])
          ? { about: Number(found) }
          : { text: String(found) },
    );
  }
  if (end < template.length) pieces.push({ text: template.slice(end) });
  return pieces;
}

/** @type {Record<string, (index: number) => Piece>} */
const FACETS = {
  symbol: (index) => ({ symbol: index }),
  value: (index) => ({ value: index }),
  gradient: (index) => ({ gradient: index }),
  slope: (index) => ({ gradient_symbol: index }),
};

/**
 * @param {number} index
 * @param {string | undefined} facet
 * @param {string} template
 */
function reference(index, facet, template) {
  const name = facet ?? "symbol";
  if (!Object.hasOwn(FACETS, name)) {
    throw new Error(
      `narration.toml: "${template}" asks for .${facet}; there are ${Object.keys(FACETS).join(", ")}`,
    );
  }
  return FACETS[name](index);
}
