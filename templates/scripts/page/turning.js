/**
 * Numbers of the graph that are turned where they stand: taken hold of and moved sideways, finely with Shift,
 * or by keys while they have the focus. A click on one still goes to its step; a tap shows a slider beside it
 * as well.
 */
import { fieldText } from "../view/format.js";
import { followSideways } from "./sideways.js";

/** So many pixels lead from one end of a number's reach to the other. */
const WAY = 400;
/** What a number is rounded to on its way, and while it is moved finely. */
const GRAINS = { coarse: 100, fine: 1000 };
/** By so much a key turns a number; with Shift by a tenth of that. */
const KEYS = new Map([
  ["ArrowRight", 0.05],
  ["ArrowLeft", -0.05],
  ["PageUp", 0.5],
  ["PageDown", -0.5],
]);
const FINE = 0.1;
/** Sums of steps show no more digits than these (0.1 + 0.2 is 0.3). */
const DIGITS_KEPT = 12;

/**
 * @param {Document} document
 * @param {object} page
 * @param {() => import("../model.js").Model} page.model
 * @param {import("./commands.js").Commands} page.commands
 * @param {HTMLElement} page.place where the slider beside a number stands
 * @param {(model: import("../model.js").Model, index: number) => number[]} page.reachOf from where to where a
 *   number goes
 */
export function listenToTurning(document, { model, commands, place, reachOf }) {
  /**
   * What a click has given the focus: there the arrow keys go on stepping.
   * @type {Element | null}
   */
  let clicked = null;
  let dragged = false;

  /** @param {Element} number */
  const nameOf = (number) => number.getAttribute("data-turn") ?? "";

  /**
   * @param {string} name
   * @param {number} value
   */
  const turn = (name, value) => void commands.setLeaf(name, fieldText(value));

  followSideways(document, (event) => {
    dragged = false;
    const number = numberAt(event.target);
    clicked = number;
    if (!number) return null;
    const name = nameOf(number);
    const { graph, values } = model();
    const index = graph.index[name];
    const before = values[index];
    const [least, most] = reachOf(model(), index);
    return {
      move(across, finely) {
        const grain = finely ? GRAINS.fine : GRAINS.coarse;
        turn(name, Math.round((before + (across * (most - least)) / WAY) * grain) / grain);
      },
      restore: () => turn(name, before),
      end() {
        dragged = true;
        clicked = null;
        document.defaultView?.setTimeout(() => (dragged = false));
      },
      tap({ pointerType }) {
        commands.holdNumber(pointerType === "mouse" ? "" : name);
        const [box, whole] = [number, place.parentElement ?? place].map((one) => one.getBoundingClientRect());
        place.style.setProperty("--down", `${box.bottom - whole.top}px`);
      },
    };
  });
  // What was moved was not clicked.
  document.addEventListener(
    "click",
    (event) => {
      if (!dragged) return;
      event.stopPropagation();
      event.preventDefault();
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const number = numberAt(event.target);
    const way = KEYS.get(event.key);
    if (!number || way === undefined || number === clicked) {
      if (event.key === "ArrowUp" || event.key === "ArrowDown" || event.key === "Tab") clicked = null;
      return;
    }
    const { graph, values } = model();
    const next = values[graph.index[nameOf(number)]] + way * (event.shiftKey ? FINE : 1);
    turn(nameOf(number), Number(next.toPrecision(DIGITS_KEPT)));
    event.preventDefault();
  });
}

/** @param {EventTarget | null} target */
const numberAt = (target) => /** @type {Element | null} */ (target)?.closest?.("[data-turn]") ?? null;
