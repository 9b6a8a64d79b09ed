/** ONNX: a chain of dense layers and activations. The same as generator/formats/onnx.py. */
import { countOf, numbersIn } from "./bytes.js";
import { oursOf, rowsOf, turned } from "./layers.js";
import { integers, messages, readMessage, texts } from "./protobuf.js";
import { Refused } from "./refused.js";

/**
 * @typedef {import("./layers.js").DenseLayer} DenseLayer
 * @typedef {import("./layers.js").Tensor} Tensor
 * @typedef {import("./protobuf.js").Message} Message
 */

/** ONNX's names of activations, and ours. */
const ACTIVATIONS = new Map(
  ["Tanh", "Sigmoid", "Relu", "LeakyRelu", "Elu", "Softplus", "Gelu", "Mish", "Softmax"].map((name) => [
    name,
    oursOf(name),
  ]),
);
/** @type {Readonly<Record<string, number>>} */
const USUAL_ALPHA = { LeakyRelu: 0.01, Elu: 1 };
const PASSED_OVER = ["Identity", "Dropout", "Flatten", "Cast"];
const WEIGHTED = ["Gemm", "MatMul", "Add"];
/** By ONNX's number of a kind, ours. @type {Readonly<Record<number, string>>} */
const KINDS = { 1: "f4", 10: "f2", 11: "f8", 16: "bf16" };
// Fields of ONNX's messages, by their numbers in onnx.proto.
const GRAPH = 7;
const NODE = 1;
const INITIALIZER = 5;
const INPUT = 11;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const OP_TYPE = 4;
const ATTRIBUTE = 5;
const ATTRIBUTE_FLOAT = 2;
const ATTRIBUTE_INT = 3;
const ATTRIBUTE_TEXT = 4;
const ATTRIBUTE_TENSOR = 5;
const DIMS = 1;
const DATA_TYPE = 2;
const FLOAT_DATA = 4;
const NAME = 8;
const RAW_DATA = 9;
const DOUBLE_DATA = 10;
const EXTERNAL = 13;

/**
 * Throws Refused.
 * @type {import("./read.js").Reader}
 */
export async function readOnnx(bytes) {
  const graph = messages(readMessage(bytes), GRAPH).at(-1);
  if (!graph) throw new Refused("onnx");
  const tensors = new Map(
    messages(graph, INITIALIZER).map((tensor) => [texts(tensor, NAME).at(-1) ?? "", tensor]),
  );
  const inputs = messages(graph, INPUT)
    .map((input) => texts(input, 1).at(-1) ?? "")
    .filter((name) => !tensors.has(name));
  if (inputs.length !== 1) throw new Refused("onnx_inputs", { found: inputs.length });
  /** @type {DenseLayer[]} */
  const layers = [];
  let [present] = inputs;
  let endedBy = "";
  for (const node of messages(graph, NODE)) {
    const kind = texts(node, OP_TYPE).at(-1) ?? "";
    const attributes = new Map(
      messages(node, ATTRIBUTE).map((attribute) => [texts(attribute, 1).at(-1), attribute]),
    );
    const [sources, [result]] = [texts(node, NODE_INPUT), texts(node, NODE_OUTPUT)];
    const isPassed = PASSED_OVER.includes(kind);
    if (kind === "Constant" && result !== undefined) {
      for (const value of messages(attributes.get("value"), ATTRIBUTE_TENSOR)) tensors.set(result, value);
    } else if (!isPassed && !WEIGHTED.includes(kind) && !ACTIVATIONS.has(kind)) {
      // Behind the last layer a file may turn probabilities into classes: that is no matter of the network.
      endedBy ||= kind;
      if (layers.length === 0) throw new Refused("onnx_node", { name: kind });
    } else if (endedBy) {
      if (!isPassed) throw new Refused("onnx_node", { name: endedBy });
    } else {
      if (!sources.includes(present) || result === undefined) throw new Refused("onnx_node", { name: kind });
      if (!isPassed) take(layers, { kind, sources, present, attributes }, tensors);
      present = result;
    }
  }
  return { kind: "onnx", layers, loss: null };
}

/**
 * Puts what a node does into the layers.
 * @param {DenseLayer[]} layers
 * @param {{kind: string, sources: string[], present: string, attributes: Map<string | undefined, Message>}} node
 * @param {ReadonlyMap<string, Message>} tensors
 */
function take(layers, { kind, sources, present, attributes }, tensors) {
  const numbers = (/** @type {string | undefined} */ name = "") => tensorOf(name, tensors.get(name));
  const name = `${layers.length + 1}`;
  const setting = (
    /** @type {string} */ of,
    /** @type {unknown} */ found,
    /** @type {unknown} */ expected,
  ) => {
    throw new Refused("setting", { name, kind, setting: of, found: `${found}`, expected: `${expected}` });
  };
  const float = (/** @type {string} */ of, /** @type {number} */ usual) =>
    Number(attributes.get(of)?.get(ATTRIBUTE_FLOAT)?.at(-1) ?? usual);
  const int = (/** @type {string} */ of) => integers(attributes.get(of), ATTRIBUTE_INT).at(-1) ?? 0;
  const last = layers.at(-1);
  if (kind === "Gemm" || kind === "MatMul") {
    for (const factor of ["alpha", "beta"]) if (float(factor, 1) !== 1) setting(factor, float(factor, 1), 1);
    if (int("transA")) setting("transA", int("transA"), 0);
    if (kind === "MatMul" && sources[0] !== present) throw new Refused("onnx_node", { name: kind });
    const weights = rowsOf(matrixOf(name, numbers(sources[1])));
    layers.push({
      name,
      weights: int("transB") === 1 ? weights : turned(weights),
      biases: kind === "Gemm" && sources.length > 2 ? numbers(sources[2]).numbers : null,
      activation: "identity",
    });
  } else if (!last || last.activation !== "identity" || (kind === "Add" && last.biases)) {
    throw new Refused("after", { name, found: kind });
  } else if (kind === "Add") {
    const biases = numbers(sources.find((source) => source !== present)).numbers;
    layers[layers.length - 1] = { ...last, biases };
  } else {
    const usual = USUAL_ALPHA[kind];
    const alpha = float("alpha", usual);
    if (usual && !(Math.abs(alpha - usual) <= 1e-6 * usual)) setting("alpha", alpha, usual);
    const approximate = texts(attributes.get("approximate"), ATTRIBUTE_TEXT).at(-1) ?? "none";
    if (kind === "Gelu" && approximate !== "none") setting("approximate", approximate, "none");
    layers[layers.length - 1] = { ...last, activation: ACTIVATIONS.get(kind) ?? null };
  }
}

/**
 * @param {string} name the layer's
 * @param {Tensor} tensor
 */
function matrixOf(name, tensor) {
  if (tensor.shape.length !== 2) throw new Refused("hollow", { name, shape: tensor.shape.join(" × ") });
  return tensor;
}

/**
 * @param {string} name
 * @param {Message | undefined} tensor
 * @returns {Tensor}
 */
function tensorOf(name, tensor) {
  if (!tensor) throw new Refused("computed", { name });
  if (tensor.has(EXTERNAL)) throw new Refused("external", { name });
  const shape = integers(tensor, DIMS);
  const count = countOf(name, shape);
  const type = integers(tensor, DATA_TYPE).at(-1) ?? 0;
  if (!Object.hasOwn(KINDS, type)) throw new Refused("kind", { name, found: type });
  const listed = [
    [FLOAT_DATA, "f4"],
    [DOUBLE_DATA, "f8"],
    [RAW_DATA, KINDS[type]],
  ];
  const [field, kind] = /** @type {[number, string]} */ (
    listed.find(([each]) => tensor.has(Number(each))) ?? [0, "f4"]
  );
  const numbers = (tensor.get(field) ?? []).flatMap((value) =>
    typeof value === "number" ? [value] : numbersIn(value, kind),
  );
  if (numbers.length !== count) throw new Refused("short", { name });
  return { name, shape, numbers };
}
