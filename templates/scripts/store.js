/** One state, one way to change it. The state holds choices only; everything else is derived from it. */

/**
 * @template {object} S
 * @typedef {object} Store
 * @property {() => S} state
 * @property {(patch: Partial<S>) => void} update
 * @property {(listener: (state: S, before: S) => void) => () => void} subscribe returns its own undo
 */

/**
 * @template {object} S
 * @param {S} initial
 * @param {(error: unknown) => void} [report] hears of a listener that throws; the others are told all the
 *   same
 * @returns {Store<S>}
 */
export function createStore(initial, report = rethrow) {
  let state = Object.freeze({ ...initial });
  /** @type {Set<(state: S, before: S) => void>} */
  const listeners = new Set();
  return {
    state: () => state,
    update(patch) {
      const before = state;
      const names = /** @type {(keyof S)[]} */ (Object.keys(patch));
      if (names.every((name) => Object.is(patch[name], before[name]))) return;
      state = Object.freeze({ ...before, ...patch });
      for (const listener of listeners) {
        try {
          listener(state, before);
        } catch (error) {
          report(error);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function rethrow(error) {
  throw error;
}
