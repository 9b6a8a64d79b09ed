/** What a person does with the tool "nudge". */
import { exponentDragged, exponentMoved } from "../lesson/nudge.js";
import { followSideways } from "./sideways.js";

/**
 * How far the point to the right of the value moves by a key, in quarters of a decade; the other one moves
 * the other way.
 * @type {Record<string, number>}
 */
const QUARTERS = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 4,
  PageDown: -4,
  End: Infinity,
  Home: -Infinity,
};

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {Document} document
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createNudge(store, document) {
  /** @param {Partial<import("../lesson/nudge.js").NudgeChoices>} patch */
  const choose = (patch) => store.update({ nudge: Object.freeze({ ...store.state().nudge, ...patch }) });

  /** @param {EventTarget | null} target */
  function pointAt(target) {
    const point = /** @type {Element | null} */ (target)?.closest?.("[data-nudged]");
    return point ? { point, side: Number(point.getAttribute("data-nudged")) } : null;
  }

  followSideways(document, (event) => {
    const found = pointAt(event.target);
    const plot = found?.point.closest("svg");
    if (!found || !plot) return null;
    const { eps } = store.state().nudge;
    const perPixel = Number(plot.getAttribute("data-across")) / plot.getBoundingClientRect().width;
    return {
      // A point that is drawn across the value is the other one from there on.
      move: (across) =>
        choose({ eps: exponentDragged(Math.abs(found.side * 10 ** eps + across * perPixel)) }),
      restore: () => choose({ eps }),
    };
  });

  document.addEventListener("keydown", (event) => {
    const found = pointAt(event.target);
    const isKey = Object.hasOwn(QUARTERS, event.key) && !(event.ctrlKey || event.metaKey || event.altKey);
    if (!found || !isKey) return;
    event.preventDefault();
    choose({ eps: exponentMoved(store.state().nudge.eps, found.side * QUARTERS[event.key]) });
  });

  // It does not bubble.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      const details = /** @type {HTMLDetailsElement} */ (target);
      if (details.matches?.(".nudge-exact") && details.open !== store.state().nudge.exact) {
        choose({ exact: details.open });
      }
    },
    true,
  );

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
