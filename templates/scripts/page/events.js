/**
 * Clicks, keys, fields and pointing -> commands. One listener a kind of event; elements say in data
 * attributes what they do.
 */
import { lightUp, quantityAt } from "../view/highlight.js";
import { holdTabStop, moveInGroup } from "../view/roving.js";

/**
 * @typedef {object} Actions
 * @property {Record<string, (element: Element) => void>} byName what `data-action` names
 * @property {import("./commands.js").Commands} commands
 * @property {Record<string, (text: string, depth: number) => boolean | void>} choices what `data-field`
 *   names: taken when a choice is complete
 * @property {Record<string, (text: string) => boolean | void>} fields likewise: taken while it is typed or
 *   dragged. A field that is a leaf's has that leaf's name, and no other field has a name: those of a formula
 *   are anybody's
 * @property {(hash: string) => void} open opens what an address says
 * @property {() => void} showLesson brings the lesson into view
 * @property {() => void} redraw
 * @property {import("./commands.js").Tell} tell
 */

const HISTORY_KEYS = /^[zy]$/i;

/**
 * @param {Document} document
 * @param {Actions} actions
 */
export function listen(document, actions) {
  listenToClicks(document, actions);
  listenToFields(document, actions);
  listenToKeys(document, actions);
}

/**
 * @param {Document} document
 * @param {Actions} actions
 */
function listenToClicks(document, { byName, commands, open, showLesson }) {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = target.closest("[data-action]");
    const quantity = target.closest("[data-go]");
    const link = target.closest("a[data-step]");
    const opener = target.closest("a[data-open]");
    if (button) {
      if (button.getAttribute("aria-disabled") !== "true") {
        ownOf(byName, button.getAttribute("data-action"))?.(button);
      }
    } else if (quantity) {
      commands.goToNode(quantity.getAttribute("data-go") ?? "");
    } else if (link) {
      event.preventDefault();
      showLesson();
      commands.goTo(Number(link.getAttribute("data-step")));
    } else if (opener) {
      event.preventDefault();
      open(opener.getAttribute("href") ?? "");
    }
  });
}

/**
 * @param {Document} document
 * @param {Actions} actions
 */
function listenToFields(document, { commands, choices, fields: ofTools, redraw, tell }) {
  /**
   * Whether a number is only being begun: nothing, a sign or a point, which is no mistake while one types.
   * @param {HTMLInputElement} field
   */
  const isBegun = (field) =>
    field.type === "number" && field.value === "" && !ownOf(choices, field.dataset.field);
  /** @type {Record<string, (text: string) => boolean | void>} */
  const fields = {
    step: (text) => commands.goTo(Number(text)),
    speed: commands.setSpeed,
    "learning-rate": commands.setRate,
    ...ofTools,
  };
  /**
   * Hands on what stands in a field, if it is one of these or a leaf's.
   * @param {HTMLInputElement} field
   */
  function take(field) {
    const leaf = field.dataset?.leaf ?? (field.name || undefined);
    mark(
      field,
      leaf === undefined
        ? ownOf(fields, field.dataset?.field)?.(field.value)
        : commands.isLeaf(leaf) && commands.setLeaf(leaf, field.value),
    );
  }
  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!isBegun(field)) take(field);
  });
  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const choose = ownOf(choices, field.dataset?.field);
    if (choose) mark(field, choose(field.value, Number(field.dataset.depth)));
  });
  document.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (event.key === "Enter" && isBegun(field)) take(field);
  });
  // A field that is left with something unreadable in it goes back to the number in force.
  document.addEventListener("focusout", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const begun = isBegun(field);
    if (field.localName === "textarea" || (!begun && !field.hasAttribute?.("aria-invalid"))) return;
    if (begun) take(field);
    else tell(null);
    field.removeAttribute("aria-invalid");
    redraw();
  });
}

/**
 * What a table has of its own by this name.
 * @template T
 * @param {Record<string, T>} table
 * @param {string | null | undefined} name
 * @returns {T | undefined}
 */
const ownOf = (table, name) => (name && Object.hasOwn(table, name) ? table[name] : undefined);

/**
 * @param {HTMLInputElement} field
 * @param {boolean | void} taken
 */
function mark(field, taken) {
  if (taken === false) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/**
 * @param {Document} document
 * @param {Actions} actions
 */
function listenToKeys(document, { byName, commands }) {
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowRight: commands.next,
    ArrowLeft: commands.back,
    Home: commands.first,
    End: commands.last,
    " ": commands.togglePlay,
    "?": () => byName.keys(document.body),
  };
  const usesKeys = "input, select, textarea";
  const usesSpace = "button, a, summary, [tabindex]";
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && HISTORY_KEYS.test(event.key)) {
      byName[event.shiftKey || event.key.toLowerCase() === "y" ? "redo" : "undo"](document.body);
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {Element} */ (event.target);
    // What is drawn, unlike a button, does not turn these keys into a click by itself.
    if (target.matches('[role="button"]') && (event.key === "Enter" || event.key === " ")) {
      target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } else if (!moveInGroup(event)) {
      if (
        !Object.hasOwn(keys, event.key) ||
        target.matches(usesKeys) ||
        (event.key === " " && target.matches(usesSpace))
      ) {
        return;
      }
      keys[event.key]();
    }
    event.preventDefault();
  });
}

/**
 * Lights up the quantity that is pointed at or has the focus.
 * @param {Document} document
 * @returns {() => void} to be called when new elements have been drawn
 */
export function listenToPointing(document) {
  /** @type {string | null} */
  let pointed = null;
  const point = (/** @type {EventTarget | null} */ target) => {
    const quantity = quantityAt(target);
    if (quantity !== pointed) lightUp(document, (pointed = quantity));
  };
  document.addEventListener("pointerover", (event) => point(event.target));
  document.documentElement.addEventListener("pointerleave", () => point(document.activeElement));
  document.addEventListener("focusin", (event) => {
    holdTabStop(event.target);
    point(event.target);
  });
  return () => {
    if (pointed !== null) lightUp(document, pointed);
  };
}
