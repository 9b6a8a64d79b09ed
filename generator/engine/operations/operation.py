"""What there is to know about one operation: its mathematics, and every fact that anybody asks about it.

The same as templates/scripts/engine/operations/operation.js. The entries themselves stand in the files beside this one,
each with its value and its local derivatives next to each other, and all of them together in table.py.

A value is an array over a batch, or an array of no dimension for one sample. Sums run left to right in explicit loops,
so that both languages round alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from generator.engine.targets import ANY_TARGETS, TargetRule

Array = NDArray[np.float64]
Values = Sequence[Array]

Kind = Literal["sum", "elementary", "activation", "loss"]
Side = Literal["below", "above"]
Reduction = Literal["mean", "sum"]
Cost = tuple[int, int]
"""How many multiplications (or divisions) and how many additions (or subtractions); functions count nothing."""


@dataclass(frozen=True, slots=True)
class Kink:
    """Where an operation has a value but no derivative, and which number is taken for it there.

    `at` maps the values of the parents and the position of one of them to the number at which this one would be on a
    kink, all others held still. `taken` is the derivative by it there; where several tie, that of two.
    """

    at: Callable[[Values, int], Array]
    taken: float


@dataclass(frozen=True, slots=True)
class Canonical:
    """How a loss is computed when its predictions come from the activation that belongs to it, its canonical link.

    From about |z| = 37 on, sigmoid rounds to 1, and from 745 on to 0: the loss would be infinite, and the product of a
    derivative that overflows with one that vanishes would be NaN. Taken from the pre-activations z (the logits) all of
    it stays exact. See McCullagh & Nelder, Generalized Linear Models (1989), section 2.2.

    Both functions read the logits, then as many targets. `local_derivatives` has one derivative for each prediction,
    for each target and, past the activation, for each logit.
    """

    activation: str
    forward: Callable[[Values], Array]
    local_derivatives: Callable[[Values, Array], Values]


def _nothing(_operands: int) -> Cost:
    return 0, 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the table.

    Its mathematics: `forward` maps the values of the parents to the value, `local_derivatives` maps both to one
    derivative for each parent, in order. What is undefined is NaN, and so is what depends on something undefined.

    Of every operation: how many parents it reads (`arity`; None: several), what a forward pass through it costs for so
    many of them (`cost`), the name of its function in a formula (`called`; None: it has none), its `kink`, and whether
    it `stops` gradients: on purpose, none goes to its parents, though its value depends on them.

    Of an activation: up to which z and from which z on its slope fades (`saturates`; None: on that side it does not),
    on which sides of 0 it is 0 for good (`dies`), where it has its lowest point if it dips (`lowest`), by whom the new
    weights that it reads are drawn (`initialiser`), its slope as a function of its output where that is how it is
    written (`slope_of_output`), and whether it is `joint`: then it reads the pre-activations of its whole layer, that
    of its own neuron first, and belongs at the output, with the loss whose canonical activation it is.

    Of a loss, which reads predictions, then as many targets: what becomes of the terms of several outputs
    (`reduction`), the loss whose terms these are where they are reduced in the other way (`base`; None: its own), how
    many outputs it needs (`least_outputs`), which activations may end a network with it (`requires`; None: any), what
    its `targets` may be, and its `canonical` form, if it has one.
    """

    kind: Kind
    forward: Callable[[Values], Array]
    local_derivatives: Callable[[Values, Array], Values]
    arity: int | None = None
    cost: Callable[[int], Cost] = _nothing
    called: str | None = None
    kink: Kink | None = None
    stops: bool = False
    saturates: tuple[float | None, float | None] = (None, None)
    dies: tuple[Side, ...] = ()
    lowest: float | None = None
    initialiser: Literal["glorot", "he"] = "glorot"
    slope_of_output: Callable[[Array], Array] | None = None
    joint: bool = False
    reduction: Reduction | None = None
    base: str | None = None
    least_outputs: int = 1
    requires: tuple[str, ...] | None = None
    targets: TargetRule = ANY_TARGETS
    canonical: Canonical | None = None
