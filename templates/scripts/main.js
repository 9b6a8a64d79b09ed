/** Wiring: events -> store -> model -> regions. The only module that touches the global document. */
import { largestDifference } from "./engine/check.js";
import { firstFrame, liveMarkup, traceText } from "./frame.js";
import { decodeAddress, encodeAddress, LARGEST, readNumber } from "./lesson/address.js";
import { createScene, derive, firstChoices } from "./model.js";
import { createStore } from "./store.js";
import { announcement } from "./view/announce.js";
import { fill, formatNumber } from "./view/format.js";
import { lightUp, quantityAt } from "./view/highlight.js";
import { liveText } from "./view/live.js";
import { mountRegion } from "./view/mount.js";
import { LIVE_REGIONS, PRINT_REGIONS } from "./view/regions.js";
import { ensureTabStops, holdTabStop, moveInGroup } from "./view/roving.js";
import { createPublicInterface } from "./public.js";
import { SPEEDS } from "./view/transport.js";

/** What the build calls; without a document the script does nothing else. */
export const BUILD = { firstFrame, liveMarkup, traceText };

/** Below this width of its place the drawing runs from top to bottom; graph.css keeps the room for it. */
const NARROW = 640;
/** The address follows the state once it has been still for this long: browsers limit how often it may change. */
const ADDRESS_DELAY = 250;
const THEMES = ["system", "light", "dark"];

/** @param {Document} document @param {Window & typeof globalThis} window */
function start(document, window) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  /** @type {import("./model.js").PageData} */
  const data = JSON.parse(find("#page-data").textContent ?? "");
  const scene = createScene(data);
  const { graph, lesson } = scene;
  const { words } = data;
  const count = lesson.steps.length;
  const store = createStore(firstChoices(scene));
  let model = derive(scene, store.state());

  const regions = Object.entries({ ...LIVE_REGIONS, ...PRINT_REGIONS }).map(([name, view]) => ({
    view, printed: name in PRINT_REGIONS, show: mountRegion(find(`[data-region="${name}"]`), view(model)),
  }));
  const notice = find("#notice");
  const announcer = find("#announcer");
  const liveNumbers = [...document.querySelectorAll("[data-live]")].map((element) => ({ element, reference: referenceOf(element) }));

  /** @param {string | null} text */
  const tell = (text) => {
    notice.hidden = text === null;
    find("#notice-text").textContent = text ?? "";
  };

  // --- state -> page

  function render() {
    model = derive(scene, store.state());
    for (const { view, printed, show } of regions) if (!printed) show(view(model));
    for (const { element, reference } of liveNumbers) element.textContent = liveText(model, reference);
    ensureTabStops(document);
    if (pointed !== null) lightUp(document, pointed);
  }

  store.subscribe((state, before) => {
    render();
    if (state.step !== before.step) announcer.textContent = announcement(model);
    if (state.playing !== before.playing || state.speed !== before.speed || state.step !== before.step) schedulePlay();
    scheduleAddress();
  });

  // --- what can be done

  /** @param {number} step */
  const goTo = (step) => store.update({ step: Math.min(Math.max(Math.round(step), 1), count) });

  /** A quantity's forward step; from there, its backward step. @param {string} name */
  function goToNode(name) {
    const index = graph.index[name];
    const { step } = store.state();
    // A parameter is used first where its neuron's sum is made.
    const first = graph.nodes[index].op === "leaf" ? lesson.valueStep[graph.children[index][0]] : lesson.valueStep[index];
    goTo(step === first && lesson.gradientStep[index] > 0 ? lesson.gradientStep[index] : first);
  }

  /** @param {string} name @param {string} text @returns {boolean} */
  function setLeaf(name, text) {
    const number = readNumber(text);
    if (number === null) {
      tell(fill(words.notice.number, { found: text.trim() || words.notice.nothing, expected: LARGEST }));
      return false;
    }
    tell(null);
    store.update({ leaves: Object.freeze({ ...store.state().leaves, [name]: number }) });
    return true;
  }

  /** @type {Record<string, (element: Element) => void>} */
  const actions = {
    first: () => goTo(1),
    back: () => goTo(store.state().step - 1),
    next: () => goTo(store.state().step + 1),
    last: () => goTo(count),
    play: () => togglePlay(),
    "reset-all": () => store.update({ leaves: scene.first, rate: data.rate }),
    reset: (element) => {
      const name = element.getAttribute("data-leaf") ?? "";
      store.update({ leaves: Object.freeze({ ...store.state().leaves, [name]: scene.first[name] }) });
      find(`input[type="range"][name="${name}"]`).focus();
    },
    "take-step": () => store.update({ leaves: model.learning.leaves }),
    "copy-link": () => void copyLink(),
    keys: () => /** @type {HTMLDialogElement} */ (find("#keys")).showModal(),
    "close-notice": () => tell(null),
    theme: () => showTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? "system") + 1) % THEMES.length]),
  };

  // --- playing

  let timer = 0;
  function togglePlay() {
    const { playing, step } = store.state();
    store.update({ playing: !playing, ...(!playing && step === count ? { step: 1 } : {}) });
  }
  function schedulePlay() {
    window.clearTimeout(timer);
    const { playing, step, speed } = store.state();
    if (!playing) return;
    if (step === count) store.update({ playing: false });
    else timer = window.setTimeout(() => goTo(store.state().step + 1), 1000 * SPEEDS[/** @type {keyof SPEEDS} */ (speed)]);
  }

  // --- the address

  let addressTimer = 0;
  const address = () => encodeAddress(graph, store.state(), data.rate);
  function scheduleAddress() {
    window.clearTimeout(addressTimer);
    addressTimer = window.setTimeout(() => window.history.replaceState(null, "", address()), ADDRESS_DELAY);
  }
  function readAddress() {
    const { hash } = window.location;
    if (hash.length < 2 || (!hash.includes("=") && !hash.startsWith("#step-") && document.getElementById(hash.slice(1)))) return;
    const read = decodeAddress(graph, count, hash);
    if ("refusal" in read) {
      const { what, found, expected } = read.refusal;
      tell(`${fill(words.notice[what], { found, expected })} ${words.notice.default}`);
      store.update(firstPlace());
    } else {
      store.update({ ...firstPlace(), ...read.place, leaves: Object.freeze({ ...scene.first, ...read.place.leaves }) });
    }
  }
  const firstPlace = () => ({ step: 1, leaves: scene.first, rate: data.rate });
  async function copyLink() {
    const link = window.location.href.replace(/#.*$/, "") + address();
    const field = /** @type {HTMLInputElement} */ (find("#link"));
    field.value = link;
    try {
      await window.navigator.clipboard.writeText(link);
      find("#copied").textContent = words.link.copied;
    } catch {
      find("#copied").textContent = words.link.by_hand;
      field.hidden = false;
      field.select();
    }
  }

  // --- events

  let pointed = /** @type {string | null} */ (null);
  const point = (/** @type {EventTarget | null} */ target) => {
    const quantity = quantityAt(target);
    if (quantity !== pointed) lightUp(document, (pointed = quantity));
  };
  document.addEventListener("pointerover", (event) => point(event.target));
  document.addEventListener("pointerleave", () => point(document.activeElement));
  document.addEventListener("focusin", (event) => {
    holdTabStop(event.target);
    point(event.target);
  });

  document.addEventListener("click", (event) => {
    const element = /** @type {Element} */ (event.target);
    const doer = element.closest("[data-action]");
    const node = element.closest("[data-go]");
    const link = element.closest("a[data-step]");
    if (doer && doer.getAttribute("aria-disabled") !== "true") actions[doer.getAttribute("data-action") ?? ""]?.(doer);
    else if (node) goToNode(node.getAttribute("data-go") ?? "");
    else if (link) {
      event.preventDefault();
      goTo(Number(link.getAttribute("data-step")));
      find("#lesson").scrollIntoView({ block: "start" });
    }
  });

  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const leaf = field.dataset.leaf ?? field.name;
    if (Object.hasOwn(scene.first, leaf)) field.setAttribute("aria-invalid", String(!setLeaf(leaf, field.value)));
    else if (field.name === "step") goTo(Number(field.value));
    else if (field.name === "speed") store.update({ speed: field.value });
    else if (field.name === "learning-rate") {
      const rate = readNumber(field.value);
      field.setAttribute("aria-invalid", String(rate === null || rate < 0));
      if (rate !== null && rate >= 0) store.update({ rate });
    }
  });

  // A field that was left with something unreadable goes back to the number that is in force.
  document.addEventListener("focusout", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.getAttribute?.("aria-invalid") !== "true") return;
    field.removeAttribute("aria-invalid");
    tell(null);
    field.value = "";
    render();
  });

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowRight: actions.next, ArrowLeft: actions.back, Home: actions.first, End: actions.last,
    " ": togglePlay, "?": actions.keys,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || find("#keys[open]")) return;
    const target = /** @type {Element} */ (event.target);
    const node = target.closest("[data-go][tabindex]");
    if (node && (event.key === "Enter" || event.key === " ")) goToNode(node.getAttribute("data-go") ?? "");
    else if (moveInGroup(event)) point(document.activeElement);
    else if (target.matches("input, select, textarea") || !keys[event.key]) return;
    else if (event.key === " " && target.matches("button, a, summary, [tabindex]")) return;
    else keys[event.key]();
    event.preventDefault();
  });

  window.addEventListener("hashchange", readAddress);
  window.addEventListener("beforeprint", () => {
    for (const { view, printed, show } of regions) if (printed) show(view(model));
  });

  // --- light and dark, narrow and wide

  /** @param {string} theme */
  function showTheme(theme) {
    document.documentElement.dataset.theme = theme;
    find("#theme-name").textContent = words.theme[theme];
    try {
      window.localStorage.setItem("theme", theme);
    } catch {
      // Storage may be closed to a page opened from a disk; the theme then lasts as long as the page.
    }
  }
  showTheme(document.documentElement.dataset.theme ?? "system");

  const place = find('[data-region="graph"]');
  const orient = () => store.update({ orientation: place.clientWidth < NARROW ? "tall" : "wide" });
  new window.ResizeObserver(orient).observe(place);

  orient();
  readAddress();
  ensureTabStops(document);
  showCheck();
  /** @type {any} */ (window).backprop = createPublicInterface({ store, scene, model: () => model, goTo, refuse: tell });

  /** Holds this browser's numbers for the network as built against those that NumPy gave. */
  function showCheck() {
    const { reference } = data;
    const own = derive(scene, firstChoices(scene));
    const difference = reference
      ? Math.max(largestDifference([...own.values], reference.values.map(Number)), largestDifference([...own.gradients], reference.gradients.map(Number)))
      : Infinity;
    const agrees = difference < 1e-9;
    const check = find("#check");
    check.textContent = fill(agrees ? words.check.agrees : words.check.differs, { difference: formatNumber(difference) });
    check.classList.toggle("warning", !agrees);
  }
}

/** @param {Element} element @returns {import("./view/live.js").LiveReference} */
function referenceOf(element) {
  const decimals = element.getAttribute("data-decimals");
  return {
    kind: element.getAttribute("data-live") === "gradient" ? "gradient" : "value",
    node: element.getAttribute("data-of") ?? "",
    decimals: decimals === null ? null : Number(decimals),
  };
}

if (typeof document !== "undefined") start(document, window);
