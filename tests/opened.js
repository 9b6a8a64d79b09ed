/**
 * A drawing with all that its disclosures hold, as if each were open.
 * @param {import("../templates/scripts/view/h.js").Element_ | string} drawn
 * @returns {import("../templates/scripts/view/h.js").Element_ | string}
 */
export const opened = (drawn) =>
  typeof drawn === "string"
    ? drawn
    : { ...drawn, children: [...drawn.children, ...(drawn.late ? [drawn.late()] : [])].map(opened) };
