"""What an address says of training: what is read as it stands, what is no such thing and left out, and what is written again."""

from functools import cache
from typing import Any

import pytest

from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.view.test_plots import script

OPEN = """(data, hashes) => hashes.map((hash) => {
  const { choices, answer } = choicesOf(data, hash);
  return {
    train: choices.train, level: choices.level, bug: choices.bug, left: answer.left,
    address: addressOf(data, { ...firstChoices(data), ...choices }),
  };
})"""


@cache
def data() -> Any:
    return data_of(network((2, 3, 1), seed=4))


def opened(*hashes: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script().call(OPEN, data(), [f"tool=train&{hash_}" for hash_ in hashes])
    return found


NUMBERS: dict[str, tuple[str, float, float, float, bool]] = {
    "dataseed": ("dataSeed", 0, 999999, 7, True),
    "samples": ("count", 2, 5000, 20, True),
    "noise": ("noise", 0, 1, 0.3, False),
    "scale": ("scale", 0.001, 1000, 2.5, False),
    "test": ("testShare", 0, 0.9, 0.4, False),
    "batch": ("batch", 0, 5000, 3, True),
    "span": ("span", 1, 100000, 30, True),
    "l1": ("l1", 0, 1, 0.25, False),
    "l2": ("l2", 0, 1, 0.25, False),
    "clip": ("clip", 0, 1e6, 2.5, False),
    "until": ("until", 0, 1e6, 0.25, False),
}
"""Key -> the choice, the least and the most, one of those between, and whether it has to be whole."""


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_is_taken_from_the_least_to_the_most_and_whole_where_it_counts(key: str) -> None:
    choice, least, most, between, whole = NUMBERS[key]
    taken = [least, between, most]
    found = opened(*(f"{key}={number:.15g}" for number in taken))
    assert [each["train"][choice] for each in found] == taken
    assert [each["left"] for each in found] == [[]] * 3
    # What is written opens the same: it is said, unless it goes without saying.
    again = opened(*(each["address"].removeprefix("#") for each in found))
    assert [each["train"][choice] for each in again] == taken
    usual = opened("")[0]["train"][choice]
    refused = [f"{most * 1.001 + 1:.15g}", "-1", "none", "1,2", *["2.5"] * whole]
    if least > 0:
        refused.append(f"{least * 0.999:.15g}")
    for text, each in zip(refused, opened(*(f"{key}={text}" for text in refused)), strict=True):
        assert each["train"][choice] == usual, text
        assert len(each["left"]) == 1, text


def test_an_exercise_keeps_how_it_is_asked() -> None:
    look = "update=5&look=3&parameter=w12"
    asked, bug, none = opened(
        f"{look}&exercise=practise&level=3", f"{look}&exercise=bug&bug=2", f"{look}&level=3"
    )
    assert (asked["train"]["exercise"], asked["level"]) == ("practise", 3)
    assert "level=3" in asked["address"]
    assert (bug["train"]["exercise"], bug["bug"]) == ("bug", 2)
    assert "bug=2" in bug["address"]
    assert "level" not in bug["address"]
    assert "level" not in none["address"]
    again = opened(asked["address"].removeprefix("#"), bug["address"].removeprefix("#"))
    assert [(each["level"], each["bug"]) for each in again] == [(3, asked["bug"]), (bug["level"], 2)]


@pytest.mark.parametrize(
    ("text", "versus"),
    [
        ("optimizer:adam,rate:0.1", {"optimizer": "adam", "rate": 0.1}),
        ("batch:5,shuffle:false", {"batch": 5, "shuffle": False}),
        ("l2:0.5", {"l2": 0.5}),
    ],
)
def test_the_run_beside_is_said_by_what_is_other(text: str, versus: dict[str, Any]) -> None:
    (found,) = opened(f"versus={text}&update=2")
    usual = found["train"]
    assert {name: found["train"]["versus"][name] for name in versus} == versus
    other = {
        name: value
        for name, value in found["train"]["versus"].items()
        if name not in versus and name != "rate" and usual[name] != value
    }
    assert other == {}
    written = found["address"].split("versus=")[1].split("&")[0]
    assert {*written.replace("%3A", ":").replace("%2C", ",").split(",")} == {*text.split(",")}


@pytest.mark.parametrize("text", ["optimizer:none", "rate:fast", "batch:2.5", "shuffle:0", "colour:red", ""])
def test_a_run_beside_of_what_is_none_is_left_out(text: str) -> None:
    (found,) = opened(f"versus={text}")
    assert found["train"]["versus"] is None
    assert len(found["left"]) == 1
