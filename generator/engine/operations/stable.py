"""Pieces that several operations are made of, in forms that keep their digits; as in operations/stable.js."""

import math

import numpy as np

from generator.engine.operations.erf import erfc
from generator.engine.operations.operation import Array


def step(x: Array, below: Array | float, above: Array | float) -> Array:
    """`below` where x is 0 or less, `above` where it is more, and NaN where it is no number."""
    return np.where(x > 0, above, np.where(x <= 0, below, np.nan))


def logistic(z: Array) -> Array:
    """σ(z) = 1 / (1 + exp(−z)), written so that nothing overflows; 1 − σ(z) is σ(−z), to the last digit."""
    e: Array = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)


def softplus(z: Array) -> Array:
    """ln(1 + exp(z)), by log-sum-exp."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def sech_squared(z: Array) -> Array:
    """sech² z = 4e / (1 + e)² with e = exp(−2|z|), which is 1 − tanh² z without its cancellation."""
    e: Array = np.exp(-2 * np.abs(z))
    return 4 * e / ((1 + e) * (1 + e))


def normal(z: Array) -> Array:
    """Φ(z), that a number from the normal distribution lies below z: erfc(−z/√2) / 2."""
    return 0.5 * erfc(-math.sqrt(0.5) * z)


def normal_density(z: Array) -> Array:
    """φ(z) = Φ′(z) = exp(−z²/2) / √(2π)."""
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def unless_zero(factor: Array, other: Array, product: Array) -> Array:
    """What is weighted by 0 adds nothing: 0·ln 0, 0/0 and 0·∞ are taken as 0, their limit, but of NaN nothing is."""
    return np.where((factor == 0) & ~np.isnan(other), 0.0, product)


def gated(z: Array, gate: Array) -> Array:
    """z times a factor that vanishes faster than any z grows."""
    return unless_zero(gate, z, z * gate)
