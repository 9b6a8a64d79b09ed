/** Syntax trees, as rollup gives them. */

/**
 * Shows every node of a syntax tree to `look`, each before those in it.
 * @param {any} node
 * @param {(node: any) => void} look
 */
export function visit(node, look) {
  look(node);
  for (const child of Object.values(node).flat()) if (typeof child?.type === "string") visit(child, look);
}
