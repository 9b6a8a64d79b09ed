/** NumPy's .npz: a zip file of arrays by name. The same as generator/formats/npz.py. */
import { readArchive } from "./archive.js";
import { countOf, isKind, numbersIn, textOf, viewOf } from "./bytes.js";
import { layersOfTensors } from "./layers.js";
import { Refused } from "./refused.js";

/** What a .npy file begins with. */
const MAGIC = "\x93NUMPY";
/** The header, a dictionary as Python writes it. */
const HEADER = {
  kind: /'descr':\s*'([<>|=])([A-Za-z]\d+)'/,
  columns: /'fortran_order':\s*True/,
  shape: /'shape':\s*\(([\d,\s]*)\)/,
};

/**
 * The arrays in their order, or by the numbers in their names. Throws Refused.
 * @type {import("./read.js").Reader}
 */
export async function readNpz(bytes, inflate) {
  const tensors = [];
  for (const [file, content] of readArchive(bytes, inflate)) {
    if (!file.endsWith(".npy")) throw new Refused("no_array", { name: file });
    tensors.push(readArray(file.replace(/\.npy$/, ""), await content()));
  }
  return { kind: "npz", layers: layersOfTensors(inOrder(tensors)), loss: null };
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {import("./layers.js").Tensor}
 */
function readArray(name, bytes) {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  // From version 2 on, the header's length takes four bytes.
  const start = bytes[MAGIC.length] === 1 ? 10 : 12;
  if (magic !== MAGIC || bytes.length < start) throw new Refused("header", { name });
  const length = start === 10 ? viewOf(bytes).getUint16(8, true) : viewOf(bytes).getUint32(8, true);
  const header = textOf(bytes.subarray(start, start + length));
  const [, order, kind] = HEADER.kind.exec(header) ?? [];
  const [, sizes] = HEADER.shape.exec(header) ?? [];
  if (!kind || sizes === undefined) throw new Refused("header", { name });
  if (!isKind(kind)) throw new Refused("kind", { name, found: kind });
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  const count = countOf(name, shape);
  const numbers = numbersIn(bytes.subarray(start + length), kind, order !== ">").slice(0, count);
  if (numbers.length < count) throw new Refused("short", { name });
  const byColumns = HEADER.columns.test(header) && shape.length === 2;
  const [rows, columns] = shape;
  return {
    name,
    shape,
    numbers: byColumns
      ? numbers.map((_, k) => numbers[(k % columns) * rows + Math.floor(k / columns)])
      : numbers,
  };
}

/**
 * W1, b1, W2, b2, however they were saved: by the number in the name, a matrix before its vector.
 * @param {import("./layers.js").Tensor[]} tensors
 */
function inOrder(tensors) {
  const digits = (/** @type {string} */ name) => (name.match(/\d+/g) ?? []).map(Number);
  if (!tensors.every(({ name }) => digits(name).length > 0)) return tensors;
  return tensors.sort((a, b) => compared(digits(a.name), digits(b.name)) || b.shape.length - a.shape.length);
}

/**
 * Which list of numbers comes first.
 * @param {readonly number[]} some
 * @param {readonly number[]} others
 */
function compared(some, others) {
  const k = some.findIndex((number, place) => number !== others[place]);
  return k < 0 ? some.length - others.length : k >= others.length ? 1 : some[k] - others[k];
}
