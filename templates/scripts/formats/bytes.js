/** Numbers as files keep them -> numbers. */
import { Refused } from "./refused.js";

/** The most weights and biases of a model, as in generator/formats/model.py. */
export const MOST_NUMBERS = 200_000;

/**
 * @param {Uint8Array} bytes
 * @returns {DataView}
 */
export const viewOf = ({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength);

/** @param {Uint8Array} bytes */
export const textOf = (bytes) => new TextDecoder().decode(bytes);

/**
 * A number of 16 bits as IEEE 754 has it: a sign, five bits of exponent, ten of fraction.
 * @param {number} bits
 */
function half(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size =
    exponent === 31
      ? fraction
        ? NaN
        : Infinity
      : exponent
        ? (1 + fraction / 1024) * 2 ** (exponent - 15)
        : fraction * 2 ** -24;
  return bits >> 15 ? -size : size;
}

/** The upper half of a float. */
const cut = new DataView(new ArrayBuffer(4));

/**
 * By kind as NumPy names it: how many bytes a number takes, and how it is read.
 * @type {Readonly<Record<string, {size: number, read: (view: DataView, at: number, little: boolean) => number}>>}
 */
const KINDS = {
  f8: { size: 8, read: (view, at, little) => view.getFloat64(at, little) },
  f4: { size: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f2: { size: 2, read: (view, at, little) => half(view.getUint16(at, little)) },
  bf16: {
    size: 2,
    read(view, at, little) {
      cut.setUint16(0, view.getUint16(at, little));
      return cut.getFloat32(0);
    },
  },
  i8: { size: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  i4: { size: 4, read: (view, at, little) => view.getInt32(at, little) },
};

/** @param {string} kind */
export const isKind = (kind) => Object.hasOwn(KINDS, kind);

/**
 * All numbers that fit into the bytes.
 * @param {Uint8Array} bytes
 * @param {string} kind
 * @param {boolean} [little] whether the lowest byte comes first
 * @returns {number[]}
 */
export function numbersIn(bytes, kind, little = true) {
  const { size, read } = KINDS[kind];
  const view = viewOf(bytes);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, k) => read(view, k * size, little));
}

/**
 * How many numbers a tensor of this shape has. Throws Refused for a shape that is none, or too large.
 * @param {string} name
 * @param {readonly number[]} shape
 */
export function countOf(name, shape) {
  const count = shape.reduce((product, size) => product * size, 1);
  const whole = shape.every((size) => Number.isInteger(size) && size >= 0);
  if (!whole || count > MOST_NUMBERS) throw new Refused("many", { name, most: MOST_NUMBERS });
  return count;
}
