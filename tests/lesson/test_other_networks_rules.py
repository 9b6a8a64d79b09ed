"""Changing a network, undoing it, and seeing it at another grain: the rules, in V8, without a page."""

from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.engine.graph import backward, forward
from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from generator.script import Script
from tests.engine.operations.oracles import curve_of, slope_of
from tests.example import Example
from tests.lesson.content import WORDS

ACTIVATIONS = [
    name for name, operation in OPS.items() if operation.kind == "activation" and not operation.joint
]


@cache
def is_of_the_relu_family(activation: str) -> bool:
    """Whether it lets through what is positive, and little else."""
    return activation in ACTIVATIONS and bool(
        slope_of(activation)(30.0) > 0.9 and slope_of(activation)(-30.0) < 0.1
    )


HIDDEN = st.sampled_from(ACTIVATIONS)
LOSSES = [name for name, operation in OPS.items() if operation.kind == "loss" and operation.base is None]


@st.composite
def networks(draw: st.DrawFn) -> Example:
    """Networks such as the page can make, of at most three hidden layers."""
    generator = np.random.default_rng(draw(st.integers(0, 10**6)))
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    loss = draw(st.sampled_from([name for name in LOSSES if name != "cce" or sizes[-1] > 1]))
    layers = []
    for depth, (sources, neurons) in enumerate(pairwise(sizes)):
        last = depth == len(sizes) - 2
        layers.append(
            Layer(
                draw(st.sampled_from(OPS[loss].requires or ACTIVATIONS)) if last else draw(HIDDEN),
                tuple(tuple(float(generator.uniform(-2, 2)) for _ in range(sources)) for _ in range(neurons)),
                tuple(float(generator.uniform(-1, 1)) for _ in range(neurons)),
            )
        )
    inputs = tuple(float(generator.uniform(-2, 2)) for _ in range(sizes[0]))
    target = generator.random(sizes[-1])
    if loss == "cce":
        target /= target.sum()
    return Example(inputs, tuple(map(float, target)), tuple(layers), loss)


RESHAPED = """(example, shape, seed) => {
  const { network, sample } = reshape({ network: example, sample: example }, shape, seed);
  return { ...network, ...sample };
}"""
REDRAWN = "(example, seed) => redraw({ network: example, sample: example }, seed).network"


def shape(network: Example) -> dict[str, Any]:
    layers = [
        {"activation": layer.activation, "size": len(layer.biases), "from": depth}
        for depth, layer in enumerate(network.layers)
    ]
    return {"inputs": len(network.inputs), "layers": layers, "loss": network.loss}


@settings(max_examples=60)
@given(networks(), st.data())
def test_a_weight_keeps_its_value_where_it_keeps_its_place(
    script: Script, network: Example, data: st.DataObject
) -> None:
    wanted = shape(network)
    depth = data.draw(st.integers(0, len(network.layers) - 1))
    wanted["layers"][depth]["size"] = size = data.draw(st.integers(1, 8))
    made = script.call(RESHAPED, asdict(network), wanted, 3)
    for before, after in zip(network.layers, made["layers"], strict=True):
        for row_before, row_after in zip(before.weights, after["weights"], strict=False):
            kept = min(len(row_before), len(row_after))
            assert row_after[:kept] == list(row_before[:kept])
        kept = min(len(before.biases), len(after["biases"]))
        assert after["biases"][:kept] == list(before.biases[:kept])
        assert not any(after["biases"][kept:])
    assert [len(layer["biases"]) for layer in made["layers"]][depth] == size
    assert len(made["target"]) == len(made["layers"][-1]["biases"])


@settings(max_examples=40)
@given(networks(), st.integers(0, 999_999))
def test_new_weights_are_drawn_by_place_and_seed(script: Script, network: Example, seed: int) -> None:
    drawn = script.call(REDRAWN, asdict(network), seed)
    assert drawn == script.call(REDRAWN, asdict(network), seed)
    sources = len(network.inputs)
    for layer in drawn["layers"]:
        neurons = len(layer["biases"])
        # Glorot & Bengio 2010 and, for the relu family, He et al. 2015; half a hundredth for the rounding.
        reach = (
            np.sqrt(6 / (sources if is_of_the_relu_family(layer["activation"]) else sources + neurons))
            + 0.005
        )
        weights = np.array(layer["weights"])
        assert weights.shape == (neurons, sources)
        assert np.all(np.abs(weights) <= reach)
        np.testing.assert_array_equal(weights, np.round(weights, 2))
        sources = neurons


def test_draws_fill_their_range_and_differ_by_seed(script: Script) -> None:
    wide = Example(
        (0.0,) * 8,
        (0.0,) * 8,
        (Layer("tanh", ((0.0,) * 8,) * 16, (0.0,) * 16), Layer("identity", ((0.0,) * 16,) * 8, (0.0,) * 8)),
        "mse",
    )
    first, second = (
        np.array(script.call(REDRAWN, asdict(wide), seed)["layers"][0]["weights"]) for seed in (1, 2)
    )
    reach = np.sqrt(6 / 24)
    assert np.mean(first == second) < 0.1
    # A uniform law: mean 0, standard deviation reach/√3; 128 draws, so within three standard errors.
    assert abs(first.mean()) < 3 * reach / np.sqrt(3 * 128)
    assert first.std() == pytest.approx(reach / np.sqrt(3), rel=0.2)


def test_a_layer_that_reads_a_new_one_is_drawn_anew(script: Script) -> None:
    network = Example(
        (1.0, 2.0),
        (0.0,),
        (Layer("tanh", ((9.0, 8.0), (7.0, 6.0)), (5.0, 4.0)), Layer("identity", ((3.0, 2.0),), (1.0,))),
        "mse",
    )
    wanted = shape(network)
    wanted["layers"].insert(1, {"activation": "relu", "size": 2, "from": None})
    made = script.call(RESHAPED, asdict(network), wanted, 1)
    assert made["layers"][0]["weights"] == [[9, 8], [7, 6]]
    assert 3.0 not in made["layers"][2]["weights"][0]
    assert made["layers"][2]["biases"] == [1]


OPERATIONS = """(network) => {
  const graph = inOperations(buildGraph(network));
  const values = forward(graph, leafValues(network, network));
  return { nodes: graph.nodes, values, gradients: backward(graph, values) };
}"""


@settings(max_examples=60)
@given(networks())
def test_the_grain_of_operations_computes_the_same(script: Script, network: Example) -> None:
    graph = network.graph
    values = forward(graph, network.leaves)
    gradients = backward(graph, values)
    fine = script.call(OPERATIONS, asdict(network))
    place = {node["name"]: i for i, node in enumerate(fine["nodes"])}
    for i, node in enumerate(graph.nodes):
        assert fine["values"][place[node.name]] == pytest.approx(float(values[i]), rel=1e-12, abs=1e-14)
        assert fine["gradients"][place[node.name]] == pytest.approx(float(gradients[i]), rel=1e-12, abs=1e-14)
    # A product for each weight; as many additions as products, since the bias is added too.
    weights = sum(node.role == "weight" for node in graph.nodes)
    counted = [node["op"] for node in fine["nodes"]]
    assert counted.count("multiply") == weights
    assert counted.count("add") == weights
    assert all(len(node["parents"]) == 2 for node in fine["nodes"] if node["op"] in ("add", "multiply"))


LAYERS = """(network) => {
  const graph = buildGraph(network);
  const lesson = createLesson(graph, layerSteps(graph));
  return { steps: lesson.steps, valueStep: lesson.valueStep, gradientStep: lesson.gradientStep };
}"""


@settings(max_examples=60)
@given(networks())
def test_layer_steps_find_everything_once_and_in_order(script: Script, network: Example) -> None:
    graph = network.graph
    lesson = script.call(LAYERS, asdict(network))
    depth = len(network.layers)
    # Leaves, z and activation of each layer, loss; back: activation, z and parameters of each, and the summary.
    assert len(lesson["steps"]) == (1 + 2 * depth + 1) + (3 * depth + 1)
    for phase in ("forward", "backward"):
        found = [i for step in lesson["steps"] if step["phase"] == phase for i in step["focus"]]
        assert len(found) == len(set(found))
    for i, node in enumerate(graph.nodes):
        assert all(lesson["valueStep"][parent] < lesson["valueStep"][i] for parent in node.parents)
        if node.role not in ("target", "loss"):
            assert all(
                lesson["gradientStep"][child] < lesson["gradientStep"][i] for child in graph.children[i][:-1]
            )
            assert lesson["gradientStep"][i] > 0


EXPLAINED = """(network, narration, names) => {
  const graph = withNames(buildGraph(network), names);
  const lesson = createLesson(graph, layerSteps(graph));
  const values = forward(graph, leafValues(network, network));
  const gradients = backward(graph, values);
  const localsOf = (index) => localDerivatives(graph, values, index);
  return lesson.steps.map((step) => explain({ lesson, grain: "layers", values, gradients, localsOf }, step, narration).derivations);
}"""
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **{WORDS["operation"][name]: curve_of(name) for name in ACTIVATIONS},
    "σ": curve_of("sigmoid"),
    "id": lambda z: z,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
}


def evaluated(formula: dict[str, Any]) -> Any:
    """The number or matrix that a formula of numbers says: vectors and matrices by NumPy's own algebra."""
    kind = formula["type"]
    if kind == "matrix":
        return np.array([[evaluated(item) for item in row] for row in formula["rows"]])
    if kind == "part":
        return evaluated(formula["item"])
    if kind == "sum":
        return sum(evaluated(term) for term in formula["terms"])
    if kind == "call":
        return FUNCTIONS[formula["name"]](evaluated(formula["arguments_"][0]))
    if kind == "product":
        left, right = (evaluated(factor) for factor in formula["factors"])
        return left * right if formula["sign"] == "each" else left @ right
    if kind == "minus":
        return evaluated(formula["left"]) - evaluated(formula["right"])
    return formula["number"]


@settings(max_examples=40)
@given(networks())
def test_the_matrices_multiply_out(script: Script, page_data: dict[str, Any], network: Example) -> None:
    checked = 0
    for derivations in script.call(EXPLAINED, asdict(network), page_data["narration"], WORDS):
        for derivation in derivations:
            lines = {line["name"]: line["formula"] for line in derivation["lines"]}
            if lines["result"]["type"] == "matrix" and "numbers" in lines:
                np.testing.assert_allclose(
                    evaluated(lines["numbers"]), evaluated(lines["result"]), rtol=1e-9, atol=1e-12
                )
                checked += 1
    # z and activation forward; z, and W, backward; h of each hidden layer. Softmax shows its δ in two ways.
    assert checked == 5 * len(network.layers) - 1 + (network.loss == "cce")


SAME_STEP = """(network, from, to, number) => {
  const graph = buildGraph(network);
  const lessons = {
    operations: createLesson(inOperations(graph)), neurons: createLesson(graph), layers: createLesson(graph, layerSteps(graph)),
  };
  const step = sameStep(lessons[from], number, lessons[to]);
  const names = (lesson, at) => lesson.steps[at - 1].focus.map((index) => lesson.graph.nodes[index].name);
  return { step, phase: lessons[to].steps[step - 1].phase, before: names(lessons[from], number), after: names(lessons[to], step) };
}"""


def test_switching_the_grain_keeps_the_place(script: Script) -> None:
    layers = (Layer("tanh", ((1.0, 2.0), (3.0, 4.0)), (0.0, 0.0)), Layer("sigmoid", ((1.0, 1.0),), (0.0,)))
    network = asdict(Example((1.0, 2.0), (1.0,), layers, "bce"))
    for number in range(1, 19):
        for grain in ("operations", "layers"):
            there = script.call(SAME_STEP, network, "neurons", grain, number)
            assert set(there["before"]) & set(there["after"]), (number, grain)
            assert there["phase"] == ("forward" if number <= 8 else "backward")
            back = script.call(SAME_STEP, network, grain, "neurons", there["step"])
            assert set(back["before"]) & set(back["after"])


HISTORY = """(changes) => {
  let now = 0;
  const store = createStore({ source: "s", leaves: { a: 0, b: 0 }, rate: 1, seed: 1, step: 1 });
  const history = createHistory(store, () => now);
  const seen = [];
  for (const [after, change] of changes) {
    now += after;
    if (change === "undo" || change === "redo") history[change]();
    else store.update(change);
    seen.push(store.state());
  }
  return seen;
}"""


def test_undo_and_redo(script: Script) -> None:
    def leaves(**values: int) -> dict[str, Any]:
        return {"leaves": {"a": 0, "b": 0} | values}

    seen = script.call(
        HISTORY,
        [
            [0, leaves(a=1)],  # one drag of a …
            [100, leaves(a=2)],
            [100, leaves(a=3)],
            [100, leaves(a=3, b=1)],  # … then b: another change
            [0, {"step": 7}],  # walking is no change
            [5000, leaves(a=3, b=2)],  # b again, long after: another change
            [0, "undo"],
            [0, "undo"],
            [0, "undo"],
            [0, "undo"],  # nothing is left to undo
            [0, "redo"],
            [0, "redo"],
            [0, {"source": "t"}],  # a new change: what was undone is gone
            [0, "redo"],
            [0, "undo"],
        ],
    )
    assert [(state["leaves"]["a"], state["leaves"]["b"]) for state in seen[6:12]] == [
        (3, 1), (3, 0), (0, 0), (0, 0), (3, 0), (3, 1),
    ]  # fmt: skip
    assert [state["source"] for state in seen[12:]] == ["t", "t", "s"]
    assert all(state["step"] == 7 for state in seen[4:])


ROUND_TRIP = """(network, step, rate, grain) => {
  const data = { opens: "none", networks: {}, rate: 0.5, words: { operation: {} } };
  const source = madeSource({ network, sample: network });
  const { lesson, firstOf } = sceneOf(data, source, grain);
  const subject = { lesson, first: firstOf(), samples: 1 };
  const place = { step: Math.min(step, lesson.steps.length), sample: 1, leaves: firstOf(), rate, grain };
  const whole = [subject, { ...place, ...FIRST_TOOL_CHOICES }, { rate: data.rate, source: sourceText(source), grain: usualGrain(network) }];
  const { text, digits } = handyAddress(...whole);
  const back = (text) => decodeAddress(text, { ...sourcesOf(data), limits: limitsWith([network]) });
  return { text, digits, place, read: back(text), readWhole: back(encodeAddress(...whole)) };
}"""


@settings(max_examples=60)
@given(
    networks(), st.integers(1, 100), st.floats(0, 10), st.sampled_from(("operations", "neurons", "layers"))
)
def test_a_link_carries_the_network(
    script: Script, network: Example, step: int, rate: float, grain: str
) -> None:
    answer = script.call(ROUND_TRIP, asdict(network), step, rate, grain)
    assert answer["read"]["left"] == answer["readWhole"]["left"] == [], answer
    assert answer["readWhole"]["place"]["leaves"] == answer["place"]["leaves"]
    place = {"rate": 0.5, "sample": 1} | answer["read"]["place"]
    # What a link cannot hold in full and stay short it holds to six digits at least (test_long_links.py).
    assert place.pop("leaves") == pytest.approx(answer["place"].pop("leaves"), rel=6e-6, abs=0)
    assert place == answer["place"]
    found = answer["read"]["source"]["network"]
    assert [layer["activation"] for layer in found["layers"]] == [
        layer.activation for layer in network.layers
    ]
    assert found["loss"] == network.loss


def test_a_link_for_a_hundred_weights_stays_short(script: Script) -> None:
    numbers = np.random.default_rng(1)
    rows = tuple(tuple(round(float(numbers.uniform(-2, 2)), 2) for _ in range(8)) for _ in range(8))
    layers = (Layer("sigmoid", rows, (0.25,) * 8), Layer("identity", rows[:4], (0.25,) * 4))
    network = Example((0.12,) * 8, (0.5,) * 4, layers, "mse")
    answer = script.call(ROUND_TRIP, asdict(network), 5, 0.5, "neurons")
    assert answer["read"]["left"] == []
    assert len(answer["text"]) < 2000
