/** The table of operations: all entries, by name. Who asks anything about an operation asks here. */
import { ACTIVATIONS } from "./activations.js";
import { ARITHMETIC } from "./arithmetic.js";
import { CATEGORICAL } from "./categorical.js";
import { FUNCTIONS } from "./functions.js";
import { LOSSES } from "./losses.js";

/** @type {Readonly<Record<string, import("./operation.js").Operation>>} */
export const OPS = Object.freeze({
  ...ARITHMETIC,
  ...FUNCTIONS,
  ...ACTIVATIONS,
  ...LOSSES,
  ...CATEGORICAL,
});

/**
 * The loss whose terms an operation has; of any other, itself.
 * @param {string} op
 */
export const baseOf = (op) => OPS[op].base ?? op;
