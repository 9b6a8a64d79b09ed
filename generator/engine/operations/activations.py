"""Activations: what a neuron makes of its weighted sum z, and the slope dh/dz by which its gradient is multiplied.

The same as operations/activations.js. Each is one entry: its value h of z, its slope of z and h, and what there is to
know about it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from generator.engine.operations.operation import Array, Kink, Operation
from generator.engine.operations.stable import (
    gated,
    logistic,
    normal,
    normal_density,
    sech_squared,
    softplus,
    step,
)

LEAK = 0.01
"""The slope of leaky_relu below 0."""


def _activation(
    value: Callable[[Array], Array], slope: Callable[[Array, Array], Array], **facts: Any
) -> Operation:
    """h = value(z), with dh/dz = slope(z, h)."""
    return Operation(
        "activation",
        lambda parents: value(parents[0]),
        lambda parents, h: [slope(parents[0], h)],
        arity=1,
        **facts,
    )


def _kink_at_0(*, taken: float) -> Kink:
    return Kink(at=lambda *_: np.zeros(()), taken=taken)


def _one_product(_operands: int) -> tuple[int, int]:
    return 1, 0


ACTIVATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "identity": _activation(lambda z: z, lambda _, h: np.ones_like(h)),
        "tanh": _activation(
            np.tanh,
            lambda z, _: sech_squared(z),
            called="tanh",
            saturates=(0.0, 0.0),
            slope_of_output=lambda h: 1 - h * h,
        ),
        "sigmoid": _activation(
            logistic,
            # σ·(1 − σ) without its cancellation.
            lambda z, _: logistic(z) * logistic(-z),
            called="sigmoid",
            saturates=(0.0, 0.0),
            slope_of_output=lambda h: h * (1 - h),
        ),
        # z where it is positive, else 0. At the kink the lower slope is taken, as everywhere.
        "relu": _activation(
            lambda z: np.where(z <= 0, 0.0, z),
            lambda z, _: step(z, 0.0, 1.0),
            called="relu",
            kink=_kink_at_0(taken=0.0),
            dies=("below",),
            initialiser="he",
        ),
        # The same, with a slope of 0.01 below; that is taken at the kink.
        "leaky_relu": _activation(
            lambda z: np.where(z <= 0, LEAK * z, z),
            lambda z, _: step(z, LEAK, 1.0),
            called="leaky_relu",
            kink=_kink_at_0(taken=LEAK),
            cost=_one_product,
            initialiser="he",
        ),
        # z above 0, exp(z) − 1 below: with α = 1, where both sides meet with the same slope.
        "elu": _activation(
            lambda z: np.where(z > 0, z, np.expm1(np.where(z > 0, 0.0, z))),
            lambda z, _: np.exp(np.where(z > 0, 0.0, z)),
            called="elu",
            saturates=(0.0, None),
            initialiser="he",
        ),
        # ln(1 + exp(z)), whose slope is σ(z).
        "softplus": _activation(
            softplus,
            lambda z, _: logistic(z),
            called="softplus",
            saturates=(0.0, None),
            initialiser="he",
        ),
        # z·Φ(z), the exact form, with the normal distribution Φ; its slope is Φ(z) + z·φ(z).
        "gelu": _activation(
            lambda z: gated(z, normal(z)),
            lambda z, _: normal(z) + gated(z, normal_density(z)),
            called="gelu",
            cost=_one_product,
            saturates=(-2.2, None),
            lowest=-0.7517915246935645,
            initialiser="he",
        ),
        # z·σ(z), whose slope is σ(z) + z·σ(z)·σ(−z).
        "silu": _activation(
            lambda z: gated(z, logistic(z)),
            lambda z, _: logistic(z) + gated(z, logistic(z) * logistic(-z)),
            called="silu",
            cost=_one_product,
            saturates=(-4.09, None),
            lowest=-1.278464542761074,
            initialiser="he",
        ),
        # z·tanh(softplus(z)): a gate whose own slope is sech²(softplus(z))·σ(z).
        "mish": _activation(
            lambda z: gated(z, np.tanh(softplus(z))),
            lambda z, _: np.tanh(softplus(z)) + gated(z, sech_squared(softplus(z)) * logistic(z)),
            called="mish",
            cost=_one_product,
            saturates=(-3.93, None),
            lowest=-1.1924312145154952,
            initialiser="he",
        ),
    }
)
