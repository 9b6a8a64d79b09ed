"""Training: updates of a network's parameters, each made of the gradients of a few samples, one after the other.

Every number of an update can be had again: which samples it took follows from the seed and its number, and so does the
learning rate. The same as templates/scripts/engine/training.js.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from generator.engine.batch import BatchProgram
from generator.engine.graph import LEAF, Graph
from generator.engine.optimizers.table import OPTIMIZERS
from generator.engine.random import shuffled
from generator.engine.schedules import SCHEDULES

Array = NDArray[np.float64]

FIRST_STREAM = 2
"""Of a seed, stream 0 draws the samples, stream 1 splits them, this one and those after it order the epochs."""

NORM_MARGIN = 1e-6
"""What is added to a gradient's norm before it is clipped, as PyTorch's clip_grad_norm_ does."""


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How a run learns.

    `batch` is the number of samples in an update, 0 for all; the last one of an epoch may be smaller.

    `l1` and `l2` are those of a penalty l1·Σ|w| + ½·l2·Σw² over the weights, biases left out; `clip` is the longest
    that a gradient may be (0: as long as it is); `span` is the schedule's T, in updates; `options` are settings of
    the optimizer that are not as usual.
    """

    optimizer: str = "gradient_descent"
    rate: float = 0.1
    options: Mapping[str, float] = field(default_factory=dict)
    schedule: str = "constant"
    span: int = 100
    batch: int = 10
    shuffle: bool = True
    seed: int = 1
    reduction: Literal["mean", "sum"] = "mean"
    l1: float = 0.0
    l2: float = 0.0
    clip: float = 0.0


class Training:
    """A run over samples that do not change: `update` makes the next update, `loss` says how good it is by now."""

    def __init__(
        self,
        graph: Graph,
        leaves: Mapping[str, float],
        inputs: Array,
        targets: Array,
        settings: TrainingSettings,
        held: Sequence[str] = (),
    ) -> None:
        """`inputs` and `targets` have a row for each sample, and a column for each leaf of that role, in their order.

        `leaves` are the parameters to begin with; those that are `held` do not move. Raises KeyError for an optimizer
        or a schedule that is not in its table.
        """
        self.settings = settings
        self.optimizer = OPTIMIZERS[settings.optimizer]
        self._options = {name: setting.usual for name, setting in self.optimizer.settings.items()} | dict(
            settings.options
        )
        self._schedule = SCHEDULES[settings.schedule]
        nodes = [(index, node) for index, node in enumerate(graph.nodes) if node.op == LEAF]
        self._columns = {
            index: column
            for role, table in (("input", inputs), ("target", targets))
            for index, column in zip((i for i, node in nodes if node.role == role), table.T, strict=True)
        }
        numbers = [(index, node) for index, node in nodes if index not in self._columns]
        self._rest = np.full(len(graph.nodes), np.nan)
        for index, node in numbers:
            self._rest[index] = leaves[node.name]
        learned = [(index, node) for index, node in numbers if node.name not in held]
        self.names = tuple(node.name for _, node in learned)
        self._indices = [index for index, _ in learned]
        self._penalised = np.array([node.role != "bias" for _, node in learned], dtype=np.float64)
        self._program = BatchProgram(graph)
        self._count = len(inputs)
        self.parameters: Array = np.array([leaves[name] for name in self.names], dtype=np.float64)
        self.state: Mapping[str, Array] = {
            name: np.zeros_like(self.parameters) for name in self.optimizer.state
        }
        self.updates = 0
        self._order: tuple[int, Array] = (-1, np.zeros(0))

    @property
    def updates_per_epoch(self) -> int:
        """An epoch takes every sample once."""
        return math.ceil(self._count / (self.settings.batch or self._count))

    def rows(self, update: int) -> NDArray[np.intp]:
        """The samples of an update, counted from 1."""
        epoch, position = divmod(update - 1, self.updates_per_epoch)
        size = self.settings.batch or self._count
        if not self.settings.shuffle:
            return np.arange(self._count)[position * size : (position + 1) * size]
        if self._order[0] != epoch:
            order = shuffled(self._count, self.settings.seed, FIRST_STREAM + epoch)
            self._order = epoch, np.array(order)
        return self._order[1][position * size : (position + 1) * size].astype(np.intp)

    def rate(self, update: int) -> float:
        """The learning rate of an update, counted from 1."""
        return self._schedule.rate(self.settings.rate, update, self.settings.span)

    def loss_and_gradient(self, rows: NDArray[np.intp]) -> tuple[float, Array]:
        """The loss of these samples and its derivatives by the parameters that move, without a penalty."""
        losses, slopes = self._program.losses_and_slopes(*self._leaves(rows))
        shares = len(rows) if self.settings.reduction == "mean" else 1
        return float(np.sum(losses)) / shares, slopes[self._indices] / shares

    def penalty(self) -> float:
        """What the weights themselves cost."""
        w = self.parameters * self._penalised
        return self.settings.l1 * float(np.abs(w).sum()) + self.settings.l2 / 2 * float((w * w).sum())

    def loss(self) -> float:
        """The mean loss over all samples, without a penalty."""
        return float(np.mean(self._program.losses(*self._leaves(np.arange(self._count)))))

    # A run that diverges shows what overflows: NumPy need not warn of it.
    @np.errstate(all="ignore")
    def update(self) -> float:
        """Make one update; the loss of its samples before it, without a penalty."""
        number = self.updates + 1
        loss, g = self.loss_and_gradient(self.rows(number))
        w = self.parameters
        g = g + self._penalised * (self.settings.l2 * w + self.settings.l1 * np.sign(w))
        if self.settings.clip > 0:
            norm = math.sqrt(float((g * g).sum()))
            g = g * min(self.settings.clip / (norm + NORM_MARGIN), 1.0)
        self.parameters, self.state = self.optimizer.step(
            w, g, self.state, self.rate(number), self._options, number
        )
        self.updates = number
        return loss

    def _leaves(self, rows: NDArray[np.intp]) -> tuple[dict[int, Array], Array]:
        """Of these samples by index: what has a number for each of them, and what is one number for all."""
        numbers = self._rest.copy()
        numbers[self._indices] = self.parameters
        return {index: column[rows] for index, column in self._columns.items()}, numbers
