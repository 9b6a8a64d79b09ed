"""`window.backprop`, for those who embed or script the page: what it promises, and that it never throws."""

from typing import Any

import pytest

from tests.lesson.content import LAST, LEAVES, NAMES, STEPS, WORDS
from tests.lesson.expected import computed
from tests.page.lesson import Lesson


def test_it_has_what_the_design_lists_and_cannot_be_changed(lesson: Lesson) -> None:
    names = lesson.page.evaluate("Object.keys(backprop).toSorted()")
    assert set(names) >= {"state", "set", "goTo", "values", "gradients", "steps", "subscribe"}
    assert lesson.page.evaluate("Object.isFrozen(backprop)")


def test_values_and_gradients_are_plain_objects_by_name(lesson: Lesson) -> None:
    numbers = computed()
    assert list(lesson.values()) == list(NAMES) == list(lesson.gradients())
    assert lesson.values() == pytest.approx(numbers.values, rel=1e-12)
    assert lesson.gradients() == pytest.approx(numbers.gradients, rel=1e-12)


def test_steps_say_what_each_step_is_about(lesson: Lesson) -> None:
    steps = lesson.page.evaluate("backprop.steps()")
    assert [step["number"] for step in steps] == list(range(1, LAST + 1))
    for step, expected in zip(steps[1:-1], STEPS[1:-1], strict=True):
        assert step["phase"] == expected.phase
        assert tuple(step["focus"]) == expected.values + expected.gradients
        assert step["title"]


def test_a_patch_is_taken_whole_or_not_at_all(lesson: Lesson) -> None:
    assert lesson.page.evaluate("backprop.set({ step: 5, rate: 0.1, leaves: { w11: 2, y: 0 } })") is True
    taken = lesson.state()
    assert (taken["step"], taken["rate"], taken["leaves"]) == (5, 0.1, LEAVES | {"w11": 2, "y": 0})
    assert lesson.page.evaluate("backprop.set({ step: 6, leaves: { w11: 3, w99: 1 } })") is False
    assert lesson.state() == taken
    lesson.notice_says("w99")


REFUSED = [
    "{ step: 0 }", "{ step: 19 }", "{ step: 2.5 }", "{ step: '2' }", "{ step: NaN }", "{ step: null }", "{ step: {} }",
    "{ rate: Infinity }", "{ rate: 'fast' }", "{ rate: null }", "{ rate: [0.5] }", "{ rate: '' }",
    "{ leaves: { w11: NaN } }", "{ leaves: { w11: Infinity } }", "{ leaves: { w11: '1' } }", "{ leaves: { y: 2 } }",
    "{ leaves: null }", "{ leaves: 3 }", "{ leaves: [1, 2] }", "{ leaves: { ['__proto__']: 1 } }", "{ leaves: { toString: 1 } }",
    "{ playing: true }", "{ constructor: 1 }", "{ step: Symbol('x') }", "{ leaves: { w11: Symbol('x') } }", "{ rate: Symbol('x') }",
    "{ network: 'nobody' }", "{ network: Object.create(null) }", "{ step: { toString() { throw new Error('trap'); } } }", "'step'",
]  # fmt: skip


def test_what_it_cannot_take_is_refused_with_a_sentence_and_never_throws(lesson: Lesson) -> None:
    before, wrong = lesson.state(), {}
    for patch in REFUSED:
        answer = lesson.page.evaluate(
            "patch => { try { return backprop.set(patch); } catch (error) { return `threw ${error}`; } }",
            lesson.page.evaluate_handle(f"() => ({patch})"),
        )
        if answer is not False or lesson.state() != before or not lesson.notice.is_visible():
            wrong[patch] = answer
        else:
            lesson.page.get_by_role("button", name=WORDS["notice"]["close"]).click()
    assert wrong == {}


@pytest.mark.parametrize("patch", ["undefined", "null", "{}"])
def test_nothing_to_change_changes_nothing(lesson: Lesson, patch: str) -> None:
    before = lesson.state()
    assert lesson.page.evaluate(f"backprop.set({patch})") is True
    assert lesson.state() == before


def test_go_to_stops_at_the_ends_and_refuses_what_is_no_step(lesson: Lesson) -> None:
    for step, expected in (("7", 7), ("99", LAST), ("-3", 1)):
        lesson.page.evaluate(f"backprop.goTo({step})")
        assert lesson.step == expected
    for step in ("NaN", "undefined", "'x'", "{}", "Symbol('x')"):
        thrown = lesson.page.evaluate(
            f"() => {{ try {{ backprop.goTo({step}); }} catch (error) {{ return String(error); }} }}"
        )
        assert thrown is None, step
        assert lesson.step == 1


def test_a_listener_hears_every_change_until_it_is_undone(lesson: Lesson) -> None:
    heard: list[Any] = lesson.page.evaluate(
        """() => {
          const heard = [];
          const { subscribe, set, goTo } = backprop;
          const undo = subscribe(state => heard.push([state.step, state.leaves.w11]));
          goTo(2);
          set({ leaves: { w11: 2 } });
          undo();
          goTo(3);
          return heard;
        }"""
    )
    assert heard == [[2, 0.5], [2, 2]]


def test_what_it_hands_out_is_a_copy(lesson: Lesson) -> None:
    lesson.page.evaluate(
        "() => { const state = backprop.state(); try { state.leaves.w11 = 99; state.step = 9; backprop.values().L = 0; } catch {} }"
    )
    assert (lesson.state()["leaves"], lesson.step) == (LEAVES, 1)
    assert lesson.values()["L"] == pytest.approx(computed().values["L"])
