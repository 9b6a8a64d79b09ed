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
    values: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    """By one step of descent at the rate 0.1."""


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

LSTM = """
a1 = tanh(Wa1·x11 + Wa2·x12 + ua·h0 + ba)
i1 = σ(Wi1·x11 + Wi2·x12 + ui·h0 + bi)
f1 = σ(Wf1·x11 + Wf2·x12 + uf·h0 + bf)
o1 = σ(Wo1·x11 + Wo2·x12 + uo·h0 + bo)
s1 = i1·a1 + f1·s0
h1 = tanh(s1)·o1
a2 = tanh(Wa1·x21 + Wa2·x22 + ua·h1 + ba)
i2 = σ(Wi1·x21 + Wi2·x22 + ui·h1 + bi)
f2 = σ(Wf1·x21 + Wf2·x22 + uf·h1 + bf)
o2 = σ(Wo1·x21 + Wo2·x22 + uo·h1 + bo)
s2 = i2·a2 + f2·s1
h2 = tanh(s2)·o2
E = ½(h1 - 0.5)² + ½(h2 - 1.25)²
"""
LSTM_LEAVES = {
    "Wa1": 0.45, "Wa2": 0.25, "Wi1": 0.95, "Wi2": 0.8, "Wf1": 0.7, "Wf2": 0.45, "Wo1": 0.6, "Wo2": 0.4,
    "ua": 0.15, "ui": 0.8, "uf": 0.1, "uo": 0.25, "ba": 0.2, "bi": 0.65, "bf": 0.15, "bo": 0.1,
    "x11": 1, "x12": 2, "x21": 0.5, "x22": 3, "h0": 0, "s0": 0,
}  # fmt: skip

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
    "Gomez's long short-term memory cell, two steps": Published(
        LSTM, LSTM_LEAVES, "0.11",
        gradients={"ba": "-0.03640839"},
        values={"h1": "0.53631340", "s1": "0.78572615", "s2": "1.51763310"},
        moved={
            "Wa1": "0.45267162", "Wa2": "0.25922011", "Wi1": "0.95022037", "Wi2": "0.80066386",
            "Wf1": "0.70031533", "Wf2": "0.45189196", "Wo1": "0.60259241", "Wo2": "0.41626039",
            "ua": "0.15103961", "ui": "0.80005983", "uf": "0.10033823", "uo": "0.25296999",
            "ba": "0.20364084", "bi": "0.65027615", "bf": "0.15063065", "bo": "0.1053613",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_it_gives_the_digits_that_are_published(language: Language, name: str) -> None:
    published = PUBLISHED[name]
    answer = language.run(published.text, published.leaves)
    last = list(answer.values)[-1]
    moved = {name: value - 0.1 * answer.gradients[name] for name, value in published.leaves.items()}
    for found, expected in (
        (answer.values, {last: published.last, **published.values}),
        (answer.gradients, published.gradients),
        (moved, published.moved),
    ):
        for which, digits in expected.items():
            decimals = len(digits.partition(".")[2])
            assert f"{found[which]:.{decimals}f}" == digits, which
