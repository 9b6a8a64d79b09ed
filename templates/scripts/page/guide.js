/**
 * The article's links: they move the lesson, and leave the reader in place. What they change is one entry in the
 * browser's history, so that Back takes it back, numbers and all. Where a link opens a tool, one has to go there; then a
 * button leads back.
 *
 * @typedef {import("../model.js").Choices} Choices
 *
 * @param {import("./commands.js").ChoiceStore} store
 * @param {object} with_
 * @param {import("../model.js").PageData} with_.data
 * @param {import("./commands.js").Commands} with_.commands
 * @param {ReturnType<typeof import("./addressbar.js").createAddressBar>} with_.addressBar
 * @param {HTMLElement} with_.lesson
 * @param {HTMLElement} with_.article
 * @param {HTMLElement} with_.wayBack the button that leads back
 * @param {Window} with_.window
 */
export function createGuide(store, { data, commands, addressBar, lesson, article, wayBack, window }) {
  const { grain } = store.state();
  const isArticles = () => store.state().source.preset === data.opens;
  /** The numbers that the article's network had last. */
  let { leaves, sample } = store.state();
  /** @type {{element: Element, top: number, state: Choices} | null} where one was: what stood how far down */
  let place = null;

  store.subscribe((state) => {
    if (isArticles()) ({ leaves, sample } = state);
  });

  /** The network that the article speaks of, with the numbers that a reader had given it. */
  function openNetwork() {
    const kept = { leaves, sample };
    if (!isArticles()) commands.openPreset(data.opens);
    store.update(kept);
  }

  /** @param {Element} element */
  const placeOf = (element) => ({ element, top: element.getBoundingClientRect().top, state: store.state() });

  /** @param {Element} from */
  function goToLesson(from) {
    place ??= placeOf(from);
    wayBack.hidden = false;
    lesson.scrollIntoView({ block: "start" });
  }

  /** Where the jump was made from, as it was then. */
  function goBack() {
    if (!place) return;
    const { element, top, state } = place;
    leave();
    // How the drawing runs belongs to the window, not to the place.
    const { orientation } = store.state();
    addressBar.push(() => store.update({ ...state, orientation }));
    window.scrollBy({ top: element.getBoundingClientRect().top - top });
  }

  function leave() {
    place = null;
    wayBack.hidden = true;
  }

  window.addEventListener("popstate", leave);

  /** What one reads at present: the first part of the article that is in view. */
  const readAtPresent = () =>
    [...article.children].find((part) => part.getBoundingClientRect().bottom > 0) ?? article;

  return {
    openNetwork: () => addressBar.push(openNetwork),
    goToLesson: () => goToLesson(readAtPresent()),
    goBack,
    leave,

    /** @param {number} step */
    follow(step) {
      addressBar.push(() => {
        openNetwork();
        commands.setGrain(grain);
        commands.goTo(step);
        store.update({ companion: true });
      });
    },

    /**
     * @param {string} hash
     * @param {Element} link
     */
    open(hash, link) {
      const before = placeOf(link);
      addressBar.push(() => addressBar.follow(hash));
      if (store.state().tool) {
        place = before;
        goToLesson(link);
      } else store.update({ companion: true });
    },
  };
}
