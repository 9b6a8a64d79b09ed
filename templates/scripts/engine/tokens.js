/**
 * The text of a formula, cut into tokens; the same as generator/engine/tokens.py.
 *
 * @typedef {object} Fault where a text stops being a formula, and why
 * @property {string} code a key of the table [expression] in content/interface.toml
 * @property {number} line from 1
 * @property {number} column from 1, in characters
 * @property {string} found what the sentence mentions
 * @property {string} expected likewise
 *
 * @typedef {object} Token a piece of a line
 * @property {string} kind "number", "name", "end", or what a sign or parenthesis means, in ASCII
 * @property {string} text what was typed
 * @property {number} line
 * @property {number} column
 */

/** The most characters of a text. */
export const LONGEST_FORMULA = 2000;

/** No number in a text is larger: beyond it there are none but infinity. */
export const LARGEST_CONSTANT = Number.MAX_VALUE;

const GREEK_LETTERS = "αβγδεηθλμπρσφω"; // those that the page's font has
const GREEK_NAMES = [
  "alpha",
  "beta",
  "gamma",
  "delta",
  "epsilon",
  "eta",
  "theta",
  "lambda",
  "mu",
  "pi",
  "rho",
  "sigma",
  "phi",
  "omega",
];

/**
 * Letters that may stand in a name, each for its own name: α and alpha are the same.
 * @type {ReadonlyMap<string, string>}
 */
export const GREEK = new Map(GREEK_NAMES.map((name, k) => [GREEK_LETTERS[k], name]));

const TOKEN = new RegExp(
  [
    "(?<blank>[ \\t\\u00a0]+|#[^\\n]*)",
    "(?<number>(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)",
    `(?<name>[A-Za-z${GREEK_LETTERS}][A-Za-z0-9_${GREEK_LETTERS}]*)`,
    "(?<sign>\\*\\*|[-−+*·×/^(),=])",
  ].join("|"),
  "y",
);
/** @type {Readonly<Record<string, string>>} */
const PLAIN_SIGN = { "−": "-", "·": "*", "×": "*", "**": "^" };

/** Thrown inside the engine alone: `parseExpression` hands it out as plain data. */
export class ExpressionFault {
  /**
   * @param {string} code
   * @param {{line: number, column: number}} where
   * @param {string} found
   * @param {string | number} [expected]
   */
  constructor(code, { line, column }, found, expected = "") {
    /** @type {Fault} */
    this.fault = { code, line, column, found, expected: String(expected) };
  }
}

/**
 * What is wrong at a token.
 * @param {string} code
 * @param {Token} token
 * @param {string | number} [expected]
 */
export const faultAt = (code, token, expected) => new ExpressionFault(code, token, token.text, expected);

/**
 * The tokens of every line that has any, with an "end" after the last.
 * @param {string} text
 * @returns {Token[][]}
 * @throws {ExpressionFault}
 */
export function scan(text) {
  const { length } = [...text];
  if (length > LONGEST_FORMULA) {
    throw new ExpressionFault("long", { line: 1, column: 1 }, String(length), LONGEST_FORMULA);
  }
  return splitLines(text)
    .map((line, k) => scanLine(line, k + 1))
    .filter((tokens) => tokens.length > 1);
}

/**
 * The lines of a text, however they end.
 * @param {string} text
 */
export const splitLines = (text) => text.split(/\r\n|\r|\n/);

/**
 * A name as the graph has it: Greek letters by their names.
 * @param {string} typed
 */
export const asciiName = (typed) => [...typed].map((letter) => GREEK.get(letter) ?? letter).join("");

/**
 * @param {string} text
 * @param {number} line
 */
function scanLine(text, line) {
  /** @type {Token[]} */
  const tokens = [];
  let position = 0;
  let end = 0;
  while (position < text.length) {
    const column = position + 1;
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) {
      throw new ExpressionFault(
        "character",
        { line, column },
        String.fromCodePoint(text.codePointAt(position) ?? 0),
      );
    }
    const { number, name, sign } = /** @type {Record<string, string | undefined>} */ (match.groups);
    position = TOKEN.lastIndex;
    const kind =
      sign !== undefined
        ? (PLAIN_SIGN[sign] ?? sign)
        : number !== undefined
          ? "number"
          : name !== undefined
            ? "name"
            : "";
    const token = { kind, text: match[0], line, column };
    if (kind === "number" && Number(match[0]) > LARGEST_CONSTANT) {
      throw faultAt("large", token, LARGEST_CONSTANT);
    }
    if (kind !== "") {
      tokens.push(token);
      end = position;
    }
  }
  return [...tokens, { kind: "end", text: "", line, column: end + 1 }];
}
