"""The browser as the tests and the benchmarks use it: headless, without a network, and all it says heard."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.find_browser import find_browser

# At every start Chromium looks up its maker's hosts; without a network it would only wait for them.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
LOCAL = ("file:", "data:", "blob:", "about:")

Theme = Literal["light", "dark"]
Motion = Literal["reduce", "no-preference"]


@dataclass(slots=True)
class Heard:
    """What pages said to the console, threw, and asked the network for: all should stay empty."""

    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of the context, and refuse it the network."""
        context.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda thrown: self.errors.append(str(thrown.error)))
        context.route("**/*", lambda route: self._refuse(route))

    def _refuse(self, route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()


@contextmanager
def launched_browser() -> Iterator[Browser]:
    """The browser that find_browser finds, running. Raises NoBrowserError where there is none."""
    executable = find_browser()
    root = sys.platform != "win32" and os.geteuid() == 0
    arguments = [*QUIET, *(["--no-sandbox"] if root else [])]  # Chromium has no sandbox to offer to root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class OpenPage:
    """Opens a page from the disk, each time in a context of its own; the fixture `open_page` does so with the built one.

    `context_of` is what a context has besides, by its width; `timeout` is in milliseconds.
    """

    browser: Browser
    file: Path
    context_of: Callable[[int], Mapping[str, Any]]
    timeout: float
    heard: Heard = field(default_factory=Heard)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        javascript: bool = True,
        reduced_motion: Motion = "reduce",
        hash: str = "",  # noqa: A002 - what the address calls it
    ) -> Page:
        """The page, loaded; `hash` comes without its #.

        What moves along the edges is painted anew sixty times a second, which is a third of a test's work: it stands
        still unless a test asks for it.
        """
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion=reduced_motion,
            **self.context_of(width),
        )
        self.contexts.append(context)
        self.heard.listen(context)
        page = context.new_page()
        page.set_default_timeout(self.timeout)
        page.goto(address(self.file, hash))
        return page


@contextmanager
def opener(
    browser: Browser,
    file: Path,
    context_of: Callable[[int], Mapping[str, Any]] = lambda _width: {},
    *,
    timeout: float = 30_000,
) -> Iterator[OpenPage]:
    """What opens a page; in the end nothing may have been said, thrown or asked for."""
    open_page = OpenPage(browser, file, context_of, timeout)
    yield open_page
    for context in open_page.contexts:
        context.close()
    assert open_page.heard == Heard()


def wait_until(page: Page, expression: str, seconds: float = 10) -> None:
    """Wait until the expression is true in the page: as page.wait_for_function, which the page's policy forbids."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"after {seconds} s it is still not so that {expression}"
        page.wait_for_timeout(20)


def address(page: Path, fragment: str = "") -> str:
    """The page's file: address, with a fragment where one is given."""
    return page.resolve().as_uri() + (f"#{fragment}" if fragment else "")
