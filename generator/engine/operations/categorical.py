"""Softmax and categorical cross-entropy, for outputs of which one is true; as in operations/categorical.js.

Every sum of exponentials is taken relative to its largest term, so that none overflows and the largest is exactly 1
(log-sum-exp); the others are kept apart from that 1, so that their digits stay when they are small.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from generator.engine.operations.operation import Array, Canonical, Operation, Values
from generator.engine.operations.stable import unless_zero
from generator.engine.targets import TargetRule


def _softmax(parents: Values) -> Array:
    """exp(z) / (exp(z) + exp(z′) + …), of the neuron's own z and of the z′ … of all the others."""
    return _shares(parents)[0]


def _softmax_derivatives(parents: Values, _value: Array) -> Values:
    """ŷ·(1 − ŷ) by the own z, where 1 − ŷ is the sum of the others, to the last digit; −ŷ·ŷ′ by another z′."""
    own, *others = _shares(parents)
    return [own * _sum(others), *(-own * other for other in others)]


def _cce(parents: Values) -> Array:
    """−y₁·ln ŷ₁ − y₂·ln ŷ₂ − …: a sum over the classes, of which one is true."""
    return _sum([unless_zero(y, p, -y * np.log(p)) for p, y in _pairs(parents)])


def _cce_derivatives(parents: Values, _value: Array) -> Values:
    """−y/ŷ by a prediction, −ln ŷ by a target."""
    pairs = _pairs(parents)
    return [*(_slope(p, y) for p, y in pairs), *(-np.log(p) for p, _ in pairs)]


def _cce_of_logits(operands: Values) -> Array:
    """The same with ŷ = softmax(z): −ln ŷ is ln(exp(z₁) + exp(z₂) + …) − z."""
    logits, targets = operands[: len(operands) // 2], operands[len(operands) // 2 :]
    return _sum([y * surprise for y, surprise in zip(targets, _surprises(logits), strict=True)])


def _cce_of_logits_derivatives(operands: Values, _value: Array) -> Values:
    """By a logit it is ŷ·(y₁ + y₂ + …) − y, so ŷ − y where the targets add up to 1.

    Written ŷ·(sum of the other y) − y·(sum of the other ŷ), it keeps its digits where ŷ rounds to 1.
    """
    logits, targets = operands[: len(operands) // 2], operands[len(operands) // 2 :]
    shares = _shares(logits)
    by_logit = [
        shares[k] * _sum(_without(targets, k)) - targets[k] * _sum(_without(shares, k))
        for k in range(len(logits))
    ]
    by_prediction = [_slope(p, y) for p, y in zip(shares, targets, strict=True)]
    return [*by_prediction, *_surprises(logits), *by_logit]


def _slope(p: Array, y: Array) -> Array:
    """The derivative of −y·ln p by p; a class that the target gives no weight adds nothing, even at p = 0."""
    return unless_zero(y, p, -y / p)


def _shares(logits: Values) -> list[Array]:
    """The softmax of each."""
    top, rest = _top_and_rest(logits)
    return [np.exp(z - top) / (1 + rest) for z in logits]


def _surprises(logits: Values) -> list[Array]:
    """Minus the logarithm of the softmax of each."""
    top, rest = _top_and_rest(logits)
    return [(top - z) + np.log1p(rest) for z in logits]


def _top_and_rest(logits: Values) -> tuple[Array, Array]:
    """The largest, and the sum of exp(z − largest) over all the others."""
    top, rest = logits[0], np.zeros(())
    for z in logits[1:]:
        ratio = np.exp(-np.abs(z - top))
        rest = np.where(z > top, (rest + 1) * ratio, rest + ratio)
        top = np.maximum(top, z)
    return top, rest


def _pairs(parents: Values) -> list[tuple[Array, Array]]:
    """Each prediction with its target."""
    half = len(parents) // 2
    return list(zip(parents[:half], parents[half:], strict=True))


def _without(values: Values, k: int) -> Values:
    return [*values[:k], *values[k + 1 :]]


def _sum(terms: Values) -> Array:
    total = np.zeros(())
    for term in terms:
        total = total + term
    return total


CATEGORICAL: Mapping[str, Operation] = MappingProxyType(
    {
        "softmax": Operation(
            "activation",
            _softmax,
            _softmax_derivatives,
            # exp(z) over the sum of all n.
            cost=lambda n: (1, n - 1),
            saturates=(0.0, 0.0),
            joint=True,
        ),
        "cce": Operation(
            "loss",
            _cce,
            _cce_derivatives,
            cost=lambda n: (n // 2, n // 2 - 1),
            reduction="sum",
            least_outputs=2,
            requires=("softmax",),
            targets=TargetRule(range=(0.0, 1.0), total=1.0),
            canonical=Canonical("softmax", _cce_of_logits, _cce_of_logits_derivatives),
        ),
    }
)
