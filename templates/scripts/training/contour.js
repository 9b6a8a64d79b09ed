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
    crossings.push(pointBetween(k, (level - a) / (b - a)));
  }
  if (crossings.length < CORNERS.length) return crossings;
  const [a, b, c, d] = crossings;
  const mean = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
  return mean > level === corners[0] > level ? [a, b, c, d] : [d, a, b, c];
}

/**
 * Where the values are above a level: of cells that are so from corner to corner, as long as they are
 * neighbours in a row, one rectangle; of those that the level parts, the part above.
 * @param {ArrayLike<number>} values row by row
 * @param {number} size points a side
 * @param {number} level
 * @returns {[number, number][][]} the corners of each piece
 */
export function areaAbove(values, size, level) {
  /** @type {[number, number][][]} */
  const pieces = [];
  for (let row = 0; row + 1 < size; row += 1) {
    let start = -1;
    for (let column = 0; column < size; column += 1) {
      const at = row * size + column;
      const corners = [values[at], values[at + 1], values[at + size + 1], values[at + size]];
      const above = column + 1 < size ? corners.filter((value) => value > level).length : 0;
      if (above === CORNERS.length) {
        if (start < 0) start = column;
        continue;
      }
      if (start >= 0) pieces.push(CORNERS.map(([x, y]) => [x === 0 ? start : column, row + y]));
      start = -1;
      if (above > 0) pieces.push(partAbove(corners, level).map(([x, y]) => [column + x, row + y]));
    }
  }
  return pieces;
}

/**
 * The part of one cell that is above the level.
 * @param {number[]} corners
 * @param {number} level
 * @returns {[number, number][]}
 */
function partAbove(corners, level) {
  /** @type {[number, number][]} */
  const part = [];
  CORNERS.forEach(([x, y], k) => {
    const other = (k + 1) % CORNERS.length;
    const [a, b] = [corners[k], corners[other]];
    if (a > level) part.push([x, y]);
    if (a > level !== b > level) part.push(pointBetween(k, (level - a) / (b - a)));
  });
  return part;
}

/**
 * @param {number} corner
 * @param {number} share of the way to the next one; what is no number lies halfway
 * @returns {[number, number]}
 */
function pointBetween(corner, share) {
  const [[x, y], [toX, toY]] = [CORNERS[corner], CORNERS[(corner + 1) % CORNERS.length]];
  const along = share >= 0 && share <= 1 ? share : 0.5;
  return [x + along * (toX - x), y + along * (toY - y)];
}
