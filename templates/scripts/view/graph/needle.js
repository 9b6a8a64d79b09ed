/**
 * The gradient as a mark: a needle that points the way in which the loss falls, up where the number should be
 * raised and down where it should be lowered.
 *
 * Its height is the cube root of |∂L/∂·|: whole at 1, about half at 0.1, a fifth at 0.01, a tenth at 0.001.
 * So it tells a gradient of 0.3 from one of 0.05 at a glance, and one of 0.001 is still there. Beyond 1 it
 * has a second tip; where there is no gradient it is a dash.
 */
import { h } from "../h.js";
import { round } from "./shapes.js";

const NEEDLE_HEIGHT = 22;
/** A needle's width: of the smallest, and how much it grows with the height. */
const NEEDLE_WIDTH = { least: 5, perHeight: 0.3 };
/** Below this height there is no direction to be seen. */
const LEAST_NEEDLE = 0.5;
const NEEDLE_DASH = 1.2;

/**
 * How large something is drawn whose gradient has this size: 1 for a gradient of 1.
 * @param {number} gradient
 */
export const shareOf = (gradient) => Math.cbrt(Math.abs(gradient));

/**
 * @param {number} gradient
 * @param {number} x its middle
 * @param {number} y its middle
 * @param {number} [height] of a whole one
 */
export function needleView(gradient, x, y, height = NEEDLE_HEIGHT) {
  return h("polygon", { class: "needle", points: needlePoints(gradient, x, y, height) });
}

/**
 * @param {number} gradient
 * @param {number} x
 * @param {number} y
 * @param {number} whole
 */
function needlePoints(gradient, x, y, whole) {
  const share = shareOf(gradient);
  // A gradient that is no number has the dash too.
  const height = Math.min(share, 1) * whole || 0;
  const half = (NEEDLE_WIDTH.least + NEEDLE_WIDTH.perHeight * height) / 2;
  const at = (/** @type {number} */ dx, /** @type {number} */ dy) => `${round(x + dx)} ${round(y + dy)}`;
  if (height < LEAST_NEEDLE) {
    return [
      at(-half, -NEEDLE_DASH),
      at(half, -NEEDLE_DASH),
      at(half, NEEDLE_DASH),
      at(-half, NEEDLE_DASH),
    ].join(" ");
  }
  const foot = (Math.sign(gradient) * -height) / 2;
  return (
    share > 1
      ? [
          at(-half, foot),
          at(-half / 3, 0),
          at(-half, 0),
          at(0, -foot),
          at(half, 0),
          at(half / 3, 0),
          at(half, foot),
        ]
      : [at(-half, foot), at(0, -foot), at(half, foot)]
  ).join(" ");
}
