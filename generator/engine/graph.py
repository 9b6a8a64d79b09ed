"""Graphs of operations: the forward pass, and the chain rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from generator.engine.ops import OPS, Array, Canonical

LEAF = "leaf"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a graph.

    `name` is unique and ASCII; `symbol` is base and subscript; `op` is a key of OPS or "leaf"; `parents` are indices of
    earlier nodes, in order, with repetition (x·x has two parents). `role` says what the node is in its network, `neuron`
    (from 1) to which neuron it belongs.
    """

    name: str
    symbol: tuple[str, str]
    role: str
    op: str
    parents: tuple[int, ...] = ()
    neuron: int | None = None


@dataclass(frozen=True)
class Graph:
    """Nodes in topological order; the last one is what is differentiated.

    Raises ValueError for a name that comes twice, an operation that does not exist, or a parent that is not earlier.
    """

    nodes: tuple[Node, ...]
    index: Mapping[str, int] = field(init=False)
    children: tuple[tuple[int, ...], ...] = field(init=False)
    canonical: Mapping[int, tuple[int, ...]] = field(init=False)
    """Losses that are computed from pre-activations: the loss -> these (see ops.Canonical)."""
    shortcuts: Mapping[int, tuple[int, int]] = field(init=False)
    """Their predictions: the prediction -> the loss, and its position among the loss's parents."""

    def __post_init__(self) -> None:
        index: dict[str, int] = {}
        children: list[list[int]] = [[] for _ in self.nodes]
        for i, node in enumerate(self.nodes):
            if node.name in index:
                raise ValueError(f"two nodes are called {node.name}")
            if node.op != LEAF and node.op not in OPS:
                raise ValueError(f"node {node.name} has the unknown operation {node.op}")
            if not all(0 <= parent < i for parent in node.parents):
                raise ValueError(f"node {node.name} has a parent that does not come before it")
            index[node.name] = i
            for parent in dict.fromkeys(node.parents):
                children[parent].append(i)
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "children", tuple(tuple(below) for below in children))
        object.__setattr__(self, "canonical", self._canonical_losses())
        shortcuts = {
            self.nodes[loss].parents[position]: (loss, position)
            for loss, logits in self.canonical.items()
            for position in range(len(logits))
        }
        object.__setattr__(self, "shortcuts", shortcuts)

    def _canonical_losses(self) -> dict[int, tuple[int, ...]]:
        losses = {}
        for i, node in enumerate(self.nodes):
            predictions = node.parents[: len(node.parents) // 2]
            rule = OPS[node.op].canonical if node.op != LEAF else None
            if rule and all(
                self.nodes[p].op == rule.activation and self.children[p] == (i,) and node.parents.count(p) == 1
                for p in predictions
            ):
                losses[i] = tuple(self.nodes[p].parents[0] for p in predictions)
        return losses


def forward(graph: Graph, leaves: Mapping[str, ArrayLike]) -> list[Array]:
    """The value of every node, in the graph's order.

    Each leaf is a number or an array over a batch; all arrays have one shape. Raises KeyError for a missing leaf.
    """
    values: list[Array] = []
    for i, node in enumerate(graph.nodes):
        if node.op == LEAF:
            values.append(np.asarray(leaves[node.name], dtype=np.float64))
        elif i in graph.canonical:
            values.append(_rule(graph, i).forward(_canonical_operands(graph, values, i)))
        else:
            values.append(OPS[node.op].forward([values[parent] for parent in node.parents]))
    return values


def local_derivatives(graph: Graph, values: Sequence[Array], i: int) -> tuple[Array, ...]:
    """∂nodeᵢ/∂parent for each parent of node i, in order; none for a leaf."""
    node = graph.nodes[i]
    if node.op == LEAF:
        return ()
    if i in graph.canonical:
        return _rule(graph, i).local_derivatives(_canonical_operands(graph, values, i))
    return OPS[node.op].local_derivatives([values[parent] for parent in node.parents], values[i])


def backward(graph: Graph, values: Sequence[Array]) -> list[Array]:
    """The derivative of the last node by every node: reverse accumulation, from the last node to the first.

    Every node hands to each of its parents what has arrived at it times the local derivative; what arrives along several
    ways adds up. See Griewank & Walther, Evaluating Derivatives (2008), section 3.2.
    """
    gradients = [np.zeros_like(values[-1]) for _ in graph.nodes]
    gradients[-1] = np.ones_like(values[-1])
    for i in reversed(range(len(graph.nodes))):
        for parent, upstream, local in _contributions(graph, values, gradients, i):
            gradients[parent] = gradients[parent] + upstream * local
    return gradients


def _contributions(
    graph: Graph, values: Sequence[Array], gradients: Sequence[Array], i: int
) -> Iterator[tuple[int, Array, Array]]:
    """For each parent of node i: the parent, the gradient that comes from above, the local derivative."""
    if i in graph.shortcuts:
        # Between a loss and its canonical activation the product is known in closed form, and never ∞ · 0.
        loss, position = graph.shortcuts[i]
        through = _rule(graph, loss).through(_canonical_operands(graph, values, loss))
        yield graph.nodes[i].parents[0], gradients[loss], through[position]
        return
    locals_ = local_derivatives(graph, values, i)
    for parent, local in zip(graph.nodes[i].parents, locals_, strict=True):
        yield parent, gradients[i], local


def _rule(graph: Graph, loss: int) -> Canonical:
    rule = OPS[graph.nodes[loss].op].canonical
    assert rule is not None
    return rule


def _canonical_operands(graph: Graph, values: Sequence[Array], loss: int) -> list[Array]:
    parents = graph.nodes[loss].parents
    return [values[i] for i in (*graph.canonical[loss], *parents[len(parents) // 2 :])]
