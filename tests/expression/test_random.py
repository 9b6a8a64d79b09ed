"""Random formulas, printed and read back: NumPy, JavaScript, JAX and finite differences agree."""

import math
import re
import string

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from generator.engine.check import finite_differences
from generator.engine.expression import ExpressionError, parse_expression
from generator.engine.tokens import GREEK
from tests.engine.agreement import agree
from tests.engine.engines import Answer
from tests.expression.languages import Language, Record, differences, scales_of
from tests.expression.trees import Formula, formulas, jax_gradient

ANY = st.floats(-3, 3) | st.sampled_from([0.0, 1.0, -1.0, 2.0, 1e6, -1e6, 1e-6, 1e-300, 40.0, -750.0])
MILD = st.floats(0.1, 3) | st.floats(-3, -0.1) | st.sampled_from([0.0, 1.0, 2.0])
"""JAX divides by the square of a denominator, which is 0 where that is tiny."""
MANY = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
STEP = 1e-6

FINITE = 1e280
"""Where a number is larger, a difference in the last digit may make it infinite in one place alone."""


@MANY
@given(formulas(ANY))
def test_javascript_is_numpy(python: Language, javascript: Language, formula: Formula) -> None:
    record = python.read(formula.text)
    assert "fault" not in record, formula.text
    assert javascript.read(formula.text) == record
    found, expected = (language.run(formula.text, formula.leaves) for language in (javascript, python))
    assume(_holds(expected))
    assert differences(found, expected, scales_of(record, formula.leaves)) == []


@settings(MANY, max_examples=150)
@given(formulas(MILD))
def test_numpy_is_jax(python: Language, formula: Formula) -> None:
    answer = python.run(formula.text, formula.leaves)
    # What is undefined on the way, JAX differentiates all the same.
    assume(all(map(math.isfinite, [*answer.values.values(), *answer.gradients.values()])))
    value, gradients = jax_gradient(formula)
    scales = scales_of(python.read(formula.text), formula.leaves)
    last = list(answer.values)[-1]
    assert agree(answer.values[last], value, scales.values[last])
    for name, gradient in gradients.items():
        assert agree(answer.gradients[name], gradient, scales.gradients[name]), (name, formula.text)


@MANY
@given(formulas(MILD))
def test_a_gradient_is_the_difference_quotient(python: Language, formula: Formula) -> None:
    record = python.read(formula.text)
    answer = python.run(formula.text, formula.leaves)
    assume(all(map(math.isfinite, [*answer.values.values(), *answer.gradients.values()])))
    assume(not _near_a_kink(record, answer))
    expression = parse_expression(formula.text)
    leaves = {**expression.constants, **formula.leaves}
    fine, coarse = (finite_differences(expression.graph, leaves, step) for step in (STEP, 2 * STEP))
    rounding = scales_of(record, formula.leaves).values[record["nodes"][-1]["name"]] * 1e-15 / STEP
    for name in formula.leaves:
        gradient, quotient = answer.gradients[name], fine[name]
        # How far the quotient can tell, it says itself, by how much that of twice the step is another.
        doubt = 4 * abs(quotient - coarse[name]) + 10 * rounding + 1e-6 * max(1.0, abs(gradient))
        assert not math.isfinite(doubt) or abs(gradient - quotient) <= doubt, (name, formula.text)


def _holds(answer: Answer) -> bool:
    numbers = [*answer.values.values(), *answer.gradients.values()]
    numbers += [local for each in answer.locals.values() for local in each]
    return all(abs(number) < FINITE or not math.isfinite(number) for number in numbers)


def _near_a_kink(record: Record, answer: Answer) -> bool:
    names = [node["name"] for node in record["nodes"]]
    for node in record["nodes"]:
        operands = np.array([answer.values[names[parent]] for parent in node["parents"]])
        if node["op"] in ("abs", "relu", "leaky_relu") and abs(operands[0]) < 1e-4:
            return True
        if node["op"] in ("minimum", "maximum") and np.min(np.diff(np.sort(operands))) < 1e-4:
            return True
        if node["op"] in ("power", "sqrt", "log", "divide") and np.min(np.abs(operands)) < 1e-2:
            return True
    return False


# Text that is no formula, or hardly.

SIGNS = "+-−*·×/^(),=#._ \t\n\r\u00a0|√²⁻½÷"
PIECES = st.sampled_from(
    [
        *SIGNS,
        *string.ascii_letters,
        *string.digits,
        *GREEK,
        "**",
        "exp(",
        "ln ",
        "np.tanh(",
        "x.",
        "+=",
        "*=",
        "σ(",
        "max(",
        "sin",
        "a =",
        "\n",
        "1e6",
        "1e7",
        "2.5",
    ]
)
GARBAGE = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A formula with a piece cut out or put in."""
    text = draw(formulas(MILD)).text
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 3)))
    return text[:start] + draw(st.just("") | PIECES) + text[end:]


@settings(MANY, max_examples=1000)
@given(GARBAGE | damaged())
@example("x" * 2001)
@example("(" * 2000)
@example("(" * 999 + "x" + ")" * 999)
@example("-" * 1999 + "x")
@example("exp(" * 499 + "x")
@example("x" + "^x" * 999)
@example("x" + "+x" * 999)
@example("x" + "^-x" * 660)
@example("exp(" * 300 + "x" + ")" * 300)
@example("max(" + "x," * 990 + "x)")
@example("\n" * 2000)
@example("a=x\n" * 500)
@example("\U0001f600" * 2000)
@example("\U0001f600" * 2001)
def test_any_text_is_a_formula_or_has_a_clear_fault(
    python: Language, javascript: Language, text: str
) -> None:
    record = python.read(text)
    assert javascript.read(text) == record
    if "fault" in record:
        with pytest.raises(ExpressionError) as caught:
            parse_expression(text)
        error = caught.value
        lines = re.split(r"\r\n|\r|\n", text)
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert str(error).startswith(f"line {error.line}, column {error.column}: found ")
