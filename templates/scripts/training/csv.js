/**
 * Samples as CSV: a line with names of columns, then a sample a line. The same as generator/formats/csv.py.
 *
 * Columns are parted by commas, semicolons or tabs, whichever the first line has. Where it is not a comma, a
 * decimal comma is read as one. A text may stand in double quotes; two of them within are one. Numbers are
 * finite; words may stand in the target's column alone, where each is the name of a class.
 *
 * @typedef {object} Table
 * @property {string[]} names of the inputs
 * @property {string} target the name of what is to be predicted
 * @property {number[][]} inputs a row a sample
 * @property {number[]} labels each a number, or where `classes` has words, the number of its word there, from
 *   0
 * @property {string[]} classes
 *
 * @typedef {{text: string, line: number, column: number}} Cell line and cell count from 1
 *
 * @typedef {object} CsvFault what is wrong, and where
 * @property {string} code a key of the table [csv] in content/interface.toml, whose sentences mention the
 *   rest
 * @property {number} line
 * @property {number} column
 * @property {string} found
 * @property {string} expected
 */

const MOST_ROWS = 5000;
const MOST_COLUMNS = 16;
/** A column that is called so is the target, if none is named; else the last one is. */
const TARGET_NAMES = ["target", "label", "class", "y"];
const NUMBER = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;
const MINUS = /[−‐‑‒–﹣－]/g;

/** Thrown within this module alone: what callers get is the fault. */
class Refused extends Error {
  /**
   * @param {string} code
   * @param {{line: number, column: number}} at
   * @param {string | number} [found]
   * @param {string | number} [expected]
   */
  constructor(code, { line, column }, found = "", expected = "") {
    super(code);
    /** @type {CsvFault} */
    this.fault = { code, line, column, found: String(found), expected: String(expected) };
  }
}

/**
 * The samples in a text, of which the column `target` is to be predicted, or what is wrong with it.
 * @param {string} text
 * @param {string | null} [target]
 * @returns {{table: Table} | {fault: CsvFault}}
 */
export function readCsv(text, target = null) {
  try {
    return { table: tableOf(text.replace(/^\ufeff/, ""), target) };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.fault };
    throw error;
  }
}

/**
 * @param {string} text
 * @param {string | null} target
 * @returns {Table}
 */
function tableOf(text, target) {
  const separator = separatorOf(text);
  const lines = linesOf(text, separator);
  if (lines.length < 2) throw new Refused("empty", { line: 1, column: 1 });
  const [head, ...rows] = lines;
  const names = namesIn(head);
  if (rows.length > MOST_ROWS) {
    throw new Refused("many_rows", { line: rows[MOST_ROWS][0].line, column: 1 }, "", MOST_ROWS);
  }
  const place = placeOfTarget(names, target);
  const decimalComma = separator !== ",";
  /** @type {number[][]} */
  const inputs = [];
  for (const row of rows) {
    if (row.length !== names.length) {
      const at = { line: row[0].line, column: Math.min(row.length, names.length + 1) };
      throw new Refused("cells", at, row.length, names.length);
    }
    inputs.push(row.filter((_, k) => k !== place).map((cell) => numberIn(cell, decimalComma)));
  }
  const others = names.filter((_, k) => k !== place);
  const labels = labelsIn(
    rows.map((row) => row[place]),
    decimalComma,
  );
  return { names: others, target: names[place], inputs, ...labels };
}

/**
 * What parts the columns: of the signs that the first line has outside quotes, the one it has most of.
 * @param {string} text
 */
function separatorOf(text) {
  const [first] = text
    .replace(/^[\r\n]+/, "")
    .split("\n", 1)
    .map((line) => line.replace(/"[^"]*"/g, ""));
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).sign;
}

/**
 * The cells of every line that has any; of those beyond the head and MOST_ROWS one, which is too many.
 * @param {string} text
 * @param {string} separator
 */
function linesOf(text, separator) {
  /** @type {Cell[][]} */
  const lines = [];
  for (const [k, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (lines.length > MOST_ROWS + 1) break;
    if (!/^[ \t]*$/.test(line)) lines.push(cellsIn(line, k + 1, separator));
  }
  return lines;
}

/**
 * @param {string} text
 * @param {number} line
 * @param {string} separator
 */
function cellsIn(text, line, separator) {
  /** @type {Cell[]} */
  const cells = [];
  let position = 0;
  for (;;) {
    while (text[position] === " ") position += 1;
    const column = cells.length + 1;
    let content = "";
    let end = position;
    if (text[position] === '"') {
      do {
        const close = text.indexOf('"', end + 1);
        if (close < 0) throw new Refused("quote", { line, column });
        // A quote that follows another at once stands for itself.
        content += (content === "" && end === position ? "" : '"') + text.slice(end + 1, close);
        end = close + 1;
      } while (text[end] === '"');
    }
    const after = text.indexOf(separator, end);
    content += text.slice(end, after < 0 ? undefined : after).trimEnd();
    cells.push({ text: content, line, column });
    if (after < 0) return cells;
    position = after + 1;
  }
}

/** @param {Cell[]} head */
function namesIn(head) {
  if (head.length === 1) throw new Refused("one_column", head[0]);
  if (head.length > MOST_COLUMNS) {
    const at = { line: head[0].line, column: MOST_COLUMNS + 1 };
    throw new Refused("many_columns", at, head.length, MOST_COLUMNS);
  }
  /** @type {string[]} */
  const names = [];
  for (const cell of head) {
    if (cell.text === "") throw new Refused("name", cell);
    if (NUMBER.test(cell.text.replace(MINUS, "-").replace(/,/g, "."))) {
      throw new Refused("number_name", cell, cell.text);
    }
    if (names.includes(cell.text)) throw new Refused("twice", cell, cell.text);
    names.push(cell.text);
  }
  return names;
}

/**
 * @param {string[]} names
 * @param {string | null} target
 */
function placeOfTarget(names, target) {
  if (target !== null) {
    if (!names.includes(target)) {
      throw new Refused("target", { line: 1, column: 1 }, target, names.join(", "));
    }
    return names.indexOf(target);
  }
  const lowered = names.map((name) => name.toLowerCase());
  const known = TARGET_NAMES.find((name) => lowered.includes(name));
  return known === undefined ? names.length - 1 : lowered.indexOf(known);
}

/**
 * @param {string} text
 * @param {boolean} decimalComma
 */
function numberOf(text, decimalComma) {
  let plain = text.replace(MINUS, "-");
  if (decimalComma && !plain.includes(".")) plain = plain.replace(",", ".");
  const number = NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(number) ? number : null;
}

/**
 * @param {Cell} cell
 * @param {boolean} decimalComma
 */
function numberIn(cell, decimalComma) {
  if (cell.text === "") throw new Refused("missing", cell);
  const number = numberOf(cell.text, decimalComma);
  if (number === null) throw new Refused("number", cell, cell.text);
  return number;
}

/**
 * All of them numbers, or all of them words.
 * @param {Cell[]} cells
 * @param {boolean} decimalComma
 */
function labelsIn(cells, decimalComma) {
  const areNumbers = numberOf(cells[0].text, decimalComma) !== null;
  const numbers = cells.map((cell) => {
    if (cell.text === "") throw new Refused("missing", cell);
    const number = numberOf(cell.text, decimalComma);
    if ((number !== null) !== areNumbers) {
      throw new Refused("mixed", cell, cell.text, areNumbers ? "a number" : "a word");
    }
    return number;
  });
  if (areNumbers) return { labels: /** @type {number[]} */ (numbers), classes: [] };
  const classes = [...new Set(cells.map(({ text }) => text))].sort();
  if (classes.length === 1) throw new Refused("one_class", cells[0], classes[0]);
  return { labels: cells.map(({ text }) => classes.indexOf(text)), classes };
}

/**
 * @param {Pick<Table, "names" | "target" | "inputs" | "labels" | "classes">} table
 * @returns {string} the same as a text that `readCsv` reads
 */
export function writeCsv({ names, target, inputs, labels, classes }) {
  const rows = inputs.map((row, k) => [...row, classes.length > 0 ? quoted(classes[labels[k]]) : labels[k]]);
  return `${[[...names, target].map(quoted), ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

/** @param {string} text */
const quoted = (text) => (/[",;\t\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
