"""What there is to compute in a graph, in steps: layers, that is neurons which share their sources, are found by rule.

Their nodes may be called whatever they are, and stand wherever they do. The same as templates/scripts/engine/layers.js.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.engine.graph import LEAF, Graph
from generator.engine.operations.table import OPS

Wanted = Literal["parameters", "all"]
"""Whose gradients: "parameters" are all leaves but inputs and targets."""


CROSS_ENTROPIES = frozenset({"bce", "cce"})
"""Losses that can be computed along with the activations that they belong to."""


@dataclass(frozen=True, slots=True)
class LayerOfNodes:
    """Indices of nodes; one entry a neuron, but for sources and loss, which they share.

    Each row of `weights` has a leaf for each source; no other node reads weights and biases. `sums` are the weighted
    sums, ascending; `activations` are all of one operation, each the only reader of its sum, else there are none.
    `loss` is the cross-entropy of just these activations, where it can be computed along with them.
    """

    sources: tuple[int, ...]
    weights: tuple[tuple[int, ...], ...]
    biases: tuple[int, ...]
    sums: tuple[int, ...]
    activations: tuple[int, ...]
    loss: int | None

    @property
    def nodes(self) -> tuple[int, ...]:
        """What the layer computes, in order."""
        return (*self.sums, *self.activations, *(() if self.loss is None else (self.loss,)))


def steps_of(graph: Graph, needed: Sequence[bool]) -> list[LayerOfNodes | int]:
    """Layers, and the index of every node that is in none, in an order in which they can be computed.

    A layer stands where its first neuron does: what it reads comes before all of its neurons, what reads it, after.
    `needed` is what `needed_gradients` says.
    """
    layers = {layer.sums[0]: layer for layer in _layers_of(graph, needed)}
    found: set[int] = set()
    steps: list[LayerOfNodes | int] = []
    for i, node in enumerate(graph.nodes):
        if node.op == LEAF or i in found:
            continue
        layer = layers.get(i)
        steps.append(i if layer is None else layer)
        found.update(() if layer is None else layer.nodes)
    return steps


def needed_gradients(graph: Graph, wanted: Wanted) -> list[bool]:
    """Which nodes need a gradient: those wanted, those on the way to them, and the last, where all gradients begin."""
    needed: list[bool] = []
    for i, node in enumerate(graph.nodes):
        is_wanted = wanted == "all" or i == len(graph.nodes) - 1
        is_parameter = node.op == LEAF and node.role not in ("input", "target")
        needed.append(is_wanted or is_parameter or any(needed[receiver] for receiver in graph.receivers[i]))
    return needed


def _layers_of(graph: Graph, needed: Sequence[bool]) -> list[LayerOfNodes]:
    by_sources: dict[tuple[int, ...], list[int]] = {}
    for i, node in enumerate(graph.nodes):
        if _is_neuron(graph, i, needed):
            by_sources.setdefault(node.parents[1::2], []).append(i)
    layers = []
    for sources, sums in by_sources.items():
        own = _activations_of(graph, sums)
        activations = own or _joint_activations_of(graph, sums)
        loss = _cross_entropy_of(graph, activations, needed) if activations else None
        layers.append(
            LayerOfNodes(
                sources,
                tuple(graph.nodes[i].parents[:-1:2] for i in sums),
                tuple(graph.nodes[i].parents[-1] for i in sums),
                tuple(sums),
                # What is joint can be computed with its loss alone.
                activations if own or loss is not None else (),
                loss,
            )
        )
    return layers


def _is_neuron(graph: Graph, i: int, needed: Sequence[bool]) -> bool:
    """Whether node i is a weighted sum of sources, none of which comes twice, with parameters of its own."""
    op, parents = graph.nodes[i].op, graph.nodes[i].parents
    return (
        op == "weighted_sum"
        and len(parents) > 2
        and len(parents) % 2 == 1
        and len(set(parents)) == len(parents)
        and all(
            graph.nodes[own].op == LEAF and len(graph.children[own]) == 1 and needed[own]
            for own in parents[::2]
        )
    )


def _activations_of(graph: Graph, sums: Sequence[int]) -> tuple[int, ...]:
    readers = tuple(reader for i in sums for reader in graph.children[i])
    if len(readers) != len(sums) or not all(len(graph.children[i]) == 1 for i in sums):
        return ()
    op, passes_on = graph.nodes[readers[0]].op, bool(graph.receivers[readers[0]])
    fit = OPS[op].kind == "activation" and all(
        graph.nodes[reader].op == op
        and len(graph.nodes[reader].parents) == 1
        and bool(graph.receivers[reader]) == passes_on
        for reader in readers
    )
    return readers if fit else ()


def _joint_activations_of(graph: Graph, sums: Sequence[int]) -> tuple[int, ...]:
    """The activations that are computed from all of these sums at once, each of which reads its own sum first."""
    readers = tuple(graph.children[sums[0]])
    fit = (
        len(readers) == len(sums)
        and all(
            OPS[graph.nodes[reader].op].joint and graph.nodes[reader].parents[0] == own
            for reader, own in zip(readers, sums, strict=True)
        )
        and all(tuple(graph.children[own]) == readers for own in sums)
    )
    return readers if fit else ()


def _cross_entropy_of(graph: Graph, activations: Sequence[int], needed: Sequence[bool]) -> int | None:
    """The loss that reads these activations and nothing else, in its canonical form: sigmoid or softmax with theirs.

    Its derivatives by the sums can be computed along with it, but not those by predictions and targets, so these must
    not be needed.
    """
    loss = next(iter(graph.children[activations[0]]), None)
    if loss is None or graph.nodes[loss].op not in CROSS_ENTROPIES:
        return None
    if graph.rules[loss] is not OPS[graph.nodes[loss].op].canonical:
        return None
    count, parents = len(activations), graph.nodes[loss].parents
    fits = (
        parents[:count] == tuple(activations)
        and len(parents) == 2 * count
        and all(graph.nodes[target].op == LEAF for target in parents[count:])
        and not any(needed[parent] for parent in parents)
    )
    return loss if fits else None
