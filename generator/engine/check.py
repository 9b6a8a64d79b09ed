"""An oracle inside the product: derivatives by finite differences, and how far two lists of numbers are apart."""

import math
from collections.abc import Iterable, Mapping

from generator.engine.graph import LEAF, Graph, forward


def finite_differences(graph: Graph, leaves: Mapping[str, float], step: float = 1e-6) -> dict[str, float]:
    """∂(last node)/∂leaf for every leaf by central differences, (f(v + h) − f(v − h)) / 2h with h = step · max(1, |v|).

    The error is of order h² from the curvature and ε/h from rounding; h about the cube root of ε is a good choice.
    """

    def last(name: str, value: float) -> float:
        return float(forward(graph, {**leaves, name: value})[-1])

    slopes = {}
    for name in (node.name for node in graph.nodes if node.op == LEAF):
        value = leaves[name]
        h = step * max(1.0, abs(value))
        slopes[name] = (last(name, value + h) - last(name, value - h)) / ((value + h) - (value - h))
    return slopes


def largest_difference(left: Iterable[float], right: Iterable[float]) -> float:
    """The largest difference between two lists, relative where numbers are above 1, absolute below.

    Equal infinities do not differ; NaN, or an infinity on one side alone, differ infinitely. Raises ValueError where the
    lists are not of one length.
    """
    return max((_difference(a, b) for a, b in zip(left, right, strict=True)), default=0.0)


def _difference(a: float, b: float) -> float:
    if a == b:
        return 0.0
    difference = abs(a - b) / max(1.0, abs(a), abs(b))
    return difference if math.isfinite(difference) else math.inf
