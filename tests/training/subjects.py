"""Networks with samples, for both languages."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.engine.data import draw_samples
from generator.engine.network import Layer
from generator.engine.training import Training, TrainingSettings
from tests.example import Example

Array = NDArray[np.float64]


def random_network(sizes: Sequence[int], activations: Sequence[str], loss: str, seed: int = 0) -> Example:
    rng = np.random.default_rng(seed)
    layers = tuple(
        Layer(name, tuple(map(tuple, rng.normal(size=(m, n)).tolist())), tuple(rng.normal(size=m).tolist()))
        for (n, m), name in zip(pairwise(sizes), activations, strict=True)
    )
    return Example((0.0,) * sizes[0], (1.0,) + (0.0,) * (sizes[-1] - 1), layers, loss)


@dataclass(frozen=True)
class Subject:
    """What a run is about."""

    network: Example
    inputs: Array
    targets: Array
    settings: dict[str, Any] = field(default_factory=dict)
    held: tuple[str, ...] = ()

    def in_python(self) -> Training:
        graph, leaves = self.network.graph, self.network.leaves
        settings = TrainingSettings(**self.settings)
        return Training(graph, leaves, self.inputs, self.targets, settings, self.held)

    def as_data(self) -> dict[str, Any]:
        return {
            "network": asdict(self.network),
            "inputs": self.inputs.tolist(),
            "targets": self.targets.tolist(),
            "settings": self.settings,
            "held": list(self.held),
        }


def on_points(network: Example, name: str, count: int = 57, **settings: Any) -> Subject:
    points = draw_samples(name, seed=1, count=count, noise=0.05)
    inputs = np.array([point for point, _ in points])
    return Subject(network, inputs, np.array([[label] for _, label in points]), settings)


def three_classes(**settings: Any) -> Subject:
    points = draw_samples("blobs", seed=2, count=40, noise=0.2, classes=3)
    network = random_network((2, 5, 3), ("tanh", "softmax"), "cce", seed=3)
    targets = np.eye(3)[[int(label) for _, label in points]]
    return Subject(network, np.array([point for point, _ in points]), targets, settings)
