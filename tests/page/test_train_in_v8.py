"""The tool that trains, as its buttons, fields and picture are used: in V8, where the test is the document."""

from functools import cache
from typing import Any

import pytest

from generator.script import Script
from tests.bundled import bundled
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.page.test_listening import at

USED = """(data, hash, moves) => {
  const { document, window } = makePage();
  const told = [];
  const tell = (sentence) => { if (sentence) told.push(sentence); };
  const { choices: opened } = choicesOf(data, hash);
  const store = createStore({ ...firstChoices(data), alive: true, ...opened });
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, tell);
  const surface = makeElement({ "data-reach": "-1 1 -2 2" }, ['[data-surface="samples"]']);
  document.querySelector = (what) => (what === '[data-surface="samples"]' ? surface : null);
  const tools = createToolbox(store, { commands, model, document, window, tell });
  for (const [kind, name, ...given] of moves) {
    if (kind === "press") tools.byName[name](makeElement(given[0] ?? {}, []));
    else if (kind === "choose") (tools.choices[name] ?? tools.fields[name])(...given);
    else document.tell(kind, { shiftKey: false, cancelable: true, target: name === "picture" ? surface : makeElement({}, []), ...given[0] });
  }
  const { train, rate, leaves, training } = store.state();
  const { data: samples, run } = studyOf(model().graph, store.state());
  return { train, rate, leaves, training, told, points: samples.points.map(({ inputs, label }) => [...inputs, label]), length: run.length };
}"""
MADE = network((2, 3, 1), seed=4)
CIRCLES = "tool=train&set=circles"
OWN = "tool=train&set=own&data=-0.5,1,0;0.5,-1,1;0,0,1"


@cache
def script() -> Script:
    return Script(bundled("tests/page/entry.js"))


def used(*moves: Any, hash_: str = CIRCLES) -> dict[str, Any]:
    found: dict[str, Any] = script().call(USED, data_of(MADE), hash_, list(moves))
    return found


def press(name: str, **attributes: str) -> list[Any]:
    return ["press", name, {f"data-{key}": value for key, value in attributes.items()}]


def picture(kind: str, x: float, y: float, **more: Any) -> list[Any]:
    """A pointer over the picture, 200 × 100 with its corner at (100, 50), from −1 to 1 and from −2 to 2."""
    return [kind, "picture", at(x, y, **more)]


THREE = [[-0.5, 1, 0], [0.5, -1, 1], [0.8, 0.4, 1]]
"""They lie at (150, 75), (250, 125) and (280, 90)."""


def own(*moves: Any) -> dict[str, Any]:
    """With three samples of one's own."""
    start = []
    for x1, x2, label in THREE:
        x, y = 200 + 100 * x1, 100 - 25 * x2
        start += [
            press("train-adds", label=str(label)),
            picture("pointerdown", x, y),
            picture("pointerup", x, y),
        ]
    return used(["choose", "train-set", "xor"], ["choose", "train-count", "2"], *start, *moves)


def test_updates_are_made_one_by_one_and_by_epochs_and_taken_back() -> None:
    """160 of 200 are learned from, in tens: 16 updates an epoch."""
    assert used(press("train-update"))["train"]["update"] == 1
    assert used(press("train-update"), press("train-update"))["train"]["update"] == 2
    assert used(press("train-epoch"))["train"]["update"] == 16
    assert used(press("train-update"), press("train-epoch"))["train"]["update"] == 16
    assert used(press("train-epoch"), press("train-epoch"))["train"]["update"] == 32
    back = used(press("train-epoch"), press("train-start"))
    assert back["train"]["update"] == 0
    assert back["leaves"] == pytest.approx(used()["leaves"])
    assert used(press("train-epoch"), ["choose", "train-time", "5"])["train"]["update"] == 5
    assert used(press("train-epoch"), ["choose", "train-time", "5"])["length"] == 16


@pytest.mark.parametrize(
    ("name", "text", "key", "value"),
    [
        ("train-count", "50", "count", 50),
        ("train-noise", "0.25", "noise", 0.25),
        ("train-seed", "7", "dataSeed", 7),
        ("train-batch", "0", "batch", 0),
        ("train-span", "30", "span", 30),
        ("train-l1", "0.5", "l1", 0.5),
        ("train-l2", "1", "l2", 1),
        ("train-clip", "2.5", "clip", 2.5),
        ("train-scale", "3", "scale", 3),
        ("train-until", "0.1", "until", 0.1),
        ("train-test", "0.5", "testShare", 0.5),
        ("train-optimizer", "adam", "optimizer", "adam"),
        ("train-schedule", "cosine", "schedule", "cosine"),
        ("train-set", "xor", "set", "xor"),
    ],
)
def test_a_setting_is_taken_and_begins_another_run(name: str, text: str, key: str, value: Any) -> None:
    found = used(press("train-update"), ["choose", name, text])
    assert found["train"][key] == value
    assert found["train"]["update"] in (0, 1)
    assert found["told"] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("train-count", "1"), ("train-count", "5001"), ("train-noise", "-0.1"), ("train-noise", "1.1"), ("train-seed", "-1"),
        ("train-batch", "5001"), ("train-l1", "2"), ("train-l2", "-1"), ("train-test", "0.95"), ("train-count", "x"),
    ],
)  # fmt: skip
def test_what_is_out_of_reach_is_refused_with_a_sentence(name: str, text: str) -> None:
    found = used(["choose", name, text])
    assert found["train"] == used()["train"]
    assert len(found["told"]) == 1


def test_two_runs_are_beside_each_other_until_that_is_enough() -> None:
    one = used(press("train-versus"))["train"]["versus"]
    assert (one["optimizer"], one["batch"]) == ("gradient_descent", 10)
    assert used(press("train-versus"), ["choose", "train-optimizer", "adam"])["train"]["versus"] == one
    assert used(press("train-versus"), press("train-versus"))["train"]["versus"] is None


def test_an_update_is_opened_and_closed_and_practised() -> None:
    assert used(press("train-open"))["train"]["opened"] == 1
    assert used(press("train-epoch"), press("train-open"))["train"]["opened"] == 16
    assert used(press("train-open"), press("train-open"))["train"]["opened"] == 0
    practised = used(press("train-epoch"), press("train-open"), press("train-exercise", exercise="practise"))
    # In the moment before it: what it makes is still to be found.
    assert (practised["train"]["exercise"], practised["train"]["opened"], practised["train"]["update"]) == (
        "practise",
        16,
        15,
    )
    again = used(press("train-open"), *[press("train-exercise", exercise="bug")] * 2)
    assert again["train"]["exercise"] == ""


def test_a_click_adds_a_sample_of_the_chosen_class_where_it_is() -> None:
    found = own()
    assert found["points"][-3:] == THREE
    assert found["train"]["set"] == "own"
    assert found["train"]["point"] == len(found["points"])


def test_a_sample_is_chosen_moved_and_removed() -> None:
    count = len(own()["points"])
    # Within 9 px of one it is that one.
    chosen = own(picture("pointerdown", 156, 80), picture("pointerup", 156, 80))
    assert chosen["train"]["point"] == count - 2
    assert len(chosen["points"]) == count
    # Within 3 px it has not moved.
    still = own(
        picture("pointerdown", 150, 75), picture("pointermove", 152, 75), picture("pointerup", 152, 75)
    )
    assert still["points"][-3:] == THREE
    moved = own(
        picture("pointerdown", 150, 75), picture("pointermove", 230, 60), picture("pointerup", 230, 60)
    )
    assert moved["points"][-3:] == [[0.3, 1.6, 0], *THREE[1:]]
    assert len(moved["points"]) == count
    # Beyond the picture it goes no further than its edge.
    far = own(
        picture("pointerdown", 150, 75), picture("pointermove", 900, -90), picture("pointerup", 900, -90)
    )
    assert far["points"][-3] == [1, 2, 0]
    for way in (
        press("train-remove"),
        ["keydown", "else", {"key": "Delete"}],
        ["keydown", "else", {"key": "Backspace"}],
    ):
        removed = own(picture("pointerdown", 250, 125), picture("pointerup", 250, 125), way)
        assert removed["points"][-2:] == [THREE[0], THREE[2]]
    assert own(["keydown", "else", {"key": "x"}])["points"][-3:] == THREE


def test_what_is_not_meant_for_a_sample_leaves_them_alone() -> None:
    for more in ({"button": 2}, {"isPrimary": False}):
        assert (
            own(picture("pointerdown", 150, 75, **more), picture("pointerup", 150, 75))["points"]
            == own()["points"]
        )
    other = own(picture("pointerdown", 150, 75), picture("pointermove", 230, 60, pointerId=2))
    assert other["points"] == own()["points"]
    cancelled = own(
        picture("pointerdown", 190, 60), ["pointercancel", "picture", {}], picture("pointerup", 190, 60)
    )
    assert cancelled["points"] == own()["points"]


def test_fields_change_the_chosen_sample() -> None:
    last = ["choose", "train-point", str(len(own()["points"]))]
    assert own(last, ["choose", "train-input", "0.75", 0])["points"][-1] == [0.75, 0.4, 1]
    assert own(last, ["choose", "train-input", "-0.75", 1])["points"][-1] == [0.8, -0.75, 1]
    assert own(last, ["choose", "train-label", "0"])["points"][-1] == [0.8, 0.4, 0]
    refused = own(last, ["choose", "train-label", "2"])
    assert refused["points"][-1] == [0.8, 0.4, 1]
    assert len(refused["told"]) == 1
    assert own(["choose", "train-point", "99999"])["told"]
    assert own(last, press("train-add"))["points"][-2:] == [[0.8, 0.4, 1]] * 2
    # One of each class is left: without samples there is nothing to learn.
    assert sorted(label for *_, label in own(press("train-clear"))["points"]) == [0, 1]


def test_features_are_put_in_and_taken_out() -> None:
    found = used(press("train-feature", feature="x1^2"))
    assert "w13" in found["leaves"]
    assert (
        "w13"
        not in used(press("train-feature", feature="x1^2"), press("train-feature", feature="x1^2"))["leaves"]
    )
