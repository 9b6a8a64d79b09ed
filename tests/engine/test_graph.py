"""Graphs: what follows from their nodes, what they refuse, and the door for a loss with its canonical activation."""

import pytest

from generator.engine.graph import LEAF, Node, create_graph
from generator.errors import BuildError
from tests.engine.cases import CASES
from tests.engine.engines import Engine, Leaves, Nodes

REFUSED = (ValueError, BuildError)
"""An error in Python, and one that JavaScript has thrown."""


def case(name: str) -> tuple[Nodes, Leaves]:
    (found,) = [each for each in CASES if each.name == name]
    return found.nodes, found.leaves


def node(name: str, op: str, *parents: int) -> dict[str, object]:
    return {
        "name": name,
        "symbol": [name, ""],
        "role": "operation",
        "op": op,
        "parents": parents,
        "neuron": None,
    }


def test_a_child_stands_once_however_often_it_reads_its_parent(engine: Engine) -> None:
    nodes, _ = case("power-of-eight")
    structure = engine.structure(nodes)
    assert structure["index"] == {"x": 0, "a": 1, "b": 2, "L": 3}
    assert structure["children"] == [[1], [2], [3], []]
    assert structure["receivers"] == [[], [0, 0], [1, 1], [2, 2]]


def test_children_ascend(engine: Engine) -> None:
    nodes, _ = case("diamond")
    assert engine.structure(nodes)["children"][0] == [3, 4]


def test_a_canonical_loss_reads_and_serves_the_logits(engine: Engine) -> None:
    nodes = [node("z1", LEAF), node("z2", LEAF), node("y1", LEAF), node("y2", LEAF),
             node("p1", "sigmoid", 0), node("p2", "sigmoid", 1), node("L", "bce", 4, 5, 2, 3)]  # fmt: skip
    structure = engine.structure(nodes)
    assert structure["sources"][6] == [0, 1, 2, 3]
    assert structure["receivers"][6] == [4, 5, 2, 3, 0, 1]
    assert structure["receivers"][4:6] == [[], []]
    assert structure["children"][0] == [4]  # what the lesson draws stays as it is


@pytest.mark.parametrize(
    ("why", "nodes"),
    [
        (
            "another activation",
            [node("z", LEAF), node("y", LEAF), node("p", "tanh", 0), node("L", "bce", 2, 1)],
        ),
        ("a leaf", [node("p", LEAF), node("y", LEAF), node("q", LEAF), node("L", "bce", 0, 1)]),
        ("a second child", case("shared-prediction")[0]),
        (
            "its own target",
            [node("z", LEAF), node("y", LEAF), node("p", "sigmoid", 0), node("L", "bce", 2, 2)],
        ),
        (
            "only one of two",
            [node("z", LEAF), node("y", LEAF), node("p", "sigmoid", 0), node("L", "bce", 2, 0, 1, 1)],
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_a_loss_is_not_canonical_with(engine: Engine, why: str, nodes: Nodes) -> None:
    structure = engine.structure(nodes)
    parents = [list(each["parents"]) for each in nodes]
    assert structure["sources"] == parents, why
    assert structure["receivers"] == parents, why


def test_a_name_that_comes_twice(engine: Engine) -> None:
    with pytest.raises(REFUSED, match="two nodes are called x"):
        engine.structure([node("x", LEAF), node("x", LEAF)])


@pytest.mark.parametrize("op", ["sinh", "constructor", ""])
def test_an_unknown_operation(engine: Engine, op: str) -> None:
    with pytest.raises(REFUSED, match=f"f has the unknown operation {op}"):
        engine.structure([node("x", LEAF), node("f", op, 0)])


@pytest.mark.parametrize("parent", [1, 2, -1])
def test_a_parent_that_is_not_earlier(engine: Engine, parent: int) -> None:
    with pytest.raises(REFUSED, match="f has a parent that does not come before it"):
        engine.structure([node("x", LEAF), node("f", "tanh", parent)])


@pytest.mark.parametrize("name", ["x", "toString", "__proto__"])
def test_a_leaf_without_a_value(engine: Engine, name: str) -> None:
    with pytest.raises((KeyError, BuildError), match=name):
        engine.run([node(name, LEAF)], {})


def test_a_leaf_alone(engine: Engine) -> None:
    answer = engine.run([node("x", LEAF)], {"x": 3})
    assert (answer.values, answer.gradients, answer.locals) == ({"x": 3}, {"x": 1}, {"x": []})


def test_the_public_local_derivatives_are_by_the_parents_alone(engine: Engine) -> None:
    nodes = [node("z", LEAF), node("y", LEAF), node("p", "sigmoid", 0), node("L", "bce", 2, 1)]
    locals_ = engine.run(nodes, {"z": 0, "y": 1}).locals
    assert locals_["L"] == [-2, 0]
    assert locals_["p"] == [0.25]


def test_records_are_frozen() -> None:
    graph = create_graph([Node("x", ("x", ""), "input", LEAF)])
    with pytest.raises(AttributeError):
        graph.nodes = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        graph.nodes[0].name = "y"  # type: ignore[misc]
