/**
 * The window onto the drawing: all of it, or a part that can be moved and scaled, by changing the viewBox.
 * Where the whole would be too small to read, it opens at a readable size and follows the step.
 *
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("../view/layout.js").Box} Box
 * @typedef {{x: number, y: number}} Point
 * @typedef {{x: number, y: number, zoom: number}} View its upper left corner, and how often larger it is than
 *   where all can be seen
 */
import { round, within } from "../view/graph/shapes.js";
import { around, layoutOf } from "../view/layout.js";
import { isComposing } from "./keys.js";
import { SLOP } from "./sideways.js";

/**
 * How many pixels a unit has at least when a drawing opens, so that its smallest letters, of 13.2 units, have
 * 13 pixels, and on small screens 12.
 */
const READABLE = { large: 0.99, small: 0.915 };
const SMALL_SCREEN = 1024;
/** The smallest letters: of the drawing in its units, of the page by the size of the others. */
const LEAST = 13.2;
const SMALL = 0.8;
/** Where the drawing stands small, for a while, and is seen whole, it has so many pixels a unit. */
const LEAST_SMALL = 0.5;
const LARGEST_SCALE = 3;
const WHEEL_SPEED = 0.0025;
const KEY_MOVE = 60;
const HINT_TIME = 2200;
/** What share of its way the drawing glides in a frame. */
const GLIDE = 0.2;
const MARGIN = 30;
/**
 * By key, and by the button that says it, how often larger; 0 is as small as can be.
 * @type {Record<string, number>}
 */
const FACTORS = { "+": 1.3, "=": 1.3, "-": 1 / 1.3, "−": 1 / 1.3, _: 1 / 1.3, 0: 0 };
/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: { x: KEY_MOVE, y: 0 },
  ArrowRight: { x: -KEY_MOVE, y: 0 },
  ArrowUp: { x: 0, y: KEY_MOVE },
  ArrowDown: { x: 0, y: -KEY_MOVE },
};

/**
 * @param {HTMLElement} place the drawing's, with its tools
 * @param {Window & typeof globalThis} window
 */
export function createPanZoom(place, window) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
  const [host, tools, hint] = [find('[data-region="graph"]'), find(".view-tools"), find(".view-hint")];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Model} */
  let model;
  /**
   * Its drawing; on paper is another, which stays whole.
   * @type {Element | null}
   */
  let svg = null;
  let size = { width: 0, height: 0 };
  let view = { x: 0, y: 0, zoom: 1 };
  /** Whether the view is still the one that the page chose. */
  let automatic = true;
  let gliding = 0;
  let hintTimer = 0;

  /** Before a class, the smallest letters of the drawing are as large as those of what is written. */
  const readable = () =>
    place.closest('[data-shows="present"]')
      ? (Number.parseFloat(window.getComputedStyle(place.ownerDocument.documentElement).fontSize) * SMALL) /
        LEAST
      : window.innerWidth < SMALL_SCREEN
        ? READABLE.small
        : READABLE.large;

  /** Pixels a unit where all can be seen. */
  const fit = () => Math.min(size.width / layoutOf(model).width, size.height / layoutOf(model).height);

  /** Whether it stands small above what is read (page/inview.js): there all of it is shown, if it can be read. */
  const isSmall = () => place.closest(".away") !== null && fit() > LEAST_SMALL;

  /**
   * Not beyond the drawing's edges; what is smaller than its place stands in the middle.
   * @param {View} wanted
   * @returns {View}
   */
  function kept({ x, y, zoom }) {
    const { width, height } = layoutOf(model);
    const inside = (/** @type {number} */ at, /** @type {number} */ room) =>
      within(at, Math.min(room / 2, 0), Math.max(room / 2, room));
    return {
      x: inside(x, width - size.width / zoom / fit()),
      y: inside(y, height - size.height / zoom / fit()),
      zoom,
    };
  }

  /** @param {View} wanted */
  function show(wanted) {
    window.cancelAnimationFrame(gliding);
    view = kept(wanted);
    const { width, height } = layoutOf(model);
    const [whole, scale] = [view.zoom < 1.01 || isSmall(), view.zoom * fit()];
    svg?.setAttribute(
      "viewBox",
      (whole ? [0, 0, width, height] : [view.x, view.y, size.width / scale, size.height / scale])
        .map(round)
        .join(" "),
    );
    place.classList.toggle("zoomed", !whole);
    tools.hidden = isSmall() || (whole && scale >= readable());
  }

  /** @param {View} end */
  function glide(end) {
    const [dx, dy] = [end.x - view.x, end.y - view.y];
    const share = still.matches || Math.hypot(dx, dy) < 1 ? 1 : GLIDE;
    show({ x: view.x + dx * share, y: view.y + dy * share, zoom: end.zoom });
    if (share < 1) gliding = window.requestAnimationFrame(() => glide(end));
  }

  /**
   * What is at one point of the drawing's place goes to another, and is scaled there.
   * @param {Point} from
   * @param {Point} to
   * @param {number} factor
   */
  function move(from, to, factor) {
    automatic = false;
    const zoom = within(view.zoom * factor, 1, Math.max(LARGEST_SCALE / fit(), 1));
    const at = (/** @type {"x" | "y"} */ axis) =>
      view[axis] + (from[axis] / view.zoom - to[axis] / zoom) / fit();
    show({ x: at("x"), y: at("y"), zoom });
  }

  /**
   * @param {number} factor
   * @param {Point} [point] what stays where it is, by default the middle
   */
  const scale = (factor, point = { x: size.width / 2, y: size.height / 2 }) => move(point, point, factor);

  /**
   * Where the view begins so that something stands in its middle, or begins where it does if it is larger.
   * @param {number} at
   * @param {number} length
   * @param {number} seen
   */
  const middleOr = (at, length, seen) => at - Math.max((seen - length) / 2, MARGIN);

  /**
   * Shows a place in the middle, unless it can be seen.
   * @param {Box[]} boxes
   * @param {(view: View) => void} [how]
   */
  function bring(boxes, how = glide) {
    if (boxes.length === 0) return;
    const { x, y, width, height } = around(boxes);
    const [seenWide, seenHigh] = [size.width / view.zoom / fit(), size.height / view.zoom / fit()];
    if (
      x - MARGIN < view.x ||
      y - MARGIN < view.y ||
      x + width + MARGIN > view.x + seenWide ||
      y + height + MARGIN > view.y + seenHigh
    ) {
      how(kept({ x: middleOr(x, width, seenWide), y: middleOr(y, height, seenHigh), zoom: view.zoom }));
    }
  }

  /** Where the present step is, as far as it is drawn. */
  const whereabouts = () => {
    const { current } = model;
    const layout = layoutOf(model);
    return current.kind === "leaves"
      ? []
      : [...current.focus, current.of].flatMap((index) => layout.boxes.get(index) ?? []);
  };

  function measure() {
    size = { width: host.clientWidth, height: host.clientHeight };
    if (size.width === 0) return;
    if (!automatic) return show(view);
    const zoom = Math.max(readable() / fit(), 1);
    const { orientation, width, height } = layoutOf(model);
    const isTall = orientation === "tall";
    // Where the pass begins.
    show({
      x: isTall ? (width - size.width / readable()) / 2 : 0,
      y: isTall ? 0 : (height - size.height / readable()) / 2,
      zoom,
    });
    bring(whereabouts(), show);
    // What has just opened a layer stays at hand.
    bring(
      layoutOf(model).toggles.flatMap(({ open, box }) => (open ? [box] : [])),
      show,
    );
  }

  /**
   * The place takes the shape of a drawing.
   * @param {import("../view/layout.js").Layout} layout
   */
  function sizes({ orientation, width, height }) {
    for (const name of orientation === "tall" ? ["tall"] : ["wide", "broad"]) {
      place.style.setProperty(`--${name}-width`, String(width));
      place.style.setProperty(`--${name}-height`, String(height));
    }
  }

  /** @param {Model} next what has just been drawn */
  function shown(next) {
    const before = model;
    model = next;
    const drawn = host.querySelector("svg");
    const fresh = drawn !== svg;
    svg = drawn;
    if (!before || layoutOf(before) !== layoutOf(model)) {
      sizes(layoutOf(model));
      automatic = true;
      measure();
    } else if (fresh) {
      show(view);
    } else if (before.step !== model.step) {
      bring(whereabouts());
    }
  }

  tools.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement | null} */ (
      /** @type {Element} */ (event.target).closest("[data-view]")
    );
    if (button) scale(FACTORS[button.dataset.view ?? ""]);
    // The buttons leave when all can be seen; the focus stays in the drawing.
    if (tools.hidden) {
      const card = /** @type {HTMLElement | null} */ (host.querySelector('[tabindex="0"]'));
      card?.focus({ preventScroll: true });
    }
  });

  host.addEventListener("focusin", (event) =>
    bring([/** @type {SVGGraphicsElement} */ (event.target).getBBox()]),
  );

  /**
   * Where a pointer is in the drawing's place.
   * @param {MouseEvent} event
   * @returns {Point}
   */
  function pointOf({ clientX, clientY }) {
    const { left, top } = host.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  host.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        scale(Math.exp(-event.deltaY * WHEEL_SPEED), pointOf(event));
      } else if (!tools.hidden) {
        hint.hidden = false;
        window.clearTimeout(hintTimer);
        hintTimer = window.setTimeout(() => (hint.hidden = true), HINT_TIME);
      }
    },
    { passive: false },
  );

  host.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isComposing(event)) return;
    const turns =
      ARROWS[event.key]?.x && /** @type {Element} */ (event.target).closest("[data-turn]") !== null;
    if (event.shiftKey && event.key in ARROWS && !turns) move({ x: 0, y: 0 }, ARROWS[event.key], 1);
    else if (Object.hasOwn(FACTORS, event.key)) scale(FACTORS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // One pointer moves the drawing (from empty ground, lest choosing a value becomes difficult), two scale it.
  /** @type {Map<number, Point>} */
  const pointers = new Map();
  const grip = () => {
    const [a, b = a] = [...pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(Math.hypot(a.x - b.x, a.y - b.y), 1) };
  };
  /** How it was before fingers were on it: there it goes back if the browser takes them to scroll the page. */
  let untouched = { view, automatic, sideways: false };
  host.addEventListener("pointerdown", (event) => {
    const onSomething = /** @type {Element} */ (event.target).closest("[data-go], [data-action]");
    if (event.button !== 0 || (onSomething && event.pointerType === "mouse")) return;
    // A finger that takes hold of a number turns it.
    if (pointers.size === 0 && onSomething?.hasAttribute("data-turn")) return;
    if (pointers.size === 0) untouched = { view, automatic, sideways: event.pointerType === "mouse" };
    else untouched.sideways = true;
    pointers.set(event.pointerId, pointOf(event));
  });
  window.addEventListener("pointermove", (event) => {
    if (!pointers.has(event.pointerId)) return;
    const [before, point] = [grip(), pointOf(event)];
    if (!untouched.sideways) {
      const [dx, dy] = [Math.abs(point.x - before.x), Math.abs(point.y - before.y)];
      if (Math.hypot(dx, dy) < SLOP.finger) return;
      if (dy >= dx) return void pointers.delete(event.pointerId);
      untouched.sideways = true;
    }
    pointers.set(event.pointerId, point);
    const after = grip();
    move(before, after, after.apart / before.apart);
  });
  window.addEventListener("pointerup", (event) => void pointers.delete(event.pointerId));
  window.addEventListener("pointercancel", (event) => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
    automatic = untouched.automatic;
    show(untouched.view);
  });
  // One finger scrolls the page up and down, as everywhere; two are the drawing's.
  host.addEventListener(
    "touchmove",
    (event) => {
      if (event.touches.length > 1) event.preventDefault();
    },
    { passive: false },
  );

  // In a frame of its own: what it draws changes sizes, and WebKit reports an observer that does so as an error.
  new window.ResizeObserver(() => window.requestAnimationFrame(measure)).observe(host);
  return { shown, sizes };
}
