"""One call of the NumPy engine over a batch gives what one call a sample gives."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.engine.graph import LEAF, Graph, Node, backward, create_graph, forward, local_derivatives
from tests.engine.agreement import agree, graph_of, rounding_scales
from tests.engine.engines import Engine
from tests.engine.random_networks import NUMBERS, networks
from tests.example import Example

SIZE = 5


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(networks("gentle") | networks("extreme"), st.data())
def test_a_batch_is_its_samples(python: Engine, network: Example, data: st.DataObject) -> None:
    nodes, first = python.build(network)
    graph = graph_of(nodes)
    # Some leaves are arrays over the batch, others one number for all.
    varied = data.draw(st.sets(st.sampled_from(sorted(first)), min_size=1, max_size=6))
    columns = {
        name: [first[name], *data.draw(st.lists(NUMBERS["gentle"], min_size=SIZE - 1, max_size=SIZE - 1))]
        for name in sorted(varied)
        if graph.nodes[graph.index[name]].role != "target"
    } or {"x1": [first["x1"], *range(1, SIZE)]}
    values = forward(graph, {**first, **{name: np.array(column) for name, column in columns.items()}})
    gradients = backward(graph, values)
    assert all(gradient.shape == (SIZE,) for gradient in gradients)
    for sample in range(SIZE):
        leaves = {**first, **{name: float(column[sample]) for name, column in columns.items()}}
        scales = rounding_scales(nodes, leaves)
        alone = forward(graph, leaves)
        for i, node in enumerate(graph.nodes):
            value = np.broadcast_to(values[i], SIZE)[sample]
            assert agree(float(value), float(alone[i]), scales.values[node.name]), node.name
        for node, batch, single in zip(graph.nodes, gradients, backward(graph, alone), strict=True):
            assert agree(float(batch[sample]), float(single), scales.gradients[node.name]), node.name


def bare_loss(name: str) -> Graph:
    """An input that is the prediction itself."""
    leaves = [Node("x1", ("x", "1"), "input", LEAF), Node("y", ("y", ""), "target", LEAF)]
    return create_graph([*leaves, Node("L", ("L", ""), "loss", name, (0, 1))])


def test_samples_do_not_mix() -> None:
    graph = bare_loss("mse")
    values = forward(graph, {"x1": [1.0, 2.0, 3.0], "y": [1.0, 1.0, 1.0]})
    assert values[-1].tolist() == [0.0, 1.0, 4.0]
    assert backward(graph, values)[0].tolist() == [0.0, 2.0, 4.0]
    assert local_derivatives(graph, values, 2)[0].tolist() == [0.0, 2.0, 4.0]


def test_what_is_handed_in_is_left_alone() -> None:
    graph = bare_loss("mse")
    inputs = np.array([1.0, 2.0])
    values = forward(graph, {"x1": inputs, "y": 0.0})
    before = [value.copy() for value in values]
    backward(graph, values)
    assert all(np.array_equal(value, copy) for value, copy in zip(values, before, strict=True))
    assert inputs.tolist() == [1.0, 2.0]


def test_overflow_is_no_warning() -> None:
    """pytest makes an error of a warning; NumPy gives none for what is truly infinite."""
    graph = bare_loss("bce")
    values = forward(graph, {"x1": 0.0, "y": 1.0})
    assert values[-1] == np.inf
    assert backward(graph, values)[0] == -np.inf
    with pytest.raises(FloatingPointError), np.errstate(all="raise"):
        np.log(values[0])  # and only there: the caller's own arithmetic warns as before
