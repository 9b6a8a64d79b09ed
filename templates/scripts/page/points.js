/**
 * Samples of one's own: clicks in the picture place them, a drag moves them; and what is typed, pasted or
 * dropped becomes samples, or is refused with line and column.
 */
import { readCsv, writeCsv } from "../training/csv.js";
import { ownSamples } from "../training/own.js";
import { MOST_SAMPLES, studyOf } from "../training/tool.js";
import { fill } from "../view/format.js";
import { handOut } from "./handout.js";
import { isTextField } from "./keys.js";
import { scaleOf } from "./surfacescale.js";

/** So near one takes hold of a sample (px); a finger is broader. */
const NEAR = { mouse: 9, finger: 18 };
/** So far a pointer goes before it moves a sample (px). */
const SLOP = 3;

const SURFACE = '[data-surface="samples"]';

/**
 * @typedef {import("../training/tool.js").TrainChoices} TrainChoices
 * @typedef {import("../engine/data.js").Point} Point
 *
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @param {(patch: Partial<TrainChoices>) => void} reset begins another run with these settings
 */
export function createPoints(store, { commands, model, document, window, tell }, reset) {
  const train = () => store.state().train;
  const study = () => studyOf(model().graph, store.state());
  const present = () =>
    study().data ?? { points: /** @type {readonly Point[]} */ ([]), classes: 2, columns: 2 };

  /**
   * These samples, and the one that is looked at.
   * @param {readonly Point[]} own
   * @param {number} point
   * @param {number} [ownClasses]
   */
  function take(own, point, ownClasses = present().classes) {
    if (own.length === 0 || own.length > MOST_SAMPLES) return;
    const reach = document.querySelector(SURFACE)?.getAttribute("data-reach");
    reset({
      set: "own",
      own: Object.freeze(own),
      ownClasses,
      point: Math.min(point, own.length),
      // What is placed in a picture does not move it.
      frame: reach && point > 0 ? Object.freeze(reach.split(" ").map(Number)) : null,
    });
  }

  /**
   * @param {number} k
   * @param {Point} point
   */
  const change = (k, point) => take(present().points.with(k, point), k + 1);

  /** @param {Point} point */
  const add = (point) => take([...present().points, point], present().points.length + 1);

  function remove() {
    const { point } = train();
    const { points } = present();
    if (point > 0 && points.length > 1) take(points.toSpliced(point - 1, 1), point);
  }

  /** A sample as a place in the picture, and back. */
  const placed = (/** @type {Point} */ { inputs, label }) =>
    inputs.length > 1 ? inputs : [inputs[0], label];
  const pointAt = (/** @type {number[]} */ place, /** @type {number} */ label) =>
    present().columns > 1 ? { inputs: place, label } : { inputs: place.slice(0, 1), label: place[1] };

  /**
   * @param {PointerEvent} event
   * @param {ReturnType<typeof scaleOf>} scale
   */
  function nearest({ clientX, clientY, pointerType }, { placeOf }) {
    let [best, distance] = [-1, pointerType === "mouse" ? NEAR.mouse : NEAR.finger];
    present().points.forEach((point, k) => {
      const [x, y] = placeOf(placed(point));
      const apart = Math.hypot(x - clientX, y - clientY);
      if (apart < distance) [best, distance] = [k, apart];
    });
    return best;
  }

  /** @type {{k: number, scale: ReturnType<typeof scaleOf>, id: number, x: number, y: number, moved: boolean} | null} */
  let hold = null;

  document.addEventListener("pointerdown", (event) => {
    const surface = /** @type {Element} */ (event.target).closest(SURFACE);
    hold = null;
    if (!surface || event.button !== 0 || !event.isPrimary) return;
    const scale = scaleOf(surface);
    const { pointerId: id, clientX: x, clientY: y } = event;
    hold = { k: nearest(event, scale), scale, id, x, y, moved: false };
  });
  // A finger on a sample moves it; elsewhere it may be about to scroll.
  document.addEventListener(
    "touchstart",
    (event) => {
      if (hold && hold.k >= 0 && event.cancelable) event.preventDefault();
    },
    { passive: false },
  );
  document.addEventListener("pointermove", (event) => {
    if (hold?.id !== event.pointerId) return;
    if (!hold.moved && Math.hypot(event.clientX - hold.x, event.clientY - hold.y) < SLOP) return;
    hold.moved = true;
    const point = present().points[hold.k];
    if (point) change(hold.k, pointAt(hold.scale.at(event), point.label));
  });
  document.addEventListener("pointerup", (event) => {
    if (hold?.id !== event.pointerId) return;
    const { k, scale, moved } = hold;
    hold = null;
    if (moved) return;
    if (k >= 0) store.update({ train: Object.freeze({ ...train(), point: k + 1 }) });
    else add(pointAt(scale.at(event), Math.min(train().adds, Math.max(present().classes - 1, 0))));
  });
  document.addEventListener("pointercancel", () => (hold = null));
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    const removes = event.key === "Delete" || event.key === "Backspace";
    if (removes && store.state().tool === "train" && train().point > 0 && !isTextField(target)) remove();
  });

  const area = () => /** @type {HTMLTextAreaElement} */ (document.querySelector("#train-csv"));
  const csvNow = () => {
    const { points } = present();
    return writeCsv({
      names: points[0].inputs.map((_, k) => `x${k + 1}`),
      target: "y",
      inputs: points.map(({ inputs }) => inputs),
      labels: points.map(({ label }) => label),
      classes: [],
    });
  };

  /** @param {string} text */
  function read(text) {
    const { words } = model();
    const link = /^\s*\S*(#\S+=\S*)\s*$/.exec(text);
    if (link) return void (window.location.hash = link[1]);
    const found = readCsv(text);
    if ("fault" in found) {
      const { line, column, code } = found.fault;
      return tell(fill(words.csv.at, { line, column, fault: fill(words.csv[code], found.fault) }));
    }
    const own = ownSamples(study().ends, found.table);
    if ("misfit" in own) return tell(fill(words.tools.train.misfits[own.misfit.code], own.misfit));
    tell(null);
    take(own.own, 0, own.ownClasses);
  }

  /** @param {File | null | undefined} file */
  const readFile = async (file) => void (file && read(await file.text()));

  document.addEventListener("change", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.id !== "train-file") return;
    readFile(field.files?.[0]).finally(() => (field.value = ""));
  });
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      const { dataTransfer, target } = /** @type {DragEvent} */ (event);
      const isHere = /** @type {Element} */ (target).closest(".train");
      if (!dataTransfer?.types.includes("Files") || !isHere) return;
      event.preventDefault();
      if (kind === "drop") readFile(dataTransfer.files[0]);
    });
  }

  /**
   * @param {(point: Point, number: number, depth: number) => Point} changed
   * @param {() => [number, number]} [ends]
   */
  const field =
    (changed, ends = () => [-Infinity, Infinity]) =>
    (/** @type {string} */ text, /** @type {number} */ depth) => {
      const number = commands.numberIn(text, ...ends());
      const k = train().point - 1;
      if (number === null) return false;
      change(k, changed(present().points[k], number, depth));
      return true;
    };

  return {
    /** What is there becomes one's own. */
    own: () => take(present().points, 0),
    byName: {
      "train-adds": (/** @type {Element} */ button) =>
        store.update({
          train: Object.freeze({ ...train(), adds: Number(button.getAttribute("data-label")) }),
        }),
      "train-add": () => add(present().points[Math.max(train().point - 1, 0)]),
      "train-remove": remove,
      "train-clear"() {
        // The first two are left, one of each class: without samples there is nothing to learn.
        const { points } = present();
        const other = points.find(({ label }) => label !== points[0].label);
        take(other ? [points[0], other] : points.slice(0, 2), 0);
      },
      "train-take": () => read(area().value),
      "train-show": () => void (area().value = csvNow()),
      "train-save": () => handOut({ document, window }, "samples.csv", csvNow()),
    },
    choices: {
      "train-point"(/** @type {string} */ text) {
        const point = commands.numberIn(text, 0, present().points.length, true);
        if (point !== null) store.update({ train: Object.freeze({ ...train(), point }) });
        return point !== null;
      },
      "train-input": field(({ inputs, label }, number, depth) => ({
        inputs: inputs.with(depth, number),
        label,
      })),
      "train-label": field(
        ({ inputs }, label) => ({ inputs, label: present().classes > 0 ? Math.round(label) : label }),
        () => (present().classes > 0 ? [0, present().classes - 1] : [-Infinity, Infinity]),
      ),
    },
  };
}
