/** The address follows the state, the state follows the address, and a button copies it. */
import { decodeAddress, encodeAddress, presetWords } from "../lesson/address.js";
import { usualGrain } from "../lesson/grain.js";
import { FIRST_TOOL_CHOICES, toolParts } from "../lesson/tools.js";
import { presetSource, sceneOf, sourcesOf, sourceText } from "../model.js";
import { refusalSentence } from "../view/format.js";

/**
 * The address waits until the state has been still for this long (ms): browsers limit how often it may
 * change.
 */
const STILL = 250;
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
    const source =
      preset === data.opens ? null : preset === null ? sourceText(state.source) : presetWords(preset);
    const { graph, lesson } = sceneOf(data, state.source, state.grain);
    return [
      encodeAddress(graph, state, { rate: data.rate, source, grain: usualGrain(network) }),
      ...toolParts(state, lesson),
    ].join("&");
  }

  const sources = sourcesOf(data);

  store.subscribe((state, before) => {
    if (
      ["step", "leaves", "rate", "source", "grain", ...Object.keys(FIRST_TOOL_CHOICES)].every(
        (name) => Reflect.get(state, name) === Reflect.get(before, name),
      )
    ) {
      return;
    }
    window.clearTimeout(timer);
    timer = window.setTimeout(() => window.history.replaceState(null, "", address()), STILL);
  });

  function read() {
    const { hash } = window.location;
    const ownAnchor =
      !hash.includes("=") && !hash.startsWith("#step-") && document.getElementById(hash.slice(1));
    if (hash.length >= 2 && !ownAnchor) open(hash);
  }
  window.addEventListener("hashchange", read);

  /** @param {string} hash */
  function open(hash) {
    const answer = decodeAddress(hash, sources);
    if ("refusal" in answer) {
      tell(`${refusalSentence(words, answer.refusal)} ${words.notice.default}`);
      show(presetSource(data, data.opens), {});
    } else {
      tell(null);
      show(answer.source, answer.place);
    }
  }

  /**
   * @param {import("../model.js").Source} source
   * @param {Partial<import("../lesson/address.js").Place>} place
   */
  function show(source, place) {
    const leaves = Object.freeze({ ...sceneOf(data, source).first, ...place.leaves });
    store.update({
      source,
      typed: null,
      step: 1,
      rate: data.rate,
      grain: usualGrain(source.network),
      ...FIRST_TOOL_CHOICES,
      ...place,
      leaves,
    });
  }

  return {
    read,
    open,
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
