"""Paths, what they cost and what is reused: in V8, held against NumPy, enumeration and cases worked out by hand."""

from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.config import read_network
from generator.engine.graph import Graph, Node, backward, create_graph, forward, local_derivatives
from generator.script import Script
from tests.compiled.random_graphs import graphs
from tests.engine.engines import Leaves, Nodes
from tests.example import Example, example_of
from tests.lesson.content import NETWORK
from tests.lesson.networks import network, networks

LARGE = example_of(read_network(Path(__file__).parents[1] / "drawing" / "large.toml"))
MEETING = network((2, 2, 2, 1))

STUDY = """(nodes, leaves, from, to) => {
  const graph = createGraph(nodes);
  const values = forward(graph, leaves);
  const study = studyPaths(graph, index => localDerivatives(graph, values, index), graph.index[from], graph.index[to]);
  return { ...study, count: String(study.count), zeros: String(study.zeros), between: [...study.between],
    paths: study.paths.map(({ factors, product }) => ({ product, edges: factors.map(({ child, position }) => [child, position]) })) };
}"""
LEDGER = """nodes => {
  const { leaves, forward, ways } = ledgerOf(createGraph(nodes));
  const plain = ({ multiplications, additions }) => [String(multiplications), String(additions)];
  return { leaves, ...Object.fromEntries(Object.entries({ forward, ...ways }).map(([name, cost]) => [name, plain(cost)])) };
}"""
REUSE = """nodes => {
  const lesson = createLesson(createGraph(nodes));
  const name = index => nodes[index].name;
  return lesson.steps.map(step => earlierGradients(lesson, step).map(({ node, step, others }) => [name(node), step, others]));
}"""
LAYERS = """(nodes, leaves) => {
  const graph = createGraph(nodes);
  const values = forward(graph, leaves);
  return layerSizes(graph, backward(graph, values), index => localDerivatives(graph, values, index));
}"""
ENDS = """(nodes, from, to) => pathEnds(createGraph(nodes), { from, to }).map(index => nodes[index].name)"""


def plain(graph: Graph) -> Nodes:
    """The nodes as both languages understand them."""
    return [
        {
            "name": node.name,
            "symbol": list(node.symbol),
            "role": node.role,
            "op": node.op,
            "parents": list(node.parents),
            "neuron": node.neuron,
        }
        for node in graph.nodes
    ]


def graph_of(nodes: Nodes) -> Graph:
    return create_graph(
        Node(**{**node, "symbol": tuple(node["symbol"]), "parents": tuple(node["parents"])}) for node in nodes
    )


def study(script: Script, nodes: Nodes, leaves: Mapping[str, Any], start: str, end: str) -> dict[str, Any]:
    found: dict[str, Any] = script.call(STUDY, nodes, dict(leaves), start, end)
    return found


def study_of(script: Script, made: Example, start: str, end: str = "L") -> dict[str, Any]:
    return study(script, plain(made.graph), made.leaves, start, end)


def every_path(graph: Graph, start: int, end: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every path, one by one, as its edges (child, position) from `end` back to `start`."""
    if start == end:
        yield ()
        return
    for position, parent in enumerate(graph.nodes[end].parents):
        if parent >= start:
            for path in every_path(graph, start, parent):
                yield ((end, position), *path)


def factors(
    nodes: Nodes, leaves: Leaves, start: int, end: int
) -> dict[tuple[tuple[int, int], ...], list[float]]:
    """Every path with NumPy's local derivatives along it."""
    graph = graph_of(nodes)
    values = forward(graph, leaves)
    local = [[float(slope) for slope in local_derivatives(graph, values, i)] for i in range(len(graph.nodes))]
    return {
        path: [local[child][position] for child, position in path] for path in every_path(graph, start, end)
    }


def path_count(nodes: Nodes, start: int, end: int) -> int:
    counts = [0] * len(nodes)
    counts[start] = 1
    for i in range(start + 1, end + 1):
        counts[i] = sum(counts[parent] for parent in nodes[i]["parents"])
    return counts[end]


@given(graphs(), st.data())
def test_of_any_graph_they_are_what_enumeration_finds(
    script: Script, made: tuple[Nodes, Leaves], data: st.DataObject
) -> None:
    nodes, leaves = made
    start = data.draw(st.integers(0, len(nodes) - 2))
    end = data.draw(st.integers(start + 1, len(nodes) - 1))
    assume(path_count(nodes, start, end) <= 3000)
    along = factors(nodes, leaves, start, end)
    expected = {path: prod(local) for path, local in along.items()}
    found = study(script, nodes, leaves, f"n{start}", f"n{end}")
    size = sum(abs(product) for product in expected.values())
    near = pytest.approx

    assert int(found["count"]) == len(expected)
    assert int(found["zeros"]) == sum(0 in local for local in along.values())
    assert found["total"] == near(sum(expected.values()), rel=1e-9, abs=1e-12 * size + 1e-300)
    on_any = {start, end} if expected else set()
    for path in expected:
        on_any |= {child for child, _ in path}
    assert {i for i, on in enumerate(found["between"]) if on} == on_any

    listed = [tuple(tuple(edge) for edge in path["edges"]) for path in found["paths"]]
    assert len(set(listed)) == len(listed) == (len(expected) if len(expected) <= 64 else 12)
    for path, edges in zip(found["paths"], listed, strict=True):
        assert path["product"] == near(expected[edges], rel=1e-9, abs=1e-300)
    sizes = sorted((abs(product) for product in expected.values()), reverse=True)[: len(listed)]
    assert [abs(path["product"]) for path in found["paths"]] == near(sizes, rel=1e-9, abs=1e-300)
    rest = sum(product for path, product in expected.items() if path not in set(listed))
    assert found["rest"] == near(rest, rel=1e-9, abs=1e-12 * size + 1e-300)


@given(networks())
def test_their_sum_is_the_gradient_that_numpy_finds(script: Script, made: Example) -> None:
    graph = made.graph
    gradients = backward(graph, forward(graph, made.leaves))
    for name in ("x1", "w11", "b1"):
        index = graph.index[name]
        assert study_of(script, made, name)["total"] == pytest.approx(
            float(gradients[index]), rel=1e-9, abs=1e-12
        )


def test_a_node_that_is_read_twice_has_two_paths(script: Script) -> None:
    nodes = [leaf("x"), computed("s", "multiply", [0, 0])]
    found = study(script, nodes, {"x": 3}, "x", "s")
    assert [path["edges"] for path in found["paths"]] == [[[1, 0]], [[1, 1]]]
    assert found["total"] == 6


def test_two_nodes_without_a_path(script: Script) -> None:
    found = study_of(script, MEETING, "w11", "z2")
    assert (found["count"], found["paths"], found["total"], sum(found["between"])) == ("0", [], 0, 0)


def test_two_paths_of_a_first_weight_by_hand(script: Script) -> None:
    """∂L/∂w11 of 2→2→2→1: through neuron 3 and through neuron 4, (ŷ − y)·w5k·(1 − hk²)·wk1·(1 − h1²)·x1 each."""
    leaves = MEETING.leaves
    graph = MEETING.graph
    value = {
        node.name: float(number) for node, number in zip(graph.nodes, forward(graph, leaves), strict=True)
    }
    shared = (value["yhat"] - value["y"]) * (1 - value["h1"] ** 2) * value["x1"]
    by_hand = [shared * value[f"w5{k - 2}"] * (1 - value[f"h{k}"] ** 2) * value[f"w{k}1"] for k in (3, 4)]
    found = study_of(script, MEETING, "w11")
    assert sorted(path["product"] for path in found["paths"]) == pytest.approx(sorted(by_hand), rel=1e-12)
    assert found["total"] == pytest.approx(sum(by_hand), rel=1e-12)
    assert found["rest"] == 0


def test_of_many_the_largest_and_the_rest(script: Script) -> None:
    """16→64→64→10, all 640 products of a first weight at once: (∂L/∂ŷk·ŷk′·w3[k, j])·(hj′·w2[j, i])·(hi′·x1)."""
    graph = LARGE.graph
    values = forward(graph, LARGE.leaves)

    def slope(name: str, position: int = 0) -> float:
        return float(local_derivatives(graph, values, graph.index[name])[position])

    outputs = [slope("L", k) * slope(f"yhat{k + 1}") for k in range(10)]
    w3, w2 = np.array(LARGE.layers[2].weights), np.array(LARGE.layers[1].weights)
    neuron = next(k for k in range(1, 10) if slope(f"h{k}") > 0)
    hidden = np.array([slope(f"h{65 + j}") for j in range(64)]) * w2[:, neuron - 1]
    every = (np.array(outputs)[:, None] * w3 * hidden * slope(f"h{neuron}") * LARGE.inputs[0]).ravel()
    found = study_of(script, LARGE, f"w{neuron}1")
    largest = np.sort(np.abs(every))[::-1][:12]
    assert found["count"] == str(64 * 10) == str(every.size)
    assert int(found["zeros"]) == np.count_nonzero(every == 0)
    assert [abs(path["product"]) for path in found["paths"]] == pytest.approx(list(largest), rel=1e-9)
    assert found["rest"] == pytest.approx(
        every.sum() - sum(path["product"] for path in found["paths"]), rel=1e-9, abs=1e-15
    )
    assert found["total"] == pytest.approx(every.sum(), rel=1e-9, abs=1e-15)
    assert study_of(script, LARGE, "x1")["count"] == str(64 * 64 * 10)


def test_counts_are_exact_beyond_what_a_double_holds(script: Script) -> None:
    """Through sixteen layers of sixteen neurons there are 16¹⁶ ways; with one of three after them, thrice as many."""
    found = study_of(script, network((1, *[16] * 16, 3, 1), activation="relu", seed=3), "x1")
    assert found["count"] == str(3 * 16**16)
    assert len(found["paths"]) == 12


def test_a_product_of_infinity_and_zero_is_not_called_a_number(script: Script) -> None:
    """A sigmoid that is 0 to the last digit: its slope is 0, that of the loss infinite; in truth they make ŷ − y = −1."""
    nodes = plain(NETWORK.graph)
    leaves = NETWORK.leaves | {"b3": -800}
    found = study(script, nodes, leaves, "b3", "L")
    assert found["count"] == "1"
    assert np.isnan(found["paths"][0]["product"])
    assert np.isnan(found["total"])


def test_such_a_path_comes_last_and_leaves_the_others_in_their_order(script: Script) -> None:
    """0·ln x + 2·x + 5·x + 3·x at x = 0, where ln is infinitely steep."""
    nodes = [leaf("x"), *(leaf(name) for name in "abcd"), computed("l", "log", [0])]
    nodes += [computed("p", "multiply", [5, 1])] + [computed(f"p{k}", "multiply", [0, k]) for k in (2, 3, 4)]
    nodes.append(computed("s", "add", [6, 7, 8, 9]))
    found = study(script, nodes, {"x": 0, "a": 0, "b": 2, "c": 5, "d": 3}, "x", "s")
    assert [path["product"] for path in found["paths"]] == pytest.approx([5, 3, 2, np.nan], nan_ok=True)


def leaf(name: str, role: str = "parameter") -> dict[str, Any]:
    return {"name": name, "symbol": [name, ""], "role": role, "op": "leaf", "parents": [], "neuron": None}


def computed(name: str, op: str, parents: list[int]) -> dict[str, Any]:
    return {**leaf(name, "operation"), "op": op, "parents": parents}


def test_which_ends_are_taken(script: Script) -> None:
    nodes = plain(MEETING.graph)
    for chosen, taken in {
        ("", ""): ["w11", "L"],
        ("x2", "z3"): ["x2", "z3"],
        ("x2", "gone"): ["x2", "L"],
        ("gone", "z3"): ["w11", "z3"],
        ("w11", "z2"): ["w11", "L"],
        ("L", "L"): ["w11", "L"],
    }.items():
        assert script.call(ENDS, nodes, *chosen) == taken
    formula = [leaf("two", "constant"), leaf("w"), computed("s", "multiply", [0, 1])]
    assert script.call(ENDS, formula, "", "") == ["w", "s"]


# --- the ledger


def ledger(script: Script, nodes: Nodes) -> dict[str, Any]:
    """Multiplications and additions of each way."""
    found = script.call(LEDGER, nodes)
    return {name: cost if name == "leaves" else tuple(map(int, cost)) for name, cost in found.items()}


def test_the_ledger_of_the_original_by_hand(script: Script) -> None:
    """
    2→2→1. Forward: three sums of two products (6, 6), cross-entropy (2, 3). Edges that a gradient runs along: 15 into
    the sums, 2 into the tanhs, 1 into the sigmoid, 1 into the loss. Gradients meet at x1 and x2 alone. In a pass of
    forward mode five arrive at each sum. Paths: w31, w32 and b3 have one of 3 edges; the six of neurons 1 and 2 one of
    5; x1 and x2 two of 5 each.
    """
    assert ledger(script, plain(NETWORK.graph)) == {
        "leaves": 11,
        "forward": (8, 9),
        "backward": (8 + 19, 9 + 2),
        "forward_mode": (8 + 11 * 19, 9 + 11 * 12),
        "finite": (11 * (2 * 8 + 1), 11 * (2 * 9 + 3)),
        "paths": (8 + 3 * 2 + 6 * 4 + 2 * 2 * 4, 9 + 2),
    }


def test_the_ledger_of_a_large_network_by_hand(script: Script) -> None:
    """16→64→64→10 with a mean squared error."""
    products_of_weights = 16 * 64 + 64 * 64 + 64 * 10
    forward_cost = (products_of_weights + 10 + 1, products_of_weights + 10 + 9)
    leaves = 16 + products_of_weights + 64 + 64 + 10
    edges = 64 * 33 + 64 * 129 + 10 * 129 + (64 + 64 + 10) + 10
    first, second, third = 64 * 16 + 64, 64 * 64 + 64, 64 * 10 + 10  # weights and biases of each layer
    assert ledger(script, plain(LARGE.graph)) == {
        "leaves": leaves,
        "forward": forward_cost,
        "backward": (forward_cost[0] + edges, forward_cost[1] + 16 * 63 + 64 * 63 + 64 * 9),
        "forward_mode": (
            forward_cost[0] + leaves * edges,
            forward_cost[1] + leaves * (64 * 32 + 64 * 128 + 10 * 128 + 9),
        ),
        "finite": (leaves * (2 * forward_cost[0] + 1), leaves * (2 * forward_cost[1] + 3)),
        "paths": (
            forward_cost[0]
            + first * 640 * 6
            + 16 * 64 * 640 * 6
            + second * 10 * 4
            + third * 2,
            forward_cost[1] + first * 639 + 16 * (64 * 640 - 1) + second * 9,
        ),
    }  # fmt: skip


@given(graphs())
def test_the_ledger_of_any_graph_is_what_counting_finds(script: Script, made: tuple[Nodes, Leaves]) -> None:
    nodes, _ = made
    last = len(nodes) - 1
    graph = graph_of(nodes)
    sought = [i for i, node in enumerate(nodes) if node["op"] == "leaf" and node["role"] != "target"]
    assume(sum(path_count(nodes, i, last) for i in sought) <= 3000)
    paths = {i: list(every_path(graph, i, last)) for i in sought}
    # An edge matters if it is on a path from what is sought to the end.
    edges = {edge for of in paths.values() for path in of for edge in path}
    into = [child for child, _ in edges]
    out_of = [nodes[child]["parents"][position] for child, position in edges]
    found = ledger(script, nodes)
    forward_cost = found["forward"]
    assert found["leaves"] == len(sought)
    assert found["backward"] == (
        forward_cost[0] + len(edges),
        forward_cost[1] + sum(out_of.count(i) - 1 for i in set(out_of)),
    )
    assert found["forward_mode"] == (
        forward_cost[0] + len(sought) * len(edges),
        forward_cost[1] + len(sought) * sum(into.count(i) - 1 for i in set(into)),
    )
    assert found["paths"] == (
        forward_cost[0] + sum(max(len(path) - 1, 0) for of in paths.values() for path in of),
        forward_cost[1] + sum(max(len(of) - 1, 0) for of in paths.values()),
    )


@pytest.mark.parametrize(
    ("op", "operands", "cost"),
    [
        ("weighted_sum", 1, (0, 0)), ("weighted_sum", 5, (2, 2)), ("add", 3, (0, 2)), ("multiply", 4, (3, 0)),
        ("subtract", 2, (0, 1)), ("divide", 2, (1, 0)), ("negate", 1, (0, 0)), ("tanh", 1, (0, 0)),
        ("mse", 2, (1, 1)), ("mse", 6, (4, 5)), ("bce", 2, (2, 3)), ("bce", 4, (5, 7)), ("mae", 4, (1, 3)),
        ("hinge", 2, (1, 1)), ("huber", 2, (2, 1)), ("cce", 6, (3, 2)), ("softmax", 3, (1, 2)), ("silu", 1, (1, 0)),
    ],
)  # fmt: skip
def test_what_an_operation_costs_by_hand(
    script: Script, op: str, operands: int, cost: tuple[int, int]
) -> None:
    leaves = [leaf(f"p{k}") for k in range(operands)]
    assert ledger(script, [*leaves, computed("s", op, [*range(operands)])])["forward"] == cost


# --- reuse, and the layers


def test_what_each_step_of_the_original_reuses(script: Script) -> None:
    """∂L/∂z3 serves w31, w32, b3, h1 and h2; ∂L/∂z1 serves w11, w12, b1 and x1; every other gradient serves one."""
    found = script.call(REUSE, plain(NETWORK.graph))
    nothing: list[Any] = []
    assert found == [
        *[nothing] * 8,
        nothing,  # ŷ stands on ∂L/∂L = 1
        [["yhat", 9, 0]],
        [["z3", 10, 2]],  # w31, w32 and b3 at once
        [["z3", 10, 4]],
        [["h1", 12, 0]],
        [["z1", 13, 2]],  # x1 and x2 are the others
        [["z3", 10, 4]],
        [["h2", 15, 0]],
        [["z2", 16, 2]],
        nothing,
    ]


def test_where_gradients_meet_both_are_reused(script: Script) -> None:
    graph = MEETING.graph
    found = script.call(REUSE, plain(graph))
    h1 = next(step for step in found if [name for name, *_ in step] == ["z3", "z4"])
    assert [others for _, _, others in h1] == [4, 4]


def test_what_no_step_looks_for_is_no_use_of_a_gradient(script: Script) -> None:
    nodes = [
        leaf("w", "weight"),
        leaf("two", "constant"),
        computed("p", "multiply", [0, 1]),
        computed("s", "tanh", [2]),
    ]
    assert [step for step in script.call(REUSE, nodes) if step] == [[["p", 4, 0]]]  # leaves, p, s, then ∂s/∂p


@given(networks())
def test_the_sizes_of_a_layer(script: Script, made: Example) -> None:
    graph = made.graph
    values = forward(graph, made.leaves)
    gradients = backward(graph, values)
    layers = script.call(LAYERS, plain(graph), made.leaves)
    assert [layer["op"] for layer in layers] == [layer.activation for layer in made.layers]
    neuron = 0
    for layer, sizes in zip(made.layers, layers, strict=True):
        own = range(neuron + 1, neuron + len(layer.biases) + 1)
        neuron += len(layer.biases)
        slopes = [
            float(local_derivatives(graph, values, i)[0])
            for i, node in enumerate(graph.nodes)
            if node.neuron in own and node.role in ("hidden", "output")
        ]
        weights = [
            float(gradients[i])
            for i, node in enumerate(graph.nodes)
            if node.neuron in own and node.role == "weight"
        ]
        assert sizes["gradient"] == pytest.approx(np.mean(np.abs(weights)), rel=1e-9, abs=1e-300)
        assert sizes["slope"] == pytest.approx(np.mean(np.abs(slopes)), rel=1e-9, abs=1e-300)


def test_a_formula_has_no_layers(script: Script) -> None:
    assert script.call(LAYERS, [leaf("w"), computed("s", "multiply", [0, 0])], {"w": 2}) == []
