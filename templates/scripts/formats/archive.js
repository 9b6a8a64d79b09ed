/** Zip files, read within bounds. */
import { textOf, viewOf } from "./bytes.js";
import { Refused } from "./refused.js";

/** The most that is read of a file, unpacked, as in generator/formats/model.py. */
export const MOST_BYTES = 64 * 2 ** 20;
const SIGNATURE = { end: 0x06054b50, entry: 0x02014b50, local: 0x04034b50 };
const SIZE = { end: 22, entry: 46, local: 30 };
/** What stands behind the end: a comment at most. */
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** @typedef {(bytes: Uint8Array, size: number) => Promise<Uint8Array>} Inflate raw deflate, of so many bytes */

/**
 * The files of a zip file by name, each unpacked when it is asked for. Throws Refused.
 * @param {Uint8Array} bytes
 * @param {Inflate} unpack
 * @returns {Map<string, () => Promise<Uint8Array>>}
 */
export function readArchive(bytes, unpack) {
  const view = viewOf(bytes);
  const broken = () => new Refused("zip");
  const u16 = (/** @type {number} */ at) => view.getUint16(at, true);
  const u32 = (/** @type {number} */ at) => view.getUint32(at, true);
  const first = Math.max(0, bytes.length - SIZE.end - LONGEST_COMMENT);
  let end = bytes.length - SIZE.end;
  while (end >= first && u32(end) !== SIGNATURE.end) end -= 1;
  if (end < first) throw broken();

  /** @type {Map<string, () => Promise<Uint8Array>>} */
  const members = new Map();
  let total = 0;
  try {
    for (let left = u16(end + 10), at = u32(end + 16); left > 0; left -= 1) {
      if (u32(at) !== SIGNATURE.entry) throw broken();
      const [method, packed, size] = [u16(at + 10), u32(at + 20), u32(at + 24)];
      const [nameLength, extra, comment] = [u16(at + 28), u16(at + 30), u16(at + 32)];
      const local = u32(at + 42);
      const name = textOf(bytes.subarray(at + SIZE.entry, at + SIZE.entry + nameLength));
      if (u32(local) !== SIGNATURE.local) throw broken();
      const start = local + SIZE.local + u16(local + 26) + u16(local + 28);
      if (start + packed > bytes.length || (method !== STORED && method !== DEFLATED)) throw broken();
      total += size;
      if (total > MOST_BYTES) throw new Refused("large", { most: MOST_BYTES / 2 ** 20 });
      const content = bytes.subarray(start, start + packed);
      members.set(name, async () => {
        const data = method === STORED ? content : await unpack(content, size).catch(() => null);
        if (data?.length !== size) throw new Refused("member", { name });
        return data;
      });
      at += SIZE.entry + nameLength + extra + comment;
    }
  } catch (error) {
    // A place outside the file.
    throw error instanceof RangeError ? broken() : error;
  }
  return members;
}

/**
 * What the browser unpacks, no more than is said.
 * @type {Inflate}
 */
export async function inflate(bytes, size) {
  const packed = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]).stream();
  const reader = packed.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const data = new Uint8Array(size);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return data.subarray(0, length);
    if (length + value.length > size) {
      await reader.cancel();
      return new Uint8Array();
    }
    data.set(value, length);
    length += value.length;
  }
}
