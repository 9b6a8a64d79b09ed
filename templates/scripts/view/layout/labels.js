/**
 * Where weights stand: on their edges where all of a layer find a place that covers nothing; else nowhere
 * until they are asked for, and then where the labels of one neuron keep clear of one another.
 *
 * @typedef {import("../layout.js").Point} Point
 * @typedef {import("../layout.js").Box} Box
 * @typedef {import("../layout.js").Orientation} Orientation
 * @typedef {{from: number, to: number, weight: number, start: Point, end: Point}} Line an edge with its ends
 */

/** About what a letter of a label takes. */
const LETTER_WIDTH = 8.4;
/** Letters of a number, its sign among them: see formatBrief. */
const NUMBER_LETTERS = 6;
/** A label's needle stands before it. */
export const NEEDLE_ROOM = 14;
export const LABEL_HEIGHT = 38;
/** Places along an edge at which its label is tried, best first. */
const LABEL_PLACES = [0.3, 0.36, 0.42, 0.24, 0.5, 0.58, 0.66, 0.74];
/** From top to bottom, a gap with room for three labels below one another. */
export const DEEP_GAP = 120;
/** In a fuller layer no label finds a place beside all others. */
const MOST_LABELS = 12;

/**
 * @param {{symbol: readonly [string, string]}} node
 * @param {number} [letters] of its number
 */
export const labelWidth = ({ symbol }, letters = NUMBER_LETTERS) =>
  Math.round(NEEDLE_ROOM + LETTER_WIDTH * (1.6 + 0.9 * (symbol.join("").length - 1) + letters) + 6);

/**
 * What a label covers, its gradient beneath it.
 * @param {Point} at
 * @param {number} width
 * @returns {Box}
 */
export const labelBox = ({ x, y }, width) => ({ x: x - width / 2, y: y - 12, width, height: LABEL_HEIGHT });

/**
 * What a bias covers, its gradient beneath it.
 * @param {Point} at
 * @param {number} width
 * @returns {Box}
 */
export const tagBox = ({ x, y }, width) => ({ x: x - 4, y: y - 12, width, height: LABEL_HEIGHT });

/**
 * @param {Box} a
 * @param {Box} b
 */
export const overlap = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * @param {Line[]} lines the weighted edges into one column
 * @param {(weight: number) => number} widthOf
 * @param {Box[]} obstacles
 * @returns {Point[] | null} a place for each, or null where they do not all find one
 */
export function placesFor(lines, widthOf, obstacles) {
  if (lines.length > MOST_LABELS) return null;
  /** @type {Box[]} */
  const taken = [];
  /** @type {Point[]} */
  const places = [];
  for (const line of lines) {
    const width = widthOf(line.weight);
    const place = candidates(line, width).find((at) => {
      const box = labelBox(at, width);
      return !taken.some((other) => overlap(box, other)) && !obstacles.some((other) => overlap(box, other));
    });
    if (!place) return null;
    taken.push(labelBox(place, width));
    places.push(place);
  }
  return places;
}

/**
 * On the edge, then beside it.
 * @param {Line} line
 * @param {number} width
 * @returns {Point[]}
 */
const candidates = (line, width) =>
  [0, width / 2 + 3, -width / 2 - 3].flatMap((shift) =>
    LABEL_PLACES.map((share) => {
      const { x, y } = pointAlong(line, share);
      return { x: x + shift, y };
    }),
  );

/**
 * The place of a label that is shown with those of the same neuron only: beside its source, where the edges
 * are still apart; from top to bottom, where sources stand closer than labels are wide, by turns nearer and
 * farther.
 * @param {Line} line
 * @param {number} width
 * @param {Orientation} orientation
 * @param {number} row of its source
 */
export function placeNearSource(line, width, orientation, row) {
  const { start, end } = line;
  if (orientation === "wide") return pointAlong(line, (width / 2 + 3) / Math.max(end.x - start.x, 1));
  const levels = end.y - start.y < DEEP_GAP ? [0.22, 0.58] : [0.16, 0.45, 0.16, 0.74];
  return pointAlong(line, levels[row % levels.length]);
}

/**
 * @param {{start: Point, end: Point}} edge
 * @param {number} share
 * @returns {Point}
 */
export function pointAlong({ start, end }, share) {
  return { x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share };
}

/**
 * Whether a symbol is more than a letter with an index.
 * @param {import("../../lesson/formula.js").Named} node
 */
export const isLong = ({ symbol: [base, subscript] }) => base.length > 1 || !/^[\d,]*$/.test(subscript);
