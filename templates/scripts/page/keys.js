/** What a key means, whatever the layout and however the text is entered. */

/**
 * Whether a key belongs to an input method that is still composing: its Enter chooses a word.
 * @param {KeyboardEvent} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === COMPOSED;
/** Safari says that composing is over before it sends the Enter that ended it, but with this code. */
const COMPOSED = 229;

/**
 * The Latin letter on a key: where the layout has another there, the one at its place.
 * @param {KeyboardEvent} event
 * @returns {string} in lower case, or "" where it is no letter
 */
export function letterOf({ key, code }) {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return key.length === 1 && /\p{L}/u.test(key) ? (/^Key([A-Z])$/.exec(code)?.[1].toLowerCase() ?? "") : "";
}

const TEXT_FIELDS = "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";

/**
 * Whether one types in it.
 * @param {Element} target
 */
export const isTextField = (target) => target.matches(TEXT_FIELDS);
