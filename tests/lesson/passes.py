"""A graph with NumPy's numbers, by the names of its nodes: what sentences about a pass are held against."""

from collections.abc import Mapping

import numpy as np

from generator.engine.graph import Graph, backward, forward
from generator.engine.operations.table import OPS


class Pass:
    """A graph with NumPy's numbers; names stand for nodes."""

    def __init__(self, graph: Graph, leaves: Mapping[str, float]) -> None:
        with np.errstate(all="ignore"):
            values = forward(graph, leaves)
            gradients = backward(graph, values)
        names = [node.name for node in graph.nodes]
        self.node = {node.name: node for node in graph.nodes}
        self.value = dict(zip(names, map(float, values), strict=True))
        self.gradient = dict(zip(names, map(float, gradients), strict=True))
        self.readers: dict[str, list[str]] = {name: [] for name in names}
        for node in graph.nodes:
            for parent in node.parents:
                self.readers[names[parent]].append(node.name)
        self.parents = {node.name: [names[parent] for parent in node.parents] for node in graph.nodes}
        self.loss = names[-1]
        self.targets = [node.name for node in graph.nodes if node.role == "target"]

    def symbol(self, name: str) -> str:
        base, index = self.node[name].symbol
        return base + index.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))

    def activation_of(self, name: str) -> str | None:
        """The activation that alone reads a value; of softmax, which reads all, the one that it stands first in."""
        readers = self.readers[name]
        if all(self.node[reader].op == "softmax" for reader in readers):
            readers = [reader for reader in readers if self.parents[reader][0] == name]
        return (
            readers[0] if len(readers) == 1 and OPS[self.node[readers[0]].op].kind == "activation" else None
        )

    def is_canonical(self, prediction: str) -> bool:
        pair = (self.node[prediction].op, self.node[self.loss].op)
        return pair in {("sigmoid", "bce"), ("softmax", "cce")} and self.readers[prediction] == [self.loss]

    def targets_add_up(self) -> bool:
        return abs(sum(self.value[name] for name in self.targets) - 1) < 1e-9

    def operands(self, name: str) -> list[float]:
        return [self.value[parent] for parent in self.parents[name]]

    def local(self, reader: str, place: int) -> float:
        """The derivative of `reader` with respect to its operand at `place`."""
        with np.errstate(all="ignore"):
            locals_ = OPS[self.node[reader].op].local_derivatives(
                [np.array(operand) for operand in self.operands(reader)], np.array(self.value[reader])
            )
        return float(locals_[place])

    def places(self, name: str) -> list[tuple[str, int]]:
        """Where a value is read: by which node, at which of its operands."""
        return [
            (node.name, place)
            for node in self.node.values()
            for place, parent in enumerate(self.parents[node.name])
            if parent == name
        ]
