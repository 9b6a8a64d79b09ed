/**
 * Elements as plain data, with two ends: a string (the build) and DOM nodes (the browser). Text is always
 * text: nothing here parses markup. Mathematics and drawings are not for translators; numbers are marked
 * where they are drawn.
 *
 * @typedef {string | number | boolean | null | undefined} Attribute
 * @typedef {{tag: string, attributes: Record<string, Attribute>, children: (Element_ | string)[], late?: () => Element_}} Element_
 *   `late` makes what a disclosure holds: it is drawn as the last of its children once that is open
 * @typedef {Element_ | string | number | null | false | undefined | Child[]} Child
 */

import { readTyped } from "../lesson/numbers.js";

const VOID_TAGS = new Set(["input", "br", "hr", "link", "meta", "img"]);
const NAMESPACES = new Map([
  ["svg", "http://www.w3.org/2000/svg"],
  ["math", "http://www.w3.org/1998/Math/MathML"],
]);
const ESCAPES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/**
 * @param {string} tag
 * @param {Record<string, Attribute>} [attributes] `true` is an attribute without a value; `false`, null and
 *   undefined are none; `key` is not drawn: elements with different keys are never patched into each other
 * @param {...Child} children
 * @returns {Element_}
 */
export function h(tag, attributes, ...children) {
  /** @type {(Element_ | string)[]} */
  const flat = [];
  flattenChildren(children, flat);
  return {
    tag,
    attributes: NAMESPACES.has(tag) ? { translate: "no", ...attributes } : (attributes ?? {}),
    children: flat,
  };
}

/**
 * Neighbouring texts become one, as they do when HTML is parsed.
 * @param {Child[]} children
 * @param {(Element_ | string)[]} flat
 */
function flattenChildren(children, flat) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) flattenChildren(child, flat);
    else if (typeof child === "object") flat.push(child);
    else if (typeof flat[flat.length - 1] === "string") flat[flat.length - 1] += String(child);
    else flat.push(String(child));
  }
}

/**
 * What can be opened. What it holds is drawn only while it is open.
 * @param {Record<string, Attribute>} attributes
 * @param {Child} summary
 * @param {() => Element_} late
 * @returns {Element_}
 */
export const disclosure = (attributes, summary, late) => ({
  ...h("details", attributes, h("summary", {}, summary)),
  late,
});

/** @param {Element_} element a disclosure */
function fillLate({ children, late }) {
  if (late && children.length === 1) children.push(late());
}

/**
 * What each disclosure of the page was drawn from.
 * @type {WeakMap<Node, Element_>}
 */
const disclosures = new WeakMap();

/**
 * Draws what a disclosure holds that is open, or about to be.
 * @param {Element} details
 */
export function drawLate(details) {
  const element = disclosures.get(details);
  if (!element?.late || element.children.length > 1) return;
  fillLate(element);
  details.appendChild(toNode(element.children[1], details.ownerDocument));
}

/** @param {Attribute} value */
const isAbsent = (value) => value === null || value === undefined || value === false;

/** @param {string} text */
function escapeMarkup(text) {
  return text.replace(/[&<>"]/g, (character) => ESCAPES.get(character) ?? character);
}

/**
 * The markup of an element.
 * @param {Element_ | string} element
 * @returns {string}
 */
export function toMarkup(element) {
  if (typeof element === "string") return escapeMarkup(element);
  if (element.attributes.open) fillLate(element);
  let start = `<${element.tag}`;
  for (const [name, value] of Object.entries(element.attributes)) {
    if (isAbsent(value) || name === "key" || isChoice(element.tag, name)) continue;
    start += value === true ? ` ${name}` : ` ${name}="${escapeMarkup(String(value))}"`;
  }
  if (VOID_TAGS.has(element.tag)) return `${start}>`;
  return `${start}>${element.children.map(toMarkup).join("")}</${element.tag}>`;
}

/**
 * The DOM node of an element.
 * @param {Element_ | string} element
 * @param {Document} document
 * @param {string | null} [namespace] inherited: everything inside an svg is SVG
 * @returns {Node}
 */
export function toNode(element, document, namespace = null) {
  if (typeof element === "string") return document.createTextNode(element);
  const own = NAMESPACES.get(element.tag) ?? namespace;
  const node = own ? document.createElementNS(own, element.tag) : document.createElement(element.tag);
  for (const [name, value] of Object.entries(element.attributes)) setAttribute(node, name, value);
  if (element.late) {
    disclosures.set(node, element);
    if (element.attributes.open) fillLate(element);
  }
  for (const child of element.children) node.appendChild(toNode(child, document, own));
  choose(node, element);
  return node;
}

/**
 * What differs between two elements: null where they would be drawn alike, true where one takes the other's place, or
 * else the same of their children, with holes where these are alike.
 * @typedef {null | true | (Change | undefined)[]} Change
 */

/** Nothing, of the children. @type {Change[]} */
const NOTHING = [];

/**
 * Without a look at the page, since that is what takes time.
 * @param {Element_ | string} before
 * @param {Element_ | string} after
 * @returns {Change}
 */
function changeOf(before, after) {
  if (before === after) return null;
  if (
    typeof before === "string" ||
    typeof after === "string" ||
    before.tag !== after.tag ||
    before.attributes.key !== after.attributes.key
  ) {
    return true;
  }
  return (
    changesOf(before.children, after.children) ??
    // What a person may have changed since is compared with what stands there.
    (after.late || "value" in after.attributes || !haveSame(before.attributes, after.attributes)
      ? NOTHING
      : null)
  );
}

/**
 * @param {(Element_ | string)[]} before
 * @param {(Element_ | string)[]} after
 * @returns {Change[] | null}
 */
function changesOf(before, after) {
  /** @type {Change[] | null} */
  let changes = before.length === after.length ? null : [];
  for (let i = Math.min(before.length, after.length) - 1; i >= 0; i -= 1) {
    const found = changeOf(before[i], after[i]);
    if (found) (changes ??= [])[i] = found;
  }
  return changes;
}

/**
 * @param {Record<string, Attribute>} before
 * @param {Record<string, Attribute>} after
 */
function haveSame(before, after) {
  for (const name in after) if (after[name] !== before[name]) return false;
  for (const name in before) if (!(name in after)) return false;
  return true;
}

/**
 * Turns `node`, which was drawn as `before`, into one that shows `after`, touching only what differs. What
 * stands there may be another's by now: a translator puts its own elements in the place of texts, extensions
 * add some.
 * @param {Node} node
 * @param {Element_ | string} before
 * @param {Element_ | string} after
 * @returns {Node} the node that now stands there
 */
export const patch = (node, before, after) => change(node, before, after, changeOf(before, after), null);

/**
 * @param {Node} node
 * @param {Element_ | string} before
 * @param {Element_ | string} after
 * @param {Change | undefined} how
 * @param {string | null} namespace
 * @returns {Node} the node that now stands there
 */
function change(node, before, after, how, namespace) {
  if (!how) return node;
  if (typeof before === "string" && typeof after === "string" && node.nodeType === TEXT) {
    node.nodeValue = after;
    return node;
  }
  if (how === true || typeof before === "string" || typeof after === "string" || !isDrawnAs(node, before)) {
    const fresh = toNode(after, /** @type {Document} */ (node.ownerDocument), namespace);
    node.parentNode?.replaceChild(fresh, node);
    return fresh;
  }
  const element = /** @type {Element} */ (node);
  patchAttributes(element, before.attributes, after.attributes);
  let changes = /** @type {Change[] | null} */ (how);
  if (after.late) {
    disclosures.set(element, after);
    if (/** @type {HTMLDetailsElement} */ (element).open) fillLate(after);
    changes = changesOf(before.children, after.children);
  }
  if (changes && changes !== NOTHING) {
    const own = NAMESPACES.get(after.tag) ?? namespace;
    const patchChildren = standsInOrder(element, before.children) ? patchInOrder : patchAmongOthers;
    patchChildren(element, before.children, after.children, changes, own);
  }
  choose(element, after);
  return node;
}

const TEXT = 3;

/**
 * @param {Node | null} node
 * @param {Element_} element
 */
const isDrawnAs = (node, { tag }) => node !== null && /** @type {Element} */ (node).localName === tag;

/**
 * Whether an element has a node for each of its children, and each of its own elements in its place; what
 * stands for a text may be anything.
 * @param {Element} element
 * @param {(Element_ | string)[]} children
 */
function standsInOrder(element, children) {
  let node = element.firstChild;
  for (const child of children) {
    if (!node || (typeof child !== "string" && !isDrawnAs(node, child))) return false;
    node = node.nextSibling;
  }
  return node === null;
}

/**
 * @param {Element} element
 * @param {(Element_ | string)[]} before
 * @param {(Element_ | string)[]} after
 * @param {Change[]} changes
 * @param {string | null} namespace
 */
function patchInOrder(element, before, after, changes, namespace) {
  const document = element.ownerDocument;
  const shared = Math.min(before.length, after.length);
  let node = element.firstChild;
  for (let i = 0; i < shared; i += 1) {
    const next = /** @type {ChildNode} */ (node).nextSibling;
    change(/** @type {ChildNode} */ (node), before[i], after[i], changes[i], namespace);
    node = next;
  }
  while (node) {
    const next = node.nextSibling;
    element.removeChild(node);
    node = next;
  }
  for (let i = shared; i < after.length; i += 1) {
    element.appendChild(toNode(after[i], document, namespace));
  }
}

/**
 * The same where others have added or moved nodes: what is found of the element's own is kept, and stays
 * where it is, lest it lose the focus; all else is drawn anew.
 * @param {Element} element
 * @param {(Element_ | string)[]} before
 * @param {(Element_ | string)[]} after
 * @param {Change[]} changes
 * @param {string | null} namespace
 */
function patchAmongOthers(element, before, after, changes, namespace) {
  /** @type {Map<number, ChildNode>} */
  const kept = new Map();
  let node = element.firstChild;
  before.forEach((child, position) => {
    if (typeof child === "string" || position >= after.length) return;
    let found = node;
    while (found && !isDrawnAs(found, child)) found = found.nextSibling;
    if (!found) return;
    kept.set(position, found);
    node = found.nextSibling;
  });
  const own = new Set(kept.values());
  for (const child of [...element.childNodes]) if (!own.has(child)) child.remove();
  let place = element.firstChild;
  after.forEach((child, position) => {
    const mate = kept.get(position);
    if (mate) {
      place = mate.nextSibling;
      change(mate, before[position], child, changes[position], namespace);
    } else {
      element.insertBefore(toNode(child, element.ownerDocument, namespace), place);
    }
  });
}

/**
 * @param {Element} element
 * @param {Record<string, Attribute>} before
 * @param {Record<string, Attribute>} after
 */
function patchAttributes(element, before, after) {
  for (const name in after) {
    // A person may have moved a field since it was drawn, so its value is compared with the field itself.
    if (after[name] !== before[name] || name === "value") setAttribute(element, name, after[name]);
  }
  for (const name in before) if (!(name in after)) setAttribute(element, name, null);
}

/**
 * A select's value is no attribute, and can be set only once its options are there.
 * @param {string} tag
 * @param {string} name
 */
const isChoice = (tag, name) => tag === "select" && name === "value";

/**
 * @param {Node} node
 * @param {Element_} element
 */
function choose(node, { tag, attributes }) {
  if (tag !== "select" || attributes.value === undefined) return;
  const list = /** @type {HTMLSelectElement} */ (node);
  if (list.value !== String(attributes.value)) list.value = String(attributes.value);
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {Attribute} value
 */
function setAttribute(element, name, value) {
  if (name === "key" || isChoice(element.localName, name)) return;
  if (name === "value" && "value" in element) {
    const field = /** @type {HTMLInputElement} */ (element);
    if (field.getAttribute("value") === null) field.setAttribute("value", String(value));
    if (field.value !== String(value) && !isTypedIn(field, Number(value))) field.value = String(value);
  } else if (name === "open") {
    // Whether a disclosure is open is the reader's to say after the first drawing.
    if (!element.hasAttribute("open") && value) element.setAttribute("open", "");
  } else if (isAbsent(value)) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * While something is being typed its field is the person's: "0," must not turn into "0", nor what is empty,
 * begins with "−" or cannot be read into a number.
 * @param {HTMLInputElement} field
 * @param {number} value
 */
function isTypedIn(field, value) {
  if (field.ownerDocument.activeElement !== field) return false;
  if (field.type === "textarea" || field.getAttribute("aria-invalid") === "true") return true;
  if (field.getAttribute("role") !== "spinbutton") return false;
  const typed = readTyped(field.value);
  return typed === null || typed === value;
}
