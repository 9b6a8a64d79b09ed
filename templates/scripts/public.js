/**
 * `window.backprop`: the lesson for those who embed or script the page. Plain objects by node name; nothing throws, what
 * cannot be taken is refused with a sentence on the page and `false`.
 */
import { LARGEST, readNumber } from "./lesson/address.js";
import { presetSource, sceneOf } from "./model.js";
import { fill } from "./view/format.js";
import { spokenSentence } from "./view/announce.js";

/** @param {import("./model.js").PageData} data @param {string} network @returns {Partial<Choices>} */
function openedChoices(data, network) {
  const source = presetSource(data, network);
  return { source, leaves: sceneOf(data, source).first, step: 1 };
}

/**
 * @typedef {import("./model.js").Choices} Choices
 * @param {import("./page/commands.js").ChoiceStore} store
 * @param {import("./model.js").PageData} data
 * @param {import("./page/commands.js").Commands} commands
 * @param {() => import("./model.js").Model} model
 * @param {import("./page/commands.js").Tell} tell
 */
export function createPublicInterface(store, data, commands, model, tell) {
  const { notice } = data.words;
  const byName = (/** @type {ArrayLike<number>} */ numbers) => Object.fromEntries(model().graph.nodes.map(({ name }, index) => [name, numbers[index]]));

  /** @type {Record<string, (value: unknown) => Partial<Choices> | string>} a patch for the store, or why not */
  const accepted = {
    network: (value) => (Object.hasOwn(data.networks, String(value))
      ? openedChoices(data, String(value)) : fill(notice.key, { found: String(value), expected: Object.keys(data.networks).join(", ") })),
    step: (value) => (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= model().lesson.steps.length
      ? { step: Number(value) } : fill(notice.step, { found: String(value), expected: model().lesson.steps.length })),
    rate: (value) => (readNumber(String(value)) !== null && Number(value) >= 0
      ? { rate: Number(value) } : fill(notice.number, { found: String(value), least: 0, most: LARGEST })),
    leaves: (value) => {
      if (typeof value !== "object" || value === null) return fill(notice.key, { found: String(value), expected: "{…}" });
      for (const [name, number] of Object.entries(value)) {
        if (!commands.isLeaf(name)) return fill(notice.key, { found: name, expected: Object.keys(store.state().leaves).join(", ") });
        if (typeof number !== "number" || readNumber(String(number)) === null) return fill(notice.number, { found: String(number), least: -LARGEST, most: LARGEST });
      }
      return { leaves: Object.freeze({ ...store.state().leaves, ...value }) };
    },
  };

  return Object.freeze({
    /** The choices: network (null: one made on the page), step, leaves (inputs, target, weights, biases by name), rate. */
    state() {
      const { source, step, leaves, rate } = store.state();
      return { network: source.preset, step, leaves: { ...leaves }, rate };
    },
    /** @param {Record<string, unknown>} patch any of network (one that the page offers), step, leaves, rate @returns {boolean} whether it was taken, all of it */
    set(patch) {
      /** @type {Partial<Choices>} */
      let whole = {};
      for (const [key, value] of Object.entries(patch ?? {})) {
        const read = Object.hasOwn(accepted, key) ? accepted[key](value) : fill(notice.key, { found: key, expected: Object.keys(accepted).join(", ") });
        if (typeof read === "string") {
          tell(read);
          return false;
        }
        whole = { ...whole, ...read };
      }
      store.update(whole);
      return true;
    },
    /** @param {number} step from 1; beyond the ends, the ends */
    goTo: (step) => (Number.isFinite(step) ? commands.goTo(step) : tell(fill(notice.step, { found: String(step), expected: model().lesson.steps.length }))),
    values: () => byName(model().values),
    gradients: () => byName(model().gradients),
    steps: () => model().lesson.steps.map((step, position) => ({
      number: position + 1,
      phase: step.phase,
      kind: step.kind,
      focus: step.focus.map((index) => model().graph.nodes[index].name),
      title: spokenSentence(model(), model().explain(step).title),
    })),
    /** @param {(state: object) => void} listener @returns {() => void} its undo */
    subscribe(listener) {
      return store.subscribe(() => listener(this.state()));
    },
  });
}
