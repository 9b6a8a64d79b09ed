/**
 * One tab stop for a group of many things; ↑ and ↓ move among them. (← and → belong to the steps everywhere.)
 * A group is an element with `data-roving`; its members have a tabindex.
 */
const MOVES = new Map([
  ["ArrowDown", 1],
  ["ArrowUp", -1],
]);

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the focus moved
 */
export function moveInGroup(event) {
  const target = /** @type {Element} */ (event.target);
  const group = target.closest?.("[data-roving]");
  const move = MOVES.get(event.key);
  if (!group || move === undefined) return false;
  const members = groupMembers(group);
  const next = members[members.indexOf(target) + move];
  if (!next) return false;
  /** @type {HTMLElement} */ (next).focus();
  return true;
}

/**
 * The focused member becomes the group's tab stop.
 * @param {EventTarget | null} target
 */
export function holdTabStop(target) {
  const member = /** @type {Element | null} */ (target);
  const group = member?.closest?.("[data-roving]");
  if (!member || !group) return;
  for (const other of groupMembers(group)) other.setAttribute("tabindex", other === member ? "0" : "-1");
}

/**
 * Every group has a way in: its first member, until another was focused.
 * @param {ParentNode} root
 */
export function ensureTabStops(root) {
  for (const group of root.querySelectorAll("[data-roving]")) {
    if (!group.querySelector('[tabindex="0"]')) {
      group.querySelector("[tabindex]")?.setAttribute("tabindex", "0");
    }
  }
}

/** @param {Element} group */
const groupMembers = (group) => [...group.querySelectorAll("[tabindex]")];
