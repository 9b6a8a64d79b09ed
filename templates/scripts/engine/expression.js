/**
 * Formulas as text, such as `L = (tanh(w*x + b) - y)^2`, and the graph of elementary operations of one. The
 * grammar is described, and read alike, in generator/engine/expression.py.
 *
 * @typedef {import("./graph.js").GraphNode} GraphNode
 * @typedef {import("./grammar.js").Statement} Statement
 *
 * @typedef {object} FormulaLine
 * @property {number} number of the line in the text
 * @property {string} name of the node that it computes
 * @property {string} text its expression as typed
 *
 * @typedef {object} Expression a formula that has been read
 * @property {import("./graph.js").Graph} graph its leaves are the names and the constants; a forward pass
 *   needs both
 * @property {string[]} names the free names in the order in which they appear, Greek letters by their names
 * @property {Record<string, number>} constants the numbers in the text
 * @property {FormulaLine[]} lines
 */
import { CONSTANTS, UPDATES, readBody, readStatements } from "./grammar.js";
import { LEAF, createGraph } from "./graph.js";
import { symbolOf } from "./symbols.js";
import { ExpressionFault, faultAt, numberOf, scan, splitLines } from "./tokens.js";

export { CONSTANTS } from "./grammar.js";

/** A run of n additions or multiplications counts as n. */
export const MOST_OPERATIONS = 200;

const MINUS = "−";

/**
 * The formula in a text, or where the text stops being one, and why. Nothing is ever thrown. The names that are
 * given are free even if they are those of constants.
 * @param {string} text
 * @param {readonly string[]} [given]
 * @returns {{expression: Expression} | {fault: import("./tokens.js").Fault}}
 */
export function parseExpression(text, given = []) {
  try {
    return { expression: readExpression(text, given) };
  } catch (error) {
    if (error instanceof ExpressionFault) return { fault: error.fault };
    throw error;
  }
}

/**
 * @param {string} text
 * @param {readonly string[]} given
 * @returns {Expression}
 * @throws {ExpressionFault}
 */
function readExpression(text, given) {
  const statements = readStatements(scan(text));
  const tree = new ExpressionTree(statements, given);
  for (const statement of statements) tree.addLine(statement);
  const nodes = tree.finishedNodes();
  const typed = splitLines(text);
  return {
    graph: createGraph(nodes),
    names: nodes.filter((node) => node.role === "parameter").map((node) => node.name),
    constants: Object.fromEntries([...tree.constants].map(([i, number]) => [nodes[i].name, number])),
    lines: statements.map((statement, k) => formulaLine(statement, nodes[tree.computed[k]].name, typed)),
  };
}

/**
 * @param {Statement} statement
 * @param {string} name
 * @param {string[]} typed
 * @returns {FormulaLine}
 */
function formulaLine({ start, update, body }, name, typed) {
  const { line, column } = update ? start : body[0];
  return { number: line, name, text: typed[line - 1].slice(column - 1, body[body.length - 1].column - 1) };
}

/** The nodes of a formula, line by line. At first only free names and lines have one. */
class ExpressionTree {
  /**
   * @param {Statement[]} statements
   * @param {readonly string[]} given
   */
  constructor(statements, given) {
    /** @type {Map<number, number>} */
    this.constants = new Map();
    /** @type {number[]} */
    this.computed = [];
    this.statements = statements;
    this.given = given;
    /** @type {GraphNode[]} */
    this.nodes = [];
    /** @type {Map<string, number>} */
    this.known = new Map();
    this.typed = new Set(statements.flatMap(({ start, body }) => [start, ...body].map(({ means }) => means)));
    this.present = "";
    this.operations = 0;
  }

  /** @param {Statement} statement */
  addLine(statement) {
    const { name, start, body, update } = statement;
    this.present = name;
    const before = update ? this.addName(start) : 0;
    let i = readBody(body, this);
    if (update) i = this.addOperation(UPDATES[update.kind], [before, i], update);
    // A line that only repeats another name is a node of its own all the same.
    else if (this.nodes[i].name !== "") i = this.addOperation("identity", [i], start);
    this.nodes[i] = { ...this.nodes[i], name: this.newName(statement), symbol: symbolOfLine(statement) };
    this.known.set(name, i);
    this.computed.push(i);
  }

  /**
   * The line's name, or for another value of a name that has one c_2, c_3 …, but for those in the text.
   * @param {Statement} statement
   */
  newName({ name, version }) {
    if (version === 1) return name;
    const taken = (/** @type {string} */ one) =>
      this.typed.has(one) || this.nodes.some((node) => node.name === one);
    let number = version;
    while (taken(`${name}_${number}`)) number += 1;
    return `${name}_${number}`;
  }

  /** @param {import("./tokens.js").Token} token */
  addNumber({ means }) {
    const i = this.add("", [means, ""], "constant", LEAF);
    this.constants.set(i, numberOf(means));
    return i;
  }

  /** @param {import("./tokens.js").Token} token */
  addName(token) {
    const name = token.means;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const first = this.first(name);
    if (first) {
      throw faultAt(this.reads(name, this.present) ? "circular" : "early", token, first.start.line);
    }
    const isConstant = Object.hasOwn(CONSTANTS, name) && !this.given.includes(name);
    const i = this.add(name, symbolOf(name), isConstant ? "constant" : "parameter", LEAF);
    if (isConstant) this.constants.set(i, CONSTANTS[name]);
    this.known.set(name, i);
    return i;
  }

  /**
   * @param {string} op
   * @param {number[]} parents
   * @param {import("./tokens.js").Token} token
   */
  addOperation(op, parents, token) {
    if (op === "negate" && this.constants.has(parents[0]) && this.nodes[parents[0]].name === "") {
      return this.turnSign(parents[0]);
    }
    this.operations += Math.max(1, parents.length - 1);
    if (this.operations > MOST_OPERATIONS) throw faultAt("many", token, MOST_OPERATIONS);
    return this.add("", ["", ""], "operation", op, parents);
  }

  /**
   * The nodes, all with a name; refused are a line of no use, and a formula in which nothing can be changed.
   */
  finishedNodes() {
    const { nodes } = this;
    const needed = new Set([nodes.length - 1]);
    for (let i = nodes.length - 1; i >= 0; i -= 1) {
      if (needed.has(i)) nodes[i].parents.forEach((parent) => needed.add(parent));
    }
    this.statements.forEach(({ start }, k) => {
      if (!needed.has(this.computed[k])) throw faultAt("unused", start);
    });
    if (nodes.every((node) => node.role !== "parameter")) {
      throw faultAt("constant", this.statements[this.statements.length - 1].body[0]);
    }
    nodes[nodes.length - 1] = { ...nodes[nodes.length - 1], role: "loss" };
    this.numberUnnamed("v", "operation");
    this.numberUnnamed("c", "constant");
    return nodes;
  }

  /**
   * Call them v1, v2 …, passing over names that the text itself uses; a number is still shown as it was
   * typed.
   * @param {string} letter
   * @param {GraphNode["role"]} role
   */
  numberUnnamed(letter, role) {
    const taken = new Set(this.nodes.map((node) => node.name));
    let number = 0;
    this.nodes.forEach((node, i) => {
      if (node.name !== "" || node.role !== role) return;
      do number += 1;
      while (taken.has(`${letter}${number}`));
      const name = `${letter}${number}`;
      this.nodes[i] = { ...node, name, symbol: role === "constant" ? node.symbol : symbolOf(name) };
    });
  }

  /**
   * −2 is a number, not an operation.
   * @param {number} i
   */
  turnSign(i) {
    const [typed] = this.nodes[i].symbol;
    const symbol = typed.startsWith(MINUS) ? typed.slice(1) : MINUS + typed;
    this.nodes[i] = { ...this.nodes[i], symbol: [symbol, ""] };
    this.constants.set(i, 0 - /** @type {number} */ (this.constants.get(i))); // −0 is 0
    return i;
  }

  /**
   * The first line of a name.
   * @param {string} name
   */
  first(name) {
    return this.statements.find((statement) => statement.name === name);
  }

  /**
   * Whether the line called `name` reads `wanted`, itself or by way of other lines.
   * @param {string} name
   * @param {string} wanted
   */
  reads(name, wanted) {
    const reached = new Set([name]);
    for (const each of reached) {
      for (const token of this.first(each)?.body ?? []) if (token.kind === "name") reached.add(token.means);
    }
    return reached.has(wanted);
  }

  /**
   * @param {string} name
   * @param {[string, string]} symbol
   * @param {GraphNode["role"]} role
   * @param {string} op
   * @param {number[]} [parents]
   */
  add(name, symbol, role, op, parents = []) {
    this.nodes.push({ name, symbol, role, op, parents, neuron: null });
    return this.nodes.length - 1;
  }
}

/**
 * The symbol of a line's name; a prime says that it has another value, one for each.
 * @param {Statement} statement
 * @returns {[string, string]}
 */
function symbolOfLine({ name, version }) {
  const [base, subscript] = symbolOf(name);
  return [base + "′".repeat(version - 1), subscript];
}
