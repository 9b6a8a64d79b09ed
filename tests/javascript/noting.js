/** A plug-in of rollup's by which a bundle tells what of it runs. */
import { createHash } from "node:crypto";
import { relative, sep } from "node:path";

import { visit } from "./syntax.js";

/**
 * What notes of every function of the page's modules that it has run, and which functions these are.
 * @param {string} root of the project
 * @param {string} scripts the folder of the modules
 */
export function noting(root, scripts) {
  /** @type {Map<string, number>} */
  const places = new Map();
  const note = (/** @type {string} */ path, /** @type {string} */ text) => {
    const name = JSON.stringify([path, digest(text)]);
    if (!places.has(name)) places.set(name, places.size);
    return `$reached[${places.get(name)}]=1`;
  };
  const plugin = {
    name: "noting",
    transform(/** @type {string} */ code, /** @type {string} */ id) {
      if (!id.startsWith(scripts)) return null;
      /** @type {[number, string][]} */
      const inserted = [];
      visit(this.parse(code), (node) => {
        if (!/Function/.test(node.type)) return;
        const run = note(relative(root, id).split(sep).join("/"), code.slice(node.start, node.end));
        const { body } = node;
        if (body.type === "BlockStatement") inserted.push([body.start + 1, `${run};`]);
        else inserted.push([body.start, `(${run},`], [body.end, ")"]);
      });
      let text = "";
      let done = 0;
      // At one place, what closes an outer function comes after what closes an inner one: both are the same sign.
      for (const [at, what] of inserted.sort(([a], [b]) => a - b)) {
        text += code.slice(done, at) + what;
        done = at;
      }
      return { code: text + code.slice(done), map: null };
    },
  };
  return { plugin, functions: () => [...places.keys()].map((name) => JSON.parse(name)) };
}

/** @param {string} text */
const digest = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);
