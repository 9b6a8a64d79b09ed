"""What is known of the operations beyond those of the first lesson: operands, JAX's answers, and numbers by hand."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.expression.languages import same
from tests.expression.trees import JAX_FUNCTIONS

Apply = Callable[[str, Sequence[float]], list[float]]
"""Operation and operands -> value and local derivatives."""

_MILD = [0.3, 0.75, 1.0, 1.5, 2.0, 3.75]
_BOTH_SIGNS = [*_MILD, *(-number for number in _MILD), 0.0]
_EXTREME = [1e-300, 1e-9, 20.0, 37.5, 40.0, 300.0, 700.0, 1e6, 1e9]
_ANY = [*_BOTH_SIGNS, *_EXTREME, *(-number for number in _EXTREME)]
_PAIRS = [(a, b) for a in (-3.0, -1.5, -1.0, 0.25, 2.0, 1e6) for b in (-2.5, -1.0, 0.5, 1.0, 3.0, 1e-6)]
_SEVERAL = [*_PAIRS, (0.3, 0.2, 0.1), (-1.0, 4.0, 2.0, 3.0), (1e6, -1e6, 1e-9), (2.0, 1.0, 5.0, -7.0, 0.5)]
_MISSES = [(p, y) for p in (-700.0, -1.5, -0.4, 0.3, 0.9, 2.0, 1e6) for y in (-1.0, 0.25, 1.0)]
_SHARES = [(0.2, 0.3, 0.5), (0.9, 0.05, 0.05), (1e-300, 0.5, 0.5), (1.0, 1.0, 1.0)]
_TARGETS = [(1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.2, 0.7, 0.1), (1.0, 1.0, 0.5)]
_LOGITS = [
    (0.5, -1.0, 2.0),
    (3.0, 3.0, 3.0),
    (-2.0, 0.1),
    (0.7,),
    (40.0, 0.0, -40.0),
    (700.0, -700.0, 0.0, 1.0),
]

OPERANDS: Mapping[str, Sequence[Sequence[float]]] = {
    "subtract": _PAIRS,
    "negate": [(a,) for a in _ANY],
    "divide": _PAIRS,
    "power": [
        *((a, b) for a in (0.25, 1.0, 2.0, 1e6, 1e-9) for b in (-2.5, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 1e-6)),
        *((a, b) for a in (-0.5, -3.0, -1e3) for b in (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 10.0)),
        *((0.0, b) for b in (0.0, 1.0, 2.0, 2.5, 100.0)),
    ],
    "exp": [(a,) for a in _ANY if a < 705],
    "log": [(a,) for a in _ANY if a > 0],
    "sqrt": [(a,) for a in _ANY if a > 0],
    "sin": [(a,) for a in _ANY],
    "cos": [(a,) for a in _ANY],
    "abs": [(a,) for a in _ANY],
    "minimum": _SEVERAL,
    "maximum": _SEVERAL,
    "leaky_relu": [(a,) for a in _ANY],
    "elu": [(a,) for a in _ANY],
    "softplus": [(a,) for a in _ANY],
    "gelu": [(a,) for a in _ANY],
    "silu": [(a,) for a in _ANY],
    "softmax": _LOGITS,
    "mae": [*_MISSES, (0.3, -2.0, 5.0, 1.0, 0.0, 5.5)],
    "huber": [*_MISSES, (0.3, -2.0, 5.0, 1.0, 0.0, 5.5)],
    "hinge": [*_MISSES, (0.3, -2.0, 5.0, 1.0, -1.0, -1.0)],
    "cce": [(*shares, *targets) for shares in _SHARES for targets in _TARGETS],
}
"""Operands away from the kinks, common and extreme, of every operation."""

BY_HAND: Sequence[tuple[str, Sequence[float], Sequence[float]]] = [
    # Kinks, and what is taken there.
    ("abs", [0], [0, 0]),
    ("leaky_relu", [0], [0, 0.01]),
    ("leaky_relu", [5e-324], [5e-324, 1]),
    ("elu", [0], [0, 1]),
    ("minimum", [2, 2], [2, 0.5, 0.5]),
    ("maximum", [2, 1, 2], [2, 0.5, 0, 0.5]),
    ("maximum", [3, 3, 3, 3], [3, 0.25, 0.25, 0.25, 0.25]),
    ("maximum", [math.inf, 1], [math.inf, 1, 0]),
    ("minimum", [-math.inf, 1], [-math.inf, 1, 0]),
    ("maximum", [math.nan, 1], [math.nan, math.nan, math.nan]),
    ("minimum", [1, math.nan, 0], [math.nan, math.nan, math.nan, math.nan]),
    ("mae", [0.5, 0.5], [0, 0, 0]),
    ("mae", [3, 1, 1, 2], [1.5, 0.5, -0.5, -0.5, 0.5]),
    ("huber", [3, 2], [0.5, 1, -1]),
    ("huber", [0.5, 0], [0.125, 0.5, -0.5]),
    ("huber", [-9, 1], [9.5, -1, 1]),
    ("huber", [4, 0.5, 0, 0], [1.8125, 0.5, 0.25, -0.5, -0.25]),
    ("hinge", [1, 1], [0, 0, 0]),
    ("hinge", [0.25, 1], [0.75, -1, -0.25]),
    ("hinge", [-2, -1], [0, 0, 0]),
    ("hinge", [2, 0.5, -1, 1], [1.75, 0.5, -0.5, -1, -0.25]),
    # Powers, where a derivative exists and where it does not.
    ("power", [0, 0], [1, 0, 0]),
    ("power", [0, 1], [0, 1, 0]),
    ("power", [0, 2], [0, 0, 0]),
    ("power", [0, 0.5], [0, math.inf, 0]),
    ("power", [-3, 2], [9, -6, 0]),
    ("power", [-2, 3], [-8, 12, 0]),
    ("power", [-2, -1], [-0.5, -0.25, 0]),
    ("power", [-2, 0], [1, 0, 0]),
    ("power", [-2, 0.5], [math.nan, math.nan, math.nan]),
    ("power", [2, 10], [1024, 5120, 709.7827128933840]),
    ("power", [1, math.inf], [math.nan, math.nan, math.nan]),
    ("power", [-1, -math.inf], [math.nan, math.nan, math.nan]),
    ("power", [1, math.nan], [math.nan, math.nan, math.nan]),
    # Where the value or the slope is infinite or undefined.
    ("divide", [1, 0], [math.inf, math.inf, -math.inf]),
    ("divide", [0, 0], [math.nan, math.inf, math.nan]),
    ("divide", [1e-200, 1e-200], [1, 1e200, -1e200]),  # b² is 0 here
    ("log", [0], [-math.inf, math.inf]),
    ("log", [-0.0], [-math.inf, math.inf]),
    ("log", [-1], [math.nan, math.nan]),
    ("sqrt", [0], [0, math.inf]),
    ("sqrt", [-0.0], [0, math.inf]),
    ("sqrt", [-1], [math.nan, math.nan]),
    ("exp", [1000], [math.inf, math.inf]),
    ("exp", [-1000], [0, 0]),
    # Far out.
    ("elu", [-1e6], [-1, 0]),
    ("divide", [1, -0.0], [-math.inf, -math.inf, -math.inf]),
    ("elu", [-1e-20], [-1e-20, 1]),  # exp(z) − 1 is 0 here
    ("softplus", [0], [math.log(2), 0.5]),
    ("softplus", [-700], [math.exp(-700), math.exp(-700)]),
    ("softplus", [800], [800, 1]),
    ("gelu", [0], [0, 0.5]),
    ("gelu", [1e6], [1e6, 1]),
    ("gelu", [-1e6], [0, 0]),
    ("gelu", [-math.inf], [0, 0]),
    ("gelu", [math.inf], [math.inf, 1]),
    ("silu", [0], [0, 0.5]),
    ("silu", [1e6], [1e6, 1]),
    ("silu", [-700], [-700 * math.exp(-700), -699 * math.exp(-700)]),
    ("silu", [-math.inf], [0, 0]),
    ("silu", [math.inf], [math.inf, 1]),
    # Classes: three alike; one that is sure, of which 1 − ŷ keeps its digits; one that cannot be.
    ("softmax", [5, 5, 5], [1 / 3, 2 / 9, -1 / 9, -1 / 9]),
    ("softmax", [0, math.log(3)], [0.25, 0.1875, -0.1875]),
    ("softmax", [50, 0], [1, math.exp(-50), -math.exp(-50)]),
    ("softmax", [0, 50, 0], [math.exp(-50), math.exp(-50), -math.exp(-50), -math.exp(-100)]),
    ("softmax", [-1e6, 1e6], [0, 0, 0]),
    ("softmax", [7], [1, 0]),
    ("cce", [0.25, 0.75, 1, 0], [math.log(4), -4, 0, math.log(4), -math.log(0.75)]),
    ("cce", [0.25, 0.75, 0.5, 0.5], [-0.5 * math.log(0.1875), -2, -2 / 3, math.log(4), -math.log(0.75)]),
    ("cce", [0, 1, 0, 1], [0, 0, -1, math.inf, 0]),
    ("cce", [0, 1, 1, 0], [math.inf, -math.inf, 0, math.inf, 0]),
]  # fmt: skip
"""Operation, operands, and its value and derivatives as they were worked out by hand."""


def _mean(term: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def mean(*operands: Any) -> Any:
        count = len(operands) // 2
        return sum(term(operands[k], operands[count + k]) for k in range(count)) / count

    return mean


def _cce(*operands: Any) -> Any:
    count = len(operands) // 2
    return -sum(y * jnp.log(p) for p, y in zip(operands[:count], operands[count:], strict=True))


def _softmax(own: Any, *others: Any) -> Any:
    """The share that the others leave: where the own is nearly all, its derivative is that of the others."""
    return 1 / (1 + sum(jnp.exp(other - own) for other in others))


_JAX: Mapping[str, Callable[..., Any]] = {
    **{name: JAX_FUNCTIONS[name] for name in OPERANDS if name in JAX_FUNCTIONS},
    "subtract": JAX_FUNCTIONS["-"],
    "negate": JAX_FUNCTIONS["negate"],
    "divide": JAX_FUNCTIONS["/"],
    "power": JAX_FUNCTIONS["^"],
    "minimum": JAX_FUNCTIONS["min"],
    "maximum": JAX_FUNCTIONS["max"],
    "softmax": _softmax,
    "mae": _mean(lambda p, y: jnp.where(p > y, p - y, y - p)),
    "huber": _mean(
        lambda p, y: jnp.where(abs(p - y) <= 1, (p - y) ** 2 / 2, jnp.where(p > y, p - y, y - p) - 0.5)
    ),
    "hinge": _mean(lambda p, y: jnp.where(p * y < 1, 1 - p * y, 0.0)),
    "cce": _cce,
}


@cache
def _by_jax(op: str, operands: tuple[float, ...]) -> list[float]:
    arrays = [jnp.asarray(operand, dtype=jnp.float64) for operand in operands]
    value, derivatives = jax.value_and_grad(_JAX[op], argnums=tuple(range(len(arrays))))(*arrays)
    return [float(value), *map(float, derivatives)]


def complaints_by_hand(op: str, apply: Apply) -> list[str]:
    """A line wherever an operation is not what was worked out by hand."""
    return [
        f"{op} of {operands}: {found} instead of {expected}"
        for name, operands, expected in BY_HAND
        if name == op and not _agree(found := apply(op, operands), expected)
    ]


def complaints_by_jax(op: str, apply: Apply) -> list[str]:
    """A line wherever an operation is not what JAX makes of it."""
    return [
        f"{op} of {operands}: {found} instead of {expected}"
        for operands in OPERANDS[op]
        if not _agree(
            found := apply(op, operands), expected := _by_jax(op, tuple(operands)), _size(op, operands)
        )
    ]


def complaints_by_other(op: str, apply: Apply, other: Apply) -> list[str]:
    """A line wherever an operation is not the same in the other language."""
    known = [*OPERANDS[op], *(operands for name, operands, _ in BY_HAND if name == op)]
    return [
        f"{op} of {operands}: {found} instead of {expected}"
        for operands in known
        if not _agree(found := apply(op, operands), expected := other(op, operands))
    ]


def _agree(found: Sequence[float], expected: Sequence[float], scale: float = 1e-300) -> bool:
    return len(found) == len(expected) and all(
        same(one, float(other), scale) for one, other in zip(found, expected, strict=True)
    )


def _size(op: str, operands: Sequence[float]) -> float:
    """What rounding of its operands may do to a result that is a difference: of gelu and silu near their least."""
    return float(np.max(np.abs(operands))) if op in ("gelu", "silu") and -8 < operands[0] < 0 else 1e-290
