/** What a person does with the paths: chooses their ends, points at one; and follows a step's number. */

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {Document} document
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createPathActions(store, document) {
  /** @param {Partial<import("../lesson/paths.js").PathChoices>} patch */
  const choose = (patch) =>
    store.update({ paths: Object.freeze({ ...store.state().paths, lit: -1, ...patch }) });

  /** @param {EventTarget | Element | null} target */
  function light(target) {
    if (store.state().tool !== "paths") return;
    const place = (/** @type {any} */ element) =>
      element?.closest?.("[data-path]")?.getAttribute("data-path");
    // Nobody points at a path: the one that has the focus stays.
    const lit = Number(place(target) ?? place(document.activeElement) ?? -1);
    if (lit !== store.state().paths.lit) choose({ lit });
  }
  document.addEventListener("pointerover", (event) => light(event.target));
  document.documentElement.addEventListener("pointerleave", () => light(null));
  document.addEventListener("focusin", (event) => light(event.target));

  return {
    choices: {
      "path-from": (from) => choose({ from }),
      "path-to": (to) => choose({ to }),
    },
    byName: {
      "go-step"(button) {
        store.update({ step: Number(button.getAttribute("data-step")) });
        // A step's panel goes with the step; who was in it stays in its place.
        if (!button.isConnected) /** @type {HTMLElement} */ (document.querySelector(".panel-place")).focus();
      },
    },
  };
}
