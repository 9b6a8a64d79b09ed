"""What an optimizer is: how a gradient becomes a move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
State = Mapping[str, Array]
"""What an optimizer remembers from one update to the next, one number a parameter under each name."""
Settings = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """A number that an optimizer is set with: what it is at first, and from where to below where it may lie."""

    usual: float
    least: float
    below: float


@dataclass(frozen=True, slots=True)
class Optimizer:
    """One entry of the table OPTIMIZERS; the same stands in templates/scripts/engine/optimizers.

    `formula` is its arithmetic for one parameter, in the language of generator/engine/expression.py: w is the parameter
    and g its gradient, t counts updates from 1, eta is the learning rate, a setting goes by its symbol; what is kept
    goes by the symbol in `state`, and is called so with _t where it is computed anew, as w_t is. The last line is w_t.
    `state` maps the names of what is kept to these symbols, `settings` the names of the settings to theirs. `step` does
    the same for all parameters at once: (w, g, state, eta, settings, t) -> (w_t, state).
    """

    formula: str
    step: Callable[[Array, Array, State, float, Settings, int], tuple[Array, State]]
    state: Mapping[str, str]
    settings: Mapping[str, Setting]
    symbols: Mapping[str, str]


DECAY_RATE = Setting(0.9, 0.0, 1.0)
"""How much of an average is kept from one update to the next."""
