/**
 * Taking hold of something and moving it sideways, with mouse, pen or finger. A finger that scrolls the page
 * changes nothing: what it touches moves only once the finger has clearly gone sideways, and goes back where
 * the browser takes the gesture after all.
 */

/** So many pixels away one has moved; a mouse is steadier than a finger. */
export const SLOP = { mouse: 3, finger: 8 };
/** With Shift it moves by this share of the way. */
const FINELY = 0.1;

/**
 * @typedef {object} Hold what one has taken hold of
 * @property {(across: number, finely: boolean) => void} move by so many pixels to the right of where it was
 *   taken hold of
 * @property {() => void} restore as it was before
 * @property {() => void} [end] let go after it was moved
 * @property {(event: PointerEvent) => void} [tap] let go without having moved
 *
 * @param {Document} document
 * @param {(event: PointerEvent) => Hold | null} holdAt what a pointer that is pressed takes hold of, if
 *   anything
 */
export function followSideways(document, holdAt) {
  /** @type {{hold: Hold, id: number, x: number, y: number, slop: number, across: number, moving: boolean} | null} */
  let held = null;

  function giveUp() {
    if (held?.moving) held.hold.restore();
    held = null;
  }

  document.addEventListener("pointerdown", (event) => {
    // A second finger makes another gesture of it.
    if (held) return giveUp();
    if (event.button !== 0 || !event.isPrimary) return;
    const hold = holdAt(event);
    const { pointerId: id, clientX: x, clientY: y, pointerType } = event;
    const slop = pointerType === "mouse" ? SLOP.mouse : SLOP.finger;
    if (hold) held = { hold, id, x, y, slop, across: 0, moving: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (held?.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moving) {
      if (Math.hypot(dx, dy) < held.slop) return;
      if (Math.abs(dy) >= Math.abs(dx)) return giveUp();
      held.moving = true;
    }
    held.across += dx * (event.shiftKey ? FINELY : 1);
    [held.x, held.y] = [event.clientX, event.clientY];
    held.hold.move(held.across, event.shiftKey);
  });
  document.addEventListener("pointerup", (event) => {
    if (held?.id !== event.pointerId) return;
    const { hold, moving } = held;
    held = null;
    if (moving) hold.end?.();
    else hold.tap?.(event);
  });
  document.addEventListener("pointercancel", (event) => {
    if (held?.id === event.pointerId) giveUp();
  });
}
