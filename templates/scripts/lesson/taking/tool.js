/** @type {import("../tools.js").Tool} The tool that takes along: nothing is chosen in it. */
export const TAKE = { first: {}, keys: {} };
