"""Leaving and coming back: nothing of the state is lost by a reload, an anchor, or a page without an address."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import address
from tests.lesson.content import LEAVES, WORDS
from tests.page.lesson import Lesson, until


def test_a_change_just_before_a_reload_is_there_after_it(lesson: Lesson) -> None:
    lesson.page.evaluate("backprop.set({ step: 7, leaves: { x1: 1.25 } })")
    lesson.page.reload()
    assert lesson.state()["step"] == 7
    assert lesson.state()["leaves"] == LEAVES | {"x1": 1.25}


def test_the_skip_link_moves_the_focus_and_not_the_address(lesson: Lesson) -> None:
    lesson.set_leaves({"x1": 1.25})
    until(lambda: "1.25" in lesson.page.evaluate("location.hash"))
    before = lesson.page.evaluate("location.href")
    lesson.page.keyboard.press("Tab")
    expect(lesson.page.get_by_role("link", name=WORDS["skip"])).to_be_focused()
    lesson.page.keyboard.press("Enter")
    assert lesson.page.evaluate("document.activeElement.id") == "lesson"
    assert lesson.page.evaluate("location.href") == before
    lesson.page.reload()
    assert lesson.state()["leaves"] == LEAVES | {"x1": 1.25}


@pytest.mark.parametrize("anchor", ["about", "lesson"])
def test_an_anchor_in_the_address_does_not_cost_the_state(lesson: Lesson, anchor: str) -> None:
    lesson.set_leaves({"x1": 1.25})
    until(lambda: "1.25" in lesson.page.evaluate("location.hash"))
    lesson.page.evaluate("anchor => { location.hash = anchor; }", anchor)
    until(lambda: "1.25" in lesson.page.evaluate("location.hash"))
    lesson.is_without_notice()


def test_there_is_nothing_to_undo_in_a_link_that_was_just_opened(lesson: Lesson, built_page: Path) -> None:
    for start in ("about:blank", address(built_page)):
        lesson.page.goto(start)
        lesson.page.goto(address(built_page, "preset=xor&step=3"))
        until(lambda: lesson.state()["network"] == "xor")
        lesson.page.keyboard.press("Control+z")
        assert (lesson.state()["network"], lesson.state()["step"]) == ("xor", 3)
        lesson.set_leaves({"x1": 0.25})
        lesson.page.keyboard.press("Control+z")
        lesson.page.keyboard.press("Control+z")
        assert lesson.state()["leaves"]["x1"] != 0.25
        assert lesson.state()["network"] == "xor"


def test_a_page_without_an_address_keeps_its_state_and_says_that_there_is_no_link(
    browser: Browser, built_page: Path
) -> None:
    """As a course shows it: the whole file in an iframe's srcdoc."""
    page = browser.new_page(viewport={"width": 1440, "height": 940})
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.on("console", lambda message: thrown.append(message.text))
    page.set_content("<iframe width=1400 height=900></iframe>")
    page.locator("iframe").evaluate(
        "(frame, text) => { frame.srcdoc = text; }", built_page.read_text("utf-8")
    )
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=WORDS["transport"]["next"], exact=True).click()
    frame.get_by_role("slider", name="input x1", exact=True).fill("1.25")
    page.wait_for_timeout(400)
    inner = page.frames[1]
    assert inner.evaluate("backprop.state().leaves.x1") == 1.25
    assert inner.evaluate("backprop.state().step") == 2
    frame.get_by_role("button", name=WORDS["link"]["button"]).click()
    expect(frame.get_by_text(WORDS["link"]["none"]).first).to_be_visible()
    assert thrown == []
    page.close()
