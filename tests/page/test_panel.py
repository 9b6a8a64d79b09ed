"""The step panel: the idea first, several gradients as one table, and all of it in view."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.lesson.content import LAST
from tests.lesson.expected import computed, shown
from tests.page.lesson import Lesson

BEYOND = """() => {
  const panel = document.querySelector(".panel");
  const edge = panel.getBoundingClientRect().right - parseFloat(getComputedStyle(panel).paddingRight) + 1;
  return [...panel.querySelectorAll("math, th, td, p, button, svg")]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > edge)
    .map((element) => element.textContent.slice(0, 40));
}"""
"""What reaches beyond the panel, or would have to be scrolled."""


def test_no_step_of_the_lesson_is_taller_than_a_window(lesson: Lesson) -> None:
    for step in range(1, LAST + 1):
        lesson.page.evaluate("step => backprop.goTo(step)", step)
        box = lesson.panel.bounding_box()
        assert box is not None
        assert box["height"] <= 900, f"step {step}"


def test_the_sentence_that_explains_comes_before_the_mathematics(lesson: Lesson) -> None:
    for step in range(2, LAST):
        lesson.page.evaluate("step => backprop.goTo(step)", step)
        why = lesson.panel.locator(".why").bounding_box()
        mathematics = lesson.panel.locator(".derivations, .products").first.bounding_box()
        assert why is not None
        assert mathematics is not None
        assert why["y"] + why["height"] <= mathematics["y"], f"step {step}"


def test_the_gradients_of_a_neuron_are_one_table_and_the_derivation_of_each_is_there_on_demand(
    lesson: Lesson,
) -> None:
    numbers = computed()
    signals = {11: ("z3", "w31", "h1"), 14: ("z1", "w12", "x2"), 17: ("z2", "w21", "x1")}
    for step, (sum_, weight, signal) in signals.items():
        lesson.page.evaluate("step => backprop.goTo(step)", step)
        row = lesson.panel.get_by_role("row").filter(
            has=lesson.page.locator(f'[data-quantity="dL/d{weight}"]')
        )
        local = float((row.locator(".local .number").text_content() or "").replace("−", "-"))
        expect(row.locator(".upstream")).to_have_text(shown(numbers.gradients[sum_]))
        assert local == pytest.approx(numbers.values[signal], abs=5e-5)
        expect(row.locator(".found")).to_have_text(shown(numbers.gradients[weight]))
        opened = lesson.panel.locator(".derived details[open] .line.result")
        expect(opened).to_have_count(0)
        lesson.panel.locator(".derived summary").first.click()
        expect(opened).to_be_visible()


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_nothing_in_a_panel_is_cut(open_page: OpenPage, width: int) -> None:
    page: Page = open_page(hash="step=1", width=width)
    for network, steps in {
        "net=2;4:relu;3:softmax;cce": (11, 16, 17, 18, 21, 22),
        "net=8;16:relu;16:relu;8:softmax;cce&grain=layers": range(2, 18),
        "net=8;16:gelu;8:softmax;cce": (4, 40, 60, 62, 64),
        "x=123456.789,-0.000012345&digits=all": (11, 14, 17),
    }.items():
        page.evaluate("hash => { location.hash = hash }", network)
        for step in steps:
            page.evaluate("step => backprop.goTo(step)", step)
            assert page.evaluate(BEYOND) == [], f"{network}, step {step}"


def test_what_is_opened_is_never_seen_empty_and_follows_from_then_on(open_page: OpenPage) -> None:
    """A table that is closed is not drawn; by a click or by the browser itself it is there at once."""
    page = open_page(hash="step=18")
    table = page.locator(".all-values")
    assert table.locator("td").count() == 0
    seen = """details => new Promise(resolve => {
      details.addEventListener("toggle", () => resolve(details.querySelectorAll("td").length), { once: true });
      %s;
    })"""
    cells = table.evaluate(seen % "details.querySelector('summary').click()")
    assert cells == table.locator("td").count() > 0
    page.evaluate("backprop.set({ leaves: { x1: 1.5 } })")
    assert table.locator("td", has_text=re.compile(r"^1\.5$")).count() == 1
    table.evaluate(seen % "details.querySelector('summary').click()")
    page.evaluate("backprop.set({ leaves: { x1: 1.75 } })")
    assert table.locator("td").count() == 0
    table.evaluate(seen % "details.open = true")
    assert table.locator("td", has_text=re.compile(r"^1\.75$")).count() == 1
