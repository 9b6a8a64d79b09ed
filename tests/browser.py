"""The browser as the tests and the benchmarks use it: headless, without a network, and all it says heard."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, sync_playwright

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
class Kept:
    """A page in a context of its own, which is opened anew for one test after another: another takes half as long again."""

    page: Page
    heard: Heard

    def empty(self) -> bool:
        """Takes away what a test has left in it; False where that cannot be done."""
        try:
            for other in self.page.context.pages:
                if other is not self.page:
                    other.close()
            if self.page.url.startswith("file:"):
                self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            self.page.goto("about:blank")
        except Error:  # it was closed, or stopped by a dialog
            return False
        return True


_KEPT: WeakKeyDictionary[Browser, dict[str, list[Kept]]] = WeakKeyDictionary()
"""The pages that nobody has open, by what their contexts have."""


@dataclass(slots=True)
class OpenPage:
    """Opens a page from the disk as nobody has seen it before; the fixture `open_page` does so with the built one.

    `context_of` is what a context has besides, by its width; `timeout` is in milliseconds.
    """

    browser: Browser
    file: Path
    context_of: Callable[[int], Mapping[str, Any]]
    timeout: float
    taken: list[tuple[str, Kept]] = field(default_factory=list)

    @property
    def heard(self) -> Heard:
        """What was said, thrown and asked for in all of them."""
        all_heard = [kept.heard for _, kept in self.taken]
        return Heard(
            [text for heard in all_heard for text in heard.console],
            [text for heard in all_heard for text in heard.errors],
            [text for heard in all_heard for text in heard.requests],
        )

    def __call__(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        javascript: bool = True,
        reduced_motion: Motion = "reduce",
        hash: str = "",  # noqa: A002 - what the address calls it
        alone: bool = False,
    ) -> Page:
        """The page, loaded; `hash` comes without its #.

        What moves along the edges is painted anew sixty times a second, which is a third of a test's work: it stands
        still unless a test asks for it. A test that puts into the context what would stay there (a script that runs
        first, a clock) asks for one `alone`.
        """
        has = {"java_script_enabled": javascript, **self.context_of(width)}
        kind = "" if alone or not javascript else repr(sorted(has.items()))
        page = self._page(kind, has)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            media="null",
            color_scheme=theme,
            reduced_motion=reduced_motion,
            forced_colors="null",
            contrast="null",
        )
        page.set_default_timeout(self.timeout)
        page.mouse.move(0, 0)
        page.goto(address(self.file, hash))
        return page

    def _page(self, kind: str, has: Mapping[str, Any]) -> Page:
        free = _KEPT.setdefault(self.browser, {}).get(kind, [])
        if free:
            kept = free.pop()
        else:
            context = self.browser.new_context(**has)
            heard = Heard()
            heard.listen(context)
            kept = Kept(context.new_page(), heard)
        self.taken.append((kind, kept))
        return kept.page

    def give_back(self) -> None:
        """Keeps the pages for whoever opens one next, each as empty as a new one."""
        for kind, kept in self.taken:
            if kind and kept.empty():
                for said in (kept.heard.console, kept.heard.errors, kept.heard.requests):
                    said.clear()
                _KEPT[self.browser].setdefault(kind, []).append(kept)
            else:
                kept.page.context.close()


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
    heard = open_page.heard
    open_page.give_back()
    assert heard == Heard()


def wait_until(page: Page, expression: str, seconds: float = 10) -> None:
    """Wait until the expression is true in the page: as page.wait_for_function, which the page's policy forbids."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"after {seconds} s it is still not so that {expression}"
        page.wait_for_timeout(20)


def address(page: Path, fragment: str = "") -> str:
    """The page's file: address, with a fragment where one is given."""
    return page.resolve().as_uri() + (f"#{fragment}" if fragment else "")
