/** Above the article: whose numbers it shows, while the lesson is about another network. */
import { fill } from "./format.js";
import { h } from "./h.js";

/**
 * @param {import("../model.js").Model} model
 * @returns {import("./h.js").Element_}
 */
export function noteView({ isArticles, scene: { data }, words }) {
  if (isArticles) return h("div", {});
  const { title } = data.networks[data.opens];
  return h(
    "div",
    { class: "article-note" },
    h("p", {}, fill(words.note.text, { title })),
    h(
      "button",
      { type: "button", class: "quiet", "data-action": "article-network" },
      fill(words.note.back, { title }),
    ),
  );
}
