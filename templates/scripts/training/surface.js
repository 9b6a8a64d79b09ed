/**
 * The loss over two parameters of a run, all others held as they are at a moment: a grid that is computed a
 * few milliseconds at a time, so that nobody waits for it.
 *
 * @typedef {import("./run.js").Run} Run
 *
 * @typedef {object} Plane where a surface lies
 * @property {[number, number]} pair the places of its two parameters in the run's names
 * @property {[number, number]} across from where to where the first goes
 * @property {[number, number]} up likewise the second
 * @property {[number, number][][]} paths of the run, and of one beside it
 *
 * @typedef {object} Levels lines of equal loss
 * @property {number} factor from line to line
 * @property {number[]} levels
 */
import { Training } from "../engine/training.js";
import { reachOf } from "./picture.js";
import { trailOf, twoOf } from "./trails.js";

/** Points a side. */
export const GRID = 33;
/** Samples that are computed together. */
const CHUNK = 256;
/** What lies around the path is shown too, as a share of it. */
const AROUND = 0.5;
/** A path that is shorter than this does not fill its map. */
const LEAST_REACH = 0.5;
/** From line to line the loss is one of these times as large, so that there are not too many. */
const FACTORS = [1.02, 1.05, 1.1, 1.2, 1.5, 2, 5, 10, 100, 1e4, 1e8, 1e16];
const MOST_LEVELS = 16;
/** Losses that are less than this share of the largest are one: a logarithm has no end. */
const LEAST_SHARE = 1e-8;

/**
 * @param {import("./tool.js").Study} study
 * @param {readonly string[]} chosen the names of two parameters, "" for any
 * @returns {Plane | null} null where no two parameters move
 */
export function planeOf({ run, other }, chosen) {
  const pair = run && twoOf(run, chosen);
  if (!run || !pair) return null;
  const paths = [run, ...(other ? [other] : [])].map((each) => {
    const [x, y] = pair.map((k) => trailOf(each, each.names.indexOf(run.names[k])));
    return x.flatMap(([update, number], place) =>
      update <= run.length && Number.isFinite(number + y[place][1])
        ? [/** @type {[number, number]} */ ([number, y[place][1]])]
        : [],
    );
  });
  const [across, up] = [0, 1].map((axis) => {
    const numbers = paths.flatMap((path) => path.map((place) => place[axis]));
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    const more = Math.max(AROUND * (most - least), LEAST_REACH);
    return reachOf([least - more, most + more]);
  });
  return { pair, across, up, paths };
}

/** The loss over a plane, at one moment of a run. */
export class Surface {
  /**
   * @param {import("../engine/graph.js").Graph} graph
   * @param {Run} run
   * @param {Plane} plane
   * @param {number} update
   * @param {Readonly<Record<string, number>>} leaves all parameters at that moment
   */
  constructor(graph, run, plane, update, leaves) {
    this.plane = plane;
    this.update = update;
    this.losses = new Float64Array(GRID * GRID);
    this.done = 0;
    const { samples } = run.training;
    this.training = new Training(graph, leaves, samples, { batch: Math.min(CHUNK, samples.count) });
    this.slots = plane.pair.map((k) => this.training.program.names.indexOf(run.names[k]));
  }

  /**
   * The loss at one place.
   * @param {number} x
   * @param {number} y
   */
  at(x, y) {
    const { parameters } = this.training.program;
    [x, y].forEach((number, axis) => (parameters[this.slots[axis]] = number));
    return this.training.loss();
  }

  /**
   * Goes on computing.
   * @param {() => boolean} isTimeOver asked after every place
   * @returns {boolean} whether all of it is there
   */
  work(isTimeOver) {
    const { across, up } = this.plane;
    const place = (/** @type {[number, number]} */ [low, high], /** @type {number} */ k) =>
      low + ((high - low) * k) / (GRID - 1);
    while (this.done < this.losses.length) {
      const [row, column] = [Math.floor(this.done / GRID), this.done % GRID];
      this.losses[this.done] = this.at(place(across, column), place(up, row));
      this.done += 1;
      if (isTimeOver()) break;
    }
    return this.done === this.losses.length;
  }

  /** The lowest of all places that were computed, and the highest. */
  extent() {
    let [least, most] = [0, 0];
    const isThere = (/** @type {number} */ k) => Number.isFinite(this.losses[k]);
    this.losses.forEach((loss, k) => {
      if (!isThere(k)) return;
      if (!isThere(least) || loss < this.losses[least]) least = k;
      if (!isThere(most) || loss > this.losses[most]) most = k;
    });
    return { least, most };
  }
}

/**
 * Lines of equal loss: from one to the next it grows by the same factor.
 * @param {number} least
 * @param {number} most
 * @returns {Levels}
 */
export function levelsOf(least, most) {
  const low = Math.max(least, most * LEAST_SHARE);
  const factor =
    FACTORS.find((each) => Math.log(most / low) <= MOST_LEVELS * Math.log(each)) ??
    FACTORS[FACTORS.length - 1];
  const first = Math.floor(Math.log(low) / Math.log(factor)) + 1;
  const count = most > low ? Math.ceil(Math.log(most) / Math.log(factor)) - first : 0;
  return { factor, levels: Array.from({ length: Math.max(count, 0) }, (_, k) => factor ** (first + k)) };
}

/** @type {WeakMap<Run, {shown: Surface | null, making: Surface | null}>} */
const surfaces = new WeakMap();

/** @param {Run} run */
const surfacesOf = (run) => {
  const held = surfaces.get(run) ?? { shown: null, making: null };
  surfaces.set(run, held);
  return held;
};

/** @param {Plane} plane @param {number} update */
const keyOf = ({ pair, across, up }, update) => [pair, across, up, update].join();

/**
 * The last surface of a run that is there, over these two parameters; of the moment that it says.
 * @param {Run} run
 * @param {Plane} plane
 */
export function surfaceOf(run, plane) {
  const { shown } = surfacesOf(run);
  return shown && shown.plane.pair.join() === plane.pair.join() ? shown : null;
}

/**
 * Goes on with the surface that is wanted.
 * @param {import("../engine/graph.js").Graph} graph
 * @param {Run} run
 * @param {Plane} plane
 * @param {number} update
 * @param {Readonly<Record<string, number>>} leaves
 * @param {boolean} hurries whether the moment passes: what was begun is made first
 * @param {() => boolean} isTimeOver
 * @returns {"there" | "made" | "making"}
 */
export function makeSurface(graph, run, plane, update, leaves, hurries, isTimeOver) {
  const held = surfacesOf(run);
  const isWanted = (/** @type {Surface | null} */ one) =>
    one !== null && keyOf(one.plane, one.update) === keyOf(plane, update);
  if (isWanted(held.shown)) return "there";
  if (!held.making || !(hurries || isWanted(held.making))) {
    held.making = new Surface(graph, run, plane, update, leaves);
  }
  if (!held.making.work(isTimeOver)) return "making";
  [held.shown, held.making] = [held.making, null];
  return "made";
}
