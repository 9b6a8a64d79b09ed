"""The table of operations: what each computes, and its local derivative by each of its parents.

A value is an array over a batch, or an array of no dimension for one sample. Sums run left to right in explicit loops,
as in templates/scripts/engine/ops.js, so that both languages round alike.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from generator.engine.categorical import (
    cce,
    cce_derivatives,
    cce_of_logits,
    cce_of_logits_derivatives,
    softmax,
    softmax_derivatives,
)
from generator.engine.elementary import (
    absolute,
    absolute_derivatives,
    cos,
    cos_derivatives,
    divide,
    divide_derivatives,
    exp,
    exp_derivatives,
    extremum_derivatives,
    log,
    log_derivatives,
    maximum,
    minimum,
    negate,
    negate_derivatives,
    power,
    power_derivatives,
    sin,
    sin_derivatives,
    sqrt,
    sqrt_derivatives,
    subtract,
    subtract_derivatives,
)
from generator.engine.erf import erfc
from generator.engine.targets import ANY_TARGETS, TargetRule

Array = NDArray[np.float64]
Values = Sequence[Array]


@dataclass(frozen=True, slots=True)
class Canonical:
    """How a loss is computed when its predictions come from the activation that belongs to it, its canonical link.

    From about |z| = 37 on, sigmoid rounds to 1, and from 745 on to 0: the loss would be infinite, and the product of a
    derivative that overflows with one that vanishes would be NaN. Taken from the pre-activations z (the logits) all of
    it stays exact. See McCullagh & Nelder, Generalized Linear Models (1989), section 2.2.

    Both functions read the logits, then as many targets. `local_derivatives` has one derivative for each prediction,
    for each target and, past the activation, for each logit.
    """

    activation: str
    forward: Callable[[Values], Array]
    local_derivatives: Callable[[Values, Array], Values]


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the table.

    `kind` is "sum", "activation", "loss" or "elementary". `forward` maps the values of the parents to the value,
    `local_derivatives` maps both to one derivative for each parent, in order. A loss reads predictions, then as many
    targets; `requires` names the activations that may end a network with this loss (None: any), `targets` says what
    they may be. A `joint` activation reads the pre-activations of its whole layer, that of its own neuron first: it
    belongs at the output, with the loss whose canonical activation it is.
    """

    kind: str
    forward: Callable[[Values], Array]
    local_derivatives: Callable[[Values, Array], Values]
    requires: tuple[str, ...] | None = None
    targets: TargetRule = ANY_TARGETS
    canonical: Canonical | None = None
    joint: bool = False


# Sums and products


def _weighted_sum(parents: Values) -> Array:
    """w₁·s₁ + w₂·s₂ + … + b, of the parents w₁, s₁, w₂, s₂, …, b."""
    bias = len(parents) - 1
    total = np.zeros(())
    for k in range(0, bias, 2):
        total = total + parents[k] * parents[k + 1]
    return total + parents[bias]


def _weighted_sum_derivatives(parents: Values, value: Array) -> Values:
    """In w·s each factor is the derivative by the other; the bias stands alone."""
    bias = len(parents) - 1
    derivatives = []
    for k in range(0, bias, 2):
        derivatives += [parents[k + 1], parents[k]]
    return [*derivatives, np.ones_like(value)]


def _add_all(parents: Values) -> Array:
    total = np.zeros(())
    for parent in parents:
        total = total + parent
    return total


def _add_all_derivatives(parents: Values, value: Array) -> Values:
    return [np.ones_like(value) for _ in parents]


def _multiply_all(parents: Values) -> Array:
    product = np.ones(())
    for parent in parents:
        product = product * parent
    return product


def _multiply_all_derivatives(parents: Values, value: Array) -> Values:
    """The product of all the other factors."""
    return [_multiply_all([*parents[:k], *parents[k + 1 :]]) for k in range(len(parents))]


# Activations


def _identity(parents: Values) -> Array:
    (z,) = parents
    return z


def _identity_derivatives(parents: Values, value: Array) -> Values:
    return [np.ones_like(value)]


def _tanh(parents: Values) -> Array:
    (z,) = parents
    return np.tanh(z)


def _tanh_derivatives(parents: Values, value: Array) -> Values:
    """sech² z = 4e / (1 + e)² with e = exp(−2|z|), which is 1 − tanh² z without its cancellation."""
    (z,) = parents
    e = np.exp(-2 * np.abs(z))
    return [4 * e / ((1 + e) * (1 + e))]


def _logistic(z: Array) -> Array:
    """σ(z) = 1 / (1 + exp(−z)), written so that nothing overflows; 1 − σ(z) is σ(−z), to the last digit."""
    e: Array = np.exp(-np.abs(z))
    numerator = np.where(z >= 0, 1.0, e)
    return numerator / (1 + e)


def _sigmoid(parents: Values) -> Array:
    (z,) = parents
    return _logistic(z)


def _sigmoid_derivatives(parents: Values, value: Array) -> Values:
    """σ(z)·σ(−z), which is σ·(1 − σ) without its cancellation."""
    (z,) = parents
    return [_logistic(z) * _logistic(-z)]


def _relu(parents: Values) -> Array:
    (z,) = parents
    return np.where(z > 0, z, 0.0)


def _relu_derivatives(parents: Values, value: Array) -> Values:
    """1 above the kink and 0 below; at the kink, where there is no derivative, 0 is taken, as everywhere."""
    (z,) = parents
    return [np.where(z > 0, 1.0, 0.0)]


# Losses: each is the mean over the outputs of a term of prediction (or logit) and target


def _mean_of_terms(term: Callable[[Array, Array], Array], operands: Values) -> Array:
    count = len(operands) // 2
    total = np.zeros(())
    for k in range(count):
        total = total + term(operands[k], operands[count + k])
    return total / count


def _mean_derivatives(derivative: Callable[[Array, Array], Array], operands: Values) -> Values:
    count = len(operands) // 2
    return [derivative(operands[k], operands[count + k]) / count for k in range(count)]


def _mse(parents: Values) -> Array:
    """The mean of (ŷ − y)²."""
    return _mean_of_terms(lambda p, y: (p - y) * (p - y), parents)


def _mse_derivatives(parents: Values, value: Array) -> Values:
    by_prediction = _mean_derivatives(lambda p, y: 2 * (p - y), parents)
    by_target = _mean_derivatives(lambda p, y: 2 * (y - p), parents)
    return [*by_prediction, *by_target]


def _bce(parents: Values) -> Array:
    """The mean of −y·ln ŷ − (1 − y)·ln(1 − ŷ), for ŷ from 0 to 1."""
    return _mean_of_terms(
        lambda p, y: -_unless_zero(y, y * np.log(p)) - _unless_zero(1 - y, (1 - y) * np.log1p(-p)), parents
    )


def _bce_derivatives(parents: Values, value: Array) -> Values:
    by_prediction = _mean_derivatives(lambda p, y: _bce_slope(p, 1 - p, y), parents)
    by_target = _mean_derivatives(lambda p, y: np.log1p(-p) - np.log(p), parents)
    return [*by_prediction, *by_target]


def _bce_of_logits(operands: Values) -> Array:
    """The same with ŷ = σ(z), where −ln σ(z) is softplus(−z)."""
    return _mean_of_terms(lambda z, y: (1 - y) * _softplus(z) + y * _softplus(-z), operands)


def _bce_of_logits_derivatives(operands: Values, value: Array) -> Values:
    """By the logits it is (ŷ − y) / m: here (1 − y)·σ(z) − y·σ(−z), which keeps its digits where ŷ rounds to 1."""
    by_prediction = _mean_derivatives(lambda z, y: _bce_slope(_logistic(z), _logistic(-z), y), operands)
    by_target = _mean_derivatives(lambda z, _: -z, operands)
    by_logit = _mean_derivatives(lambda z, y: (1 - y) * _logistic(z) - y * _logistic(-z), operands)
    return [*by_prediction, *by_target, *by_logit]


def _bce_slope(p: Array, q: Array, y: Array) -> Array:
    """The derivative of −y·ln p − (1 − y)·ln q by p, where q = 1 − p; it may be truly infinite."""
    return _unless_zero(1 - y, (1 - y) / q) - _unless_zero(y, y / p)


def _softplus(z: Array) -> Array:
    """ln(1 + exp(z)), by log-sum-exp."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _unless_zero(factor: Array, product: Array) -> Array:
    """A class that the target gives no weight adds nothing: 0·ln 0 and 0/0 are taken as 0, their limit."""
    return np.where(factor == 0, 0.0, product)


# More activations


LEAK = 0.01
"""The slope of leaky_relu below 0."""


def _leaky_relu(parents: Values) -> Array:
    (z,) = parents
    return np.where(z > 0, z, LEAK * z)


def _leaky_relu_derivatives(parents: Values, value: Array) -> Values:
    """1 above the kink and 0.01 below; at the kink 0.01 is taken, the lower one, as with relu."""
    (z,) = parents
    return [np.where(z > 0, 1.0, LEAK)]


def _elu(parents: Values) -> Array:
    """z above 0, exp(z) − 1 below: with α = 1, where both sides meet with the same slope."""
    (z,) = parents
    return np.where(z > 0, z, np.expm1(np.where(z > 0, 0.0, z)))


def _elu_derivatives(parents: Values, value: Array) -> Values:
    (z,) = parents
    return [np.exp(np.where(z > 0, 0.0, z))]


def _softplus_of_one(parents: Values) -> Array:
    (z,) = parents
    return _softplus(z)


def _softplus_derivatives(parents: Values, value: Array) -> Values:
    (z,) = parents
    return [_logistic(z)]


def _gelu(parents: Values) -> Array:
    """z·Φ(z), the exact form: Φ is the distribution function of the normal distribution, erfc(−z/√2) / 2."""
    (z,) = parents
    return _times_factor(z, _normal(z))


def _gelu_derivatives(parents: Values, value: Array) -> Values:
    """Φ(z) + z·φ(z), where φ = Φ′ is the density, exp(−z²/2) / √(2π)."""
    (z,) = parents
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return [_normal(z) + _times_factor(z, density)]


def _normal(z: Array) -> Array:
    return 0.5 * erfc(-math.sqrt(0.5) * z)


def _silu(parents: Values) -> Array:
    """z·σ(z)."""
    (z,) = parents
    return _times_factor(z, _logistic(z))


def _silu_derivatives(parents: Values, value: Array) -> Values:
    """σ(z) + z·σ(z)·σ(−z)."""
    (z,) = parents
    return [_logistic(z) + _times_factor(z, _logistic(z) * _logistic(-z))]


def _times_factor(z: Array, factor: Array) -> Array:
    """z times a factor that vanishes faster than any z grows: 0 is their limit, not NaN."""
    return _unless_zero(factor, z * factor)


# More losses


def _mae(parents: Values) -> Array:
    """The mean of |ŷ − y|."""
    return _mean_of_terms(lambda p, y: np.abs(p - y), parents)


def _mae_derivatives(parents: Values, value: Array) -> Values:
    """The sign of ŷ − y; at the kink, where they are equal, 0 is taken, so that what is right stays as it is."""
    by_prediction = _mean_derivatives(lambda p, y: np.sign(p - y), parents)
    by_target = _mean_derivatives(lambda p, y: np.sign(y - p), parents)
    return [*by_prediction, *by_target]


def _huber(parents: Values) -> Array:
    """The mean of r²/2 for r = ŷ − y from −1 to 1, and of |r| − 1/2 beyond: with δ = 1. It has no kink."""
    return _mean_of_terms(_huber_term, parents)


def _huber_term(p: Array, y: Array) -> Array:
    miss = np.abs(p - y)
    return np.where(miss <= 1, 0.5 * miss * miss, miss - 0.5)


def _huber_derivatives(parents: Values, value: Array) -> Values:
    """ŷ − y, but no more than 1 and no less than −1."""
    by_prediction = _mean_derivatives(lambda p, y: np.clip(p - y, -1.0, 1.0), parents)
    by_target = _mean_derivatives(lambda p, y: np.clip(y - p, -1.0, 1.0), parents)
    return [*by_prediction, *by_target]


def _hinge(parents: Values) -> Array:
    """The mean of max(0, 1 − y·ŷ), for targets −1 and 1."""
    return _mean_of_terms(lambda p, y: np.where(y * p < 1, 1 - y * p, 0.0), parents)


def _hinge_derivatives(parents: Values, value: Array) -> Values:
    """−y by the prediction where y·ŷ < 1, else 0; at the kink, y·ŷ = 1, 0 is taken: the margin has been reached."""
    by_prediction = _mean_derivatives(lambda p, y: np.where(y * p < 1, -y, 0.0), parents)
    by_target = _mean_derivatives(lambda p, y: np.where(y * p < 1, -p, 0.0), parents)
    return [*by_prediction, *by_target]


_CCE_OF_LOGITS = Canonical("softmax", cce_of_logits, cce_of_logits_derivatives)

OPS: Mapping[str, Operation] = MappingProxyType(
    {
        "weighted_sum": Operation("sum", _weighted_sum, _weighted_sum_derivatives),
        "add": Operation("elementary", _add_all, _add_all_derivatives),
        "multiply": Operation("elementary", _multiply_all, _multiply_all_derivatives),
        "identity": Operation("activation", _identity, _identity_derivatives),
        "tanh": Operation("activation", _tanh, _tanh_derivatives),
        "sigmoid": Operation("activation", _sigmoid, _sigmoid_derivatives),
        "relu": Operation("activation", _relu, _relu_derivatives),
        "mse": Operation("loss", _mse, _mse_derivatives),
        "bce": Operation(
            "loss",
            _bce,
            _bce_derivatives,
            requires=("sigmoid",),
            targets=TargetRule(range=(0.0, 1.0)),
            canonical=Canonical("sigmoid", _bce_of_logits, _bce_of_logits_derivatives),
        ),
        "subtract": Operation("elementary", subtract, subtract_derivatives),
        "negate": Operation("elementary", negate, negate_derivatives),
        "divide": Operation("elementary", divide, divide_derivatives),
        "power": Operation("elementary", power, power_derivatives),
        "exp": Operation("elementary", exp, exp_derivatives),
        "log": Operation("elementary", log, log_derivatives),
        "sqrt": Operation("elementary", sqrt, sqrt_derivatives),
        "sin": Operation("elementary", sin, sin_derivatives),
        "cos": Operation("elementary", cos, cos_derivatives),
        "abs": Operation("elementary", absolute, absolute_derivatives),
        "minimum": Operation("elementary", minimum, extremum_derivatives),
        "maximum": Operation("elementary", maximum, extremum_derivatives),
        "leaky_relu": Operation("activation", _leaky_relu, _leaky_relu_derivatives),
        "elu": Operation("activation", _elu, _elu_derivatives),
        "softplus": Operation("activation", _softplus_of_one, _softplus_derivatives),
        "gelu": Operation("activation", _gelu, _gelu_derivatives),
        "silu": Operation("activation", _silu, _silu_derivatives),
        "softmax": Operation("activation", softmax, softmax_derivatives, joint=True),
        "mae": Operation("loss", _mae, _mae_derivatives),
        "huber": Operation("loss", _huber, _huber_derivatives),
        "hinge": Operation(
            "loss",
            _hinge,
            _hinge_derivatives,
            requires=("identity", "tanh"),
            targets=TargetRule(range=(-1.0, 1.0), signs=True),
        ),
        "cce": Operation(
            "loss",
            cce,
            cce_derivatives,
            requires=("softmax",),
            targets=TargetRule(range=(0.0, 1.0), total=1.0),
            canonical=_CCE_OF_LOGITS,
        ),
    }
)
