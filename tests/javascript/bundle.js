/**
 * Bundles the ES modules of templates/scripts, with rollup and terser, for `make script` and for the tests.
 *
 *   node bundle.js build         the page's scripts, as JSON: a text for each of page.js, frame.js and early.js
 *   node bundle.js entry FILE    one module with all that it imports; its exports are those of `exported`
 *   node bundle.js small FILE    the same, minified as the page's script is
 *   node bundle.js several       many, each with one module changed, and none made smaller: for every line of JSON
 *                                {file, text, entries, page} it gives one, with the text of each entry and of the page's
 *                                scripts, or a fault
 *   node bundle.js reached FILES…  for each file the same bundle, which notes in `$reached` what functions of it run:
 *                                {bundles: {file: text}, functions: [[path, its digest]]}, a function for every place there
 */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { rollup } from "rollup";
import { parseAst } from "rollup/parseAst";
import { minify } from "terser";

import { noting } from "./noting.js";
import { visit } from "./syntax.js";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const SCRIPTS = join(ROOT, "templates", "scripts");
const MAIN = join(SCRIPTS, "main.js");
const FRAME = join(SCRIPTS, "frame.js");
/** Where modules stand that this file makes up. */
const MADE = "\0made:";
const SHIPPED = "\0shipped:";

/**
 * The folders of the page's modules in the order in which it carries them. What is alike repeats, and what repeats
 * within 32 KB takes less after gzip: so a folder stays together, where its imports allow that.
 */
const FOLDERS = ["engine", "training", "formats", "lesson", "view", "page"];

/** What the build may not compute for itself: it compares the numbers of the text that is shipped. */
const ONLY_SHIPPED = /^(engine\/|lesson\/|model\.js$)/;

/**
 * What repeats takes less after gzip: functions that stay where they are, comparisons as they are written. Reading a
 * property does nothing here but for what is made when it is asked for, and `function` is not used for its
 * `this`.
 * @type {import("terser").CompressOptions}
 */
const SMALLER = {
  ecma: 2020,
  passes: 3,
  inline: 1,
  lhs_constants: false,
  pure_getters: true,
  unsafe_arrows: true,
};

/**
 * A module that is another for a while, where bundles are made `several` at a time; what has been parsed is kept then.
 * @type {import("rollup").Plugin | null}
 */
let changed = null;
/** @type {Map<string, import("rollup").RollupCache | undefined>} */
const caches = new Map();

/**
 * One script from many modules.
 * @param {string} entry a file, or the text of a module
 * @param {import("rollup").Plugin[]} plugins
 * @param {import("rollup").OutputOptions} [output]
 */
async function joined(entry, plugins = [], output) {
  const file = entry.endsWith(".js") ? entry : `${MADE}entry`;
  /** @type {import("rollup").Plugin} */
  const made = {
    name: "made",
    resolveId: (source) => (source === file ? file : null),
    load: (id) => (id === `${MADE}entry` ? entry : null),
  };
  const bundle = await rollup({
    input: file,
    plugins: [made, ...(changed ? [changed] : []), ...plugins],
    cache: changed ? caches.get(file) : false,
    treeshake: { propertyReadSideEffects: false },
    onwarn(warning) {
      // A circle of imports, a name that is exported twice: what another bundler warns of is a mistake here.
      if (warning.code !== "EMPTY_BUNDLE") throw Object.assign(new Error(warning.message), warning);
    },
  });
  if (changed && plugins.length === 0) caches.set(file, bundle.cache);
  const { output: chunks } = await bundle.generate({
    format: "iife",
    generatedCode: "es2015",
    esModule: false,
    externalLiveBindings: false,
    indent: false,
    ...output,
  });
  return chunks[0];
}

/**
 * `const` as `let`, which terser joins with its neighbours; that no constant is assigned to, `make lint` has seen.
 * @param {string} text
 */
function withLet(text) {
  /** @type {number[]} */
  const places = [];
  visit(parseAst(text), (node) => {
    if (node.type === "VariableDeclaration" && node.kind === "const") places.push(node.start);
  });
  // Piece by piece: the whole text made anew at each of thousands of places takes longer than all the rest.
  let [written, done] = ["", 0];
  for (const start of places.sort((a, b) => a - b)) {
    written += `${text.slice(done, start)}let`;
    done = start + "const".length;
  }
  return written + text.slice(done);
}

/** @param {string} text */
async function small(text) {
  if (changed) return text;
  const { code } = await minify(withLet(text), { ecma: 2020, compress: SMALLER, mangle: true });
  return `${code}\n`;
}

/**
 * The three scripts of a page. `frame.js` runs after `page.js`, and only where there is no document: what both need is
 * in `page.js` alone, which hands it over in a list.
 */
async function build() {
  const page = await joined(MAIN);
  const shipped = new Map(Object.entries(page.modules).map(([id, module]) => [id, module.renderedExports]));
  const first = await joined(FRAME, [takenFrom(shipped)], { name: "exported" });
  const taken = Object.entries(first.modules)
    .filter(([id]) => id.startsWith(SHIPPED))
    .flatMap(([id, module]) => module.renderedExports.map((name) => ({ id: id.slice(SHIPPED.length), name })))
    .sort((a, b) => (`${a.id} ${a.name}` < `${b.id} ${b.name}` ? -1 : 1));
  const copied = Object.entries(first.modules)
    .filter(([id, module]) => ONLY_SHIPPED.test(shown(id)) && module.renderedLength > 0)
    .map(([id, module]) => `${shown(id)} (${module.renderedExports})`);
  if (copied.length > 0) {
    throw new Error(`the build would compute with a copy, not with what is shipped: ${copied.join(", ")}`);
  }
  const folder = (/** @type {string} */ id) => FOLDERS.findIndex((name) => shown(id).startsWith(`${name}/`));
  const entry = [
    ...Object.keys(page.modules)
      .filter((id) => folder(id) >= 0)
      .sort((a, b) => folder(a) - folder(b) || (a < b ? -1 : 1))
      .map((id) => `import ${JSON.stringify(id)};`),
    `import ${JSON.stringify(MAIN)};`,
    ...taken.map(({ id, name }, k) => `import { ${name} as n${k} } from ${JSON.stringify(id)};`),
    `if (typeof document === "undefined") globalThis.shipped = [${taken.map((_, k) => `n${k}`)}];`,
  ].join("\n");
  const frame = await joined(FRAME, [takenFrom(shipped, taken)], { name: "exported" });
  return {
    "page.js": await small((await joined(entry)).code),
    "frame.js": await small(frame.code),
    "early.js": await small(readFileSync(join(SCRIPTS, "early.js"), "utf8")),
  };
}

/**
 * Imports of what is shipped are taken from the list that the page's script hands over.
 * @param {Map<string, string[]>} shipped module -> what of it the page's script has
 * @param {{id: string, name: string}[]} [taken] the list; where it is not known yet, the names alone count
 * @returns {import("rollup").Plugin}
 */
function takenFrom(shipped, taken = []) {
  return {
    name: "taken-from-shipped",
    resolveId: (source) => (source.startsWith(SHIPPED) ? source : null),
    load(id) {
      if (!id.startsWith(SHIPPED)) return null;
      const file = id.slice(SHIPPED.length);
      const place = (/** @type {string} */ name) =>
        taken.findIndex((one) => one.id === file && one.name === name);
      return (shipped.get(file) ?? [])
        .map((name) => `export const ${name} = globalThis.shipped[${place(name)}];`)
        .join("\n");
    },
    transform(code, id) {
      if (id.startsWith("\0")) return null;
      const imports = this.parse(code).body.filter((node) => node.type === "ImportDeclaration");
      let text = code;
      for (const node of imports.reverse()) {
        const file = resolve(dirname(id), String(node.source.value));
        const names = node.specifiers.map((each) => {
          if (each.type !== "ImportSpecifier" || each.imported.type !== "Identifier") {
            throw new Error(
              `${shown(id)}: only names can be taken from what is shipped: import { … } from "…"`,
            );
          }
          return { name: each.imported.name, written: `${each.imported.name} as ${each.local.name}` };
        });
        const has = (/** @type {{name: string}} */ each) => shipped.get(file)?.includes(each.name) ?? false;
        const from = (/** @type {typeof names} */ some, /** @type {string} */ source) =>
          some.length > 0
            ? `import { ${some.map(({ written }) => written)} } from ${JSON.stringify(source)};`
            : "";
        const replacement =
          from(names.filter(has), SHIPPED + file) +
          from(
            names.filter((each) => !has(each)),
            file,
          );
        text = text.slice(0, node.start) + replacement + text.slice(node.end);
      }
      return { code: text, map: null };
    },
  };
}

/** @param {string[]} entries */
async function notingBundles(entries) {
  const { plugin, functions } = noting(ROOT, SCRIPTS);
  const bundles = {};
  for (const entry of entries) {
    const { code } = await joined(resolve(entry), [plugin], { name: "exported" });
    bundles[entry] = `globalThis.$reached ??= [];${code}`;
  }
  return { bundles, functions: functions() };
}

/** @param {{file: string, text: string, entries: string[], page: boolean}} asked */
async function changedBundles({ file, text, entries, page }) {
  const path = resolve(file);
  changed = { name: "changed", load: (id) => (id === path ? text : null) };
  const made = page ? await build() : {};
  for (const entry of entries) made[entry] = (await joined(resolve(entry), [], { name: "exported" })).code;
  return made;
}

/** @param {string} id */
const shown = (id) => relative(SCRIPTS, id).split(sep).join("/");

/** @param {any} error */
function sentence(error) {
  const { message, loc, id } = error;
  const file = loc?.file ?? id;
  const where = file
    ? `${relative(ROOT, file).split(sep).join("/")}${loc ? `, line ${loc.line}` : ""}: `
    : "";
  return where + String(message).split("\n")[0];
}

const [command, file = ""] = process.argv.slice(2);
try {
  if (command === "build") {
    process.stdout.write(JSON.stringify(await build()));
  } else if (command === "reached") {
    process.stdout.write(JSON.stringify(await notingBundles(process.argv.slice(3))));
  } else if (command === "several") {
    for await (const line of createInterface({ input: process.stdin })) {
      const answer = await changedBundles(JSON.parse(line)).catch((error) => ({ fault: sentence(error) }));
      process.stdout.write(`${JSON.stringify(answer)}\n`);
    }
  } else {
    const { code } = await joined(resolve(file), [], { name: "exported" });
    process.stdout.write(command === "small" ? await small(code) : code);
  }
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = 1;
}
