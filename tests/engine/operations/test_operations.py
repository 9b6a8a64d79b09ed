"""Every operation: both languages, JAX, differences, numbers by hand, and what is no number."""

import math

import numpy as np
import pytest

from generator.engine.operations.erf import erfc
from generator.engine.operations.table import OPS
from tests.engine.operations.oracles import (
    BY_HAND,
    OPERANDS,
    complaints_by_hand,
    complaints_by_jax,
    complaints_by_nan,
    complaints_by_other,
)
from tests.expression.languages import JavaScriptLanguage, Language, PythonLanguage, same

ALL = [*OPS, *(f"{name} of logits" for name, operation in OPS.items() if operation.canonical is not None)]
every_operation = pytest.mark.parametrize("op", ALL)


def test_every_operation_has_its_operands() -> None:
    assert set(OPERANDS) == set(ALL)


@every_operation
def test_both_languages_agree(python: Language, javascript: Language, op: str) -> None:
    assert [*complaints_by_other(op, javascript.apply, python.apply)] == []


@every_operation
def test_jax_agrees(language: Language, op: str) -> None:
    assert [*complaints_by_jax(op, language.apply)] == []


@pytest.mark.parametrize("op", sorted({op for op, _, _ in BY_HAND}))
def test_what_is_worked_out_by_hand(language: Language, op: str) -> None:
    assert [*complaints_by_hand(op, language.apply)] == []


@every_operation
def test_what_depends_on_no_number_is_none(language: Language, op: str) -> None:
    assert [*complaints_by_nan(op, language.apply)] == []


@pytest.mark.parametrize("op", [op for op in OPERANDS if op != "stop"])
def test_a_derivative_is_the_difference_quotient(language: Language, op: str) -> None:
    first = len(OPERANDS[op][0]) // 2 if op.endswith("of logits") else 0
    for operands in OPERANDS[op]:
        if (
            max(map(abs, operands)) > 4
            or (op == "power" and operands[0] < 0.2)
            or min(map(abs, operands)) < 1e-5
        ):
            continue
        _, *derivatives = language.apply(op, operands)
        if first:  # past the activation: by targets, then by logits
            half = len(operands) // 2
            derivatives = [*derivatives[2 * half :], *derivatives[half : 2 * half]]
        for k, derivative in enumerate(derivatives):
            step = 1e-6
            above, below = (
                [*operands[:k], operands[k] + sign * step, *operands[k + 1 :]] for sign in (1, -1)
            )
            quotient = (language.apply(op, above)[0] - language.apply(op, below)[0]) / (2 * step)
            assert math.isclose(derivative, quotient, rel_tol=1e-5, abs_tol=1e-7), (op, operands, k)


def test_a_batch_is_its_samples(python: PythonLanguage) -> None:
    for op, operation in OPS.items():
        width = max(map(len, OPERANDS[op]))
        samples = [operands for operands in OPERANDS[op] if len(operands) == width]
        columns = [np.array(column) for column in zip(*samples, strict=True)]
        with np.errstate(all="ignore"):
            value = operation.forward(columns)
            results = np.broadcast_arrays(value, *operation.local_derivatives(columns, value))
        for k, operands in enumerate(samples):
            assert all(map(same, [result[k] for result in results], python.apply(op, operands))), (
                op,
                operands,
            )


ARGUMENTS = [
    *np.linspace(-6.5, 27, 20_000).tolist(), *(10.0**-k for k in range(1, 300, 7)),
    1.5, 1.4999999999, 1.5000000001, -1.5, -1.5000000001, 0.0, -0.0, 1e6, -1e6, 1e200,
]  # fmt: skip


def test_erfc_is_accurate_in_both_languages(javascript: JavaScriptLanguage) -> None:
    expected = np.array([math.erfc(x) for x in ARGUMENTS])
    with np.errstate(all="ignore"):
        in_python = erfc(np.array(ARGUMENTS))
    found = [in_python, np.array(javascript.call("complementaryErrors", ARGUMENTS))]
    for values in found:
        # Subnormal numbers have fewer digits.
        close = np.abs(values - expected) <= np.where(expected > 1e-307, 1e-13 * expected, 1e-308)
        assert close.all(), np.array(ARGUMENTS)[~close]


def test_erfc_of_what_is_no_number(javascript: JavaScriptLanguage) -> None:
    arguments = [math.inf, -math.inf, math.nan]
    with np.errstate(all="ignore"):
        found = [*erfc(np.array(arguments))], javascript.call("complementaryErrors", arguments)
    for values in found:
        assert values[:2] == [0, 2]
        assert math.isnan(values[2])
