"""What each field and button of the tools changes, and that it changes nothing else: in V8, with the test as the document."""

from functools import cache
from typing import Any

import pytest

from tests.lesson.content import WORDS, fill
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.page.test_listening import told

USED = """(data, hash, moves) => {
  const { document, window } = makePage();
  const said = [];
  const tell = (sentence) => { if (sentence) said.push(sentence); };
  const { choices: opened } = choicesOf(data, hash);
  const store = createStore({ ...firstChoices(data), alive: true, ...opened });
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, tell);
  const focused = [];
  const answer = { value: "", focus: () => focused.push("#answer"), select: () => focused.push("selected") };
  const shown = (what) => ({ focus: () => focused.push("other"), scrollIntoView: () => seen.push(what) });
  const seen = [];
  const frames = [];
  window.requestAnimationFrame = (frame) => frames.push(frame);
  document.querySelector = (what) => (what === "#answer" ? answer : shown(what));
  document.activeElement = null;
  window.print = () => focused.push("printed");
  window.addEventListener = () => {};
  const tools = createToolbox(store, { commands, model, document, window, tell });
  return moves.map(([kind, name, ...given]) => {
    let taken = null;
    if (kind === "press") tools.byName[name](makeElement(given[0] ?? {}, [], { isConnected: true }));
    else if (kind === "choose") taken = (tools.choices[name] ?? tools.fields[name])(...given) ?? null;
    else if (kind === "type") answer.value = name;
    else if (kind === "update") store.update(name);
    else if (kind === "frame") for (const frame of frames.splice(0)) frame(name);
    else document.tell(kind, { target: name === null ? null : makeElement({ "data-path": name }, ["[data-path]"]) });
    const { source, ...state } = store.state();
    const asks = model().disguise.practice?.open(state.step) ?? null;
    return { ...state, taken, said: [...said], focused: [...focused], seen: seen.splice(0), asks: asks && { id: asks.id, answer: asks.answer } };
  });
}"""


@cache
def data() -> Any:
    return data_of(network((2, 3, 1), seed=4))


def used(hash_: str, *moves: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(USED, data(), hash_, list(moves))
    return found


def press(name: str, **attributes: str) -> list[Any]:
    return ["press", name, {f"data-{key}": value for key, value in attributes.items()}]


NOTHING = ["pointerover", None]
AGAIN = {
    "train-noise": ("noise", "0.25", 0.25), "train-scale": ("scale", "2", 2), "train-count": ("count", "50", 50),
    "train-seed": ("dataSeed", "7", 7), "train-batch": ("batch", "4", 4), "train-span": ("span", "30", 30),
    "train-l1": ("l1", "0.5", 0.5), "train-l2": ("l2", "0.5", 0.5), "train-clip": ("clip", "2", 2),
    "train-test": ("testShare", "0.5", 0.5), "train-optimizer": ("optimizer", "adam", "adam"),
    "train-schedule": ("schedule", "cosine", "cosine"), "train-set": ("set", "xor", "xor"),
}  # fmt: skip
"""Field -> the choice, what is typed or chosen, and what it is then: another run."""
SAME = {
    "train-until": ("until", "0.25", 0.25), "train-pace": ("pace", "slow", "slow"), "train-parameter": ("parameter", "w12", "w12"),
}  # fmt: skip
"""What is another look at the same run."""


@pytest.mark.parametrize("field", [*AGAIN, *SAME])
def test_a_field_of_train_changes_its_own_choice_and_what_makes_another_run_begins_anew(field: str) -> None:
    choice, text, value = (AGAIN | SAME)[field]
    before, moved, after = used("tool=train", NOTHING, ["choose", "train-time", "3"], ["choose", field, text])
    assert after["train"][choice] == value != before["train"][choice]
    assert after["said"] == []
    if field in AGAIN:
        # From where it began, with all other settings as they were.
        assert after["leaves"] == before["leaves"] != moved["leaves"]
        assert after["train"] == before["train"] | {choice: value}
    else:
        assert after["leaves"] == moved["leaves"]
        assert after["train"] == moved["train"] | {choice: value}


LIMITS = {
    "train-noise": (0, 1), "train-scale": (0.001, 1000), "train-count": (2, 5000), "train-seed": (0, 999999),
    "train-batch": (0, 5000), "train-span": (1, 100000), "train-l1": (0, 1), "train-l2": (0, 1), "train-clip": (0, 1e6),
    "train-test": (0, 0.9), "train-until": (0, 1e6),
}  # fmt: skip


@pytest.mark.parametrize("field", LIMITS)
def test_a_number_beyond_the_limits_of_its_field_is_said_and_nothing_changes(field: str) -> None:
    least, most = LIMITS[field]
    beyond = f"{most * 1.5 + 1:.15g}"
    before, ends, low, refused, typed = used(
        "tool=train", NOTHING, ["choose", field, f"{most:.15g}"], ["choose", field, f"{least:.15g}"],
        ["choose", field, beyond], ["choose", field, "many"],
    )  # fmt: skip
    assert (ends["taken"], low["taken"], low["said"]) == (True, True, [])
    assert (refused["taken"], typed["taken"]) == (False, False)
    assert low["train"] == refused["train"] == typed["train"]
    notice = WORDS["notice"]
    number = fill(notice["number"], found=beyond, least="{least}", most="{most}")
    assert refused["said"][0].split(":")[0] == number.split(":")[0]
    assert typed["said"][1] == fill(notice["unreadable"], found="many")
    assert before["said"] == []


def test_another_rate_makes_another_run_from_where_this_one_began() -> None:
    before, moved, after, refused = used(
        "tool=train", NOTHING, ["choose", "train-time", "3"], ["choose", "train-rate", "0.125"], ["choose", "train-rate", "fast"],
    )  # fmt: skip
    assert (after["rate"], after["leaves"], after["train"]["update"]) == (0.125, before["leaves"], 0)
    assert (after["taken"], refused["taken"], refused["rate"]) == (True, False, 0.125)
    assert moved["train"]["update"] == 3


def test_two_parameters_span_the_picture_and_change_places() -> None:
    across, up, swapped = used(
        "tool=train&update=3", ["choose", "train-across", "w11"], ["choose", "train-up", "b1"], ["choose", "train-up", "w11"],
    )  # fmt: skip
    assert across["train"]["plane"][0] == "w11"
    assert up["train"]["plane"] == ["w11", "b1"]
    assert swapped["train"]["plane"] == ["b1", "w11"]


def test_an_update_is_opened_and_closed_and_its_samples_go_on() -> None:
    opened, rows, closed, none = used(
        "tool=train&update=5", press("train-open"), press("train-rows", **{"from": "10"}), press("train-open"), press("train-start"),
    )  # fmt: skip
    assert (opened["train"]["opened"], rows["train"]["rows"], closed["train"]["opened"]) == (5, 10, 0)
    assert none["train"]["update"] == 0
    (first,) = used("tool=train", press("train-open"))
    assert first["train"]["opened"] == 1


def test_the_run_beside_has_the_present_settings_until_they_change_and_goes_again() -> None:
    beside, changed, gone = used(
        "tool=train", press("train-versus"), ["choose", "train-optimizer", "adam"], press("train-versus")
    )
    assert beside["train"]["versus"]["optimizer"] == "gradient_descent"
    assert changed["train"]["versus"]["optimizer"] == "gradient_descent"
    assert changed["train"]["optimizer"] == "adam"
    assert gone["train"]["versus"] is None


def test_an_update_becomes_an_exercise_at_the_moment_before_it() -> None:
    practise, bug, off = used(
        "tool=train&update=5", press("train-exercise", exercise="practise"), press("train-exercise", exercise="bug"),
        press("train-exercise", exercise="bug"),
    )  # fmt: skip
    train = practise["train"]
    assert (train["exercise"], train["opened"], train["update"]) == ("practise", 5, 4)
    assert (bug["train"]["exercise"], bug["train"]["opened"]) == ("bug", 5)
    assert off["train"]["exercise"] == ""
    (early,) = used("tool=train", press("train-exercise", exercise="practise"))
    assert (early["train"]["opened"], early["train"]["update"]) == (3, 2)


def test_the_ends_of_paths_are_chosen_one_at_a_time_and_a_path_is_lit_while_it_is_pointed_at() -> None:
    start, end, lit, off = used(
        "tool=paths",
        ["choose", "path-from", "w12"],
        ["choose", "path-to", "L"],
        ["pointerover", "1"],
        NOTHING,
    )
    assert start["paths"]["from"] == "w12"
    assert (end["paths"]["from"], end["paths"]["to"], end["paths"]["lit"]) == ("w12", "L", -1)
    assert lit["paths"] == end["paths"] | {"lit": 1}
    assert off["paths"]["lit"] == -1
    (after,) = used("tool=paths", ["pointerover", "2"])[-1:]
    assert after["paths"]["lit"] == 2
    chosen = used("tool=paths", ["pointerover", "1"], ["choose", "path-to", "y"])[-1]
    assert chosen["paths"]["lit"] == -1, "other ends have other paths"
    # Elsewhere nothing is lit.
    assert (
        used("tool=nudge", NOTHING, ["pointerover", "1"])[1]["paths"]
        == used("tool=nudge", NOTHING)[0]["paths"]
    )
    assert used("tool=paths", press("go-step", step="7"))[0]["step"] == 7


def test_tools_open_and_close_and_one_takes_the_place_of_the_other() -> None:
    states = used(
        "step=2",
        press("open-tool", tool="nudge"),
        press("open-tool", tool="paths"),
        press("open-tool", tool="paths"),
    )
    assert [state["tool"] for state in states] == ["nudge", "paths", ""]
    # What is opened is brought into view, with its buttons in any case.
    assert [state["seen"] for state in states] == [[".tools", ".tool-bar"], [".tools", ".tool-bar"], []]


def test_an_answer_is_taken_where_one_is_asked_and_what_is_wrong_is_selected_to_be_typed_again() -> None:
    start, empty, _, wrong, _, right = used(
        "tool=practice&level=3&step=2", NOTHING, press("check-answer"), ["type", "77"], press("check-answer"),
        NOTHING, press("check-answer"),
    )  # fmt: skip
    question = start["asks"]
    assert question is not None
    assert empty["practised"] == start["practised"]
    assert empty["focused"] == ["#answer"]
    assert wrong["practised"]["tries"][question["id"]] == 1
    assert question["id"] not in wrong["practised"]["done"]
    assert wrong["focused"][-1] == "selected"
    assert right["practised"]["tries"][question["id"]] == 2
    _, done = used(
        "tool=practice&level=3&step=2", ["type", f"{question['answer']:.12g}"], press("check-answer")
    )
    assert done["practised"]["done"] == {question["id"]: "right"}


def test_hints_come_one_by_one_and_the_last_is_the_answer() -> None:
    states = used("tool=practice&level=3&step=2", NOTHING, press("hint"), press("hint"), press("hint"))
    name = states[0]["asks"]["id"]
    assert [state["practised"]["stages"].get(name, 0) for state in states[:3]] == [0, 1, 2]
    assert [state["practised"]["done"] for state in states] == [{}, {}, {}, {name: "shown"}]
    reset = used("tool=practice&level=3&step=2", *[press("hint")] * 3, press("reset-practice"))[-1]
    assert (reset["practised"]["done"], reset["practised"]["tries"], reset["practised"]["stages"]) == (
        {},
        {},
        {},
    )


def test_levels_and_numbers_are_chosen_and_what_is_none_is_not_taken() -> None:
    level, none, numbers, refused, new = used(
        "tool=practice", ["choose", "level", "2"], ["choose", "level", "9"], ["choose", "numbers", "12"],
        ["choose", "numbers", "0"], press("new-numbers"),
    )  # fmt: skip
    assert (level["level"], none["level"]) == (2, 2)
    assert (numbers["taken"], refused["taken"]) == (True, False)
    assert refused["leaves"] == numbers["leaves"] != none["leaves"]
    assert new["leaves"] != numbers["leaves"]
    largest, beyond, next_one = used(
        "tool=practice",
        ["choose", "numbers", "999999"],
        ["choose", "numbers", "1000000"],
        press("new-numbers"),
    )
    assert (largest["taken"], beyond["taken"], beyond["leaves"]) == (True, False, largest["leaves"])
    assert next_one["leaves"] != largest["leaves"]
    worksheet, key = used("tool=practice", press("print-worksheet"), press("print-key"))
    assert (worksheet["paper"], key["paper"], key["focused"]) == ("worksheet", "key", ["printed", "printed"])


def test_a_step_is_marked_a_bug_is_shown_and_the_next_one_begins_at_the_first_step() -> None:
    start, marked, other, shown, after = used(
        "tool=bugs&bug=3&step=4", NOTHING, press("mark-step"), press("mark-step", step="6"), press("show-bug"), press("next-bug"),
    )  # fmt: skip
    assert start["bug"] == 3

    def of_this(state: dict[str, Any]) -> dict[str, Any]:
        (found,) = state["marked"]["byBug"].values()
        return dict(found)

    marks = [of_this(state)["marks"] for state in (marked, other)]
    assert marks == [[4], [4, 6]]
    assert of_this(shown)["given"] is True
    assert (after["bug"], after["step"]) == (4, 1)
    last, anew = used("tool=bugs&bug=9999&step=4", press("next-bug"), press("reset-bugs"))
    assert (last["bug"], anew["bug"], anew["step"], anew["marked"]["byBug"]) == (1, 1, 1, {})


def test_a_feature_is_typed_and_one_that_cannot_be_is_said() -> None:
    taken, refused, read, nothing = used(
        "tool=train", ["choose", "train-feature", "x1^2"], ["choose", "train-feature", "x9"], ["choose", "train-feature", "x1"],
        ["choose", "train-feature", " "],
    )  # fmt: skip
    assert (taken["taken"], taken["said"]) == (True, [])
    assert "w13" in taken["leaves"]
    assert refused["taken"] is False
    assert refused["said"] == [fill(WORDS["notice"]["feature"], found="x9", expected="x1, x2")]
    assert refused["leaves"] == taken["leaves"] == read["leaves"] == nothing["leaves"]
    assert (read["taken"], nothing["taken"]) == (True, True)
    (pressed,) = used("tool=train", press("train-feature", feature="x2"))
    assert "w12" not in pressed["leaves"]


def test_a_run_makes_its_updates_by_the_clock_until_it_is_stopped() -> None:
    """60 a second: 6 in 100 ms; in 25 ms one, and a half is left over; who was away for longer than 250 ms has 15 of them."""
    states = used(
        "tool=train", press("train-run"), ["frame", 0], ["frame", 100], ["frame", 125], ["frame", 9125],
        press("train-run"), ["frame", 9225],
    )  # fmt: skip
    made = [state["train"]["update"] for state in states]
    assert made == [0, 1, 7, 8, 23, 23, 23]
    assert [state["training"] > 0 for state in states] == [True, True, True, True, True, False, False]


def test_a_run_ends_where_the_loss_is_below_what_is_asked_for() -> None:
    states = used(
        "tool=train",
        ["choose", "train-until", "10"],
        press("train-run"),
        ["frame", 0],
        ["frame", 250],
        ["frame", 500],
    )
    # Every loss is below 10: it ends at the first evaluation, after an epoch of 16 updates.
    assert [state["train"]["update"] for state in states[1:]] == [0, 1, 16, 16]
    assert states[-1]["training"] == 0
    asked = used("tool=train", press("train-run"), ["frame", 0], ["frame", 250], ["frame", 500])[-1]
    assert (asked["train"]["update"], asked["training"] > 0) == (31, True)


def test_who_closes_the_tool_or_changes_a_number_ends_the_run() -> None:
    start, _, closed = used("tool=train", NOTHING, press("train-run"), press("open-tool", tool="train"))
    assert closed["training"] == 0
    leaves = start["leaves"]
    for change in ({"leaves": leaves | {"w11": 0.125}}, {"fixed": ["w11"]}):
        moved, after = used("tool=train", ["choose", "train-time", "3"], ["update", change])
        assert moved["train"]["update"] == 3
        assert (after["train"]["update"], after["train"]["start"]) == (0, None)
        assert after["leaves"]["w11"] == change.get("leaves", moved["leaves"])["w11"]
    # Another rate begins it anew from where it began, whoever changes it.
    moved, after = used("tool=train", ["choose", "train-time", "3"], ["update", {"rate": 0.125}])
    assert (after["train"]["update"], after["leaves"]) == (0, leaves)
    # Another input is another look at the same run.
    moved, after = used("tool=train", ["choose", "train-time", "3"], ["update", {"step": 4}])
    assert after["train"] == moved["train"]
