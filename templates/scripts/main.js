/**
 * Wiring: data -> scene -> store -> model -> regions, and events -> commands -> store. It alone takes the
 * global document.
 */
import { layoutOf } from "./view/layout.js";
import { largestDifference } from "./engine/check.js";
import { WIDTHS } from "./lesson/figures/cost.js";
import { derive, firstChoices } from "./model.js";
import { createAddressBar } from "./page/addressbar.js";
import { createAnnouncer } from "./page/announcer.js";
import { createBuilder } from "./page/builder.js";
import { createCommands } from "./page/commands.js";
import { listen, listenToPointing } from "./page/events.js";
import { createGuide } from "./page/guide.js";
import { createHistory } from "./page/history.js";
import { watchSight } from "./page/sight.js";
import { keepInView } from "./page/inview.js";
import { createLens } from "./page/lens.js";
import { createNotice } from "./page/notice.js";
import { createPanZoom } from "./page/panzoom.js";
import { startPlayer } from "./page/player.js";
import { createStage, tellHeight } from "./page/stage.js";
import { createThemeSwitch } from "./page/theme.js";
import { createToolbox, showOpened } from "./page/toolbox.js";
import { createOpening } from "./page/opening.js";
import { listenToTurning } from "./page/turning.js";
import { createPublicInterface } from "./public.js";
import { createStore } from "./store.js";
import { announcement, lossAnnouncement } from "./view/announce.js";
import { fill, formatNumber, writeWith } from "./view/format.js";
import { figureOf, figureView } from "./view/figures.js";
import { liveText, referenceOf } from "./view/live.js";
import { drawLate } from "./view/h.js";
import { mountRegion } from "./view/mount.js";
import { graphAtRest, LIVE_REGIONS, PRINT_REGIONS } from "./view/regions.js";
import { ensureTabStops } from "./view/roving.js";
import { sliderReach } from "./view/spark.js";

/**
 * Below these widths of its place the drawing runs from top to bottom, or writes weight and gradient one
 * below the other; graph.css keeps the room for it.
 */
const NARROW = 680;
const BROAD = 950;
/** The browser's numbers may differ from NumPy's by no more than this, as in generator/site.py. */
const TOLERANCE = 1e-9;

/**
 * @param {Document} document
 * @param {Window & typeof globalThis} window
 */
function start(document, window) {
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (document.querySelector(selector));
  /** @type {import("./model.js").PageData} */
  const data = JSON.parse(find("#page-data").textContent ?? "");
  // What goes wrong in one part is said in the console, and the other parts go on.
  /** @type {Set<unknown>} */
  const reported = new Set();
  const report = (/** @type {unknown} */ error) => {
    if (!reported.has(error)) window.console.error(error);
    reported.add(error);
  };
  const isolated = (/** @type {() => void} */ part) => {
    try {
      part();
    } catch (error) {
      report(error);
    }
  };
  const store = createStore(firstChoices(data), report);
  const asBuilt = derive(data, store.state());
  let model = asBuilt;
  /** What would be shown: where nothing can be derived from a state, no region can be drawn. */
  let present = () => asBuilt;

  const mounted = (/** @type {Element} */ region, /** @type {() => import("./view/h.js").Element_} */ view) =>
    mountRegion(region, view, data.words.notice.broken, report);
  /** @type {Record<string, {place: Element, region: import("./view/mount.js").Region}>} */
  const regions = {};
  /** @param {typeof LIVE_REGIONS} views each takes over from the build when it is first shown */
  const show = (views) => {
    for (const [name, view] of Object.entries(views)) {
      if (!regions[name]) {
        const region = find(`[data-region="${name}"]`);
        regions[name] = { place: region, region: mounted(region, () => view(model)) };
      }
      const {
        place: region,
        region: { show: showRegion },
      } = regions[name];
      if (!region.closest("[data-part][hidden]")) showRegion(() => view(present()));
    }
  };
  show(LIVE_REGIONS);
  const stage = createStage(document);
  const liveNumbers = [...document.querySelectorAll("[data-live]")].map((element) => {
    element.setAttribute("tabindex", "0");
    return { element, reference: referenceOf(element) };
  });
  const figures = [...document.querySelectorAll("[data-figure]")].map((place) => ({
    place,
    reference: figureOf(place),
    region: /** @type {import("./view/mount.js").Region | null} */ (null),
  }));
  const isSeen = watchSight(
    figures.map(({ place }) => place),
    window,
    () => isolated(() => showFigures()),
  );
  const lightAgain = listenToPointing(document);

  const place = find(".graph-place");
  const panZoom = createPanZoom(place, window);
  const lens = createLens(place, () => model);

  function deriveModel() {
    writeWith(store.state().digits);
    try {
      const before = model;
      model = derive(data, store.state());
      model.trend = trendSince(before, model);
      present = () => model;
    } catch (error) {
      present = () => {
        throw error;
      };
    }
  }

  function draw() {
    deriveModel();
    stage(store.state());
    show(LIVE_REGIONS);
    isolated(() => panZoom.shown(model));
    isolated(lens.refresh);
    isolated(showLiveNumbers);
    showFigures();
    isolated(() => ensureTabStops(document));
    isolated(lightAgain);
  }

  /** What the article speaks of: the lesson, as long as it is about the article's network. */
  const spokenOfNow = () => (model.isArticles ? model : { ...asBuilt, still: true });

  let areArticles = model.isArticles;

  /** Numbers wait until they can be seen; what takes another room does not, lest it move what one reads. */
  function showFigures(every = model.isArticles !== areArticles) {
    areArticles = model.isArticles;
    const due = figures.filter((figure) => every || isSeen(figure.place));
    if (due.length === 0) return;
    const { figures: chosen } = store.state();
    const spokenOf = spokenOfNow();
    const shown = { ...spokenOf, state: { ...spokenOf.state, figures: chosen } };
    for (const figure of due) {
      const view = () => figureView(shown, figure.reference);
      figure.region ??= mounted(figure.place, view);
      figure.region.show(view);
    }
  }

  function showLiveNumbers() {
    if (liveNumbers.length === 0) return;
    const spokenOf = spokenOfNow();
    for (const { element, reference } of liveNumbers) {
      const text = liveText(spokenOf, reference);
      if (element.textContent !== text) element.textContent = text;
    }
  }

  // What is about to be opened must not be empty even for a moment.
  document.addEventListener("click", ({ target }) => {
    const details = /** @type {Element} */ (target).closest("summary")?.parentElement;
    if (details) isolated(() => drawLate(details));
  });
  document.addEventListener("toggle", draw, true);

  store.subscribe(draw);
  store.subscribe((state, before) => {
    if (state.step !== before.step) announcer.say(announcement(model));
    else if (state.leaves !== before.leaves) announcer.sayAtRest(() => lossAnnouncement(model));
  });
  window.addEventListener("beforeprint", () => {
    show(PRINT_REGIONS);
    showFigures(true);
    // Paper is wide, whatever the window is.
    const wide = /** @type {import("./model.js").Model} */ ({
      ...model,
      state: { ...model.state, orientation: "wide" },
    });
    panZoom.sizes(layoutOf(wide));
    regions.graph.region.show(() => graphAtRest(wide, model.lesson.steps.length));
  });
  window.addEventListener("afterprint", draw);

  const announcer = createAnnouncer(find("#announcer"), window);
  const notice = createNotice(find("#notice"), announcer, window);
  const { tell } = notice;
  const commands = createCommands(store, data, () => model, tell);
  const addressBar = createAddressBar(store, data, notice, document, window);
  const theme = createThemeSwitch(document.documentElement, find("#theme-name"), data.words.theme, window);
  startPlayer(store, () => model, commands, window);
  const builder = createBuilder(store, commands);
  const history = createHistory(store, () => window.performance.now());
  const toolbox = createToolbox(store, { commands, model: () => model, document, window, tell: notice.tell });
  const opening = createOpening(store, { commands, model: () => model, document, window, tell });
  const guide = createGuide(store, {
    data,
    commands,
    addressBar,
    lesson: find("#lesson"),
    article: find(".article"),
    wayBack: find("#way-back"),
    window,
  });

  // Before the keys that belong to the steps everywhere else.
  listenToTurning(document, {
    model: () => model,
    commands,
    place: find(".held-place"),
    reachOf: sliderReach,
  });
  listen(document, {
    commands,
    tell,
    redraw: draw,
    follow: guide.follow,
    open: guide.open,
    fields: {
      ...toolbox.fields,
      formula: builder.setFormula,
      "figure-prediction": (text) => commands.setInFigures({ prediction: Number(text) }),
      "figure-logit": (text) => commands.setInFigures({ logit: Number(text) }),
      "figure-rate": (text) => commands.setInFigures({ rate: Number(text) }),
      "figure-width": (text) => commands.setInFigures({ width: WIDTHS[Number(text)] }),
    },
    choices: {
      ...toolbox.choices,
      ...opening.choices,
      grain: commands.setGrain,
      digits: commands.setDigits,
      preset: (name) => void (name && commands.openPreset(name)),
      size: builder.setSize,
      activation: builder.setActivation,
      loss: builder.setLoss,
      seed: builder.draw,
      neuron: (text) => commands.chooseNeuron(Number(text)),
      sample: commands.setSample,
    },
    byName: {
      ...toolbox.byName,
      ...opening.byName,
      first: commands.first,
      back: commands.back,
      play: commands.togglePlay,
      next: commands.next,
      last: commands.last,
      "sample-back": () => commands.showSample(store.state().sample - 1),
      "sample-next": () => commands.showSample(store.state().sample + 1),
      "reset-all": commands.resetAll,
      reset(button) {
        const name = button.getAttribute("data-leaf") ?? "";
        commands.reset(name);
        // The button has done its work and is gone; the focus goes to what it was for.
        find(`input[type="range"][name="${name}"]`).focus();
      },
      "reset-in-figure": (button) => {
        const slider = button.parentElement?.querySelector("input");
        commands.reset(button.getAttribute("data-leaf") ?? "");
        slider?.focus();
      },
      "figure-target": (button) =>
        commands.setInFigures({ target: button.getAttribute("data-target") === "0" ? 0 : 1 }),
      "article-network": guide.openNetwork,
      "to-lesson": guide.goToLesson,
      "way-back": guide.goBack,
      "close-companion": () => store.update({ companion: false }),
      "take-step": commands.takeStep,
      hold: (button) => commands.toggleFixed(button.getAttribute("data-leaf") ?? ""),
      present: () => commands.setView("present"),
      leave() {
        commands.setView("");
        find('[data-action="present"]').focus();
      },
      "hide-results": commands.hideResults,
      reveal: commands.reveal,
      guess: (button) =>
        commands.guess(button.getAttribute("data-leaf") ?? "", button.getAttribute("data-way") ?? ""),
      "let-go": () => commands.holdNumber(""),
      "go-to-step": (button) => commands.goTo(Number(button.getAttribute("data-step"))),
      "open-layer": (button) => commands.toggleLayer(Number(button.getAttribute("data-layer"))),
      "add-layer": builder.addLayer,
      "remove-layer": (button) => builder.removeLayer(Number(button.getAttribute("data-depth"))),
      draw: builder.drawNext,
      undo: history.undo,
      redo: history.redo,
      "copy-link": () => void addressBar.copy(),
      keys: () => /** @type {HTMLDialogElement} */ (find("#keys")).showModal(),
      theme: theme.next,
      "close-notice": () => tell(null),
    },
  });

  isolated(() => keepInView(document, window, () => store.state().view === ""));
  isolated(() => tellHeight(document, window));
  isolated(() => panZoom.shown(model));
  const legend = /** @type {HTMLDetailsElement} */ (find(".legend-place"));
  const orient = () => {
    const width = place.clientWidth;
    // Before a class, letters count for more than room.
    const broad = width >= BROAD && store.state().view !== "present";
    const orientation = width < NARROW ? "tall" : broad ? "broad" : "wide";
    // On a phone what the marks mean is between the graph and its words: it is opened when asked for.
    if (orientation !== store.state().orientation) legend.open = orientation !== "tall";
    store.update({ orientation });
  };
  // In a frame of its own: what it draws changes sizes, and WebKit reports an observer that does so as an error.
  new window.ResizeObserver(() => window.requestAnimationFrame(orient)).observe(place);
  orient();
  Object.assign(window, { backprop: createPublicInterface(store, data, commands, () => model, tell) });
  draw();
  const arrive = () => {
    if (!addressBar.read()) return;
    history.forget();
    // What a link opens may be out of sight.
    if (store.state().tool && !store.state().view) showOpened(document);
  };
  isolated(arrive);
  window.addEventListener("hashchange", arrive);
  isolated(() => showCheck(find("#check"), asBuilt, data));
  ensureTabStops(document);
}

/**
 * @param {import("./model.js").Model} before
 * @param {import("./model.js").Model} now
 */
function trendSince(before, now) {
  if (before.graph !== now.graph) return 0;
  if (before.state.leaves === now.state.leaves) return before.trend;
  return Math.sign(now.values[now.values.length - 1] - before.values[before.values.length - 1]) || 0;
}

/**
 * Holds this browser's numbers for the network as it was built against those that NumPy gave.
 * @param {HTMLElement} place
 * @param {import("./model.js").Model} asBuilt
 * @param {import("./model.js").PageData} data
 */
function showCheck(place, { values, gradients }, { reference, words }) {
  const apart = Math.max(
    largestDifference(values, (reference?.values ?? []).map(Number)),
    largestDifference(gradients, (reference?.gradients ?? []).map(Number)),
  );
  const agrees = apart <= TOLERANCE;
  place.textContent = fill(agrees ? words.check.agrees : words.check.differs, {
    difference: formatNumber(apart),
  });
  place.classList.toggle("warning", !agrees);
}

if (typeof document !== "undefined") start(document, window);
