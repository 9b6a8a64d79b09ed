/**
 * The loss over one value at a time, everything else as it is: a curve for each slider, over all that the
 * slider reaches.
 *
 * @typedef {object} LossCurve
 * @property {number} index of the leaf
 * @property {readonly [number, number]} reach
 * @property {number} at where the value is
 * @property {number} loss there
 * @property {number} slope there: the gradient
 * @property {number[]} losses at equal distances over the reach
 * @property {number} low what the plot shows runs from here
 * @property {number} high to here
 */

const INTERVALS = 32;
/** A curve is shown up to so many times the height that it keeps below on three quarters of its reach. */
const MOST_HEIGHTS = 20;
/**
 * All plots are scaled by themselves, but a curve is drawn at least so flat, measured by the steepest of
 * them.
 */
const FLATTEST = 0.05;

/**
 * @param {import("./nudge.js").Spot} spot
 * @param {number} index
 * @param {readonly [number, number]} reach
 * @param {number} intervals
 * @returns {LossCurve}
 */
export function lossCurve({ graph, pass, leaves, gradients }, index, reach, intervals = INTERVALS) {
  const [least, most] = reach;
  const { name } = graph.nodes[index];
  const points = Array.from({ length: intervals + 1 }, (_, k) => least + ((most - least) * k) / intervals);
  const at = leaves[name];
  const [loss, ...losses] = pass.lossesAlong(leaves, name, [at, ...points]);
  return { index, reach, at, loss, slope: gradients[index], losses, ...shownRange(losses, loss) };
}

/**
 * @param {import("./nudge.js").Spot} spot
 * @param {{index: number, reach: readonly [number, number]}[]} wanted
 * @returns {LossCurve[]}
 */
export function lossCurves(spot, wanted) {
  const curves = wanted.map(({ index, reach }) => lossCurve(spot, index, reach));
  const tallest = curves.reduce((most, { low, high }) => Math.max(most, high - low), 0);
  for (const curve of curves) {
    const missing = Math.max(0, (FLATTEST * tallest || 1) - (curve.high - curve.low));
    curve.low -= missing / 2;
    curve.high += missing / 2;
  }
  return curves;
}

/**
 * What is shown of a curve: the present loss, and all the others unless some leave the rest far below.
 * @param {number[]} losses
 * @param {number} loss
 */
function shownRange(losses, loss) {
  const finite = losses.filter(Number.isFinite).sort((a, b) => a - b);
  const present = Number.isFinite(loss) ? loss : (finite[0] ?? 0);
  const least = finite[0] ?? present;
  const usual = (finite[Math.floor(0.75 * finite.length)] ?? present) - least;
  const most = finite[finite.length - 1] ?? present;
  const shown = usual > 0 ? Math.min(most, least + MOST_HEIGHTS * usual) : most;
  return { low: Math.min(present, least), high: Math.max(present, shown) };
}
