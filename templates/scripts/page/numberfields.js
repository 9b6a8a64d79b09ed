/**
 * Number fields, as view/numberfield.js draws them: what is typed is taken as the number it is, or refused in
 * one sentence while the number in force before stays; arrow and Page keys move the number, Home and End lead
 * to its limits. The wheel does nothing.
 */
import { fieldText } from "../view/format.js";
import { isBegun, readTyped } from "../lesson/numbers.js";
import { isComposing } from "./keys.js";

/** By so many steps a key moves a number; with Shift by a tenth of that. */
const KEYS = new Map([
  ["ArrowUp", 1],
  ["ArrowDown", -1],
  ["PageUp", 10],
  ["PageDown", -10],
]);
const FINE = 0.1;
/** Sums of steps show no more digits than these (0.1 + 0.2 is 0.3). */
const DIGITS_KEPT = 12;

/**
 * @param {EventTarget | null} target
 * @returns {HTMLInputElement | null}
 */
export function numberFieldAt(target) {
  const element = /** @type {Element | null} */ (target);
  return element?.matches?.('input[role="spinbutton"]') ? /** @type {HTMLInputElement} */ (element) : null;
}

/**
 * @param {Document} document
 * @param {object} page
 * @param {(field: HTMLInputElement, text: string) => boolean} page.take hands on what stands in a field;
 *   false where it is refused, and the reader has been told why
 * @param {(field: HTMLInputElement) => boolean} page.isTakenWhenDone whether a field's number is taken only
 *   when it is complete: on the way to 12 neurons nobody wants 1
 * @param {() => void} page.redraw
 * @param {import("./commands.js").Tell} page.tell
 * @returns {{isEdited: (field: Element) => boolean}} whether something was typed into a field since it got
 *   the focus
 */
export function listenToNumberFields(document, { take, isTakenWhenDone, redraw, tell }) {
  /**
   * The numbers in force before what is being typed into a field was begun.
   * @type {WeakMap<Element, string | null>}
   */
  const before = new WeakMap();
  const inForce = (/** @type {Element} */ field) => field.getAttribute("aria-valuenow");

  /** @param {HTMLInputElement} field */
  function restore(field) {
    const number = before.get(field) ?? null;
    if (number !== null && number !== inForce(field)) take(field, number);
  }

  /** @param {HTMLInputElement} field */
  function complete(field) {
    const isThere = isTakenWhenDone(field) && readTyped(field.value) === readTyped(inForce(field) ?? "");
    if ((isThere && field.value !== "") || take(field, field.value)) {
      field.removeAttribute("aria-invalid");
      tell(null);
    } else {
      field.setAttribute("aria-invalid", "true");
      restore(field);
    }
  }

  /** @param {HTMLInputElement} field */
  function typed(field) {
    if (!before.has(field)) before.set(field, inForce(field));
    if (isBegun(field.value) || isTakenWhenDone(field)) field.removeAttribute("aria-invalid");
    else complete(field);
  }

  /**
   * @param {HTMLInputElement} field
   * @param {number} number
   */
  function set(field, number) {
    before.delete(field);
    field.value = fieldText(number);
    complete(field);
    redraw();
  }

  document.addEventListener("beforeinput", (event) => {
    const field = numberFieldAt(event.target);
    // What takes the place of a whole number is a number of its own.
    if (field && replacesAll(field) && readTyped(field.value) !== null) before.set(field, inForce(field));
  });
  document.addEventListener("input", (event) => {
    const field = numberFieldAt(event.target);
    if (field && !(/** @type {InputEvent} */ (event).isComposing)) typed(field);
  });
  document.addEventListener("compositionend", (event) => {
    const field = numberFieldAt(event.target);
    if (field) typed(field);
  });
  document.addEventListener("change", (event) => {
    const field = numberFieldAt(event.target);
    if (field && isTakenWhenDone(field)) complete(field);
  });
  document.addEventListener("keydown", (event) => {
    const field = numberFieldAt(event.target);
    if (!field || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && before.has(field)) {
      complete(field);
      if (readTyped(field.value) !== null) before.set(field, inForce(field));
    }
    const number = moved(field, event);
    if (number === null) return;
    event.preventDefault();
    set(field, number);
  });
  // A field that is left with something unreadable in it goes back to the number in force.
  document.addEventListener("focusout", (event) => {
    const field = numberFieldAt(event.target);
    if (!field || !before.has(field)) return;
    if (readTyped(field.value) === null) complete(field);
    before.delete(field);
    field.removeAttribute("aria-invalid");
    redraw();
  });
  return { isEdited: (field) => before.has(field) };
}

/** @param {HTMLInputElement} field */
const replacesAll = ({ selectionStart, selectionEnd, value }) =>
  selectionStart === 0 && selectionEnd === value.length;

/**
 * Where a key leads, or null where it leads nowhere.
 * @param {HTMLInputElement} field
 * @param {KeyboardEvent} event
 * @returns {number | null}
 */
function moved(field, { key, shiftKey }) {
  const limit = (/** @type {string} */ name) => readTyped(field.getAttribute(name) ?? "");
  const [least, most] = [limit("aria-valuemin"), limit("aria-valuemax")];
  if (least !== null && most !== null && !shiftKey) {
    if (key === "Home") return least;
    if (key === "End") return most;
  }
  const steps = KEYS.get(key);
  if (steps === undefined) return null;
  const step = Number(field.dataset.step);
  const fine = shiftKey && !Number.isInteger(step) ? FINE : 1;
  const now = readTyped(field.value) ?? limit("aria-valuenow") ?? least ?? 0;
  const next = Number((now + steps * step * fine).toPrecision(DIGITS_KEPT));
  return Math.min(Math.max(next, least ?? -Infinity), most ?? Infinity);
}
