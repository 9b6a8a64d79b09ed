"""axe-core finds nothing, in either theme, wide and narrow, at each kind of step."""

import pytest
from playwright.sync_api import Page, expect

from tests.lesson.content import LAST, WORDS
from tests.page.axe import violations


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_violation(checked_page: Page) -> None:
    page = checked_page
    found: dict[str, list[str]] = {}
    for step in (3, 10, LAST):
        page.evaluate("step => backprop.goTo(step)", step)
        # What does not change with the steps is looked at once: it takes the longest.
        found[f"step {step}"] = violations(page, left_out=["article", ".about"] if found else [])
    page.evaluate("location.hash = 'step=99'")
    expect(page.get_by_role("button", name=WORDS["notice"]["close"])).to_be_visible()
    page.get_by_text(WORDS["table"]["title"]).click()
    page.evaluate("backprop.goTo(12)")
    found["the notice and the table"] = violations(page, left_out=["article", ".about"])
    page.get_by_role("article").locator("a[data-step]").first.press("Enter")
    found["the article, with the small lesson"] = violations(page, left_out=[".lesson"])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found["the list of keys"] = violations(page)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (320, "dark")])
def test_no_violation_with_another_network(checked_page: Page) -> None:
    """Three classes: the panel with its reasons, a plot, sums over classes, and matrices."""
    page = checked_page
    page.evaluate("backprop.set({ network: 'flowers', step: 16 })")
    page.get_by_text(WORDS["builder"]["title"], exact=True).click()
    elsewhere = ["article", ".about", ".graph"]
    found = {"the panel, a logit's gradient": violations(page, left_out=elsewhere)}
    page.evaluate("backprop.goTo(9)")
    found["a prediction, with its plot"] = violations(page, left_out=elsewhere)
    page.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("layers")
    page.evaluate("backprop.goTo(8)")
    found["the Jacobian"] = violations(page, left_out=elsewhere)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("width", [1440])
@pytest.mark.parametrize("theme", ["light"])
def test_the_check_finds_what_is_wrong(checked_page: Page) -> None:
    checked_page.evaluate("() => document.querySelector('input[name=w11]').removeAttribute('aria-label')")
    assert any(found.startswith("label: ") for found in violations(checked_page))
