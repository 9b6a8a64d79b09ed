/**
 * One sentence to the reader, over the page so that nothing moves; with a link in a field where it must be
 * copied by hand.
 */

/** How long a sentence stays that asks for nothing (ms). */
const PASSING = 5000;

/**
 * @param {HTMLElement} box holds a paragraph, a text field and a button that closes it
 * @param {ReturnType<typeof import("./announcer.js").createAnnouncer>} announcer says it to those who listen:
 *   a box that was hidden until now would not be heard
 * @param {Window} window
 */
export function createNotice(box, announcer, window) {
  const text = /** @type {HTMLElement} */ (box.querySelector("p"));
  const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  let timer = 0;
  /**
   * @param {string | null} sentence null takes the notice away
   * @param {string} [link]
   */
  const tell = (sentence, link) => {
    window.clearTimeout(timer);
    if (sentence === null && box.hidden) return;
    box.hidden = sentence === null;
    text.textContent = sentence ?? "";
    if (sentence !== null) announcer.say(sentence);
    field.hidden = link === undefined;
    field.value = link ?? "";
    if (link !== undefined) field.select();
  };
  return {
    tell,
    /** @param {string} sentence */
    mention(sentence) {
      tell(sentence);
      timer = window.setTimeout(() => tell(null), PASSING);
    },
  };
}
