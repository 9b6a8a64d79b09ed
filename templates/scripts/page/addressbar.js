/** The address follows the state, the state follows the address, and a button copies it. */
import { decodeAddress, encodeAddress, presetText, shapeText } from "../lesson/address.js";
import { reshape, shapeOf } from "../lesson/networks.js";
import { madeSource, presetSource, sceneOf } from "../model.js";
import { fill } from "../view/format.js";

/** The address waits until the state has been still for this long (ms): browsers limit how often it may change. */
const STILL = 250;
/** A network from an address keeps nothing of the one before it. */
const EMPTY = { inputs: [], target: [], layers: [], loss: "" };

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("../model.js").PageData} data
 * @param {ReturnType<typeof import("./notice.js").createNotice>} notice
 * @param {Document} document
 * @param {Window} window
 */
export function createAddressBar(store, data, { tell, mention }, document, window) {
  const { words } = data;
  let timer = 0;

  function address() {
    const state = store.state();
    const { preset, network } = state.source;
    const source = preset === data.opens ? null : preset === null ? shapeText(shapeOf(network)) : presetText(preset);
    return encodeAddress(sceneOf(data, state.source).graph, state, { rate: data.rate, source });
  }

  /** @type {import("../lesson/address.js").Sources<import("../model.js").Source>} */
  const sources = {
    presets: Object.keys(data.networks),
    opens: data.opens,
    ofPreset: (preset) => presetSource(data, preset),
    ofShape: (shape) => madeSource(reshape(EMPTY, shape, 0)),
    lessonOf(source, grain) {
      const { graph, lesson } = sceneOf(data, source, grain);
      return { graph, steps: lesson.steps.length };
    },
  };

  store.subscribe((state, before) => {
    if (["step", "leaves", "rate", "source", "grain"].every((name) => Reflect.get(state, name) === Reflect.get(before, name))) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => window.history.replaceState(null, "", address()), STILL);
  });

  function read() {
    const { hash } = window.location;
    const ownAnchor = !hash.includes("=") && !hash.startsWith("#step-") && document.getElementById(hash.slice(1));
    if (hash.length < 2 || ownAnchor) return;
    const answer = decodeAddress(hash, sources);
    if ("refusal" in answer) {
      tell(`${fill(words.notice[answer.refusal.what], answer.refusal)} ${words.notice.default}`);
      open(presetSource(data, data.opens), {});
    } else {
      tell(null);
      open(answer.source, answer.place);
    }
  }
  window.addEventListener("hashchange", read);

  /** @param {import("../model.js").Source} source @param {Partial<import("../lesson/address.js").Place>} place */
  function open(source, place) {
    const leaves = Object.freeze({ ...sceneOf(data, source).first, ...place.leaves });
    store.update({ source, step: 1, rate: data.rate, grain: "neurons", ...place, leaves });
  }

  return {
    read,
    async copy() {
      const link = window.location.href.replace(/#.*$/, "") + address();
      try {
        await window.navigator.clipboard.writeText(link);
        mention(words.link.copied);
      } catch {
        tell(words.link.by_hand, link);
      }
    },
  };
}
