"""Numbers that stand together: as many digits as show where they part, and in all of them as many."""

import math

import pytest

from tests.nudge.nudging import Nudging

APART = {
    (0.4, 0.5, 0.6): ["0.4000", "0.5000", "0.6000"],
    (0.40756255, 0.40756095): ["0.40756255", "0.40756095"],
    (-0.15990009442, -0.15990009481): ["−0.159900094420", "−0.159900094810"],
    (-1.59900094e-6, -1.5989984e-6): ["−1.59900094×10⁻⁶", "−1.59899840×10⁻⁶"],
    (25.0, 25.0): ["25.00000000000000", "25.00000000000000"],
    (0.0, 0.0): ["0.0000", "0.0000"],
    (-0.0, 1e-12): ["0.0000×10⁻¹²", "1.0000×10⁻¹²"],
    (123456.0, 123457.0): ["123456.0000", "123457.0000"],
    (2e6, 3e6): ["2.0000×10⁶", "3.0000×10⁶"],
    (math.inf, 1.0, math.nan): ["∞", "1.000000000000000", "?"],
    (math.nan, math.nan): ["?", "?"],
}


@pytest.mark.parametrize("numbers", APART)
def test_numbers_apart(nudging: Nudging, numbers: tuple[float, ...]) -> None:
    assert nudging.apart(*numbers) == APART[numbers]


def test_powers_of_ten(nudging: Nudging) -> None:
    assert nudging.powers(0, -1, -12, -0.25, -4.5) == ["1", "10⁻¹", "10⁻¹²", "5.62×10⁻¹", "3.16×10⁻⁵"]
