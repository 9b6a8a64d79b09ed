/** A model's file, chosen or dropped anywhere on the page -> what is asked about it -> another network. */
import { readModel } from "../formats/read.js";
import { faultOf, openingOf, settled, subjectOf } from "../lesson/opening.js";
import { fill } from "../view/format.js";
import { drawLate } from "../view/h.js";

/**
 * @typedef {import("../lesson/opening.js").Opening} Opening
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 */
export function createOpening(store, { commands, model, document, tell }) {
  const opening = () => /** @type {Opening} */ (store.state().opening);
  const show = (/** @type {Opening | null} */ next) => store.update({ opening: next && Object.freeze(next) });

  /**
   * @param {string} file
   * @param {import("../formats/layers.js").Fault} fault
   */
  function refuse(file, fault) {
    const { faults, at } = model().words.opening;
    tell(fill(at, { file, fault: fill(faults[fault.code], fault) }));
  }

  /** @param {File | null | undefined} file */
  async function read(file) {
    if (!file) return;
    const found = await readModel(file);
    if ("fault" in found) return refuse(file.name, found.fault);
    const next = openingOf(file.name, found.model);
    const fault = faultOf(next);
    if (fault) return refuse(file.name, fault);
    tell(null);
    show(next);
    const panel = /** @type {HTMLDetailsElement} */ (document.querySelector(".builder"));
    panel.open = true;
    drawLate(panel);
    const place = /** @type {HTMLElement} */ (panel.querySelector(".asked-of-file"));
    place.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement | null} */ (place.querySelector("select"))?.focus();
  }

  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.id === "model-file") void read(field.files?.[0]).finally(() => (field.value = ""));
  });
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      const { dataTransfer } = /** @type {DragEvent} */ (event);
      // The tool that trains has taken what was dropped on it.
      if (event.defaultPrevented || !dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (kind === "drop") void read(dataTransfer.files[0]);
    });
  }

  return {
    choices: {
      "opening-activation": (/** @type {string} */ name, /** @type {number} */ depth) =>
        show(settled({ ...opening(), activations: opening().activations.with(depth, name) })),
      "opening-loss": (/** @type {string} */ loss) => show(settled({ ...opening(), loss }, true)),
    },
    byName: {
      "opening-turn"() {
        const turned = { ...opening(), columns: !opening().columns };
        const fault = faultOf(turned);
        if (fault) refuse(turned.file, fault);
        else show(settled(turned));
      },
      "opening-open"() {
        const subject = subjectOf(opening());
        show(null);
        commands.openNetwork(subject);
      },
      "opening-leave": () => show(null),
    },
  };
}
