/** A name in ASCII -> how people write it; the same as generator/engine/symbols.py. */
import { GREEK } from "./tokens.js";

const LETTER_OF = new Map([...GREEK].map(([letter, name]) => [name, letter]));

/**
 * Base and subscript, as people write them: w12_3 is w with 12,3, alpha is α, and yhat is ŷ.
 * @param {string} name
 * @returns {[string, string]}
 */
export function symbolOf(name) {
  const [, base, subscript] = /** @type {RegExpExecArray} */ (/^([A-Za-z]+)_*(.*?)_*$/.exec(name));
  const plain = base.length === 4 && base.endsWith("hat") ? `${base[0]}\u0302`.normalize("NFC") : base;
  return [LETTER_OF.get(plain) ?? plain, subscript.replaceAll("_", ",")];
}
