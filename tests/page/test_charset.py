"""A server that says the wrong thing about the page's letters: the page is as it should be all the same."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser import Heard
from tests.lesson.content import WORDS
from tests.project import project

KINDS = [
    "text/html; charset=iso-8859-1",
    "text/html; charset=windows-1251",
    "text/html; charset=utf-16",
    "text/html",
]


@pytest.fixture(scope="module")
def worksheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("worksheet") / "sheet.html"
    command = [sys.executable, "-m", "generator", "worksheet", "--seed", "7", "--output", str(output)]
    subprocess.run(command, cwd=project(), check=True, capture_output=True, timeout=60)
    return output


def answer(content: bytes, kind: str, route: Route) -> None:
    route.fulfill(body=content, content_type=kind)


@pytest.mark.parametrize("file", ["built_page", "worksheet"])
def test_the_page_is_read_as_it_was_written(
    browser: Browser, request: pytest.FixtureRequest, file: str
) -> None:
    content = request.getfixturevalue(file).read_bytes()
    for kind in KINDS:
        context = browser.new_context()
        heard = Heard()
        heard.listen(context)
        page = context.new_page()
        page.route("http://site.test/", partial(answer, content, kind))
        page.goto("http://site.test/")
        font = page.evaluate("() => getComputedStyle(document.body).fontFamily")
        assert "sans" in font, f"{kind}: the style sheet is refused"
        assert page.locator("mi", has_text="ŷ").or_(page.locator("mover", has_text="y")).count() > 0, kind
        if file == "built_page":
            before = page.evaluate("() => backprop.state().step")
            page.get_by_role("button", name=WORDS["transport"]["next"]).first.click()
            assert page.evaluate("() => backprop.state().step") == before + 1, kind
        assert heard == Heard(), kind
        context.close()
