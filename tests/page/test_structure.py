"""The built file, read without a browser: one file, closed to the outside, well formed."""

import base64
import gzip
import hashlib
import re
from collections import Counter
from html import unescape
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag

from tests.lesson.content import LEAVES, NAMES, NODES, ROOT, SITE

LARGEST_GZIP = 210_000  # CONTRIBUTING.md
"""The budget; CONTRIBUTING.md lists all of them."""

EXTERNAL = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list")


@pytest.fixture(scope="module")
def live(markup: str) -> BeautifulSoup:
    """The page as it is with scripts: a browser then has none of what stands in <noscript>."""
    soup = BeautifulSoup(markup, "html.parser")
    for element in soup.find_all("noscript"):
        element.decompose()
    return soup


def policy(soup: BeautifulSoup) -> dict[str, list[str]]:
    meta = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert meta is not None
    directives = str(meta["content"]).split(";")
    return {name: sources for name, *sources in (directive.split() for directive in directives)}


def source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def is_script(element: Tag) -> bool:
    return element.get("type") in (None, "module", "text/javascript")


def test_it_is_small_enough(markup: str) -> None:
    size = len(gzip.compress(markup.encode(), 9))
    assert size <= LARGEST_GZIP, f"{size} bytes after gzip -9"


def test_no_style_on_the_screen_depends_on_what_an_element_holds() -> None:
    """A browser would look for it at every number that changes: four fifths of the style's work in a drag."""
    styles = {path: path.read_text("utf-8") for path in (ROOT / "templates/styles").rglob("*.css")}
    assert len(styles) > 10
    found = [
        f"{path.name}: {line.strip()}"
        for path, text in styles.items()
        for line in text.split("@media print")[0].splitlines()
        # In a form that is drawn anew with its tool.
        if ":has(" in line and ".train-settings > label:has(select)" not in line
    ]
    assert found == []


def test_nothing_in_it_is_fetched_from_elsewhere(soup: BeautifulSoup, markup: str) -> None:
    for element in soup.find_all(True):
        for name in (
            "src",
            "href",
            "srcset",
            "poster",
            "data",
            "action",
            "formaction",
            "xlink:href",
            "ping",
            "background",
        ):
            value = str(element.get(name, "#"))
            assert value.startswith(("#", "data:")), f"<{element.name} {name}={value[:60]}>"
    styles = "".join(element.get_text() for element in soup.find_all("style"))
    assert "@import" not in styles
    assert all(
        address.strip("\"'").startswith("data:") for address in re.findall(r"url\(([^)]{0,40})", styles)
    )
    assert set(EXTERNAL.findall(markup)) <= {found for name in NAMESPACES for found in EXTERNAL.findall(name)}


def test_the_policy_refuses_everything_but_the_pages_own_texts(soup: BeautifulSoup) -> None:
    directives = policy(soup)
    assert directives["default-src"] == ["'none'"]
    scripts = [source_hash(element.get_text()) for element in soup.find_all("script") if is_script(element)]
    assert sorted(directives["script-src"]) == sorted(scripts)
    assert sorted(directives["style-src"]) == sorted(
        source_hash(element.get_text()) for element in soup.find_all("style")
    )
    assert directives["font-src"] == ["data:"]
    assert directives["base-uri"] == directives["form-action"] == ["'none'"]
    for name in ("connect-src", "object-src", "frame-src", "worker-src"):
        assert directives.get(name, ["'none'"]) == ["'none'"]
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


def test_the_policy_comes_before_all_that_it_governs(soup: BeautifulSoup) -> None:
    names = (
        [str(element.get("http-equiv") or element.name) for element in soup.head.find_all(True)]
        if soup.head
        else []
    )
    assert names.index("Content-Security-Policy") < min(
        names.index("style"), names.index("script"), names.index("link")
    )


def test_no_style_and_no_handler_stands_in_the_markup(soup: BeautifulSoup) -> None:
    wrong = [
        f"<{element.name} {name}>"
        for element in soup.find_all(True)
        for name in element.attrs
        if name == "style" or name.lower().startswith("on")
    ]
    assert wrong == []
    assert not soup.find_all("a", href=re.compile(r"^\s*javascript:", re.IGNORECASE))


def test_ids_are_unique_and_every_reference_has_its_target(soup: BeautifulSoup) -> None:
    counts = Counter(str(element["id"]) for element in soup.find_all(id=True))
    assert [name for name, count in counts.items() if count > 1] == []
    wanted = {
        target
        for attribute in REFERENCES
        for element in soup.select(f"[{attribute}]")
        for target in str(element[attribute]).split()
    }
    # An address of the lesson has keys; what has none leads to a place in the page.
    wanted |= {str(link["href"])[1:] for link in soup.find_all(href=re.compile("^#[^=]+$"))}
    assert wanted - set(counts) == set()


def test_headings_are_in_order(live: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in live.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert all(heading.get_text().strip() for heading in live.find_all(re.compile("^h[1-6]$")))


def test_language_title_description_and_viewport(soup: BeautifulSoup) -> None:
    def meta(name: str) -> str:
        element = soup.find("meta", attrs={"name": name})
        assert element is not None, name
        return str(element["content"])

    assert soup.html is not None
    assert soup.title is not None
    assert soup.html["lang"] == SITE["language"] == "en"
    assert soup.title.get_text() == SITE["title"] == "Backpropagation Visualizer"
    assert meta("description") == SITE["description"]
    assert 50 <= len(meta("description")) <= 160
    assert "user-scalable" not in meta("viewport")
    icon = soup.find("link", rel="icon")
    assert icon is not None
    assert str(icon["href"]).startswith("data:image/svg+xml,")


def test_everything_that_can_be_operated_has_a_name(live: BeautifulSoup) -> None:
    nameless = [
        str(element)[:100]
        for element in live.find_all(["input", "select", "textarea", "button", "summary", "a"])
        if element.get("type") != "hidden"
        and not str(element.get("aria-label") or "").strip()
        and not any(label.get_text().strip() for label in element.find_parents("label"))
        and not (element.name in ("button", "summary", "a") and element.get_text().strip())
    ]
    assert nameless == []


def test_every_node_of_the_graph_is_one_element(live: BeautifulSoup) -> None:
    assert Counter(str(element["data-node"]) for element in live.select("[data-node]")) == Counter(NAMES)


def test_every_edge_of_the_graph_is_one_element(live: BeautifulSoup) -> None:
    """A weight stands on the edge of the value that it multiplies; all else has an edge of its own."""
    expected = Counter(
        f"{NAMES[parent]}-{node.name}"
        for node in NODES
        for parent in node.parents
        if NODES[parent].role != "weight"
    )
    assert Counter(str(element["data-edge"]) for element in live.select("[data-edge]")) == expected
    assert set(expected.values()) == {1}


def test_every_leaf_is_a_slider_with_a_number_field(live: BeautifulSoup) -> None:
    sliders = [
        str(slider["name"]) for slider in live.find_all("input", type="range") if slider.get("name") in LEAVES
    ]
    assert sorted(sliders) == sorted(LEAVES)
    for slider in live.find_all("input", type="range"):
        if slider.get("name") in LEAVES:
            field = slider.parent.find("input", role="spinbutton") if slider.parent else None
            assert field is not None
            assert float(str(field["value"])) == float(str(slider["value"])) == LEAVES[str(slider["name"])]


def test_buttons_do_not_submit(soup: BeautifulSoup) -> None:
    kinds = Counter(str(button.get("type")) for button in soup.find_all("button"))
    assert set(kinds) == {"button", "submit"}
    assert all(
        button.find_parent("form", method="dialog") for button in soup.find_all("button", type="submit")
    )


def test_the_script_in_the_page_is_the_one_that_is_committed(soup: BeautifulSoup) -> None:
    (script,) = soup.find_all("script", type="module")
    assert f"{script.get_text()}\n" == (ROOT / "templates" / "page.js").read_text(encoding="utf-8")


def test_every_element_that_is_opened_is_closed(markup: str) -> None:
    """html.parser mends nothing here: what it reads is as deep as what is written."""
    void = {"meta", "link", "input", "br", "hr", "img"}
    without_text = re.sub(r"<(script|style)\b.*?</\1>", "", markup, flags=re.DOTALL)
    open_: list[str] = []
    for closing, name, empty in re.findall(
        r"<(/?)([a-zA-Z][\w-]*)(?:\"[^\"]*\"|[^\">])*?(/?)>", without_text
    ):
        if closing:
            assert open_.pop() == name.lower(), name
        elif not empty and name.lower() not in void:
            open_.append(name.lower())
    assert open_ == []


def test_no_phrase_is_left_with_a_name_to_be_filled_in(live: BeautifulSoup) -> None:
    for element in live.find_all(["script", "style"]):
        element.extract()
    texts = [
        live.get_text(),
        *(str(value) for element in live.find_all(True) for value in element.attrs.values()),
    ]
    assert [text for text in texts if re.search(r"\{\w+\}|\[object|undefined|NaN", unescape(text))] == []
