/**
 * The grammar of formulas: tokens -> operations in the order in which they are carried out; the same as
 * generator/engine/grammar.py.
 *
 * @typedef {import("./tokens.js").Token} Token
 *
 * @typedef {object} Statement a line
 * @property {string} name that it gives a value
 * @property {Token} start its first token
 * @property {Token[]} body the tokens of its expression, "end" included
 * @property {Token | null} update the sign of an assignment that goes on from the value that the name has
 * @property {number} version counts the lines of this name, from 1
 *
 * @typedef {object} Builder what becomes of a line; each method gives the index of a node and may throw an
 *   ExpressionFault
 * @property {(token: Token) => number} addNumber
 * @property {(token: Token) => number} addName
 * @property {(op: string, parents: number[], token: Token) => number} addOperation of the table, for which
 *   `token` stands in the text
 */
import { OPS } from "./operations/table.js";
import { ExpressionFault, faultAt } from "./tokens.js";

/**
 * Name in a formula -> key of OPS.
 * @type {Readonly<Record<string, string>>}
 */
export const FUNCTIONS = Object.freeze(
  Object.fromEntries(
    Object.entries(OPS).flatMap(([op, { called }]) => (called === null ? [] : [[called, op]])),
  ),
);

/**
 * Names that mean these numbers, unless a line, or whoever gives the numbers, makes them mean others.
 * @type {Readonly<Record<string, number>>}
 */
export const CONSTANTS = Object.freeze({ e: Math.E, pi: Math.PI });

/** The name of the last line where it has none. */
const UNNAMED = "L";

/**
 * Sign of an assignment that goes on from the value so far -> key of OPS.
 * @type {Readonly<Record<string, string>>}
 */
export const UPDATES = { "+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide" };

/** @param {string} names */
const alike = (names) => Object.fromEntries(names.split(" ").map((name) => [name, name]));
const LAYERS = "sigmoid relu leaky_relu elu softplus silu mish";
const PLAIN = {
  ...alike("exp log sqrt sin cos tanh abs e pi"),
  ...{ absolute: "abs", fabs: "abs", maximum: "max", minimum: "min" },
};
const TORCH = { ...PLAIN, ...alike(`${LAYERS} gelu`) };
/**
 * What is called alike elsewhere, and computes the same: module -> its name -> ours.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const MODULES = {
  np: PLAIN,
  numpy: PLAIN,
  math: PLAIN,
  jnp: PLAIN,
  "jax.numpy": PLAIN,
  torch: TORCH,
  F: TORCH,
  "torch.nn.functional": TORCH,
  "nn.functional": TORCH,
  "jax.nn": { tanh: "tanh", swish: "silu", ...alike(LAYERS) }, // its gelu is another
  "jax.lax": { stop_gradient: "stop" },
  lax: { stop_gradient: "stop" },
};

/**
 * What is no function here, and how to write it.
 * @type {Readonly<Record<string, string>>}
 */
const INSTEAD = {
  square: "a^2",
  power: "a^b",
  pow: "a^b",
  tan: "sin(a)/cos(a)",
  log2: "log(a)/log(2)",
  log10: "log(a)/log(10)",
  log1p: "log(1 + a)",
  expm1: "exp(a) - 1",
  reciprocal: "1/a",
  rsqrt: "1/sqrt(a)",
  sinh: "(exp(a) - exp(-a))/2",
  cosh: "(exp(a) + exp(-a))/2",
  dot: "a sum of products",
  sum: "a sum with +",
  mean: "a sum, divided",
  detach: "stop(a)",
  stop_gradient: "stop(a)",
};

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
const isFunction = ({ kind, means }) => kind === "name" && Object.hasOwn(FUNCTIONS, means);

/** @param {Token} token */
const assigns = ({ kind }) => kind === "=" || Object.hasOwn(UPDATES, kind);

/**
 * Whether an exponent was typed as one, such as ²: where it ends is clear.
 * @param {Token} token
 */
const isRaised = ({ kind, text }) => kind === "^" && text !== "^" && text !== "**";

const functionNames = () => Object.keys(FUNCTIONS).join(", ");

/**
 * The lines in their order.
 * @param {Token[][]} lines
 * @returns {Statement[]}
 * @throws {ExpressionFault}
 */
export function readStatements(lines) {
  if (lines.length === 0) throw new ExpressionFault("empty", { line: 1, column: 1 }, "");
  /** @type {Statement[]} */
  const statements = [];
  for (const tokens of resolved(lines)) {
    const [start, second] = tokens;
    const sign = start.kind === "name" && assigns(second) ? second : null;
    const body = sign ? tokens.slice(2) : tokens;
    const name = sign ? start.means : UNNAMED;
    const stray = body.find(assigns);
    if (stray) throw faultAt("assignment", stray);
    if (sign && isFunction(start)) throw faultAt("function_name", start);
    if (!sign && statements.length < lines.length - 1) throw faultAt("unnamed", start);
    const version = 1 + statements.filter((statement) => statement.name === name).length;
    statements.push({ name, start, body, update: sign && sign.kind !== "=" ? sign : null, version });
  }
  return statements;
}

/**
 * The same, in which every name that others have for a function or a constant means what it means here.
 * @param {Token[][]} lines
 */
function resolved(lines) {
  const hasSigma = lines.some((tokens) =>
    tokens.some(({ means }, k) => means === "sigma" && tokens[k + 1].kind !== "("),
  );
  return lines.map((tokens) =>
    tokens.map((token, k) => (token.kind === "name" ? meant(token, tokens[k + 1], hasSigma) : token)),
  );
}

/**
 * @param {Token} token
 * @param {Token} following
 * @param {boolean} hasSigma
 * @returns {Token}
 */
function meant(token, following, hasSigma) {
  const dot = token.means.lastIndexOf(".");
  const name = token.means.slice(dot + 1);
  const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
  if (dot >= 0) {
    const module = token.means.slice(0, dot);
    const known = Object.hasOwn(MODULES, module) ? MODULES[module] : {};
    if (!Object.hasOwn(known, name)) throw faultAt("foreign", token, instead ?? functionNames());
    return { ...token, means: known[name] };
  }
  if (name === "sigma" && following.kind === "(") {
    if (hasSigma) throw faultAt("unclear", token);
    return { ...token, means: "sigmoid" };
  }
  if (instead && following.kind === "(") throw faultAt("foreign", token, instead);
  return name === "ln" ? { ...token, means: "log" } : token;
}

/**
 * An operator or an open parenthesis, and how many operands it has with the one that comes next; `callee` is
 * the name before a parenthesis that holds arguments. A function without one, as in ln x, is "bare".
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

  /** The kind of the parenthesis that one is in. */
  const innermostKind = () => waiting.findLast(({ kind }) => kind === "(" || kind === "|")?.kind;

  /**
   * Whether a token after an operand begins another one, with which the first is multiplied.
   * @param {Token} token
   */
  const beginsOperand = ({ kind }) =>
    kind === "name" || kind === "(" || (kind === "|" && innermostKind() !== "|");

  /**
   * Refuse a product without a sign where it can be read in two ways: 1/2x, x^2y, e^-z x, ln x y, σ x.
   * @param {Token} before
   * @param {Token} token
   */
  function checkUnsaidProduct(before, token) {
    let unclear = before.means === "sigma";
    for (let k = waiting.length - 1; k >= 0; k -= 1) {
      const { kind, token: sign } = waiting[k];
      if (kind === "negate") unclear ||= waiting[k - 1]?.kind === "^";
      else if (kind === "^") unclear ||= !(isRaised(sign) || token.apart || [")", "|"].includes(before.kind));
      else if (kind === "/" || kind === "bare") unclear = true;
      else if (kind !== "*") break;
    }
    if (unclear) throw faultAt("unclear", token);
  }

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
      operands.push(builder.addName(token));
      return false;
    }
    if (!["(", "|", "-"].includes(token.kind)) {
      throw faultAt(token.kind === "end" ? "unfinished" : "value", token);
    }
    waiting.push({ kind: token.kind === "-" ? "negate" : token.kind, token, operands: 1, callee });
    return true;
  }

  /**
   * A token after an operand; whether another operand is wanted.
   * @param {Token} token
   */
  function readOperator(token) {
    if (!Object.hasOwn(BINDING, token.kind) && ![")", "|", ",", "end"].includes(token.kind)) {
      throw faultAt("operator", token);
    }
    const last = waiting[waiting.length - 1];
    if (
      (last?.kind === "bare" && ["*", "/", "^"].includes(token.kind)) ||
      (last?.kind === "^" && token.kind === "^" && isRaised(last.token))
    ) {
      throw faultAt("unclear", token);
    }
    settle(token.kind);
    const innermost = waiting[waiting.length - 1];
    if (Object.hasOwn(BINDING, token.kind)) {
      if (innermost?.kind === token.kind && RUNS.has(token.kind)) innermost.operands += 1;
      else waiting.push({ kind: token.kind, token, operands: 2, callee: null });
      return true;
    }
    if (token.kind === ",") {
      if (!innermost?.callee || innermost.kind === "|") throw faultAt("comma", token);
      innermost.operands += 1;
      return true;
    }
    if (token.kind === ")" || token.kind === "|") {
      if (!innermost) throw faultAt("unopened", token);
      if ((innermost.kind === "|") !== (token.kind === "|")) throw faultAt("unclosed", innermost.token);
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
    while (waiting.length > 0 && !["(", "|"].includes(waiting[waiting.length - 1].kind)) {
      const last = waiting[waiting.length - 1];
      if (last.kind === "bare") {
        waiting.pop();
        close(last);
        continue;
      }
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
    if (parenthesis.kind === "|") apply(FUNCTIONS.abs, { ...parenthesis, callee: null });
    if (!called) return;
    const several = OPS[FUNCTIONS[called.means]].arity === null;
    if (several !== parenthesis.operands > 1) {
      throw faultAt(several ? "more_arguments" : "one_argument", called);
    }
    apply(FUNCTIONS[called.means], parenthesis);
  }

  /**
   * @param {string} op
   * @param {Waiting} complete
   */
  function apply(op, complete) {
    const parents = operands.splice(operands.length - complete.operands);
    operands.push(builder.addOperation(op, parents, complete.callee ?? complete.token));
  }

  let before = body[0];
  for (const [position, token] of body.entries()) {
    const following = body[position + 1] ?? token;
    if (!wantsOperand && beginsOperand(token)) {
      checkUnsaidProduct(before, token);
      wantsOperand = readOperator({ ...token, kind: "*" });
    }
    if (!wantsOperand) {
      wantsOperand = readOperator(token);
    } else if (isFunction(token)) {
      if (following.kind === "(" || following.kind === "|") callee = token;
      else if (following.kind === "number" || (following.kind === "name" && !isFunction(following))) {
        waiting.push({ kind: "bare", token, operands: 1, callee: token });
      } else throw faultAt("function_name", token);
    } else if (token.kind === "name" && following.kind === "(") {
      throw faultAt("function", token, functionNames());
    } else {
      wantsOperand = readOperand(token);
      callee = null;
    }
    before = token;
  }
  return operands[0];
}
