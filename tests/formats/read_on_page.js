/** Reads files as the page does, in Node: names and contents as JSON on stdin, what was found as JSON on stdout. */
import { readFileSync } from "node:fs";

import { readModel } from "../../templates/scripts/formats/read.js";
import { faultOfLayers } from "../../templates/scripts/formats/layers.js";

/** @type {{name: string, content: string}[]} */
const files = JSON.parse(readFileSync(0, "utf8"));
const found = [];
for (const { name, content } of files) {
  const began = performance.now();
  const bytes = Buffer.from(content, "base64");
  try {
    const answer = await readModel({
      name,
      size: bytes.length,
      arrayBuffer: async () => new Uint8Array(bytes).buffer,
    });
    const fault = "model" in answer ? faultOfLayers(answer.model.layers) : answer.fault;
    found.push({ ...answer, fault, ms: performance.now() - began });
  } catch (error) {
    found.push({ crash: String(error) });
  }
}
process.stdout.write(JSON.stringify(found));
