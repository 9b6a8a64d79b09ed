"""The live page takes over what the build has drawn: nothing jumps, nothing is drawn anew."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import OpenPage, address

# Every region as a parser sees it in the built file, and as it stands after the start, without the tab stops.
REGIONS = """text => {
  const markup = root => Object.fromEntries([...root.querySelectorAll("[data-region]")].map(region => {
    const copy = region.cloneNode(true);
    for (const element of copy.querySelectorAll("[data-roving] [tabindex]")) element.removeAttribute("tabindex");
    for (const hidden of copy.querySelectorAll("details:not([open]) > :not(summary)")) hidden.remove();
    return [region.dataset.region, copy.innerHTML];
  }));
  return [markup(new DOMParser().parseFromString(text, "text/html")), markup(document)];
}"""
SHIFTS = """() => new Promise(done => {
  const found = [];
  new PerformanceObserver(list => found.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found.map(({ value, sources }) => [value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))])), 300);
})"""
BOXES = """() => Object.fromEntries([...document.querySelectorAll("[data-region], [data-region] *, article, footer, h1, h2, h3")]
  .filter(element => element.checkVisibility() && !element.closest("[data-region=graph] svg *"))
  .map((element, position) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [`${position} ${element.nodeName} ${element.className}`, [x, y, width, height].map(Math.round)];
  }))"""


def test_every_region_stays_as_it_was_built(open_page: OpenPage, markup: str) -> None:
    built, live = open_page().evaluate(REGIONS, markup)
    assert len(built) >= 8
    assert live == built


def test_the_elements_themselves_stay(browser: Browser, built_page: Path) -> None:
    """Not drawn again alike, but taken over: what a reader has selected or scrolled in the meantime is kept."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { if (document.readyState === 'interactive') window.early ="
        " [...document.querySelectorAll('[data-region] *')]; })"
    )
    page.goto(address(built_page))
    assert page.evaluate("early.length") > 500
    assert page.evaluate("early.filter(element => !element.isConnected).length") == 0
    context.close()


@pytest.mark.parametrize("width", [1440, 768, 320])
def test_no_layout_shift(open_page: OpenPage, width: int) -> None:
    assert open_page(width=width).evaluate(SHIFTS) == []


@pytest.mark.parametrize("width", [1440, 768])
def test_the_boxes_are_where_they_are_without_the_script(
    browser: Browser, open_page: OpenPage, markup: str, tmp_path: Path, width: int
) -> None:
    """Scripts are allowed here, so the page is laid out as a live one; only its own never comes."""
    file = tmp_path / "without.html"
    file.write_text(
        re.sub(r'<script type="module">.*?</script>', "", markup, flags=re.DOTALL), encoding="utf-8"
    )
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address(file))
    still = page.evaluate(BOXES)
    context.close()
    live = open_page(width=width).evaluate(BOXES)
    assert len(live) > 200
    assert {name: box for name, box in live.items() if still.get(name) != box} == {}


def test_what_the_browser_computes_is_held_against_numpy(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_text("checked against NumPy: largest difference").wait_for()


def test_a_browser_that_disagrees_with_numpy_says_so(browser: Browser, built_page: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("const { tanh } = Math; Math.tanh = z => tanh(z) * (1 + 1e-7);")
    page.goto(address(built_page))
    warning = page.get_by_text("Warning: this browser")
    warning.wait_for()
    assert "Do not trust" in (warning.text_content() or "")
    context.close()
