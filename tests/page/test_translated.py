"""Translated by the browser, the page stays true: what is drawn anew does not count on finding what it drew."""

import pytest
from playwright.sync_api import Page, expect

from tests.lesson.content import LAST, LEAVES, WORDS, fill
from tests.lesson.expected import computed, shown
from tests.page.lesson import Lesson

# As browsers' translators do it: every text with words in it becomes two elements, and another text.
TRANSLATE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (!/[A-Za-z]{2,}/.test(text.nodeValue) || ["SCRIPT", "STYLE", "TEXTAREA"].includes(text.parentNode.nodeName)
      || text.parentElement.closest("svg, math, [translate=no]")) continue;
    const outer = document.createElement("font"), inner = document.createElement("font");
    inner.textContent = text.nodeValue.toUpperCase();
    outer.appendChild(inner);
    text.parentNode.replaceChild(outer, text);
  }
}"""
# What else stands in a page that others change: elements of extensions beside and within its own.
INTRUDE = """() => {
  for (const element of [...document.querySelectorAll("[data-region] :is(p, label, dd, fieldset, .control, tr)")]) {
    element.prepend(document.createElement("grammar-helper"));
    element.append(document.createElement("grammar-helper"), "!");
  }
}"""


@pytest.mark.parametrize("changed", [[TRANSLATE], [TRANSLATE, INTRUDE], [INTRUDE, TRANSLATE]])
def test_titles_and_numbers_follow(lesson: Lesson, changed: list[str]) -> None:
    page = lesson.page
    for change in changed:
        page.evaluate(change)
    leaves = LEAVES | {"x1": -1.5}
    numbers = computed(leaves)
    lesson.button("next").click()
    expect(page.locator("#step-title")).to_have_text("Pre-activation z1")
    expect(page.locator(".panel .step-number")).to_have_text(fill(WORDS["step"]["count"], step=2, steps=LAST))
    field = lesson.field("x1")
    field.fill("-1.5")
    expect(field).to_be_focused()
    expect(page.locator('[data-region="readouts"]')).to_contain_text(shown(numbers.values["L"]))
    expect(lesson.panel).to_contain_text(shown(numbers.values["z1"]))
    for step in (10, LAST, 1):
        lesson.go_to(step)
        expect(page.locator(".panel .step-number")).to_have_text(
            fill(WORDS["step"]["count"], step=step, steps=LAST)
        )
    page.evaluate(TRANSLATE)
    lesson.set_leaves({"w11": 2.25})
    numbers = computed(leaves | {"w11": 2.25})
    expect(page.locator('[data-region="readouts"]')).to_contain_text(shown(numbers.values["L"]))
    lesson.set_leaves(LEAVES)
    expect(page.locator('[data-region="readouts"]')).to_contain_text(shown(computed().values["L"]))


def test_what_is_translated_stays_so_until_it_changes(lesson: Lesson) -> None:
    """A title that a redrawing does not touch is not written back into the page's language."""
    page = lesson.page
    page.evaluate(TRANSLATE)
    title = page.locator(".controls-head h2")
    expect(title).to_have_text(WORDS["controls"]["title"].upper())
    lesson.slider("x1").fill("1.5")
    expect(title).to_have_text(WORDS["controls"]["title"].upper())


NUMBERS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), open = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, element = text.parentElement;
    if (/SCRIPT|STYLE/.test(element.nodeName) || element.closest("[translate=no]")) continue;
    if (element.closest("math, svg, code, pre, .number, [data-live]")) {
      open.push(`${element.outerHTML.slice(0, 90)}`);
    }
  }
  return open;
}"""


def untranslated(page: Page) -> list[str]:
    found: list[str] = page.evaluate(NUMBERS)
    return found


def test_mathematics_and_numbers_are_not_translated(builder: Page) -> None:
    lesson = Lesson(builder)
    found: dict[str, list[str]] = {}
    for step in (1, 2, 7, 10, 12, LAST):
        lesson.go_to(step)
        found[f"step {step}"] = untranslated(builder)
    builder.get_by_text(WORDS["table"]["title"], exact=True).click()
    for tool in ("nudge", "paths", "practice", "bugs"):
        builder.get_by_role("button", name=WORDS["tools"][tool]["name"], exact=True).click()
        found[tool] = untranslated(builder)
    builder.evaluate("backprop.set({ formula: 'L = (w*x - )^2' })")
    found["a formula"] = untranslated(builder)
    assert {where: what for where, what in found.items() if what} == {}
