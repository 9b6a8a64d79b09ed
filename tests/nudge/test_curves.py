"""The plots beside the sliders: NumPy's losses at equal distances, and which part of them is shown."""

import math

import pytest

from tests.lesson.content import NETWORK
from tests.nudge.nudging import Nudging, formula, of_network

ORIGINAL = of_network(NETWORK)


def test_a_curve_is_numpys_loss_over_one_value(nudging: Nudging) -> None:
    gradients = ORIGINAL.gradients()
    first, second = nudging.curves(ORIGINAL, w31=(-3, 3), x2=(-2, 2))
    assert first["losses"] == pytest.approx([ORIGINAL.at(w31=-3 + 6 * k / 32) for k in range(33)], rel=1e-12)
    assert second["losses"] == pytest.approx([ORIGINAL.at(x2=-2 + 4 * k / 32) for k in range(33)], rel=1e-12)
    for name, curve in {"w31": first, "x2": second}.items():
        assert curve["at"] == ORIGINAL.leaves[name]
        assert curve["loss"] == pytest.approx(ORIGINAL.at(), rel=1e-12)
        assert curve["slope"] == pytest.approx(gradients[name], rel=1e-12)
        assert (curve["low"], curve["high"]) == (min(curve["losses"]), max(curve["losses"]))


def test_a_loss_that_is_no_number_is_none_here_either(nudging: Nudging) -> None:
    (curve,) = nudging.curves(formula("log(w)", w=1), w=(-2, 2))
    assert all(math.isnan(loss) for loss in curve["losses"][:16])
    assert curve["losses"][16] == -math.inf
    assert curve["losses"][17:] == pytest.approx([math.log(k / 8) for k in range(1, 17)])
    assert (curve["low"], curve["high"]) == (pytest.approx(math.log(1 / 8)), pytest.approx(math.log(2)))


def test_what_rises_far_above_the_rest_is_cut(nudging: Nudging) -> None:
    (curve,) = nudging.curves(formula("exp(20*w)", w=0), w=(-2, 2))
    assert max(curve["losses"]) == pytest.approx(math.exp(40))
    assert curve["low"] == pytest.approx(math.exp(-40))
    # Three quarters of the slider lie below e²⁰.
    assert curve["high"] == pytest.approx(20 * math.exp(20), rel=1e-6)


def test_the_present_loss_is_always_shown(nudging: Nudging) -> None:
    (curve,) = nudging.curves(formula("exp(20*w)", w=2), w=(-2, 2))
    assert curve["high"] == pytest.approx(math.exp(40))


def test_what_hardly_matters_is_drawn_nearly_flat(nudging: Nudging) -> None:
    """v moves the loss by 0.001 where w moves it by 1: a plot shows no less than a twentieth of the largest range."""
    steep, flat = nudging.curves(formula("w + 0.001*v", w=0.5, v=0.5), w=(0, 1), v=(0, 1))
    assert steep["high"] - steep["low"] == pytest.approx(1)
    assert flat["high"] - flat["low"] == pytest.approx(0.05)
    assert flat["low"] < min(flat["losses"]) <= max(flat["losses"]) < flat["high"]


def test_a_constant_loss_has_a_plot_too(nudging: Nudging) -> None:
    (curve,) = nudging.curves(formula("v + 0*w", v=2, w=0), w=(-1, 1))
    assert curve["low"] < 2 < curve["high"]
