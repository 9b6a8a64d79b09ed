"""Sums, products, quotients and powers; as in operations/arithmetic.js."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from generator.engine.operations.operation import Array, Operation, Values


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


def _add(parents: Values) -> Array:
    total = np.zeros(())
    for parent in parents:
        total = total + parent
    return total


def _add_derivatives(parents: Values, value: Array) -> Values:
    return [np.ones_like(value) for _ in parents]


def _multiply(parents: Values) -> Array:
    product = np.ones(())
    for parent in parents:
        product = product * parent
    return product


def _multiply_derivatives(parents: Values, _value: Array) -> Values:
    """The product of all the other factors."""
    return [_multiply([*parents[:k], *parents[k + 1 :]]) for k in range(len(parents))]


def _subtract(parents: Values) -> Array:
    a, b = parents
    return a - b


def _subtract_derivatives(_parents: Values, value: Array) -> Values:
    return [np.ones_like(value), -np.ones_like(value)]


def _negate(parents: Values) -> Array:
    (a,) = parents
    return -a


def _negate_derivatives(_parents: Values, value: Array) -> Values:
    return [-np.ones_like(value)]


def _divide(parents: Values) -> Array:
    a, b = parents
    return a / b


def _divide_derivatives(parents: Values, value: Array) -> Values:
    """1/b and −a/b², the latter as −(a/b)/b, since b² may vanish where the quotient does not."""
    _, b = parents
    return [1 / b, -value / b]


def _power(parents: Values) -> Array:
    """aᵇ, for a negative a only where b is a whole number; NaN to the power of 0, and 1 to an infinite one, are NaN."""
    a, b = parents
    undecided = np.isnan(a) | ((np.abs(a) == 1) & ~np.isfinite(b))
    return np.where(undecided, np.nan, np.power(a, b))


def _power_derivatives(parents: Values, value: Array) -> Values:
    """b·aᵇ⁻¹ by the base, which is 0 where b is 0, whatever a is; aᵇ·ln a by the exponent.

    For a ≤ 0 there is no derivative by the exponent, as aᵇ has gaps at every b, or jumps at b = 0; only for a = 0 and
    b > 0 it exists, and is 0. In all these cases 0 is taken, so that of x² there are numbers for every x.
    """
    a, b = parents
    by_base = np.where(b == 0, 0 * value, b * _power([a, b - 1]))
    return [by_base, value * np.where(a > 0, np.log(a), 0.0)]


ARITHMETIC: Mapping[str, Operation] = MappingProxyType(
    {
        "weighted_sum": Operation(
            "sum", _weighted_sum, _weighted_sum_derivatives, cost=lambda n: ((n - 1) // 2, (n - 1) // 2)
        ),
        "add": Operation("elementary", _add, _add_derivatives, cost=lambda n: (0, n - 1)),
        "multiply": Operation("elementary", _multiply, _multiply_derivatives, cost=lambda n: (n - 1, 0)),
        "subtract": Operation("elementary", _subtract, _subtract_derivatives, arity=2, cost=lambda _: (0, 1)),
        "negate": Operation("elementary", _negate, _negate_derivatives, arity=1),
        "divide": Operation("elementary", _divide, _divide_derivatives, arity=2, cost=lambda _: (1, 0)),
        "power": Operation("elementary", _power, _power_derivatives, arity=2),
    }
)
