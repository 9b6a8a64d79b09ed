/**
 * A network's shape as a link says it, 2;3:tanh;1:sigmoid;bce: inputs, each layer, loss. In place of how many
 * inputs there are it may say what they are: x1,x2,x1^2;3:tanh;1:sigmoid;bce. Last may come names of one's own, by
 * those that the quantities have otherwise: 2;1:sigmoid;bce;x1:size,w11:v,w12:v.
 *
 * @typedef {import("./networks.js").Shape} Shape
 * @typedef {import("./networks.js").LayerShape} LayerShape
 * @typedef {{refusal: import("./address.js").Refusal}} Refused
 */
import { readFeature } from "../engine/features.js";
import { escaped } from "./linktext.js";
import { namesText, readNames } from "./names.js";
import {
  hiddenActivations,
  losses,
  outputActivations,
  outputLimits,
  reducedLosses,
  withFeatures,
} from "./networks.js";

const LAYER = /^(\d{1,5}):([a-z_]+)$/;
const EXAMPLE = "2;3:tanh;1:sigmoid;bce";

/** @param {Shape} shape */
export const shapeText = ({ inputs, features, layers, loss, names = {} }) =>
  [
    features ? escaped(features.join()) : inputs,
    ...layers.map(({ size, activation }) => `${size}:${activation}`),
    loss,
    ...(Object.keys(names).length > 0 ? [namesText(names)] : []),
  ].join(";");

/**
 * The features in a text, parted by commas that stand in no parentheses, or the first that is none.
 * @param {string} text
 * @returns {{features: string[]} | {wrong: string}}
 */
function readFeatures(text) {
  const features = [""];
  let depth = 0;
  for (const sign of text.replace(/\s+/g, "")) {
    depth += Number(sign === "(") - Number(sign === ")");
    if (sign === "," && depth === 0) features.push("");
    else features[features.length - 1] += sign;
  }
  const wrong = features.find((one, k) => !readFeature(one) || features.indexOf(one) < k);
  return wrong === undefined ? { features } : { wrong };
}

/**
 * The shape that a text says, or which of its parts is wrong.
 * @param {string} text
 * @param {import("./networks.js").Limits} limits
 * @returns {{shape: Shape} | Refused}
 */
export function readShape(text, limits) {
  const parts = text.split(";").map((part) => part.trim());
  const names = /^[a-z]\w*:/i.test(parts[parts.length - 1]) ? parts.pop() : undefined;
  if (parts.length < 3) return { refusal: { what: "net", found: text, expected: EXAMPLE } };
  const [inputs, loss, middle] = [parts[0], parts[parts.length - 1], parts.slice(1, -1)];
  const read = /^\d*$/.test(inputs) ? null : readFeatures(inputs);
  if (read && "wrong" in read) return { refusal: fault("feature", read.wrong, "x1 … x16") };
  const features = read?.features ?? null;
  const count = features ? String(features.length) : inputs;
  const hidden = middle.length - 1;
  const layers = middle.map(readLayer);
  const faults = [
    () => countFault("net_inputs", count, limits.inputs),
    () => (reducedLosses().includes(loss) ? null : fault("net_loss", loss, losses().join(", "))),
    () => {
      const wrong = layers.indexOf(null);
      return wrong < 0 ? null : fault("net_layer", middle[wrong], EXAMPLE.split(";")[1]);
    },
    () => countFault("net_depth", String(hidden), limits.hidden),
    ...layers.map((layer, depth) => () => layer && layerFault(layer, depth === hidden ? loss : null, limits)),
  ];
  for (const check of faults) {
    const refusal = check();
    if (refusal) return { refusal };
  }
  const plain = { inputs: Number(count), layers: /** @type {LayerShape[]} */ (layers), loss };
  const shape = features ? withFeatures(plain, features) : plain;
  if (names === undefined) return { shape };
  const found = readNames(names, shape);
  return "wrong" in found
    ? { refusal: fault("net_name", found.wrong, "") }
    : { shape: { ...shape, names: Object.freeze(found.names) } };
}

/**
 * @param {string} text
 * @returns {LayerShape | null}
 */
function readLayer(text) {
  const match = LAYER.exec(text);
  return match && { size: Number(match[1]), activation: match[2], from: null };
}

/**
 * @param {LayerShape} layer
 * @param {string | null} loss of the layer of outputs; null for a hidden one
 * @param {import("./networks.js").Limits} limits
 */
function layerFault({ size, activation }, loss, limits) {
  const sizes = loss === null ? limits.neurons : [outputLimits(loss)[0], limits.outputs[1]];
  const known = loss === null ? hiddenActivations() : outputActivations(loss);
  return (
    countFault(loss === null ? "net_size" : "net_outputs", String(size), sizes) ??
    (known.includes(activation)
      ? null
      : {
          ...fault(loss === null ? "net_activation" : "net_output", activation, known.join(", ")),
          loss: loss ?? undefined,
        })
  );
}

/**
 * @param {string} what
 * @param {string} found
 * @param {readonly number[]} limits
 */
const countFault = (what, found, [least, most]) =>
  /^\d{1,5}$/.test(found) && Number(found) >= least && Number(found) <= most
    ? null
    : { ...fault(what, found, most), least, most };

/**
 * @param {string} what
 * @param {string} found
 * @param {string | number} expected
 * @returns {import("./address.js").Refusal}
 */
const fault = (what, found, expected) => ({ what, found, expected });
