"""Samples of one's own: what a network can learn from, how a link writes them; and the areas of a map."""

from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.script import Script
from tests.training.subjects import random_network

BINARY = random_network((2, 2, 1), ("tanh", "sigmoid"), "bce")
SIGNED = random_network((2, 2, 1), ("tanh", "tanh"), "mse")
NUMBERS = random_network((1, 2, 1), ("tanh", "identity"), "mse")
THREE = random_network((2, 3, 3), ("tanh", "softmax"), "cce")

ROWS = [[0.5, 1], [1, 2], [-1, 0]]


@pytest.mark.parametrize(
    ("network", "inputs", "labels", "classes", "expected"),
    [
        (BINARY, ROWS, [0, 1, 0], [], ([0, 1, 0], 2)),
        (BINARY, ROWS, [0, 1, 1], ["cat", "dog"], ([0, 1, 1], 2)),
        # Probabilities are targets of a cross-entropy too, if not classes.
        (BINARY, ROWS, [0, 1, 0.25], [], ([0, 1, 0.25], 0)),
        (SIGNED, ROWS, [-1, 1, 1], [], ([0, 1, 1], 2)),
        (NUMBERS, [[1], [2]], [3, -4.5], [], ([3, -4.5], 0)),
        # All of one number is no choice between classes.
        (NUMBERS, [[1], [2]], [1, 1], [], ([1, 1], 0)),
        (THREE, ROWS, [2, 0, 1], [], ([2, 0, 1], 3)),
        (THREE, ROWS, [1, 0, 1], ["a", "b"], ([1, 0, 1], 3)),
    ],
)
def test_a_table_becomes_samples(
    script: Script, network: Any, inputs: Any, labels: Any, classes: Any, expected: Any
) -> None:
    own = script.call("own", asdict(network), {"inputs": inputs, "labels": labels, "classes": classes})
    assert [point["label"] for point in own["own"]] == expected[0]
    assert [point["inputs"] for point in own["own"]] == inputs
    assert own["ownClasses"] == expected[1]


@pytest.mark.parametrize(
    ("network", "inputs", "labels", "classes", "code", "sample"),
    [
        (BINARY, [[1], [2]], [0, 1], [], "inputs", 0),
        (NUMBERS, ROWS, [0, 1, 2], [], "inputs", 0),
        (BINARY, ROWS, [0, 1, 2], ["a", "b", "c"], "classes", 0),
        (BINARY, ROWS, [0, 1, 1.5], [], "target", 3),
        (THREE, ROWS, [0, 3, 1], [], "label", 2),
        (THREE, ROWS, [0, 1, 0.5], [], "label", 3),
    ],
)
def test_a_table_that_does_not_fit_says_where(
    script: Script, network: Any, inputs: Any, labels: Any, classes: Any, code: str, sample: int
) -> None:
    own = script.call("own", asdict(network), {"inputs": inputs, "labels": labels, "classes": classes})
    assert (own["misfit"]["code"], own["misfit"]["sample"]) == (code, sample)


FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=25)
@given(
    points=st.lists(st.tuples(FLOATS, FLOATS, st.integers(0, 1)), min_size=1, max_size=20),
)
def test_a_link_keeps_every_digit(script: Script, points: list[tuple[float, float, int]]) -> None:
    own = {"own": [{"inputs": [x, y], "label": label} for x, y, label in points], "ownClasses": 2}
    text = script.call("pointsText", own)
    if text is None:
        assert len(points) > 10, "a few samples fit into a link, whatever their numbers"
    else:
        read = script.call("readPoints", text)
        assert [tuple(map(float, (*each["inputs"], each["label"]))) for each in read["own"]] == points
        assert read["ownClasses"] == 2


@pytest.mark.parametrize(
    "text",
    ["", "2", "2;", "2;1", "2;1,2,0;1,0", "2;1,2,2", "2;1,2,0.5", "2;1,,0", "2;1,x,0", "x;1,2,0", "2;1e999,2,0", "-1;1,2,0", "2;" + "1,2,0;" * 300 + "1,2,0"],
)  # fmt: skip
def test_what_is_no_list_of_samples_is_refused(script: Script, text: str) -> None:
    assert script.call("readPoints", text) is None


def area(polygon: list[list[float]]) -> float:
    """By the shoelace formula."""
    x, y = np.array(polygon).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def test_an_area_is_what_lies_above_the_level(script: Script) -> None:
    size = 41
    y, x = np.mgrid[0:size, 0:size]
    # A half plane, whose area is known, and a disc of radius 12.5, to what a grid of this size tells of a circle.
    for values, expected, within in (
        (x - 2.0 * y + 30, 40 * 15 + 40 * 40 / 4, 1e-9),
        (12.5**2 - (x - 20.0) ** 2 - (y - 19.0) ** 2, np.pi * 12.5**2, 1.5),
    ):
        above = sum(area(piece) for piece in script.call("areaAbove", values.ravel().tolist(), size, 0))
        below = sum(area(piece) for piece in script.call("areaAbove", (-values).ravel().tolist(), size, 0))
        assert above == pytest.approx(expected, abs=within)
        assert above + below == pytest.approx(40 * 40, rel=1e-9)


def test_where_there_is_no_number_nothing_is_above(script: Script) -> None:
    assert script.call("areaAbove", [0, 1, 1, 1, "NaN", 1, 1, 1, 1], 3, 5) == []


def cut_off(heights: list[float], level: float) -> set[frozenset[tuple[float, float]]]:
    """Of a cell with a saddle: a line around each corner that is on the other side of the level than the middle."""
    places = [(0, 0), (1, 0), (1, 1), (0, 1)]

    def between(k: int) -> tuple[float, float]:
        (x, y), (x2, y2) = places[k % 4], places[(k + 1) % 4]
        a, b = heights[k % 4], heights[(k + 1) % 4]
        share = (level - a) / (b - a)
        return round(x + share * (x2 - x), 9), round(y + share * (y2 - y), 9)

    is_high = sum(heights) / 4 > level
    return {frozenset((between(k - 1), between(k))) for k in range(4) if (heights[k] > level) != is_high}


@pytest.mark.parametrize("turned", range(4))
@pytest.mark.parametrize("level", [0.3, 0.5])
def test_in_a_saddle_the_mean_of_the_corners_says_which_hang_together(
    script: Script, turned: int, level: float
) -> None:
    """Their mean is 0.4: at 0.3 the two high corners are one land, at 0.5 two."""
    around = [1.0, 0.0, 0.6, 0.0]
    heights = around[turned:] + around[:turned]
    lower_left, lower_right, upper_right, upper_left = heights
    found = script.call("contourOf", [lower_left, lower_right, upper_left, upper_right], 2, level)
    lines = {frozenset(((round(x, 9), round(y, 9)), (round(x2, 9), round(y2, 9)))) for x, y, x2, y2 in found}
    assert len(found) == 2
    assert lines == cut_off(heights, level)
