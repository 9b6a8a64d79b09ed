"""What a person can do to the lesson, whatever they do it with; undo and redo; and the address that follows: by hand, in V8."""

from functools import cache
from typing import Any

import pytest

from generator.engine.graph import backward, forward
from tests.lesson.content import WORDS, fill
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.page.test_listening import told

DONE = """(data, choices, calls) => {
  const said = [];
  const first = firstChoices(data);
  const store = createStore({ ...first, ...choices, leaves: { ...first.leaves, ...choices.leaves } });
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, (sentence) => said.push(sentence));
  const states = [];
  const answers = calls.map(([name, ...given]) => {
    const answer = commands[name](...given) ?? null;
    const { source, ...state } = store.state();
    states.push({ ...state, learns: model().learning.leaves, steps: model().lesson.steps.length });
    return answer;
  });
  return { states, answers, said };
}"""
MADE = network((2, 3, 1), seed=4)
NOTICE = WORDS["notice"]


@cache
def data() -> Any:
    return data_of(MADE)


class Done:
    """The states after each of these calls, what each gave back, and what was said."""

    def __init__(self, *calls: Any, **choices: Any) -> None:
        found = told(DONE, data(), choices, [[call] if isinstance(call, str) else call for call in calls])
        self.states: list[dict[str, Any]] = found["states"]
        self.answers: list[Any] = found["answers"]
        self.said: list[str] = found["said"]

    def each(self, name: str) -> list[Any]:
        return [state[name] for state in self.states]


STEPS = Done("first").states[0]["steps"]


def test_steps_are_gone_through_and_beyond_the_ends_are_the_ends() -> None:
    calls = (
        ["goTo", 0],
        "back",
        "next",
        ["goTo", 3.4],
        "back",
        "last",
        "next",
        ["goTo", STEPS + 5],
        "back",
        "first",
    )
    assert Done(*calls).each("step") == [1, 1, 2, 3, 2, STEPS, STEPS, STEPS, STEPS - 1, 1]


def test_a_hidden_result_is_shown_before_one_goes_on() -> None:
    hidden = Done("hideResults", "next", "next", "next", "reveal", step=3)
    assert hidden.each("step") == [3, 3, 4, 4, 4]
    assert hidden.each("revealed") == [2, 3, 3, 4, 4]
    shown = Done("hideResults", "hideResults", "next", step=3)
    assert shown.each("step") == [3, 3, 4]
    assert [bool(hide) for hide in shown.each("hide")] == [True, False, False]


def test_playing_goes_on_where_one_is_and_from_the_end_anew() -> None:
    assert [(s["playing"], s["step"]) for s in Done("togglePlay", "togglePlay", step=4).states] == [
        (True, 4),
        (False, 4),
    ]
    assert [(s["playing"], s["step"]) for s in Done("togglePlay", step=STEPS).states] == [(True, 1)]
    assert [(s["playing"], s["step"]) for s in Done("togglePlay", step=STEPS, playing=True).states] == [
        (False, STEPS)
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", fill(NOTICE["unreadable"], found=NOTICE["nothing"])),
        (" half ", fill(NOTICE["unreadable"], found="half")),
        ("1,234", fill(NOTICE["thousands"], found="1,234")),
    ],
)
def test_what_is_no_number_changes_nothing_and_is_said(typed: str, sentence: str) -> None:
    for call in (["setLeaf", "w11", typed], ["setRate", typed], ["setSample", typed]):
        done = Done("first", call)
        assert done.answers[1] is False
        assert done.states[0] == done.states[1]
        assert done.said == [sentence.replace("{found}", typed.strip())]


def test_a_number_that_does_not_fit_is_said_with_what_does() -> None:
    done = Done(["numberIn", "4", 1, 3], ["numberIn", "0", 1, 3], ["numberIn", "1.5", 1, 3, True], ["numberIn", "3", 1, 3, True],
                ["numberIn", "1", 1, 3, True], ["numberIn", "1.5", 1, 3], ["setSample", "2"])  # fmt: skip
    assert done.answers == [None, None, None, 3, 1, 1.5, False]
    assert done.said == [
        fill(NOTICE["number"], found="4", least=1, most=3),
        fill(NOTICE["number"], found="0", least=1, most=3),
        fill(NOTICE["whole"], found="1.5", least=1, most=3),
        fill(NOTICE["number"], found="2", least=1, most=1),
    ]


def test_a_number_that_is_set_is_the_only_one_that_changes_and_can_be_taken_back() -> None:
    done = Done(
        "first",
        ["setLeaf", "w11", "0.25"],
        ["setRate", "-2"],
        ["reset", "w11"],
        ["setLeaf", "b1", "7"],
        "resetAll",
    )
    first = done.states[0]
    assert done.states[1]["leaves"] == first["leaves"] | {"w11": 0.25}
    assert done.each("rate") == [first["rate"], first["rate"], -2, -2, -2, first["rate"]]
    assert done.states[3]["leaves"] == first["leaves"] == done.states[5]["leaves"]
    assert done.answers[1:3] == [True, True]
    assert done.said == []
    assert list(done.states[1]["leaves"]) == list(first["leaves"])


def test_a_target_that_the_loss_does_not_allow_is_refused() -> None:
    done = Done("first", ["setLeaf", "y", "2"])
    assert done.answers[1] is False
    assert done.states[1] == done.states[0]
    assert len(done.said) == 1
    assert "2" in done.said[0]


def test_a_step_of_descent_moves_every_parameter_against_its_gradient() -> None:
    done = Done("takeStep", rate=0.5)
    leaves, graph = MADE.leaves, MADE.graph
    gradients = dict(
        zip([node.name for node in graph.nodes], backward(graph, forward(graph, leaves)), strict=True)
    )
    for name, number in leaves.items():
        moved = number - 0.5 * gradients[name] if name[0] in "wb" else number
        assert done.states[0]["leaves"][name] == pytest.approx(moved, abs=1e-12)
    assert done.said == []


def test_a_step_to_what_is_no_number_is_not_taken() -> None:
    done = Done("first", "takeStep", rate=1e308, leaves={"w11": 0, "w12": 0, "b1": 0, "x1": 100, "w41": 5})
    assert done.states[0]["leaves"] == done.states[1]["leaves"]
    assert len(done.said) == 1
    assert "∞" in done.said[0]


def test_what_is_fixed_stays_and_moves_again() -> None:
    done = Done(["toggleFixed", "w11"], ["toggleFixed", "b2"], ["toggleFixed", "w11"], "takeStep", rate=0.5)
    assert [sorted(fixed) for fixed in done.each("fixed")] == [["w11"], ["b2", "w11"], ["b2"], ["b2"]]
    assert done.states[3]["leaves"]["b2"] == MADE.leaves["b2"]
    assert done.states[3]["leaves"]["w11"] != MADE.leaves["w11"]


def test_a_quantity_leads_to_its_value_and_from_there_to_its_gradient() -> None:
    done = Done(["goToNode", "h1"], ["goToNode", "h1"], ["goToNode", "h1"], ["goToNode", "w11"])
    there, gradient, again, used = done.each("step")
    assert 1 <= there < gradient <= STEPS
    assert again == there
    assert used < there, "a weight is used where its neuron’s sum is made"


def test_the_grain_is_changed_at_the_same_place_and_an_unknown_one_is_none() -> None:
    done = Done(["setGrain", "operations"], ["setGrain", "neurons"], ["setGrain", "atoms"], step=5)
    assert done.each("grain") == ["operations", "neurons", "neurons"]
    assert done.each("step")[1:] == [5, 5]
    assert done.states[0]["steps"] > done.states[1]["steps"] == STEPS


def test_another_network_begins_with_nothing_held_guessed_or_fixed() -> None:
    was = {"step": STEPS, "playing": True, "held": "w11", "revealed": 3, "fixed": ["w11"],
           "guess": {"name": "w11", "way": "raise"}, "typed": "net", "sample": 1}  # fmt: skip
    done = Done(["openPreset", data()["opens"]], **was)
    state = done.states[0]
    assert (state["playing"], state["held"], state["revealed"], state["fixed"], state["guess"], state["typed"]) == (
        False, "", 0, None, None, None,
    )  # fmt: skip
    assert state["step"] == STEPS
    assert state["leaves"] == MADE.leaves


def test_what_is_opened_is_closed_by_the_same_and_what_is_chosen_is_kept() -> None:
    done = Done(["toggleLayer", 1], ["toggleLayer", 2], ["toggleLayer", 2], ["holdNumber", "w12"], ["holdNumber", ""],
                ["guess", "w11", "raise"], ["guess", "w11", "sideways"], ["chooseNeuron", 2], ["setView", "rows"],
                ["setSpeed", "fast"], ["setDigits", "none"], step=3)  # fmt: skip
    assert done.each("opened")[:3] == [1, 2, -1]
    assert done.each("held")[3:5] == ["w12", ""]
    assert [guess and guess["way"] for guess in done.each("guess")[5:7]] == ["raise", "lower"]
    assert done.states[7]["chosen"] == {"neuron": 2, "step": 3}
    assert (done.states[8]["view"], done.states[9]["speed"]) == ("rows", "fast")
    assert done.states[10]["digits"] == done.states[0]["digits"]


def test_what_is_a_leaf_is_known_by_name() -> None:
    assert Done(["isLeaf", "w11"], ["isLeaf", "h1"], ["isLeaf", "constructor"]).answers == [
        True,
        False,
        False,
    ]


PAST = """(data, changes) => {
  const first = firstChoices(data);
  const store = createStore(first);
  let now = 0;
  const history = createHistory(store, () => now);
  return changes.map(([wait, what, given]) => {
    now += wait;
    if (what === "leaf") store.update({ leaves: { ...store.state().leaves, ...given } });
    else if (what === "choices") store.update(given);
    else history[what]();
    const { leaves, rate, step } = store.state();
    return [leaves.w11, leaves.w12, rate, step];
  });
}"""


def past(*changes: list[Any]) -> list[list[float]]:
    found: list[list[float]] = told(PAST, data(), list(changes))
    return found


def leaf(wait: int, **given: float) -> list[Any]:
    return [wait, "leaf", given]


UNDO, REDO, FORGET = [0, "undo"], [0, "redo"], [0, "forget"]
W11, W12 = MADE.leaves["w11"], MADE.leaves["w12"]


def test_every_change_is_taken_back_and_made_again_one_by_one() -> None:
    found = past(
        leaf(0, w11=5),
        leaf(1000, w12=6),
        [1000, "choices", {"rate": 3}],
        UNDO,
        UNDO,
        REDO,
        UNDO,
        UNDO,
        UNDO,
        REDO,
    )
    rate = data()["rate"] if "rate" in data() else past(UNDO)[0][2]
    assert [row[:3] for row in found] == [
        [5, W12, rate], [5, 6, rate], [5, 6, 3], [5, 6, rate], [5, W12, rate], [5, 6, rate], [5, W12, rate],
        [W11, W12, rate], [W11, W12, rate], [5, W12, rate],
    ]  # fmt: skip


def test_a_drag_is_one_change_and_a_rest_ends_it() -> None:
    dragged = past(leaf(0, w11=1.5), leaf(699, w11=2.5), leaf(699, w11=3.5), UNDO)
    assert [row[0] for row in dragged] == [1.5, 2.5, 3.5, W11]
    rested = past(leaf(0, w11=1.5), leaf(700, w11=2.5), UNDO)
    assert [row[0] for row in rested] == [1.5, 2.5, 1.5]
    other = past(leaf(0, w11=1.5), leaf(100, w12=2.5), UNDO)
    assert other[-1][:2] == [1.5, W12], "another number is another change"
    after = past(leaf(0, w11=1.5), leaf(10, w11=2.5), UNDO, leaf(10, w11=3.5), UNDO)
    assert [row[0] for row in after] == [1.5, 2.5, W11, 3.5, W11]


def test_what_is_changed_after_undo_has_nothing_to_be_made_again() -> None:
    found = past(leaf(0, w11=5), UNDO, leaf(1000, w12=6), REDO)
    assert found[-1][:2] == [W11, 6]


def test_going_through_the_steps_is_no_change_and_undo_stays_where_one_is() -> None:
    found = past(leaf(0, w11=5), [1000, "choices", {"step": 7}], UNDO, REDO)
    assert [(row[0], row[3]) for row in found] == [(5, 1), (5, 7), (W11, 7), (5, 7)]


def test_what_is_forgotten_is_not_taken_back() -> None:
    assert past(leaf(0, w11=5), FORGET, UNDO)[-1][0] == 5
    assert past(leaf(0, w11=5), UNDO, FORGET, REDO)[-1][0] == W11
    assert past(leaf(0, w11=5), FORGET, leaf(10, w11=6), UNDO)[-1][0] == 5, "it does not join what was before"


def test_two_hundred_changes_are_kept() -> None:
    made = [leaf(1000, w11=float(k)) for k in range(1, 206)]
    assert past(*made, *[UNDO] * 300)[-1][0] == 5


ADDRESS = """(data, at, events) => {
  const page = makePage();
  const listeners = {};
  const log = [];
  const kept = new Map(Object.entries(at.kept ?? {}));
  const location = { protocol: at.protocol ?? "https:", hash: at.hash ?? "", href: `https://example.org/page${at.hash ?? ""}` };
  const set = (kind) => (state, title, text) => {
    if (at.refuses) throw new Error("not now");
    log.push([kind, text]);
    if (!at.late) location.hash = text;
  };
  const window = Object.assign(page.window, {
    location, history: { replaceState: set("replace"), pushState: set("push") },
    addEventListener: (kind, listener) => (listeners[kind] = listener),
    sessionStorage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text),
      removeItem: (key) => kept.delete(key) },
    performance: { now: () => 0, getEntriesByType: () => [{ type: at.navigation ?? "navigate" }] },
    navigator: { clipboard: { writeText: async (text) => { if (at.closed) throw new Error("no"); log.push(["copied", text]); } } },
  });
  const document = Object.assign(page.document, { getElementById: (id) => (id === "article" ? {} : null) });
  const store = createStore(firstChoices(data));
  const notice = { tell: (...said) => log.push(["tell", ...said]), mention: (said) => log.push(["mention", said]) };
  const bar = createAddressBar(store, data, notice, document, window);
  const answers = events.map(([what, given]) => {
    if (what === "update") store.update(given);
    else if (what === "wait") page.window.wait(given);
    else if (what === "leave") listeners.pagehide();
    else if (what === "hide") document.tell("visibilitychange", {});
    else if (what === "push") bar.push(() => store.update(given));
    else if (what === "hash") location.hash = given;
    else return bar[what](given) ?? null;
    return null;
  });
  return { log, answers, step: store.state().step, w11: store.state().leaves.w11, hash: location.hash, kept: [...kept] };
}"""


def bar(*events: list[Any], **at: Any) -> dict[str, Any]:
    found: dict[str, Any] = told(ADDRESS, data(), at, list(events))
    return found


STEP_5 = ["update", {"step": 5}]


def test_the_address_is_written_when_the_state_has_been_still() -> None:
    assert bar(STEP_5, ["wait", 249])["log"] == []
    ((kind, text),) = bar(STEP_5, ["wait", 250])["log"]
    assert kind == "replace"
    assert "step=5" in text
    # What changes meanwhile is waited for, and written once.
    log = bar(STEP_5, ["wait", 200], ["update", {"step": 6}], ["wait", 200])["log"]
    assert log == []
    log = bar(STEP_5, ["wait", 200], ["update", {"step": 6}], ["wait", 250])["log"]
    assert [("step=6" in text) for _, text in log] == [True]
    # What is there already is not written again, nor what goes without saying.
    assert len(bar(STEP_5, ["wait", 250], ["hide", None])["log"]) == 1
    assert bar(["hide", None])["log"] == []


def test_who_leaves_before_finds_the_state_again() -> None:
    for how in ("leave", "hide"):
        ((kind, text),) = bar(STEP_5, [how, None])["log"]
        assert (kind, "step=5" in text) == ("replace", True)
    kept = bar(STEP_5, ["leave", None])["kept"]
    assert [key for key, _ in kept] == ["backprop-address"]
    assert kept[0][1].startswith('["",')
    late = {"backprop-address": '["#step=3","#step=5"]'}
    found = bar(hash="#step=3", navigation="reload", kept=late)
    assert found["log"] == [["replace", "#step=5"]]
    assert found["kept"] == []
    assert bar(hash="#step=3", navigation="navigate", kept=late)["log"] == []
    assert bar(hash="#step=4", navigation="reload", kept=late)["log"] == []


def test_where_the_browser_refuses_the_page_goes_on() -> None:
    assert bar(STEP_5, ["wait", 250], ["push", {"step": 6}], refuses=True)["step"] == 6
    assert bar(STEP_5, ["wait", 250], ["push", {"step": 6}], protocol="data:")["log"] == []


def test_what_is_pushed_leaves_an_entry_to_come_back_to() -> None:
    log = bar(["push", {"step": 5}])["log"]
    assert [kind for kind, _ in log] == ["replace", "push"]
    assert "step=1" in log[0][1] or "step" not in log[0][1]
    assert "step=5" in log[1][1]
    assert [kind for kind, _ in bar(["push", {"step": 1}])["log"]] == ["replace"]


def test_the_address_is_opened_where_it_is_about_the_lesson() -> None:
    found = bar(["read", None], hash="#step=7")
    assert (found["answers"], found["step"]) == ([True], 7)
    assert found["log"] == [["tell", None]]
    assert bar(["read", None], ["hide", None], hash="#step=7")["log"] == [["tell", None]], (
        "it is there already"
    )
    for hash_ in ("", "#", "#article"):
        assert bar(["read", None], hash=hash_)["answers"] == [False]
    assert bar(["read", None], hash="#nowhere")["answers"] == [True]
    # An anchor has taken the place of the state: it is put there again.
    found = bar(STEP_5, ["wait", 250], ["hash", "#article"], ["read", None])
    assert [kind for kind, _ in found["log"]] == ["replace", "replace"]
    assert found["log"][0] == found["log"][1]
    (_, said) = bar(["read", None], hash="#step=none")["log"][0]
    assert "“none”" in said


def test_a_link_is_followed_and_what_is_wrong_with_it_is_said() -> None:
    found = bar(["follow", "#step=9"])
    assert (found["step"], found["log"]) == (9, [["tell", None]])
    assert "“colour”" in bar(["follow", "#step=9&colour=red"])["log"][0][1]


def test_a_link_is_copied_or_shown_to_be_copied_by_hand() -> None:
    log = bar(STEP_5, ["copy", None], hash="#old")["log"]
    assert log[0][0] == "copied"
    assert log[0][1].startswith("https://example.org/page#")
    assert "step=5" in log[0][1]
    assert "old" not in log[0][1]
    assert bar(STEP_5, ["copy", None], protocol="about:")["log"] == [["tell", WORDS["link"]["none"]]]
