/**
 * The samples that TensorFlow Playground draws from a seed, in its order, and the numbers that come after them: its first
 * weights. docs/random-numbers.md writes all of it down; nothing of it is rounded, so that it is what is seen there.
 *
 * @typedef {import("./data.js").Point} Point
 * @typedef {() => number} Random the next number from 0 to below 1
 * @typedef {(random: Random, first: boolean, k: number, half: number, noise: number) => Point} Draw sample k of `half`, of
 *   the first half or the other
 */
import { hills } from "./data.js";

const BYTES = 256;

/** What a seed may be here; theirs are texts such as 0.93456. */
export const PLAYGROUND_SEED = /^[\w.-]{1,99}$/;

/**
 * Numbers from a text, by ARC4 as the package seedrandom uses it.
 * @param {string} seed not empty, at most 256 characters
 * @returns {Random}
 */
export function seededRandom(seed) {
  const s = Uint8Array.from({ length: BYTES }, (_, k) => k);
  let i = 0;
  let j = 0;
  function swapped() {
    [s[i], s[j]] = [s[j], s[i]];
    return s[i] + s[j];
  }
  for (; i < BYTES; i += 1) {
    j = (j + s[i] + seed.charCodeAt(i % seed.length)) % BYTES;
    swapped();
  }
  i = 0;
  j = 0;
  function byte() {
    i = (i + 1) % BYTES;
    j = (j + s[i]) % BYTES;
    return s[swapped() % BYTES];
  }
  for (let dropped = 0; dropped < BYTES; dropped += 1) byte();
  return () => {
    let numerator = 0;
    for (let k = 0; k < 6; k += 1) numerator = numerator * BYTES + byte();
    let denominator = BYTES ** 6;
    let last = 0;
    // Bytes follow until 53 bits are full; what the last of them has too many is cut off.
    while (numerator < 2 ** 52) {
      numerator = (numerator + last) * BYTES;
      denominator *= BYTES;
      last = byte();
    }
    while (numerator >= 2 ** 53) {
      numerator /= 2;
      denominator /= 2;
      last >>>= 1;
    }
    return (numerator + last) / denominator;
  };
}

/**
 * @param {Random} random
 * @param {number} least
 * @param {number} most
 */
const uniform = (random, least, most) => random() * (most - least) + least;

/**
 * By the polar method: of each pair the first.
 * @param {Random} random
 * @param {number} mean
 * @param {number} variance
 */
function normal(random, mean, variance) {
  for (;;) {
    const a = 2 * random() - 1;
    const b = 2 * random() - 1;
    const square = a * a + b * b;
    if (square <= 1) return mean + Math.sqrt(variance) * (Math.sqrt((-2 * Math.log(square)) / square) * a);
  }
}

/**
 * A point with the label of a place nearby: their noise is in the labels.
 * @param {Random} random
 * @param {number[]} inputs
 * @param {number} reach
 * @param {number} noise
 * @param {(x: number, y: number) => number} label
 */
function mistaken(random, [x, y], reach, noise, label) {
  const right = uniform(random, -reach, reach) * noise;
  const up = uniform(random, -reach, reach) * noise;
  return { inputs: [x, y], label: label(x + right, y + up) };
}

/**
 * Evenly over a square.
 * @param {number} reach
 * @param {(x: number, y: number) => number} label
 * @param {number} [gap] around the axes
 * @returns {Draw}
 */
const square =
  (reach, label, gap = 0) =>
  (random, _first, _k, _half, noise) => {
    const apart = () => {
      const x = uniform(random, -reach, reach);
      return x + (x > 0 ? gap : -gap);
    };
    return mistaken(random, [apart(), apart()], reach, noise, label);
  };

/** By the names of our sets that are like them. @type {Readonly<Record<string, Draw>>} */
const DRAWS = {
  circles(random, first, _k, _half, noise) {
    const radius = first ? uniform(random, 0, 2.5) : uniform(random, 3.5, 5);
    const angle = uniform(random, 0, 2 * Math.PI);
    const point = [radius * Math.sin(angle), radius * Math.cos(angle)];
    return mistaken(random, point, 5, noise, (x, y) => Number(Math.sqrt(x * x + y * y) < 2.5));
  },
  spirals(random, first, k, half, noise) {
    const radius = (k / half) * 5;
    const angle = ((1.75 * k) / half) * 2 * Math.PI + (first ? 0 : Math.PI);
    const x = radius * Math.sin(angle) + uniform(random, -1, 1) * noise;
    return { inputs: [x, radius * Math.cos(angle) + uniform(random, -1, 1) * noise], label: Number(first) };
  },
  blobs(random, first, _k, _half, noise) {
    const centre = first ? 2 : -2;
    const variance = 0.5 * (1 - noise / 0.5) + 4 * (noise / 0.5);
    return {
      inputs: [normal(random, centre, variance), normal(random, centre, variance)],
      label: Number(first),
    };
  },
  quadrants: square(5, (x, y) => Number(x * y >= 0), 0.3),
  plane: square(6, (x, y) => (x + y + 10) / 20 - (1 - (x + y + 10) / 20)),
  hills: square(6, hills),
};

/** @param {string} set a name of DATA_SETS, or of samples that are not drawn */
export const isPlaygroundSet = (set) => Object.hasOwn(DRAWS, set);

/**
 * Its samples, shuffled; and what the weights are drawn from next.
 * @param {string} set of which `isPlaygroundSet`
 * @param {string} seed
 * @param {number} count
 * @param {number} noise
 */
export function drawPlayground(set, seed, count, noise) {
  const random = seededRandom(seed);
  const half = count / 2;
  const points = Array.from({ length: count }, (_, k) =>
    DRAWS[set](random, k < half, k < half ? k : k - half, half, noise),
  );
  for (let last = count - 1; last >= 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [points[last], points[other]] = [points[other], points[last]];
  }
  return { points, random };
}

/**
 * Its split: the first of them are learned from, and it keeps their order.
 * @param {number} count
 * @param {number} testShare in whole hundredths
 */
export function splitPlayground(count, testShare) {
  const order = Int32Array.from({ length: count }, (_, k) => k);
  const learned = Math.floor((count * Math.round(100 * (1 - testShare))) / 100);
  return { learned: order.slice(0, learned), tested: order.slice(learned) };
}
