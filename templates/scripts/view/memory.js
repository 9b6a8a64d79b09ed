/**
 * Drawings that are kept as long as what they were drawn from stays the same: `patch` passes over what it has
 * seen before. Of a large network most things stay as they are while one number is dragged.
 *
 * @typedef {import("./h.js").Element_} Element_
 */
import { decimalsNow } from "./format.js";

/**
 * @template T
 * @returns {(owner: object, from: readonly unknown[], draw: () => T) => T} one memory; `owner` is what is
 *   drawn, and as long as it lives its last drawing is kept; `from` is all that the drawing depends on
 *   besides it and the digits of numbers
 */
export function createMemory() {
  /** @type {WeakMap<object, {from: readonly unknown[], decimals: number, drawn: T}>} */
  const kept = new WeakMap();
  return (owner, from, draw) => {
    const before = kept.get(owner);
    const decimals = decimalsNow();
    if (before?.decimals === decimals && from.every((one, k) => Object.is(one, before.from[k]))) {
      return before.drawn;
    }
    const drawn = draw();
    kept.set(owner, { from, decimals, drawn });
    return drawn;
  };
}
