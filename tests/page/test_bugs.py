"""Finding the bug as a learner does: step by step, the first number that its formula does not give."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import OpenPage
from tests.lesson.content import NARRATION, STEPS, WORDS, fill
from tests.lesson.expected import computed, shown
from tests.looks import SMALL, TOO_WIDE
from tests.page.axe import everywhere
from tests.page.lesson import Lesson, until

TOOL: dict[str, Any] = WORDS["tools"]["bugs"]
NUMBERS = computed()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=TOOL[name], exact=True)


def feedback(page: Page) -> Locator:
    return page.locator(".panel").get_by_role("status")


def wrong_steps(page: Page) -> list[int]:
    """The steps that show another number than NumPy finds."""
    found = []
    for step in STEPS[1:-1]:
        page.evaluate("step => backprop.goTo(step)", step.number)
        # A group of gradients stands in a table.
        found_there = page.locator(".panel .line.result, .product-table td.found").all_text_contents()
        text = re.sub(r"\s", "", "|".join(found_there))
        results = [shown(NUMBERS.values[name]) for name in step.values]
        results += [shown(NUMBERS.gradients[name]) for name in step.gradients]
        if not all(re.search(rf"(?<![\d.−]){re.escape(result)}", text) for result in results):
            found.append(step.number)
    return found


@pytest.mark.parametrize("bug", range(1, 15))
def test_every_bug_is_in_the_first_step_that_is_wrong(open_page: OpenPage, bug: int) -> None:
    page = open_page(hash=f"tool=bugs&bug={bug}")
    wrong = wrong_steps(page)
    assert wrong
    page.evaluate("step => backprop.goTo(step)", wrong[0])
    button(page, "mark").click()
    openings = [sentence.partition(".")[0] for sentence in NARRATION["bug"].values()]
    said = feedback(page).inner_text()
    assert sum(opening.partition("{")[0] in said for opening in openings) == 1
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], found=1, marks=1))


def test_a_mark_elsewhere_is_told_why_it_is_not_there(open_page: OpenPage) -> None:
    page = open_page(hash="tool=bugs&bug=1")
    wrong = wrong_steps(page)
    right = next(step.number for step in STEPS[1:-1] if step.number not in wrong)
    page.evaluate("step => backprop.goTo(step)", right)
    button(page, "mark").click()
    expect(feedback(page)).to_have_text(TOOL["right"])
    later = [step for step in wrong if step != wrong[0]]
    if later:
        page.evaluate("step => backprop.goTo(step)", later[-1])
        button(page, "mark").click()
        expect(feedback(page)).to_have_text(TOOL["follows"])
    # A mark alone finds nothing.
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], found=0, marks=1 + bool(later)))
    button(page, "reset").click()
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], found=0, marks=0))


def test_steps_that_were_checked_are_ticked(open_page: OpenPage) -> None:
    page = open_page(hash="tool=bugs&bug=1")
    wrong = wrong_steps(page)
    right = [step.number for step in STEPS[1:-1] if step.number not in wrong][:2]
    for step in (right[1], right[0], wrong[0]):
        page.evaluate("step => backprop.goTo(step)", step)
        button(page, "mark").click()
    ticked = page.get_by_role("list", name=TOOL["checked"]).get_by_role("listitem")
    step_name = WORDS["reuse"]["step"]
    assert [text.partition(":")[0] for text in ticked.all_text_contents()] == [
        f"{sign} {fill(step_name, step=step)}"
        for step, sign in sorted([(right[0], "✓"), (right[1], "✓"), (wrong[0], "✗")])
    ]
    ticked.get_by_role("button", name=fill(step_name, step=right[0])).click()
    assert page.evaluate("backprop.state().step") == right[0]


def test_a_step_is_not_marked_twice(open_page: OpenPage) -> None:
    page = open_page(hash="tool=bugs&bug=1")
    wrong = wrong_steps(page)
    right = next(step.number for step in STEPS[1:-1] if step.number not in wrong)
    page.evaluate("step => backprop.goTo(step)", right)
    button(page, "mark").click()
    page.evaluate("backprop.goTo(1)")
    page.evaluate("step => backprop.goTo(step)", right)
    expect(feedback(page)).to_have_text(TOOL["right"])
    expect(button(page, "mark")).to_be_disabled()
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], found=0, marks=1))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_mark_button_does_not_move(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width, hash="tool=bugs&bug=1&step=2")
    places = set()
    for step in STEPS[1:-1]:
        page.evaluate("step => backprop.goTo(step)", step.number)
        box = button(page, "mark").bounding_box()
        assert box
        scrolled = page.evaluate("scrollY")
        places.add((box["x"], round(box["y"] + (scrolled if width == 390 else 0))))
    assert len(places) == 1


def test_who_gives_up_is_shown_the_bug_and_has_not_found_it(open_page: OpenPage) -> None:
    page = open_page(hash="tool=bugs&bug=2")
    first = wrong_steps(page)[0]
    button(page, "show").click()
    assert page.evaluate("backprop.state().step") == first
    assert any(
        sentence.partition(".")[0].partition("{")[0] in feedback(page).inner_text()
        for sentence in NARRATION["bug"].values()
    )
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], found=0, marks=0))


def test_the_true_pass_is_back_when_the_tool_is_closed(lesson: Lesson) -> None:
    page = lesson.page
    tool = page.get_by_role("button", name=TOOL["name"], exact=True)
    tool.click()
    assert wrong_steps(page)
    until(lambda: "tool=bugs&bug=1" in page.evaluate("location.hash"))
    tool.click()
    assert wrong_steps(page) == []


def test_with_the_keyboard_alone(lesson: Lesson) -> None:
    page, keys = lesson.page, lesson.page.keyboard
    page.get_by_role("button", name=TOOL["name"], exact=True).focus()
    keys.press("Enter")
    for _ in range(6):
        keys.press("Tab")
        if button(page, "show").evaluate("element => element === document.activeElement"):
            break
    keys.press("Enter")
    expect(page.locator(".question").get_by_role("button", name=TOOL["next"], exact=True)).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text(fill(TOOL["number"], bug=2))).to_be_visible()


def test_on_a_phone_it_fits(open_page: OpenPage) -> None:
    page = open_page(width=320, height=640, hash="tool=bugs&bug=4")
    button(page, "show").click()
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("fragment", ["tool=bugs&bug=4"])
def test_axe_finds_nothing(checked_page: Page) -> None:
    button(checked_page, "show").click()
    assert everywhere(checked_page, left_out=["article", ".about"]) == {}
