/**
 * What the targets of a loss may be. Each loss states its rule in its entry of the table, and whoever reads
 * targets (a file, a link, a field, a script) asks here, so that none takes what another refuses. The same as
 * generator/engine/targets.py; how targets are moved and made to fit is the page's affair alone.
 *
 * @typedef {object} TargetRule
 * @property {readonly [number, number] | null} range between which numbers each target lies; null: any finite
 *   number
 * @property {number | null} total what they add up to, but for rounding; null: whatever they do
 * @property {boolean} signs whether the ends of the range are meant, and what lies between is only allowed
 *
 * @typedef {object} TargetFault what is wrong with targets
 * @property {number | null} index which of them lies outside the range; null: they do not add up
 * @property {number} found that target, or the sum
 */

/** Nearer than this to their total, targets add up to it. */
const TOLERANCE = 1e-9;
/** A target that follows another has so many decimals: what lies beyond them is rounding. */
const DECIMALS_THAT_FOLLOW = 1e12;

/**
 * The first thing that is wrong with targets; null where they are what the loss takes.
 * @param {TargetRule} rule
 * @param {readonly number[]} targets
 * @returns {TargetFault | null}
 */
export function targetFault({ range, total }, targets) {
  const [least, most] = range ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  const index = targets.findIndex((target) => !(least <= target && target <= most));
  if (index >= 0) return { index, found: targets[index] };
  const sum = sumOf(targets);
  return total === null || Math.abs(sum - total) <= TOLERANCE ? null : { index: null, found: sum };
}

/**
 * The nearest targets that the loss takes: what is outside the range is brought to its end; of two signs the
 * nearer is taken; and of what does not add up, the largest is the one that is true.
 * @param {TargetRule} rule
 * @param {readonly number[]} targets
 * @returns {number[]}
 */
export function fittingTargets(rule, targets) {
  const { range, total, signs } = rule;
  if (range === null) return [...targets];
  const [least, most] = range;
  if (signs) return targets.map((target) => (target > (least + most) / 2 ? most : least));
  if (total === null) return targets.map((target) => Math.min(Math.max(target, least), most));
  if (targetFault(rule, targets) === null) return [...targets];
  const largest = targets.indexOf(Math.max(...targets));
  return targets.map((_, k) => (k === largest ? most : least));
}

/**
 * The targets when some of them are moved. Where they add up to a total they still do: the others share what
 * is left, in the proportions that they have, or equally where all of them are 0.
 * @param {TargetRule} rule
 * @param {readonly number[]} targets
 * @param {ReadonlyMap<number, number>} moved the new values, by index
 * @returns {number[]}
 */
export function movedTargets({ total }, targets, moved) {
  if (total === null) return targets.map((target, k) => moved.get(k) ?? target);
  const others = sumOf(targets.map((target, k) => (moved.has(k) ? 0 : target)));
  const left = total - sumOf([...moved.values()]);
  return targets.map((target, k) => {
    const share = others > 0 ? target / others : 1 / (targets.length - moved.size);
    return moved.get(k) ?? Math.round(left * share * DECIMALS_THAT_FOLLOW) / DECIMALS_THAT_FOLLOW;
  });
}

/** @param {readonly number[]} targets */
function sumOf(targets) {
  let sum = 0;
  for (const target of targets) sum += target;
  return sum;
}
