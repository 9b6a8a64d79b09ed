"""The numbers that a page must show: computed with NumPy, and written as a reader sees them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from generator.config import Formula
from generator.engine.expression import parse_expression
from generator.engine.graph import Graph, backward, forward
from tests.example import Example
from tests.lesson.content import NETWORK

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every value and gradient of one pass, by the name of the node."""

    values: Mapping[str, float]
    gradients: Mapping[str, float]


def computed(leaves: Mapping[str, float] | None = None, network: Example = NETWORK) -> Numbers:
    """NumPy's numbers of `network`, with the leaves that are named changed."""
    return _pass(network.graph, network.leaves | dict(leaves or {}))


def computed_formula(text: str, values: Mapping[str, float]) -> Numbers:
    """NumPy's numbers of a formula."""
    expression = parse_expression(text)
    return _pass(expression.graph, {**expression.constants, **values})


def computed_subject(subject: Example | Formula) -> Numbers:
    """NumPy's numbers of what a network's file holds."""
    if isinstance(subject, Example):
        return computed(network=subject)
    return computed_formula(subject.text, subject.values)


def _pass(graph: Graph, leaves: Mapping[str, float]) -> Numbers:
    values = forward(graph, leaves)
    gradients = backward(graph, values)
    names = [node.name for node in graph.nodes]
    return Numbers(
        {name: float(value) for name, value in zip(names, values, strict=True)},
        {name: float(slope) for name, slope in zip(names, gradients, strict=True)},
    )


def shown(number: float, decimals: int | None = None) -> str:
    """A computed number as the page writes it: with four decimals, or as many as show three digits of it.

    With `decimals` it has just so many.
    """
    if not math.isfinite(number):
        return "?" if math.isnan(number) else "∞" if number > 0 else "−∞"
    least = 1e-3 if decimals is None else 0.5 * 10**-decimals
    if number != 0 and (abs(number) < least or abs(number) >= 1e6):
        mantissa, exponent = f"{number:.2e}".split("e")
        return f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPTS)}".replace("-", "−")
    if decimals is None:
        decimals = 5 if 0 < abs(number) < 1e-2 else 4
    return f"{number + 0.0:.{decimals}f}".replace("-", "−")  # + 0.0 turns −0 into 0


def given(number: float) -> str:
    """A number that was entered, as the page writes it: as it was if four decimals say it, without zeros at its end."""
    text = f"{number + 0.0:.4f}".replace("-", "−") if round(number, 4) == number else shown(number)
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def brief(number: float) -> str:
    """A computed number as the graph writes it: with three decimals at most."""
    return shown(number, 3) if abs(number) < 10 else shown(number, 2)
