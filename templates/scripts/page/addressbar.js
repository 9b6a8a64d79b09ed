/** The address follows the state, the state follows the address, and a button copies it. */
import { decodeAddress, encodeAddress } from "../lesson/address.js";
import { fill } from "../view/format.js";

/** The address waits until the state has been still for this long (ms): browsers limit how often it may change. */
const STILL = 250;

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("../model.js").Scene} scene
 * @param {ReturnType<typeof import("./notice.js").createNotice>} notice
 * @param {Document} document
 * @param {Window} window
 */
export function createAddressBar(store, { graph, lesson, first, data }, { tell, mention }, document, window) {
  const { words } = data;
  const usual = { step: 1, leaves: first, rate: data.rate };
  const address = () => encodeAddress(graph, store.state(), data.rate);
  let timer = 0;

  store.subscribe((state, before) => {
    if (state.step === before.step && state.leaves === before.leaves && state.rate === before.rate) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => window.history.replaceState(null, "", address()), STILL);
  });

  function read() {
    const { hash } = window.location;
    const ownAnchor = !hash.includes("=") && !hash.startsWith("#step-") && document.getElementById(hash.slice(1));
    if (hash.length < 2 || ownAnchor) return;
    const answer = decodeAddress(graph, lesson.steps.length, hash);
    if ("refusal" in answer) {
      tell(`${fill(words.notice[answer.refusal.what], answer.refusal)} ${words.notice.default}`);
      store.update(usual);
    } else {
      tell(null);
      store.update({ ...usual, ...answer.place, leaves: Object.freeze({ ...first, ...answer.place.leaves }) });
    }
  }
  window.addEventListener("hashchange", read);

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
