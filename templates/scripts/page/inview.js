/**
 * What is moved and what it moves stay in view together: while the lesson is on the screen, its graph stays
 * above what is read or turned, and its transport below. styles/inview.css says what becomes of them when
 * they are marked as away.
 */

/** The graph is away once all of it has left the part of the window below this. */
const ABOVE = "-35% 0px 0px 0px";
/** And the lesson is there as long as something of it is in this part. */
const THERE = "-45% 0px -64px 0px";

/** After so long it has its place (ms). */
const SETTLED = 150;

/**
 * @param {Document} document
 * @param {Window & typeof globalThis} window
 * @param {() => boolean} isWhole whether all of the page is there: in its views nothing goes out of sight
 */
export function keepInView(document, window, isWhole) {
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (document.querySelector(selector));
  const [lesson, graph, transport] = [".lesson", ".graph-figure", ".transport-place"].map(find);
  let settling = 0;
  const seen = { lesson: true, graph: true, transport: true };

  /**
   * It keeps the room that it had, so that nothing moves.
   * @param {HTMLElement} place
   * @param {boolean} isAway
   */
  function mark(place, isAway) {
    if (place.classList.contains("away") === isAway) return;
    const { classList } = document.documentElement;
    const { left, width, height } = place.getBoundingClientRect();
    for (const [name, value] of Object.entries({ left, width, height })) {
      place.style.setProperty(`--kept-${name}`, `${value}px`);
    }
    place.classList.toggle("away", isAway);
    classList.toggle(place === graph ? "graph-away" : "transport-away", isAway);
    // On the way a browser may measure it at another size, and scroll to make up for that.
    classList.add("settling");
    window.clearTimeout(settling);
    settling = window.setTimeout(() => classList.remove("settling"), SETTLED);
  }

  function show() {
    const moves = seen.lesson && isWhole();
    mark(graph, moves && !seen.graph);
    // It stands below the graph, and would lie beneath it.
    mark(transport, moves && !(seen.transport && seen.graph));
  }

  /**
   * @param {HTMLElement} place
   * @param {(entry: IntersectionObserverEntry) => void} hear
   * @param {IntersectionObserverInit} part of the window
   */
  function watch(place, hear, part) {
    const observer = new window.IntersectionObserver((entries) => {
      hear(entries[entries.length - 1]);
      show();
    }, part);
    observer.observe(place);
  }

  watch(lesson, (entry) => (seen.lesson = entry.isIntersecting), { rootMargin: THERE });
  // Below the window it is not away: one has not come to it yet.
  watch(
    graph,
    ({ isIntersecting, boundingClientRect }) => (seen.graph = isIntersecting || boundingClientRect.top > 0),
    { rootMargin: ABOVE },
  );
  watch(transport, ({ intersectionRatio }) => (seen.transport = intersectionRatio > 0.98), {
    threshold: [0, 0.98],
  });
  // What has another width is measured anew.
  window.addEventListener("resize", () => {
    for (const place of [graph, transport]) mark(place, false);
    show();
  });
}
