"""Every shared case, in both languages."""

import pytest

from tests.engine.agreement import disagreements, doubts, rounding_scales
from tests.engine.cases import CASES, Case
from tests.engine.engines import Engine
from tests.engine.jax_network import run_jax

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
every_network = pytest.mark.parametrize(
    "case", [case for case in CASES if case.network is not None], ids=lambda case: case.name
)


@every_case
def test_what_is_worked_out_by_hand(engine: Engine, case: Case) -> None:
    assert case.mistakes(engine.run(*case.build(engine))) == []


@every_case
def test_the_languages_agree(python: Engine, javascript: Engine, case: Case) -> None:
    nodes, leaves = case.build(python)
    assert case.build(javascript) == (nodes, leaves)
    assert javascript.structure(nodes) == python.structure(nodes)
    assert (
        disagreements(
            javascript.run(nodes, leaves), python.run(nodes, leaves), rounding_scales(nodes, leaves)
        )
        == []
    )


@every_network
def test_jax_agrees(python: Engine, case: Case) -> None:
    assert case.network is not None
    nodes, leaves = case.build(python)
    assert (
        disagreements(python.run(nodes, leaves), run_jax(case.network), rounding_scales(nodes, leaves)) == []
    )


@every_case
def test_finite_differences_agree(engine: Engine, case: Case) -> None:
    nodes, leaves = case.build(engine)
    assert doubts(engine, nodes, leaves) == []


def test_there_are_cases_of_both_kinds() -> None:
    kinds = {case.network is None for case in CASES}
    assert kinds == {True, False}
