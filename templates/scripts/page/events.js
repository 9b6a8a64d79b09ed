/**
 * Clicks, keys, fields and pointing -> commands. One listener a kind of event; elements say in data
 * attributes what they do.
 */
import { lightUp, quantityAt } from "../view/highlight.js";
import { holdTabStop, moveInGroup } from "../view/roving.js";
import { isComposing, isTextField, letterOf } from "./keys.js";
import { listenToNumberFields, numberFieldAt } from "./numberfields.js";
import { listenToSliders } from "./sliders.js";

/**
 * @typedef {object} Actions
 * @property {Record<string, (element: Element) => void>} byName what `data-action` names
 * @property {import("./commands.js").Commands} commands
 * @property {Record<string, (text: string, depth: number) => boolean | void>} choices what `data-field`
 *   names: taken when a choice is complete
 * @property {Record<string, (text: string) => boolean | void>} fields likewise: taken while it is typed or
 *   dragged. A field that is a leaf's has that leaf's name, and no other field has a name: those of a formula
 *   are anybody's
 * @property {(hash: string, link: Element) => void} open opens what an address says
 * @property {(step: number) => void} follow goes where a link of the article leads
 * @property {() => void} redraw
 * @property {import("./commands.js").Tell} tell
 */

/**
 * @param {Document} document
 * @param {Actions} actions
 */
export function listen(document, actions) {
  listenToClicks(document, actions);
  const { isEdited } = listenToFields(document, actions);
  listenToKeys(document, actions, isEdited);
  listenToSliders(document);
}

/**
 * @param {Document} document
 * @param {Actions} actions
 */
function listenToClicks(document, { byName, commands, open, follow }) {
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
      follow(Number(link.getAttribute("data-step")));
    } else if (opener) {
      event.preventDefault();
      open(opener.getAttribute("href") ?? "", opener);
    } else {
      const place = placeOf(document, target.closest('a[href^="#"]'));
      if (!place) return;
      event.preventDefault();
      goTo(place);
    }
  });
}

/**
 * Where in the page a link leads.
 * @param {Document} document
 * @param {Element | null} link
 */
const placeOf = (document, link) => document.getElementById(link?.getAttribute("href")?.slice(1) ?? "");

/**
 * As the browser would, without its changing the address, which holds the lesson's state.
 * @param {HTMLElement} place
 */
function goTo(place) {
  place.scrollIntoView({ block: "start" });
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/**
 * @param {Document} document
 * @param {Actions} actions
 */
function listenToFields(document, { commands, choices, fields: ofTools, redraw, tell }) {
  const isChoice = (/** @type {HTMLInputElement} */ { dataset }) => !!ownOf(choices, dataset?.field);
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
   * @param {string} text
   */
  function take(field, text) {
    const choose = ownOf(choices, field.dataset?.field);
    if (choose) return choose(text, Number(field.dataset.depth));
    const leaf = field.dataset?.leaf ?? (field.name || undefined);
    if (leaf !== undefined) return commands.isLeaf(leaf) && commands.setLeaf(leaf, text);
    return ownOf(fields, field.dataset?.field)?.(text);
  }
  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (numberFieldAt(field) || isChoice(field)) return;
    const taken = take(field, field.value);
    mark(field, taken);
    if (taken) tell(null);
  });
  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!numberFieldAt(field) && isChoice(field)) mark(field, take(field, field.value));
  });
  return listenToNumberFields(document, {
    take: (field, text) => take(field, text) !== false,
    isTakenWhenDone: isChoice,
    redraw,
    tell,
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
 * A key belongs to the field in which it is typed, and to an input method while that is composing.
 * @param {Document} document
 * @param {Actions} actions
 * @param {(field: Element) => boolean} isEdited whether something has been typed into a number field
 */
function listenToKeys(document, { byName, commands }, isEdited) {
  /**
   * While one presents, also those that clickers send.
   * @type {Record<string, () => void>}
   */
  const presenting = {
    PageDown: commands.next,
    PageUp: commands.back,
    ArrowDown: commands.next,
    ArrowUp: commands.back,
    Escape: () => byName.leave(document.body),
    ".": commands.hideResults,
    b: commands.hideResults,
    h: commands.hideResults,
  };
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowRight: commands.next,
    ArrowLeft: commands.back,
    Home: commands.first,
    End: commands.last,
    " ": commands.togglePlay,
    "?": () => byName.keys(document.body),
  };
  const usesKeys = "input, select, textarea, [contenteditable]";
  const usesSpace = "button, a, summary, [tabindex]";
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]") || isComposing(event) || event.defaultPrevented) return;
    const target = /** @type {Element} */ (event.target);
    const letter = letterOf(event);
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (letter === "z" || letter === "y")) {
      // A text undoes its own changes; what keys have done to a number is the lesson's.
      if (isTextField(target) && !(numberFieldAt(target) && !isEdited(target))) return;
      byName[event.shiftKey || letter === "y" ? "redo" : "undo"](document.body);
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // What is drawn, unlike a button, does not turn these keys into a click by itself.
    if (target.matches('[role="button"]') && (event.key === "Enter" || event.key === " ")) {
      target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } else if (!moveInGroup(event)) {
      const all = document.documentElement.dataset.shows === "present" ? { ...presenting, ...keys } : keys;
      const key = letter || event.key;
      const isTyped = target.matches(usesKeys) && event.key !== "Escape";
      if (!Object.hasOwn(all, key) || isTyped || (key === " " && target.matches(usesSpace))) return;
      all[key]();
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
