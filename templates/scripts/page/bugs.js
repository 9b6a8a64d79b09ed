/** Marks at steps, and which bug it is -> changes of the store. */

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createBugs(store, { commands, model, document }) {
  const hunt = () => /** @type {import("../lesson/bugs.js").BugHunt} */ (model().disguise.bugs);
  const focusOn = (/** @type {string} */ selector) =>
    /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
  return {
    byName: {
      "mark-step"() {
        const { marks, with: changed } = hunt();
        store.update({ marked: changed({ marks: [...marks, store.state().step] }) });
        if (hunt().over) focusOn('.question [data-action="next-bug"]');
      },
      "show-bug"() {
        const { puzzle, found, with: changed } = hunt();
        if (!found) store.update({ marked: changed({ given: true }) });
        if (puzzle) commands.goTo(puzzle.step);
        focusOn('.question [data-action="next-bug"]');
      },
      "next-bug"() {
        store.update({ bug: (store.state().bug % 9999) + 1, step: 1 });
        focusOn('[data-action="next"]');
      },
      "reset-bugs": () => store.update({ marked: { leaves: null, byBug: {} }, bug: 1, step: 1 }),
    },
  };
}
