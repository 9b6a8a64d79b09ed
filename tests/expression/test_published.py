"""Examples that others have published, typed as they print them, with the digits that they print."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.expression.languages import Language


@dataclass(frozen=True, slots=True)
class Published:
    text: str
    leaves: Mapping[str, float]
    last: str
    gradients: Mapping[str, str] = field(default_factory=dict)


MICROGRAD = """
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + relu(b + a)
d += 3 * d + relu(b - a)
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
"""

PUBLISHED = {
    "micrograd's README": Published(
        MICROGRAD, {"a": -4, "b": 2}, "24.70408163", {"a": "138.8338192", "b": "645.5772595"}
    ),
    "the same, written out": Published(
        MICROGRAD.replace("c += ", "c = c + ").replace("d += ", "d = d + ").replace("g += ", "g = g + "),
        {"a": -4, "b": 2},
        "24.70408163",
        {"a": "138.8338192", "b": "645.5772595"},
    ),
    "CS231n's neuron": Published(
        "f = 1/(1 + e^-(w0*x0 + w1*x1 + w2))",
        {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
        "0.73106",
        {"w0": "-0.19661", "w1": "-0.39322", "w2": "0.19661", "x0": "0.39322", "x1": "-0.58984"},
    ),
    "Géron's f(x, y)": Published("f = x²y + y + 2", {"x": 3, "y": 4}, "42", {"x": "24", "y": "10"}),
    "the first circuit of micrograd's lecture": Published(
        "L = (a*b + c) * f", {"a": 2, "b": -3, "c": 10, "f": -2}, "-8", {"a": "6", "b": "-4", "c": "-2", "f": "4"}
    ),
    "the same, all moved along their gradients by 0.01": Published(
        "L = (a*b + c) * f", {"a": 2.06, "b": -3.04, "c": 9.98, "f": -1.96}, "-7.286496"
    ),
    "a long short-term memory cell, its first step": Published(
        """
        a = tanh(0.45x₁ + 0.25x₂ + 0.2)
        """.replace("x₁", "x_1").replace("x₂", "x_2")
        + """
        i = σ(0.95x_1 + 0.8x_2 + 0.65)
        o = σ(0.6x_1 + 0.4x_2 + 0.1)
        s = i·a
        h = tanh(s)·o
        """,
        {"x_1": 1, "x_2": 2},
        "0.53631340",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_gives_the_digits_that_are_published(language: Language, name: str) -> None:
    published = PUBLISHED[name]
    answer = language.run(published.text, published.leaves)
    found = {"": list(answer.values.values())[-1], **answer.gradients}
    for which, digits in {"": published.last, **published.gradients}.items():
        decimals = len(digits.partition(".")[2])
        assert f"{found[which]:.{decimals}f}" == digits, which
