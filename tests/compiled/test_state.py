"""A program keeps nothing from one pass to the next but its numbers."""

from hypothesis import HealthCheck, given, settings

from tests.compiled.compiled_engine import CompiledEngine
from tests.compiled.random_graphs import graphs
from tests.engine.engines import Engine, Leaves, Nodes
from tests.engine.random_networks import networks
from tests.example import Example

PER_KIND = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def check(compiled: CompiledEngine, nodes: Nodes, leaves: Leaves) -> None:
    others = {name: 0.75 - leaf for name, leaf in leaves.items()}
    for wanted in ("parameters", "all"):
        first, between, again = compiled.run(nodes, leaves, others, leaves, wanted=wanted)
        # repr: NaN is equal to NaN, and −0 is not 0.
        assert repr(again) == repr(first)
        assert repr([between]) == repr(compiled.run(nodes, others, wanted=wanted))
        assert repr(compiled.run(nodes, leaves, wanted=wanted, times=3)) == repr([first])


@PER_KIND
@given(networks("gentle") | networks("extreme"))
def test_a_network_run_again_says_the_same(
    compiled: CompiledEngine, python: Engine, network: Example
) -> None:
    check(compiled, *python.build(network))


@PER_KIND
@given(graphs())
def test_a_graph_run_again_says_the_same(compiled: CompiledEngine, graph: tuple[Nodes, Leaves]) -> None:
    check(compiled, *graph)
