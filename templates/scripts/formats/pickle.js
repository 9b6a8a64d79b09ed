/**
 * A pickle as PyTorch writes it -> stand-ins. A pickle is a program; here it can make nothing but lists, tables,
 * tensors and layers: every other name, and every other operation, is refused by name. The operations are those
 * of Python's pickletools.
 */
import { textOf, viewOf } from "./bytes.js";
import { Refused } from "./refused.js";

/**
 * @typedef {object} Module a layer of torch.nn
 * @property {string} layer its class
 * @property {Map<any, any>} state
 *
 * @typedef {object} Stored where a tensor's numbers lie: they are read only if they belong to the model
 * @property {string} storage
 * @property {string} kind
 * @property {number} offset
 * @property {number[]} size
 * @property {number[]} stride
 *
 * @typedef {(values: any[]) => any} Call
 */

/** How NumPy names the numbers of PyTorch's storages. */
const STORAGES = new Map(
  Object.entries({
    FloatStorage: "f4",
    DoubleStorage: "f8",
    HalfStorage: "f2",
    BFloat16Storage: "bf16",
    LongStorage: "i8",
    IntStorage: "i4",
  }),
);

/**
 * @param {unknown} found
 * @returns {found is Module}
 */
export const isModule = (found) => typeof found === "object" && found !== null && "layer" in found;

/**
 * @param {unknown} found
 * @returns {found is Stored}
 */
export const isStored = (found) => typeof found === "object" && found !== null && "storage" in found;

/**
 * Stands in for torch._utils._rebuild_tensor_v2.
 * @type {Call}
 */
function storedTensor([storage, offset, size, stride]) {
  const whole = (/** @type {unknown} */ n) => Number.isInteger(n) && Number(n) >= 0;
  const paired = Array.isArray(size) && Array.isArray(stride) && size.length === stride.length;
  const fits = isStored(storage) && paired && [offset, ...size, ...stride].every(whole);
  if (!fits) throw new Refused("strides");
  return { ...storage, offset, size, stride };
}

/** @type {Readonly<Record<string, Call>>} */
const CALLS = {
  "collections.OrderedDict": () => new Map(),
  "builtins.set": () => [],
  "__builtin__.set": () => [],
  "torch._utils._rebuild_tensor_v2": storedTensor,
  "torch._utils._rebuild_parameter": ([tensor]) => tensor,
};

/**
 * What stands in for a name of a pickle.
 * @param {string} module
 * @param {string} name
 * @param {(name: string) => boolean} isLayer
 */
function standIn(module, name, isLayer) {
  const path = `${module}.${name}`;
  if (Object.hasOwn(CALLS, path)) return CALLS[path];
  if (module === "torch" && STORAGES.has(name)) return STORAGES.get(name);
  if (module.startsWith("torch.nn.modules.")) {
    if (isLayer(name)) return () => ({ layer: name, state: new Map() });
    throw new Refused("layer", { name });
  }
  throw new Refused("name", { name: path });
}

const MARK = Symbol("mark");

/**
 * Throws Refused.
 * @param {Uint8Array} bytes
 * @param {(name: string) => boolean} isLayer whether a class of torch.nn can be shown
 * @returns {unknown}
 */
export function unpickled(bytes, isLayer) {
  try {
    return run(bytes, isLayer);
  } catch (error) {
    // What is broken can go wrong in any way at all.
    throw error instanceof Refused ? error : new Refused("pickle");
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {(name: string) => boolean} isLayer
 */
function run(bytes, isLayer) {
  const view = viewOf(bytes);
  /** @type {any[]} */
  const stack = [];
  /** @type {Map<number, any>} */
  const memo = new Map();
  let at = 0;
  const skip = (/** @type {number} */ size) => (at += size) - size;
  const u8 = () => view.getUint8(skip(1));
  const u16 = () => view.getUint16(skip(2), true);
  const i32 = () => view.getInt32(skip(4), true);
  const u32 = () => view.getUint32(skip(4), true);
  const text = (/** @type {number} */ size) => {
    if (at + size > bytes.length) throw new Refused("pickle");
    return textOf(bytes.subarray(skip(size), at));
  };
  const line = () => {
    const size = bytes.indexOf(10, at) - at;
    const found = text(size);
    skip(1);
    return found;
  };
  const long = () => {
    const digits = Array.from({ length: u8() }, u8);
    const size = digits.reduceRight((number, digit) => number * 256 + digit, 0);
    return digits.length > 0 && digits[digits.length - 1] > 127 ? size - 256 ** digits.length : size;
  };
  const pop = () => {
    if (stack.length === 0) throw new Refused("pickle");
    return stack.pop();
  };
  const toMark = () => stack.splice(stack.lastIndexOf(MARK)).slice(1);
  const top = () => stack[stack.length - 1];
  const set = (/** @type {any[]} */ pairs) => {
    for (let k = 0; k + 1 < pairs.length; k += 2) top().set(pairs[k], pairs[k + 1]);
  };
  const call = () => {
    const values = pop();
    const callee = pop();
    stack.push(callee(values));
  };
  const build = () => {
    const state = pop();
    // A dictionary with attributes of its own keeps its items; a layer is what its state says.
    if (isModule(top()) && state instanceof Map) top().state = state;
  };

  /** @type {Readonly<Record<number, () => void>>} */
  const operations = {
    0x80: () => void skip(1), // PROTO
    0x95: () => void skip(8), // FRAME
    0x28: () => void stack.push(MARK),
    0x30: () => void pop(),
    0x31: () => void toMark(), // POP_MARK
    0x4e: () => void stack.push(null),
    0x88: () => void stack.push(true),
    0x89: () => void stack.push(false),
    0x4a: () => void stack.push(i32()), // BININT
    0x4b: () => void stack.push(u8()),
    0x4d: () => void stack.push(u16()),
    0x8a: () => void stack.push(long()), // LONG1
    0x47: () => void stack.push(view.getFloat64(skip(8))), // BINFLOAT
    0x58: () => void stack.push(text(u32())), // BINUNICODE
    0x8c: () => void stack.push(text(u8())), // SHORT_BINUNICODE
    0x5d: () => void stack.push([]), // EMPTY_LIST
    0x8f: () => void stack.push([]), // EMPTY_SET
    0x61: () => void [pop()].forEach((value) => top().push(value)), // APPEND
    0x65: () => void toMark().forEach((value) => top().push(value)), // APPENDS
    0x90: () => void toMark().forEach((value) => top().push(value)), // ADDITEMS
    0x6c: () => void stack.push(toMark()), // LIST
    0x29: () => void stack.push([]), // EMPTY_TUPLE
    0x74: () => void stack.push(toMark()), // TUPLE
    0x85: () => void stack.push([pop()]),
    0x86: () => void stack.push([pop(), pop()].reverse()),
    0x87: () => void stack.push([pop(), pop(), pop()].reverse()),
    0x7d: () => void stack.push(new Map()), // EMPTY_DICT
    0x73: () => set([pop(), pop()].reverse()), // SETITEM
    0x75: () => set(toMark()), // SETITEMS
    0x68: () => void stack.push(memo.get(u8())), // BINGET
    0x6a: () => void stack.push(memo.get(u32())),
    0x71: () => void memo.set(u8(), top()), // BINPUT
    0x72: () => void memo.set(u32(), top()),
    0x94: () => void memo.set(memo.size, top()), // MEMOIZE
    0x63: () => void stack.push(standIn(line(), line(), isLayer)), // GLOBAL
    0x93() {
      // STACK_GLOBAL
      const name = pop();
      stack.push(standIn(pop(), name, isLayer));
    },
    0x52: call, // REDUCE
    0x81: call, // NEWOBJ
    0x62: build,
    0x51() {
      // BINPERSID
      const [what, kind, key] = pop();
      if (what !== "storage" || typeof key !== "string" || typeof kind !== "string") {
        throw new Refused("pickle");
      }
      stack.push({ storage: key, kind });
    },
  };
  const STOP = 0x2e;
  for (;;) {
    const code = u8();
    if (code === STOP) return pop();
    if (!Object.hasOwn(operations, code)) throw new Refused("operation", { name: code });
    operations[code]();
  }
}
