/** A line in a plot. */
import { round, within } from "./graph/shapes.js";

/** What leaves a plot is cut at its edge: drawn on for a while, beyond what can be seen. */
const OUT_OF_SIGHT = 1000;

/**
 * Through these points [x, y]; where one is at no finite height, it is interrupted.
 * @param {[number, number][]} points
 */
export function lineThrough(points) {
  let pen = "M";
  return points
    .map(([x, y]) => {
      const there = Number.isFinite(y)
        ? `${pen}${round(x)} ${round(within(y, -OUT_OF_SIGHT, OUT_OF_SIGHT))}`
        : "";
      pen = there ? "L" : "M";
      return there;
    })
    .join("");
}
