"""Plots read as a person reads them: by the numbers at their ticks, which say how long a unit is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from bs4 import Tag

Array = npt.NDArray[np.float64]

BESIDE = 5.0
"""A number's foot is no further from the line that it names: its middle is on it."""
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TENTH = 0.11
"""Places are drawn to a tenth of a unit of the drawing."""


def number(text: str) -> float:
    """A number as it is written: `−0.5`, `10⁻⁴`, `1.54×10⁻⁵`."""
    plain = text.replace("−", "-").replace(",", "").replace("\u202f", "")
    if power := re.fullmatch(r"(?:(.+)×)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", plain):
        return float(power[1] or 1) * 10.0 ** int(power[2].translate(SUPERSCRIPTS))
    return float(plain)


def corners(path: Tag) -> Array:
    """The corners of a line, each with its x and y; those of `M…V…H…` too."""
    return corners_of(str(path["d"]))


def corners_of(line: str) -> Array:
    """The same of what a path's `d` says."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", line):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", text)]
        match command:
            case "M" | "L":
                for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                    found.append((x, y))
                continue
            case "l":
                x, y = x + numbers[0], y + numbers[1]
            case "H":
                (x,) = numbers
            case "V":
                (y,) = numbers
            case "h":
                x += numbers[0]
            case "v":
                y += numbers[0]
        found.append((x, y))
    return np.array(found)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where numbers stand along an axis: straight, or by their logarithms."""

    ticks: tuple[tuple[float, float], ...]
    """A number, and where it stands."""
    logarithmic: bool

    def numbers(self, places: Array | Sequence[float]) -> Array:
        """What stands at these places."""
        unit, start = self._line()
        found = (np.asarray(places) - start) / unit
        return 10.0**found if self.logarithmic else found

    @property
    def precision(self) -> float:
        """What a tenth of a unit of the drawing is, or how many decades."""
        return float(TENTH / abs(self._line()[0]))

    def _line(self) -> tuple[float, float]:
        numbers, places = (np.array(one) for one in zip(*self.ticks, strict=True))
        scaled = np.log10(numbers) if self.logarithmic else numbers
        unit, start = np.polyfit(scaled, places, 1)
        # Ticks that do not stand where their numbers belong would be worse than none.
        np.testing.assert_allclose(unit * scaled + start, places, atol=TENTH)
        return float(unit), float(start)


@dataclass(frozen=True)
class Plot:
    """A drawing with numbers below it and at its left."""

    svg: Tag
    logarithmic: tuple[bool, bool] = (False, False)

    @cached_property
    def _texts(self) -> list[tuple[float, float, float]]:
        found = []
        for text in self.svg.select("text:not(.slope, .axis-name)"):
            try:
                found.append((number(text.get_text()), float(str(text["x"])), float(str(text["y"]))))
            except ValueError:
                continue
        return found

    @cached_property
    def across(self) -> Scale:
        """What stands side by side, lowest."""
        foot = max(y for *_, y in self._texts)
        return Scale(tuple((one, x) for one, x, y in self._texts if y == foot), self.logarithmic[0])

    @cached_property
    def up(self) -> Scale:
        """What stands one above the other, left of all that is drawn: each number beside its mark."""
        foot = max(y for *_, y in self._texts)
        side = min(x for _, x, y in self._texts if y != foot)
        marks = np.array(
            [
                place
                for path in self.svg.select("path.axis, path.grid, path.rule")
                for piece in re.findall(r"M[^M]*[Hh][^M]*", str(path["d"]))
                for place in [float(piece.replace(" ", "H").split("H")[1].split("h")[0].split("V")[0])]
            ]
        )
        found = []
        for one, x, y in self._texts:
            if x == side:
                mark = marks[np.argmin(abs(marks - y))]
                assert abs(mark - y) <= BESIDE, f"{one} stands at {y}, away from its mark"
                found.append((one, float(mark)))
        return Scale(tuple(found), self.logarithmic[1])

    def line(self, selector: str) -> tuple[Array, Array]:
        """The numbers at the corners of a line."""
        path = self.svg.select_one(selector)
        assert path is not None, selector
        x, y = corners(path).T
        return self.across.numbers(x), self.up.numbers(y)

    def dots(self, selector: str) -> list[tuple[float, float]]:
        """The numbers at the middles of dots."""
        found = self.svg.select(selector)
        x = self.across.numbers([float(str(dot["cx"])) for dot in found])
        y = self.up.numbers([float(str(dot["cy"])) for dot in found])
        return list(zip(x.tolist(), y.tolist(), strict=True))

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Where its axes are, left and below, and where they end, right and above: left, top, right, foot."""
        axes = self.svg.select_one("path.axis")
        assert axes is not None
        (left, top), (_, foot), (right, _), *_ = corners(axes).tolist()
        return left, top, right, foot

    @property
    def frame(self) -> tuple[float, float]:
        """How wide and how high the drawing is."""
        _, _, wide, high = (float(one) for one in str(self.svg.get("viewbox") or self.svg["viewBox"]).split())
        return wide, high
