/**
 * The targets of a lesson: what they may be, and what moves with them, or with an input. Links, fields and scripts
 * ask here.
 *
 * @typedef {import("../engine/graph.js").Graph} Graph
 * @typedef {{loss: string, rule: import("../engine/targets.js").TargetRule, names: string[]}} Targets
 * @typedef {{loss: string, found: number, single: boolean, least: number, most: number}} TargetsFault `found`
 *   is a single target, or what all add up to
 */
import { followers } from "../engine/features.js";
import { OPS } from "../engine/operations/table.js";
import { movedTargets, targetFault } from "../engine/targets.js";

/**
 * The targets of a network's graph; null where there are none.
 * @param {Graph} graph
 * @returns {Targets | null}
 */
function targetsOf({ nodes }) {
  const names = nodes.filter(({ role }) => role === "target").map(({ name }) => name);
  const loss = nodes[nodes.length - 1].op;
  return names.length === 0 ? null : { loss, rule: OPS[loss].targets, names };
}

/**
 * What is wrong with the targets among these leaves; null where they are what the loss takes.
 * @param {Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @param {Readonly<Record<string, number>>} [changes] of these
 * @returns {TargetsFault | null}
 */
export function faultOfTargets(graph, leaves, changes = {}) {
  const targets = targetsOf(graph);
  if (!targets) return null;
  const { loss, rule, names } = targets;
  const fault = targetFault(
    rule,
    names.map((name) => changes[name] ?? leaves[name]),
  );
  if (!fault) return null;
  const [least, most] = fault.index === null ? [rule.total, rule.total] : (rule.range ?? []);
  return {
    loss,
    found: fault.found,
    single: fault.index !== null,
    least: least ?? -Number.MAX_VALUE,
    most: most ?? Number.MAX_VALUE,
  };
}

/**
 * The same as a refusal.
 * @param {TargetsFault} fault
 * @returns {import("./address.js").Refusal}
 */
export const targetsRefusal = ({ loss, found, single, least, most }) => ({
  what: single ? "target" : "targets",
  found: String(found),
  expected: most,
  least,
  most,
  loss,
});

/**
 * Changes of leaves, and what follows from them: where targets add up to a total, those that are not among
 * the changes share what is left; where an input is a column, the features of it follow.
 * @param {Graph} graph
 * @param {Readonly<Record<string, number>>} leaves
 * @param {Readonly<Record<string, number>>} wanted
 * @param {import("../engine/features.js").Features} [features] of the network
 * @returns {Readonly<Record<string, number>>}
 */
export function changesWith(graph, leaves, wanted, features = null) {
  const changes = features ? withFollowers(graph, features, leaves, wanted) : wanted;
  const isTarget = (/** @type {string} */ name) => graph.nodes[graph.index[name]].role === "target";
  const targets = Object.keys(changes).some(isTarget) ? targetsOf(graph) : null;
  if (!targets) return changes;
  const { rule, names } = targets;
  const moved = new Map(
    names.flatMap((name, k) => (Object.hasOwn(changes, name) ? [[k, changes[name]]] : [])),
  );
  const numbers = movedTargets(
    rule,
    names.map((name) => leaves[name]),
    moved,
  );
  return { ...changes, ...Object.fromEntries(names.map((name, k) => [name, numbers[k]])) };
}

/**
 * @param {Graph} graph
 * @param {readonly string[]} features
 * @param {Readonly<Record<string, number>>} leaves
 * @param {Readonly<Record<string, number>>} changes
 */
function withFollowers({ nodes }, features, leaves, changes) {
  const names = nodes.filter(({ role }) => role === "input").map(({ name }) => name);
  const changed = names.flatMap((name, k) => (Object.hasOwn(changes, name) ? [k] : []));
  const inputs = names.map((name) => changes[name] ?? leaves[name]);
  return {
    ...changes,
    ...Object.fromEntries(followers(features, inputs, changed).map(([k, number]) => [names[k], number])),
  };
}
