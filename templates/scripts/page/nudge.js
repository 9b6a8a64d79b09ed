/** What a person does with the tool "nudge". */

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createNudge(store) {
  /** @param {Partial<import("../lesson/nudge.js").NudgeChoices>} patch */
  const choose = (patch) => store.update({ nudge: Object.freeze({ ...store.state().nudge, ...patch }) });
  return {
    byName: {
      /**
       * A slider's plot. What it leads to may be out of sight.
       * @param {Element} button
       */
      nudge(button) {
        choose({ of: button.getAttribute("data-leaf") ?? "" });
        button.ownerDocument.getElementById("tool")?.scrollIntoView({ block: "nearest" });
      },
      "nudge-all": () => choose({ all: !store.state().nudge.all }),
    },
    choices: { "nudge-of": (of) => choose({ of }) },
    fields: { "nudge-eps": (text) => choose({ eps: Number(text) }) },
  };
}
