/** While a run goes on, what follows it is drawn in turn: a frame has not room for all of it. */
import { createMemory } from "./memory.js";

/**
 * @param {number} every so many frames
 * @param {number} from beginning with this one
 */
function turn(every, from) {
  const memory = createMemory();
  /**
   * @template T
   * @param {import("../model.js").Model} model
   * @param {object} owner
   * @param {() => T} draw
   * @returns {T}
   */
  return ({ state: { training, reading } }, owner, draw) =>
    training
      ? /** @type {T} */ (memory(owner, [Math.floor((training + from) / every), reading], draw))
      : draw();
}

/** The pictures of a run every other frame, what is small or out of sight more seldom. */
export const inTurn = {
  picture: turn(2, 0),
  charts: turn(2, 1),
  neurons: turn(4, 1),
  controls: turn(16, 3),
};
