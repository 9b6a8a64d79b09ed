"""The oracle inside the product: gradients without the chain rule, and how far two lists of numbers are apart."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.engine.graph import LEAF, Graph, create_graph, forward, stops_gradients


def finite_differences(graph: Graph, leaves: Mapping[str, float], step: float = 1e-6) -> dict[str, float]:
    """The central difference quotient of the last node by every leaf, at two forward passes a leaf.

    The step is relative for leaves above 1, absolute below. A quotient is off by the order of step² (what a parabola
    leaves out) plus ε / step (rounding), so the best step is about the cube root of ε. What stops gradients keeps its
    value, as in the backward pass.
    """
    quotients = {}
    still, given = held_still(graph, leaves)
    for node in graph.nodes:
        if node.op == LEAF:
            leaf = leaves[node.name]
            width = step * max(1.0, abs(leaf))
            above, below = leaf + width, leaf - width
            rise = _last_value(still, given, node.name, above) - _last_value(still, given, node.name, below)
            # Not 2·width: the leaf moves by what is left of it after rounding.
            quotients[node.name] = rise / (above - below)
    return quotients


def held_still(graph: Graph, leaves: Mapping[str, float]) -> tuple[Graph, Mapping[str, float]]:
    """The same graph with the same leaves, in which what stops gradients is a leaf too, with the value that it has."""
    stopped = [i for i, node in enumerate(graph.nodes) if stops_gradients(node)]
    if not stopped:
        return graph, leaves
    values = forward(graph, leaves)
    nodes = [
        replace(node, op=LEAF, parents=()) if i in stopped else node for i, node in enumerate(graph.nodes)
    ]
    return create_graph(nodes), {**leaves, **{graph.nodes[i].name: float(values[i]) for i in stopped}}


def largest_difference(a: Iterable[float], b: Iterable[float]) -> float:
    """The largest difference of two lists, entry by entry: relative for numbers above 1, absolute below.

    Equal infinities do not differ, nor does NaN from NaN: what is not defined is so in both. NaN or an infinity in one
    list alone, and lists of unequal length, differ by ∞.
    """
    a, b = list(a), list(b)
    if len(a) != len(b):
        return math.inf
    return max((_difference_between(one, other) for one, other in zip(a, b, strict=True)), default=0.0)


def _last_value(graph: Graph, leaves: Mapping[str, float], name: str, value: float) -> float:
    return float(forward(graph, {**leaves, name: value})[-1])


def _difference_between(one: float, other: float) -> float:
    if one == other or (math.isnan(one) and math.isnan(other)):
        return 0.0
    difference = abs(one - other) / max(1.0, abs(one), abs(other))
    return difference if math.isfinite(difference) else math.inf
