"""Functions of formulas that are no activations; as in operations/functions.js.

What is undefined is NaN, such as the logarithm of a negative number, and so is its derivative.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from generator.engine.operations.operation import Array, Kink, Operation, Values


def _of_one(
    called: str,
    value: Callable[[Array], Array],
    slope: Callable[[Array, Array], Array],
    *,
    kink: Kink | None = None,
    stops: bool = False,
) -> Operation:
    """f = value(a), with df/da = slope(a, f)."""
    return Operation(
        "elementary",
        lambda parents: value(parents[0]),
        lambda parents, f: [slope(parents[0], f)],
        arity=1,
        called=called,
        kink=kink,
        stops=stops,
    )


def _extremum(called: str, goes_ahead: Callable[[Array, Array], NDArray[np.bool_]]) -> Operation:
    """The one of two or more that goes ahead of all others; what is undefined goes ahead of everything."""

    def first(parents: Values) -> Array:
        ahead = parents[0]
        for parent in parents[1:]:
            ahead = np.where(goes_ahead(parent, ahead) | np.isnan(parent), parent, ahead)
        return ahead

    def derivatives(parents: Values, value: Array) -> Values:
        """1 for the parent that is ahead and 0 for the others; those that tie share the 1 equally.

        On a tie there is a kink and no derivative. Equal shares favour nobody and are halfway between both sides.
        """
        ties = np.zeros(())
        for parent in parents:
            ties = ties + (parent == value)
        return [np.asarray(parent == value) / ties for parent in parents]

    kink = Kink(at=lambda parents, k: first([*parents[:k], *parents[k + 1 :]]), taken=0.5)
    return Operation("elementary", first, derivatives, called=called, kink=kink)


FUNCTIONS: Mapping[str, Operation] = MappingProxyType(
    {
        # eᵃ is its own derivative.
        "exp": _of_one("exp", np.exp, lambda _, f: f),
        # The natural logarithm; its slope is ∞ at 0.
        "log": _of_one("log", np.log, lambda a, _: np.where(a < 0, np.nan, 1 / np.abs(a))),
        # The root that is not negative; its slope is ∞ at 0.
        "sqrt": _of_one("sqrt", np.sqrt, lambda _, f: 0.5 / np.abs(f)),
        # Of angles in radians.
        "sin": _of_one("sin", np.sin, lambda a, _: np.cos(a)),
        "cos": _of_one("cos", np.cos, lambda a, _: -np.sin(a)),
        # The sign of a, and at the kink 0, halfway between both sides.
        "abs": _of_one(
            "abs", np.abs, lambda a, _: np.sign(a), kink=Kink(at=lambda *_: np.zeros(()), taken=0.0)
        ),
        "minimum": _extremum("min", lambda a, b: a < b),
        "maximum": _extremum("max", lambda a, b: a > b),
        # a itself, taken for a constant: detach in PyTorch, stop_gradient in JAX.
        "stop": _of_one("stop", lambda a: a, lambda a, _: np.zeros_like(a), stops=True),
    }
)
