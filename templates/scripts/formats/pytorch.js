/** PyTorch's .pt and .pth: a zip file with a pickle and the tensors' numbers. As generator/formats/pytorch.py. */
import { readArchive } from "./archive.js";
import { countOf, numbersIn, textOf } from "./bytes.js";
import { layersOfTensors, oursOf, rowsOf } from "./layers.js";
import { isModule, isStored, unpickled } from "./pickle.js";
import { Refused } from "./refused.js";

/** PyTorch's names of activations, and ours. */
const ACTIVATIONS = new Map(
  [
    "Tanh",
    "Sigmoid",
    "ReLU",
    "LeakyReLU",
    "ELU",
    "Softplus",
    "GELU",
    "SiLU",
    "Mish",
    "Softmax",
    "Identity",
  ].map((name) => [name, oursOf(name)]),
);
/** Layers that do nothing to a sample when a model is used. */
const PASSED_OVER = ["Dropout", "Flatten"];
/**
 * What a setting must be for the activation to be ours.
 * @type {ReadonlyMap<string, [setting: string, usual: unknown]>}
 */
const USUAL = new Map([
  ["LeakyReLU", ["negative_slope", 0.01]],
  ["ELU", ["alpha", 1]],
  ["Softplus", ["beta", 1]],
  ["GELU", ["approximate", "none"]],
]);
/** So many Sequentials may stand within each other. */
const DEEPEST = 20;
/** Where a checkpoint keeps its tensors. */
const PARTS = ["model_state_dict", "state_dict", "model", "net", "network", "weights"];

const isLayer = (/** @type {string} */ name) =>
  ACTIVATIONS.has(name) || PASSED_OVER.includes(name) || name === "Sequential" || name === "Linear";

/**
 * A state_dict, a checkpoint that has one, or a whole nn.Sequential. Throws Refused.
 * @type {import("./read.js").Reader}
 */
export async function readPytorch(bytes, inflate) {
  if (textOf(bytes.subarray(0, 2)) !== "PK") throw new Refused("old_pytorch");
  const members = readArchive(bytes, inflate);
  const pickle = [...members.keys()].find((name) => /(^|\/)data\.pkl$/.test(name));
  if (pickle === undefined) throw new Refused("no_pickle");
  const folder = pickle.replace(/data\.pkl$/, "");
  /** @param {string} name */
  const content = async (name) => members.get(folder + name)?.();
  const order = await content("byteorder");
  const little = !order || textOf(order).trim() !== "big";

  /**
   * @param {string} name
   * @param {import("./pickle.js").Stored} stored
   * @returns {Promise<import("./layers.js").Tensor>}
   */
  async function tensor(name, { storage, kind, offset, size, stride }) {
    const count = countOf(name, size);
    const flat = numbersIn((await content(`data/${storage}`)) ?? new Uint8Array(), kind, little);
    const numbers = Array.from({ length: count }, (_, k) => {
      let place = offset;
      for (let axis = size.length - 1, left = k; axis >= 0; axis -= 1) {
        place += (left % size[axis]) * stride[axis];
        left = Math.floor(left / size[axis]);
      }
      return flat[place];
    });
    if (numbers.includes(/** @type {any} */ (undefined))) throw new Refused("short", { name });
    return { name, shape: size, numbers };
  }

  const found = unpickled((await members.get(pickle)?.()) ?? new Uint8Array(), isLayer);
  if (isModule(found)) {
    return { kind: "sequential", layers: await layersOfModules(found, tensor), loss: null };
  }
  const tensors = await Promise.all(
    [...stateDict(found)].map(([name, stored]) => tensor(String(name), stored)),
  );
  return { kind: "state_dict", layers: layersOfTensors(tensors), loss: null };
}

/**
 * The tensors by name: those of the file, or of the part of a checkpoint that has them.
 * @param {unknown} found
 * @returns {Map<string, import("./pickle.js").Stored>}
 */
function stateDict(found) {
  const names = found instanceof Map ? [...found.keys()] : [];
  if (found instanceof Map) {
    if (names.length > 0 && [...found.values()].every(isStored)) return found;
    const part = PARTS.find((name) => found.get(name) instanceof Map);
    if (part) return stateDict(found.get(part));
  }
  throw new Refused("no_state_dict", { found: names.slice(0, 8).join(", ") || "—" });
}

/**
 * @param {any} module
 * @param {(name: string, stored: import("./pickle.js").Stored) => Promise<import("./layers.js").Tensor>} tensor
 */
async function layersOfModules(module, tensor) {
  /** @type {import("./layers.js").DenseLayer[]} */
  const layers = [];
  for (const [name, { layer: kind, state }] of modulesIn(module)) {
    const last = layers.at(-1);
    if (kind === "Linear") {
      const parameters = state.get("_parameters");
      const [weights, biases] = ["weight", "bias"].map((each) => parameters?.get(each));
      if (!isStored(weights)) throw new Refused("hollow", { name, shape: "0" });
      const matrix = await tensor(name, weights);
      layers.push({
        name,
        weights: matrix.shape.length === 2 ? rowsOf(matrix) : [],
        biases: isStored(biases) ? (await tensor(name, biases)).numbers : null,
        activation: "identity",
      });
    } else if (ACTIVATIONS.has(kind)) {
      if (last?.activation !== "identity") throw new Refused("after", { name, found: kind });
      const [setting, usual] = USUAL.get(kind) ?? ["", null];
      const value = state.get(setting) ?? usual;
      if (value !== usual) {
        throw new Refused("setting", { name, kind, setting, found: String(value), expected: String(usual) });
      }
      layers[layers.length - 1] = { ...last, activation: ACTIVATIONS.get(kind) ?? null };
    }
  }
  return layers;
}

/**
 * The layers of a Sequential, and of those within it.
 * @param {any} module
 * @param {string} [name]
 * @param {number} [depth]
 * @returns {[string, import("./pickle.js").Module][]}
 */
function modulesIn(module, name = "", depth = 0) {
  if (module.layer !== "Sequential") return [[name, module]];
  const modules = module.state.get("_modules");
  if (depth > DEEPEST || !(modules instanceof Map)) throw new Refused("pickle");
  return [...modules].flatMap(([key, each]) =>
    isModule(each) ? modulesIn(each, `${name}.${key}`.replace(/^\./, ""), depth + 1) : [],
  );
}
