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
 * @property {string} means what it stands for: the name in ASCII, or the number as it is shown
 * @property {boolean} apart whether a blank stands before it
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
    "(?<number>(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])",
    "(?<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)",
    "(?<name>[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)+|√|π(?![0-9_])" +
      `|[A-Za-z${GREEK_LETTERS}][A-Za-z0-9_${GREEK_LETTERS.replace("π", "")}]*)`,
    "(?<sign>\\*\\*|[-−+*/]=|[-−–+*∗·⋅×/÷^(),=|])",
  ].join("|"),
  "y",
);
/** @type {Readonly<Record<string, string>>} */
const PLAIN_SIGN = {
  "−": "-",
  "–": "-",
  "·": "*",
  "⋅": "*",
  "×": "*",
  "∗": "*",
  "÷": "/",
  "**": "^",
  "−=": "-=",
};
/** @type {Readonly<Record<string, string>>} */
const FRACTIONS = {
  "½": "0.5",
  "⅓": "1/3",
  "⅔": "2/3",
  "¼": "0.25",
  "¾": "0.75",
  "⅕": "0.2",
  "⅖": "0.4",
  "⅗": "0.6",
  "⅘": "0.8",
  "⅙": "1/6",
  "⅚": "5/6",
  "⅛": "0.125",
  "⅜": "0.375",
  "⅝": "0.625",
  "⅞": "0.875",
};
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * The number that a token of one stands for: digits, a fraction, or a negative exponent.
 * @param {string} means
 */
export function numberOf(means) {
  const [top, bottom = "1"] = means.replace("−", "-").split("/");
  return Number(top) / Number(bottom);
}

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
const asciiName = (typed) => [...typed].map((letter) => GREEK.get(letter) ?? letter).join("");

/**
 * @param {string} typed
 * @param {number} line
 */
function scanLine(typed, line) {
  /** @type {Token[]} */
  const tokens = [];
  let position = 0;
  let end = 0;
  while (position < typed.length) {
    const column = position + 1;
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(typed);
    if (!match) {
      throw new ExpressionFault(
        "character",
        { line, column },
        String.fromCodePoint(typed.codePointAt(position) ?? 0),
      );
    }
    const { blank, raised, number, name, sign } = /** @type {Record<string, string | undefined>} */ (
      match.groups
    );
    const text = match[0];
    const apart = position > end;
    position = TOKEN.lastIndex;
    if (blank !== undefined) continue;
    end = position;
    const where = { text, line, column };
    if (raised !== undefined) {
      tokens.push({ ...where, kind: "^", means: "^", apart });
      tokens.push({ ...where, kind: "number", means: lowered(text), apart: false });
      continue;
    }
    const kind = sign !== undefined ? (PLAIN_SIGN[sign] ?? sign) : number !== undefined ? "number" : "name";
    const means = name === "√" ? "sqrt" : name !== undefined ? asciiName(name) : (FRACTIONS[text] ?? text);
    const token = { ...where, kind, means, apart };
    if (kind === "number" && numberOf(means) > LARGEST_CONSTANT) {
      throw faultAt("large", token, LARGEST_CONSTANT);
    }
    tokens.push(token);
  }
  return [...tokens, { kind: "end", text: "", line, column: end + 1, means: "", apart: false }];
}

/** @param {string} raised */
const lowered = (raised) =>
  [...raised].map((sign) => (sign === "⁻" ? "−" : String(RAISED.indexOf(sign)))).join("");
