"""Layers are found by rule, in both languages alike; what is not quite a layer goes node by node."""

from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.engine.layers import Wanted, needed_gradients, steps_of
from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from tests.compiled.compiled_engine import CompiledEngine
from tests.compiled.random_graphs import graphs, reordered
from tests.engine.agreement import graph_of
from tests.engine.engines import Engine, Leaves, Nodes
from tests.engine.random_networks import networks
from tests.example import Example

PER_KIND = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NETWORK = Example(
    (0.3, -0.2),
    (1.0, 0.0),
    (
        Layer("tanh", ((0.1, 0.2), (0.3, 0.4), (0.5, 0.6)), (0.1, 0.2, 0.3)),
        Layer("sigmoid", ((1.0, 2.0, 3.0), (-1.0, 1.0, 0.5)), (0.0, 0.1)),
    ),
    "bce",
)


def python_plan(nodes: Nodes, wanted: Wanted) -> dict[str, Any]:
    graph = graph_of(nodes)
    needed = needed_gradients(graph, wanted)
    steps = [step if isinstance(step, int) else as_lists(asdict(step)) for step in steps_of(graph, needed)]
    return {"needed": needed, "steps": steps}


def as_lists(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {key: as_lists(value) for key, value in thing.items()}
    return [*map(as_lists, thing)] if isinstance(thing, tuple) else thing


@pytest.mark.parametrize("wanted", ["parameters", "all"])
@PER_KIND
@given(graph=graphs(), network=networks("gentle"))
def test_both_languages_find_the_same(
    compiled: CompiledEngine, python: Engine, wanted: Wanted, graph: tuple[Nodes, Leaves], network: Example
) -> None:
    for nodes in (graph[0], python.build(network)[0]):
        assert compiled.plan(nodes, wanted) == python_plan(nodes, wanted)


@PER_KIND
@given(network=networks("gentle"), data=st.data())
def test_a_network_is_its_layers_whatever_their_nodes_are_called_and_wherever_they_stand(
    compiled: CompiledEngine, python: Engine, network: Example, data: st.DataObject
) -> None:
    nodes, leaves = python.build(network)
    # One source that is read by several layers would make one layer of them, but in a network there is none.
    for each, _ in ((nodes, leaves), data.draw(reordered(nodes, leaves))):
        layers = [step for step in compiled.plan(each, "all")["steps"] if not isinstance(step, int)]
        assert Counter(len(layer["sums"]) for layer in layers) == Counter(
            len(layer.biases) for layer in network.layers
        )
        # A joint activation, of which each reads the sums of all, is computed node by node.
        joint = (
            len(network.target) if OPS[network.layers[-1].activation].joint and len(network.target) > 1 else 0
        )
        assert sum(len(layer["sums"]) - len(layer["activations"]) for layer in layers) == joint
        assert all(len(layer["activations"]) in (0, len(layer["sums"])) for layer in layers)


@PER_KIND
@given(networks("gentle"))
def test_a_network_s_leaves_keep_their_order(
    compiled: CompiledEngine, python: Engine, network: Example
) -> None:
    nodes, leaves = python.build(network)
    leaf_nodes = compiled.program(nodes)["leafNodes"]
    assert [nodes[node]["name"] for node in leaf_nodes] == [*leaves]


def test_steps_of_the_lesson(compiled: CompiledEngine, python: Engine) -> None:
    nodes, _ = python.build(NETWORK)
    assert compiled.program(nodes)["steps"] == ["LayerStep", "LayerStep", "CrossEntropyStep"]
    # The derivatives by predictions and targets are in the table alone.
    assert compiled.program(nodes, "all")["steps"] == ["LayerStep", "LayerStep", "TableStep"]


def test_weights_that_two_neurons_share_make_no_layer(compiled: CompiledEngine, python: Engine) -> None:
    nodes = as_plain(python.build(NETWORK)[0])
    names = [node["name"] for node in nodes]
    nodes[names.index("z2")]["parents"][0] = names.index("w11")
    # The third neuron is still a layer. What they feed is none: its sources were computed apart, and lie apart.
    assert Counter(compiled.program(nodes, "all")["steps"]) == Counter(
        {"OperationStep": 4, "ActivationStep": 4, "LayerStep": 1, "TableStep": 1}
    )


def as_plain(nodes: Nodes) -> list[dict[str, Any]]:
    return [{**node, "parents": [*node["parents"]]} for node in nodes]


def node(name: str, op: str = "leaf", *parents: int, role: str = "weight") -> dict[str, Any]:
    return {"name": name, "symbol": [name, ""], "role": role, "op": op, "parents": [*parents], "neuron": None}


def test_a_source_that_comes_twice_makes_no_layer(compiled: CompiledEngine) -> None:
    leaves = [node("x"), node("w"), node("v"), node("b")]
    assert compiled.program([*leaves, node("z", "weighted_sum", 1, 0, 2, 0, 3)])["steps"] == ["OperationStep"]


def test_sources_that_lie_apart_are_taken_one_by_one(compiled: CompiledEngine) -> None:
    """The second layer reads an input and a neuron of the first: their slots are no neighbours."""
    nodes = [
        *(node(name) for name in ("x", "u", "w1", "w2", "b1", "v1", "v2", "b2")),
        node("z1", "weighted_sum", 2, 0, 3, 1, 4),
        node("h1", "tanh", 8),
        node("z2", "weighted_sum", 5, 0, 6, 9, 7),
        node("h2", "tanh", 10),
    ]
    assert compiled.program(nodes)["steps"] == ["LayerStep", "OperationStep", "ActivationStep"]
    leaves = {each["name"]: 0.1 * k for k, each in enumerate(nodes[:8], start=1)}
    (answer,) = compiled.run(nodes, leaves, wanted="all")
    reference = compiled.interpret(nodes, leaves)
    assert answer.values == reference.values
    assert answer.gradients == pytest.approx(reference.gradients, rel=1e-12)


@pytest.mark.parametrize(
    ("op", "size", "step"),
    [("add", 2, "OperationStep"), ("bce", 2, "TableStep"), ("relu", 1, "ActivationStep")],
)
def test_a_single_node(compiled: CompiledEngine, op: str, size: int, step: str) -> None:
    nodes = [node("a"), node("b"), node("c", op, *range(size))]
    assert compiled.program(nodes)["steps"] == [step]


def test_a_leaf_that_is_missing(compiled: CompiledEngine, python: Engine) -> None:
    nodes, leaves = python.build(NETWORK)
    assert compiled.complaint(nodes, leaves) is None
    assert (
        compiled.complaint(nodes, {name: leaves[name] for name in leaves if name != "w21"})
        == "RangeError: no value for w21"
    )
