/**
 * safetensors: eight bytes that say how long the header is, the header in JSON, then the numbers. The same as
 * generator/formats/safetensors.py.
 */
import { countOf, numbersIn, textOf, viewOf } from "./bytes.js";
import { layersOfTensors } from "./layers.js";
import { Refused } from "./refused.js";

const LENGTH = 8;
/** @type {Readonly<Record<string, {kind: string, size: number}>>} */
const KINDS = {
  F64: { kind: "f8", size: 8 },
  F32: { kind: "f4", size: 4 },
  F16: { kind: "f2", size: 2 },
  BF16: { kind: "bf16", size: 2 },
};

/**
 * Throws Refused.
 * @type {import("./read.js").Reader}
 */
export async function readSafetensors(bytes) {
  const start = bytes.length < LENGTH ? Infinity : LENGTH + Number(viewOf(bytes).getBigUint64(0, true));
  if (start > bytes.length) throw new Refused("cut");
  const header = parsed(textOf(bytes.subarray(LENGTH, start)));
  const body = bytes.subarray(start);
  const tensors = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => tensorOf(name, entry, body));
  return { kind: "safetensors", layers: layersOfTensors(inOrder(tensors)), loss: null };
}

/** @param {string} text */
function parsed(text) {
  try {
    const header = JSON.parse(text);
    if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  } catch {
    // Said below, as of a header that is JSON, but no table.
  }
  throw new Refused("cut");
}

/**
 * @param {string} name
 * @param {any} entry
 * @param {Uint8Array} body
 * @returns {import("./layers.js").Tensor}
 */
function tensorOf(name, entry, body) {
  const { dtype, shape, data_offsets: offsets } = entry ?? {};
  if (!Object.hasOwn(KINDS, dtype ?? "") || !Array.isArray(shape) || !Array.isArray(offsets)) {
    throw new Refused("kind", { name, found: String(dtype) });
  }
  const { kind, size } = KINDS[dtype];
  const count = countOf(name, shape);
  const [begin, end] = offsets;
  const within = Number.isInteger(begin) && begin >= 0 && end <= body.length;
  if (!within || end - begin !== count * size) throw new Refused("short", { name });
  return { name, shape, numbers: numbersIn(body.subarray(begin, end), kind) };
}

/**
 * As the layers come: the format sorts its tensors by name and size, so that biases may stand before weights.
 * @param {import("./layers.js").Tensor[]} tensors
 */
function inOrder(tensors) {
  const key = (/** @type {import("./layers.js").Tensor} */ { name, shape }) => {
    const [, stem = "", kind] = /^(?:(.*)\.)?(.*)$/.exec(name) ?? [];
    return { stem, last: Number(shape.length === 1 || kind === "bias") };
  };
  const byNumber = new Intl.Collator("en", { numeric: true });
  return tensors.sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    return byNumber.compare(one.stem, other.stem) || one.last - other.last;
  });
}
