"""All 18 steps, forward and back, in every way there is to get to them."""

from tests.lesson.content import (
    BACKWARD_STEP,
    COMPUTED,
    FORWARD_STEP,
    LAST,
    STEPS,
    WORDS,
)  # fmt: skip
from tests.lesson.expected import computed
from tests.page.lesson import Lesson


def test_there_are_the_18_steps_of_the_original_and_the_first_is_open(lesson: Lesson) -> None:
    assert LAST == 18
    assert lesson.step == 1
    assert "Inputs & target" in (lesson.panel.text_content() or "")


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


def test_a_node_leads_to_its_value_and_then_to_its_gradient(lesson: Lesson) -> None:
    # ∂L/∂L = 1 is where the first backward step starts from.
    backward = BACKWARD_STEP | {"L": BACKWARD_STEP["yhat"]}
    for name in COMPUTED:
        reached = []
        for _ in range(3):
            lesson.node(name).click()
            reached.append(lesson.step)
        assert reached == [FORWARD_STEP[name], backward[name], FORWARD_STEP[name]], name


def test_a_parameter_leads_to_where_it_is_used_and_then_to_its_gradient(lesson: Lesson) -> None:
    for name in ("w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"):
        reached = []
        for _ in range(2):
            lesson.node(name).click()
            reached.append(lesson.step)
        assert reached == [FORWARD_STEP[f"z{name[1]}"], BACKWARD_STEP[name]], name


def test_what_is_given_leads_to_the_first_step_and_an_input_then_to_the_last(lesson: Lesson) -> None:
    for name, second in (("x1", LAST), ("x2", LAST), ("y", 1)):
        lesson.go_to(5)
        lesson.node(name).click()
        assert lesson.step == 1, name
        lesson.node(name).click()
        assert lesson.step == second, name


def test_an_edge_leads_where_its_weight_leads(lesson: Lesson) -> None:
    for expected in (FORWARD_STEP["z3"], BACKWARD_STEP["w31"]):
        lesson.page.mouse.click(*lesson.edge_point("h1", "z3"))
        assert lesson.step == expected


def test_what_moves_along_an_edge_does_not_take_its_clicks(lesson: Lesson) -> None:
    lesson.go_to(FORWARD_STEP["z3"])
    missed = (
        lesson.edge("h1", "z3")
        .locator("path")
        .first.evaluate(
            """path => Array.from({ length: 20 }, (_, i) => path.getPointAtLength(path.getTotalLength() * (0.78 + i / 100)))
        .map(at => at.matrixTransform(path.getScreenCTM())).map(({ x, y }) => document.elementFromPoint(x, y))
        .filter(element => element.closest("[data-edge], [data-node=w31]") === null).length"""
        )
    )
    assert missed == 0


def test_without_a_pointer_enter_and_space_do_what_a_click_does(lesson: Lesson) -> None:
    for key in ("Enter", " "):
        lesson.go_to(1)
        lesson.node("h2").focus()
        for expected in (FORWARD_STEP["h2"], BACKWARD_STEP["h2"]):
            lesson.page.keyboard.press(key)
            assert lesson.step == expected
            assert lesson.node("h2").evaluate("node => node === document.activeElement")
