"""The fixtures that all tests share: a browser, the built page as text and opened in it, and its modules in V8."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import settings
from playwright.sync_api import Browser

from generator import places
from generator.script import Script
from tests.browser import OpenPage, launched_browser, opener
from tests.bundled import bundled
from tests.project import built, project

ROOT = Path(__file__).resolve().parent.parent

# A deadline for each example would fail on a busy machine and say nothing of the code.
settings.register_profile("project", deadline=None, print_blob=True)
# Where a change is judged, the same examples every time: chance finds mistakes at the desk, not in somebody's push.
settings.register_profile("judged", settings.get_profile("project"), derandomize=True)
settings.load_profile("judged" if os.environ.get("CI") else "project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, so that the rest can be run alone: `-m "not browser"`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def content_that_stays() -> Iterator[None]:
    """Commands that are called within the tests read the project's copy too; from elsewhere, what is there."""
    find = places.own_content
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "HOME", project())
        patch.setattr(places, "own_content", lambda folder: None if folder == ROOT else find(folder))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One running browser for all tests; where none can be had, they fail and say what to install."""
    with launched_browser() as running:
        yield running


@pytest.fixture(scope="session")
def built_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as the command builds it now, from the sources as they are and the content of the tests."""
    return built(tmp_path_factory.mktemp("built") / "index.html")


@pytest.fixture
def open_page(browser: Browser, built_page: Path) -> Iterator[OpenPage]:
    """Opens the built page; afterwards nothing may have been said, thrown or asked of the network."""
    with opener(browser, built_page) as open_:
        yield open_


@pytest.fixture(scope="session")
def script() -> Script:
    """The page's modules in V8, without a document, bundled and minified as the page's script is."""
    return Script(bundled("tests/lesson/entry.js", minified=True))


@pytest.fixture(scope="session")
def markup(built_page: Path) -> str:
    return built_page.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def soup(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


@pytest.fixture(scope="session")
def page_data(soup: BeautifulSoup) -> dict[str, Any]:
    """The JSON that the page carries."""
    element = soup.find("script", id="page-data")
    assert element is not None
    data: dict[str, Any] = json.loads(element.get_text())
    return data
