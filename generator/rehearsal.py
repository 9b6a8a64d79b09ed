"""The first updates, in NumPy, of every network whose file says what it learns from: the page is held against them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.config import NetworkFile
from generator.engine.data import DATA_SETS, draw_samples, split_samples
from generator.engine.features import features_of
from generator.engine.graph import Graph
from generator.engine.network import build_graph, leaf_values
from generator.engine.operations.table import OPS
from generator.engine.sample import Batch, Sample, inputs_of, targets_of
from generator.engine.training import Training, TrainingSettings

UPDATES = 50
"""So many are made."""

CHECKPOINTS = (1, 10, 50)
"""After so many the mean loss is kept for the page, which compares its own."""

USUAL: dict[str, Any] = {"count": 200, "noise": 0.05, "scale": 1.0, "seed": 1, "test": 0.2, "batch": 10}
"""What templates/scripts/training/tool.js takes where a file says nothing."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A run of UPDATES: the loss of each batch before its update, the mean losses at CHECKPOINTS, the parameters."""

    losses: tuple[float, ...]
    checkpoints: tuple[float, ...]
    parameters: tuple[float, ...]

    @property
    def numbers(self) -> tuple[float, ...]:
        """All of them, to be compared."""
        return (*self.losses, *self.checkpoints, *self.parameters)


def learns(file: NetworkFile) -> bool:
    """Whether a file says what is learned: it draws samples, or has several."""
    return "data" in file.training or len(file.samples) > 1


def rehearse(file: NetworkFile, rate: float) -> Rehearsal:
    """The beginning of the run that the page makes of a file that learns.

    `rate` is the learning rate where the file states none.
    """
    training = _training(file, rate if file.learning_rate is None else file.learning_rate)
    losses, checkpoints = [], []
    for update in range(1, UPDATES + 1):
        losses.append(training.update())
        if update in CHECKPOINTS:
            checkpoints.append(training.loss())
    return Rehearsal(tuple(losses), tuple(checkpoints), tuple(training.parameters.tolist()))


def _training(file: NetworkFile, rate: float) -> Training:
    said = USUAL | {"test": USUAL["test"] if "data" in file.training else 0} | dict(file.training)
    graph = build_graph(file.network)
    samples = _drawn(graph, said, file.network.features) if "data" in said else file.samples
    learned, _ = split_samples(len(samples), said["test"], seed=said["seed"])
    batch = tuple(samples[k] for k in learned)
    settings = {
        name: said[name]
        for name in ("optimizer", "schedule", "span", "shuffle", "seed", "l1", "l2", "clip")
        if name in said
    }
    # A batch that is larger than the set is the set.
    size = 0 if said["batch"] >= len(batch) else said["batch"]
    return Training(
        graph,
        leaf_values(file.network, file.samples[0]),
        inputs_of(batch),
        targets_of(batch),
        TrainingSettings(rate=rate, batch=size, **settings),
        file.fixed or (),
    )


def _drawn(graph: Graph, said: Mapping[str, Any], features: tuple[str, ...] | None) -> Batch:
    outputs = [node for node in graph.nodes if node.role == "output"]
    classes = max(len(outputs), 2) if DATA_SETS[said["data"]].classes else 0
    points = draw_samples(
        said["data"],
        seed=said["seed"],
        count=said["count"],
        noise=said["noise"],
        classes=classes or 2,
        scale=said["scale"],
    )
    reach = OPS[graph.nodes[-1].op].targets.range
    if reach is None:
        reach = (-1.0, 1.0) if all(node.op == "tanh" for node in outputs) else (0.0, 1.0)
    columns = [inputs for inputs, _ in points]
    read = features_of(features, columns).tolist() if features else columns
    return tuple(
        Sample(tuple(inputs), _target(label, len(outputs), reach) if classes else (label,))
        for inputs, (_, label) in zip(read, points, strict=True)
    )


def _target(label: float, outputs: int, reach: tuple[float, float]) -> tuple[float, ...]:
    """The upper end of what the loss takes for the sample's class, the lower one for all others."""
    hits: Sequence[bool] = [label == 1] if outputs == 1 else [label == k for k in range(outputs)]
    return tuple(reach[1] if hit else reach[0] for hit in hits)
