/**
 * Links of TensorFlow Playground (playground.tensorflow.org) -> links of this page.
 *
 * Theirs have the network, the set and the settings, by the keys and with the defaults of its src/state.ts. Its
 * output is a tanh with labels of −1 and 1 (of a regression the sum as it is), its loss ½(ŷ − y)², its biases begin
 * at 0.1 and its weights between −½ and ½, its samples keep their order: all of this is done here too, with its random
 * numbers.
 */
import { drawPlayground, PLAYGROUND_SEED } from "../engine/playground.js";
import { linkParts } from "./linktext.js";

/** Their names for what has another here, what is usual first. @type {Record<string, Record<string, string>>} */
const NAMES = {
  activation: { tanh: "tanh", relu: "relu", sigmoid: "sigmoid", linear: "identity" },
  regularization: { none: "", L1: "l1", L2: "l2" },
  dataset: { circle: "circles", xor: "quadrants", gauss: "blobs", spiral: "spirals" },
  regDataset: { "reg-plane": "plane", "reg-gauss": "hills" },
  problem: { classification: "1:tanh", regression: "1:identity" },
};

/** Only theirs have one of these. */
const THEIRS = [...Object.keys(NAMES), "networkShape", "percTrainData"];
/** A link with one of these is ours. */
const OURS = ["net", "f", "preset", "step"];

/** Keys that change nothing of what is learned; and what some of them ask for that there is not here. */
const OF_LOOKS = /^(?:showTestData|discretize|collectStats|hideText|tutorial|cos[XY]|\w+_hide)$/;
const MISSING = /^(?:discretize|\w+_hide)=true$|^tutorial=./;

/** By their key: what the first layer reads. The first two it reads unless it is said not to. */
const FEATURES = {
  x: "x1",
  y: "x2",
  xSquared: "x1^2",
  ySquared: "x2^2",
  xTimesY: "x1*x2",
  sinX: "sin(x1)",
  sinY: "sin(x2)",
};

const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i;
const SHAPE = /^(?:[1-9]|1[0-6])(?:,(?:[1-9]|1[0-6])){0,5}$/;
/** More noise than this becomes 50 there. */
const MOST_NOISE = 80;

/**
 * @param {string} hash
 * @returns {{hash: string, left: string[]} | null} the same as a link of this page, and the parts that could not be
 *   taken over; null for any other link
 */
export function ofPlayground(hash) {
  const said = new Map(linkParts(hash).map(({ key, readings }) => [key, readings[0].text]));
  if (!THEIRS.some((key) => said.has(key)) || OURS.some((key) => said.has(key))) return null;
  /** @type {Set<string>} */
  const known = new Set();
  /** @type {Set<string>} what could not be taken over, by its key */
  const left = new Set();
  /**
   * What a key says, as far as it can be taken over; else what is usual.
   * @param {string} key
   * @param {string} usual
   * @param {(text: string) => boolean} fits
   */
  function read(key, usual, fits) {
    known.add(key);
    const text = said.get(key) || usual;
    if (fits(text)) return text;
    left.add(key);
    return usual;
  }
  const named = (/** @type {string} */ key) =>
    NAMES[key][read(key, Object.keys(NAMES[key])[0], (text) => Object.hasOwn(NAMES[key], text))];
  const number = (
    /** @type {string} */ key,
    /** @type {number} */ usual,
    fits = (/** @type {number} */ found) => found >= 0,
  ) => Number(read(key, String(usual), (text) => NUMBER.test(text) && fits(Number(text))));

  const [output, classes, numbers, activation, penalty] = [
    "problem",
    "dataset",
    "regDataset",
    "activation",
    "regularization",
  ].map(named);
  const isRegression = output === NAMES.problem.regression;
  const set = isRegression ? numbers : classes;
  const count = isRegression ? 1200 : 500;
  // What is hidden there is no input either.
  const features = Object.entries(FEATURES).flatMap(([key, feature]) => {
    const on = said.get(key) || String(key === "x" || key === "y");
    for (const each of [key, `${key}_hide`]) known.add(each);
    return on === "false" || said.get(`${key}_hide`) === "true" ? [] : [feature];
  });
  if (features.length === 0) {
    left.add("x");
    features.push("x1", "x2");
  }
  const shape = read("networkShape", "4,2", (text) => SHAPE.test(text));
  const hidden = said.get("networkShape") === "" ? [] : shape.split(",").map(Number);
  const noise = number("noise", 0);
  const seed = read("seed", "0", (text) => PLAYGROUND_SEED.test(text));
  const isZero = read("initZero", "false", () => true) !== "false";
  const percent = number(
    "percTrainData",
    50,
    (share) => Number.isInteger(share) && share >= 10 && share <= 100,
  );
  const batch = number("batchSize", 10);
  const strength = number("regularizationRate", 0);
  // It keeps the gradients of a batch that is not full for the next epoch, and a weight at 0 that L1 brings there.
  if (Math.floor((count * percent) / 100) % batch !== 0) left.add("batchSize");
  if (penalty === "l1") left.add("regularization");

  const wanted = {
    data: set,
    playground: seed,
    samples: count,
    noise: (noise > MOST_NOISE ? 50 : noise) / 100,
  };
  const { random } = drawPlayground(set, seed, count, wanted.noise);
  const weights = [...hidden, 1].map((size, depth) =>
    Array.from({ length: size }, () => {
      const drawn = Array.from(
        { length: depth === 0 ? features.length : hidden[depth - 1] },
        () => random() - 0.5,
      );
      return (isZero ? [...drawn.fill(0), 0] : [...drawn, 0.1]).join();
    }).join(";"),
  );
  const keys = {
    net: [features.join(), ...hidden.map((size) => `${size}:${activation}`), output, "half_squares"].join(
      ";",
    ),
    y: 1,
    w: weights.join(";"),
    rate: number("learningRate", 0.03),
    tool: "train",
    ...wanted,
    test: (100 - percent) / 100,
    batch,
    shuffle: 0,
    ...(penalty ? { [penalty]: strength } : {}),
  };
  // The usual batch, which need not be said, may be what is left.
  said.set("batchSize", said.get("batchSize") ?? String(batch));
  const parts = [...said].flatMap(([key, value]) => {
    const part = `${key}=${value}`;
    const isMissing = !known.has(key) && (!OF_LOOKS.test(key) || MISSING.test(part));
    return left.has(key) || isMissing ? [part] : [];
  });
  return {
    hash: `#${Object.entries(keys)
      .map((pair) => pair.join("="))
      .join("&")}`,
    left: parts,
  };
}
