"""The table of operations: what each computes, and its local derivative by each of its parents.

Values are float64 arrays over a batch (or of no dimension, for one sample). Sums run left to right in explicit loops,
as in templates/scripts/engine/ops.js, so that both languages round alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Values = Sequence[Array]


@dataclass(frozen=True, slots=True)
class Canonical:
    """A loss together with the activation that makes its gradient simple (the canonical link of its likelihood).

    Beyond |z| ≈ 745 the activation rounds to 0 or 1: the loss would be infinite, and the product of a slope that
    overflows and one that vanishes would be NaN. From the pre-activations z everything stays exact.
    See McCullagh & Nelder, Generalized Linear Models (1989), section 2.2.

    `forward`, `local_derivatives` and `through` take the pre-activations, then the targets; `local_derivatives` has one
    entry for each prediction and each target, `through` the derivative of the loss by each pre-activation.
    """

    activation: str
    forward: Callable[[Values], Array]
    local_derivatives: Callable[[Values], tuple[Array, ...]]
    through: Callable[[Values], tuple[Array, ...]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of OPS.

    `kind` is "sum", "activation", "loss" or "elementary". `forward` maps the parents' values to the value;
    `local_derivatives` maps the parents' values and the value to one derivative for each parent, in order.
    Losses read the predictions, then as many targets; `requires` names the output activations they fit (None: any),
    `target_range` what a target may be (None: any number).
    """

    kind: str
    forward: Callable[[Values], Array]
    local_derivatives: Callable[[Values, Array], tuple[Array, ...]]
    requires: tuple[str, ...] | None = None
    target_range: tuple[float, float] | None = None
    canonical: Canonical | None = None


# --- sums and products


def _weighted_sum(parents: Values) -> Array:
    """w₁·s₁ + w₂·s₂ + … + b, of parents w₁, s₁, w₂, s₂, …, b."""
    total = parents[0] * parents[1]
    for k in range(2, len(parents) - 1, 2):
        total = total + parents[k] * parents[k + 1]
    return total + parents[-1]


def _weighted_sum_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    """In w·s each factor is the other's derivative; the bias stands alone."""
    swapped = [parents[k + 1 if k % 2 == 0 else k - 1] for k in range(len(parents) - 1)]
    return (*swapped, np.ones_like(value))


def _add(parents: Values) -> Array:
    total = parents[0]
    for parent in parents[1:]:
        total = total + parent
    return total


def _multiply(parents: Values) -> Array:
    product = parents[0]
    for parent in parents[1:]:
        product = product * parent
    return product


def _multiply_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    """The product of all other factors."""
    return tuple(
        _multiply([np.ones_like(value), *parents[:k], *parents[k + 1 :]]) for k in range(len(parents))
    )


# --- activations


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ), without overflow on either side."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def _sigmoid_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    """σ(z)·σ(−z), which is σ·(1 − σ) without its cancellation."""
    (z,) = parents
    return (sigmoid(z) * sigmoid(-z),)


def _tanh_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    """sech² z = 4e / (1 + e)² with e = e^(−2|z|), which is 1 − tanh² z without its cancellation."""
    (z,) = parents
    e = np.exp(-2 * np.abs(z))
    return (4 * e / ((1 + e) * (1 + e)),)


def _relu_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    """1 above 0, else 0; at the kink, where there is no derivative, 0 is taken, as is usual."""
    (z,) = parents
    return (np.where(z > 0, 1.0, 0.0),)


# --- losses, each the mean over the outputs


def _mean_over_outputs(terms: Values) -> Array:
    return _add(terms) / len(terms)


def _halves(parents: Values) -> tuple[Values, Values]:
    """Predictions (or pre-activations), and targets."""
    count = len(parents) // 2
    return parents[:count], parents[count:]


def _mse(parents: Values) -> Array:
    """The mean of (ŷ − y)²."""
    predictions, targets = _halves(parents)
    return _mean_over_outputs([(p - y) * (p - y) for p, y in zip(predictions, targets, strict=True)])


def _mse_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    predictions, targets = _halves(parents)
    slopes = [2 * (p - y) / len(predictions) for p, y in zip(predictions, targets, strict=True)]
    return (*slopes, *(-slope for slope in slopes))


def _bce(parents: Values) -> Array:
    """The mean of −(y ln ŷ + (1 − y) ln(1 − ŷ)), for ŷ strictly between 0 and 1."""
    predictions, targets = _halves(parents)
    return _mean_over_outputs(
        [-(y * np.log(p) + (1 - y) * np.log1p(-p)) for p, y in zip(predictions, targets, strict=True)]
    )


def _bce_derivatives(parents: Values, value: Array) -> tuple[Array, ...]:
    predictions, targets = _halves(parents)
    pairs = list(zip(predictions, targets, strict=True))
    by_prediction = [((1 - y) / (1 - p) - y / p) / len(pairs) for p, y in pairs]
    by_target = [(np.log1p(-p) - np.log(p)) / len(pairs) for p, y in pairs]
    return (*by_prediction, *by_target)


def _bce_from_logits(operands: Values) -> Array:
    """The mean of max(z, 0) − z·y + ln(1 + e^(−|z|)): cross-entropy of σ(z) by log-sum-exp."""
    logits, targets = _halves(operands)
    return _mean_over_outputs(
        [
            np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
            for z, y in zip(logits, targets, strict=True)
        ]
    )


def _bce_derivatives_from_logits(operands: Values) -> tuple[Array, ...]:
    """By each ŷ = σ(z): (1 − y)/(1 − ŷ) − y/ŷ; by each target: −z."""
    logits, targets = _halves(operands)
    count = len(logits)
    by_prediction = [
        (_ratio(1 - y, sigmoid(-z)) - _ratio(y, sigmoid(z))) / count
        for z, y in zip(logits, targets, strict=True)
    ]
    return (*by_prediction, *(-z / count for z in logits))


def _bce_through_sigmoid(operands: Values) -> tuple[Array, ...]:
    """σ(z) − y, written as σ(z)·(1 − y) − σ(−z)·y, which does not cancel."""
    logits, targets = _halves(operands)
    return tuple(
        (sigmoid(z) * (1 - y) - sigmoid(-z) * y) / len(logits) for z, y in zip(logits, targets, strict=True)
    )


def _ratio(top: Array, bottom: Array) -> Array:
    """top / bottom for bottom ≥ 0, where 0 / 0 is 0: no target, no slope, however far off the prediction is."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(top == 0, 0.0, top / bottom)


OPS: Mapping[str, Operation] = {
    "weighted_sum": Operation("sum", _weighted_sum, _weighted_sum_derivatives),
    "add": Operation(
        "elementary", _add, lambda parents, value: tuple(np.ones_like(value) for _ in parents)
    ),
    "multiply": Operation("elementary", _multiply, _multiply_derivatives),
    "identity": Operation("activation", lambda p: p[0], lambda p, value: (np.ones_like(value),)),
    "tanh": Operation("activation", lambda p: np.tanh(p[0]), _tanh_derivatives),
    "sigmoid": Operation("activation", lambda p: sigmoid(p[0]), _sigmoid_derivatives),
    "relu": Operation("activation", lambda p: np.maximum(p[0], 0.0), _relu_derivatives),
    "bce": Operation(
        "loss",
        _bce,
        _bce_derivatives,
        requires=("sigmoid",),
        target_range=(0.0, 1.0),
        canonical=Canonical(
            "sigmoid", _bce_from_logits, _bce_derivatives_from_logits, _bce_through_sigmoid
        ),
    ),
    "mse": Operation("loss", _mse, _mse_derivatives),
}
