/**
 * The complementary error function, which JavaScript lacks; the same as generator/engine/erf.py.
 *
 * Rational approximations of W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of
 * Computation 23 (1969), 631-637, with the coefficients of his program CALERF; within 1e-15 of the true value,
 * relatively, wherever that is above 1e-307.
 */

// Each pair stands for a quotient of polynomials, highest power first: of x², of x, and of 1/x².
const ERFC_SMALL = [
  [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
];
const ERFC_MIDDLE = [
  [2.1531153547440383e-08, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972],
  [1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903,
    3290.7992357334597, 4362.619090143247, 3439.3676741437216, 1230.3393548037495],
];
const ERFC_LARGE = [
  [0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926,
    0.016083785148742275, 0.0006587491615298378],
  [1, 2.568520192289822, 1.8729528499234604, 0.5279051029514285, 0.06051834131244132,
    0.0023352049762686918],
];

/** 2/√π · ∫ exp(−t²) dt from x to ∞. @param {number} x @returns {number} */
export function erfc(x) {
  const size = Math.abs(x);
  if (size <= 0.46875) return 1 - x * quotientOfPolynomials(ERFC_SMALL, size * size);
  const inverse = 1 / size / size;
  const tail = expOfMinusSquare(size) * (size <= 4
    ? quotientOfPolynomials(ERFC_MIDDLE, size)
    : (0.5641895835477563 - inverse * quotientOfPolynomials(ERFC_LARGE, inverse)) / size);
  return x > 0 ? tail : 2 - tail;
}

/** exp(−size²) in two factors: the square of a rounded size is exact, and rounding it would cost digits. @param {number} size */
function expOfMinusSquare(size) {
  const rounded = Math.floor(Math.min(size, 30) * 16) / 16;
  return Math.exp(-rounded * rounded) * Math.exp((rounded - size) * (rounded + size));
}

/** @param {number[][]} coefficients @param {number} x */
function quotientOfPolynomials([above, below], x) {
  let top = 0;
  let bottom = 0;
  for (let k = 0; k < above.length; k += 1) {
    top = top * x + above[k];
    bottom = bottom * x + below[k];
  }
  return top / bottom;
}
