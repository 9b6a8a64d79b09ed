"""The numbers of a page in NumPy, and how far those of its script are apart from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from generator import config
from generator.engine.check import largest_difference
from generator.engine.expression import parse_expression
from generator.engine.graph import Graph, backward, forward
from generator.engine.network import Network, batch_leaves, build_graph
from generator.errors import BuildError
from generator.rehearsal import UPDATES, Rehearsal
from generator.undefined import undefined_quantities

TOLERANCE = 1e-9
"""The largest difference between Python and JavaScript with which a page may be written."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of each sample a row, by node; `undefined` is about the one that is shown."""

    values: list[list[float]]
    gradients: list[list[float]]
    undefined: list[str]


def graph_of(file: config.NetworkFile) -> Graph:
    """The graph of its layers or of its formula."""
    if isinstance(file.subject, Network):
        return build_graph(file.subject)
    return parse_expression(file.subject.text, file.subject.values).graph


def compute(file: config.NetworkFile, shown: int = 1) -> Numbers:
    """Of every sample of a network, of a formula once; `shown` is the number of a sample."""
    if isinstance(file.subject, config.Formula):
        expression = parse_expression(file.subject.text, file.subject.values)
        graph = expression.graph
        leaves: Mapping[str, ArrayLike] = {**expression.constants, **file.subject.values}
    else:
        graph, leaves = build_graph(file.subject), batch_leaves(file.subject, file.samples)
    values = forward(graph, leaves)
    gradients = backward(graph, values)
    samples = max(len(file.samples), 1)
    by_sample = (_by_sample(values, samples), _by_sample(gradients, samples))
    own, slopes = ([*map(np.asarray, table[shown - 1])] for table in by_sample)
    return Numbers(by_sample[0].tolist(), by_sample[1].tolist(), undefined_quantities(graph, own, slopes))


def _by_sample(numbers: Sequence[ArrayLike], samples: int) -> NDArray[np.float64]:
    """A row for each sample; what is one number for all of them is in each."""
    return np.stack([np.broadcast_to(number, (samples,)) for number in numbers], axis=1)


def warnings_of(numbers: Mapping[str, Numbers]) -> tuple[str, ...]:
    """What has no value or gradient, network by network."""
    return tuple(f"the network '{name}': {each}" for name, own in numbers.items() for each in own.undefined)


def compare(numbers: Mapping[str, Numbers], of_script: Mapping[str, Any]) -> float:
    """How far the two engines are apart at most. Raises BuildError where that is too far."""
    differences = {
        name: max(
            largest_difference(chain(*mine), chain(*theirs))
            for mine, theirs in (
                (own.values, of_script[name]["values"]),
                (own.gradients, of_script[name]["gradients"]),
            )
        )
        for name, own in numbers.items()
    }
    name, difference = max(differences.items(), key=lambda pair: pair[1])
    if not difference <= TOLERANCE:
        raise BuildError(
            f"Python and JavaScript differ by {difference:.1e} on the network '{name}', more than the "
            f"{TOLERANCE:.0e} that a page may have; nothing is written"
        )
    return difference


def compare_runs(runs: Mapping[str, Rehearsal], of_script: Mapping[str, Sequence[float]]) -> float:
    """The same for runs: every loss, and every parameter in the end."""
    differences = {name: largest_difference(run.numbers, of_script[name]) for name, run in runs.items()}
    name, difference = max(differences.items(), key=lambda pair: pair[1], default=("", 0.0))
    if not difference <= TOLERANCE:
        raise BuildError(
            f"Python and JavaScript differ by {difference:.1e} in the first {UPDATES} updates of the network '{name}', "
            f"more than the {TOLERANCE:.0e} that a page may have; nothing is written"
        )
    return difference
