"""Names, symbols, roles and order of a network's nodes."""

import math

import pytest

from generator.engine.graph import forward
from generator.engine.network import Layer, Network, batch_leaves, build_graph, leaf_values
from generator.engine.sample import Sample
from generator.errors import BuildError
from tests.engine.cases import CASES
from tests.engine.engines import Engine
from tests.example import Example


def network(name: str) -> Example:
    (found,) = [case.network for case in CASES if case.name == name]
    assert found is not None
    return found


def test_the_nodes_of_the_original_lesson(engine: Engine) -> None:
    nodes, _ = engine.build(network("original"))
    assert " ".join(node["name"] for node in nodes) == (
        "x1 x2 y w11 w12 b1 z1 h1 w21 w22 b2 z2 h2 w31 w32 b3 z3 yhat L"
    )
    by_name = {node["name"]: node for node in nodes}
    names = [node["name"] for node in nodes]
    described = {
        name: (
            node["symbol"],
            node["role"],
            node["op"],
            [names[parent] for parent in node["parents"]],
            node["neuron"],
        )
        for name, node in by_name.items()
    }
    assert described["x2"] == (["x", "2"], "input", "leaf", [], None)
    assert described["y"] == (["y", ""], "target", "leaf", [], None)
    assert described["w31"] == (["w", "31"], "weight", "leaf", [], 3)
    assert described["b3"] == (["b", "3"], "bias", "leaf", [], 3)
    assert described["z2"] == (
        ["z", "2"],
        "pre_activation",
        "weighted_sum",
        ["w21", "x1", "w22", "x2", "b2"],
        2,
    )
    assert described["z3"] == (
        ["z", "3"],
        "pre_activation",
        "weighted_sum",
        ["w31", "h1", "w32", "h2", "b3"],
        3,
    )
    assert described["h1"] == (["h", "1"], "hidden", "tanh", ["z1"], 1)
    assert described["yhat"] == (["ŷ", ""], "output", "sigmoid", ["z3"], 3)
    assert described["L"] == (["L", ""], "loss", "bce", ["yhat", "y"], None)


def test_several_outputs_are_numbered_by_themselves(engine: Engine) -> None:
    nodes, _ = engine.build(network("two-paths-by-hand"))
    by_name = {node["name"]: node for node in nodes}
    names = [node["name"] for node in nodes]
    assert names[:4] == ["x1", "x2", "y1", "y2"]
    assert by_name["yhat2"]["symbol"] == ["ŷ", "2"]
    assert by_name["yhat2"]["neuron"] == 4
    assert [names[parent] for parent in by_name["L"]["parents"]] == ["yhat1", "yhat2", "y1", "y2"]


def test_without_a_hidden_layer_there_is_only_the_output(engine: Engine) -> None:
    nodes, _ = engine.build(network("one-layer"))
    assert [node["name"] for node in nodes] == ["x1", "x2", "y", "w11", "w12", "b1", "z1", "yhat", "L"]


def test_two_digits_are_parted(engine: Engine) -> None:
    nodes, leaves = engine.build(network("ten-neurons"))
    symbols = {node["name"]: node["symbol"] for node in nodes}
    assert symbols["w91"] == ["w", "91"]
    assert symbols["w10_1"] == ["w", "10,1"]
    assert symbols["b10"] == ["b", "10"]
    assert leaves["w10_9"] == 0.46
    wide = Example((0.0,) * 10, (0.0,), (Layer("identity", ((0.0,) * 10,), (0.0,)),), "mse")
    names = [node["name"] for node in engine.build(wide)[0]]
    assert names[11:21] == ["w11", "w12", "w13", "w14", "w15", "w16", "w17", "w18", "w19", "w1_10"]


def test_no_two_weights_have_one_name(engine: Engine) -> None:
    square = ((0.0,) * 12,) * 12
    large = Example((0.0,) * 12, (0.0,) * 12, (Layer("tanh", square, (0.0,) * 12),) * 2, "mse")
    nodes, leaves = engine.build(large)
    assert len({node["name"] for node in nodes}) == len(nodes)
    assert len(leaves) == 12 + 12 + 2 * (144 + 12)


def test_leaves_stand_in_the_order_of_the_graph(engine: Engine) -> None:
    nodes, leaves = engine.build(network("original"))
    assert list(leaves) == [node["name"] for node in nodes if node["op"] == "leaf"]
    assert list(leaves.values()) == [0.6, -0.4, 1, 0.5, -0.3, 0.1, -0.4, 0.5, -0.1, 0.4, -0.6, 0.2]


@pytest.mark.parametrize(
    ("weights", "biases"),
    [(((1.0,),), (0.0,)), (((1.0, 2.0, 3.0),), (0.0,)), (((1.0, 2.0),), (0.0, 0.0))],
)
def test_more_or_fewer_numbers_than_leaves(
    engine: Engine, weights: tuple[tuple[float, ...], ...], biases: tuple[float, ...]
) -> None:
    wrong = Example((1.0, 2.0), (1.0,), (Layer("tanh", weights, biases),), "mse")
    with pytest.raises((ValueError, BuildError)):
        engine.build(wrong)


def test_an_activation_that_is_not_in_the_table(engine: Engine) -> None:
    wrong = Example((1.0,), (1.0,), (Layer("softsign", ((1.0,),), (0.0,)),), "mse")
    with pytest.raises((ValueError, BuildError), match="yhat has the unknown operation softsign"):
        engine.build(wrong)


def test_samples_of_a_batch_are_computed_at_once() -> None:
    """XOR by its own weights, of which each sample's loss can be worked out: −ln ŷ, or −ln(1 − ŷ)."""
    layers = (
        Layer("tanh", ((4.0, 4.0), (4.0, 4.0)), (-2.0, -6.0)),
        Layer("sigmoid", ((4.0, -4.0),), (-4.0,)),
    )
    network = Network(layers, "bce")
    batch = tuple(Sample((a, b), (float(a != b),)) for a in (0.0, 1.0) for b in (0.0, 1.0))
    losses = forward(build_graph(network), batch_leaves(network, batch))[-1]
    for sample, loss in zip(batch, losses, strict=True):
        total = sum(sample.inputs)
        z = 4 * math.tanh(4 * total - 2) - 4 * math.tanh(4 * total - 6) - 4
        prediction = 1 / (1 + math.exp(-z))
        assert loss == pytest.approx(-math.log(prediction if sample.target[0] else 1 - prediction), rel=1e-12)


@pytest.mark.parametrize(
    "sample", [Sample((1.0, 2.0), (1.0, 0.0)), Sample((1.0,), (1.0,)), Sample((1.0,), (1.0, 2.0))]
)
def test_a_sample_that_does_not_fit(sample: Sample) -> None:
    network = Network((Layer("tanh", ((1.0, 2.0),), (0.0,)),), "mse")
    with pytest.raises(ValueError, match=r"zip|targets"):
        leaf_values(network, sample)
    with pytest.raises(ValueError, match=r"zip|targets"):
        batch_leaves(network, (sample,))
