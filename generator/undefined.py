"""Which quantities of a pass have no value or no gradient, and why: the warnings of a build and a trace.

NaN in both engines is no fault of theirs: what is not defined, such as the logarithm of −2, has no number. The page
says so at its step; an author hears of it at once.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from generator.engine.graph import Graph, local_derivatives
from generator.engine.operations.operation import Array, Values


# As in graph.py: what these sentences are about, NumPy need not warn of.
@np.errstate(all="ignore")
def undefined_quantities(graph: Graph, values: Values, gradients: Values) -> list[str]:
    """A sentence for each quantity at which a number is lost, and one on what depends on it; none if all is defined."""
    return [*_without_value(graph, values), *_without_gradient(graph, values, gradients)]


def _without_value(graph: Graph, values: Values) -> Iterator[str]:
    lost = _undefined(values)
    first = [i for i in lost if not any(parent in lost for parent in graph.nodes[i].parents)]
    for i in first:
        node = graph.nodes[i]
        operands = " and ".join(
            f"{graph.nodes[parent].name} = {_written(values[parent])}"
            for parent in dict.fromkeys(node.parents)
        )
        yield f"{node.name} has no value: {node.op} is not defined for {operands}"
    if rest := [graph.nodes[i].name for i in lost if i not in first]:
        yield f"{_listed(rest)} no value, since it comes from what has none"


def _without_gradient(graph: Graph, values: Values, gradients: Values) -> Iterator[str]:
    valueless = _undefined(values)
    lost = [i for i in _undefined(gradients) if i not in valueless and graph.nodes[i].role != "constant"]
    if valueless and lost:
        # Nothing can be differentiated that has no value.
        yield f"{_listed([graph.nodes[i].name for i in lost])} no gradient, since what comes of it has no value"
        return
    for i in lost:
        if cause := _cause(graph, values, gradients, i):
            yield f"{graph.nodes[i].name} has no gradient: {cause}"
    caused = [i for i in lost if not _cause(graph, values, gradients, i)]
    if caused:
        yield f"{_listed([graph.nodes[i].name for i in caused])} no gradient, since what comes of it has none"


def _cause(graph: Graph, values: Values, gradients: Values, i: int) -> str | None:
    """Why node i has no gradient although all have one that hand theirs to it; None where one of these has none."""
    readers = [reader for reader, receivers in enumerate(graph.receivers) if i in receivers]
    if any(np.isnan(gradients[reader]) for reader in readers):
        return None
    for reader in readers:
        name, slopes = graph.nodes[reader].name, local_derivatives(graph, values, reader)
        for position, parent in enumerate(graph.nodes[reader].parents):
            if parent != i:
                continue
            if np.isnan(slopes[position]):
                return f"{name} has no slope there"
            if np.isnan(slopes[position] * gradients[reader]):
                infinite, zero = ("gradient", "slope") if slopes[position] == 0 else ("slope", "gradient")
                return f"at {name} an infinite {infinite} meets a {zero} of 0"
    return "infinite gradients of both signs meet there"


def _undefined(numbers: Values) -> list[int]:
    return [i for i, number in enumerate(numbers) if np.isnan(number)]


def _listed(names: Sequence[str]) -> str:
    """`a has`, `a and b have`, `a, b and c have`."""
    if len(names) == 1:
        return f"{names[0]} has"
    return f"{', '.join(names[:-1])} and {names[-1]} have"


def _written(number: Array) -> str:
    return f"{float(number):g}".replace("-", "−")
