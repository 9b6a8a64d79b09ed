"""What a style sheet says stands in the elements of a drawing that is taken along: property by property, by hand."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from generator.drawing import as_png, self_styled

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="0 0 9 9" data-roving="graph">
<style>%s</style><g class="a" role="button" tabindex="-1" aria-label="A" data-node="x"><text class="b c" x="1">t</text>%s</g></svg>"""
# What each property is set to, which is no property's usual value.
SET = {
    "fill": "red", "fill-opacity": "0.5", "stroke": "#123456", "stroke-width": "3px", "stroke-opacity": "0.25",
    "stroke-linecap": "round", "stroke-linejoin": "bevel", "stroke-dasharray": "2 3", "text-anchor": "middle",
    "font-family": "Serif", "font-size": "13px", "font-weight": "700", "font-style": "italic",
    "letter-spacing": "2px", "visibility": "hidden", "opacity": "0.5",
}  # fmt: skip


def drawn(style: str, more: str = "", **given: Any) -> ET.Element:
    return ET.fromstring(self_styled(DRAWING % (style, more), dark=given.pop("dark", False), **given))  # noqa: S314


def text(root: ET.Element) -> ET.Element:
    found = root.find(f"{SVG}g/{SVG}text")
    assert found is not None
    return found


@pytest.mark.parametrize("name", SET)
def test_a_property_becomes_an_attribute(name: str) -> None:
    assert text(drawn(f".b {{ {name}: {SET[name]} }}")).get(name) == SET[name]


@pytest.mark.parametrize(
    ("style", "fill"),
    [
        (".a .b { fill: red } .b { fill: blue }", "red"),
        (".b { fill: red } .c { fill: blue }", "blue"),
        (".b, .none { fill: red }", "red"),
        (".b { fill: var(--ink) } .a { --ink: green }", "green"),
        (".b { fill: var(--none, blue) }", "blue"),
        (".a { --ink: light-dark(white, black) } .b { fill: var(--ink) }", "white"),
        (".b { fill: light-dark(rgb(1, 2, 3), black) }", "rgb(1, 2, 3)"),
        ("@media print { .b { fill: red } }", None),
        (".b:hover { fill: red }", None),
        (".b::before { fill: red }", None),
        (".b { margin: 3px }", None),
    ],
)
def test_the_rule_that_holds_is_the_browsers(style: str, fill: str | None) -> None:
    assert text(drawn(style)).get("fill") == fill


def test_in_the_dark_the_second_of_two_colours_holds() -> None:
    assert text(drawn(".b { fill: light-dark(white, black) }", dark=True)).get("fill") == "black"


@pytest.mark.parametrize(
    ("font", "parts"),
    [
        ("600 12px Sans", ("normal", "600", "12px", "Sans")),
        ("12px Sans, serif", ("normal", "normal", "12px", "Sans, serif")),
    ],
)
def test_the_shorthand_of_fonts_is_taken_apart(font: str, parts: tuple[str, ...]) -> None:
    found = text(drawn(f".b {{ font: {font} }}"))
    assert (
        tuple(
            found.get(f"font-{name}", "").replace(",serif", ", serif")
            for name in ("style", "weight", "size", "family")
        )
        == parts
    )


def test_what_only_the_page_reads_is_gone() -> None:
    root = drawn(".b { fill: red }")
    assert root.attrib == {"viewBox": "0 0 9 9"}
    (group,) = root.findall(f"{SVG}g")
    assert group.attrib == {}
    assert text(root).attrib == {"x": "1", "fill": "red"}


@pytest.mark.parametrize("style", ["display: none", "opacity: 0", "fill: transparent", "stroke: transparent"])
def test_what_is_not_seen_is_not_there(style: str) -> None:
    root = drawn(f".d {{ {style} }}", '<rect class="d"/>')
    assert not list(root.iter(f"{SVG}rect"))[1:]
    assert text(root).text == "t"


def test_a_rim_behind_letters_is_drawn_before_them() -> None:
    root = drawn(".b { paint-order: stroke; stroke: white; fill: black }")
    rim, letters = root.findall(f"{SVG}g/{SVG}text")
    assert (rim.get("stroke"), rim.get("fill"), rim.text) == ("white", "black", "t")
    assert (letters.get("stroke"), letters.get("fill"), letters.text) == ("none", "black", "t")
    assert "paint-order" not in rim.attrib | letters.attrib
    assert len(drawn(".b { paint-order: stroke }").findall(f"{SVG}g/{SVG}text")) == 1


def test_it_has_its_own_ground_and_its_fonts_and_its_place_in_another_drawing() -> None:
    style = "@font-face { font-family: A } .graph { background: ivory } .b { fill: red }"
    root = drawn(style, box={"x": 3, "y": 4.5, "width": 100, "height": 50})
    ground = root[0]
    assert (ground.tag, ground.attrib) == (f"{SVG}rect", {"width": "100%", "height": "100%", "fill": "ivory"})
    assert {side: root.get(side) for side in ("x", "y", "width", "height")} == {
        "x": "3", "y": "4.5", "width": "100", "height": "50",
    }  # fmt: skip
    (sheet,) = root.iter(f"{SVG}style")
    assert sheet.text == "@font-face { font-family: A }"
    assert drawn("")[0].get("fill") == "none"


@pytest.mark.parametrize(("width", "dots"), [(None, 18), (27, 27)])
def test_as_dots_it_is_twice_as_large_or_as_wide_as_is_asked(width: int | None, dots: int) -> None:
    png = as_png(self_styled(DRAWING % ("", ""), dark=False), width=width)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(png[at : at + 4]) for at in (16, 20)] == [dots, dots]
