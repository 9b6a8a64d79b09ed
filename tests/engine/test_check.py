"""The oracle inside the product."""

import math

import pytest

from tests.engine.cases import CASES
from tests.engine.engines import Engine


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([], [], 0),
        ([1, 2], [1, 2], 0),
        ([0.5], [0.25], 0.25),  # absolute up to 1
        ([0.0], [1e-12], 1e-12),
        ([1], [-1], 2),
        ([200], [100], 0.5),  # relative above
        ([100], [200], 0.5),
        ([-200], [100], 1.5),
        ([1, 2, 3], [1, 2.5, 3.3], 0.2),  # the largest, wherever it stands
        ([math.inf, -math.inf], [math.inf, -math.inf], 0),
        ([math.inf], [-math.inf], math.inf),
        ([math.inf], [1e308], math.inf),
        ([1.0], [math.inf], math.inf),
        ([math.nan, 2], [math.nan, 2], 0),
        ([math.nan], [math.inf], math.inf),
        ([math.nan, 1], [1, 1], math.inf),
        ([1, 1], [1, math.nan], math.inf),
        ([1], [1, 2], math.inf),
        ([1, 2], [], math.inf),
    ],
)
def test_largest_difference(engine: Engine, a: list[float], b: list[float], expected: float) -> None:
    assert engine.largest_difference(a, b) == pytest.approx(expected, rel=1e-15, abs=0)


def test_difference_quotients_of_a_parabola_are_exact(engine: Engine) -> None:
    (case,) = [each for each in CASES if each.name == "diamond"]
    quotients = engine.finite_differences(case.nodes, case.leaves, 0.25)
    assert quotients == {"x": 22, "two": 24, "five": 6}


def test_the_step_is_relative_above_one(engine: Engine) -> None:
    # (x + s)³ − (x − s)³ = 2s·(3x² + s²), with s = 0.25 · 4.
    (case,) = [each for each in CASES if each.name == "cube"]
    assert engine.finite_differences(case.nodes, {"x": 4}, 0.25) == {"x": 3 * 16 + 1}
    assert engine.finite_differences(case.nodes, {"x": -4}, 0.25) == {"x": 3 * 16 + 1}
    assert engine.finite_differences(case.nodes, {"x": 0.5}, 0.25) == {"x": 3 * 0.25 + 0.0625}


def test_only_leaves_have_a_quotient(engine: Engine) -> None:
    (case,) = [each for each in CASES if each.name == "unused"]
    quotients = engine.finite_differences(case.nodes, case.leaves, 1e-6)
    assert quotients.keys() == {"x", "u"}
    assert quotients["u"] == 0
