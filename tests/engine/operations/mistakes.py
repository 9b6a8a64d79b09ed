"""Mistakes in operations, and how one is planted: an entry's function is replaced by a broken one.

Most of them are made of the right function, so that every operation has them, one that is added too. The others are those
that a single operation invites: a form that cancels or overflows far out, a kink on which the other slope is taken.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from generator.engine.operations.stable import logistic, normal
from generator.engine.operations.table import OPS
from tests.expression.languages import JavaScriptLanguage, PythonLanguage

Part = Literal["forward", "local_derivatives"]
PARTS_IN_JAVASCRIPT = {"forward": "forward", "local_derivatives": "localDerivatives"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in which part; in both languages the function that makes the broken one of the right one."""

    what: str
    part: Part
    python: Callable[[Any], Any]
    javascript: str


def _value(what: str, python: Callable[[Any], Any], javascript: str) -> Mistake:
    return Mistake(f"value {what}", "forward", python, javascript)


def _derivatives(what: str, python: Callable[[Any], Any], javascript: str) -> Mistake:
    return Mistake(f"derivatives {what}", "local_derivatives", python, javascript)


def _numbers(parents: Sequence[Any]) -> list[Any]:
    return [np.where(np.isnan(parent), 0.0, parent) for parent in parents]


EVERYWHERE = [
    _value("turns its sign", lambda right: lambda p: -right(p), "(right) => (p) => -right(p)"),
    _value(
        "is a billionth too large",
        lambda right: lambda p: right(p) * (1 + 1e-9),
        "(right) => (p) => right(p) * (1 + 1e-9)",
    ),
    _value(
        "takes what is no number for 0",
        lambda right: lambda p: right(_numbers(p)),
        "(right) => (p) => right(p.map((one) => one || 0))",
    ),
    _derivatives(
        "turn their sign",
        lambda right: lambda p, f: [-one for one in right(p, f)],
        "(right) => (p, f) => right(p, f).map((one) => -one)",
    ),
    _derivatives(
        "are a billionth too large",
        lambda right: lambda p, f: [one * (1 + 1e-9) for one in right(p, f)],
        "(right) => (p, f) => right(p, f).map((one) => one * (1 + 1e-9))",
    ),
    _derivatives(
        "forget the last one",
        lambda right: lambda p, f: [*right(p, f)[:-1], np.zeros(())],
        "(right) => (p, f) => right(p, f).with(-1, 0)",
    ),
]
OF_UNEQUAL_DERIVATIVES = _derivatives(
    "change places",
    lambda right: lambda p, f: right(p, f)[::-1],
    "(right) => (p, f) => right(p, f).reverse()",
)
OF_CHANGING_DERIVATIVES = _derivatives(
    "take what is no number for 0",
    lambda right: lambda p, f: right(_numbers(p), np.where(np.isnan(f), 0.0, f)),
    "(right) => (p, f) => right(p.map((one) => one || 0), f || 0)",
)
OF_MEANS = [
    _value(
        "is the sum, not the mean",
        lambda right: lambda p: right(p) * (len(p) // 2),
        "(right) => (p) => (right(p) * p.length) / 2",
    ),
    _derivatives(
        "are those of the sum",
        lambda right: lambda p, f: [one * (len(p) // 2) for one in right(p, f)],
        "(right) => (p, f) => right(p, f).map((one) => (one * p.length) / 2)",
    ),
]
OF_SUMS = [
    _value(
        "is the mean, not the sum",
        lambda right: lambda p: right(p) / (len(p) // 2),
        "(right) => (p) => (right(p) * 2) / p.length",
    ),
    _derivatives(
        "are those of the mean",
        lambda right: lambda p, f: [one / (len(p) // 2) for one in right(p, f)],
        "(right) => (p, f) => right(p, f).map((one) => (one * 2) / p.length)",
    ),
]

CONSTANT_DERIVATIVES = {"add", "subtract", "negate", "identity"}


def _softmax_plainly(parents: Sequence[Any]) -> Any:
    return np.exp(parents[0]) / sum(np.exp(parent) for parent in parents)


def _of_pairs(function: Callable[[Any, Any], Any]) -> Callable[[Sequence[Any]], list[Any]]:
    return lambda p: [function(*pair) for pair in zip(p[: len(p) // 2], p[len(p) // 2 :], strict=True)]


OF_ONE: dict[str, list[Mistake]] = {
    "weighted_sum": [
        _value(
            "forgets its bias",
            lambda right: lambda p: right([*p[:-1], np.zeros(())]),
            "(right) => (p) => right(p.with(-1, 0))",
        ),
        _derivatives(
            "by a weight are the weight",
            lambda right: (
                lambda p, f: [p[k] if k % 2 == 0 else one for k, one in enumerate(right(p, f)[:-1])] + [1.0]
            ),
            "(right) => (p, f) => right(p, f).map((one, k) => (k % 2 === 0 && k < p.length - 1 ? p[k] : one))",
        ),
    ],
    "multiply": [
        _derivatives(
            "have their own factor too",
            lambda _: lambda p, f: [f for _ in p],
            "() => (p, f) => p.map(() => f)",
        )
    ],
    "power": [
        _value(
            "changes base and exponent",
            lambda right: lambda p: right(p[::-1]),
            "(right) => (p) => right(p.toReversed())",
        ),
        _derivatives(
            "by the base are NaN at 0⁰",
            lambda right: lambda p, f: [p[1] * np.power(p[0], p[1] - 1), right(p, f)[1]],
            "(right) => ([a, b], f) => [b * Math.pow(a, b - 1), right([a, b], f)[1]]",
        ),
        _derivatives(
            "by the exponent are NaN below 0",
            lambda right: lambda p, f: [right(p, f)[0], f * np.log(p[0])],
            "(right) => ([a, b], f) => [right([a, b], f)[0], f * Math.log(a)]",
        ),
    ],
    "log": [
        _derivatives(
            "are numbers below 0",
            lambda _: lambda p, _f: [1 / np.abs(p[0])],
            "() => ([a]) => [1 / Math.abs(a)]",
        )
    ],
    "abs": [
        _derivatives(
            "are 1 on the kink",
            lambda _: lambda p, _f: [np.where(p[0] >= 0, 1.0, -1.0)],
            "() => ([a]) => [a >= 0 ? 1 : -1]",
        )
    ],
    "stop": [
        _derivatives("are the identity's", lambda _: lambda p, _f: [np.ones_like(p[0])], "() => () => [1]"),
        _derivatives("are not quite 0", lambda _: lambda _p, f: [f * 1e-9], "() => (p, f) => [f * 1e-9]"),
        _derivatives(
            "are −0.5 below 0", lambda _: lambda p, _f: [-0.5 * (p[0] < 0)], "() => ([a]) => [-0.5 * (a < 0)]"
        ),
    ],
    "minimum": [
        _derivatives(
            "give each that ties the whole",
            lambda _: lambda p, f: [(one == f) * 1.0 for one in p],
            "() => (p, f) => p.map((one) => Number(one === f))",
        )
    ],
    "maximum": [
        _derivatives(
            "give each that ties the whole",
            lambda _: lambda p, f: [(one == f) * 1.0 for one in p],
            "() => (p, f) => p.map((one) => Number(one === f))",
        )
    ],
    "tanh": [
        _derivatives(
            "are 1 − tanh²: it cancels", lambda _: lambda _p, f: [1 - f * f], "() => (p, f) => [1 - f * f]"
        ),
        _derivatives(
            "are sigmoid's",
            lambda _: lambda p, _f: [logistic(p[0]) * logistic(-p[0])],
            "(_, { logistic }) => ([z]) => [logistic(z) * logistic(-z)]",
        ),
    ],
    "sigmoid": [
        _value(
            "overflows on one side",
            lambda _: lambda p: np.exp(p[0]) / (1 + np.exp(p[0])),
            "() => ([z]) => Math.exp(z) / (1 + Math.exp(z))",
        ),
        _derivatives(
            "are σ·(1 − σ): it cancels",
            lambda _: lambda _p, f: [f * (1 - f)],
            "() => (p, f) => [f * (1 - f)]",
        ),
    ],
    "relu": [
        _value("lets the negative through", lambda _: lambda p: p[0], "() => ([z]) => z"),
        _derivatives(
            "are 1 on the kink",
            lambda _: lambda p, _f: [np.where(p[0] >= 0, 1.0, 0.0)],
            "() => ([z]) => [z >= 0 ? 1 : 0]",
        ),
    ],
    "leaky_relu": [
        _derivatives(
            "are 1 on the kink",
            lambda _: lambda p, _f: [np.where(p[0] >= 0, 1.0, 0.01)],
            "() => ([z]) => [z >= 0 ? 1 : 0.01]",
        )
    ],
    "elu": [
        _value(
            "is exp(z) − 1 by subtraction: it cancels",
            lambda _: lambda p: np.where(p[0] > 0, p[0], np.exp(p[0]) - 1),
            "() => ([z]) => (z > 0 ? z : Math.exp(z) - 1)",
        )
    ],
    "softplus": [
        _value(
            "loses what is small",
            lambda _: lambda p: np.maximum(p[0], 0.0) + np.log(1 + np.exp(-np.abs(p[0]))),
            "() => ([z]) => Math.max(z, 0) + Math.log(1 + Math.exp(-Math.abs(z)))",
        )
    ],
    "gelu": [
        _value(
            "is NaN at −∞",
            lambda _: lambda p: p[0] * normal(p[0]),
            "(_, { normal }) => ([z]) => z * normal(z)",
        ),
        _derivatives(
            "forget the density",
            lambda _: lambda p, _f: [normal(p[0])],
            "(_, { normal }) => ([z]) => [normal(z)]",
        ),
    ],
    "silu": [
        _value(
            "is NaN at −∞",
            lambda _: lambda p: p[0] * logistic(p[0]),
            "(_, { logistic }) => ([z]) => z * logistic(z)",
        ),
        _derivatives(
            "forget the slope of the gate",
            lambda _: lambda p, _f: [logistic(p[0])],
            "(_, { logistic }) => ([z]) => [logistic(z)]",
        ),
    ],
    "softmax": [
        _value(
            "overflows",
            lambda _: _softmax_plainly,
            "() => (p) => Math.exp(p[0]) / p.reduce((sum, z) => sum + Math.exp(z), 0)",
        ),
        _value(
            "is not of itself",
            lambda right: lambda p: right(p[::-1]),
            "(right) => (p) => right(p.toReversed())",
        ),
        _derivatives(
            "are ŷ·(1 − ŷ) by subtraction: it cancels",
            lambda right: lambda p, f: [f * (1 - f), *right(p, f)[1:]],
            "(right) => (p, f) => right(p, f).with(0, f * (1 - f))",
        ),
    ],
    "mse": [_value("is halved", lambda right: lambda p: right(p) / 2, "(right) => (p) => right(p) / 2")],
    "mae": [
        _derivatives(
            "are 1 on the kink",
            lambda right: (
                lambda p, f: [
                    *_of_pairs(lambda p, y: np.where(p >= y, 1.0, -1.0))(p),
                    *right(p, f)[len(p) // 2 :],
                ]
            ),
            "(right) => (p, f) => right(p, f).map((one, k) => (k < p.length / 2 && one === 0 ? 1 : one))",
        )
    ],
    "huber": [
        _value(
            "has a step",
            lambda right: lambda p: right(p) + (np.abs(p[0] - p[-1]) > 1) / 2,
            "(right) => (p) => right(p) + (Math.abs(p[0] - p.at(-1)) > 1 ? 0.5 : 0)",
        ),
        _derivatives(
            "are not bounded",
            lambda _: lambda p, _f: [*_of_pairs(lambda p, y: p - y)(p), *_of_pairs(lambda p, y: y - p)(p)],
            "() => (p) => p.map((one, k) => one - p[(k + p.length / 2) % p.length])",
        ),
    ],
    "hinge": [
        _derivatives(
            "by the target go on to the kink",
            lambda right: (
                lambda p, f: [
                    *right(p, f)[: len(p) // 2],
                    *_of_pairs(lambda p, y: np.where(y * p <= 1, -p, 0.0))(p),
                ]
            ),
            "(right) => (p, f) => right(p, f).map((one, k) => k < p.length / 2 ? one : p[k] * p[k - p.length / 2] <= 1 ? -p[k - p.length / 2] : 0)",
        )
    ],
    "bce": [
        _value(
            "makes NaN of 0 · ln 0",
            lambda _: (
                lambda p: (
                    sum(_of_pairs(lambda p, y: -y * np.log(p) - (1 - y) * np.log1p(-p))(p)) / (len(p) // 2)
                )
            ),
            "() => (p) => { let sum = 0; const n = p.length / 2; for (let k = 0; k < n; k += 1) sum += -p[n + k] * Math.log(p[k]) - (1 - p[n + k]) * Math.log1p(-p[k]); return sum / n; }",
        )
    ],
    "bce of logits": [
        _value(
            "loses what is small",
            lambda _: (
                lambda p: (
                    sum(
                        _of_pairs(lambda z, y: np.maximum(z, 0.0) - z * y + np.log(1 + np.exp(-np.abs(z))))(p)
                    )
                    / (len(p) // 2)
                )
            ),
            "() => (p) => { let sum = 0; const n = p.length / 2; for (let k = 0; k < n; k += 1) sum += Math.max(p[k], 0) - p[k] * p[n + k] + Math.log(1 + Math.exp(-Math.abs(p[k]))); return sum / n; }",
        ),
        _derivatives(
            "by the logit are σ(z) − y: it cancels",
            lambda right: (
                lambda p, f: [
                    *right(p, f)[: len(p)],
                    *(one / (len(p) // 2) for one in _of_pairs(lambda z, y: logistic(z) - y)(p)),
                ]
            ),
            "(right, { logistic }) => (p, f) => right(p, f).map((one, k) => (k < p.length ? one : (logistic(p[k - p.length]) - p[k - p.length / 2]) / (p.length / 2)))",
        ),
    ],
    "cce": [
        _value(
            "makes NaN of 0 · ln 0",
            lambda _: lambda p: sum(_of_pairs(lambda p, y: -y * np.log(p))(p)),
            "() => (p) => { let sum = 0; const n = p.length / 2; for (let k = 0; k < n; k += 1) sum -= p[n + k] * Math.log(p[k]); return sum; }",
        )
    ],
    "cce of logits": [
        _derivatives(
            "by the logit are ŷ − y: it cancels",
            lambda right: (
                lambda p, f: [
                    *right(p, f)[: len(p)],
                    *(
                        _softmax_plainly([p[k], *p[:k], *p[k + 1 : len(p) // 2]]) - p[k + len(p) // 2]
                        for k in range(len(p) // 2)
                    ),
                ]
            ),
            "(right) => (p, f) => { const n = p.length / 2; let sum = 0; for (let k = 0; k < n; k += 1) sum += Math.exp(p[k]); return right(p, f).map((one, k) => (k < p.length ? one : Math.exp(p[k - p.length]) / sum - p[k - n])); }",
        ),
    ],
}
"""By operation, the mistakes that it invites."""


def mistakes_of(name: str) -> list[Mistake]:
    """All that are tried in an operation, or in the canonical form of one."""
    op = name.partition(" of ")[0]
    operation = OPS[op]
    everywhere = [each for each in EVERYWHERE if not (operation.stops and each.part == "local_derivatives")]
    found = [*everywhere, *OF_ONE.get(name, ())]
    if operation.arity != 1 and op != "add":
        found.append(OF_UNEQUAL_DERIVATIVES)
    if op not in CONSTANT_DERIVATIVES and not operation.stops:
        found.append(OF_CHANGING_DERIVATIVES)
    return [*found, *{"mean": OF_MEANS, "sum": OF_SUMS, None: []}[operation.reduction]]


def broken_python(name: str, mistake: Mistake) -> PythonLanguage:
    """The NumPy engine with a mistake in one entry."""
    op, _, canonical = name.partition(" of ")
    entry = OPS[op]
    rule: Any = entry.canonical if canonical else entry
    broken = replace(rule, **{mistake.part: mistake.python(getattr(rule, mistake.part))})
    return PythonLanguage({**OPS, op: replace(entry, canonical=broken) if canonical else broken})


def breakable_javascript() -> JavaScriptLanguage:
    """A JavaScript engine of its own, nothing in which is frozen."""
    return JavaScriptLanguage(lambda text: f"Object.freeze = (object) => object;\n{text}")


@contextmanager
def broken_javascript(
    language: JavaScriptLanguage, name: str, mistake: Mistake
) -> Iterator[JavaScriptLanguage]:
    """A breakable JavaScript engine with a mistake in one entry, for a while."""
    language.call("breakOperation", name, PARTS_IN_JAVASCRIPT[mistake.part], mistake.javascript)
    try:
        yield language
    finally:
        language.call("mendOperations")
