"""Samples: what a network reads, and what it should make of that. The same as templates/scripts/engine/sample.js."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sample:
    """One example: a number for each input of a network, and one for each of its outputs to come near.

    `columns` are the numbers of which the inputs are features; None where they are the inputs.
    """

    inputs: tuple[float, ...]
    target: tuple[float, ...]
    columns: tuple[float, ...] | None = None


Batch = tuple[Sample, ...]
"""Several samples, in their order."""


def inputs_of(batch: Batch) -> NDArray[np.float64]:
    """The inputs, a row for each sample."""
    return np.array([sample.inputs for sample in batch], dtype=np.float64)


def targets_of(batch: Batch) -> NDArray[np.float64]:
    """The targets, a row for each sample."""
    return np.array([sample.target for sample in batch], dtype=np.float64)
