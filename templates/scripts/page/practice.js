/** Answers, hints, numbers and paper -> changes of the store. */
import { exerciseOf } from "../training/exercise.js";
import {
  answered,
  hinted,
  LARGEST_SEED,
  LEVELS,
  seedChoices,
  seedInForce,
  wentOn,
} from "../lesson/practice.js";

/**
 * @param {import("./commands.js").ChoiceStore} store
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createPractice(store, { commands, model, document, window }) {
  const practice = () => /** @type {import("../lesson/practice.js").Practice} */ (model().disguise.practice);
  /** What is asked, of the pass or of an update. */
  const asking = () => /** @type {any} */ (exerciseOf(model()).practice ?? practice());
  const field = () => /** @type {HTMLInputElement | null} */ (document.querySelector("#answer"));
  /** To where one goes on: the field, or the button that goes on. */
  function focusQuestion() {
    /** @type {HTMLElement | null} */ (field() ?? document.querySelector('[data-action="go-on"]'))?.focus();
    document.querySelector(".question")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {import("../lesson/practice.js").Practised} practised */
  function take(practised) {
    store.update({ practised });
    focusQuestion();
  }

  /** @param {number} seed */
  const draw = (seed) => store.update(seedChoices(model().lesson, seed));

  const drawNext = () => draw((seedInForce(store.state()) % LARGEST_SEED) + 1);

  function toQuestion() {
    const step = practice().nextStep();
    store.update({ practised: wentOn(practice()) });
    if (step > 0) commands.goTo(step);
    focusQuestion();
  }

  /** @param {"worksheet" | "key"} paper */
  const print = (paper) => () => {
    store.update({ paper });
    window.print();
  };
  window.addEventListener("afterprint", () => store.update({ paper: "" }));

  return {
    byName: {
      "check-answer"() {
        const question = asking().open(store.state().step);
        const text = field()?.value ?? "";
        if (!question || text.trim() === "") return void field()?.focus();
        take(answered(asking(), question, text));
        field()?.select();
      },
      hint() {
        const question = asking().open(store.state().step);
        if (question) take(hinted(asking(), question));
      },
      /** To the next question of the step, then to the next step. */
      "go-on"() {
        const before = asking();
        store.update({ practised: wentOn(before) });
        if (!before.isOfUpdate && !before.open(store.state().step)) commands.next();
        focusQuestion();
      },
      "open-question": toQuestion,
      "new-numbers": drawNext,
      /** With other numbers, and from its first question on. */
      "more-of"(button) {
        store.update({ drill: button.getAttribute("data-mistake") ?? "" });
        drawNext();
        toQuestion();
      },
      "reset-practice": () =>
        store.update({
          practised: { ...asking().record, done: {}, tries: {}, stages: {}, slips: [], last: null },
        }),
      "print-worksheet": print("worksheet"),
      "print-key": print("key"),
    },
    choices: {
      level(text) {
        const level = LEVELS.find((one) => String(one) === text);
        if (level) store.update({ level, drill: "" });
      },
      numbers(text) {
        const seed = commands.numberIn(text, 1, LARGEST_SEED, true);
        if (seed !== null) draw(seed);
        return seed !== null;
      },
    },
  };
}
