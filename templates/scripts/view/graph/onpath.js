/** What of the drawing lies on a path that is shown: on any, or on the one that is pointed at. */

/** @typedef {import("../../model.js").Model} Model */

/** @param {Model} model */
const shownPaths = ({ paths, still, state }) =>
  paths && !still ? { between: paths.between, lit: paths.paths[state.paths.lit]?.factors } : null;

/**
 * A class for the whole drawing.
 * @param {Model} model
 */
export const pathsMark = (model) => (shownPaths(model) ? " with-paths" : "");

/**
 * @param {Model} model
 * @param {number} index
 */
export const nodeMark = (model, index) =>
  markOf(
    model,
    ({ parent, child }) => parent === index || child === index,
    (between) => between[index],
  );

/**
 * @param {Model} model
 * @param {number} child
 * @param {...number} parents what the line stands for: its start, and the weight on it
 */
export const edgeMark = (model, child, ...parents) =>
  markOf(
    model,
    (factor) => factor.child === child && parents.includes(factor.parent),
    (between) => between[child] && parents.some((parent) => between[parent]),
  );

/**
 * @param {Model} model
 * @param {(factor: import("../../lesson/paths.js").Factor) => boolean} onLit
 * @param {(between: Uint8Array) => unknown} onAny
 */
function markOf(model, onLit, onAny) {
  const shown = shownPaths(model);
  return shown && (shown.lit ? shown.lit.some(onLit) : onAny(shown.between)) ? " on-path" : "";
}
