"""axe-core finds nothing, in either theme, wide and narrow, at each kind of step."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Theme, address
from tests.page.content import LAST, WORDS

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# All rules, among them the size of targets, which axe leaves out unless it is asked for.
CHECK = """left => axe.run({ exclude: left }, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 120)}`)))"""


@pytest.fixture
def checked_page(browser: Browser, built_page: Path, theme: Theme, width: int) -> Iterator[Page]:
    # The page's policy allows no script but its own: axe comes in past it, here and nowhere else.
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address(built_page))
    page.evaluate(AXE)
    yield page
    context.close()


def violations(page: Page, *, left_out: Sequence[str] = ()) -> list[str]:
    found: list[str] = page.evaluate(CHECK, [[selector] for selector in left_out])
    return found


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
