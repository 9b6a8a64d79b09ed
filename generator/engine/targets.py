"""What the targets of a loss may be.

Each loss states its rule in its entry of the table, and whoever reads targets asks here, so that no file takes what the
page refuses. The same as templates/scripts/engine/targets.js.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

_TOTAL_TOLERANCE = 1e-9
"""Nearer than this to their total, targets add up to it."""


@dataclass(frozen=True, slots=True)
class TargetRule:
    """Between which numbers each target lies (None: any finite number), and what they add up to (None: whatever).

    `signs` says that the ends of the range are meant, and what lies between is only allowed.
    """

    range: tuple[float, float] | None = None
    total: float | None = None
    signs: bool = False


ANY_TARGETS = TargetRule()


@dataclass(frozen=True, slots=True)
class TargetFault:
    """What is wrong with targets: which of them lies outside the range, or, with None, that they do not add up.

    `found` is that target, or the sum.
    """

    index: int | None
    found: float


def target_fault(rule: TargetRule, targets: Sequence[float]) -> TargetFault | None:
    """The first thing that is wrong with targets; None where they are what the loss takes."""
    least, most = rule.range or (-sys.float_info.max, sys.float_info.max)
    for index, target in enumerate(targets):
        if not least <= target <= most:
            return TargetFault(index, target)
    total = 0.0
    for target in targets:
        total += target
    return (
        None
        if rule.total is None or abs(total - rule.total) <= _TOTAL_TOLERANCE
        else TargetFault(None, total)
    )
