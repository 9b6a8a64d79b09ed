"""A site with several lessons: a file each, links between them that are checked, a page with the contents."""

import base64
import struct
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, expect

from generator.cli import main
from tests.browser import address

LESSON = 'title = "{}"\ndescription = "What {} is about."\nnetwork = "first"\narticle = "{}.md"\n'


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["new", "course"]).exit_code == 0
    course = tmp_path / "course"
    monkeypatch.chdir(course)
    Path("lessons").mkdir()
    for name, title, article in (("1-sums", "Sums & weights", "sums"), ("2-bends", "Bends", "bends")):
        Path("lessons", f"{name}.toml").write_text(LESSON.format(title, title, article), encoding="utf-8")
    Path("sums.md").write_text(
        "## Adding\n\nSee [bends](bends.md#why) and [all](bends.md).\n", encoding="utf-8"
    )
    Path("bends.md").write_text(
        "## Why bend? {#why}\n\nBack to [adding](sums.md#adding).\n", encoding="utf-8"
    )
    return course


def build() -> Result:
    return CliRunner().invoke(main, ["build"])


def soup(name: str) -> BeautifulSoup:
    return BeautifulSoup(Path("build", name).read_text(encoding="utf-8"), "html.parser")


def test_each_lesson_is_a_file_and_leads_to_the_others() -> None:
    result = build()
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:2] == ["build/1-sums.html", "build/2-bends.html"]
    assert sorted(path.name for path in Path("build").iterdir()) == [
        "1-sums.html",
        "2-bends.html",
        "index.html",
    ]
    first, second, contents = map(soup, ("1-sums.html", "2-bends.html", "index.html"))
    assert [each.get_text() for page in (first, second) for each in page.select("h1")] == [
        "Sums & weights",
        "Bends",
    ]
    assert [each["href"] for each in first.select("nav.lessons a")] == ["index.html", "2-bends.html"]
    assert [each["href"] for each in second.select("nav.lessons a")] == ["index.html", "1-sums.html"]
    assert [each["href"] for each in first.select(".article a[href^='2-']")] == [
        "2-bends.html#article-why",
        "2-bends.html",
    ]
    assert second.find(id="article-why") is not None
    assert [each.get_text() for each in contents.select("ol a")] == ["Sums & weights", "Bends"]
    assert contents.select("script") == []
    assert first.select_one("link[rel=canonical]") is None, "no address is known"


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("bends.md#wy", "error: sums.md, line 2: found (bends.md#wy), expected the id of a heading there: why (did you mean why?)"),
        ("bend.md", "error: sums.md, line 2: found (bend.md), expected the article of a lesson: sums.md or bends.md (did you mean bends.md?)"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_refused_and_nothing_written(link: str, sentence: str) -> None:
    Path("sums.md").write_text(f"\n[there]({link})\n", encoding="utf-8")
    result = build()
    assert (result.exit_code, result.stderr.splitlines()) == (2, [sentence])
    assert not Path("build").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"first"', '"frst"', "error: lessons/2-bends.toml, line 3: 'network': found 'frst', expected a network with a file in networks/: first (did you mean first?)"),
        ('"bends.md"', '"bend.md"', "error: lessons/2-bends.toml, line 4: 'article': found 'bend.md', expected a file in .: README.md"),
        ("network =", "net =", "error: lessons/2-bends.toml, line 3: 'net': found an unknown key, expected title, description, network or article"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_lesson_is_one_sentence(old: str, new: str, sentence: str) -> None:
    path = Path("lessons", "2-bends.toml")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = build()
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence), result.stderr


def test_where_the_site_will_be_found_stands_in_its_head() -> None:
    path = Path("site.toml")
    path.write_text(
        path.read_text(encoding="utf-8") + 'address = "https://example.org/course/"\n', encoding="utf-8"
    )
    assert build().exit_code == 0
    head = soup("2-bends.html").head
    assert head is not None
    assert [each["href"] for each in head.select("link[rel=canonical]")] == [
        "https://example.org/course/2-bends.html"
    ]
    told = {each["property"]: each["content"] for each in head.select("meta[property]")}
    assert told["og:title"] == "Bends"
    assert told["og:description"] == "What Bends is about."
    assert told["og:image"] == "https://example.org/course/2-bends.png"
    assert [each["content"] for each in soup("index.html").select("meta[property='og:image']")] == [
        "https://example.org/course/1-sums.png"
    ]
    pictures = sorted(Path("build").glob("*.png"))
    assert [path.name for path in pictures] == ["1-sums.png", "2-bends.png"]
    for path in pictures:
        # A PNG's head says how wide and high it is.
        assert struct.unpack(">II", path.read_bytes()[16:24]) == (1200, 630)
        assert len(path.read_bytes()) > 20_000, "an empty picture is small"
    assert [each["href"] for each in soup("index.html").select("link[rel=canonical]")] == [
        "https://example.org/course/"
    ]


def test_a_style_of_ones_own_is_used_and_may_fetch_nothing(site: Path, browser: Browser) -> None:
    Path("style.css").write_text("h1 { color: rgb(1, 2, 3); }\n", encoding="utf-8")
    assert build().exit_code == 0
    tab = browser.new_page()
    for name in ("index.html", "1-sums.html"):
        tab.goto(address(site / "build" / name))
        expect(tab.get_by_role("heading", level=1)).to_have_css("color", "rgb(1, 2, 3)")
    tab.get_by_role("link", name="Bends →").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Bends")
    tab.get_by_role("link", name="adding").click()
    expect(tab.get_by_role("heading", name="Adding")).to_be_in_viewport()
    tab.close()
    Path("style.css").write_text("h1 {}\n@import 'other.css';\n", encoding="utf-8")
    result = build()
    assert (result.exit_code, result.stderr) == (
        2,
        "error: style.css, line 2: found @import, expected a style that needs no other file\n",
    )


SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#f00"/></svg>'
)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(("name", "content"), [("icon.svg", SQUARE.encode()), ("icon.png", PNG)])
def test_an_icon_of_ones_own_is_a_picture_in_every_page(name: str, content: bytes, browser: Browser) -> None:
    Path(name).write_bytes(content)
    assert build().exit_code == 0
    tab = browser.new_page()
    for page in ("index.html", "1-sums.html"):
        [link] = soup(page).select("link[rel=icon]")
        tab.goto(str(link["href"]))
        assert tab.evaluate(
            "document.querySelector('rect')?.getAttribute('fill') ?? document.images[0].naturalWidth"
        ) in ("#f00", 1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("icon.svg", b"<p>no</p>", "error: icon.svg: found no <svg xmlns=\u2026>, expected an SVG drawing"),
        ("icon.png", SQUARE.encode(), "error: icon.png: found another kind of file, expected a PNG"),
        (
            "icon.svg",
            SQUARE.encode() + b" " * 40_000,
            "error: icon.svg: found 40 KB, expected an icon of at most 30",
        ),
    ],
)
def test_what_is_no_icon_is_refused(name: str, content: bytes, sentence: str) -> None:
    Path(name).write_bytes(content)
    result = build()
    assert (result.exit_code, result.stderr.splitlines()) == (2, [sentence])
