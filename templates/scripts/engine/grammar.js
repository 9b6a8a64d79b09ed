/**
 * The grammar of formulas: tokens -> operations in the order in which they are carried out; the same as
 * generator/engine/grammar.py.
 *
 * @typedef {import("./tokens.js").Token} Token
 *
 * @typedef {object} Statement a line
 * @property {string} name
 * @property {Token} start its first token
 * @property {Token[]} body the tokens of its expression, "end" included
 *
 * @typedef {object} Builder what becomes of a line; each method gives the index of a node and may throw an
 *   ExpressionFault
 * @property {(token: Token) => number} addNumber
 * @property {(token: Token) => number} addName
 * @property {(op: string, parents: number[], token: Token) => number} addOperation of the table, for which
 *   `token` stands in the text
 */
import { OPS } from "./operations/table.js";
import { ExpressionFault, asciiName, faultAt } from "./tokens.js";

/**
 * Name in a formula -> key of OPS.
 * @type {Readonly<Record<string, string>>}
 */
export const FUNCTIONS = Object.freeze(
  Object.fromEntries(
    Object.entries(OPS).flatMap(([op, { called }]) => (called === null ? [] : [[called, op]])),
  ),
);

/** The name of the last line where it has none. */
const UNNAMED = "L";

/** @type {Readonly<Record<string, string>>} */
const SIGN_OPERATIONS = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "^": "power",
  negate: "negate",
};
/** @type {Readonly<Record<string, number>>} */
const BINDING = { "+": 1, "-": 1, "*": 2, "/": 2, negate: 3, "^": 4 };
const RUNS = new Set(["+", "*"]);

/** @param {Token} token */
const isFunction = (token) => Object.hasOwn(FUNCTIONS, token.text);

/**
 * The lines by their names, in their order.
 * @param {Token[][]} lines
 * @returns {Map<string, Statement>}
 * @throws {ExpressionFault}
 */
export function readStatements(lines) {
  if (lines.length === 0) throw new ExpressionFault("empty", { line: 1, column: 1 }, "");
  /** @type {Map<string, Statement>} */
  const statements = new Map();
  for (const tokens of lines) {
    const [start, second] = tokens;
    const named = start.kind === "name" && second.kind === "=";
    const body = named ? tokens.slice(2) : tokens;
    const name = named ? asciiName(start.text) : UNNAMED;
    const stray = body.find((token) => token.kind === "=");
    if (stray) throw faultAt("assignment", stray);
    if (named && isFunction(start)) throw faultAt("function_name", start);
    if (!named && tokens !== lines[lines.length - 1]) throw faultAt("unnamed", start);
    const before = statements.get(name);
    if (before) throw new ExpressionFault("twice", start, named ? start.text : UNNAMED, before.start.line);
    statements.set(name, { name, start, body });
  }
  return statements;
}

/**
 * An operator or an open parenthesis, and how many operands it has with the one that comes next; `callee` is
 * the name before a parenthesis that holds arguments.
 * @typedef {{kind: string, token: Token, operands: number, callee: Token | null}} Waiting
 */

/**
 * The node of a line's expression, by operator precedence: an operator waits on a stack until what follows
 * binds no tighter. Nothing here calls itself, so no nesting is too deep.
 * @param {Token[]} body
 * @param {Builder} builder
 * @returns {number}
 * @throws {ExpressionFault}
 */
export function readBody(body, builder) {
  /** @type {number[]} */
  const operands = [];
  /** @type {Waiting[]} */
  const waiting = [];
  /** @type {Token | null} */
  let callee = null;
  let wantsOperand = true;

  /**
   * A token where an operand may begin; whether one is still wanted.
   * @param {Token} token
   */
  function readOperand(token) {
    if (token.kind === "number") {
      operands.push(builder.addNumber(token));
      return false;
    }
    if (token.kind === "name") {
      if (isFunction(token)) throw faultAt("function_name", token);
      operands.push(builder.addName(token));
      return false;
    }
    if (token.kind !== "(" && token.kind !== "-") {
      throw faultAt(token.kind === "end" ? "unfinished" : "value", token);
    }
    waiting.push({ kind: token.kind === "(" ? "(" : "negate", token, operands: 1, callee });
    return true;
  }

  /**
   * A token after an operand; whether another operand is wanted.
   * @param {Token} token
   */
  function readOperator(token) {
    if (!Object.hasOwn(BINDING, token.kind) && ![")", ",", "end"].includes(token.kind)) {
      throw faultAt("operator", token);
    }
    settle(token.kind);
    const innermost = waiting[waiting.length - 1];
    if (Object.hasOwn(BINDING, token.kind)) {
      if (innermost?.kind === token.kind && RUNS.has(token.kind)) innermost.operands += 1;
      else waiting.push({ kind: token.kind, token, operands: 2, callee: null });
      return true;
    }
    if (token.kind === ",") {
      if (!innermost?.callee) throw faultAt("comma", token);
      innermost.operands += 1;
      return true;
    }
    if (token.kind === ")") {
      if (!innermost) throw faultAt("unopened", token);
      waiting.pop();
      close(innermost);
    } else if (innermost) {
      throw faultAt("unclosed", innermost.token);
    }
    return false;
  }

  /**
   * Carry out what binds tighter than the sign that comes next, or as tight and from left to right.
   * @param {string} kind
   */
  function settle(kind) {
    while (waiting.length > 0 && waiting[waiting.length - 1].kind !== "(") {
      const last = waiting[waiting.length - 1];
      const difference = BINDING[last.kind] - (BINDING[kind] ?? 0);
      const goesOn = kind === "^" || (RUNS.has(kind) && kind === last.kind);
      if (difference < 0 || (difference === 0 && goesOn)) return;
      waiting.pop();
      apply(SIGN_OPERATIONS[last.kind], last);
    }
  }

  /** @param {Waiting} parenthesis */
  function close(parenthesis) {
    const called = parenthesis.callee;
    if (!called) return;
    const several = OPS[FUNCTIONS[called.text]].arity === null;
    if (several !== parenthesis.operands > 1) {
      throw faultAt(several ? "more_arguments" : "one_argument", called);
    }
    apply(FUNCTIONS[called.text], parenthesis);
  }

  /**
   * @param {string} op
   * @param {Waiting} complete
   */
  function apply(op, complete) {
    const parents = operands.splice(operands.length - complete.operands);
    operands.push(builder.addOperation(op, parents, complete.callee ?? complete.token));
  }

  for (const [position, token] of body.entries()) {
    if (!wantsOperand) {
      wantsOperand = readOperator(token);
    } else if (token.kind === "name" && body[position + 1].kind === "(") {
      if (!isFunction(token)) throw faultAt("function", token, Object.keys(FUNCTIONS).join(", "));
      callee = token;
    } else {
      wantsOperand = readOperand(token);
      callee = null;
    }
  }
  return operands[0];
}
