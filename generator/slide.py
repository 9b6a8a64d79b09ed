"""A step as a picture for a slide: its graph, its title and its formulas, as SVG that any program shows, or as dots.

The page draws the same (templates/scripts/page/slide.js) with the browser's own typesetting; here ziamath sets the
formulas, with STIX Two Math as the page has it.
"""

import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from generator.drawing import as_png, self_styled
from generator.errors import ContentError

WIDTH, HEIGHT = 1280, 720
_EDGE, _GRAPH = 40, 370
_TITLE, _LETTERS, _FORMULA = 28, 76, 26
_GAPS = 56.0, 14.0
"""Between formulas, beside each other and below."""
_LARGEST, _SMALLEST = 1.3, 0.2
"""How many times its usual size a formula may have."""
_PARTS = ("upstream", "local")
"""The factors of a backward product, which have a colour of their own."""
_DOTS = 2
_MATH, _SVG = "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class Step:
    """What it shows: the graph as SVG with a style sheet, the title, formulas as MathML with the page's classes."""

    graph: str
    style: str
    title: str
    formulas: Sequence[str]


def slide(step: Step, *, dark: bool) -> str:
    """The slide as SVG.

    Raises ContentError where ziamath is not installed.
    """
    ink, ground, *parts = _colours(step.style, ["--ink", "--surface", "--backward", "--positive"], dark=dark)
    box = {"x": _EDGE, "y": _EDGE / 2, "width": WIDTH - 2 * _EDGE, "height": _GRAPH}
    title = textwrap.wrap(step.title, _LETTERS, max_lines=2, placeholder=" …")
    lines = "".join(
        f'<text x="{_EDGE}" y="{_EDGE + _GRAPH + (k + 0.4) * 1.25 * _TITLE:g}">{escape(line)}</text>'
        for k, line in enumerate(title)
    )
    top = _EDGE + _GRAPH + 1.25 * _TITLE * len(title)
    drawn = [_drawn(formula, ink, dict(zip(_PARTS, parts, strict=True))) for formula in step.formulas]
    return (
        f'<svg xmlns="{_SVG}" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="100%" height="100%" fill="{ground}"/>'
        f"{self_styled(step.graph, dark=dark, box=box)}"
        f'<g font-family="sans-serif" font-weight="600" font-size="{_TITLE}" fill="{ink}">{lines}</g>'
        f"{_placed(drawn, top, HEIGHT - _EDGE / 2 - top)}</svg>"
    )


def slide_png(step: Step, *, dark: bool) -> bytes:
    """The same as PNG."""
    return as_png(slide(step, dark=dark), width=_DOTS * WIDTH)


@dataclass(frozen=True, slots=True)
class _Formula:
    svg: str
    width: float
    height: float


def _drawn(formula: str, ink: str, colours: dict[str, str]) -> _Formula:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what it asks of Python is its own affair
            from ziamath.zmath import Math
    except ImportError as error:
        raise ContentError(
            "export slide: found no ziamath, expected it: it sets the formulas (pip install ziamath)"
        ) from error
    root = ET.fromstring(formula)  # noqa: S314 - the page's own script has written it
    for element in root.iter():
        colour = next((colours[name] for name in element.get("class", "").split() if name in colours), None)
        element.attrib = {
            key: value
            for key, value in element.attrib.items()
            if key
            in ("display", "displaystyle", "accent", "stretchy", "form", "lspace", "rspace", "mathvariant")
        }
        if colour:
            element.set("mathcolor", colour)
    root.set("mathcolor", ink)
    # Lines meet at the equals sign, numbers of a matrix at their last digit.
    whole, *matrices = root.iter(f"{{{_MATH}}}mtable")
    whole.set("columnalign", "right center left")
    for matrix in matrices:
        matrix.set("columnalign", "right")
    ET.register_namespace("", _MATH)
    made = Math(ET.tostring(root, encoding="unicode"), size=_FORMULA)
    width, height = made.getsize()
    return _Formula(made.svg(), width, height)


def _placed(formulas: Sequence[_Formula], top: float, room: float) -> str:
    """Beside each other, in as many rows as they need, and as small as that takes."""
    wide, scale = WIDTH - 2.0 * _EDGE, _LARGEST
    places = _rows(formulas, wide / scale)
    while scale > _SMALLEST and not _fits(formulas, places, wide / scale, room / scale):
        scale *= 0.95
        places = _rows(formulas, wide / scale)
    inside = "".join(
        f'<g transform="translate({x:g} {y:g})">{formula.svg}</g>'
        for formula, (x, y) in zip(formulas, places, strict=True)
    )
    return f'<g transform="translate({_EDGE} {top:g}) scale({scale:.4g})">{inside}</g>'


def _rows(formulas: Sequence[_Formula], wide: float) -> list[tuple[float, float]]:
    places: list[tuple[float, float]] = []
    x = y = tallest = 0.0
    for formula in formulas:
        if x > 0 and x + formula.width > wide:
            x, y, tallest = 0.0, y + tallest + _GAPS[1], 0.0
        places.append((x, y))
        x, tallest = x + formula.width + _GAPS[0], max(tallest, formula.height)
    return places


def _fits(
    formulas: Sequence[_Formula], places: Sequence[tuple[float, float]], wide: float, room: float
) -> bool:
    return all(
        x + formula.width <= wide and y + formula.height <= room
        for formula, (x, y) in zip(formulas, places, strict=True)
    )


def _colours(style: str, names: Sequence[str], *, dark: bool) -> list[str]:
    """Custom properties of the page's style, as the cascade gives them."""
    rules = "".join(f".c{k}{{fill:var({name})}}" for k, name in enumerate(names))
    marks = "".join(f'<rect class="c{k}"/>' for k in range(len(names)))
    asked = f'<svg xmlns="{_SVG}"><style>{escape(style + rules)}</style>{marks}</svg>'
    root = ET.fromstring(self_styled(asked, dark=dark))  # noqa: S314 - made right here
    return [mark.get("fill", "") for mark in root.findall(f"{{{_SVG}}}rect")[1:]]
