/** Playing: while the state says so, one step after another, at the state's speed, to the last. */
import { SPEEDS } from "../view/transport.js";

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {() => number} count how many steps there are
 * @param {import("./commands.js").Commands} commands
 * @param {Window} window
 */
export function startPlayer(store, count, commands, window) {
  let timer = 0;
  store.subscribe((state, before) => {
    if (state.playing === before.playing && state.speed === before.speed && state.step === before.step) {
      return;
    }
    window.clearTimeout(timer);
    if (!state.playing) return;
    if (state.step === count()) store.update({ playing: false });
    else {
      timer = window.setTimeout(
        commands.next,
        1000 * SPEEDS[/** @type {keyof typeof SPEEDS} */ (state.speed)],
      );
    }
  });
}
