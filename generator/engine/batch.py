"""Values and gradients over a large batch, a layer at a time: what graph.py computes, in a fraction of the time.

In graph.py every sum runs from left to right, as it does in JavaScript, and every weight has a gradient of its own for
each sample. Here a layer's sums are one product of matrices, and a number that all samples share has one gradient for
all of them. Such a product adds in an order of its own, so the last digits differ: it is right to 1e-12 of the terms
that are added up, as graph.py is, but the two do not round alike. That is why this is a module of its own.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from generator.engine.graph import LEAF, Graph
from generator.engine.layers import LayerOfNodes, Wanted, needed_gradients, steps_of
from generator.engine.operations.operation import Array, Canonical, Operation

Nodes = tuple[int, ...]

# The C library hands large memory back to the system as soon as it is free, and to have it back costs more than the
# arithmetic: a page fault for every 512 numbers. It keeps what is no larger than the largest piece that was ever freed,
# so here is one (32 MB is the most that glibc heeds). Nothing is written to it, so it costs nothing itself.
np.empty(4_000_000)


class BatchProgram:
    """A graph made ready for batches; the counterpart of `compile` in templates/scripts/engine/compiled/compile.js."""

    def __init__(self, graph: Graph, wanted: Wanted = "parameters") -> None:
        """Find the layers. Gradients that are not wanted, nor needed on the way, are not computed."""
        self._graph = graph
        self._needed = needed_gradients(graph, wanted)
        steps = steps_of(graph, self._needed)
        self._steps = [step if isinstance(step, int) else _Layer(graph, step) for step in steps]
        self._leaves = [i for i, node in enumerate(graph.nodes) if node.op == LEAF]
        self._learning = frozenset(i for i in self._leaves if self._needed[i])

    # As in graph.py: what overflows is ∞, and NumPy need not warn.
    @np.errstate(all="ignore")
    def run(self, leaves: Mapping[str, ArrayLike]) -> tuple[list[Array], list[Array]]:
        """The value and the gradient of every node, by index.

        Each leaf is a number or a vector over the batch. A gradient has the shape of its value: one for each sample or,
        of what is one number for all samples, the sum over the samples; NaN where it was not wanted. Raises KeyError
        for a leaf that is missing, ValueError for vectors of unequal length.
        """
        nodes = self._graph.nodes
        given = {i: np.asarray(leaves[nodes[i].name], dtype=np.float64) for i in self._leaves}
        vectors = {i: leaf for i, leaf in given.items() if leaf.ndim > 0}
        numbers = np.full(len(nodes), np.nan)
        for i in given.keys() - vectors.keys():
            numbers[i] = given[i]
        shape = np.broadcast_shapes((1,), *(leaf.shape for leaf in vectors.values()))
        run = self._forward(vectors, numbers, shape)
        self._backward(run)
        every = range(len(nodes))
        return [run.value(i) for i in every], [run.gradient(i) for i in every]

    @np.errstate(all="ignore")
    def losses(self, vectors: Mapping[int, Array], numbers: Array) -> Array:
        """The loss of each sample.

        `vectors` has, by index, the leaves with a number for each sample, one at least and all equally long; the others
        stand in `numbers` at their index.
        """
        return self._forward(vectors, numbers, _shape(vectors)).value(len(self._graph.nodes) - 1)

    @np.errstate(all="ignore")
    def losses_and_slopes(self, vectors: Mapping[int, Array], numbers: Array) -> tuple[Array, Array]:
        """The same, and by index the gradients of the leaves in `numbers` that are wanted, summed over the samples."""
        run = self._forward(vectors, numbers, _shape(vectors))
        self._backward(run)
        slopes = run.slopes
        # What was reached node by node has a row.
        for i in run.gradients.those_of(self._learning):
            if i not in vectors:
                slopes[i] = run.gradient(i)
        return run.value(len(self._graph.nodes) - 1), slopes

    def _forward(self, vectors: Mapping[int, Array], numbers: Array, shape: tuple[int, ...]) -> "_Run":
        steps = [part for step in self._steps for part in _parts(step, vectors)]
        run = _Run(self._graph, self._needed, steps, _Rows(dict(vectors), shape), numbers)
        for step in steps:
            run.forward(step)
        return run

    def _backward(self, run: "_Run") -> None:
        run.gradients.add((len(self._graph.nodes) - 1,), np.ones((1, *run.values.shape)))
        for step in reversed(run.steps):
            run.backward(step)


class _Rows:
    """One array over the batch for each node; nodes that were computed together lie in one matrix.

    With small batches, to take a matrix apart costs more than the arithmetic: it is done when a row is asked for.
    """

    def __init__(self, rows: dict[int, Array], shape: tuple[int, ...]) -> None:
        self.shape = shape
        self._rows = rows
        self._there = set(rows)
        self._matrices: dict[Nodes, Array] = {}
        self._together: list[tuple[Nodes, Array]] = []

    def those_of(self, nodes: frozenset[int]) -> frozenset[int]:
        """Those of these nodes that have a row."""
        return nodes & self._there

    def row(self, node: int) -> Array | None:
        """That of a node; None where it has none."""
        if node not in self._rows and node in self._there:
            for nodes, matrix in self._together:
                self._rows.update(zip(nodes, matrix, strict=True))
            self._together.clear()
        return self._rows.get(node)

    def matrix(self, nodes: Nodes, otherwise: Array | None = None) -> Array:
        """The rows of these nodes, one below the other: without copying where they were put there together.

        Where a node has none, its number `otherwise`, or 0.
        """
        matrix = self._matrices.get(nodes)
        if matrix is None:
            matrix = np.empty((len(nodes), *self.shape))
            for k, node in enumerate(nodes):
                row = self.row(node)
                matrix[k] = row if row is not None else 0.0 if otherwise is None else otherwise[node]
            if self._there.issuperset(nodes):
                self._matrices[nodes] = matrix
        return matrix

    def put(self, nodes: Nodes, matrix: Array) -> None:
        self._matrices[nodes] = matrix
        self._together.append((nodes, matrix))
        self._there.update(nodes)

    def put_row(self, node: int, row: Array) -> None:
        self._rows[node] = row
        self._there.add(node)

    def add(self, nodes: Nodes, matrix: Array) -> None:
        """Add to the rows of these nodes, or put the matrix there where they have none."""
        if self._there.isdisjoint(nodes):
            self.put(nodes, matrix)
            return
        for node, more in zip(nodes, matrix, strict=True):
            row = self.row(node)
            self.put_row(node, more if row is None else row + more)
        for others in [others for others in self._matrices if not set(others).isdisjoint(nodes)]:
            del self._matrices[others]


class _Layer:
    """A layer, and where its numbers stand: `weights` has one row a neuron, `biases` is a column, both of indices."""

    def __init__(self, graph: Graph, nodes: LayerOfNodes) -> None:
        self.nodes = nodes
        self.weights = np.array(nodes.weights)
        self.biases = np.array(nodes.biases)[:, np.newaxis]
        self.own = frozenset((*self.weights.ravel().tolist(), *nodes.biases))
        self.targets = () if nodes.loss is None else graph.nodes[nodes.loss].parents[len(nodes.sums) :]


def _shape(vectors: Mapping[int, Array]) -> tuple[int, ...]:
    """That of vectors which are equally long."""
    return next(iter(vectors.values())).shape


def _parts(step: _Layer | int, vectors: Mapping[int, Array]) -> list[_Layer | int]:
    """The step; node by node if some weight is not one number for all samples."""
    if isinstance(step, int) or step.own.isdisjoint(vectors):
        return [step]
    return [*step.nodes.nodes]


class _Run:
    """One pass over one batch; `slopes` are the gradients of what layers have, by index, summed over the samples."""

    def __init__(
        self, graph: Graph, needed: list[bool], steps: list[_Layer | int], values: _Rows, numbers: Array
    ) -> None:
        self.graph = graph
        self.needed = needed
        self.steps = steps
        self.values = values
        self.numbers = numbers
        self.gradients = _Rows({}, values.shape)
        self.slopes = np.zeros(len(graph.nodes))
        # By each fused loss, its derivatives by the sums, which fall out of the way forward.
        self._derivatives: dict[int, Array] = {}

    def value(self, node: int) -> Array:
        row = self.values.row(node)
        return np.asarray(self.numbers[node]) if row is None else row

    def forward(self, step: _Layer | int) -> None:
        if isinstance(step, int):
            self.values.put_row(step, np.asarray(self._rule(step).forward(self._operands(step))))
            return
        nodes = step.nodes
        z = self.numbers[step.weights] @ self._values(nodes.sources)
        z += self.numbers[step.biases]
        self.values.put(nodes.sums, z)
        if nodes.loss is not None:
            targets = self._values(step.targets)
            fused = _softmax_cross_entropy if self.graph.nodes[nodes.loss].op == "cce" else _cross_entropy
            h, loss, self._derivatives[nodes.loss] = fused(z, targets)
            self.values.put(nodes.activations, h)
            self.values.put_row(nodes.loss, loss)
        elif nodes.activations:
            # The table's functions go number by number, so they can take all neurons at once.
            self.values.put(nodes.activations, self._rule(nodes.activations[0]).forward([z]))

    def backward(self, step: _Layer | int) -> None:
        if isinstance(step, int):
            self._backward_node(step)
            return
        nodes = step.nodes
        if nodes.loss is not None:
            self.gradients.add(
                nodes.sums, self.gradients.matrix((nodes.loss,)) * self._derivatives[nodes.loss]
            )
        elif nodes.activations and self.graph.receivers[nodes.activations[0]]:
            z, h = self.values.matrix(nodes.sums), self.values.matrix(nodes.activations)
            self.gradients.add(
                nodes.sums, self.gradients.matrix(nodes.activations) * self._slope(nodes, z, h)
            )
        delta = self.gradients.matrix(nodes.sums)
        self.slopes[step.weights] = delta @ self._values(nodes.sources).T
        self.slopes[step.biases] = delta.sum(axis=1, keepdims=True)
        if any(self.needed[source] for source in nodes.sources):
            self.gradients.add(nodes.sources, self.numbers[step.weights].T @ delta)

    def gradient(self, node: int) -> Array:
        """A gradient in the shape of its value: what is one number for all samples gets the sum over them."""
        value, gradient = self.value(node), self.gradients.row(node)
        if not self.needed[node]:
            return np.full(value.shape, np.nan)
        if gradient is None:
            # What has no row is one number of a layer, or there is no way from it to the end.
            return np.full(value.shape, self.slopes[node])
        return np.asarray(gradient.sum()) if value.ndim == 0 else gradient

    def _backward_node(self, node: int) -> None:
        upstream, receivers = self.gradients.row(node), self.graph.receivers[node]
        if upstream is None or not receivers:
            return
        local = self._rule(node).local_derivatives(self._operands(node), self.value(node))
        for receiver, derivative in zip(receivers, local, strict=True):
            if self.needed[receiver]:
                self.gradients.add((receiver,), (upstream * derivative)[np.newaxis])

    def _slope(self, nodes: LayerOfNodes, z: Array, h: Array) -> Array:
        """The activation's derivative; tanh's, sech² z, in three steps over the batch where its entry needs eight."""
        if self.graph.nodes[nodes.activations[0]].op == "tanh":
            return np.square(1 / np.cosh(z))
        (slope,) = self._rule(nodes.activations[0]).local_derivatives([z], h)
        return slope

    def _values(self, nodes: Nodes) -> Array:
        """What a layer reads; a source may be one number for all samples."""
        return self.values.matrix(nodes, self.numbers)

    def _operands(self, node: int) -> list[Array]:
        return [self.value(source) for source in self.graph.sources[node]]

    def _rule(self, node: int) -> Operation | Canonical:
        rule = self.graph.rules[node]
        assert rule is not None
        return rule


def _cross_entropy(z: Array, y: Array) -> tuple[Array, Array, Array]:
    """Sigmoid, binary cross-entropy and its derivatives by z, as the `canonical` of bce has it, of one exponential."""
    e = np.exp(-np.abs(z))
    positive = z >= 0
    larger, smaller = 1 / (1 + e), e / (1 + e)
    prediction, complement = np.where(positive, larger, smaller), np.where(positive, smaller, larger)
    softplus = np.log1p(e)
    terms = (1 - y) * (np.maximum(z, 0) + softplus) + y * (np.maximum(-z, 0) + softplus)
    total = np.zeros(())
    for term in terms:
        total = total + term
    return prediction, total / len(z), ((1 - y) * prediction - y * complement) / len(z)


def _softmax_cross_entropy(z: Array, y: Array) -> tuple[Array, Array, Array]:
    """Softmax, its cross-entropy and that loss's derivatives by z, a class a row.

    The largest exponential is 1 and is kept apart from the sum of the others, so that what is left of 1 keeps its
    digits: by z the loss changes by ŷ·(the other y) − y·(the other ŷ).
    """
    top, columns = np.argmax(z, axis=0), np.arange(z.shape[1])
    e = np.exp(z - z[top, columns])
    apart = e.copy()
    apart[top, columns] = 0.0
    rest = apart.sum(axis=0)
    others = 1 + (rest - e)
    others[top, columns] = rest
    loss = (y * (z[top, columns] - z + np.log1p(rest))).sum(axis=0)
    return e / (1 + rest), loss, (e * (y.sum(axis=0) - y) - y * others) / (1 + rest)
