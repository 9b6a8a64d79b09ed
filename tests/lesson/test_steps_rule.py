"""The steps follow from the graph by rule, for any network; in V8, without a page."""

from itertools import pairwise

from hypothesis import given

from generator.script import Script
from tests.example import Example
from tests.lesson.content import NETWORK, STEPS
from tests.lesson.in_v8 import steps
from tests.lesson.networks import network, networks


def test_the_original_has_the_18_steps_that_the_design_lists(script: Script) -> None:
    found = steps(script, NETWORK)
    assert [step["phase"] for step in found] == ["forward"] * 8 + ["backward"] * 10
    for step, expected in zip(found[1:-1], STEPS[1:-1], strict=True):
        assert tuple(step["focus"]) == expected.values + expected.gradients
    assert (found[0]["kind"], found[-1]["kind"]) == ("leaves", "summary")


def test_one_layer(script: Script) -> None:
    found = [(step["kind"], *step["focus"]) for step in steps(script, network((2, 1)))]
    assert found == [
        ("leaves", "x1", "x2", "y", "w11", "w12", "b1"),
        ("value", "z1"),
        ("value", "yhat"),
        ("value", "L"),
        ("gradient", "yhat"),
        ("gradient", "z1"),
        ("parameters", "w11", "w12", "b1"),
        ("summary", "x1", "x2"),
    ]


def test_two_hidden_layers_wait_until_all_that_a_node_feeds_is_known(script: Script) -> None:
    found = [
        (step["kind"], *step["focus"])
        for step in steps(script, network((1, 2, 2, 1)))
        if step["phase"] == "backward"
    ]
    assert found == [
        ("gradient", "yhat"),
        ("gradient", "z5"),
        ("parameters", "w51", "w52", "b5"),
        ("gradient", "h3"),
        ("gradient", "z3"),
        ("parameters", "w31", "w32", "b3"),
        ("gradient", "h4"),
        ("gradient", "z4"),
        ("parameters", "w41", "w42", "b4"),
        ("gradient", "h1"),
        ("gradient", "z1"),
        ("parameters", "w11", "b1"),
        ("gradient", "h2"),
        ("gradient", "z2"),
        ("parameters", "w21", "b2"),
        ("summary", "x1"),
    ]


@given(made=networks(most_neurons=4, most_layers=4))
def test_every_quantity_has_its_step_when_all_it_needs_is_known(script: Script, made: Example) -> None:
    graph = made.graph
    found = steps(script, made)
    forward = [step for step in found if step["phase"] == "forward"]
    backward = [step for step in found if step["phase"] == "backward"]
    assert found == forward + backward
    names = [node.name for node in graph.nodes]
    of_kind = {
        kind: [name for step in found if step["kind"] == kind for name in step["focus"]]
        for kind in ("value", "gradient", "parameters")
    }

    # Each computed node has one forward step, in the graph's order, and, below the loss, one backward step.
    computed = [node.name for node in graph.nodes if node.op != "leaf"]
    assert of_kind["value"] == computed
    assert sorted(of_kind["gradient"]) == sorted(computed[:-1])
    # Each parameter is in exactly one step, with the others of its neuron, right after its neuron's sum.
    assert sorted(of_kind["parameters"]) == sorted(
        node.name for node in graph.nodes if node.role in ("weight", "bias")
    )
    for before, step in pairwise(backward):
        if step["kind"] == "parameters":
            neurons = {graph.nodes[graph.index[name]].neuron for name in step["focus"]}
            assert neurons == {graph.nodes[graph.index[step["of"]]].neuron}
            assert before["focus"] == [step["of"]]
    # The first step holds all that is given, the last all inputs; nothing comes before all that it needs.
    assert found[0]["focus"] == [node.name for node in graph.nodes if node.op == "leaf"]
    assert found[-1]["focus"] == [node.name for node in graph.nodes if node.role == "input"]
    known = {"L"}
    for step in backward:
        for name in step["focus"]:
            assert {names[child] for child in graph.children[graph.index[name]]} <= known, (name, step)
        known |= set(step["focus"])
