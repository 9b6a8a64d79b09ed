/** The address follows the state, the state follows the address, and a button copies it. */
import { SHOWN_KEYS } from "../lesson/views.js";
import { addressOf, choicesOf, handyAddressOf, opensTheSame } from "../link.js";
import { fill, foreignSentence, leftSentence } from "../view/format.js";

/**
 * The address waits until the state has been still for this long (ms): browsers limit how often it may
 * change.
 */
const STILL = 250;
/** What a reload finds, though the browser had decided on the address before it was written. */
const KEPT = "backprop-address";
/** A page with one of these for its address cannot be opened elsewhere. */
const NO_ADDRESS = new Set(["about:", "data:"]);

/**
 * How the page is shown, of choices that may say it.
 * @param {Partial<import("../model.js").Choices>} choices
 */
const shownIn = (choices) =>
  Object.fromEntries(Object.entries(choices).filter(([name]) => name in SHOWN_KEYS));

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("../model.js").PageData} data
 * @param {ReturnType<typeof import("./notice.js").createNotice>} notice
 * @param {Document} document
 * @param {Window} window
 */
export function createAddressBar(store, data, { tell, mention }, document, window) {
  const { words } = data;
  const hasAddress = !NO_ADDRESS.has(window.location.protocol);
  const address = () => addressOf(data, store.state());
  const opening = address();
  /** What need not be written, since it is there, or goes without saying. */
  let written = opening;
  let timer = 0;

  /** At once, though the state may not have been still. */
  function write() {
    window.clearTimeout(timer);
    const text = address();
    if (!hasAddress || text === written) return;
    try {
      window.history.replaceState(null, "", text);
      written = text;
    } catch {
      // Some browsers refuse it where the page is embedded, or too often; the next change tries again.
    }
  }

  store.subscribe(() => {
    window.clearTimeout(timer);
    timer = window.setTimeout(write, STILL);
  });
  // Who leaves before that finds the state again all the same.
  window.addEventListener("pagehide", () => {
    const { hash } = window.location;
    write();
    if (window.location.hash !== hash) storage((kept) => kept.setItem(KEPT, JSON.stringify([hash, written])));
  });
  document.addEventListener("visibilitychange", write);

  /**
   * @template T
   * @param {(kept: Storage) => T} use
   * @returns {T | null} null where the browser keeps nothing for this page
   */
  function storage(use) {
    try {
      return use(window.sessionStorage);
    } catch {
      return null;
    }
  }

  /** Puts in its place what was written too late for a reload. */
  function restore() {
    const text = storage((kept) => kept.getItem(KEPT));
    if (!text) return;
    storage((kept) => kept.removeItem(KEPT));
    const [hash, late] = JSON.parse(text);
    const [navigation] = window.performance.getEntriesByType("navigation");
    const isReload = /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.type === "reload";
    if (isReload && hash === window.location.hash) window.history.replaceState(null, "", late);
  }
  restore();

  /**
   * @param {string} hash
   * @param {Partial<import("../model.js").Choices>} [kept] what stays, unless the hash says otherwise
   */
  function open(hash, kept) {
    const { choices, answer, foreign } = choicesOf(data, hash);
    tell([foreignSentence(words, foreign), leftSentence(words, answer)].filter(Boolean).join(" ") || null);
    store.update({ ...choices, ...kept, ...("refusal" in answer ? {} : shownIn(answer.place)) });
  }

  return {
    /**
     * What a link of the page says; of how the page is shown it says nothing, as a rule.
     * @param {string} hash
     */
    follow: (hash) => open(hash, shownIn(store.state())),

    /**
     * A change that the browser's Back takes back: what was there before stays in its entry of the history.
     * @param {() => void} change
     */
    push(change) {
      // Also where it went without saying: an entry without an address would say nothing when one comes back to it.
      written = "";
      write();
      change();
      const text = address();
      if (!hasAddress || text === written) return;
      try {
        window.history.pushState(null, "", text);
        written = text;
      } catch {
        // As above: then it is no entry of its own.
      }
    },

    /**
     * Opens what stands in the address, where it is about the lesson.
     * @returns {boolean} whether it is
     */
    read() {
      const { hash } = window.location;
      const ownAnchor =
        !hash.includes("=") && !hash.startsWith("#step-") && document.getElementById(hash.slice(1));
      if (hash.length < 2 || ownAnchor) {
        // An anchor has taken the place of the state, which a reload would not find.
        written = opening;
        write();
        return false;
      }
      open(hash);
      written = address();
      return true;
    },

    async copy() {
      if (!hasAddress) return tell(words.link.none);
      if (!opensTheSame(data, store.state())) return tell(words.link.incomplete);
      const { text, digits } = handyAddressOf(data, store.state());
      const link = window.location.href.replace(/#.*$/, "") + text;
      const { copied, by_hand, copied_rounded, by_hand_rounded } = words.link;
      try {
        await window.navigator.clipboard.writeText(link);
        mention(digits === null ? copied : fill(copied_rounded, { digits }));
      } catch {
        tell(digits === null ? by_hand : fill(by_hand_rounded, { digits }), link);
      }
    },
  };
}
