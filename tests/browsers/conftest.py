"""Each check runs in Firefox and in WebKit; Chromium, in which all other tests run, says what they should show."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import address
from tests.browsers.driver import Driver
from tests.browsers.find import find_programs
from tests.browsers.firefox import Firefox
from tests.browsers.webkit import WebKit

SCREENSHOTS = Path(__file__).parent / "screenshots"
BROWSERS: dict[str, Callable[..., Driver]] = {"firefox": Firefox, "webkit": WebKit}

Screenshot = Callable[[str], None]


@pytest.fixture(scope="session", autouse=True)
def screenshots() -> Path:
    """Where this run's screenshots go."""
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(scope="session", params=BROWSERS)
def running(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """One running browser for all checks; where it cannot be had, they fail and say what to install."""
    driver = BROWSERS[request.param](*find_programs(request.param))
    yield driver
    driver.close()


@pytest.fixture
def driver(running: Driver) -> Iterator[Driver]:
    """The browser; afterwards the page may have said and thrown nothing."""
    yield running
    assert running.heard() == []


@pytest.fixture
def screenshot(running: Driver, screenshots: Path) -> Screenshot:
    """Keeps what the window shows, under a name."""

    def keep(name: str) -> None:
        (screenshots / f"{name}-{running.name}.png").write_bytes(running.screenshot())

    return keep


@pytest.fixture(scope="session")
def chromium(browser: Browser, built_page: Path) -> Iterator[Callable[[str], Page]]:
    """Opens the page in Chromium at an address."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")

    def open_(fragment: str = "") -> Page:
        page.goto("about:blank")
        page.goto(address(built_page, fragment))
        return page

    yield open_
    page.close()
