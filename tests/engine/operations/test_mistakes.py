"""Break every operation on purpose, in one place at a time, and see whether the checks say so.

For Python two kinds of check have to report each mistake on their own: the comparison with JavaScript, and the oracles
(numbers by hand, JAX, what is no number), for a mistake made in both languages would escape the comparison. For
JavaScript it is the comparison with NumPy.
"""

from collections.abc import Iterator
from itertools import chain

import pytest

from generator.engine.operations.table import OPS
from tests.engine.operations.mistakes import (
    OF_ONE,
    Mistake,
    breakable_javascript,
    broken_javascript,
    broken_python,
    mistakes_of,
)
from tests.engine.operations.oracles import (
    OPERANDS,
    Apply,
    complaints_by_hand,
    complaints_by_jax,
    complaints_by_nan,
    complaints_by_other,
)
from tests.expression.languages import JavaScriptLanguage, PythonLanguage

NO_MISTAKE_IN_VALUE = Mistake("none", "forward", lambda right: right, "(right) => right")
NO_MISTAKE_IN_DERIVATIVES = Mistake("none", "local_derivatives", lambda right: right, "(right) => right")
every_operation = pytest.mark.parametrize("op", OPERANDS)


@pytest.fixture(scope="module")
def breakable() -> JavaScriptLanguage:
    return breakable_javascript()


def oracles(op: str, apply: Apply) -> Iterator[str]:
    return chain(complaints_by_hand(op, apply), complaints_by_nan(op, apply), complaints_by_jax(op, apply))


def is_silent(complaints: Iterator[str]) -> bool:
    return next(complaints, None) is None


@every_operation
def test_a_mistake_in_python_is_noticed(javascript: JavaScriptLanguage, op: str) -> None:
    silent = []
    for mistake in mistakes_of(op):
        apply = broken_python(op, mistake).apply
        if is_silent(oracles(op, apply)):
            silent.append(f"{mistake.what}: the oracles")
        if is_silent(complaints_by_other(op, apply, javascript.apply)):
            silent.append(f"{mistake.what}: the comparison")
    assert silent == []


@every_operation
def test_a_mistake_in_javascript_is_noticed(
    python: PythonLanguage, breakable: JavaScriptLanguage, op: str
) -> None:
    silent = []
    for mistake in mistakes_of(op):
        with broken_javascript(breakable, op, mistake) as broken:
            if is_silent(complaints_by_other(op, broken.apply, python.apply)):
                silent.append(mistake.what)
    assert silent == []


def test_nothing_broken_nothing_said(python: PythonLanguage, breakable: JavaScriptLanguage) -> None:
    """The ways in which mistakes are planted, with none."""
    for op in ("divide", "tanh", "hinge", "bce of logits"):
        for right in (NO_MISTAKE_IN_VALUE, NO_MISTAKE_IN_DERIVATIVES):
            assert is_silent(oracles(op, broken_python(op, right).apply))
            with broken_javascript(breakable, op, right) as unbroken:
                assert is_silent(complaints_by_other(op, unbroken.apply, python.apply))


def test_a_mistake_is_mended(python: PythonLanguage, breakable: JavaScriptLanguage) -> None:
    (mistake, *_) = mistakes_of("tanh")
    with broken_javascript(breakable, "tanh", mistake):
        assert breakable.apply("tanh", [1.0]) != python.apply("tanh", [1.0])
    assert is_silent(complaints_by_other("tanh", breakable.apply, python.apply))


def test_every_operation_has_mistakes_in_its_value_and_in_its_derivatives() -> None:
    assert set(OF_ONE) <= set(OPERANDS)
    for op in OPS:
        parts = [mistake.part for mistake in mistakes_of(op)]
        assert parts.count("forward") >= 3
        assert parts.count("local_derivatives") >= 3
