/**
 * Elements as plain data, with two ends: a string (the build) and DOM nodes (the browser).
 * Text is always text: nothing here parses markup.
 *
 * @typedef {string | number | boolean | null | undefined} Attribute
 * @typedef {{tag: string, attributes: Record<string, Attribute>, children: (Element_ | string)[]}} Element_
 * @typedef {Element_ | string | number | null | false | undefined | Child[]} Child
 */

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
 *   undefined are none;
 *   `key` is not drawn: elements with different keys are never patched into each other
 * @param {...Child} children
 * @returns {Element_}
 */
export function h(tag, attributes, ...children) {
  /** @type {(Element_ | string)[]} */
  const flat = [];
  flattenChildren(children, flat);
  return { tag, attributes: attributes ?? {}, children: flat };
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
  for (const child of element.children) node.appendChild(toNode(child, document, own));
  choose(node, element);
  return node;
}

/**
 * Turns `node`, which shows `before`, into one that shows `after`, touching only what differs.
 * @param {Node} node
 * @param {Element_ | string} before
 * @param {Element_ | string} after
 * @param {string | null} [namespace]
 * @returns {Node} the node that now stands there
 */
export function patch(node, before, after, namespace = null) {
  if (before === after) return node;
  if (typeof before === "string" && typeof after === "string") {
    node.nodeValue = after;
    return node;
  }
  const document = /** @type {Document} */ (node.ownerDocument);
  if (
    typeof before === "string" ||
    typeof after === "string" ||
    before.tag !== after.tag ||
    before.attributes.key !== after.attributes.key
  ) {
    const fresh = toNode(after, document, namespace);
    node.parentNode?.replaceChild(fresh, node);
    return fresh;
  }
  const element = /** @type {Element} */ (node);
  patchAttributes(element, before.attributes, after.attributes);
  const own = NAMESPACES.get(after.tag) ?? namespace;
  const shared = Math.min(before.children.length, after.children.length);
  let child = element.firstChild;
  for (let i = 0; i < shared; i += 1) {
    const next = /** @type {ChildNode} */ (child).nextSibling;
    patch(/** @type {ChildNode} */ (child), before.children[i], after.children[i], own);
    child = next;
  }
  while (child) {
    const next = child.nextSibling;
    element.removeChild(child);
    child = next;
  }
  for (let i = shared; i < after.children.length; i += 1) {
    element.appendChild(toNode(after.children[i], document, own));
  }
  choose(element, after);
  return node;
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
    const typing =
      field.ownerDocument.activeElement === field &&
      (field.type === "textarea" ||
        (field.type === "number" && (field.value === "" || Number(field.value) === Number(value))));
    // While something is being typed its field is the person's: "0." must not turn into "0", nor what is
    // empty or begins with "-" into a number.
    if (field.value !== String(value) && !typing) field.value = String(value);
  } else if (name === "open") {
    // Whether a disclosure is open is the reader's to say after the first drawing.
    if (!element.hasAttribute("open") && value) element.setAttribute("open", "");
  } else if (isAbsent(value)) {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}
