/**
 * The wire format of protocol buffers, as far as a small model needs it. The same as
 * generator/formats/protobuf.py.
 *
 * @typedef {ReadonlyMap<number, readonly (number | Uint8Array)[]>} Message the values of each field, by its number
 */
import { textOf, viewOf } from "./bytes.js";
import { Refused } from "./refused.js";

const MOST_VARINT_BYTES = 10;

/**
 * Throws Refused for what is no message.
 * @param {Uint8Array} bytes
 * @returns {Message}
 */
export function readMessage(bytes) {
  /** @type {Map<number, (number | Uint8Array)[]>} */
  const fields = new Map();
  let position = 0;
  /** @param {number} length */
  const take = (length) => {
    if (!(length <= bytes.length - position)) throw new Refused("onnx");
    position += length;
    return bytes.subarray(position - length, position);
  };
  const varint = () => {
    const [number, end] = varintAt(bytes, position);
    position = end;
    return number;
  };
  /** By the kind of what follows a key. @type {Record<number, () => number | Uint8Array>} */
  const kinds = {
    0: varint,
    1: () => viewOf(take(8)).getFloat64(0, true),
    2: () => take(varint()),
    5: () => viewOf(take(4)).getFloat32(0, true),
  };
  while (position < bytes.length) {
    const key = varint();
    const kind = kinds[key % 8];
    if (!kind) throw new Refused("onnx");
    const field = Math.floor(key / 8);
    const values = fields.get(field) ?? [];
    values.push(kind());
    fields.set(field, values);
  }
  return fields;
}

/**
 * A whole number of up to ten bytes, seven bits in each, and where it ends.
 * @param {Uint8Array} bytes
 * @param {number} start
 */
function varintAt(bytes, start) {
  let number = 0;
  for (let k = 0; k < MOST_VARINT_BYTES && start + k < bytes.length; k += 1) {
    number += (bytes[start + k] & 127) * 128 ** k;
    if (bytes[start + k] < 128) return [number, start + k + 1];
  }
  throw new Refused("onnx");
}

/** @param {Uint8Array} bytes */
function varints(bytes) {
  const numbers = [];
  for (let position = 0, number; position < bytes.length; numbers.push(number)) {
    [number, position] = varintAt(bytes, position);
  }
  return numbers;
}

/**
 * What is written in a field as bytes: messages, texts, lists.
 * @param {Message | undefined} message
 * @param {number} field
 */
const parts = (message, field) => (message?.get(field) ?? []).filter((value) => value instanceof Uint8Array);

/**
 * @param {Message | undefined} message
 * @param {number} field
 */
export const messages = (message, field) => parts(message, field).map(readMessage);

/**
 * @param {Message | undefined} message
 * @param {number} field
 */
export const texts = (message, field) => parts(message, field).map(textOf);

/**
 * The whole numbers in a field, packed or one by one. Those below 0, of which no model has any, come as what they are
 * without a sign.
 * @param {Message | undefined} message
 * @param {number} field
 */
export const integers = (message, field) =>
  (message?.get(field) ?? []).flatMap((value) => (typeof value === "number" ? [value] : varints(value)));
