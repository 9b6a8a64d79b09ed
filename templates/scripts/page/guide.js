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
 * @param {HTMLElement} with_.wayBack the button that leads back
 * @param {Window} with_.window
 */
export function createGuide(store, { data, commands, addressBar, lesson, wayBack, window }) {
  const { grain } = store.state();
  const isArticles = () => store.state().source.preset === data.opens;
  /** The numbers that the article's network had last. */
  let { leaves } = store.state();
  /** @type {{top: number, state: Choices} | null} */
  let place = null;

  store.subscribe((state) => {
    if (isArticles()) leaves = state.leaves;
  });

  /** The network that the article speaks of, with the numbers that a reader had given it. */
  function openNetwork() {
    const kept = leaves;
    if (!isArticles()) commands.openPreset(data.opens);
    store.update({ leaves: kept });
  }

  function goToLesson() {
    place ??= { top: window.scrollY, state: store.state() };
    wayBack.hidden = false;
    lesson.scrollIntoView({ block: "start" });
  }

  /** Where the jump was made from, as it was then. */
  function goBack() {
    if (!place) return;
    const { top, state } = place;
    leave();
    // How the drawing runs belongs to the window, not to the place.
    const { orientation } = store.state();
    addressBar.push(() => store.update({ ...state, orientation }));
    window.scrollTo({ top });
  }

  function leave() {
    place = null;
    wayBack.hidden = true;
  }

  window.addEventListener("popstate", leave);

  return {
    openNetwork: () => addressBar.push(openNetwork),
    goToLesson,
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

    /** @param {string} hash */
    open(hash) {
      const before = { top: window.scrollY, state: store.state() };
      addressBar.push(() => addressBar.open(hash));
      if (store.state().tool) {
        place = before;
        goToLesson();
      } else store.update({ companion: true });
    },
  };
}
