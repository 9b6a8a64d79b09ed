"""DATA_SETS: by name, samples that are drawn from a seed. The same numbers as templates/scripts/engine/data.js gives.

A label is the number of a class, from 0, or what is to be predicted. Numbers are rounded to four decimals, so that they
can be read and typed, and so that the last digit in which two languages' logarithms may differ does not show.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.engine.random import Random, shuffled

Point = tuple[list[float], float]
"""The inputs of a sample, and its label."""

Draw = Callable[[Random, int, int, float, int], Point]
"""(random, k, count, noise, classes) -> sample k of `count`; the classes take turns."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """One entry: how many inputs a sample has, how many classes it may have (none: the label is a number)."""

    inputs: int
    classes: tuple[int, ...]
    draw: Draw


DECIMALS = 4

_CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))


def _moved(random: Random, point: tuple[float, ...], noise: float) -> list[float]:
    return [coordinate + noise * random.normal() for coordinate in point]


def _corners(label: Callable[[int, int], int]) -> Draw:
    def draw(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
        a, b = _CORNERS[k % 4]
        return _moved(random, (a, b), noise), label(a, b)

    return draw


def _circles(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
    """Class 1 fills a disc, class 0 a ring around it, each evenly over its area."""
    inner = k % 2 == 1
    least, most = (0.0, 0.5) if inner else (0.7, 1.0)
    radius = math.sqrt(least * least + (most * most - least * least) * random.uniform())
    angle = 2 * math.pi * random.uniform()
    return _moved(random, (radius * math.cos(angle), radius * math.sin(angle)), noise), int(inner)


def _moons(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
    """Two half circles that reach into each other."""
    angle = math.pi * random.uniform()
    x, y = math.cos(angle), math.sin(angle)
    point = (x - 0.5, y - 0.25) if k % 2 == 0 else (0.5 - x, 0.25 - y)
    return _moved(random, point, noise), k % 2


def _spirals(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
    """Two arms, one turn and three quarters each, whose points follow each other evenly."""
    along = (k // 2 + 1) / math.ceil(count / 2)
    angle = 3.5 * math.pi * along + (k % 2) * math.pi
    return _moved(random, (along * math.sin(angle), along * math.cos(angle)), noise), k % 2


def _blobs(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
    """Each class around a point of its own, all of them on a circle."""
    label = k % classes
    angle = 2 * math.pi * (label / classes + 0.125)
    return _moved(random, (0.7 * math.cos(angle), 0.7 * math.sin(angle)), 0.15 + noise), label


def _square(label: Callable[[float, float], float]) -> Draw:
    """Over a square from −1 to 1, evenly."""

    def draw(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
        a, b = 2 * random.uniform() - 1, 2 * random.uniform() - 1
        return _moved(random, (a, b), noise), label(a, b)

    return draw


_TOPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))
"""Where three hills and three hollows have their ends, of a square that reaches to 6, and which of both they are."""


def _hills(x: float, y: float) -> float:
    """Cones of height and radius 1 and 2, which only touch."""
    height = 0.0
    for a, b, sign in _TOPS:
        height += sign * (1 - min(math.sqrt((x - a) * (x - a) + (y - b) * (y - b)) / 2, 1.0))
    return height


def _along(curve: Callable[[float], float]) -> Draw:
    """Over one input from −1 to 1."""

    def draw(random: Random, k: int, count: int, noise: float, classes: int) -> Point:
        x = 2 * random.uniform() - 1
        return [x], curve(x) + noise * random.normal()

    return draw


DATA_SETS: Mapping[str, DataSet] = MappingProxyType(
    {
        "and": DataSet(2, (2,), _corners(lambda a, b: a & b)),
        "xor": DataSet(2, (2,), _corners(lambda a, b: a ^ b)),
        "circles": DataSet(2, (2,), _circles),
        "moons": DataSet(2, (2,), _moons),
        "spirals": DataSet(2, (2,), _spirals),
        "blobs": DataSet(2, (2, 3, 4), _blobs),
        "quadrants": DataSet(2, (2,), _square(lambda a, b: int(a * b >= 0))),
        "plane": DataSet(2, (), _square(lambda a, b: 0.6 * (a + b))),
        "hills": DataSet(2, (), _square(lambda a, b: _hills(6 * a, 6 * b))),
        "line": DataSet(1, (), _along(lambda x: 0.6 * x + 0.2)),
        "sine": DataSet(1, (), _along(lambda x: 0.8 * math.sin(math.pi * x))),
    }
)


def draw_samples(
    name: str, *, seed: int, count: int, noise: float, classes: int = 2, scale: float = 1.0
) -> list[Point]:
    """`count` samples of the set, without order: those of the classes take turns.

    Their inputs are multiplied by `scale`. Raises KeyError for a set that is not in the table.
    """
    random = Random(seed)
    drawn = (DATA_SETS[name].draw(random, k, count, noise, classes) for k in range(count))
    return [([_rounded(x * scale) for x in inputs], _rounded(label)) for inputs, label in drawn]


def _rounded(number: float) -> float:
    """To DECIMALS, half up, as `Math.round` does it; without a negative zero."""
    scale = 10.0**DECIMALS
    return math.floor(number * scale + 0.5) / scale + 0.0


def split_samples(count: int, test_share: float, *, seed: int) -> tuple[list[int], list[int]]:
    """Which samples are learned from, and which are kept for a test: `test_share` of all, rounded."""
    order = shuffled(count, seed, stream=1)
    tested = math.floor(count * test_share + 0.5)
    return sorted(order[tested:]), sorted(order[:tested])
