/**
 * Values on a grid -> lines and areas, as paths: what a map is drawn of. Pure geometry, in units of the
 * grid's cells, from the lower left corner.
 */

/**
 * The line along which the values pass a level, piece by piece: in every cell between the points of its edges
 * where they do, found by linear interpolation (marching squares; W. Lorensen and H. Cline, 1987, in two
 * dimensions).
 * @param {ArrayLike<number>} values row by row
 * @param {number} size points a side
 * @param {number} level
 * @returns {[number, number, number, number][]} from x, y to x, y
 */
export function contourOf(values, size, level) {
  /** @type {[number, number, number, number][]} */
  const pieces = [];
  for (let row = 0; row + 1 < size; row += 1) {
    for (let column = 0; column + 1 < size; column += 1) {
      const at = row * size + column;
      const corners = [values[at], values[at + 1], values[at + size + 1], values[at + size]];
      const crossings = crossingsOf(corners, level);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const [a, b] = [crossings[k], crossings[k + 1]];
        pieces.push([column + a[0], row + a[1], column + b[0], row + b[1]]);
      }
    }
  }
  return pieces;
}

/** The corners of a cell, counter-clockwise from the lower left one. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/**
 * Where the level passes the edges of one cell, in pairs that belong together. In a saddle the mean of the
 * corners says which corners hang together.
 * @param {number[]} corners
 * @param {number} level
 * @returns {[number, number][]}
 */
function crossingsOf(corners, level) {
  /** @type {[number, number][]} */
  const crossings = [];
  for (let k = 0; k < CORNERS.length; k += 1) {
    const other = (k + 1) % CORNERS.length;
    const [a, b] = [corners[k], corners[other]];
    if (a > level === b > level) continue;
    const share = (level - a) / (b - a);
    const [[x, y], [toX, toY]] = [CORNERS[k], CORNERS[other]];
    crossings.push([x + share * (toX - x), y + share * (toY - y)]);
  }
  if (crossings.length < CORNERS.length) return crossings;
  const [a, b, c, d] = crossings;
  const mean = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
  return mean > level === corners[0] > level ? [a, b, c, d] : [d, a, b, c];
}

/**
 * The cells whose value lies in each of several bands, as runs along the rows.
 * @param {ArrayLike<number>} values row by row, one a cell
 * @param {number} size cells a side
 * @param {number} bands
 * @param {(value: number) => number} bandOf from 0
 * @returns {[number, number, number][][]} by band: column, row and length of each run
 */
export function runsOf(values, size, bands, bandOf) {
  /** @type {[number, number, number][][]} */
  const runs = Array.from({ length: bands }, () => []);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size;) {
      const band = bandOf(values[row * size + column]);
      const start = column;
      while (column < size && bandOf(values[row * size + column]) === band) column += 1;
      runs[band]?.push([start, row, column - start]);
    }
  }
  return runs;
}
