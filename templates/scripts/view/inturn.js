/** While a run goes on, what follows it is drawn in turn: a frame has not room for all of it. */
import { createMemory } from "./memory.js";

/**
 * In which of its frames each is drawn: every so many, beginning with this one. The graph has every other frame; of the
 * rest, what takes long has one of its own.
 */
const TURNS = {
  graph: [2, 0],
  picture: [4, 1],
  losses: [8, 3],
  panel: [16, 7],
  surface: [16, 7],
  neurons: [16, 15],
  trails: [32, 3],
  controls: [64, 11],
  labels: [64, 1],
};
/** What there are many of has its turns so many frames after each other. */
const APART = 4;

/** @param {keyof typeof TURNS} name */
function turn(name) {
  const memory = createMemory();
  /**
   * @template T
   * @param {import("../model.js").Model} model
   * @param {object} owner
   * @param {() => T} draw
   * @param {number} [place] among others of the same kind
   * @returns {T}
   */
  return ({ state: { training, reading, step } }, owner, draw, place = 0) => {
    const [every, first] = TURNS[name];
    const turns = Math.floor((training - first - APART * place) / every);
    return training ? /** @type {T} */ (memory(owner, [turns, reading, step], draw)) : draw();
  };
}

/** By name, what draws it where it is its turn, and else gives what was drawn before. */
export const inTurn = /** @type {Record<keyof typeof TURNS, ReturnType<typeof turn>>} */ (
  Object.fromEntries(Object.keys(TURNS).map((name) => [name, turn(/** @type {keyof typeof TURNS} */ (name))]))
);
