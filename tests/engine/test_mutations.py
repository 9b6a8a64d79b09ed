"""Break the chain rule on purpose, in one place at a time, and see whether the checks say so.

Mistakes in the operations themselves are planted in tests/engine/operations/test_mistakes.py.

For Python two kinds of check have to report each mistake on their own: the comparison with JavaScript, and the oracles
(cases worked out by hand, JAX, finite differences), for a mistake made in both languages would escape the comparison.
For JavaScript it is the comparison with NumPy.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.engine.agreement import disagreements, doubts, rounding_scales
from tests.engine.cases import CASES, Case
from tests.engine.engines import (
    BUNDLE,
    Answer,
    Engine,
    JavaScriptEngine,
    PythonEngine,
    javascript_text,
    shipped_python,
)
from tests.engine.jax_network import run_jax
from tests.engine.mutations import MUTATIONS
from tests.planted.mutation import Mutation, javascript_with, python_with


@cache
def scales(case: Case) -> Answer:
    return rounding_scales(*case.build(shipped_python()))


@cache
def jax_answer(case: Case) -> Answer | None:
    return None if case.network is None else run_jax(case.network)


def compared(engine: Engine, reference: Engine) -> Iterator[str]:
    """What the comparison with the other language reports."""
    for case in CASES:
        nodes, leaves = case.build(reference)
        yield from disagreements(engine.run(nodes, leaves), reference.run(nodes, leaves), scales(case))


def foretold(engine: Engine) -> Iterator[str]:
    """What the oracles report: numbers worked out by hand, JAX, finite differences."""
    for case in CASES:
        nodes, leaves = case.build(shipped_python())
        answer, from_jax = engine.run(nodes, leaves), jax_answer(case)
        yield from case.mistakes(answer)
        if from_jax is not None:
            yield from disagreements(answer, from_jax, scales(case))
        yield from doubts(engine, nodes, leaves)


every_mutation = pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.what)


@pytest.fixture(scope="module")
def broken_scripts() -> dict[str, str]:
    return javascript_with(BUNDLE, MUTATIONS)


@every_mutation
def test_a_mistake_in_python_is_reported(mutation: Mutation, javascript: Engine) -> None:
    engine = PythonEngine(python_with(mutation))
    assert next(compared(engine, javascript), None) is not None, "the comparison with JavaScript is silent"
    assert next(foretold(engine), None) is not None, "the oracles are silent"


@every_mutation
def test_a_mistake_in_javascript_is_reported(
    mutation: Mutation, python: Engine, broken_scripts: dict[str, str]
) -> None:
    engine = JavaScriptEngine(broken_scripts[mutation.what])
    assert next(compared(engine, python), None) is not None, "the comparison with NumPy is silent"


def test_without_a_mistake_nothing_is_reported(python: Engine, javascript: Engine) -> None:
    """The ways in which mutants are loaded, with nothing mutated."""
    same_python, same_javascript = PythonEngine(python_with(None)), JavaScriptEngine(javascript_text())
    assert list(compared(same_python, javascript)) == []
    assert list(compared(same_javascript, python)) == []
    assert list(foretold(same_python)) == []
    assert list(foretold(same_javascript)) == []
