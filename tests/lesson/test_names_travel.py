"""Names of one's own and parameters of several places, through every way in which a network travels."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.config import read_network
from generator.engine.graph import backward, forward
from generator.engine.network import Layer, Network, build_graph, leaf_values
from generator.engine.sample import Sample
from generator.script import Script
from tests.example import Example
from tests.lesson.in_v8 import cards, data_of, decoded
from tests.lesson.networks import network

TWO = {
    "x1": "i1", "y2": "target_o2", "L": "E_total", "w11": "w1", "w12": "theta7", "b1": "b1", "b2": "b1", "z3": "net_o1",
    "yhat1": "constructor", "w31": "v", "w42": "v",
}  # fmt: skip
WALK = """(data, moves) => {
  const store = createStore(firstChoices(data));
  const told = [];
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, (sentence) => told.push(sentence));
  const builder = createBuilder(store, commands);
  const MOVES = {
    activation: (name) => builder.setActivation(name, 0),
    loss: builder.setLoss,
    draw: builder.draw,
    leaf: (name, text) => commands.setLeaf(name, text),
    size: (text, depth) => builder.setSize(text, depth),
    link: () => store.update(choicesOf(data, addressOf(data, store.state())).choices),
  };
  return moves.map(([move, ...how]) => {
    MOVES[move](...how);
    const { source, leaves } = store.state();
    const subject = subjectOf(source, leaves, 1);
    const title = { title: "T", summary: "S" };
    const besides = { ranges: {}, rate: null, training: null, fixed: null };
    return {
      made: source.preset === null, names: source.network.names ?? null, leaves, told: told.splice(0),
      toml: tomlOf(subject, title, besides),
      program: programOf(subject, "python"),
      sheet: toMarkup(worksheetView(derive(data, { ...store.state(), tool: "practice", level: 3, paper: "worksheet" }), true)),
      same: opensTheSame(data, store.state()), length: addressOf(data, store.state()).length,
    };
  });
}"""


def named(names: dict[str, str]) -> Example:
    """2→2→2, whose places of one name have one number."""
    layers = (
        Layer("sigmoid", ((0.15, 0.2), (0.25, 0.3)), (0.35, 0.35)),
        Layer("sigmoid", ((0.4, 0.45), (0.5, 0.4)), (0.6, 0.6)),
    )
    return Example((0.05, 0.1), (0.01, 0.99), layers, "half_squares", names)


def walked(script: Script, example: Example, *moves: tuple[Any, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(WALK, data_of(example), moves)
    return found


def read_again(toml: str, folder: Path) -> tuple[Network, Sample]:
    path = folder / "again.toml"
    path.write_text(toml, encoding="utf-8")
    file = read_network(path)
    return file.network, file.samples[0]


@pytest.mark.parametrize(
    "moves",
    [
        [("link",)],
        [("activation", "tanh"), ("link",)],
        [("loss", "mse"), ("link",), ("leaf", "b1", "0.125"), ("link",)],
        [("draw", "7"), ("link",), ("leaf", "v", "-0.7"), ("activation", "relu"), ("link",), ("draw", "8")],
        [("loss", "cce"), ("link",), ("loss", "mse_sum"), ("link",)],
    ],
)
def test_names_and_shared_parameters_last_as_long_as_the_quantities(
    script: Script, tmp_path: Path, moves: list[tuple[Any, ...]]
) -> None:
    """After each move the file, the program and the sheet that are taken along have them, and the file is that network."""
    for move, at in zip(moves, walked(script, named(TWO), *moves), strict=True):
        assert at["names"] == TWO, move
        assert at["told"] == []
        assert at["same"], "the address opens what it is of"
        again, sample = read_again(at["toml"], tmp_path)
        assert dict(again.names) == TWO
        assert leaf_values(again, sample) == at["leaves"], "one number for all places of a name"
        assert len(set(again.layers[0].biases)) == 1
        exec(at["program"], {})  # noqa: S102 - our own; its asserts hold the values and gradients
        assert "dE_total_dv" in at["program"]
        assert "total" in at["sheet"], "the sheet calls the loss E"


def test_a_shared_parameter_of_a_link_is_moved_as_one(script: Script, tmp_path: Path) -> None:
    """Its gradient adds up over its places, as those of the same network without names do."""
    (_, at) = walked(script, named(TWO), ("draw", "3"), ("link",))
    tied, sample = read_again(at["toml"], tmp_path)
    graph, plain = build_graph(tied), build_graph(Network(tied.layers, tied.loss))
    values = forward(graph, at["leaves"])
    slopes = dict(zip(graph.index, backward(graph, values), strict=True))
    apart = Network(tied.layers, tied.loss)
    of_each = dict(zip(plain.index, backward(plain, forward(plain, leaf_values(apart, sample))), strict=True))
    np.testing.assert_allclose(slopes["v"], of_each["w31"] + of_each["w42"], rtol=1e-12)
    exec(at["program"], {})  # noqa: S102 - which asserts the same gradient


def test_another_shape_has_the_usual_names(script: Script) -> None:
    moves: list[tuple[Any, ...]] = [("size", "3", 0), ("link",), ("leaf", "b2", "0.5")]
    for at in walked(script, named(TWO), *moves):
        assert at["names"] is None
        assert at["same"]
    assert (at["leaves"]["b1"], at["leaves"]["b2"]) == (0.35, 0.5), "each place has a number of its own"


def test_a_link_says_names_only_where_there_are_some(script: Script) -> None:
    """And no more than these: eleven short ones take fewer characters than the numbers do."""
    usual, mine = (
        walked(script, named(names), ("activation", "tanh"))[0]["length"] for names in ({}, {"w11": "v"})
    )
    assert mine - usual == len(";w11:v")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("w99:v", "w99:v"), ("w11:1v", "w11:1v"), ("w11:", "w11:"), ("w11:a_name_much_too_long", "w11:a_name_much_too_long"),
        ("w11:v,w11:w", "w11:w"), ("w11:b1", "b1"), ("z1:v,z2:v", "v"), ("w11:b,b1:b", "b"), ("x1:x2", "x2"),
        ("constructor:v", "constructor:v"), ("w11:<b>", "w11:<b>"), ("w11:v:u", "w11:v:u"),
    ],
)  # fmt: skip
def test_names_that_cannot_be_are_refused(script: Script, names: str, found: str) -> None:
    (answer,) = decoded(
        script, network([2, 1]), [f"net=2;2:tanh;1:sigmoid;bce;{names}&w=1,1,1;1,1,1;1,1,1&step=3"]
    )
    assert answer["refusal"]["what"] == "net_name"
    assert answer["refusal"]["found"] == found


def test_the_longest_names_of_the_largest_network_are_read(script: Script) -> None:
    """A link has room for them; what is written, is read."""
    large = network([8, 16, 8], loss="mse")
    names = {place: f"n{k:06d}_abcd" for k, place in enumerate(build_graph(large.network).index)}
    (_, at) = walked(
        script, Example(large.inputs, large.target, large.layers, large.loss, names), ("draw", "3"), ("link",)
    )
    assert at["names"] == names
    assert at["same"]


def test_long_names_leave_the_drawing_room_on_the_page(script: Script) -> None:
    """What Mazur prints is seen whole beside the steps of a window of 1440 pixels, which has 960 for it."""
    folder = Path(__file__).resolve().parents[1] / "cases" / "networks"
    mazur = json.loads((folder / "tied-mazur.json").read_text(encoding="utf-8"))["network"]
    layers = tuple(
        Layer(each["activation"], tuple(map(tuple, each["weights"])), tuple(each["biases"]))
        for each in mazur["layers"]
    )
    example = Example(tuple(mazur["inputs"]), tuple(mazur["target"]), layers, mazur["loss"], mazur["names"])
    drawn = cards(script, example, "broad")
    assert drawn["width"] < 960
    assert {name for name, *_ in drawn["cards"]} >= {"target_o1", "out_o2", "E_total"}
