/** The field in which one types a formula, and what is wrong with it while it cannot be read. */
import { constantsTaken } from "../lesson/formulas.js";
import { faultSentence } from "./format.js";
import { h } from "./h.js";

/** @typedef {import("../model.js").Model} Model */

/**
 * @param {Model} model
 * @returns {import("./h.js").Element_}
 */
export function formulaFieldView({ words, fault, state: { typed }, scene: { source, lesson } }) {
  const taken = constantsTaken(lesson.constants ?? {});
  const text = typed ?? source.formula?.text.trim() ?? "";
  return h(
    "div",
    { class: "formula-field" },
    h(
      "label",
      {},
      h("span", {}, words.formula.name),
      h("textarea", {
        "data-field": "formula",
        rows: Math.max(3, text.split("\n").length),
        value: text,
        placeholder: words.formula.example,
        spellcheck: "false",
        autocapitalize: "off",
        autocomplete: "off",
        "aria-describedby": "formula-says",
        "aria-invalid": fault ? "true" : null,
      }),
    ),
    h(
      "div",
      { id: "formula-says", class: fault ? "formula-fault" : "formula-help", role: "status" },
      fault
        ? [
            h("p", {}, faultSentence(words, fault)),
            h("pre", { "aria-hidden": "true", translate: "no" }, pointedAt(text, fault)),
          ]
        : [
            h("p", {}, words.formula.help),
            ...taken.map((name) => h("p", {}, words.formula[name === "e" ? "e" : "pi"])),
          ],
    ),
  );
}

/**
 * The line of the fault, with a mark below the place.
 * @param {string} text
 * @param {import("../engine/tokens.js").Fault} fault
 */
const pointedAt = (text, { line, column }) =>
  `${text.split(/\r\n|\r|\n/)[line - 1] ?? ""}\n${" ".repeat(column - 1)}↑`;
