"""axe-core finds nothing, in either theme, wide and narrow, at each kind of step."""

from playwright.sync_api import Page, expect

from tests.lesson.content import LAST, WORDS
from tests.page.axe import everywhere, violations

APART = ["article", ".about"]
"""What does not change with the steps is looked at once: it takes the longest."""


def test_no_violation(checked_page: Page) -> None:
    page = checked_page
    found: dict[str, dict[str, list[str]]] = {}
    for step in (3, 10, LAST):
        page.evaluate("step => backprop.goTo(step)", step)
        what_changes = {"within": [".lesson"], "left_out": APART} if found else {}
        found[f"step {step}"] = everywhere(page, **what_changes)
    page.evaluate("location.hash = 'step=99'")
    expect(page.get_by_role("button", name=WORDS["notice"]["close"])).to_be_visible()
    page.get_by_text(WORDS["table"]["title"]).click()
    page.evaluate("backprop.goTo(12)")
    found["the notice and the table"] = everywhere(page, left_out=APART)
    page.get_by_role("article").locator("a[data-step]").first.press("Enter")
    found["the article, with the small lesson"] = everywhere(page, left_out=[".lesson"])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    found["the list of keys"] = everywhere(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_no_violation_with_another_network(checked_page: Page) -> None:
    """Three classes: the panel with its reasons, a plot, sums over classes, and matrices."""
    page = checked_page
    page.evaluate("backprop.set({ network: 'flowers', step: 16 })")
    page.get_by_text(WORDS["builder"]["title"], exact=True).click()
    elsewhere = ["article", ".about", ".graph"]
    found = {"the panel, a logit's gradient": everywhere(page, left_out=elsewhere)}
    page.evaluate("backprop.goTo(9)")
    found["a prediction, with its plot"] = everywhere(page, left_out=elsewhere)
    page.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("layers")
    page.evaluate("backprop.goTo(8)")
    found["the Jacobian"] = everywhere(page, left_out=elsewhere)
    assert {where: what for where, what in found.items() if what} == {}


def test_no_violation_in_training(checked_page: Page) -> None:
    """A run with all its pictures, and an update that is practised, and that has a bug."""
    page, found = checked_page, {}
    for moment in (
        "update=36&look=36",
        "update=36&look=37&exercise=practise",
        "update=36&look=37&exercise=bug",
    ):
        page.evaluate(
            "hash => { location.hash = hash; }", f"preset=circles&tool=train&optimizer=adam&{moment}&bug=2"
        )
        expect(page.locator(".train-now")).to_contain_text("update 36")
        found[moment] = everywhere(page, within=[".tools"], left_out=APART)
    assert {where: what for where, what in found.items() if what} == {}


def test_the_check_finds_what_is_wrong(checked_page: Page) -> None:
    page = checked_page
    page.evaluate("() => document.querySelector('input[name=w11]').removeAttribute('aria-label')")
    page.evaluate("() => { document.querySelector('h1').className = 'faint'; }")
    page.evaluate(
        "() => document.querySelector('style').sheet.insertRule('@media (prefers-color-scheme: dark) { .faint { color: #222 } }')"
    )
    found = everywhere(page)
    assert any(one.startswith("label: ") for one in found["light, 320"])
    assert not any(one.startswith("color-contrast: ") for one in found["light, 1440"])
    assert any(one.startswith("color-contrast: <h1") for one in found["dark, 320"])


def test_what_has_passed_is_looked_at_again_once_its_style_or_what_is_behind_it_is_another(
    checked_page: Page,
) -> None:
    page = checked_page
    assert violations(page, within=[".about"], rules="colours") == []
    for spoiled in (".about h2 { color: #bbb }", ".about { background-color: #333 }"):
        page.evaluate("rule => document.querySelector('style').sheet.insertRule(rule)", spoiled)
        found = violations(page, within=[".about"], rules="colours")
        assert any("<h2" in one for one in found), spoiled
        page.evaluate("() => document.querySelector('style').sheet.deleteRule(0)")
        assert violations(page, within=[".about"], rules="colours") == []
