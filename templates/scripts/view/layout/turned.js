/**
 * Along the flow and across it -> x and y: "wide" runs from left to right, "tall" from top to bottom.
 *
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("../layout.js").Box} Box
 */

/**
 * @param {boolean} wide
 * @param {number} along
 * @param {number} across
 * @returns {Point}
 */
export const pointAt = (wide, along, across) => (wide ? { x: along, y: across } : { x: across, y: along });

/**
 * @param {boolean} wide
 * @param {number} along
 * @param {number} across
 * @param {number} length along the flow
 * @param {number} breadth
 * @returns {Box}
 */
export function boxAt(wide, along, across, length, breadth) {
  const { x: width, y: height } = pointAt(wide, length, breadth);
  return { ...pointAt(wide, along, across), width, height };
}

/**
 * Where a heading over what runs from one place to another is centred.
 * @param {boolean} wide
 * @param {number} start
 * @param {number} end
 */
export const headingAt = (wide, start, end) => pointAt(wide, (start + end) / 2, wide ? 16 : 10);

/**
 * The middles of the sides that face each other.
 * @param {boolean} wide
 * @param {Box} source
 * @param {Box} target
 */
export function facing(wide, source, target) {
  const turned = (/** @type {Box} */ { x, y, width, height }) => boxAt(wide, x, y, width, height);
  const [from, to] = [turned(source), turned(target)];
  const back = to.x + to.width / 2 < from.x + from.width / 2;
  return {
    start: pointAt(wide, from.x + (back ? 0 : from.width), from.y + from.height / 2),
    end: pointAt(wide, to.x + (back ? to.width : 0), to.y + to.height / 2),
  };
}
