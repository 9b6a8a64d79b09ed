/**
 * Sliders under a finger. The browser's own jump to wherever they are touched, even by a finger that scrolls
 * the page; here they move by as much as the finger moves sideways. A tap leads a slider that is a way
 * through the lesson to its place; it changes no number. Mouse and keys are the browser's.
 */
import { followSideways } from "./sideways.js";

/** Over so many pixels at its ends the middle of the thumb does not go. */
const THUMB = 16;
/** How long after a finger has left a slider the browser may still tell it of a tap (ms). */
const AFTERWARDS = 700;

/** @param {Document} document */
export function listenToSliders(document) {
  /**
   * The sliders that fingers are on, with the values that they have by these fingers, and until when.
   * @type {Map<HTMLInputElement, {value: string, until: number}>}
   */
  const touched = new Map();

  /** @param {HTMLInputElement} field */
  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  /**
   * @param {HTMLInputElement} field
   * @param {string} value
   */
  function set(field, value) {
    const before = field.value;
    field.value = value;
    touched.set(field, { value: field.value, until: Infinity });
    if (field.value !== before) tell(field);
  }

  followSideways(document, (event) => {
    const field = sliderAt(event.target);
    if (!field || event.pointerType === "mouse") return null;
    const { value, clientWidth } = field;
    const [least, most] = [Number(field.min), Number(field.max)];
    const perPixel = (most - least) / Math.max(clientWidth - THUMB, 1);
    return {
      move: (across) =>
        set(field, String(Math.min(Math.max(Number(value) + across * perPixel, least), most))),
      restore: () => set(field, value),
      tap({ clientX }) {
        field.focus();
        if (field.dataset.field !== "step") return;
        const { left } = field.getBoundingClientRect();
        set(field, String(least + (clientX - left - THUMB / 2) * perPixel));
      },
    };
  });

  // What the browser makes of the touch by itself is undone before anybody hears of it.
  document.addEventListener(
    "pointerdown",
    (event) => {
      const field = sliderAt(event.target);
      if (field && event.pointerType !== "mouse") touched.set(field, { value: field.value, until: Infinity });
    },
    true,
  );
  for (const kind of ["input", "change"]) {
    document.addEventListener(
      kind,
      (event) => {
        const field = sliderAt(event.target);
        const held = field && event.isTrusted && touched.get(field);
        if (!held || event.timeStamp > held.until) return;
        field.value = held.value;
        event.stopImmediatePropagation();
      },
      true,
    );
  }
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, (event) => {
      const held = touched.get(/** @type {HTMLInputElement} */ (event.target));
      if (held) held.until = event.timeStamp + AFTERWARDS;
    });
  }
  // From a tap browsers make a click for those who know only mice; here it has been heard already.
  document.addEventListener(
    "touchend",
    (event) => {
      if (sliderAt(event.target) && event.cancelable) event.preventDefault();
    },
    { passive: false },
  );
  for (const kind of ["keydown", "mousedown"]) {
    document.addEventListener(kind, () => touched.clear(), true);
  }
}

/**
 * @param {EventTarget | null} target
 * @returns {HTMLInputElement | null}
 */
function sliderAt(target) {
  const element = /** @type {Element | null} */ (target);
  return element?.matches?.('input[type="range"]') ? /** @type {HTMLInputElement} */ (element) : null;
}
