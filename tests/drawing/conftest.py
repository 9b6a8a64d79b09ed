"""Fixtures of the drawing's tests: the layout in V8, and a page of a large network in the browser."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.script import Script
from tests.browser import Heard, Motion, OpenPage, Theme, address
from tests.bundled import bundled
from tests.project import project

ROOT = Path(__file__).resolve().parents[2]
LARGE = Path(__file__).with_name("large.toml")


@pytest.fixture(scope="session")
def layouts() -> Script:
    """The layout's functions in V8, with what entry.js asks of them."""
    return Script(bundled("tests/drawing/entry.js"))


@pytest.fixture(scope="session")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 16→64→64→10, built from its TOML file."""
    output = tmp_path_factory.mktemp("large") / "index.html"
    command = [sys.executable, "-m", "generator", "build", "--network", str(LARGE), "--output", str(output)]
    process = subprocess.run(
        command, cwd=project(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert process.returncode == 0, f"the build failed:\n{process.stderr}"
    return output


@pytest.fixture
def open_large(browser: Browser, large_page: Path) -> Iterator[OpenPage]:
    """Opens that page; afterwards nothing may have been said, thrown or asked of the network."""
    heard = Heard()
    contexts: list[BrowserContext] = []

    def open_(
        *,
        width: int = 1440,
        height: int = 900,
        theme: Theme = "light",
        javascript: bool = True,
        reduced_motion: Motion | None = "reduce",
        hash: str = "",  # noqa: A002 - what the address calls it
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            java_script_enabled=javascript,
            reduced_motion=reduced_motion,
            bypass_csp=True,
            has_touch=width < 640,
        )
        contexts.append(context)
        heard.listen(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.goto(address(large_page, hash))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert heard == Heard()
