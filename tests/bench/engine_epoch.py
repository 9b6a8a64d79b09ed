"""Times an epoch of 10,000 samples through 2→8→8→1 in NumPy, in hundreds, by Adam; run by engine.py in a process of its own."""

import json
import time
from itertools import pairwise

import numpy as np

from generator.engine.network import Layer
from generator.engine.operations.operation import Array
from generator.engine.training import Training, TrainingSettings
from tests.example import Example

SAMPLES = 10_000
SIZES = (2, 8, 8, 1)
BATCH = 100
RATE = 0.01
ROUNDS = 30


class ByHand:
    """The same run as one writes it: a sample is a row, and the parameters of each layer are arrays of their own."""

    def __init__(self, x: Array, y: Array, weights: list[Array], biases: list[Array]) -> None:
        self._x, self._y = x, y
        self._p = [array.copy() for pair in zip(weights, biases, strict=True) for array in pair]
        self._m = [np.zeros_like(array) for array in self._p]
        self._v = [np.zeros_like(array) for array in self._p]
        self._t = 0

    def epoch(self) -> None:
        """Every sample once, in their order."""
        for start in range(0, SAMPLES, BATCH):
            self._update(self._x[start : start + BATCH], self._y[start : start + BATCH])

    def _update(self, x: Array, y: Array) -> None:
        w1, b1, w2, b2, w3, b3 = self._p
        h1 = np.tanh(x @ w1.T + b1)
        h2 = np.tanh(h1 @ w2.T + b2)
        z = h2 @ w3.T + b3
        e = np.exp(-np.abs(z))
        # The loss of the batch, which a run shows, too.
        self.loss = (np.maximum(z, 0) - z * y + np.log1p(e)).mean()
        d3 = (np.where(z >= 0, 1.0, e) / (1 + e) - y) / len(x)
        d2 = d3 @ w3 * (1 - h2 * h2)
        d1 = d2 @ w2 * (1 - h1 * h1)
        gradients = (d1.T @ x, d1.sum(0), d2.T @ h1, d2.sum(0), d3.T @ h2, d3.sum(0))
        self._t += 1
        for k, g in enumerate(gradients):
            self._m[k] = 0.9 * self._m[k] + 0.1 * g
            self._v[k] = 0.999 * self._v[k] + 0.001 * g * g
            m, v = self._m[k] / (1 - 0.9**self._t), self._v[k] / (1 - 0.999**self._t)
            self._p[k] = self._p[k] - RATE * m / (np.sqrt(v) + 1e-8)

    def parameters(self) -> Array:
        """Neuron by neuron, its weights and its bias."""
        pairs = zip(self._p[::2], self._p[1::2], strict=True)
        return np.concatenate([np.column_stack(pair).ravel() for pair in pairs])


def main() -> None:
    """Print the milliseconds of each, round by round, as JSON."""
    random = np.random.default_rng(1)
    weights = [random.normal(size=(m, n)) for n, m in pairwise(SIZES)]
    biases = [random.normal(size=m) for m in SIZES[1:]]
    x, y = random.normal(size=(SAMPLES, 2)), (random.random((SAMPLES, 1)) < 0.5).astype(np.float64)
    layers = tuple(
        Layer(activation, tuple(map(tuple, w.tolist())), tuple(b.tolist()))
        for activation, w, b in zip(("tanh", "tanh", "sigmoid"), weights, biases, strict=True)
    )
    network = Example((0.0, 0.0), (0.0,), layers, "bce")
    settings = TrainingSettings("adam", RATE, batch=BATCH, shuffle=False)
    training = Training(network.graph, network.leaves, x, y, settings)
    by_hand = ByHand(x, y, weights, biases)

    def epoch() -> None:
        for _ in range(SAMPLES // BATCH):
            training.update()

    epoch()
    by_hand.epoch()
    assert np.allclose(training.parameters, by_hand.parameters(), rtol=1e-9, atol=1e-12)
    times: dict[str, list[float]] = {"engine": [], "by_hand": []}
    for _ in range(ROUNDS):
        for name, run in (("engine", epoch), ("by_hand", by_hand.epoch)):
            began = time.perf_counter()
            run()
            times[name].append(1000 * (time.perf_counter() - began))
    print(json.dumps(times))


if __name__ == "__main__":
    main()
