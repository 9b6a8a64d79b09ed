"""Times 10,000 samples through 2→8→8→1 in NumPy, forward and backward; run by engine.py in a process of its own."""

import json
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from generator.engine.batch import BatchProgram
from generator.engine.network import Layer
from generator.engine.operations.operation import Array
from tests.example import Example

SAMPLES = 10_000
SIZES = (2, 8, 8, 1)
ROUNDS = 150

Gradients = list[tuple[Array, Array]]


def by_hand(x: Array, y: Array, weights: list[Array], biases: list[Array]) -> tuple[Array, Gradients]:
    """Losses and summed gradients, as one writes them: a sample is a row."""
    h = [x]
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        h.append(np.tanh(h[-1] @ w.T + b))
    z = h[-1] @ weights[-1].T + biases[-1]
    e = np.exp(-np.abs(z))
    losses = np.maximum(z, 0) - z * y + np.log1p(e)
    delta = np.where(z >= 0, 1.0, e) / (1 + e) - y
    gradients: Gradients = []
    for w, source in zip(reversed(weights), reversed(h), strict=True):
        gradients.insert(0, (delta.T @ source, delta.sum(axis=0)))
        if source is not x:
            delta = delta @ w * (1 - source * source)
    return losses[:, 0], gradients


def in_columns(x: Array, y: Array, weights: list[Array], biases: list[Array]) -> tuple[Array, Gradients]:
    """The same with a sample in each column: with so few neurons, NumPy's loops are longer that way."""
    h = [x]
    for w, b in zip(weights[:-1], biases[:-1], strict=True):
        h.append(np.tanh(w @ h[-1] + b[:, np.newaxis]))
    z = weights[-1] @ h[-1] + biases[-1][:, np.newaxis]
    e = np.exp(-np.abs(z))
    losses = np.maximum(z, 0) - z * y + np.log1p(e)
    delta = np.where(z >= 0, 1.0, e) / (1 + e) - y
    gradients: Gradients = []
    for w, source in zip(reversed(weights), reversed(h), strict=True):
        gradients.insert(0, (delta @ source.T, delta.sum(axis=1)))
        if source is not x:
            delta = w.T @ delta * (1 - source * source)
    return losses[0], gradients


def main() -> None:
    """Print the milliseconds of each, round by round, as JSON."""
    random = np.random.default_rng(1)
    weights = [random.normal(size=(m, n)) for n, m in pairwise(SIZES)]
    biases = [random.normal(size=m) for m in SIZES[1:]]
    x, y = random.normal(size=(SAMPLES, 2)), (random.random((SAMPLES, 1)) < 0.5).astype(np.float64)
    activations = ("tanh", "tanh", "sigmoid")
    layers = tuple(
        Layer(activation, tuple(map(tuple, w.tolist())), tuple(b.tolist()))
        for activation, w, b in zip(activations, weights, biases, strict=True)
    )
    network = Example((0.0, 0.0), (0.0,), layers, "bce")
    graph = network.graph
    leaves: dict[str, ArrayLike] = {
        **network.leaves,
        "x1": x[:, 0].copy(),
        "x2": x[:, 1].copy(),
        "y": y[:, 0].copy(),
    }
    x_columns, y_columns = x.T.copy(), y.T.copy()

    program = BatchProgram(graph)
    values, gradients = program.run(leaves)
    for losses, expected in (
        by_hand(x, y, weights, biases),
        in_columns(x_columns, y_columns, weights, biases),
    ):
        assert np.allclose(values[-1], losses, rtol=1e-12)
        assert np.allclose(gradients[graph.index["w11"]], expected[0][0][0, 0], rtol=1e-9)
        assert np.allclose(gradients[graph.index["b1"]], expected[0][1][0], rtol=1e-9)
    print(
        json.dumps(
            _in_turn(
                engine=lambda: program.run(leaves),
                by_hand=lambda: by_hand(x, y, weights, biases),
                columns=lambda: in_columns(x_columns, y_columns, weights, biases),
            )
        )
    )


def _in_turn(**runs: Callable[[], object]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            began = time.perf_counter()
            run()
            times[name].append(1000 * (time.perf_counter() - began))
    return times


if __name__ == "__main__":
    main()
