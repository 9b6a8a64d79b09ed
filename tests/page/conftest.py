"""Fixtures of the page's tests: one page that most of them share, with the lesson or the network panel open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Heard, address, opener
from tests.lesson.content import WORDS
from tests.page.axe import AXE
from tests.page.lesson import Lesson


@pytest.fixture(scope="session")
def shared_page(browser: Browser) -> Iterator[tuple[Page, Heard]]:
    """A wide, light page for all tests that need no other: opening a new one takes three times as long."""
    heard = Heard()
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    heard.listen(context)
    yield context.new_page(), heard
    context.close()


@pytest.fixture
def lesson(shared_page: tuple[Page, Heard], built_page: Path) -> Iterator[Lesson]:
    """The built page, freshly loaded; afterwards nothing may have been said, thrown or asked of the network."""
    page, heard = shared_page
    page.goto("about:blank")
    page.mouse.move(0, 0)
    page.goto(address(built_page))
    yield Lesson(page)
    said = Heard(heard.console[:], heard.errors[:], heard.requests[:])
    for listened in (heard.console, heard.errors, heard.requests):
        listened.clear()
    assert said == Heard()


@pytest.fixture
def builder(lesson: Lesson) -> Page:
    """The page with the network panel open, as a click on its name opens it."""
    lesson.page.get_by_text(WORDS["builder"]["title"], exact=True).click()
    return lesson.page


@pytest.fixture
def fragment() -> str:
    """What the address of the `checked_page` ends in, where a test says nothing else."""
    return ""


@pytest.fixture
def checked_page(browser: Browser, built_page: Path, fragment: str) -> Iterator[Page]:
    """The page, wide and light, with axe in it."""
    # The page's policy allows no script but its own: axe comes in past it, here and nowhere else.
    with opener(browser, built_page, lambda _width: {"bypass_csp": True}) as open_:
        page = open_(hash=fragment)
        page.evaluate(AXE)
        yield page
