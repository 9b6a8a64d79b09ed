/**
 * The places of a module in which a small mistake can be planted, found in its syntax tree.
 *
 *   node sites.js FILES…    prints for each file a list of [start, end, replacement, what is wrong, where], the last
 *                           being the digest of the function that it stands in, or "" where it stands in none
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// espree comes with eslint, which stands in another folder than this file.
const espree = createRequire(new URL("../javascript/package.json", import.meta.url))("espree");

const SWAPPED = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  "+=": "-=",
  "-=": "+=",
};

let text = "";
/** @type {[number, number, string, string, string][]} */
let sites = [];
/** Of the function that is being walked through. */
let within = "";
const plant = (start, end, replacement, what) => sites.push([start, end, replacement, what, within]);
const textOf = ({ start, end }) => text.slice(start, end);

const RULES = {
  BinaryExpression: swapOperator,
  LogicalExpression: swapOperator,
  AssignmentExpression: swapOperator,
  ConditionalExpression({ consequent, alternate }) {
    const swapped = `(${textOf(alternate)}) : (${textOf(consequent)})`;
    plant(consequent.start, alternate.end, swapped, "the two answers of a choice change places");
  },
  IfStatement({ test }) {
    plant(test.start, test.end, `!(${textOf(test)})`, "a condition is turned round");
  },
  UnaryExpression({ operator, start, argument }) {
    if (operator === "!") plant(start, argument.start, "", "a negation is lost");
    if (operator === "-") plant(start, argument.start, "+", "a sign is lost");
  },
  Literal(node, parent) {
    const { value, start, end } = node;
    const isName = parent.key === node || /^(Import|Export)/.test(parent.type);
    if (isName || parent.type === "ExpressionStatement") return;
    if (typeof value === "number") plant(start, end, `${value + 1}`, `${value} is ${value + 1}`);
    if (typeof value === "boolean") plant(start, end, `${!value}`, `${value} is ${!value}`);
    if (typeof value === "string" && value !== "") plant(start, end, '""', `the text "${value}" is empty`);
  },
  ExpressionStatement({ expression, start, end }) {
    if (expression.type === "CallExpression") plant(start, end, ";", "a call is not made");
  },
  ArrayExpression({ elements }) {
    if (elements.length > 1) dropOne(elements, "an element of a list is lost");
  },
  ObjectExpression({ properties }) {
    if (properties.length > 1) dropOne(properties.filter(isSomething), "a property is lost");
  },
  CallExpression({ arguments: given }) {
    if (given.length > 1) dropOne(given.slice(1).filter(isSomething), "an argument is lost", "undefined");
  },
};

/** Nothing in the place of nothing would be no mistake. */
const isSomething = (node) =>
  !/^(\{\}|\[\]|null|undefined|false)$/.test(textOf(node.value?.type ? node.value : node));

function swapOperator({ operator, left, right }) {
  if (!(operator in SWAPPED)) return;
  const start = left.end + text.slice(left.end, right.start).lastIndexOf(operator);
  plant(start, start + operator.length, SWAPPED[operator], `${operator} is ${SWAPPED[operator]}`);
}

function dropOne(nodes, what, left = "") {
  for (const node of nodes) {
    if (node === null) continue;
    const comma = left === "" && text.slice(node.end).match(/^\s*,/);
    plant(node.start, node.end + (comma ? comma[0].length : 0), left, `${what}: ${textOf(node)}`);
  }
}

function walk(node, parent) {
  const outside = within;
  if (/Function/.test(node.type)) within = digest(textOf(node));
  RULES[node.type]?.(node, parent);
  for (const child of Object.values(node).flat()) {
    if (typeof child?.type === "string") walk(child, node);
  }
  within = outside;
}

/** As `bundle.js reached` has it. */
const digest = (of) => createHash("sha256").update(of).digest("hex").slice(0, 16);

function sitesIn(file) {
  [text, sites] = [readFileSync(file, "utf8"), []];
  const program = espree.parse(text, { ecmaVersion: "latest", sourceType: "module" });
  walk(program, program);
  return sites;
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(sitesIn)));
