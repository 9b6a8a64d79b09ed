"""How many digits are asked for, and when an answer is right."""

import pytest

from generator.script import Script


@pytest.mark.parametrize(
    ("number", "decimals"),
    [(0.0, 2), (2.25, 2), (-0.7311, 2), (0.1, 2), (0.0477, 3), (-0.00477, 4), (1e-7, 8), (31.5, 2)],
)
def test_two_decimals_are_asked_for_or_two_digits_of_a_small_number(
    script: Script, number: float, decimals: int
) -> None:
    assert script.call("decimalsFor", number) == decimals


@pytest.mark.parametrize(
    ("number", "right", "wrong"),
    [
        (0.4777, [0.48, 0.4777, 0.478, 0.475], [0.47, 0.49, -0.48, 0.5]),
        (0.125, [0.12, 0.13, 0.125], [0.11, 0.14]),
        (-0.33468, [-0.33, -0.3347], [-0.32, -0.35, 0.33]),
        (0.04347, [0.043, 0.0435, 0.044], [0.04, 0.045]),
        (0.0, [0.0, 0.004], [0.01, -0.01]),
    ],
)
def test_an_answer_is_right_when_the_digits_asked_for_are(
    script: Script, number: float, right: list[float], wrong: list[float]
) -> None:
    assert [answer for answer in right if not script.call("isRight", answer, number)] == []
    assert [answer for answer in wrong if script.call("isRight", answer, number)] == []
