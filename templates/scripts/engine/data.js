/**
 * DATA_SETS: by name, samples that are drawn from a seed. The same numbers as generator/engine/data.py gives.
 *
 * A label is the number of a class, from 0, or what is to be predicted. Numbers are rounded to four decimals,
 * so that they can be read and typed, and so that the last digit in which two languages' logarithms may
 * differ does not show.
 *
 * @typedef {{inputs: number[], label: number}} Point
 *
 * @typedef {object} DataSet
 * @property {number} inputs how many a sample has
 * @property {readonly number[]} classes how many there may be; none where the label is a number
 * @property {(random: Random, k: number, count: number, noise: number, classes: number) => Point} draw sample
 *   k of `count`; the classes take turns
 */
import { Random } from "./random.js";

const DECIMALS = 4;

const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];

/**
 * @param {Random} random
 * @param {readonly number[]} point
 * @param {number} noise
 */
const moved = (random, point, noise) => point.map((coordinate) => coordinate + noise * random.normal());

/**
 * @param {(a: number, b: number) => number} label
 * @returns {DataSet["draw"]}
 */
const corners = (label) => (random, k, _, noise) => {
  const [a, b] = CORNERS[k % 4];
  return { inputs: moved(random, [a, b], noise), label: label(a, b) };
};

/**
 * Class 1 fills a disc, class 0 a ring around it, each evenly over its area.
 * @type {DataSet["draw"]}
 */
function circles(random, k, _, noise) {
  const inner = k % 2 === 1;
  const [least, most] = inner ? [0, 0.5] : [0.7, 1];
  const radius = Math.sqrt(least * least + (most * most - least * least) * random.uniform());
  const angle = 2 * Math.PI * random.uniform();
  const point = [radius * Math.cos(angle), radius * Math.sin(angle)];
  return { inputs: moved(random, point, noise), label: Number(inner) };
}

/**
 * Two half circles that reach into each other.
 * @type {DataSet["draw"]}
 */
function moons(random, k, _, noise) {
  const angle = Math.PI * random.uniform();
  const x = Math.cos(angle);
  const y = Math.sin(angle);
  const point = k % 2 === 0 ? [x - 0.5, y - 0.25] : [0.5 - x, 0.25 - y];
  return { inputs: moved(random, point, noise), label: k % 2 };
}

/**
 * Two arms, one turn and three quarters each, whose points follow each other evenly.
 * @type {DataSet["draw"]}
 */
function spirals(random, k, count, noise) {
  const along = (Math.floor(k / 2) + 1) / Math.ceil(count / 2);
  const angle = 3.5 * Math.PI * along + (k % 2) * Math.PI;
  const point = [along * Math.sin(angle), along * Math.cos(angle)];
  return { inputs: moved(random, point, noise), label: k % 2 };
}

/**
 * Each class around a point of its own, all of them on a circle.
 * @type {DataSet["draw"]}
 */
function blobs(random, k, _, noise, classes) {
  const label = k % classes;
  const angle = 2 * Math.PI * (label / classes + 0.125);
  const centre = [0.7 * Math.cos(angle), 0.7 * Math.sin(angle)];
  return { inputs: moved(random, centre, 0.15 + noise), label };
}

/**
 * Over a square from −1 to 1, evenly.
 * @param {(a: number, b: number) => number} label
 * @returns {DataSet["draw"]}
 */
const square = (label) => (random, _k, _count, noise) => {
  const [a, b] = [2 * random.uniform() - 1, 2 * random.uniform() - 1];
  return { inputs: moved(random, [a, b], noise), label: label(a, b) };
};

/** Where three hills and three hollows have their ends, of a square that reaches to 6, and which of both they are. */
const TOPS = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
];

/**
 * Cones of height and radius 1 and 2, which only touch.
 * @param {number} x
 * @param {number} y
 */
export const hills = (x, y) =>
  TOPS.reduce(
    (height, [a, b, sign]) =>
      height + sign * (1 - Math.min(Math.sqrt((x - a) * (x - a) + (y - b) * (y - b)) / 2, 1)),
    0,
  );

/**
 * Over one input from −1 to 1.
 * @param {(x: number) => number} curve
 * @returns {DataSet["draw"]}
 */
const along = (curve) => (random, _k, _count, noise) => {
  const x = 2 * random.uniform() - 1;
  return { inputs: [x], label: curve(x) + noise * random.normal() };
};

/** @type {Readonly<Record<string, DataSet>>} */
export const DATA_SETS = {
  and: { inputs: 2, classes: [2], draw: corners((a, b) => a & b) },
  xor: { inputs: 2, classes: [2], draw: corners((a, b) => a ^ b) },
  circles: { inputs: 2, classes: [2], draw: circles },
  moons: { inputs: 2, classes: [2], draw: moons },
  spirals: { inputs: 2, classes: [2], draw: spirals },
  blobs: { inputs: 2, classes: [2, 3, 4], draw: blobs },
  quadrants: { inputs: 2, classes: [2], draw: square((a, b) => Number(a * b >= 0)) },
  plane: { inputs: 2, classes: [], draw: square((a, b) => 0.6 * (a + b)) },
  hills: { inputs: 2, classes: [], draw: square((a, b) => hills(6 * a, 6 * b)) },
  line: { inputs: 1, classes: [], draw: along((x) => 0.6 * x + 0.2) },
  sine: { inputs: 1, classes: [], draw: along((x) => 0.8 * Math.sin(Math.PI * x)) },
};

/**
 * Samples of a set, without order: those of the classes take turns.
 * @param {string} name of a set of the table
 * @param {{seed: number, count: number, noise: number, classes?: number, scale?: number}} options `scale`: what
 *   their inputs are multiplied by
 * @returns {Point[]}
 */
export function drawSamples(name, { seed, count, noise, classes = 2, scale = 1 }) {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, k) => {
    const { inputs, label } = DATA_SETS[name].draw(random, k, count, noise, classes);
    return { inputs: inputs.map((number) => rounded(number * scale)), label: rounded(label) };
  });
}

/**
 * To DECIMALS; without a negative zero.
 * @param {number} number
 */
function rounded(number) {
  const scale = 10 ** DECIMALS;
  return Math.floor(number * scale + 0.5) / scale + 0;
}

/**
 * Which samples are learned from, and which are kept for a test, by their number, ascending.
 * @param {number} count
 * @param {number} testShare of all, rounded
 * @param {number} seed
 */
export function splitSamples(count, testShare, seed) {
  const order = new Random(seed, 1).order(count);
  const tested = Math.floor(count * testShare + 0.5);
  return { learned: order.slice(tested).sort(), tested: order.slice(0, tested).sort() };
}
