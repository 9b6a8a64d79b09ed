"""What the entries say besides their mathematics: the same in both languages, and true of the mathematics."""

import itertools
import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from generator.engine.operations.operation import Operation
from generator.engine.operations.table import OPS
from tests.engine.operations.oracles import OPERANDS
from tests.expression.languages import JavaScriptLanguage, Language

OUTPUTS = [-0.9, -0.2, 0.0, 0.3, 0.8]
COUNTS = {
    name: {"sum": [3, 5, 9], "loss": [2, 4, 6]}.get(
        operation.kind, [operation.arity] if operation.arity else [2, 3, 5]
    )
    for name, operation in OPS.items()
}
"""By operation, numbers of operands that it may have."""

SAMPLES = {name: [0.3, -0.8, 1.5, 0.6, 0.25, -2.0][: COUNTS[name][-1]] for name in OPS}
OF_ONE = [name for name, operation in OPS.items() if operation.kind == "activation" and not operation.joint]
LOSSES = [name for name, operation in OPS.items() if operation.kind == "loss"]
KINKED = [name for name, operation in OPS.items() if operation.kink is not None and operation.base is None]
every_activation = pytest.mark.parametrize("op", OF_ONE)

ON_A_KINK = {
    "abs": [0.0], "relu": [0.0], "leaky_relu": [0.0],
    "minimum": [2.0, 2.0], "maximum": [-1.5, -1.5], "mae": [0.5, 0.5], "hinge": [-1.0, -1.0],
}  # fmt: skip
"""Of every operation that has one, operands on its kink; a new one comes in here."""


def described(operation: Operation, name: str) -> dict[str, Any]:
    """All facts as plain data, under the names that they have in JavaScript."""
    arrays = [np.asarray(operand) for operand in SAMPLES[name]]
    kink, slope = operation.kink, operation.slope_of_output
    return {
        "kind": operation.kind,
        "arity": operation.arity,
        "cost": [list(operation.cost(count)) for count in COUNTS[name]],
        "called": operation.called,
        "kink": kink and {"taken": kink.taken, "at": [float(kink.at(arrays, k)) for k in range(len(arrays))]},
        "stops": operation.stops,
        "saturates": list(operation.saturates),
        "dies": list(operation.dies),
        "lowest": operation.lowest,
        "initialiser": operation.initialiser,
        "slopeOfOutput": slope and [float(slope(np.asarray(output))) for output in OUTPUTS],
        "joint": operation.joint,
        "reduction": operation.reduction,
        "base": operation.base,
        "leastOutputs": operation.least_outputs,
        "requires": operation.requires and list(operation.requires),
        "targets": {
            **asdict(operation.targets),
            "range": operation.targets.range and [*operation.targets.range],
        },
        "canonical": operation.canonical and operation.canonical.activation,
    }


def test_both_languages_say_the_same(javascript: JavaScriptLanguage) -> None:
    found = javascript.call("describeOperations", COUNTS, SAMPLES, OUTPUTS)
    assert list(found) == list(OPS)
    for name, operation in OPS.items():
        assert found[name] == described(operation, name), name


def test_an_operation_reads_as_many_as_it_says() -> None:
    for name, operation in OPS.items():
        widths = {len(operands) for operands in OPERANDS[name]}
        assert widths == {operation.arity} if operation.arity else max(widths) > 2, name


def test_a_function_of_formulas_has_one_name() -> None:
    called = [operation.called for operation in OPS.values() if operation.called is not None]
    assert len(set(called)) == len(called)
    for name, operation in OPS.items():
        assert operation.called in (None, name) or name in ("minimum", "maximum")
        assert operation.kind != "activation" or (operation.called is None) == (
            name in ("identity", "softmax")
        )


def slopes_beside(language: Language, op: str, operands: list[float], k: int) -> list[float]:
    """The derivative by operand k a little below and a little above."""
    moved = [[*operands[:k], operands[k] + side * 1e-9, *operands[k + 1 :]] for side in (-1, 1)]
    return [language.apply(op, each)[1 + k] for each in moved]


def test_operands_on_a_kink_are_known_of_every_operation_that_has_one() -> None:
    assert set(ON_A_KINK) == set(KINKED)


@pytest.mark.parametrize("op", KINKED)
def test_on_a_kink_the_slope_jumps_and_what_the_entry_says_is_taken(language: Language, op: str) -> None:
    operands, kink = ON_A_KINK[op], OPS[op].kink
    assert kink is not None
    arrays = [np.asarray(operand) for operand in operands]
    for k, operand in enumerate(operands):
        assert float(kink.at(arrays, k)) == operand
        below, above = slopes_beside(language, op, operands, k)
        assert abs(above - below) > 0.5
        assert language.apply(op, operands)[1 + k] == kink.taken


@pytest.mark.parametrize("op", [name for name in [*OF_ONE, *LOSSES] if OPS[name].kink is None])
def test_elsewhere_no_slope_jumps(language: Language, op: str) -> None:
    pairs = [[p, y] for p in (0.25, 0.5, 1 - 1e-7) for y in (0.0, 0.5, 1.0)]
    grid = np.linspace(-3, 3, 25).tolist()
    places = [[z] for z in grid] if OPS[op].arity == 1 else pairs if OPS[op].canonical else [
        [p, y] for p in grid for y in (-1.0, 0.0, 0.5)
    ]  # fmt: skip
    for operands in places:
        below, above = slopes_beside(language, op, operands, 0)
        assert math.isclose(below, above, rel_tol=0.05, abs_tol=1e-6), operands


@every_activation
def test_it_saturates_and_dies_where_it_says(language: Language, op: str) -> None:
    entry = OPS[op]
    for side, sign in (("below", -1), ("above", 1)):
        near, far = (language.apply(op, [sign * z])[1] for z in (2.0, 30.0))
        fades = abs(far) < 1e-3 * max(abs(language.apply(op, [0.1])[1]), 0.1) and far != near
        assert (entry.saturates[sign > 0] is not None) == fades, side
        assert (side in entry.dies) == (near == far == 0), side


@every_activation
def test_from_where_it_saturates_its_slope_only_falls(language: Language, op: str) -> None:
    """What dips below 0 is flat at its lowest point too: it saturates where the slope beyond has fallen to its half."""
    for limit, sign in zip(OPS[op].saturates, (-1, 1), strict=True):
        if limit is not None:
            slopes = [abs(language.apply(op, [limit + sign * k / 10])[1]) for k in range(100)]
            assert all(one >= other for one, other in itertools.pairwise(slopes))
            lowest = OPS[op].lowest
            if lowest is None:
                assert limit == 0
            else:
                steepest = max(abs(language.apply(op, [lowest - k / 100])[1]) for k in range(1000))
                assert math.isclose(slopes[0], steepest / 2, rel_tol=0.02)


@every_activation
def test_it_is_lowest_where_it_says(language: Language, op: str) -> None:
    values = [language.apply(op, [z])[0] for z in np.linspace(-8, 8, 161)]
    lowest = OPS[op].lowest
    if lowest is None:
        assert all(one <= other for one, other in itertools.pairwise(values)), "it dips"
    else:
        value, slope = language.apply(op, [lowest])
        assert abs(slope) < 1e-14
        assert value < min(values)


@every_activation
def test_weights_of_what_lets_half_through_are_drawn_by_he(language: Language, op: str) -> None:
    below, above = (language.apply(op, [z])[1] for z in (-30.0, 30.0))
    assert (OPS[op].initialiser == "he") == (above > 0.9 and below < 0.1)


@pytest.mark.parametrize("op", [name for name in OF_ONE if OPS[name].slope_of_output is not None])
def test_the_slope_is_that_of_the_output(language: Language, op: str) -> None:
    of_output = OPS[op].slope_of_output
    assert of_output is not None
    for z in (-2.0, -0.3, 0.0, 0.7, 1.9):
        h, slope = language.apply(op, [z])
        assert math.isclose(float(of_output(np.asarray(h))), slope, rel_tol=1e-14)


@pytest.mark.parametrize("op", LOSSES)
def test_several_outputs_are_added_up_or_averaged_as_the_entry_says(language: Language, op: str) -> None:
    (p, y), (q, x) = (0.3, 0.8), (0.6, 0.1)
    one, other, both = (language.apply(op, operands) for operands in ([p, y], [q, x], [p, q, y, x]))
    count = {"mean": 2, "sum": 1}[OPS[op].reduction or ""]
    assert math.isclose(both[0], (one[0] + other[0]) / count)
    assert np.allclose(both[1:], np.array([one[1], other[1], one[2], other[2]]) / count, rtol=1e-14)


def test_what_a_loss_requires_is_an_activation_and_its_canonical_one_is_among_them() -> None:
    for operation in OPS.values():
        for activation in operation.requires or ():
            assert OPS[activation].kind == "activation"
        assert operation.canonical is None or operation.canonical.activation in (operation.requires or ())


def test_a_joint_activation_has_the_loss_it_belongs_to() -> None:
    for name, operation in OPS.items():
        if operation.joint:
            assert any(other.canonical and other.canonical.activation == name for other in OPS.values())
