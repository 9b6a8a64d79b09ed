/** Numbers as a reader sees them: a true minus sign, tabular digits, no "-0", no NaN. Rounding happens here and nowhere else. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const MINUS = "−";
export const DECIMALS = 4;
/** Above this a number is written with a power of ten. */
const LARGEST_PLAIN = 1e6;

/**
 * @typedef {{mantissa: string, exponent: number | null}} NumberParts a power of ten where plain decimals would say nothing
 * @param {number} number
 * @param {number} decimals
 * @returns {NumberParts}
 */
export function numberParts(number, decimals = DECIMALS) {
  if (Number.isNaN(number)) return { mantissa: "—", exponent: null };
  if (!Number.isFinite(number)) return { mantissa: number > 0 ? "∞" : `${MINUS}∞`, exponent: null };
  const size = Math.abs(number);
  if (number !== 0 && (size < 0.5 * 10 ** -decimals || size >= LARGEST_PLAIN)) {
    const [mantissa, exponent] = number.toExponential(2).split("e");
    return { mantissa: trueMinus(mantissa), exponent: Number(exponent) };
  }
  return { mantissa: trueMinus(number === 0 ? (0).toFixed(decimals) : number.toFixed(decimals)), exponent: null };
}

/** @param {string} text */
const trueMinus = (text) => text.replace("-", MINUS);

/** @param {NumberParts} parts */
const partsAsText = ({ mantissa, exponent }) => (exponent === null ? mantissa : `${mantissa}×10${superscript(exponent)}`);

/** @param {number} exponent */
export const superscript = (exponent) =>
  (exponent < 0 ? "⁻" : "") + String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);

/** A computed number. @param {number} number @param {number} [decimals] */
export const formatNumber = (number, decimals = DECIMALS) => partsAsText(numberParts(number, decimals));

/** The parts of a number that was given, not computed: as it was entered, if four decimals can say it. @param {number} number @returns {NumberParts} */
export function givenParts(number) {
  const parts = numberParts(number);
  return parts.exponent === null && parts.mantissa.includes(".")
    ? { mantissa: parts.mantissa.replace(/\.?0+$/, ""), exponent: null } : parts;
}

/** @param {number} number */
export const formatGiven = (number) => partsAsText(givenParts(number));

/** What a number field holds: a plain number, as short as it can be written. @param {number} number */
export const fieldText = (number) => String(Number(number.toPrecision(12)));

/** A whole number of any size, its digits in threes. @param {bigint} count */
export const formatCount = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** What is wrong with a formula, and where. @param {any} words @param {import("../engine/tokens.js").Fault} fault */
export const faultSentence = (words, fault) =>
  fill(words.formula.fault, { ...fault, fault: fill(words.expression[fault.code], { found: fault.found, expected: fault.expected }) });

/** Why an address cannot be opened. @param {any} words @param {import("../lesson/address.js").Refusal} refusal */
export const refusalSentence = (words, refusal) =>
  (refusal.fault ? faultSentence(words, refusal.fault) : fill(words.notice[refusal.what], { ...refusal, fault: "" }));

/** A large network says the same phrase of hundreds of cells at every event. @type {Map<string, string[]>} */
const partsOfPhrases = new Map();

/** Fills `{name}` in one of the page's phrases. @param {string} phrase @param {Record<string, string | number>} names */
export function fill(phrase, names) {
  let parts = partsOfPhrases.get(phrase);
  if (!parts) partsOfPhrases.set(phrase, (parts = phrase.split(/\{(\w+)\}/)));
  return parts.map((part, k) => (k % 2 === 0 ? part : names[part] ?? `{${part}}`)).join("");
}
