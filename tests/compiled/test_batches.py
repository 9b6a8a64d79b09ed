"""A batch in NumPy, a layer at a time, is its samples one by one."""

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.engine.batch import BatchProgram
from generator.engine.graph import Graph, backward, forward
from generator.engine.layers import Wanted, needed_gradients
from generator.engine.network import Layer
from generator.engine.operations.operation import Array
from tests.compiled.compiled_engine import CompiledEngine
from tests.compiled.random_graphs import graphs, reordered
from tests.engine.agreement import ABSOLUTE, RELATIVE, graph_of, rounding_scales
from tests.engine.engines import Engine, Leaves, Nodes
from tests.engine.random_networks import NUMBERS, networks
from tests.example import Example

PER_KIND = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SIZE = 4
Columns = Mapping[str, float | list[float]]


def check(nodes: Nodes, leaves: Columns, wanted: Wanted = "all") -> None:
    """Every number of the batch beside those of its samples, which graph.py computes one at a time."""
    graph = graph_of(nodes)
    values, gradients = BatchProgram(graph, wanted).run(leaves)
    needed = needed_gradients(graph, wanted)
    samples = [
        {name: leaf if isinstance(leaf, float) else leaf[k] for name, leaf in leaves.items()}
        for k in range(SIZE)
    ]
    scales = [rounding_scales(nodes, sample) for sample in samples]
    expected = [numbers(graph, sample) for sample in samples]
    for i, node in enumerate(nodes):
        name = node["name"]
        assert_close(
            values[i], [each[0][i] for each in expected], [each.values[name] for each in scales], name
        )
        shape = gradients[i].shape
        assert shape == values[i].shape
        if not needed[i]:
            assert np.isnan(gradients[i]).all()
            continue
        by_sample = [each[1][i] for each in expected]
        sizes = [each.gradients[name] for each in scales]
        if shape == ():
            # The terms of the sum count as operands, so that they may cancel.
            by_sample, sizes = [math.fsum(by_sample)], [math.fsum([*map(abs, by_sample), *sizes])]
        assert_close(gradients[i], by_sample, sizes, f"gradient of {name}")
    check_by_index(graph, leaves, wanted, values[-1], gradients)


def check_by_index(
    graph: Graph, leaves: Columns, wanted: Wanted, losses: Array, gradients: list[Array]
) -> None:
    """What training asks for is the same."""
    vectors = {graph.index[name]: np.array(leaf) for name, leaf in leaves.items() if isinstance(leaf, list)}
    if not vectors:
        return
    given = np.full(len(graph.nodes), np.nan)
    for name, leaf in leaves.items():
        if isinstance(leaf, float):
            given[graph.index[name]] = leaf
    program = BatchProgram(graph, wanted)
    found, slopes = program.losses_and_slopes(vectors, given)
    assert np.array_equal(found, losses, equal_nan=True)
    assert np.array_equal(program.losses(vectors, given), losses, equal_nan=True)
    needed = needed_gradients(graph, wanted)
    for i in range(len(graph.nodes)):
        if needed[i] and not np.isnan(given[i]):
            assert np.array_equal(slopes[i], gradients[i], equal_nan=True)


def numbers(graph: Graph, leaves: Leaves) -> tuple[list[float], list[float]]:
    values = forward(graph, leaves)
    return [*map(float, values)], [*map(float, backward(graph, values))]


def assert_close(found: Array, expected: list[float], scales: list[float], what: str) -> None:
    """A number for all samples must fit each of them."""
    for one, other, scale in zip(
        np.broadcast_to(found, len(expected)).tolist(), expected, scales, strict=True
    ):
        bound = RELATIVE * max(abs(one), abs(other)) + ABSOLUTE * scale
        assert one == other or abs(one - other) <= bound < math.inf, f"{what}: {one} instead of {other}"


@st.composite
def columns(draw: st.DrawFn, leaves: Leaves) -> Columns:
    """Some leaves, and at least one, vary over the batch."""
    varied = draw(st.sets(st.sampled_from(sorted(leaves)), min_size=1, max_size=6))
    more = st.lists(NUMBERS["gentle"], min_size=SIZE - 1, max_size=SIZE - 1)
    return {name: [leaf, *draw(more)] if name in varied else leaf for name, leaf in leaves.items()}


@pytest.mark.parametrize("wanted", ["parameters", "all"])
@PER_KIND
@given(network=networks("gentle") | networks("extreme"), data=st.data())
def test_networks(python: Engine, wanted: Wanted, network: Example, data: st.DataObject) -> None:
    nodes, leaves = python.build(network)
    limits = {node["name"] for node in nodes if node["role"] == "target"}
    varied = data.draw(columns({name: leaf for name, leaf in leaves.items() if name not in limits}))
    targets: Columns = {name: [leaves[name]] * SIZE for name in limits}
    check(nodes, {**varied, **targets}, wanted)


@PER_KIND
@given(network=networks("gentle"), data=st.data())
def test_networks_in_another_order(python: Engine, network: Example, data: st.DataObject) -> None:
    nodes, leaves = data.draw(reordered(*python.build(network)))
    check(nodes, {name: [leaf] * SIZE if k == 0 else leaf for k, (name, leaf) in enumerate(leaves.items())})


@pytest.mark.parametrize("wanted", ["parameters", "all"])
@settings(PER_KIND, max_examples=150)
@given(graph=graphs(), data=st.data())
def test_graphs_with_reuse(wanted: Wanted, graph: tuple[Nodes, Leaves], data: st.DataObject) -> None:
    nodes, leaves = graph
    check(nodes, data.draw(columns(leaves)), wanted)


NETWORK = Example(
    (0.0, 0.0),
    (0.0,),
    (Layer("tanh", ((0.5, -0.3), (-0.4, 0.5)), (0.1, -0.1)), Layer("sigmoid", ((0.4, -0.6),), (0.2,))),
    "bce",
)


def test_a_batch_of_one_and_of_plain_numbers(python: Engine) -> None:
    nodes, leaves = python.build(NETWORK)
    program = BatchProgram(graph_of(nodes), "all")
    one, alone = program.run({**leaves, "x1": [0.6]}), program.run({**leaves, "x1": 0.6})
    assert [value.item() for value in one[0]] == [value.item() for value in alone[0]]
    assert [gradient.item() for gradient in one[1]] == [gradient.item() for gradient in alone[1]]


def test_what_is_handed_in_and_handed_out_is_left_alone(python: Engine) -> None:
    nodes, leaves = python.build(NETWORK)
    program = BatchProgram(graph_of(nodes))
    x, y = np.array([0.6, 0.1]), np.array([1.0, 0.0])
    first = program.run({**leaves, "x1": x, "y": y})
    kept = [[array.copy() for array in arrays] for arrays in first]
    program.run({**leaves, "x1": [9.0, 8.0], "y": y})
    assert x.tolist() == [0.6, 0.1]
    for arrays, copies in zip(first, kept, strict=True):
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays, copies, strict=True))


def test_leaves_that_do_not_fit(python: Engine) -> None:
    nodes, leaves = python.build(NETWORK)
    program = BatchProgram(graph_of(nodes))
    with pytest.raises(KeyError, match="w21"):
        program.run({name: leaf for name, leaf in leaves.items() if name != "w21"})
    with pytest.raises(ValueError, match="broadcast"):
        program.run({**leaves, "x1": [1.0, 2.0], "x2": [1.0, 2.0, 3.0]})


def test_overflow_is_no_warning(python: Engine) -> None:
    nodes, leaves = python.build(NETWORK)
    graph = graph_of(nodes)
    values, gradients = BatchProgram(graph).run({**leaves, "x1": [1e6, -1e6], "w31": 1e6, "y": 1.0})
    assert np.isfinite(values[-1]).all()
    assert all(np.isfinite(gradients[graph.index[name]]).all() for name in ("w11", "h1", "z3"))


WIDTHS = {"1→2→3→4→5→2": (1, 2, 3, 4, 5, 2), "5→4→1→3→1": (5, 4, 1, 3, 1)}


@pytest.mark.parametrize("loss", ["bce", "mse"])
@pytest.mark.parametrize("widths", WIDTHS.values(), ids=WIDTHS)
def test_a_batch_in_javascript_is_its_samples(
    widths: tuple[int, ...], loss: str, compiled: CompiledEngine, python: Engine
) -> None:
    """Of layers of odd and even widths, which are added up two at a time."""
    random = np.random.default_rng(len(widths))
    layers = tuple(
        Layer(
            "sigmoid" if depth == len(widths) - 2 else ("tanh", "relu")[depth % 2],
            tuple(map(tuple, random.normal(size=(size, before)).tolist())),
            tuple(random.normal(size=size).tolist()),
        )
        for depth, (before, size) in enumerate(pairwise(widths))
    )
    inputs, targets = random.normal(size=(4, widths[0])), random.uniform(size=(4, widths[-1]))
    nodes, leaves = python.build(Example(tuple(inputs[0]), tuple(targets[0]), layers, loss))
    graph = graph_of(nodes)
    named = {
        role: [node["name"] for node in nodes if node["op"] == "leaf" and node["role"] == role]
        for role in ("input", "target")
    }
    samples = [
        numbers(graph, {**leaves, **dict(zip((*named["input"], *named["target"]), row, strict=True))})
        for row in np.hstack([inputs, targets]).tolist()
    ]
    sizes = [4, 1, 3, 4]
    for size, found in zip(
        sizes, compiled.batches(nodes, leaves, inputs.tolist(), targets.tolist(), sizes), strict=True
    ):
        taken = samples[4 - size :]
        assert found["loss"] == pytest.approx(math.fsum(values[-1] for values, _ in taken), rel=1e-12)
        for name, slope in found["slopes"].items():
            terms = [gradients[graph.index[name]] for _, gradients in taken]
            assert slope == pytest.approx(math.fsum(terms), rel=1e-12, abs=1e-14), name
