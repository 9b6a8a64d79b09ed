"""A round of questions: what counts as known at once, how much of a formula stands there, what is said, what went wrong."""

from typing import Any

import pytest

from generator.script import Script

ROUND = """(record, level) => {
  const round = roundOf(record, level);
  const ids = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
  const diagnose = ({ id }, typed) => `${id} is not ${typed}`;
  return {
    done: ids.filter(round.isDone).map(({ id }) => id), clean: ids.filter(round.isClean).map(({ id }) => id),
    stages: ids.map(round.stageOf), ends: ids.map(round.endsHints),
    feedback: ids.map((id) => round.feedback(id, diagnose)), score: round.score(ids),
  };
}"""
RECORD: dict[str, Any] = {
    "done": {"a": "right", "b": "right", "c": "right", "d": "shown"},
    "tries": {"a": 1, "b": 2, "c": 1, "d": 1, "e": 1},
    "stages": {"c": 1, "d": 3},
    "last": {"id": "e", "text": "0.5"},
}
"""At once; at the second try; with a hint; shown; and one that is open."""


def test_known_at_once_is_right_at_the_first_try_and_without_a_hint(script: Script) -> None:
    found = script.call(ROUND, RECORD, 2)
    assert found["done"] == ["a", "b", "c", "d"]
    assert found["clean"] == ["a"]
    assert found["score"] == {"total": 5, "answered": 4, "clean": 1}


@pytest.mark.parametrize(
    ("level", "stages", "ends"),
    [
        (1, [1, 1, 1, 3, 1], [False, False, False, True, False]),
        (2, [0, 0, 1, 3, 0], [False, False, False, True, False]),
    ],
)
def test_a_formula_stands_there_from_the_beginning_at_level_1_alone(
    script: Script, level: int, stages: list[int], ends: list[bool]
) -> None:
    found = script.call(ROUND, RECORD, level)
    assert (found["stages"], found["ends"]) == (stages, ends)


def test_after_the_formula_come_the_numbers_and_then_the_answer(script: Script) -> None:
    for stage, is_last in ((0, False), (1, False), (2, True)):
        found = script.call(ROUND, RECORD | {"stages": {"e": stage}}, 2)
        assert (found["stages"][4], found["ends"][4]) == (stage, is_last)


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ({"id": "e", "text": "0.5"}, {"kind": "wrong", "mistake": "e is not 0.5"}),
        ({"id": "e", "text": "a half"}, {"kind": "unreadable", "mistake": None}),
        ({"id": "a", "text": "0.5"}, {"kind": "right", "mistake": None}),
        ({"id": "d", "text": "0.5"}, {"kind": "shown", "mistake": None}),
    ],
)
def test_something_is_said_to_the_question_that_was_answered_last_and_to_no_other(
    script: Script, last: dict[str, str], said: dict[str, Any]
) -> None:
    feedback = script.call(ROUND, RECORD | {"last": last}, 2)["feedback"]
    assert feedback["abcde".index(last["id"])] == said
    assert [each for each in feedback if each is not None] == [said]
    assert script.call(ROUND, RECORD | {"last": None}, 2)["feedback"] == [None] * 5


def test_mistakes_of_one_kind_are_counted_together_and_the_most_frequent_comes_first(script: Script) -> None:
    slips = [
        {"mistake": text, "id": k}
        for k, text in enumerate(["sign", "lost", "sign 2", "other", "sign", "lost"])
    ]
    found = script.call(
        "(slips) => slipsOf(slips, (mistake) => mistake.split(' ')[0]).map(({ mistake, count, id }) => [mistake, count, id])",
        slips,
    )
    assert found == [["sign", 3, 4], ["lost", 2, 5], ["other", 1, 3]]
