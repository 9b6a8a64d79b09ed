/**
 * Plants mistakes in a script by its syntax tree: the one place whose tree is that of a piece of code is replaced by
 * another piece. How either is laid out, and what comments say, makes no difference.
 *
 *   node plant.js < {"text": …, "changes": [{"within", "before", "after"}]}   prints a list of texts, or of
 *   {"fault"} where a piece is not there once
 *
 * Only the function, class or constant `within` is searched, if it is not "". `{ key: value }` as a whole piece is
 * that one entry of an object; `body` in a loop's piece is whatever its body is.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// espree comes with eslint, which stands in another folder than this file.
const espree = createRequire(new URL("../javascript/package.json", import.meta.url))("espree");
const parse = (code, sourceType = "script") =>
  espree.parse(code, { ecmaVersion: "latest", range: true, sourceType });

const { text, changes } = JSON.parse(readFileSync(0, "utf8"));
const script = parse(text, /^(import|export)\b/m.test(text) ? "module" : "script");
const PLACES = new Set(["start", "end", "range", "loc", "raw"]);

const isNode = (value) => typeof value === "object" && value !== null && typeof value.type === "string";
const partsOf = (node) =>
  Object.entries(node)
    .filter(([key]) => !PLACES.has(key))
    .flatMap(([, value]) => value)
    .filter(isNode);

/** @yields every node in a tree */
function* walk(node) {
  yield node;
  for (const part of partsOf(node)) yield* walk(part);
}

/** Whether two trees say the same. */
function isSame(one, other) {
  if (isNode(one) && one.type === "ExpressionStatement" && one.expression.name === "body") return true;
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
    return one === other;
  }
  const keys = new Set([...Object.keys(one), ...Object.keys(other)].filter((key) => !PLACES.has(key)));
  return [...keys].every((key) => isSame(one[key], other[key]));
}

/** The tree that a piece of code stands for: a statement, an expression, or one entry of an object. */
function treeOf(piece) {
  try {
    const { expression } = parse(`(${piece})`).body[0];
    const isEntry = expression.type === "ObjectExpression" && expression.properties.length === 1;
    return isEntry ? expression.properties[0] : expression;
  } catch {
    const [statement] = parse(`async () => {${piece}}`).body[0].expression.body.body;
    return statement;
  }
}

const namesOf = (node) => [node.id?.name, node.key?.name];

function planted({ within, before, after }) {
  const wanted = treeOf(before);
  const around = within ? [...walk(script)].filter((node) => namesOf(node).includes(within)) : [script];
  const found = new Set(around.flatMap((node) => [...walk(node)].filter((each) => isSame(wanted, each))));
  if (found.size !== 1) return { fault: `${before} is there ${found.size} times` };
  const [{ type, range, body }] = found;
  const isEntry = type === "Property";
  const inBraces = isEntry ? after.trim().slice(1, -1) : after;
  const whole = body ? inBraces.replace(/\bbody;/, () => text.slice(...body.range)) : inBraces;
  const isExpression = !isEntry && !/Statement|Declaration/.test(type);
  return text.slice(0, range[0]) + (isExpression ? `(${whole})` : whole) + text.slice(range[1]);
}

process.stdout.write(JSON.stringify(changes.map(planted)));
