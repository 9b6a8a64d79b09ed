/**
 * Links of TensorFlow Playground (playground.tensorflow.org) -> links of this page.
 *
 * Theirs have the network, the set and the settings, by the keys and with the defaults of its src/state.ts. Its
 * output is a tanh with labels of −1 and 1 (of a regression the sum as it is), its loss ½(ŷ − y)², its biases begin
 * at 0.1 and its weights between −½ and ½, its samples keep their order, and its sets reach from −5 to 5: all of
 * this is done here too. Its random numbers are others.
 */
import { linkParts } from "./linktext.js";
import { randomAt } from "./networks.js";

/** What their keys say where a link does not have them; those that only they have tell a link of theirs. */
const USUAL = {
  activation: "tanh",
  regularization: "none",
  dataset: "circle",
  regDataset: "reg-plane",
  networkShape: "4,2",
  percTrainData: "50",
  problem: "classification",
  regularizationRate: "0",
  batchSize: "10",
  learningRate: "0.03",
  noise: "0",
  seed: "0",
  initZero: "false",
  x: "true",
  y: "true",
};

/** Keys that change nothing of what is learned, and those of them that nothing here answers to. */
const OF_LOOKS = /^(?:showTestData|discretize|collectStats|hideText|tutorial|\w+_hide)$/;
const MISSING = /^(?:discretize|\w+_hide)=true$|^tutorial=./;

/** By their key: what the first layer reads. */
const FEATURES = {
  x: "x1",
  y: "x2",
  xSquared: "x1^2",
  ySquared: "x2^2",
  xTimesY: "x1*x2",
  cosX: "cos(x1)",
  sinX: "sin(x1)",
  cosY: "cos(x2)",
  sinY: "sin(x2)",
};

/** Their names for what has another here. @type {Record<string, Record<string, string>>} */
const NAMES = {
  activation: { tanh: "tanh", relu: "relu", sigmoid: "sigmoid", linear: "identity" },
  regularization: { none: "", L1: "l1", L2: "l2" },
  dataset: { circle: "circles", xor: "quadrants", gauss: "blobs", spiral: "spirals" },
  regDataset: { "reg-plane": "plane" },
  problem: { classification: "half_squares", regression: "half_squares" },
};

/** Their sets, and how far they reach beside ours. */
const SCALES = { classification: 5, regression: 6 };
const SAMPLES = { classification: 500, regression: 1200 };

/** Only theirs have one of these. */
const THEIRS = Object.keys(USUAL).slice(0, 7);
/** A link with one of these is ours. */
const OURS = ["net", "f", "preset", "step"];

const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i;
const BIAS = 0.1;

/**
 * @param {string} hash
 * @returns {{hash: string, left: string[]} | null} the same as a link of this page, and the parts that could not be
 *   taken over; null for any other link
 */
export function ofPlayground(hash) {
  const said = new Map(linkParts(hash).map(({ key, readings }) => [key, readings[0].text]));
  if (!THEIRS.some((key) => said.has(key)) || OURS.some((key) => said.has(key))) return null;
  /** @type {string[]} */
  const left = [];
  const refused = (/** @type {string} */ key) => void left.push(`${key}=${said.get(key)}`);
  const text = (/** @type {keyof typeof USUAL} */ key) => said.get(key) ?? USUAL[key];
  const named = (/** @type {keyof typeof USUAL} */ key) => {
    if (Object.hasOwn(NAMES[key], text(key))) return NAMES[key][text(key)];
    refused(key);
    return NAMES[key][USUAL[key]];
  };
  const number = (/** @type {keyof typeof USUAL} */ key, most = Infinity) => {
    if (NUMBER.test(text(key)) && Number(text(key)) <= most) return Number(text(key));
    refused(key);
    return Number(USUAL[key]);
  };

  const loss = named("problem");
  const problem = text("problem") === "regression" ? "regression" : "classification";
  const set = named(problem === "regression" ? "regDataset" : "dataset");
  const activation = named("activation");
  const features = Object.entries(FEATURES).flatMap(([key, feature]) => {
    const on = said.get(key) ?? (key in USUAL ? "true" : "false");
    return on === "false" ? [] : [feature];
  });
  if (features.length === 0) features.push("x1", "x2");
  const sizes = text("networkShape").split(",").filter(Boolean);
  const isShape = sizes.length <= 6 && sizes.every((size) => /^[1-9]\d?$/.test(size) && Number(size) <= 16);
  if (!isShape) refused("networkShape");
  const hidden = (isShape ? sizes : USUAL.networkShape.split(",")).map(Number);
  const outputs = problem === "regression" ? "1:identity" : "1:tanh";
  const seed = Math.round(number("seed", 1) * 1e5);
  const zero = text("initZero") !== "false";
  const weights = [...hidden, 1].map((size, depth) =>
    Array.from({ length: size }, (_, neuron) =>
      [
        ...Array.from({ length: depth === 0 ? features.length : hidden[depth - 1] }, (_unused, source) =>
          zero ? 0 : Math.round(1000 * (randomAt([seed, depth, neuron, source]) - 0.5)) / 1000 + 0,
        ),
        BIAS,
      ].join(),
    ).join(";"),
  );
  const penalty = named("regularization");
  // Theirs keeps a weight at 0 that a step of L1 brings there.
  if (penalty === "l1" && said.has("regularization")) refused("regularization");
  const share = number("percTrainData", 100) / 100;
  for (const [key, value] of said) {
    const known = Object.hasOwn(USUAL, key) || Object.hasOwn(FEATURES, key);
    if (OF_LOOKS.test(key) ? MISSING.test(`${key}=${value}`) : !known) refused(key);
  }
  const keys = {
    net: [features.join(), ...hidden.map((size) => `${size}:${activation}`), outputs, loss].join(";"),
    y: 1,
    w: weights.join(";"),
    rate: number("learningRate"),
    tool: "train",
    data: set,
    dataseed: seed,
    samples: SAMPLES[problem],
    noise: number("noise", 100) / 100,
    scale: SCALES[problem],
    test: Math.min(Math.round(100 * (1 - share)) / 100, 0.9),
    batch: number("batchSize"),
    shuffle: 0,
    ...(penalty ? { [penalty]: number("regularizationRate") } : {}),
  };
  return {
    hash: `#${Object.entries(keys)
      .map((pair) => pair.join("="))
      .join("&")}`,
    left,
  };
}
