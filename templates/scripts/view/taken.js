/** What can be taken along, each as a file: its name says what is inside. */
import { programOf } from "../lesson/taking/program.js";
import { subjectOf } from "../lesson/taking/subject.js";
import { csvOf, jsonOf, tomlOf } from "../lesson/taking/text.js";
import { round } from "./graph/shapes.js";
import { graphView } from "./graph.js";
import { derivationView } from "./derivation.js";
import { h, toMarkup } from "./h.js";
import { derivationLatex } from "./latex.js";
import { layoutOf } from "./layout.js";
import { toMath } from "./mathml.js";
import { sentenceView } from "./sentence.js";
import { shapeLine } from "./subject.js";

/**
 * @typedef {import("../model.js").Model} Model
 * @typedef {{name: string, text: string, drawing?: import("./h.js").Element_, below?:
 *   import("./h.js").Element_}} Taken `drawing`: the same without a style, for who has one around it; `below`:
 *   what stands below it on a slide
 */

/**
 * What there is to take, by kind, and how each file's name ends.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const TAKEN = {
  network: { toml: ".toml", json: "-pass.json", csv: "-values.csv" },
  program: { python: "-pass.py", numpy: "-numpy.py", torch: "-torch.py", jax: "-jax.py" },
  graph: { svg: "-graph.svg", png: "-graph.png" },
  step: { latex: "-step-{step}.tex", mathml: "-step-{step}.mathml", slide: "-step-{step}.png" },
};
const ENDINGS = Object.assign({}, ...Object.values(TAKEN));

/**
 * A file of what the model shows; null of a program whose numbers are not all finite, and of a step without formulas.
 * @param {Model} model
 * @param {string} what a key of a kind; of a picture the drawing, as SVG
 * @param {string} style the page's style sheet, which the text of a drawing carries
 * @returns {Taken | null}
 */
export function takenOf(model, what, style) {
  const { source } = model.scene;
  const preset = source.preset === null ? null : model.scene.data.networks[source.preset];
  const words = { title: preset?.title ?? shapeLine(model), summary: preset?.summary ?? shapeLine(model) };
  const name = (source.preset ?? "network") + ENDINGS[what].replace("{step}", String(model.step));
  const subject = () => subjectOf(source, model.state.leaves, model.state.sample);
  const formulas = (
    /** @type {(one: import("../lesson/explain.js").Derivation) => string} */ write,
    /** @type {string} */ between,
  ) => (hasFormulas(model) ? { name, text: derivationsOf(model).map(write).join(between) + "\n" } : null);
  switch (what) {
    case "toml":
      return {
        name,
        text: tomlOf(subject(), words, { ...source, fixed: model.state.fixed ?? source.fixed }),
      };
    case "json":
      return { name, text: jsonOf(subject(), words) };
    case "csv":
      return { name, text: csvOf(subject()) };
    case "svg":
    case "png": {
      const drawing = drawingOf(model);
      return { name, text: styled(drawing, style), drawing };
    }
    case "slide":
      return { name, text: "", drawing: drawingOf(model), below: slideView(model) };
    case "latex":
      return formulas(derivationLatex, "\n\n");
    case "mathml":
      return formulas((one) => toMarkup(mathOf(model, one)).replace(OF_THE_PAGE, ""), "\n");
  }
  const passed = subject();
  return passed.finite
    ? { name, text: programOf(passed, /** @type {import("../lesson/taking/program.js").Language} */ (what)) }
    : null;
}

/**
 * Whether the step that is shown has formulas: the first and the last have none.
 * @param {Model} model
 */
export const hasFormulas = (model) => derivationsOf(model).length > 0;

/** @param {Model} model */
const derivationsOf = (model) => model.explain(model.current).derivations;

/**
 * What a step says on a slide: its title and its formulas.
 * @param {Model} model
 */
const slideView = (model) =>
  h(
    "div",
    { class: "slide" },
    h("h3", { class: "step-title" }, sentenceView(model, model.explain(model.current).title)),
    h(
      "div",
      { class: "derivations" },
      derivationsOf(model).map((one) => derivationView(model, one)),
    ),
  );

/** What only the page itself reads. */
const OF_THE_PAGE = / (?:data-[\w-]+|class|translate|tabindex)(?:="[^"]*")?/g;

/**
 * A derivation as one table.
 * @param {Model} model
 * @param {import("../lesson/explain.js").Derivation} derivation
 */
export function mathOf({ words }, { left, lines }) {
  const cell = (/** @type {import("./h.js").Element_[]} */ ...inside) => h("mtd", {}, ...inside);
  const rows = lines.map(({ formula }, k) =>
    h(
      "mtr",
      {},
      k === 0 ? cell(toMath(left, words.part)) : cell(),
      cell(h("mo", {}, "=")),
      cell(toMath(formula, words.part)),
    ),
  );
  return h(
    "math",
    { xmlns: "http://www.w3.org/1998/Math/MathML", display: "block" },
    h("mtable", { displaystyle: "true" }, ...rows),
  );
}

/**
 * The graph as a drawing.
 * @param {Model} model
 * @returns {import("./h.js").Element_}
 */
function drawingOf(model) {
  const { width, height } = layoutOf(model);
  const drawn = graphView({ ...model, still: true });
  const own = { xmlns: "http://www.w3.org/2000/svg", width: round(width), height: round(height) };
  return { ...drawn, attributes: { ...own, ...drawn.attributes } };
}

/**
 * The same as text, with the page's style sheet in it.
 * @param {import("./h.js").Element_} drawing
 * @param {string} style
 */
function styled({ attributes, children, ...drawing }, style) {
  const { width, height } = attributes;
  const own = `.graph{width:${width}px;height:${height}px;overflow:hidden;background:var(--surface)}`;
  return toMarkup({ ...drawing, attributes, children: [h("style", {}, `${style}\n${own}`), ...children] });
}
