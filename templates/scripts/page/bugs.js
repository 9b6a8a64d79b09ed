/** Marks at steps, and which bug it is -> changes of the store. */
import { exerciseOf } from "../training/exercise.js";

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createBugs(store, { commands, model, document }) {
  const ofUpdate = () => exerciseOf(model()).hunt;
  const hunt = () => /** @type {import("../lesson/bugs.js").BugHunt} */ (ofUpdate() ?? model().disguise.bugs);
  const focusOn = (/** @type {string} */ selector) =>
    /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
  return {
    byName: {
      /** @param {Element} button */
      "mark-step"(button) {
        const { marks, with: changed } = hunt();
        const step = Number(button.getAttribute("data-step") ?? store.state().step);
        store.update({ marked: changed({ marks: [...marks, step] }) });
        if (hunt().over) focusOn('.question [data-action="next-bug"]');
      },
      "show-bug"() {
        const { puzzle, found, with: changed } = hunt();
        if (!found) store.update({ marked: changed({ given: true }) });
        if (puzzle && !ofUpdate()) commands.goTo(puzzle.step);
        focusOn('.question [data-action="next-bug"]');
      },
      "next-bug"() {
        store.update({ bug: (store.state().bug % 9999) + 1, ...(ofUpdate() ? {} : { step: 1 }) });
        focusOn(ofUpdate() ? '[data-action="mark-step"]' : '[data-action="next"]');
      },
      "reset-bugs": () =>
        store.update({ marked: { leaves: null, byBug: {} }, bug: 1, ...(ofUpdate() ? {} : { step: 1 }) }),
    },
  };
}
