/**
 * The window onto the drawing: all of it, or a part that can be moved and scaled, by changing the viewBox.
 * Where the whole would be too small to read, it opens at a readable size and follows the step.
 *
 * @typedef {import("../view/layout.js").Layout} Layout
 * @typedef {import("../view/layout.js").Box} Box
 * @typedef {{x: number, y: number, scale: number}} View its upper left corner, and pixels a unit
 */
import { around } from "../view/layout.js";

/** Below this many pixels a unit the whole drawing is too small to open with; and with how many it then opens. */
const TOO_SMALL = 0.6;
const READABLE = 0.75;
/** Below this, parts of it are worth a closer look. */
const SMALL = 0.62;
const LARGEST_SCALE = 3;
const ZOOM_STEP = 1.3;
const WHEEL_SPEED = 0.0025;
const KEY_MOVE = 60;
/** A press that moves less than this is a click (px). */
const STILL_A_CLICK = 4;
const HINT_TIME = 2200;
const GLIDE_TIME = 220;
const MARGIN = 30;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @param {HTMLElement} place the drawing's, with its tools @param {Window & typeof globalThis} window */
export function createPanZoom(place, window) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
  const [host, tools, hint] = [find('[data-region="graph"]'), find(".view-tools"), find(".view-hint")];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let size = { width: 0, height: 0 };
  /** @type {import("../model.js").Model | null} */
  let shownModel = null;
  /** @type {View | null} null: all of the drawing */
  let view = null;
  /** Whether the view is still the one that the page chose. */
  let automatic = true;
  let gliding = 0;
  /** What is on paper is another drawing, and stays whole. */
  let printing = false;
  let hintTimer = 0;

  const drawing = () => /** @type {Layout} */ (shownModel?.layout);
  const fitScale = () => Math.min(size.width / drawing().width, size.height / drawing().height);

  /** Not beyond the drawing's edges; what is smaller than its place stands in the middle. @param {View} wanted @returns {View} */
  function kept({ x, y, scale }) {
    const within = (/** @type {number} */ at, /** @type {number} */ whole, /** @type {number} */ seen) =>
      (seen >= whole ? (whole - seen) / 2 : Math.min(Math.max(at, 0), whole - seen));
    return { x: within(x, drawing().width, size.width / scale), y: within(y, drawing().height, size.height / scale), scale };
  }
  const present = () => view ?? kept({ x: 0, y: 0, scale: fitScale() });

  function apply() {
    const { width, height } = drawing();
    const round = (/** @type {number} */ length) => Math.round(length * 100) / 100;
    host.querySelector("svg")?.setAttribute("viewBox", view
      ? [view.x, view.y, size.width / view.scale, size.height / view.scale].map(round).join(" ")
      : `0 0 ${round(width)} ${round(height)}`);
    place.classList.toggle("zoomed", view !== null);
    tools.hidden = view === null && fitScale() >= SMALL;
  }

  /** @param {View | null} wanted */
  function show(wanted) {
    window.cancelAnimationFrame(gliding);
    view = wanted && kept(wanted);
    if (view && view.scale <= fitScale() * 1.01) view = null;
    apply();
  }

  /** @param {View | null} wanted */
  function choose(wanted) {
    automatic = false;
    show(wanted);
  }

  /** @param {View} wanted */
  function glide(wanted) {
    const [from, to] = [present(), kept(wanted)];
    if (still.matches) return show(to);
    window.cancelAnimationFrame(gliding);
    const begun = window.performance.now();
    const move = (/** @type {number} */ now) => {
      const share = Math.min(Math.max((now - begun) / GLIDE_TIME, 0), 1);
      const eased = share * (2 - share);
      view = { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased, scale: to.scale };
      apply();
      if (share < 1) gliding = window.requestAnimationFrame(move);
    };
    gliding = window.requestAnimationFrame(move);
  }

  /** @param {number} factor @param {number} [clientX] what stays where it is, by default the middle @param {number} [clientY] */
  function zoom(factor, clientX, clientY) {
    const { x, y, scale } = present();
    const { left, top } = host.getBoundingClientRect();
    const [px, py] = [clientX === undefined ? size.width / 2 : clientX - left, clientY === undefined ? size.height / 2 : clientY - top];
    const next = Math.min(Math.max(scale * factor, fitScale()), Math.max(LARGEST_SCALE, fitScale()));
    choose({ x: x + px / scale - px / next, y: y + py / scale - py / next, scale: next });
  }

  /** @param {number} dx pixels @param {number} dy */
  function pan(dx, dy) {
    const { x, y, scale } = present();
    if (view) choose({ x: x - dx / scale, y: y - dy / scale, scale });
  }

  /** The view in which a place can be seen: the present one if it can. @param {Box} box @returns {View | null} */
  function towards({ x, y, width, height }) {
    const now = present();
    const [seenWide, seenHigh] = [size.width / now.scale, size.height / now.scale];
    const seen = x >= now.x && y >= now.y && x + width <= now.x + seenWide && y + height <= now.y + seenHigh;
    return seen ? null : { x: x + width / 2 - seenWide / 2, y: y + height / 2 - seenHigh / 2, scale: now.scale };
  }

  /** @param {Box[]} boxes @returns {Box | null} */
  function withMargin(boxes) {
    if (boxes.length === 0) return null;
    const { x, y, width, height } = around(boxes);
    return { x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  }

  /** Where the present step is, as far as it is drawn. @param {import("../model.js").Model} model */
  const whereabouts = ({ layout, current }) =>
    withMargin(current.kind === "leaves" ? [] : [...current.focus, current.of].flatMap((index) => layout.boxes.get(index) ?? []));

  /** Where an element of the drawing is. @param {Element} element */
  function placeOf(element) {
    const { layout, graph } = /** @type {import("../model.js").Model} */ (shownModel);
    const layer = element.getAttribute("data-layer");
    return withMargin(layer === null
      ? [layout.boxes.get(graph.index[element.getAttribute("data-node") ?? ""]) ?? []].flat()
      : layout.toggles.filter((toggle) => toggle.layer === Number(layer)).map(({ box }) => box));
  }

  /** @param {Box | null} box @param {(view: View) => void} [how] */
  function bring(box, how = glide) {
    const wanted = view && box && towards(box);
    if (wanted) how(wanted);
  }

  function open() {
    automatic = true;
    if (fitScale() >= TOO_SMALL) return show(null);
    show({ x: 0, y: (drawing().height - size.height / READABLE) / 2, scale: READABLE });
    bring(whereabouts(/** @type {import("../model.js").Model} */ (shownModel)), show);
    // What has just opened a layer stays at hand.
    const toggle = host.querySelector('.toggle[aria-expanded="true"]');
    if (toggle) bring(placeOf(toggle), show);
  }

  function measure() {
    if (printing) return;
    size = { width: host.clientWidth, height: host.clientHeight };
    if (!shownModel || size.width === 0) return;
    if (automatic) open();
    else show(view);
  }

  /** The place takes the shape of a drawing. @param {Layout} layout */
  function sizes({ orientation, width, height }) {
    place.style.setProperty(`--${orientation}-width`, String(width));
    place.style.setProperty(`--${orientation}-height`, String(height));
  }

  /** @param {import("../model.js").Model} model what has just been drawn */
  function shown(model) {
    const before = shownModel;
    shownModel = model;
    if (before?.layout !== model.layout) {
      sizes(model.layout);
      place.parentElement?.classList.toggle("with-cells", model.layout.cards.some(({ form }) => form === "cell"));
      place.parentElement?.classList.toggle("weightless", model.scene.source.network === null);
      automatic = true;
      measure();
    } else if (view && before.step !== model.step) {
      bring(whereabouts(model));
    }
  }

  /** @type {Record<string, () => void>} */
  const commands = { in: () => zoom(ZOOM_STEP), out: () => zoom(1 / ZOOM_STEP), fit: () => choose(null) };
  tools.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-view]");
    if (button) commands[button.getAttribute("data-view") ?? ""]();
    // The buttons leave when all can be seen; the focus stays in the drawing.
    if (tools.hidden) /** @type {HTMLElement | null} */ (host.querySelector('[tabindex="0"]'))?.focus({ preventScroll: true });
  });

  host.addEventListener("focusin", (event) => bring(placeOf(/** @type {Element} */ (event.target))));

  host.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 20 : 1) * WHEEL_SPEED), event.clientX, event.clientY);
    } else if (!tools.hidden) {
      hint.hidden = false;
      window.clearTimeout(hintTimer);
      hintTimer = window.setTimeout(() => (hint.hidden = true), HINT_TIME);
    }
  }, { passive: false });

  /** @type {Record<string, () => void>} */
  const keys = { "+": commands.in, "=": commands.in, "-": commands.out, "−": commands.out, _: commands.out, 0: commands.fit };
  host.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const toggle = /** @type {Element} */ (event.target).closest('[data-action="open-layer"]');
    if (toggle && (event.key === "Enter" || event.key === " ")) toggle.dispatchEvent(new window.MouseEvent("click", { bubbles: true }));
    else if (event.shiftKey && event.key in ARROWS) pan(ARROWS[event.key][0] * KEY_MOVE, ARROWS[event.key][1] * KEY_MOVE);
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  listenToDragging(host, { pan, zoom }, window);
  window.addEventListener("beforeprint", () => {
    const before = view;
    show(null);
    printing = true;
    window.addEventListener("afterprint", () => {
      printing = false;
      show(before);
    }, { once: true });
  });
  new window.ResizeObserver(measure).observe(host);
  return { shown, sizes };
}

/**
 * One pointer moves the drawing (from empty ground, lest choosing a value becomes difficult), two scale it.
 * @param {HTMLElement} host @param {{pan: (dx: number, dy: number) => void, zoom: (factor: number, x: number, y: number) => void}} view @param {Window} window
 */
function listenToDragging(host, { pan, zoom }, window) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();
  let moved = 0;
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(Math.hypot(a.x - b.x, a.y - b.y), 1) };
  };
  host.addEventListener("pointerdown", (event) => {
    const onSomething = /** @type {Element} */ (event.target).closest("[data-go], [data-action]");
    if (event.button !== 0 || (onSomething && event.pointerType === "mouse")) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = 0;
  });
  window.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const next = { x: event.clientX, y: event.clientY };
    const before = pointers.size > 1 ? spread() : null;
    moved += Math.hypot(next.x - last.x, next.y - last.y);
    if (!before && moved < STILL_A_CLICK) return;
    pointers.set(event.pointerId, next);
    if (before) {
      const after = spread();
      zoom(after.apart / before.apart, after.x, after.y);
      pan(after.x - before.x, after.y - before.y);
    } else {
      pan(next.x - last.x, next.y - last.y);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, (event) => void pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
  }
  // One finger scrolls the page up and down, as everywhere; two are the drawing's.
  host.addEventListener("touchmove", (event) => {
    if (event.touches.length > 1) event.preventDefault();
  }, { passive: false });
}
