"""What is known of every operation from outside: operands that it takes, numbers worked out by hand, and JAX's answers.

What is written for JAX is written from the definition, in a form whose derivative keeps its digits far out, and knows
nothing of the table. The canonical form of a loss is called by its name and "of logits".
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from generator.engine.operations.table import OPS
from tests.expression.languages import same

jax.config.update("jax_enable_x64", True)

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

_LOGITS_OF_CLASSES = [(0.5, -1.0, 2.0), (3.0, 3.0, 3.0), (40.0, 0.0, -40.0), (-300.0, 0.3, 1.5)]

REDUCED = {
    "mse_sum": "mse", "half_squares_mean": "half_squares", "bce_sum": "bce", "mae_sum": "mae", "huber_sum": "huber",
    "hinge_sum": "hinge", "bce_sum of logits": "bce of logits",
}  # fmt: skip
"""Losses whose terms are reduced in the other way, and those whose terms they have."""

OPERANDS: Mapping[str, Sequence[Sequence[float]]] = {
    "weighted_sum": [(0.7, -1.2, 0.4, 0.9, -0.3), (1.5, 2.0, 0.25), (1e6, 3.0, 0.5, -1e6, 2.0)],
    "add": [(0.7, -1.2), (0.4, 0.9, -1.5), (1e6, 1e-6)],
    "multiply": [(0.7, -1.2), (0.4, 0.9, -1.5), (1e6, 1e-6, 3.0)],
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
    "stop": [(a,) for a in _ANY],
    "minimum": _SEVERAL,
    "maximum": _SEVERAL,
    "identity": [(a,) for a in _ANY],
    "tanh": [(a,) for a in _ANY],
    "sigmoid": [(a,) for a in _ANY],
    "relu": [(a,) for a in _ANY],
    "leaky_relu": [(a,) for a in _ANY],
    "elu": [(a,) for a in _ANY],
    "softplus": [(a,) for a in _ANY],
    "gelu": [(a,) for a in _ANY],
    "silu": [(a,) for a in _ANY],
    "mish": [(a,) for a in _ANY],
    "softmax": _LOGITS,
    "mse": [*_MISSES, (0.3, -2.0, 5.0, 1.0, 0.0, 5.5)],
    "bce": [(0.3, 0.8), (0.2, 0.7, 0.6, 0.9), (0.1, 0.5, 0.9, 1.0, 0.0, 0.4), (1e-9, 0.25)],
    "bce of logits": [
        *((z, y) for z in (-700.0, -40.0, -1.2, 0.3, 2.0, 40.0) for y in (0.0, 0.3, 1.0)),
        (0.3, -1.2, 2.0, 1.0, 0.0, 0.4),
    ],
    "half_squares": [*_MISSES, (0.3, -2.0, 5.0, 1.0, 0.0, 5.5)],
    "mae": [*_MISSES, (0.3, -2.0, 5.0, 1.0, 0.0, 5.5)],
    "huber": [*_MISSES, (0.3, -2.0, 5.0, 1.0, 0.0, 5.5)],
    "hinge": [*_MISSES, (0.3, -2.0, 5.0, 1.0, -1.0, -1.0)],
    "cce": [(*shares, *targets) for shares in _SHARES for targets in _TARGETS],
    "cce of logits": [(*logits, *targets) for logits in _LOGITS_OF_CLASSES for targets in _TARGETS[:3]],
}
OPERANDS = {**OPERANDS, **{other: OPERANDS[base] for other, base in REDUCED.items()}}
"""Operands away from the kinks, common and extreme, of every operation."""

BY_HAND: Sequence[tuple[str, Sequence[float], Sequence[float]]] = [
    ("weighted_sum", [2, 3, -1, 4, 0.5], [2.5, 3, 2, 4, -1, 1]),
    ("weighted_sum", [2, 3, 0.5], [6.5, 3, 2, 1]),
    ("add", [1, 2, 4], [7, 1, 1, 1]),
    ("multiply", [2, 3, -4], [-24, -12, -8, 6]),
    ("subtract", [5, 3], [2, 1, -1]),
    ("negate", [5], [-5, -1]),
    ("identity", [-3], [-3, 1]),
    ("sin", [0], [0, 1]),
    ("cos", [0], [1, 0]),
    ("tanh", [math.log(2)], [0.6, 0.64]),
    ("tanh", [0], [0, 1]),
    ("tanh", [-1e6], [-1, 0]),
    ("tanh", [20], [1, 4 * math.exp(-40)]),  # 1 − tanh² is 0 here
    ("tanh", [-300], [-1, 4 * math.exp(-600)]),
    ("sigmoid", [math.log(3)], [0.75, 0.1875]),
    ("sigmoid", [-math.log(3)], [0.25, 0.1875]),
    ("sigmoid", [0], [0.5, 0.25]),
    ("sigmoid", [1e6], [1, 0]),
    ("sigmoid", [-1e6], [0, 0]),
    ("sigmoid", [40], [1, math.exp(-40)]),  # σ·(1 − σ) is 0 here
    ("sigmoid", [-700], [math.exp(-700), math.exp(-700)]),
    ("mse", [1, 4, 2, 7], [5, -1, -3, 1, 3]),
    ("half_squares", [1, 4, 2, 7], [5, -1, -3, 1, 3]),
    ("half_squares", [3, 1], [2, 2, -2]),
    ("bce", [0.5, 1], [math.log(2), -2, 0]),
    ("bce", [0.25, 0], [-math.log(0.75), 4 / 3, math.log(3)]),
    ("bce", [0, 1], [math.inf, -math.inf, math.inf]),
    ("bce", [0, 0], [0, 1, math.inf]),
    ("bce of logits", [0, 1], [math.log(2), -2, 0, -0.5]),
    ("bce of logits", [1000, 1], [0, -1, -1000, 0]),
    ("bce of logits", [-1000, 1], [1000, -math.inf, 1000, -1]),
    ("cce of logits", [0, 0, 1, 0], [math.log(2), -2, 0, math.log(2), math.log(2), -0.5, 0.5]),
    ("cce of logits", [-1000, 1000, 1, 0], [2000, -math.inf, 0, 2000, 0, -1, 1]),
    # Kinks, and what is taken there.
    ("relu", [0], [0, 0]),
    ("relu", [5e-324], [5e-324, 1]),
    ("relu", [3], [3, 1]),
    ("relu", [-3], [0, 0]),
    ("abs", [0], [0, 0]),
    ("stop", [-3], [-3, 0]),
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
    ("mish", [0], [0, 0.6]),  # tanh(ln 2)
    ("mish", [math.log(2)], [0.8 * math.log(2), 0.8 + 0.24 * math.log(2)]),  # softplus is ln 3, and tanh of it 0.8
    ("mish", [1e6], [1e6, 1]),
    ("mish", [-700], [-700 * math.exp(-700), -699 * math.exp(-700)]),
    ("mish", [-math.inf], [0, 0]),
    ("mish", [math.inf], [math.inf, 1]),
    # Classes: three alike; one that is sure, of which 1 − ŷ keeps its digits; one that cannot be.
    ("softmax", [5, 5, 5], [1 / 3, 2 / 9, -1 / 9, -1 / 9]),
    ("softmax", [0, math.log(3)], [0.25, 0.1875, -0.1875]),
    ("softmax", [50, 0], [1, math.exp(-50), -math.exp(-50)]),
    ("softmax", [0, 50, 0], [math.exp(-50), math.exp(-50), -math.exp(-50), -math.exp(-100)]),
    ("softmax", [-1e6, 1e6], [0, 0, 0]),
    ("softmax", [7], [1, 0]),
    ("softmax", [1000, 1000], [0.5, 0.25, -0.25]),
    ("cce", [0.25, 0.75, 1, 0], [math.log(4), -4, 0, math.log(4), -math.log(0.75)]),
    ("cce", [0.25, 0.75, 0.5, 0.5], [-0.5 * math.log(0.1875), -2, -2 / 3, math.log(4), -math.log(0.75)]),
    ("cce", [0, 1, 0, 1], [0, 0, -1, math.inf, 0]),
    ("cce", [0, 1, 1, 0], [math.inf, -math.inf, 0, math.inf, 0]),
]  # fmt: skip
"""Operation, operands, and its value and derivatives as they were worked out by hand."""


def _magnitude(z: Any) -> Any:
    """|z| with a derivative of 1 at 0: what is built from it below is smooth."""
    return jnp.where(z >= 0, z, -z)


def _absolute(z: Any) -> Any:
    """|z| with the derivative 0 at 0, by convention."""
    return jnp.where(z > 0, z, jnp.where(z < 0, -z, 0.0))


def _sigmoid(z: Any) -> Any:
    """JAX differentiates jax.nn.sigmoid to σ·(1 − σ), of which no digits are left far out."""
    e = jnp.exp(-_magnitude(z))
    return jnp.where(z >= 0, 1.0, e) / (1 + e)


def _tanh(z: Any) -> Any:
    """JAX differentiates jnp.tanh to 1 − tanh², which is 0 from z = 19 on, where the derivative is 1e-16.

    (1 − e) / (1 + e) with e = exp(−2|z|) keeps the digits of the derivative, and, while e is not too close to 1, of the
    value. There expm1 serves, which JAX differentiates to expm1 + 1: fine where that does not cancel.
    """
    e = jnp.exp(-2 * _magnitude(z))
    numerator = jnp.where(_magnitude(z) < 0.5, -jnp.expm1(-2 * _magnitude(z)), 1 - e)
    return jnp.where(z >= 0, 1.0, -1.0) * numerator / (1 + e)


def _exp_minus_1(z: Any) -> Any:
    """JAX differentiates expm1 to expm1 + 1, of which far below 0 no digits are left."""
    return jnp.where(z < -0.5, jnp.exp(z) - 1, jnp.expm1(jnp.where(z < -0.5, 0.0, z)))


def _softplus(z: Any) -> Any:
    return jnp.where(z >= 0, z, 0.0) + jnp.log1p(jnp.exp(-_magnitude(z)))


def _power(a: Any, b: Any) -> Any:
    """Constant in b where there is no derivative by b, and in a where b is 0."""
    safe = jnp.where(a > 0, a, 1.0)
    fixed = jax.lax.stop_gradient(b)
    of_base = jnp.where(fixed == 0, 1.0, jnp.power(jnp.where(fixed == 0, 1.0, a), fixed))
    return jnp.where(a > 0, jnp.power(safe, b), of_base)


JAX_FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "exp": jnp.exp,
    "log": jnp.log,
    "sqrt": jnp.sqrt,
    "sin": jnp.sin,
    "cos": jnp.cos,
    "abs": _absolute,
    "stop": jax.lax.stop_gradient,
}
"""Functions of formulas that are no activations."""

JAX_ACTIVATIONS: Mapping[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    # jnp.maximum(z, 0) has the derivative ½ at 0; the convention here is 0.
    "relu": lambda z: jnp.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: jnp.where(z > 0, z, 0.01 * z),
    "elu": lambda z: jnp.where(z > 0, z, _exp_minus_1(jnp.where(z > 0, 0.0, z))),
    "softplus": _softplus,
    "gelu": lambda z: z * 0.5 * jax.scipy.special.erfc(-z / math.sqrt(2)),
    "silu": lambda z: z * _sigmoid(z),
    "mish": lambda z: z * _tanh(_softplus(z)),
}
"""Those of one neuron."""

JAX_TERMS: Mapping[str, tuple[Callable[[Any, Any], Any], str]] = {
    "mse": (lambda p, y: (p - y) ** 2, "mean"),
    "half_squares": (lambda p, y: (p - y) ** 2 / 2, "sum"),
    "mae": (lambda p, y: _absolute(p - y), "mean"),
    "huber": (lambda p, y: jnp.where(abs(p - y) <= 1, (p - y) ** 2 / 2, _absolute(p - y) - 0.5), "mean"),
    "hinge": (lambda p, y: jnp.where(p * y < 1, 1 - p * y, 0.0), "mean"),
}
"""Of losses: the term of one prediction and one target, and what becomes of several."""
JAX_TERMS = {
    **JAX_TERMS,
    **{
        other: (JAX_TERMS[base][0], "sum" if JAX_TERMS[base][1] == "mean" else "mean")
        for other, base in REDUCED.items()
        if base in JAX_TERMS
    },
}


def _loss(term: Callable[[Any, Any], Any], reduction: str) -> Callable[..., Any]:
    def loss(*operands: Any) -> Any:
        count = len(operands) // 2
        total = sum(term(operands[k], operands[count + k]) for k in range(count))
        return total / count if reduction == "mean" else total

    return loss


def _surprise(p: Any, y: Any) -> Any:
    return -y * jnp.log(p) - (1 - y) * jnp.log1p(-p)


def _cce(*operands: Any) -> Any:
    count = len(operands) // 2
    return -sum(y * jnp.log(p) for p, y in zip(operands[:count], operands[count:], strict=True))


def _softmax(own: Any, *others: Any) -> Any:
    """The share that the others leave: where the own is nearly all, its derivative is that of the others."""
    return 1 / (1 + sum(jnp.exp(other - own) for other in others))


def jax_surprise(own: Any, *others: Any) -> Any:
    """−ln softmax of a logit, by how far the others are above it, so that neither it nor its derivative cancels."""
    return jnp.log1p(sum(jnp.exp(other - own) for other in others))


JAX: Mapping[str, Callable[..., Any]] = {
    **JAX_FUNCTIONS,
    **JAX_ACTIVATIONS,
    **{name: _loss(term, reduction) for name, (term, reduction) in JAX_TERMS.items()},
    "weighted_sum": lambda *parents: (
        sum(w * s for w, s in zip(parents[:-1:2], parents[1::2], strict=True)) + parents[-1]
    ),
    "add": lambda *parents: sum(parents),
    "multiply": lambda *parents: math.prod(parents, start=1.0),
    "subtract": lambda a, b: a - b,
    "negate": lambda a: -a,
    "divide": lambda a, b: a / b,
    "power": _power,
    "minimum": lambda *parents: jnp.min(jnp.stack(parents)),
    "maximum": lambda *parents: jnp.max(jnp.stack(parents)),
    "softmax": _softmax,
    "bce": _loss(_surprise, "mean"),
    "bce_sum": _loss(_surprise, "sum"),
    "cce": _cce,
}


def curve_of(activation: str) -> Callable[[Any], Any]:
    """An activation of one neuron, for numbers and for arrays, in NumPy's numbers."""
    return _on_arrays(JAX_ACTIVATIONS[activation])


def slope_of(activation: str) -> Callable[[Any], Any]:
    """The derivative of one, likewise."""
    return _on_arrays(jax.vmap(jax.grad(JAX_ACTIVATIONS[activation])))


def _on_arrays(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    compiled = jax.jit(function)

    def applied(z: Any) -> Any:
        return np.asarray(compiled(np.ravel(np.asarray(z, dtype=np.float64)))).reshape(np.shape(z))

    return applied


def _differentiated(function: Callable[..., Any], *arrays: Any) -> tuple[Any, Sequence[Any]]:
    value, derivatives = jax.value_and_grad(function, argnums=tuple(range(len(arrays))))(*arrays)
    return value, derivatives


def _bce_of_logits(*operands: Any) -> list[Any]:
    """By predictions it is that of the cross-entropy of p and 1 − p, each a number of its own."""
    count = len(operands) // 2
    logits, targets = operands[:count], operands[count:]
    value, by_logits_and_targets = _differentiated(
        _loss(lambda z, y: y * _softplus(-z) + (1 - y) * _softplus(z), "mean"), *operands
    )
    by_predictions = [
        ((1 - y) / _sigmoid(-z) - jnp.where(y == 0, 0.0, y / _sigmoid(z)) if y != 1 else -1 / _sigmoid(z))
        / count
        for z, y in zip(logits, targets, strict=True)
    ]
    return [value, *by_predictions, *by_logits_and_targets[count:], *by_logits_and_targets[:count]]


def _cce_of_logits(*operands: Any) -> list[Any]:
    count = len(operands) // 2
    logits, targets = operands[:count], operands[count:]

    def loss(*operands: Any) -> Any:
        of_logits = operands[:count]
        return sum(
            y * jax_surprise(of_logits[k], *of_logits[:k], *of_logits[k + 1 :])
            for k, y in enumerate(operands[count:])
        )

    value, by_logits_and_targets = _differentiated(loss, *operands)
    by_predictions = [
        -y / _softmax(logits[k], *logits[:k], *logits[k + 1 :]) if y else 0.0 for k, y in enumerate(targets)
    ]
    return [value, *by_predictions, *by_logits_and_targets[count:], *by_logits_and_targets[:count]]


def _bce_sum_of_logits(*operands: Any) -> list[Any]:
    return [(len(operands) // 2) * each for each in _bce_of_logits(*operands)]


_JAX_OF_LOGITS = {
    "bce of logits": _bce_of_logits,
    "bce_sum of logits": _bce_sum_of_logits,
    "cce of logits": _cce_of_logits,
}


@cache
def _by_jax(op: str, operands: tuple[float, ...]) -> list[float]:
    arrays = [jnp.asarray(operand, dtype=jnp.float64) for operand in operands]
    if op in _JAX_OF_LOGITS:
        return [*map(float, _JAX_OF_LOGITS[op](*arrays))]
    value, derivatives = _differentiated(JAX[op], *arrays)
    return [float(value), *map(float, derivatives)]


def complaints_by_hand(op: str, apply: Apply) -> Iterator[str]:
    """A line wherever an operation is not what was worked out by hand."""
    for name, operands, expected in BY_HAND:
        if name == op and not _agree(found := apply(op, operands), expected):
            yield f"{op} of {operands}: {found} instead of {expected}"


def complaints_by_jax(op: str, apply: Apply) -> Iterator[str]:
    """A line wherever an operation is not what JAX makes of it."""
    for operands in OPERANDS[op]:
        found, expected = apply(op, operands), _by_jax(op, tuple(operands))
        if not _agree(found, expected, _size(op, operands)):
            yield f"{op} of {operands}: {found} instead of {expected}"


def complaints_by_other(op: str, apply: Apply, other: Apply) -> Iterator[str]:
    """A line wherever an operation is not the same in the other language."""
    for operands in [*(each for name, each, _ in BY_HAND if name == op), *undefined(op), *OPERANDS[op]]:
        if not _agree(found := apply(op, operands), expected := other(op, operands)):
            yield f"{op} of {operands}: {found} instead of {expected}"


def complaints_by_nan(op: str, apply: Apply) -> Iterator[str]:
    """A line wherever a result is a number although it depends on something that is none.

    A value depends on every operand; a derivative on those that change it.
    """
    for place, operands in enumerate(undefined(op)):
        value, *derivatives = apply(op, operands)
        if not math.isnan(value):
            yield f"{op} of {operands} is {value}"
        for k, derivative in enumerate(derivatives):
            if not math.isnan(derivative) and _depends(op, apply, k, place):
                yield f"{op} of {operands}: derivative {k} is {derivative}"


def undefined(op: str) -> list[list[float]]:
    """Operands of which one is no number."""
    sample = [*OPERANDS[op][0]]
    return [[*sample[:k], math.nan, *sample[k + 1 :]] for k in range(len(sample))]


def _depends(op: str, apply: Apply, derivative: int, place: int) -> bool:
    sample = [*OPERANDS[op][0]]
    moved = [[*sample[:place], operand, *sample[place + 1 :]] for operand in (-1.7, -0.6, 0.2, 0.7, 1.9)]
    found = [apply(op, operands)[1 + derivative] for operands in moved]
    return len({number for number in found if not math.isnan(number)}) > 1


def _agree(found: Sequence[float], expected: Sequence[float], scale: float = 1e-300) -> bool:
    return len(found) == len(expected) and all(
        same(one, float(other), scale) for one, other in zip(found, expected, strict=True)
    )


def _size(op: str, operands: Sequence[float]) -> float:
    """What rounding of its operands may do to a result that is a difference: of what dips, near its lowest point."""
    dips = OPS.get(op) is not None and OPS[op].lowest is not None
    return float(np.max(np.abs(operands))) if dips and -8 < operands[0] < 0 else 1e-290
