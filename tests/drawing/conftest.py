"""Fixtures of the drawing's tests: the layout in V8, and a page of a large network in the browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.script import Script
from tests.browser import OpenPage, opener
from tests.bundled import bundled
from tests.project import built

ROOT = Path(__file__).resolve().parents[2]
LARGE = Path(__file__).with_name("large.toml")


@pytest.fixture(scope="session")
def layouts() -> Script:
    """The layout's functions in V8, with what entry.js asks of them."""
    return Script(bundled("tests/drawing/entry.js"))


@pytest.fixture(scope="session")
def large_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 16→64→64→10, built from its TOML file."""
    return built(tmp_path_factory.mktemp("large") / "index.html", "--network", str(LARGE))


@pytest.fixture
def open_large(browser: Browser, large_page: Path) -> Iterator[OpenPage]:
    """Opens that page; afterwards nothing may have been said, thrown or asked of the network."""

    def context(width: int) -> dict[str, Any]:
        return {"bypass_csp": True, "has_touch": width < 640}

    with opener(browser, large_page, context, timeout=5_000) as open_:
        yield open_
