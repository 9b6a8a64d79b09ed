"""A region that cannot be drawn says so in its own place; all others, and all that a person does, go on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Heard, address
from tests.lesson.content import WORDS
from tests.page.lesson import Lesson, until

FIRST = "step=3"
OTHER = "preset=flowers&grain=layers&step=9&tool=nudge"
"""With it nothing that any region shows stays as it was."""

REGIONS = (
    "shape", "direction", "grain", "graph", "transport", "tools", "panel", "readouts", "controls", "builder", "table",
)  # fmt: skip
"""All that are drawn at every change. Those for paper alone are drawn when it is printed."""

APOLOGY = WORDS["notice"]["broken"]

SABOTAGE = """(() => {
  window.sabotaged = "";
  const guard = (prototype, name) => {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    const door = own.set ? "set" : "value";
    Object.defineProperty(prototype, name, { ...own, [door](...values) {
      const element = this.nodeType === 1 ? this : this.parentElement;
      // The window onto the drawing is moved by others.
      if (window.sabotaged && values[0] !== "viewBox"
        && element?.closest(window.sabotaged))
        throw new Error(`sabotaged in ${element.closest(window.sabotaged).dataset.region}`);
      return own[door].apply(this, values);
    } });
  };
  for (const name of ["nodeValue", "appendChild", "replaceChild", "removeChild"]) guard(Node.prototype, name);
  for (const name of ["setAttribute", "removeAttribute"]) guard(Element.prototype, name);
})()"""

# What is closed is not drawn.
TEXTS = """async regions => {
  const closed = [...document.querySelectorAll("[data-region] > details:not([open])")];
  for (const details of closed) {
    const opened = new Promise(resolve => details.addEventListener("toggle", resolve));
    details.open = true;
    await opened;
  }
  return Object.fromEntries(regions.map(name =>
    [name, document.querySelector(`[data-region="${name}"]`).textContent]));
}"""


@pytest.fixture(scope="module")
def sabotaged(browser: Browser, built_page: Path) -> Iterator[tuple[Page, Heard]]:
    """The built page, in which drawing in what the selector `window.sabotaged` names throws."""
    heard = Heard()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(SABOTAGE)
    heard.listen(context)
    page = context.new_page()
    page.goto(address(built_page))
    yield page, heard
    context.close()


def texts(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(TEXTS, list(REGIONS))
    return found


def open_(page: Page, hash_: str, sabotaged: str = "") -> None:
    """Goes to another lesson, while what the selector `sabotaged` names cannot be drawn."""
    page.evaluate(
        """([hash, name]) => {
          window.sabotaged = name;
          // As a link of the article opens it: at once.
          const link = Object.assign(document.createElement("a"), { href: "#" + hash });
          link.dataset.open = "";
          document.body.append(link);
          link.click();
          link.remove();
        }""",
        [hash_, sabotaged],
    )


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_that_throws_takes_nothing_with_it(sabotaged: tuple[Page, Heard], region: str) -> None:
    page, heard = sabotaged
    open_(page, OTHER)
    right, numbers = texts(page), page.evaluate("backprop.values()")
    open_(page, FIRST)
    heard.console.clear()

    open_(page, OTHER, f'[data-region="{region}"]')
    assert texts(page) == right | {region: APOLOGY}
    assert len(heard.console) == 1, "said once"
    assert f"sabotaged in {region}" in heard.console[0]
    assert page.evaluate("backprop.values()") == numbers

    open_(page, OTHER)
    assert texts(page) == right, "as soon as it can be drawn it is back"
    assert heard.errors == []
    heard.console.clear()


def test_where_no_region_can_be_drawn_all_else_goes_on(sabotaged: tuple[Page, Heard]) -> None:
    """The public interface, the address, undo and playing."""
    page, heard = sabotaged
    open_(page, FIRST)
    texts(page)
    heard.console.clear()
    open_(page, OTHER, "[data-region]")
    assert set(texts(page).values()) == {APOLOGY}
    page.evaluate("backprop.set({ step: 8, leaves: { x1: 1 } })")
    until(lambda: "step=8&x=1," in page.evaluate("location.hash"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+z")
    assert page.evaluate("backprop.state().leaves.x1") == 0.4
    page.keyboard.press("Control+Shift+z")
    assert page.evaluate("backprop.state().leaves.x1") == 1
    page.keyboard.press(" ")
    until(lambda: page.evaluate("backprop.state().step") == 9)
    page.keyboard.press(" ")
    # Each says so once, the figures of the article and the small graph too.
    named = [line for text in heard.console for line in re.findall(r"sabotaged in (\S+)", text)]
    assert len(named) == len(set(named)) == len(heard.console)
    assert set(REGIONS) <= set(named)
    assert heard.errors == []
    heard.console.clear()


def test_what_is_printed_may_fail_too(sabotaged: tuple[Page, Heard]) -> None:
    page, heard = sabotaged
    open_(page, FIRST)
    heard.console.clear()
    steps = page.locator('[data-region="steps"]')
    for broken in ("", "steps", ""):
        page.evaluate(
            "name => { sabotaged = name && `[data-region=${name}]`; backprop.set({ network: name ? 'xor' : 'original' });"
            " dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint')); }",
            broken,
        )
        assert (steps.text_content() == APOLOGY) is bool(broken)
    assert Lesson(page).button("next").is_enabled()
    assert len(heard.console) == 1
    heard.console.clear()


def test_a_state_of_which_nothing_can_be_derived_leaves_a_way_back(
    browser: Browser, built_page: Path
) -> None:
    """Here the words of every explanation are taken away, as a page with a word missing would be."""
    context = browser.new_context()
    context.add_init_script(
        """const parse = JSON.parse; JSON.parse = text => {
          const data = parse(text), { narration } = data;
          if (narration) Object.defineProperty(data, "narration", { get() {
            if (window.sabotaged) throw new Error("no words"); return narration; } });
          return data;
        };"""
    )
    page = context.new_page()
    page.goto(address(built_page))
    page.evaluate("() => { sabotaged = true; backprop.set({ step: 5 }); }")
    assert set(texts(page).values()) >= {APOLOGY}
    assert page.evaluate("backprop.state().step") == 5
    until(lambda: "step=5" in page.evaluate("location.hash"))
    page.evaluate("() => { sabotaged = false; backprop.set({ step: 6 }); }")
    assert APOLOGY not in texts(page).values()
    context.close()
