/** What of the drawing lies on a path that is shown: on any, or on the one that is pointed at. */

/** @typedef {import("../../model.js").Model} Model */

const ON_PATH = " on-path";

/** @param {Model} model */
const shownPaths = ({ paths, still, state }) => (paths && !still ? { between: paths.between, lit: paths.paths[state.paths.lit]?.factors } : null);

/** A class for the whole drawing. @param {Model} model */
export const pathsMark = (model) => (shownPaths(model) ? " with-paths" : "");

/** @param {Model} model @param {number} index */
export function nodeMark(model, index) {
  const shown = shownPaths(model);
  if (!shown) return "";
  const { between, lit } = shown;
  return (lit ? lit.some(({ parent, child }) => parent === index || child === index) : between[index]) ? ON_PATH : "";
}

/** @param {Model} model @param {number} child @param {...number} parents what the line stands for: its start, and the weight on it */
export function edgeMark(model, child, ...parents) {
  const shown = shownPaths(model);
  if (!shown) return "";
  const { between, lit } = shown;
  const on = lit ? lit.some((factor) => factor.child === child && parents.includes(factor.parent))
    : between[child] && parents.some((parent) => between[parent]);
  return on ? ON_PATH : "";
}
