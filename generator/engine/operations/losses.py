"""Losses: how wrong the predictions p are, given the targets y; as in operations/losses.js.

Each has one term for an output and its target, and the derivatives of that term by both. Of several outputs the terms
are added up and, where the loss is a mean, divided by how many there are; so are the derivatives.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from generator.engine.operations.operation import Array, Canonical, Cost, Kink, Operation, Reduction, Values
from generator.engine.operations.stable import logistic, softplus, step, unless_zero
from generator.engine.targets import TargetRule

Term = Callable[[Array, Array], Array]
"""A function of a prediction, or of its logit, and its target."""


def _loss(
    name: str,
    term: Term,
    *,
    by_prediction: Term,
    by_target: Term,
    cost: Cost,
    reduction: Reduction = "mean",
    canonical: Callable[[Reduction], Canonical] | None = None,
    **facts: Any,
) -> dict[str, Operation]:
    """The loss of such terms, and the same with these reduced in the other way; `cost` is that of one of them."""

    def reduced(how: Reduction, base: str | None) -> Operation:
        return Operation(
            "loss",
            _reduced(term, how),
            _derivatives((by_prediction, by_target), how),
            cost=_cost_of(cost, how),
            reduction=how,
            base=base,
            canonical=canonical(how) if canonical else None,
            **facts,
        )

    other: Reduction = "sum" if reduction == "mean" else "mean"
    return {name: reduced(reduction, None), f"{name}_{other}": reduced(other, name)}


def _canonical(
    activation: str, term: Term, *, by_prediction: Term, by_target: Term, by_logit: Term
) -> Callable[[Reduction], Canonical]:
    """Terms of a logit and its target, and their reduction."""
    slopes = (by_prediction, by_target, by_logit)
    return lambda how: Canonical(activation, _reduced(term, how), _derivatives(slopes, how))


def _reduced(term: Term, reduction: Reduction) -> Callable[[Values], Array]:
    def forward(operands: Values) -> Array:
        count = len(operands) // 2
        total = np.zeros(())
        for k in range(count):
            total = total + term(operands[k], operands[count + k])
        return total / count if reduction == "mean" else total

    return forward


def _derivatives(slopes: tuple[Term, ...], reduction: Reduction) -> Callable[[Values, Array], Values]:
    """Of each kind one for every output: all by predictions, then all by targets, then all by logits."""

    def local_derivatives(operands: Values, _value: Array) -> Values:
        count = len(operands) // 2
        pairs = list(zip(operands[:count], operands[count:], strict=True))
        share = count if reduction == "mean" else 1
        return [slope(p, y) / share for slope in slopes for p, y in pairs]

    return local_derivatives


def _cost_of(term: Cost, reduction: Reduction) -> Callable[[int], Cost]:
    multiplications, additions = term

    def cost(operands: int) -> Cost:
        count = operands // 2
        divided = 1 if reduction == "mean" and count > 1 else 0
        return count * multiplications + divided, count * additions + count - 1

    return cost


def _partner(parents: Values, position: int) -> Array:
    """Of a prediction its target, of a target its prediction."""
    return parents[(position + len(parents) // 2) % len(parents)]


@np.errstate(divide="ignore")
def _end_of_margin(parents: Values, k: int) -> Array:
    """Where the product with the partner is 1; infinitely far where the partner is 0."""
    return np.divide(1.0, _partner(parents, k))


def _huber_term(p: Array, y: Array) -> Array:
    miss = np.abs(p - y)
    return np.where(miss <= 1, 0.5 * miss * miss, miss - 0.5)


def _log_loss(p: Array, y: Array) -> Array:
    """−y·ln p − (1 − y)·ln(1 − p)."""
    return -unless_zero(y, p, y * np.log(p)) - unless_zero(1 - y, p, (1 - y) * np.log1p(-p))


def _log_slope(p: Array, q: Array, y: Array) -> Array:
    """The derivative of −y·ln p − (1 − y)·ln q by p, where q = 1 − p; it may be truly infinite."""
    return unless_zero(1 - y, q, (1 - y) / q) - unless_zero(y, p, y / p)


LOSSES: Mapping[str, Operation] = MappingProxyType(
    {
        # The mean of (p − y)².
        **_loss(
            "mse",
            lambda p, y: (p - y) * (p - y),
            by_prediction=lambda p, y: 2 * (p - y),
            by_target=lambda p, y: 2 * (y - p),
            cost=(1, 1),
        ),
        # The sum of (p − y)² / 2, as most textbooks print it: its derivative is the error itself.
        **_loss(
            "half_squares",
            lambda p, y: 0.5 * (p - y) * (p - y),
            by_prediction=lambda p, y: p - y,
            by_target=lambda p, y: y - p,
            cost=(2, 1),
            reduction="sum",
        ),
        # The mean of −y·ln p − (1 − y)·ln(1 − p), for p from 0 to 1.
        **_loss(
            "bce",
            _log_loss,
            by_prediction=lambda p, y: _log_slope(p, 1 - p, y),
            by_target=lambda p, _: np.log1p(-p) - np.log(p),
            cost=(2, 3),
            requires=("sigmoid",),
            targets=TargetRule(range=(0.0, 1.0)),
            # With p = σ(z), −ln p is softplus(−z). By a logit it is p − y, here in a form that keeps its digits where
            # p rounds to 1.
            canonical=_canonical(
                "sigmoid",
                lambda z, y: (1 - y) * softplus(z) + y * softplus(-z),
                by_prediction=lambda z, y: _log_slope(logistic(z), logistic(-z), y),
                by_target=lambda z, _: -z,
                by_logit=lambda z, y: (1 - y) * logistic(z) - y * logistic(-z),
            ),
        ),
        # The mean of |p − y|. Where they are equal 0 is taken, so that what is right stays as it is.
        **_loss(
            "mae",
            lambda p, y: np.abs(p - y),
            by_prediction=lambda p, y: np.sign(p - y),
            by_target=lambda p, y: np.sign(y - p),
            cost=(0, 1),
            kink=Kink(at=_partner, taken=0.0),
        ),
        # The mean of r²/2 for r = p − y from −1 to 1, and of |r| − 1/2 beyond: with δ = 1. It has no kink.
        **_loss(
            "huber",
            _huber_term,
            by_prediction=lambda p, y: np.clip(p - y, -1.0, 1.0),
            by_target=lambda p, y: np.clip(y - p, -1.0, 1.0),
            cost=(2, 1),
        ),
        # The mean of max(0, 1 − y·p), for targets −1 and 1. Where y·p = 1 the margin has been reached: 0 is taken.
        **_loss(
            "hinge",
            lambda p, y: np.where(y * p >= 1, 0.0, 1 - y * p),
            by_prediction=lambda p, y: step(1 - y * p, 0.0, -y),
            by_target=lambda p, y: step(1 - y * p, 0.0, -p),
            cost=(1, 1),
            kink=Kink(at=_end_of_margin, taken=0.0),
            requires=("identity", "tanh"),
            targets=TargetRule(range=(-1.0, 1.0), signs=True),
        ),
    }
)
