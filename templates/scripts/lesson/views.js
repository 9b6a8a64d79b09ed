/**
 * How much of the page is shown: all of it or a view, less what is taken away. Kept in the address, since it is for
 * others that one chooses it: a class, a page that embeds this one.
 *
 * @typedef {"" | "present" | "embed" | "graph"} View "" is the whole page
 * @typedef {object} Shown
 * @property {View} view
 * @property {string} hide what is taken away, parted by commas, in the order of `HIDEABLE`
 * @property {number} revealed with hidden results: the step up to which they have been shown
 */

/**
 * What each view shows of the parts that the page's markup names.
 * @type {Record<string, readonly string[]>}
 */
const VIEWS = {
  present: ["graph", "panel", "transport"],
  embed: ["caption", "graph", "panel", "transport"],
  graph: ["graph"],
};

/**
 * What can be taken away: parts of the page; the numbers that each step finds, until they are asked for; and the
 * answers to what the tools ask.
 */
export const HIDEABLE = Object.freeze([
  "sliders",
  "tools",
  "answers",
  "results",
  "network",
  "values",
  "table",
  "legend",
  "panel",
  "transport",
  "article",
]);

/** @type {Shown} */
export const ALL_SHOWN = Object.freeze({ view: "", hide: "", revealed: 0 });

/**
 * @param {{hide: string}} shown
 * @param {string} what
 */
export const isHidden = ({ hide }, what) => hide.split(",").includes(what);

/**
 * @param {{hide: string}} shown
 * @param {string} what
 * @returns {string} what is hidden with this one changed
 */
export const withHidden = (shown, what) =>
  HIDEABLE.filter((one) => isHidden(shown, one) !== (one === what)).join();

/**
 * Whether a part of the page can be seen.
 * @param {{view: string, hide: string}} shown
 * @param {string} part
 */
export const isShown = (shown, part) => (VIEWS[shown.view]?.includes(part) ?? true) && !isHidden(shown, part);

/**
 * By key of the address.
 * @type {Record<"view" | "hide", import("./tools.js").ToolKey>}
 */
export const SHOWN_KEYS = {
  view: {
    expected: Object.keys(VIEWS).join(", "),
    read: (text) => (Object.hasOwn(VIEWS, text) ? { view: text } : null),
    write: ({ view }) => view || null,
  },
  hide: {
    expected: HIDEABLE.join(", "),
    read(text) {
      const wanted = text.split(",").map((name) => name.trim());
      return wanted.every((name) => HIDEABLE.includes(name))
        ? { hide: HIDEABLE.filter((name) => wanted.includes(name)).join() }
        : null;
    },
    write: ({ hide }) => hide || null,
  },
};
