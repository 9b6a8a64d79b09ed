/**
 * Files of models, whose format their name says. What reads them here is what generator/formats reads, without
 * what would need a library.
 *
 * @typedef {(bytes: Uint8Array, inflate: import("./archive.js").Inflate) => Promise<import("./layers.js").ModelFile>} Reader
 */
import { inflate, MOST_BYTES } from "./archive.js";
import { readNpz } from "./npz.js";
import { readOnnx } from "./onnx.js";
import { readPytorch } from "./pytorch.js";
import { Refused } from "./refused.js";
import { readSafetensors } from "./safetensors.js";

/** @type {Readonly<Record<string, Reader>>} */
const READERS = {
  pt: readPytorch,
  pth: readPytorch,
  safetensors: readSafetensors,
  npz: readNpz,
  onnx: readOnnx,
};

/** What the page opens, by the end of its name. */
export const ENDINGS = Object.freeze(Object.keys(READERS).map((name) => `.${name}`));

/**
 * @param {{name: string, size: number, arrayBuffer: () => Promise<ArrayBuffer>}} file
 * @param {import("./archive.js").Inflate} [unpack]
 * @returns {Promise<{model: import("./layers.js").ModelFile} | {fault: import("./layers.js").Fault}>}
 */
export async function readModel(file, unpack = inflate) {
  try {
    const ending = file.name.split(".").at(-1)?.toLowerCase() ?? "";
    if (!Object.hasOwn(READERS, ending)) throw new Refused("format", { expected: ENDINGS.join(", ") });
    if (file.size > MOST_BYTES) throw new Refused("large", { most: MOST_BYTES / 2 ** 20 });
    return { model: await READERS[ending](new Uint8Array(await file.arrayBuffer()), unpack) };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}
