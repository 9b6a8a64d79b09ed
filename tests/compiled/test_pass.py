"""The numbers of the page: many questions about one set of leaves, none of which disturbs the next."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compiled.compiled_engine import CompiledEngine
from tests.engine.engines import Engine
from tests.engine.random_networks import networks
from tests.example import Example

POINTS = [-2, -0.5, 0, 0.25, 3]


@settings(max_examples=25)
@given(network=networks("gentle"), data=st.data())
def test_losses_along_a_leaf_are_those_of_numpy(
    compiled: CompiledEngine, python: Engine, network: Example, data: st.DataObject
) -> None:
    nodes, leaves = python.build(network)
    name = data.draw(st.sampled_from(sorted(leaves)))
    answers = compiled.ask(nodes, leaves, name, POINTS)
    names = [node["name"] for node in nodes]
    expected = [python.run(nodes, {**leaves, name: point}).values[names[-1]] for point in POINTS]
    assert list(answers["losses"]) == pytest.approx(expected, rel=1e-12, abs=1e-13)
    halved = python.run(nodes, {leaf: number / 2 for leaf, number in leaves.items()}).values[names[-1]]
    assert answers["loss"] == pytest.approx(halved, rel=1e-12, abs=1e-13)
    own = python.run(nodes, leaves)
    for numbers in (answers["before"], answers["after"]):
        assert list(numbers["values"]) == pytest.approx(
            [own.values[each] for each in names], rel=1e-12, abs=1e-13
        )
        assert list(numbers["gradients"]) == pytest.approx(
            [own.gradients[each] for each in names], rel=1e-10, abs=1e-13
        )
