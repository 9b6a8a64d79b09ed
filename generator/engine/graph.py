"""Graphs of operations, the forward pass and the backward pass.

The chain rule stands in `backward`, once, for every graph and every operation: what an operation computes and how it is
differentiated, its entry in the table says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from generator.engine.operations.operation import Array, Canonical, Operation, Values
from generator.engine.operations.table import OPS

LEAF = "leaf"
"""The `op` of a node that is given, not computed."""

Role = Literal[
    "input", "target", "weight", "bias", "pre_activation", "hidden", "output", "loss",
    "parameter", "constant", "operation",
]  # fmt: skip
"""The last three are those of a formula: a free name and a number, both leaves, and what is computed from them."""


@dataclass(frozen=True, slots=True)
class Node:
    """One quantity.

    `name` is ASCII and unique in its graph, `symbol` is base and subscript as people write them, `op` a key of OPS or
    LEAF. `parents` are indices of earlier nodes, in order and with repetition: x·x has two. `neuron` is the number,
    from 1, of the neuron that the node belongs to.
    """

    name: str
    symbol: tuple[str, str]
    role: Role
    op: str
    parents: tuple[int, ...] = ()
    neuron: int | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in topological order, and what follows from them; made by `create_graph`. The last node is differentiated.

    For node i, `children[i]` are the nodes that it is a parent of, each once, ascending. `rules[i]` computes it from
    the values of `sources[i]`, and its gradient goes to `receivers[i]`. Sources and receivers are the parents, except
    where a loss meets its canonical activation; what stops gradients has no receivers.
    """

    nodes: tuple[Node, ...]
    index: Mapping[str, int]
    children: tuple[tuple[int, ...], ...]
    rules: tuple[Operation | Canonical | None, ...]
    sources: tuple[tuple[int, ...], ...]
    receivers: tuple[tuple[int, ...], ...]


def create_graph(nodes: Iterable[Node]) -> Graph:
    """The graph of these nodes.

    Raises ValueError for a name that comes twice, an operation that is not in the table, and a parent that does not
    come before its child.
    """
    nodes = tuple(nodes)
    index: dict[str, int] = {}
    children: list[list[int]] = [[] for _ in nodes]
    for i, node in enumerate(nodes):
        if node.name in index:
            raise ValueError(f"two nodes are called {node.name}")
        if node.op != LEAF and node.op not in OPS:
            raise ValueError(f"{node.name} has the unknown operation {node.op}")
        if not all(0 <= parent < i for parent in node.parents):
            raise ValueError(f"{node.name} has a parent that does not come before it")
        index[node.name] = i
        for parent in set(node.parents):
            children[parent].append(i)

    rules: list[Operation | Canonical | None] = [OPS.get(node.op) for node in nodes]
    sources = [node.parents for node in nodes]
    receivers = [() if stops_gradients(node) else node.parents for node in nodes]
    for i, node in enumerate(nodes):
        canonical = _canonical_form(nodes, children, i)
        if canonical is not None:
            predictions, targets = _halves(node.parents)
            logits = tuple(nodes[prediction].parents[0] for prediction in predictions)
            # The loss reads and serves the logits itself, so its predictions have nothing left to pass on.
            rules[i] = canonical
            sources[i] = logits + targets
            receivers[i] = node.parents + logits
            for prediction in predictions:
                receivers[prediction] = ()
    return Graph(nodes, index, tuple(map(tuple, children)), tuple(rules), tuple(sources), tuple(receivers))


def stops_gradients(node: Node) -> bool:
    """Whether it passes no gradient on, on purpose."""
    return node.op != LEAF and OPS[node.op].stops


def _canonical_form(nodes: Sequence[Node], children: Sequence[Sequence[int]], i: int) -> Canonical | None:
    """The canonical form of node i, if it is a loss all of whose predictions are its own activation's and its alone.

    Where that activation is joint, they must also be made of the same logits, each with its own first.
    """
    operation = OPS.get(nodes[i].op)
    if operation is None or operation.canonical is None:
        return None
    activation = operation.canonical.activation
    predictions, targets = _halves(nodes[i].parents)
    logits = sorted(z for prediction in predictions for z in nodes[prediction].parents[:1])
    fits = all(
        nodes[prediction].op == activation
        and len(children[prediction]) == 1
        and prediction not in targets
        and (not OPS[activation].joint or sorted(nodes[prediction].parents) == logits)
        for prediction in predictions
    )
    return operation.canonical if fits else None


def _halves(parents: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A loss's predictions, and its targets."""
    half = len(parents) // 2
    return parents[:half], parents[half:]


# IEEE arithmetic as it is, as in JavaScript: what overflows is ∞, and the lesson says so; NumPy need not warn.
@np.errstate(all="ignore")
def forward(graph: Graph, leaves: Mapping[str, ArrayLike]) -> list[Array]:
    """The value of every node, by index.

    Each leaf is a number or an array over the batch. Raises KeyError for a leaf that is missing.
    """
    values: list[Array] = []
    for i, node in enumerate(graph.nodes):
        rule = graph.rules[i]
        value = leaves[node.name] if rule is None else rule.forward(_operands_of(graph, values, i))
        values.append(np.asarray(value, dtype=np.float64))
    return values


@np.errstate(all="ignore")
def backward(graph: Graph, values: Values) -> list[Array]:
    """The gradient of every node, by index: the derivative of the last node by it, for each sample of the batch.

    This is reverse accumulation. From the last node to the first, each node hands to every node that it was computed
    from the gradient that has arrived at itself times the local derivative; whatever arrives at one node along several
    paths adds up there. See Griewank & Walther, Evaluating Derivatives (2008), section 3.2.
    """
    shape = np.broadcast_shapes(*(value.shape for value in values))
    gradients = [np.zeros(shape) for _ in graph.nodes]
    gradients[-1] += 1
    for i in reversed(range(len(graph.nodes))):
        upstream, local = gradients[i], _derivatives_of(graph, values, i)
        for k, receiver in enumerate(graph.receivers[i]):
            gradients[receiver] += upstream * local[k]
    return gradients


@np.errstate(all="ignore")
def local_derivatives(graph: Graph, values: Values, i: int) -> Values:
    """The derivative of node i by each of its parents, in order, all else held still; nothing for a leaf."""
    return _derivatives_of(graph, values, i)[: len(graph.nodes[i].parents)]


def _derivatives_of(graph: Graph, values: Values, i: int) -> Values:
    rule = graph.rules[i]
    return [] if rule is None else rule.local_derivatives(_operands_of(graph, values, i), values[i])


def _operands_of(graph: Graph, values: Values, i: int) -> Values:
    return [values[source] for source in graph.sources[i]]
