"""A drawing of the page -> one that any program shows: SVG with its style in its elements, or dots (PNG).

Programs for slides and drawings know nothing of style sheets with custom properties. So the cascade is worked out here,
for the properties that a drawing has.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import cssselect2
import tinycss2
from tinycss2 import ast

from generator.font import PICTURE, PICTURE_FAMILY

_SVG = "http://www.w3.org/2000/svg"
_INHERITED = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "paint-order", "text-anchor", "font-family", "font-size", "font-weight", "font-style",
    "letter-spacing", "visibility",
)  # fmt: skip
_OWN = ("opacity", "display", "background")
_OF_THE_PAGE = re.compile(r"^(class|data-.*|tabindex|role|translate|aria-.*|style)$")
_FACE = re.compile(r"@font-face\s*{[^}]*}")
_DOTS = 2
"""A picture has so many dots for each unit of the drawing."""

Style = dict[str, list[ast.Node]]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rules of a style sheet that hold without a person: nobody points, and no medium is asked for."""

    matcher: cssselect2.Matcher
    dark: bool


def self_styled(drawing: str, *, dark: bool, box: Mapping[str, float] | None = None) -> str:
    """The same SVG, which carries a style sheet, with presentation attributes in its place; its fonts stay.

    In a `box` of another drawing (x, y, width, height) it keeps its proportions. What has a rim behind its letters
    (`paint-order: stroke`), which not every program knows, is drawn twice.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawing)  # noqa: S314 - the page's own script has drawn it
    [sheet] = root.findall(f"{{{_SVG}}}style")
    text = sheet.text or ""
    rules = _Sheet(_matcher(text), dark)
    _style(cssselect2.ElementWrapper.from_xml_root(root), {}, rules)
    ground = root.attrib.pop("background", "none")
    _clean(root)
    sheet.text = "".join(_FACE.findall(text))
    root.insert(0, ET.Element(f"{{{_SVG}}}rect", {"width": "100%", "height": "100%", "fill": ground}))
    for side, size in (box or {}).items():
        root.set(side, f"{size:g}")
    return ET.tostring(root, encoding="unicode")


def as_png(drawing: str, *, width: int | None = None) -> bytes:
    """A self-styled drawing as PNG, `width` dots wide; its letters are the same on every machine."""
    import resvg_py

    family = PICTURE_FAMILY
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            width=width,
            zoom=None if width else _DOTS,
            font_files=[str(PICTURE)],
            skip_system_fonts=True,
            font_family=family,
            serif_family=family,
            sans_serif_family=family,
            monospace_family=family,
        )
    )


def _matcher(text: str) -> cssselect2.Matcher:
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue  # what holds for a medium alone, and fonts
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue  # a state that only a browser knows
        declared = dict(_declared(rule.content))
        for selector in selectors:
            if selector.pseudo_element is None:
                matcher.add_selector(selector, declared)
    return matcher


def _declared(content: Iterable[ast.Node]) -> Iterator[tuple[str, list[ast.Node]]]:
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if each.type != "declaration":
            continue
        if each.name == "font":
            yield from _font(each.value)
        else:
            yield each.name, each.value


def _font(value: list[ast.Node]) -> Iterator[tuple[str, list[ast.Node]]]:
    """The shorthand, as the page writes it: weight, size, family; what it does not say is normal."""
    parts = [part for part in value if part.type != "whitespace"]
    size = next((k for k, part in enumerate(parts) if part.type == "dimension"), None)
    if size is None:
        return
    normal = tinycss2.parse_component_value_list("normal")
    yield "font-style", normal
    yield "font-weight", parts[:1] if size > 0 else normal
    yield "font-size", [parts[size]]
    yield "font-family", parts[size + 1 :]


def _style(
    element: cssselect2.ElementWrapper, inherited: Mapping[str, list[ast.Node]], sheet: _Sheet
) -> None:
    """Give the element, and those within it, what the sheet says of them."""
    own: Style = {}
    for *_, declared in sorted(sheet.matcher.match(element), key=lambda match: match[:2]):
        own.update(declared)
    known = {**inherited, **own}
    resolved = {
        name: _resolved(value, known, sheet.dark) for name, value in own.items() if not name.startswith("--")
    }
    for name in (*_INHERITED, *_OWN):
        if name in resolved and (text := tinycss2.serialize(resolved[name]).strip()):
            element.etree_element.set(name, text)
    passed = {name: value for name, value in known.items() if name.startswith("--")}
    for child in element.iter_children():
        _style(child, passed, sheet)


def _resolved(value: Iterable[ast.Node], known: Mapping[str, list[ast.Node]], dark: bool) -> list[ast.Node]:
    """The value with what its custom properties say, and of two colours the theme's."""
    found: list[ast.Node] = []
    for part in value:
        if part.type != "function":
            found.append(part)
        elif part.lower_name == "var":
            name, fallback = _arguments(part)[0], _arguments(part)[1:]
            text = tinycss2.serialize(name).strip()
            found += _resolved(known.get(text, fallback[0] if fallback else []), known, dark)
        elif part.lower_name == "light-dark":
            found += _resolved(_arguments(part)[int(dark)], known, dark)
        else:
            found.append(part)
    return found


def _arguments(function: ast.FunctionBlock) -> list[list[ast.Node]]:
    parts: list[list[ast.Node]] = [[]]
    for part in function.arguments:
        if part.type == "literal" and part.value == "," and len(parts) == 1:
            parts.append([])
        else:
            parts[-1].append(part)
    return parts


def _clean(element: ET.Element) -> None:
    """Leave nothing that only the page reads, and nothing that is not shown."""
    for name in [name for name in element.attrib if _OF_THE_PAGE.match(name)]:
        del element.attrib[name]
    for child in list(element):
        unseen = child.get("stroke") == "transparent" or child.get("fill") == "transparent"
        if child.get("display") == "none" or child.get("opacity") == "0" or unseen:
            element.remove(child)
            continue
        child.attrib.pop("display", "")
        _clean(child)
        if child.attrib.pop("paint-order", "") == "stroke" and child.get("stroke", "none") != "none":
            rim = copy.deepcopy(child)
            element.insert(list(element).index(child), rim)
            child.set("stroke", "none")
