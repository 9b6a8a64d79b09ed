/**
 * The text of a link as messengers, word processors and people hand it on: escaped once more than it was,
 * with a full stop behind it, with keys of others in it. Here it is taken apart; what its parts mean,
 * address.js says.
 *
 * @typedef {{text: string, left: string}} Reading one way to read a value; `left` is what it leaves out at
 *   the end
 * @typedef {{key: string, readings: Reading[]}} LinkPart the readings in the order in which to try them
 */

/** So often a link may have been escaped on its way, besides once by the page. */
const MOST_ESCAPES = 3;
/** What is left of an & that was written as HTML writes it. */
const REST_OF_AMPERSAND = /^(?:amp;|#38;|#x26;)+/i;
/** What stands behind a link in a sentence, in brackets, in quotes, or where it was cut. */
const BEHIND = /[\s.,;:!?*_~'"`…\p{Pe}\p{Pf}\p{Pi}<>。、，！？；：]$/u;
const MOST_BEHIND = 8;
const STEP_ANCHOR = /^step-(?=\d)/;

/** What a link can hold as it is; the rest is escaped. */
const NOT_PLAIN = /[^\w+\-*/^(),=.]/gu;

/** @param {string} text */
export const escaped = (text) => text.replace(NOT_PLAIN, (character) => encodeURIComponent(character));

/**
 * The parts of a link's text, without those that hold nothing.
 * @param {string} hash with or without its #
 * @returns {LinkPart[]}
 */
export function linkParts(hash) {
  let text = hash.replace(/^#/, "");
  for (let k = 0; k < MOST_ESCAPES && !text.includes("="); k += 1) text = unescaped(text);
  const parts = text.replace(STEP_ANCHOR, "step=").split("&").map(keyAndValue);
  return parts
    .map(([key, value], position) => ({
      key: unescaped(key.replace(REST_OF_AMPERSAND, "")).trim(),
      readings: readingsOf(value, position === parts.length - 1),
    }))
    .filter(({ key, readings }) => key !== "" || readings[0].text !== "");
}

/**
 * A value as it stands, then unescaped further, and the last one of a link also without what stands behind
 * it.
 * @param {string} value
 * @param {boolean} last
 */
function readingsOf(value, last) {
  const texts = [unescaped(value)];
  while (texts.length < MOST_ESCAPES && unescaped(texts[texts.length - 1]) !== texts[texts.length - 1]) {
    texts.push(unescaped(texts[texts.length - 1]));
  }
  /** @type {Reading[]} */
  const readings = texts.map((text) => ({ text, left: "" }));
  for (const text of last ? texts : []) {
    let end = text;
    for (let k = 0; k < MOST_BEHIND && BEHIND.test(end); k += 1) {
      end = end.replace(BEHIND, "");
      readings.push({ text: end, left: text.slice(end.length) });
    }
  }
  return readings;
}

/**
 * Some programs write , and ; as %2C and %3B when a link is passed on.
 * @param {string} text
 */
function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} part */
function keyAndValue(part) {
  const at = part.indexOf("=");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}
