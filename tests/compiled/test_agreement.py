"""engine/compiled says what graph.js says, and NumPy: of networks, and of graphs that no network would have."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.engine.network import Layer
from tests.compiled.compiled_engine import CompiledEngine, Pass
from tests.compiled.random_graphs import EXTREME, GENTLE, graphs, reordered
from tests.engine.agreement import agree, rounding_scales
from tests.engine.engines import Answer, Engine, Leaves, Nodes
from tests.engine.random_networks import networks
from tests.example import Example

PER_KIND = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
WANTED = ["parameters", "all"]


def differences(nodes: Nodes, answer: Pass, reference: Pass, scales: Answer, needed: list[bool]) -> list[str]:
    """A line for every number that is off, and for every gradient that is there though it is not needed."""
    lines = []
    for i, node in enumerate(nodes):
        name = node["name"]
        value, gradient = answer.values[i], answer.gradients[i]
        # On the way forward all is computed as in graph.js, so it is the same to the last digit; but a softmax is
        # computed once for its layer, where graph.js adds up its exponentials for each of its nodes, its own first.
        once = node["op"] == "softmax" and agree(value, reference.values[i], scales.values[name])
        if not (same(value, reference.values[i]) or once):
            lines.append(f"value of {name}: {value!r} instead of {reference.values[i]!r}")
        expected = reference.gradients[i] if needed[i] else math.nan
        if not (same(gradient, expected) or agree(gradient, expected, scales.gradients[name])):
            lines.append(f"gradient of {name}: {gradient!r} instead of {expected!r}")
    return lines


def same(one: float, other: float) -> bool:
    """Equal, or both NaN."""
    return one == other or (math.isnan(one) and math.isnan(other))


def check(compiled: CompiledEngine, nodes: Nodes, leaves: Leaves, wanted: str) -> None:
    (answer,) = compiled.run(nodes, leaves, wanted=wanted)
    reference, scales = compiled.interpret(nodes, leaves), rounding_scales(nodes, leaves)
    needed = compiled.plan(nodes, wanted)["needed"]
    assert differences(nodes, answer, reference, scales, needed) == []
    if not any(node["op"] in ("tanh", "softmax") for node in nodes):
        # Nor is anything else computed in another way on the way back.
        assert all(
            map(
                same,
                answer.gradients,
                [g if n else math.nan for g, n in zip(reference.gradients, needed, strict=True)],
            )
        )


@pytest.mark.parametrize("wanted", WANTED)
@PER_KIND
@given(network=networks("gentle") | networks("extreme") | networks("largest"))
def test_of_networks(compiled: CompiledEngine, python: Engine, wanted: str, network: Example) -> None:
    nodes, leaves = python.build(network)
    check(compiled, nodes, leaves, wanted)


@PER_KIND
@given(networks("gentle") | networks("extreme"))
def test_numpy_says_the_same(compiled: CompiledEngine, python: Engine, network: Example) -> None:
    nodes, leaves = python.build(network)
    (answer,) = compiled.run(nodes, leaves, wanted="all")
    reference, scales = python.run(nodes, leaves), rounding_scales(nodes, leaves)
    for i, node in enumerate(nodes):
        name = node["name"]
        assert agree(answer.values[i], reference.values[name], scales.values[name]), name
        assert agree(answer.gradients[i], reference.gradients[name], scales.gradients[name]), name


@pytest.mark.parametrize("wanted", WANTED)
@PER_KIND
@given(data=st.data(), network=networks("gentle"))
def test_of_networks_in_another_order(
    compiled: CompiledEngine, python: Engine, wanted: str, network: Example, data: st.DataObject
) -> None:
    nodes, leaves = data.draw(reordered(*python.build(network)))
    (answer,) = compiled.run(nodes, leaves, wanted=wanted)
    reference, scales = compiled.interpret(nodes, leaves), rounding_scales(nodes, leaves)
    needed = compiled.plan(nodes, wanted)["needed"]
    for i, node in enumerate(nodes):
        assert answer.values[i] == reference.values[i], node
        # A layer goes back row after row, in this graph others may come in between: sums may run in another order.
        expected = reference.gradients[i] if needed[i] else math.nan
        assert same(answer.gradients[i], expected) or agree(
            answer.gradients[i], expected, scales.gradients[node["name"]]
        ), node


@pytest.mark.parametrize("wanted", WANTED)
@settings(PER_KIND, max_examples=200)
@given(graph=graphs(GENTLE) | graphs(EXTREME))
def test_of_graphs_with_reuse(compiled: CompiledEngine, wanted: str, graph: tuple[Nodes, Leaves]) -> None:
    check(compiled, *graph, wanted)


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 7, 8, 9, 12, 13])
def test_of_layers_of_every_width(compiled: CompiledEngine, python: Engine, rows: int) -> None:
    """Four rows go at a time, and then those that are left over."""
    weights = tuple(tuple(math.sin(7 * j + 3 * k + 1) for k in range(rows)) for j in range(rows))
    biases = tuple(math.cos(5 * j) for j in range(rows))
    layers = (
        Layer("sigmoid", weights, biases),
        Layer("relu", weights, biases),
        Layer("sigmoid", weights, biases),
    )
    inputs = tuple(math.sin(k + 0.5) for k in range(rows))
    network = Example(inputs, tuple(k % 2 for k in range(rows)), layers, "bce")
    for wanted in WANTED:
        check(compiled, *python.build(network), wanted)


@pytest.mark.parametrize("z", [0.0, -0.0, 1e-9, 0.8, 1.4721, 1.4723, 5.0, 19.5, 36.0, 350.0, 710.0, 1e6])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "identity"])
def test_where_activations_saturate(
    compiled: CompiledEngine, python: Engine, activation: str, z: float
) -> None:
    """tanh's derivative is computed in two ways, which meet where it is 0.9."""
    for sign in (1, -1):
        network = Example(
            (sign * z,),
            (0.5,),
            (Layer(activation, ((1.0,),), (0.0,)), Layer("identity", ((1.0,),), (0.0,))),
            "mse",
        )
        nodes, leaves = python.build(network)
        (answer,) = compiled.run(nodes, leaves, wanted="all")
        reference = compiled.interpret(nodes, leaves)
        assert answer.values == reference.values
        for one, other in zip(answer.gradients, reference.gradients, strict=True):
            assert math.isclose(one, other, rel_tol=1e-13)


@pytest.mark.parametrize("z", [0.0, 0.5, -3.0, 37.5, -37.5, 745.5, -745.5, 1e6, -1e6])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.25])
def test_the_canonical_pair_saturated(compiled: CompiledEngine, python: Engine, z: float, y: float) -> None:
    network = Example((1.0,), (y,), (Layer("sigmoid", ((z,),), (0.0,)),), "bce")
    nodes, leaves = python.build(network)
    for wanted in WANTED:
        check(compiled, nodes, leaves, wanted)
    assert compiled.program(nodes)["steps"] == ["LayerStep", "CrossEntropyStep"]
    (answer,) = compiled.run(nodes, leaves)
    index = [node["name"] for node in nodes].index("z1")
    sigma = 1 / (1 + math.exp(-abs(z)))
    complement = math.exp(-abs(z)) * sigma
    by_hand = (1 - y) * (sigma if z >= 0 else complement) - y * (complement if z >= 0 else sigma)
    assert math.isclose(answer.gradients[index], by_hand, rel_tol=1e-12)
