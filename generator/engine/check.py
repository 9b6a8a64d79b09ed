"""The oracle inside the product: gradients without the chain rule, and how far two lists of numbers are apart."""

import math
from collections.abc import Iterable, Mapping

from generator.engine.graph import LEAF, Graph, forward


def finite_differences(graph: Graph, leaves: Mapping[str, float], step: float) -> dict[str, float]:
    """The central difference quotient of the last node by every leaf: two forward passes for each.

    It is off by the order of step² (what the parabola leaves out) plus ε/step (rounding), so that the best step is
    about ε^(1/3), 6e-6, for numbers of about 1.
    """
    quotients = {}
    for node in graph.nodes:
        if node.op == LEAF:
            above = leaves[node.name] + step
            below = leaves[node.name] - step
            rise = _last(graph, {**leaves, node.name: above}) - _last(graph, {**leaves, node.name: below})
            # Not 2·step: the leaf moves by what is left of the step after rounding.
            quotients[node.name] = rise / (above - below)
    return quotients


def largest_difference(a: Iterable[float], b: Iterable[float]) -> float:
    """The largest difference of two lists, entry by entry: relative for numbers above 1, absolute below.

    Equal infinities do not differ; a NaN, an infinity in one list alone and lists of unequal length differ by ∞.
    """
    a, b = list(a), list(b)
    if len(a) != len(b):
        return math.inf
    return max((_difference(one, other) for one, other in zip(a, b, strict=True)), default=0.0)


def _last(graph: Graph, leaves: Mapping[str, float]) -> float:
    return float(forward(graph, leaves)[-1])


def _difference(one: float, other: float) -> float:
    if one == other:
        return 0.0
    difference = abs(one - other) / max(1.0, abs(one), abs(other))
    return difference if math.isfinite(difference) else math.inf
