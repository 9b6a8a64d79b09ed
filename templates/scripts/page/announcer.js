/** What is said to those who listen; what changes again and again is said once, when it has come to rest. */

/** Nothing has changed for so long (ms). */
const AT_REST = 800;

/**
 * @param {HTMLElement} region a live region
 * @param {Window} window
 */
export function createAnnouncer(region, window) {
  let timer = 0;
  /** @param {string} sentence */
  function say(sentence) {
    window.clearTimeout(timer);
    region.textContent = sentence;
  }
  return {
    say,
    /** @param {() => string} sentence what is to be said then; "" is nothing */
    sayAtRest(sentence) {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const said = sentence();
        if (said) say(said);
      }, AT_REST);
    },
  };
}
