"""Softmax and categorical cross-entropy in networks: the wiring, the door for the canonical pair, and JAX."""

import functools
import math
import operator
from typing import Any

import jax
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from generator.engine.graph import LEAF, Node, create_graph
from generator.engine.network import Layer
from tests.engine.agreement import rounding_scales
from tests.engine.operations.oracles import JAX_ACTIVATIONS, jax_surprise
from tests.example import Example
from tests.expression.languages import JavaScriptLanguage, Language, PythonLanguage, differences, plain_nodes

THREE_CLASSES = Example(
    inputs=(0.5, -1.0),
    target=(0.0, 1.0, 0.0),
    layers=(
        Layer("tanh", ((0.3, -0.2), (0.7, 0.1)), (0.1, -0.3)),
        Layer("softmax", ((0.5, -0.4), (0.2, 0.9), (-1.1, 0.6)), (0.0, 0.2, -0.1)),
    ),
    loss="cce",
)
GENTLE = st.floats(-2, 2)
LARGE = st.sampled_from([0.0, 1e6, -1e6, 1.0, 40.0, -750.0, 1e-300]) | st.floats(-1e6, 1e6)
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def classifiers(draw: DrawFn, numbers: SearchStrategy[float]) -> Example:
    """Up to one hidden layer, one to five classes, and one of them true, or weights for all of them."""
    sources = inputs = draw(st.integers(1, 3))
    layers = []
    classes = draw(st.integers(1, 5))
    for activation, width in [
        *draw(st.sampled_from([[], [("tanh", 3)], [("gelu", 2)]])),
        ("softmax", classes),
    ]:
        rows = st.tuples(*[st.tuples(*[numbers] * sources)] * width)
        layers.append(Layer(activation, draw(rows), draw(st.tuples(*[numbers] * width))))
        sources = width
    true = draw(st.integers(0, classes - 1))
    one_hot = st.just(tuple(float(k == true) for k in range(classes)))
    target = draw(one_hot | st.tuples(*[st.floats(0, 1)] * classes))
    return Example(draw(st.tuples(*[numbers] * inputs)), target, tuple(layers), "cce")


def test_every_prediction_reads_all_logits_its_own_first() -> None:
    graph = THREE_CLASSES.graph
    names = [node.name for node in graph.nodes]
    parents = {node.name: [names[parent] for parent in node.parents] for node in graph.nodes}
    assert parents["yhat1"] == ["z3", "z4", "z5"]
    assert parents["yhat2"] == ["z4", "z3", "z5"]
    assert parents["yhat3"] == ["z5", "z3", "z4"]
    assert parents["L"] == ["yhat1", "yhat2", "yhat3", "y1", "y2", "y3"]
    assert names[-16:] == [
        "w31", "w32", "b3", "z3", "w41", "w42", "b4", "z4", "w51", "w52", "b5", "z5", "yhat1", "yhat2", "yhat3", "L",
    ]  # fmt: skip
    assert [node.neuron for node in graph.nodes if node.role == "output"] == [3, 4, 5]
    assert len(THREE_CLASSES.leaves) == 2 + 3 + 6 + 9


def test_the_gradient_of_a_logit_is_prediction_minus_target(language: Language) -> None:
    answer = language.run_network(THREE_CLASSES)
    for k, target in enumerate(THREE_CLASSES.target, start=1):
        assert math.isclose(answer.gradients[f"z{k + 2}"], answer.values[f"yhat{k}"] - target, rel_tol=1e-14)
    assert math.isclose(answer.values["L"], -math.log(answer.values["yhat2"]), rel_tol=1e-14)


def test_a_sure_mistake_and_a_sure_success_stay_exact(language: Language) -> None:
    for target, loss, gradient in (((1.0, 0.0), 2000.0, -1.0), ((0.0, 1.0), 0.0, 0.0)):
        network = Example((1.0,), target, (Layer("softmax", ((-1000.0,), (1000.0,)), (0.0, 0.0)),), "cce")
        answer = language.run_network(network)
        assert (answer.values["L"], answer.gradients["z1"], answer.gradients["b1"]) == (
            loss,
            gradient,
            gradient,
        )
        assert answer.values["yhat1"] == 0


@SLOW
@given(classifiers(GENTLE) | classifiers(LARGE))
def test_javascript_is_numpy(
    python: PythonLanguage, javascript: JavaScriptLanguage, network: Example
) -> None:
    scales = rounding_scales(plain_nodes(network.graph), network.leaves)
    found, expected = (language.run_network(network) for language in (javascript, python))
    assert differences(found, expected, scales) == []
    numbers = [*expected.values.values(), *expected.gradients.values()]
    assert not any(map(math.isnan, [*numbers, *(one for each in expected.locals.values() for one in each)]))


def _loss(leaves: dict[str, Any], network: Example) -> Any:
    """By definition, number by number: JAX compiles every operation anew for every size of its arrays.

    The logarithm of a share is taken by how far the others are above it: of the largest logit minus the logarithm of all
    exponentials no digits would be left where it is nearly all of them.
    """
    h = [leaves[f"x{k}"] for k in range(1, len(network.inputs) + 1)]
    neuron = 0
    for layer in network.layers:
        z = []
        for _ in layer.biases:
            neuron += 1
            terms = [leaves[f"w{neuron}{k}"] * source for k, source in enumerate(h, start=1)]
            z.append(functools.reduce(operator.add, [*terms, leaves[f"b{neuron}"]]))
        h = [JAX_ACTIVATIONS[layer.activation](one) for one in z] if layer.activation != "softmax" else []
    targets = [leaves[f"y{k}"] for k in range(1, len(z) + 1)] if len(z) > 1 else [leaves["y"]]
    return sum(
        y * jax_surprise(logit, *z[:k], *z[k + 1 :])
        for k, (y, logit) in enumerate(zip(targets, z, strict=True))
    )


@settings(SLOW, max_examples=40)
@given(classifiers(GENTLE))
def test_numpy_is_jax(python: PythonLanguage, network: Example) -> None:
    leaves = network.leaves
    value, gradients = jax.value_and_grad(_loss)(leaves, network)
    answer = python.run_network(network)
    scales = rounding_scales(plain_nodes(network.graph), leaves)
    assert math.isclose(answer.values["L"], float(value), rel_tol=1e-12, abs_tol=1e-15 * scales.values["L"])
    for name, gradient in gradients.items():
        tolerance = 1e-15 * scales.gradients[name]
        assert math.isclose(answer.gradients[name], float(gradient), rel_tol=1e-12, abs_tol=tolerance), name


def _node(name: str, op: str, *parents: int) -> Node:
    return Node(name, (name, ""), "operation", op, parents)


LEAVES = [_node(name, LEAF) for name in ("z1", "z2", "z3", "y1", "y2")]


@pytest.mark.parametrize(
    "predictions",
    [
        [("softmax", 0), ("softmax", 1)],
        [("softmax", 0, 1, 2), ("softmax", 1, 0, 2)],
        [("softmax", 0, 1), ("softmax", 1, 2)],
        [("softmax", 0, 1), ("softmax", 0, 1)],
        [("sigmoid", 0), ("softmax", 1, 0)],
    ],
    ids=["each of itself", "of a third one too", "of different ones", "the same twice", "another activation"],
)
def test_a_loss_is_not_canonical_with(predictions: list[tuple[Any, ...]]) -> None:
    made = [_node(f"p{k}", op, *parents) for k, (op, *parents) in enumerate(predictions)]
    graph = create_graph([*LEAVES, *made, _node("L", "cce", 5, 6, 3, 4)])
    assert graph.sources[7] == (5, 6, 3, 4)


def test_a_loss_is_canonical_with_logits_in_any_order() -> None:
    graph = create_graph(
        [*LEAVES, _node("p", "softmax", 1, 0), _node("q", "softmax", 0, 1), _node("L", "cce", 5, 6, 3, 4)]
    )
    assert graph.sources[7] == (1, 0, 3, 4)
    assert graph.receivers[5:] == ((), (), (5, 6, 3, 4, 1, 0))
