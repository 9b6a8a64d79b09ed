"""All 18 steps, forward and back, in every way there is to get to them."""

import pytest

from tests.page.content import (
    BACKWARD_STEP, COMPUTED, FORWARD_STEP, LAST, STEPS, WORDS,
)  # fmt: skip
from tests.page.expected import computed
from tests.page.lesson import Lesson


def test_there_are_the_18_steps_of_the_original_and_the_first_is_open(lesson: Lesson) -> None:
    assert LAST == 18
    assert lesson.step == 1
    assert "Inputs & Target" in (lesson.panel.text_content() or "")


def test_the_arrow_keys_go_through_all_steps_and_stop_at_both_ends(lesson: Lesson) -> None:
    numbers = computed()
    for step in STEPS:
        lesson.shows(step, numbers)
        lesson.page.keyboard.press("ArrowRight")
    assert lesson.step == LAST
    for step in reversed(STEPS):
        lesson.shows(step, numbers)
        lesson.page.keyboard.press("ArrowLeft")
    assert lesson.step == 1


def test_the_buttons_go_through_all_steps_and_keep_the_focus_at_both_ends(lesson: Lesson) -> None:
    numbers = computed()
    for button, steps in (("next", STEPS), ("back", STEPS[::-1])):
        for step in steps:
            lesson.shows(step, numbers)
            spent = lesson.button(button).get_attribute("aria-disabled") == "true"
            assert spent == (step == steps[-1])
            lesson.button(button).click(force=spent)
        assert lesson.button(button).evaluate("button => button === document.activeElement")


def test_first_and_last_are_a_button_and_a_key(lesson: Lesson) -> None:
    for last, first in (("End", "Home"), ("last", "first")):
        for name, expected in ((last, LAST), (first, 1)):
            if name in WORDS["transport"]:
                lesson.button(name).click()
            else:
                lesson.page.keyboard.press(name)
            assert lesson.step == expected


def test_the_scrubber_goes_through_all_steps_by_its_keys(lesson: Lesson) -> None:
    lesson.scrubber.focus()
    for key, steps in (("ArrowRight", STEPS), ("ArrowLeft", STEPS[::-1])):
        for step in steps:
            assert lesson.step == step.number
            assert lesson.scrubber.input_value() == str(step.number)
            assert (lesson.scrubber.get_attribute("aria-valuetext") or "").startswith(
                f"Step {step.number} of {LAST}"
            )
            lesson.page.keyboard.press(key)
    lesson.page.keyboard.press("End")
    assert lesson.step == LAST


def test_the_scrubber_goes_through_all_steps_by_dragging(lesson: Lesson) -> None:
    box = lesson.scrubber.bounding_box()
    assert box
    middle, left, right = box["y"] + box["height"] / 2, box["x"] + 8, box["x"] + box["width"] - 8
    mouse, seen = lesson.page.mouse, [lesson.step]
    mouse.move(left, middle)
    mouse.down()
    way = [left + (right - left) * share / 40 for share in range(41)]
    for x in (*way, *reversed(way)):
        mouse.move(x, middle)
        if lesson.step != seen[-1]:
            seen.append(lesson.step)
    mouse.up()
    assert seen == [*range(1, LAST + 1), *range(LAST - 1, 0, -1)]


@pytest.mark.parametrize("name", COMPUTED)
def test_a_node_leads_to_its_value_and_then_to_its_gradient(lesson: Lesson, name: str) -> None:
    # ∂L/∂L = 1 is where the first backward step starts from.
    backward = BACKWARD_STEP.get(name, BACKWARD_STEP["yhat"])
    lesson.node(name).click()
    assert lesson.step == FORWARD_STEP[name]
    lesson.node(name).click()
    assert lesson.step == backward
    lesson.node(name).click()
    assert lesson.step == FORWARD_STEP[name]


@pytest.mark.parametrize(("name", "sum_"), [("w11", "z1"), ("w22", "z2"), ("b2", "z2"), ("w32", "z3"), ("b3", "z3")])
def test_a_parameter_leads_to_where_it_is_used_and_then_to_its_gradient(lesson: Lesson, name: str, sum_: str) -> None:
    lesson.node(name).click()
    assert lesson.step == FORWARD_STEP[sum_]
    lesson.node(name).click()
    assert lesson.step == BACKWARD_STEP[name]


def test_an_edge_leads_where_its_weight_leads(lesson: Lesson) -> None:
    for clicks, expected in ((1, FORWARD_STEP["z3"]), (2, BACKWARD_STEP["w31"])):
        # Near its end, where no label stands on it.
        x, y = lesson.edge("h1", "z3").locator("path").first.evaluate(
            "path => { const at = path.getPointAtLength(path.getTotalLength() * 0.85);"
            " const { x, y } = at.matrixTransform(path.getScreenCTM()); return [x, y]; }"
        )
        lesson.page.mouse.click(x, y)
        assert lesson.step == expected, f"after {clicks} clicks"


def test_without_a_pointer_enter_and_space_do_what_a_click_does(lesson: Lesson) -> None:
    for key in ("Enter", " "):
        lesson.go_to(1)
        lesson.node("h2").focus()
        for expected in (FORWARD_STEP["h2"], BACKWARD_STEP["h2"]):
            lesson.page.keyboard.press(key)
            assert lesson.step == expected
            assert lesson.node("h2").evaluate("node => node === document.activeElement")
