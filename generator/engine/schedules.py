"""SCHEDULES: by name, how the learning rate changes from update to update."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Schedule:
    """One entry; the same stands in templates/scripts/engine/schedules.js.

    `formula` is the rate of update t, from 1, in the language of generator/engine/expression.py: eta is the rate
    that was chosen, T the span, n how many whole spans lie before this update. `rate` computes it:
    (eta, t, span) -> eta_t.
    """

    formula: str
    rate: Callable[[float, int, int], float]


STEP_FACTOR = 0.5
"""What a step multiplies the rate with."""

SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        "constant": Schedule("eta_t = eta", lambda eta, t, span: eta),
        # The counts are PyTorch's StepLR, CosineAnnealingLR and LinearLR, which begin at 0 where t begins at 1.
        "step": Schedule("eta_t = eta*0.5^n", lambda eta, t, span: eta * STEP_FACTOR ** ((t - 1) // span)),
        "cosine": Schedule(
            "eta_t = eta*(1 + cos(pi*min((t - 1)/T, 1)))/2",
            lambda eta, t, span: eta * (1 + math.cos(math.pi * min((t - 1) / span, 1))) / 2,
        ),
        "warm_up": Schedule("eta_t = eta*min(t/T, 1)", lambda eta, t, span: eta * min(t / span, 1)),
    }
)
