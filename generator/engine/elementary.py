"""Elementary operations: what formulas are made of. Each comes with its local derivatives, as in ops.py.

What is undefined is NaN, such as the logarithm of a negative number, and so is its derivative. Where a value is defined
and has no derivative, the function says what is taken instead.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Values = Sequence[Array]


def subtract(parents: Values) -> Array:
    """a − b."""
    a, b = parents
    return a - b


def subtract_derivatives(_parents: Values, value: Array) -> Values:
    """1 and −1."""
    return [np.ones_like(value), -np.ones_like(value)]


def negate(parents: Values) -> Array:
    """−a."""
    (a,) = parents
    return -a


def negate_derivatives(_parents: Values, value: Array) -> Values:
    """−1."""
    return [-np.ones_like(value)]


def divide(parents: Values) -> Array:
    """a / b."""
    a, b = parents
    return a / b


def divide_derivatives(parents: Values, value: Array) -> Values:
    """1/b and −a/b², the latter as −(a/b)/b, since b² may vanish where the quotient does not."""
    _, b = parents
    return [1 / b, -value / b]


def power(parents: Values) -> Array:
    """aᵇ, for a negative a only where b is a whole number; 1 to an infinite power is NaN, as in JavaScript."""
    a, b = parents
    undecided = (np.abs(a) == 1) & ~np.isfinite(b)
    return np.where(undecided, np.nan, np.power(a, b))


def power_derivatives(parents: Values, value: Array) -> Values:
    """b·aᵇ⁻¹ by the base, which is 0 where b is 0, whatever a is; aᵇ·ln a by the exponent.

    For a ≤ 0 there is no derivative by the exponent, as aᵇ has gaps at every b, or jumps at b = 0; only for a = 0 and
    b > 0 it exists, and is 0. In all these cases 0 is taken, so that of x² there are numbers for every x.
    """
    a, b = parents
    by_base = np.where(b == 0, 0.0, b * power([a, b - 1]))
    return [by_base, value * np.where(a > 0, np.log(a), 0.0)]


def exp(parents: Values) -> Array:
    """eᵃ."""
    (a,) = parents
    return np.exp(a)


def exp_derivatives(_parents: Values, value: Array) -> Values:
    """eᵃ: the value itself."""
    return [value]


def log(parents: Values) -> Array:
    """The natural logarithm."""
    (a,) = parents
    return np.log(a)


def log_derivatives(parents: Values, _value: Array) -> Values:
    """1/a; ∞ at 0, and NaN below, where there is no logarithm."""
    (a,) = parents
    return [np.where(a < 0, np.nan, 1 / np.abs(a))]


def sqrt(parents: Values) -> Array:
    """The root that is not negative."""
    (a,) = parents
    return np.sqrt(a)


def sqrt_derivatives(_parents: Values, value: Array) -> Values:
    """1 / (2·√a); ∞ at 0."""
    return [0.5 / np.abs(value)]


def sin(parents: Values) -> Array:
    """The sine of an angle in radians."""
    (a,) = parents
    return np.sin(a)


def sin_derivatives(parents: Values, _value: Array) -> Values:
    """cos a."""
    (a,) = parents
    return [np.cos(a)]


def cos(parents: Values) -> Array:
    """The cosine of an angle in radians."""
    (a,) = parents
    return np.cos(a)


def cos_derivatives(parents: Values, _value: Array) -> Values:
    """−sin a."""
    (a,) = parents
    return [-np.sin(a)]


def absolute(parents: Values) -> Array:
    """|a|."""
    (a,) = parents
    return np.abs(a)


def absolute_derivatives(parents: Values, _value: Array) -> Values:
    """The sign of a; at the kink 0 is taken, halfway between both sides."""
    (a,) = parents
    return [np.sign(a)]


def minimum(parents: Values) -> Array:
    """The least of two or more."""
    least = parents[0]
    for parent in parents[1:]:
        least = np.where((parent < least) | np.isnan(parent), parent, least)
    return least


def maximum(parents: Values) -> Array:
    """The greatest of two or more."""
    greatest = parents[0]
    for parent in parents[1:]:
        greatest = np.where((parent > greatest) | np.isnan(parent), parent, greatest)
    return greatest


def extremum_derivatives(parents: Values, value: Array) -> Values:
    """1 for the parent that is the extremum and 0 for the others; those that tie share the 1 equally.

    On a tie there is a kink and no derivative. Equal shares favour nobody and are halfway between both sides.
    """
    ties = np.zeros(())
    for parent in parents:
        ties = ties + (parent == value)
    return [np.asarray(parent == value) / ties for parent in parents]
