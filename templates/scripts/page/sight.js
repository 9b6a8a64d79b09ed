/** What is in sight: what is not need not follow a number that is dragged until one comes to it. */

/** From so far off it is drawn, so that nobody sees it come. */
const NEAR = "50%";

/**
 * @param {readonly Element[]} elements
 * @param {Window & typeof globalThis} window
 * @param {() => void} changed hears when another has come into sight
 * @returns {(element: Element) => boolean} whether it is
 */
export function watchSight(elements, window, changed) {
  /** @type {Set<Element>} */
  const seen = new Set();
  const observer = new window.IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
      changed();
    },
    { rootMargin: NEAR },
  );
  for (const element of elements) observer.observe(element);
  // What has the focus is on its way into it.
  return (element) => seen.has(element) || element.contains(element.ownerDocument.activeElement);
}
