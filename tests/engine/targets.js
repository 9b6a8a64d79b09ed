/** What the tests ask about targets. */
import { OPS } from "../../templates/scripts/engine/operations/table.js";
import { fittingTargets, movedTargets, targetFault } from "../../templates/scripts/engine/targets.js";

export function faultOf(loss, targets) {
  return targetFault(OPS[loss].targets, targets);
}

export function fittingOf(loss, targets) {
  return fittingTargets(OPS[loss].targets, targets);
}

export function movedOf(loss, targets, index, target) {
  return movedTargets(OPS[loss].targets, targets, new Map([[index, target]]));
}
