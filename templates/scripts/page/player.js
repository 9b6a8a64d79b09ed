/** Playing: while the state says so, one step after another, to the last; each stays as long as its words need. */
import { readingTime } from "../lesson/reading.js";
import { SPEEDS } from "../view/transport.js";

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {() => import("../model.js").Model} model
 * @param {import("./commands.js").Commands} commands
 * @param {Window} window
 */
export function startPlayer(store, model, commands, window) {
  let timer = 0;
  store.subscribe((state, before) => {
    const watched = /** @type {const} */ (["playing", "speed", "step", "revealed"]);
    if (watched.every((name) => state[name] === before[name])) return;
    window.clearTimeout(timer);
    if (!state.playing) return;
    const { lesson, explanation } = model();
    if (state.step === lesson.steps.length) return store.update({ playing: false });
    const { least, pace } = SPEEDS[/** @type {keyof typeof SPEEDS} */ (state.speed)];
    timer = window.setTimeout(commands.next, 1000 * Math.max(least, readingTime(explanation) / pace));
  });
}
