/** What the network reads of each sample: its columns, and features of them, to be put in and taken out. */
import { featureChoices } from "../../training/features.js";
import { h } from "../h.js";
import { toolButton } from "../practice.js";
import { symbolText } from "../text.js";

/**
 * @param {import("../../model.js").Model} model
 * @param {import("../../training/samples.js").Data} data
 */
export function featuresView({ words: { tools, builder }, scene: { source } }, { columns }) {
  const words = tools.train;
  const network = /** @type {import("../../engine/network.js").Network} */ (source.network);
  return h(
    "div",
    { class: "adding", role: "group", "aria-label": builder.inputs },
    h("span", { class: "fine" }, builder.inputs),
    featureChoices(network, columns).map(({ text, symbol, isRead, isLast }) =>
      toolButton("train-feature", symbolText({ name: text, symbol }), undefined, {
        "data-feature": text,
        "aria-pressed": String(isRead),
        disabled: isLast,
      }),
    ),
    h("input", {
      "data-field": "train-feature",
      "aria-label": words.feature,
      placeholder: words.feature,
      size: 21,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
    }),
  );
}
