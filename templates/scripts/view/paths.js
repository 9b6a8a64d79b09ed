/**
 * The tool "paths": the chain rule path by path, what each way to all gradients costs, and how large they are
 * by layer.
 */
import { partial } from "../lesson/formula.js";
import { nodesFrom } from "../lesson/paths.js";
import { isAbridged, listedNodes } from "./listed.js";
import { decadesAround1, factorBar } from "./bars.js";
import { fill, formatCount, formatNumber } from "./format.js";
import { h } from "./h.js";
import { layerSizesView } from "./layersizes.js";
import { ledgerView } from "./ledger.js";
import { gradientQuantity, inlinePartial, symbolMath, toMath, valueQuantity } from "./mathml.js";
import { phraseView } from "./phrase.js";
import { stepButton } from "./earliergradients.js";
import { spokenSymbol, symbolText } from "./text.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("./h.js").Element_} Element_
 * @typedef {import("../lesson/paths.js").PathStudy} PathStudy
 * @typedef {import("../lesson/paths.js").Path} Path
 */

/**
 * @param {Model} model
 * @returns {Element_}
 */
export function pathsView(model) {
  const study = /** @type {PathStudy} */ (model.paths);
  const words = model.words.tools.paths;
  const reach = decadesAround1(study.paths.flatMap(({ factors }) => factors.map(({ local }) => local)));
  return h(
    "div",
    { class: "paths" },
    endsView(model, study),
    totalView(model, study),
    h(
      "ol",
      { class: "path-list", "data-roving": "paths" },
      study.paths.map((path, k) => pathView(model, path, k, reach)),
    ),
    sumView(study),
    h("p", { class: "fine" }, fill(words.scale, { most: formatCount(10n ** BigInt(reach)) })),
    h("div", { class: "columns" }, ledgerView(model), layerSizesView(model)),
  );
}

/**
 * Beneath the list, as a sum on paper ends: what is not listed, a line, and what all come to.
 * @param {PathStudy} study
 */
function sumView({ count, paths, rest, total }) {
  if (paths.length < 2 || !Number.isFinite(total)) return null;
  const row = (/** @type {string} */ sign, /** @type {number} */ number) => [
    h("span", { "aria-hidden": "true" }, sign),
    h("span", { class: "number", translate: "no" }, formatNumber(number)),
  ];
  return h(
    "div",
    { class: "path-sum" },
    h("p", {}, count > BigInt(paths.length) ? row("+ … ", rest) : h("span", { "aria-hidden": "true" }, "+")),
    h("p", { class: "all" }, row("= ", total)),
  );
}

/**
 * From where to where.
 * @param {Model} model
 * @param {PathStudy} study
 */
function endsView(model, { from, to }) {
  const { graph, words } = model;
  const last = graph.nodes.length - 1;
  const led = nodesFrom(graph, from);
  const listed = listedNodes(model);
  const offered = (/** @type {number} */ chosen, /** @type {(index: number) => unknown} */ fits) =>
    [...new Set([...listed, chosen])].sort((a, b) => a - b).filter(fits);
  return h(
    "div",
    { class: "path-ends" },
    endPicker(
      model,
      "from",
      from,
      offered(from, (index) => index !== last),
    ),
    endPicker(
      model,
      "to",
      to,
      offered(to, (index) => led[index] && index !== from),
    ),
    isAbridged(model) && h("p", { class: "fine" }, words.table.abridged),
  );
}

/**
 * The nodes by what they are.
 * @param {Model} model
 * @param {"from" | "to"} end
 * @param {number} chosen
 * @param {number[]} offered
 */
function endPicker(
  {
    graph: { nodes },
    words: {
      tools: { paths: words },
    },
  },
  end,
  chosen,
  offered,
) {
  const roles = [...new Set(offered.map((index) => nodes[index].role))];
  return h(
    "label",
    {},
    h("span", {}, words[end]),
    h(
      "select",
      { "data-field": `path-${end}`, translate: "no", value: nodes[chosen].name },
      roles.map((role) =>
        h(
          "optgroup",
          { label: words.role[role] },
          offered
            .filter((index) => nodes[index].role === role)
            .map((index) => h("option", { value: nodes[index].name }, symbolText(nodes[index]))),
        ),
      ),
    ),
  );
}

/**
 * What all paths come to, and how many they are.
 * @param {Model} model
 * @param {PathStudy} study
 */
function totalView(
  {
    graph,
    gradients,
    lesson,
    words: {
      tools: { paths: words },
      ...all
    },
  },
  study,
) {
  const { from, to, count, zeros, paths, rest, total } = study;
  const { nodes } = graph;
  const whole = to === nodes.length - 1;
  const sum = whole ? gradients[from] : total;
  const symbol = (/** @type {number} */ index) =>
    h("math", {}, symbolMath(nodes[index], { "data-quantity": valueQuantity(nodes[index]) }));
  const names = { from: symbol(from), to: symbol(to), count: formatCount(count) };
  const listed = BigInt(paths.length);
  const undetermined = whole && !isNear(sum, total);
  return h(
    "div",
    { class: "path-total" },
    h(
      "p",
      { class: "result" },
      h(
        "math",
        {},
        inlinePartial(
          nodes[to],
          nodes[from],
          whole ? { "data-quantity": gradientQuantity(nodes[from]) } : {},
        ),
        h("mo", {}, "="),
      ),
      " ",
      h(
        "span",
        {
          class: "number",
          translate: "no",
          ...(whole ? { "data-quantity": gradientQuantity(nodes[from]) } : {}),
        },
        formatNumber(sum),
      ),
    ),
    h(
      "p",
      {},
      phraseView(count === 0n ? words.none : count === 1n ? words.one : words.many, names),
      listed < count &&
        ` ${fill(words.largest, { listed: paths.length, others: formatCount(count - listed), rest: formatNumber(rest) })}`,
      zeros > 0n && ` ${fill(words.zeros, { zeros: formatCount(zeros) })}`,
      " ",
      undetermined
        ? words.undetermined
        : whole
          ? lesson.gradientStep[from] > 0 &&
            phraseView(words.backward, { step: stepButton(all, lesson.gradientStep[from]) })
          : phraseView(words.inner, names),
    ),
  );
}

/**
 * Rounding apart.
 * @param {number} one
 * @param {number} other
 */
const isNear = (one, other) =>
  one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1e-9);

/**
 * One path: a fraction, its number and its bar for each factor.
 * @param {Model} model
 * @param {Path} path
 * @param {number} k
 * @param {number} reach
 */
function pathView(
  {
    graph: { nodes },
    words: {
      part,
      tools: { paths: words },
    },
  },
  { factors, product },
  k,
  reach,
) {
  const along = [...factors.map(({ child }) => child), factors[factors.length - 1].parent].reverse();
  return h(
    "li",
    {},
    h(
      "div",
      {
        class: "path",
        role: "group",
        tabindex: -1,
        "data-path": k,
        "aria-label": fill(words.path, {
          number: k + 1,
          nodes: along.map((index) => spokenSymbol(nodes[index])).join(", "),
          product: formatNumber(product),
        }),
      },
      factors.map(({ child, parent, local }) =>
        h(
          "span",
          { class: "factor" },
          h("math", { displaystyle: "true" }, toMath(partial(nodes[child], nodes[parent]), part)),
          h("span", { class: "number", translate: "no" }, formatNumber(local)),
          factorBar(local, reach),
        ),
      ),
      h("span", { class: "product number", translate: "no" }, formatNumber(product)),
    ),
  );
}
