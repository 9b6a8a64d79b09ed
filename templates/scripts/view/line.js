/** A line in a plot. */
import { round, within } from "./graph/shapes.js";

/** What leaves a plot is cut at its edge: drawn on for a while, beyond what can be seen. */
const OUT_OF_SIGHT = 1000;

/**
 * Through these points [x, y]; where one is at no finite height, it is interrupted. Each but the first is written by how
 * far it is from the one before: that takes fewer digits.
 * @param {[number, number][]} points
 */
export function lineThrough(points) {
  /** @type {[number, number] | null} */
  let before = null;
  return points
    .map(([x, y]) => {
      const [left, top] = before ?? [0, 0];
      const pen = before ? "l" : "M";
      before = Number.isFinite(y) ? [round(x), round(within(y, -OUT_OF_SIGHT, OUT_OF_SIGHT))] : null;
      return before ? `${pen}${round(before[0] - left)} ${round(before[1] - top)}` : "";
    })
    .join("");
}
