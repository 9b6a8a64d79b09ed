"""Read without JavaScript: the graph with its forward values, all steps, the article; nothing that would be dead."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.lesson.content import COMPUTED, LAST, LEAVES, STEPS, WORDS, fill
from tests.lesson.expected import brief, computed, given, shown

# The list's own number, or one that a counter of the style sheet gives.
NUMBERED = """item => getComputedStyle(item).listStyleType === "decimal"
  || [[item, "::marker"], [item.querySelector("h3"), "::before"]].some(([element, part]) => getComputedStyle(element, part).content.includes("counter("))"""


@pytest.fixture
def reading(open_page: OpenPage) -> Page:
    return open_page(javascript=False)


def visible(page: Page, selector: str) -> int:
    return sum(element.is_visible() for element in page.locator(selector).all())


def test_the_graph_shows_its_forward_values(reading: Page) -> None:
    numbers = computed()
    for name in (*LEAVES, *COMPUTED):
        (node,) = (node for node in reading.locator(f'[data-node="{name}"]').all() if node.is_visible())
        text = given(LEAVES[name]) if name in LEAVES else brief(numbers.values[name])
        assert text in (node.text_content() or ""), name


def test_all_steps_are_a_numbered_list_with_formulas_and_numbers(reading: Page) -> None:
    numbers = computed()
    expect(reading.get_by_role("heading", name=fill(WORDS["step"]["list"], steps=LAST))).to_be_visible()
    items = [item for item in reading.locator("ol > li").all() if item.is_visible()]
    assert len(items) == LAST
    for step, item in zip(STEPS, items, strict=True):
        text = item.text_content() or ""
        assert item.evaluate(NUMBERED)
        assert WORDS["phase"][step.phase] in text
        for name in step.values:
            assert shown(numbers.values[name]) in text
        for name in step.gradients:
            assert shown(numbers.gradients[name]) in text
        if step.values or step.gradients:
            assert item.locator("math").count() >= 3
            for part in ("symbols", "numbers", "result"):
                assert WORDS["line"][part] in text
    first, last = items[0].text_content() or "", items[-1].text_content() or ""
    assert all(given(value) in first for value in LEAVES.values())
    assert all(shown(numbers.gradients[name]) in last for step in STEPS for name in step.gradients)


def test_the_article_and_the_live_values_have_their_numbers(reading: Page) -> None:
    expect(reading.get_by_role("article")).to_be_visible()
    assert len(re.findall(r"\w+", reading.get_by_role("article").inner_text())) > 900
    for text in ("0.6653", "0.4076", "−0.3347"):
        expect(reading.locator('[data-region="readouts"]')).to_contain_text(text)


def test_nothing_is_offered_that_only_a_script_can_do(reading: Page) -> None:
    # The article's boxes open without a script.
    assert visible(reading, "button, input, select, textarea, dialog, summary") == visible(
        reading, "article summary"
    )
    expect(reading.get_by_text(WORDS["graph"]["hint"])).to_be_hidden()
    expect(reading.get_by_text(WORDS["graph"]["without_script"])).to_be_visible()


def test_nothing_says_that_it_is_a_button_or_stops_the_way_by_tab(reading: Page) -> None:
    seen = reading.evaluate(
        """() => [...document.querySelectorAll("[role=button], [tabindex='0']")].filter(element => element.checkVisibility())
        .map(element => element.outerHTML.slice(0, 80))"""
    )
    assert seen == []


def test_a_step_link_of_the_article_leads_to_the_step_in_the_list(reading: Page) -> None:
    reading.locator('article a[href="#step-10"]').first.click()
    expect(reading.locator("#step-10")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_screen(open_page: OpenPage, width: int) -> None:
    """Measured by what can be scrolled to: without JavaScript no script of the page's runs, but the test's does."""
    page = open_page(javascript=False, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator("ol > li p").first.evaluate(
        "element => parseFloat(getComputedStyle(element).fontSize)"
    )
    assert small >= 14
