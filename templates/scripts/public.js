/**
 * `window.backprop`: the lesson for those who embed or script the page. Plain objects by node name; nothing
 * throws, what cannot be taken is refused with a sentence on the page and `false`.
 */
import { faultOf, formulaSource } from "./lesson/formulas.js";
import { usualGrain } from "./lesson/grain.js";
import { SHOWN_KEYS } from "./lesson/views.js";
import { withParameters } from "./lesson/samples.js";
import { changesWith, faultOfTargets, targetsRefusal } from "./lesson/targets.js";
import { learningOf, madeFormula, presetSource, sceneOf } from "./model.js";
import { faultSentence, fill, refusalSentence } from "./view/format.js";
import { spokenSentence } from "./view/announce.js";
import { FILE_SET, MOST_UPDATES, stateAfter, studyOf } from "./training/tool.js";

/**
 * @typedef {import("./model.js").Choices} Choices
 * @typedef {(value: unknown, draft: Choices) => Partial<Choices> | string} Reader a value from outside, and
 *   the state it is to change -> the change, or the sentence that says why not
 */

/**
 * A value from outside as a sentence can show it.
 * @param {unknown} value
 */
const shownValue = (value) =>
  typeof value === "object" || typeof value === "function" ? typeof value : String(value);

/**
 * Readers by key, in the order in which a patch is read: the other keys are about the network that it names.
 * @param {import("./model.js").PageData} data
 * @returns {Map<string, Reader>}
 */
function createReaders(data) {
  const { notice } = data.words;
  const opened = (
    /** @type {import("./model.js").Source} */ source,
    /** @type {import("./model.js").Source} */ before,
  ) => ({
    ...learningOf(data, source, before),
    source,
    typed: null,
    sample: 1,
    fixed: null,
    leaves: sceneOf(data, source).firstOf(),
    step: 1,
    grain: usualGrain(source.network),
  });
  const unknown = (/** @type {unknown} */ found, /** @type {string[]} */ known) =>
    fill(notice.key, { found: shownValue(found), expected: known.join(", ") });
  const notNumber = (/** @type {unknown} */ found) => fill(notice.finite, { found: shownValue(found) });
  const shownBy = (/** @type {"view" | "hide"} */ key, /** @type {unknown} */ value) => {
    const { read, expected } = SHOWN_KEYS[key];
    const text = Array.isArray(value) ? value.map(shownValue).join() : shownValue(value);
    return read(text, /** @type {any} */ (null), {}) ?? unknown(text, [expected]);
  };
  return new Map(
    Object.entries(
      /** @type {Record<string, Reader>} */ ({
        network(value, { source: before }) {
          if (typeof value !== "string" || !Object.hasOwn(data.networks, value)) {
            return unknown(value, Object.keys(data.networks));
          }
          const source = presetSource(data, value);
          return opened(source, before);
        },
        formula(value, { source: before }) {
          const text = String(value);
          const fault = faultOf(text);
          return fault
            ? faultSentence(data.words, fault)
            : opened(madeFormula(formulaSource(text, {})), before);
        },
        sample(value, { source, leaves }) {
          const { graph, firstOf } = sceneOf(data, source);
          if (source.formula) return fill(notice.of_network, { found: "sample" });
          const sample = Number(value);
          return Number.isInteger(value) && sample >= 1 && sample <= source.samples.length
            ? { sample, leaves: withParameters(graph, firstOf(sample), leaves) }
            : unknown(value, [`1 … ${source.samples.length}`]);
        },
        leaves(value, { source, leaves }) {
          const features = source.network?.features;
          const { firstOf, graph } = sceneOf(data, source);
          const first = firstOf();
          if (typeof value !== "object" || value === null) return unknown(value, Object.keys(first));
          // Read once: what a script hands in may say another thing when it is asked again.
          const wanted = Object.entries(value);
          for (const [name, number] of wanted) {
            if (!Object.hasOwn(first, name)) return unknown(name, Object.keys(first));
            if (!Number.isFinite(number)) return notNumber(number);
          }
          const changed = { ...leaves, ...changesWith(graph, leaves, Object.fromEntries(wanted), features) };
          const fault = faultOfTargets(graph, changed);
          return fault
            ? refusalSentence(data.words, targetsRefusal(fault))
            : { leaves: Object.freeze(changed) };
        },
        step(value, { source, grain }) {
          const count = sceneOf(data, source, grain).lesson.steps.length;
          return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= count
            ? { step: Number(value) }
            : fill(notice.step, { found: shownValue(value), expected: count });
        },
        rate: (value) => (Number.isFinite(value) ? { rate: Number(value) } : notNumber(value)),
        view: (value) => (value === "" ? { view: "" } : shownBy("view", value)),
        hide: (value) => (Array.isArray(value) && value.length === 0 ? { hide: "" } : shownBy("hide", value)),
      }),
    ),
  );
}

/**
 * @param {import("./page/commands.js").ChoiceStore} store
 * @param {import("./model.js").PageData} data
 * @param {import("./page/commands.js").Commands} commands
 * @param {() => import("./model.js").Model} model
 * @param {import("./page/commands.js").Tell} tell
 */
export function createPublicInterface(store, data, commands, model, tell) {
  const { notice } = data.words;
  const byName = (/** @type {ArrayLike<number>} */ numbers) =>
    Object.fromEntries(model().graph.nodes.map(({ name }, index) => [name, numbers[index]]));
  const readers = createReaders(data);
  const stateNow = () => {
    const { source, sample, step, leaves, rate, view, hide } = store.state();
    return {
      network: source.preset,
      formula: source.formula?.text ?? null,
      sample,
      step,
      leaves: { ...leaves },
      rate,
      view,
      hide: hide ? hide.split(",") : [],
    };
  };
  const refuse = (/** @type {string} */ sentence) => {
    tell(sentence);
    return false;
  };

  return Object.freeze({
    /**
     * The choices: network (null: one made on the page), sample (from 1), step, leaves (inputs,
     * target, weights, biases by name), rate, view ("" for the whole page), hide (what is taken away).
     */
    state: stateNow,
    /**
     * @param {Record<string, unknown>} patch any of network (one that the page offers), formula, sample, step,
     *   leaves, rate, view, hide
     * @returns {boolean} whether it was taken, all of it
     */
    set(patch) {
      const values = new Map(Object.entries(patch ?? {}));
      const unknown = [...values.keys()].find((key) => !readers.has(key));
      if (unknown !== undefined) {
        return refuse(fill(notice.key, { found: unknown, expected: [...readers.keys()].join(", ") }));
      }
      let draft = store.state();
      for (const [key, read] of readers) {
        if (!values.has(key)) continue;
        const change = read(values.get(key), draft);
        if (typeof change === "string") return refuse(change);
        draft = { ...draft, ...change };
      }
      store.update(draft);
      return true;
    },
    /** @param {number} step from 1; beyond the ends, the ends */
    goTo: (step) =>
      Number.isFinite(step)
        ? commands.goTo(step)
        : tell(fill(notice.step, { found: shownValue(step), expected: model().lesson.steps.length })),
    values: () => byName(model().pass.values),
    gradients: () => byName(model().pass.gradients),
    steps: () =>
      model().lesson.steps.map((step, position) => ({
        number: position + 1,
        phase: step.phase,
        kind: step.kind,
        focus: step.focus.map((index) => model().graph.nodes[index].name),
        title: spokenSentence(model(), model().explain(step).title),
      })),
    /**
     * @param {(state: object) => void} listener
     * @returns {() => void} its undo
     */
    subscribe(listener) {
      return store.subscribe(() => {
        try {
          listener(stateNow());
        } catch (error) {
          // A listener's mistake is its own: it must not stop the page.
          console.error(error);
        }
      });
    },
    /**
     * Makes updates of a run at once, as the tool "train" does.
     * @param {{updates: number}} wanted
     * @returns {Promise<boolean>} when they are made; false where they cannot be
     */
    async train(wanted) {
      const updates = Number(wanted?.updates);
      const { graph } = model();
      if (!Number.isInteger(updates) || updates < 1) {
        return refuse(
          fill(notice.number, { found: shownValue(wanted?.updates), least: 1, most: MOST_UPDATES }),
        );
      }
      if (!studyOf(graph, store.state()).run) return refuse(data.words.tools.train.no_data);
      store.update(stateAfter(graph, store.state(), store.state().train.update + updates));
      return true;
    },
    /** Where the run is: update, epoch, the mean losses, and what it is set to; null where nothing can be trained. */
    training() {
      const { graph } = model();
      const { train, leaves, rate } = store.state();
      const { run, set, data: learned } = studyOf(graph, store.state());
      if (!run) return null;
      const { training } = run;
      run.momentAt(train.update);
      return {
        update: train.update,
        epoch: Math.floor(train.update / training.updatesPerEpoch),
        loss: training.loss(),
        testLoss: run.testLossOf(leaves),
        settings: {
          ...training.settings,
          rate,
          data: set,
          dataSeed: train.dataSeed,
          noise: set === FILE_SET ? 0 : train.noise,
          samples: learned?.points.length,
        },
      };
    },
  });
}
