"""What the targets of a loss may be: one rule, the same in both languages."""

import math
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.engine.operations.table import OPS
from generator.engine.targets import target_fault
from generator.script import Script
from tests.bundled import bundled

LOSSES = [name for name, operation in OPS.items() if operation.kind == "loss" and operation.base is None]
NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 0.5, -0.0, 1.0000001, -1.5]) | st.floats(-2, 2)
every_loss = pytest.mark.parametrize("loss", LOSSES)


@pytest.fixture(scope="module")
def script() -> Script:
    return Script(bundled("tests/engine/targets.js"))


def fault_in_both(script: Script, loss: str, targets: list[float]) -> dict[str, Any] | None:
    """What is wrong with targets; both languages have to say the same."""
    found: dict[str, Any] | None = script.call("faultOf", loss, targets)
    fault = target_fault(OPS[loss].targets, targets)
    assert found == (None if fault is None else asdict(fault))
    return found


@pytest.mark.parametrize(
    ("loss", "targets", "fault"),
    [
        ("mse", [5.0, -1e6], None),
        ("mse", [0.0, math.inf], {"index": 1, "found": math.inf}),
        ("bce", [0.0, 0.3, 1.0], None),
        ("bce", [0.3, 5.0], {"index": 1, "found": 5.0}),
        ("hinge", [-1.0, 0.5, 1.0], None),
        ("hinge", [-1.5], {"index": 0, "found": -1.5}),
        ("cce", [0.2, 0.7, 0.1], None),
        ("cce", [0.0, 0.0, 0.0], {"index": None, "found": 0.0}),
        ("cce", [0.5, 0.25], {"index": None, "found": 0.75}),
        ("cce", [1.5, -0.5], {"index": 0, "found": 1.5}),
    ],
)
def test_what_is_wrong_with_targets(
    script: Script, loss: str, targets: list[float], fault: dict[str, Any] | None
) -> None:
    assert fault_in_both(script, loss, targets) == fault


@every_loss
def test_no_loss_takes_what_is_no_number(loss: str) -> None:
    fault = target_fault(OPS[loss].targets, [math.nan, 1.0])
    assert fault is not None
    assert fault.index == 0


@every_loss
@given(targets=st.lists(NUMBERS, min_size=2, max_size=5))
def test_targets_brought_to_a_loss_are_taken_by_it(script: Script, loss: str, targets: list[float]) -> None:
    fitting = script.call("fittingOf", loss, targets)
    assert len(fitting) == len(targets)
    assert fault_in_both(script, loss, fitting) is None
    if target_fault(OPS[loss].targets, targets) is None and not OPS[loss].targets.signs:
        assert fitting == targets


@every_loss
@given(
    targets=st.lists(NUMBERS, min_size=2, max_size=5),
    moves=st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1)), min_size=1, max_size=6),
)
def test_a_target_that_is_moved_leaves_all_as_the_loss_takes_them(
    script: Script, loss: str, targets: list[float], moves: list[tuple[int, float]]
) -> None:
    now = script.call("fittingOf", loss, targets)
    for place, target in moves:
        index = place % len(now)
        moved = script.call("movedOf", loss, now, index, target)
        assert moved[index] == target
        assert fault_in_both(script, loss, moved) is None
        if OPS[loss].targets.total is None:
            assert moved == [*now[:index], target, *now[index + 1 :]]
        now = moved


@pytest.mark.parametrize(
    ("targets", "index", "target", "expected"),
    [
        ([0.0, 1.0, 0.0], 0, 0.3, [0.3, 0.7, 0.0]),
        ([0.0, 1.0, 0.0], 1, 0.6, [0.2, 0.6, 0.2]),
        ([0.2, 0.7, 0.1], 0, 0.5, [0.5, 0.4375, 0.0625]),
        ([0.1, 0.9], 1, 1.0, [0.0, 1.0]),
    ],
)
def test_the_others_share_what_a_class_leaves(
    script: Script, targets: list[float], index: int, target: float, expected: list[float]
) -> None:
    assert script.call("movedOf", "cce", targets, index, target) == expected
