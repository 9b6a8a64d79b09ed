"""What the fields of the network panel make of a network, one change at a time; and a formula that takes its place: in V8."""

from functools import cache
from typing import Any

import pytest

from tests.lesson.content import WORDS, fill
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.page.test_listening import told

BUILT = """(data, moves) => {
  const store = createStore(firstChoices(data));
  const said = [];
  const commands = createCommands(store, data, () => derive(data, store.state()), (sentence) => said.push(sentence));
  const builder = createBuilder(store, commands);
  return moves.map(([name, ...given]) => {
    const taken = name === "setLeaf" || name === "goTo" ? commands[name](...given) ?? null : builder[name](...given) ?? null;
    const { source, leaves, seed, typed, step } = store.state();
    const { network, formula } = source;
    return {
      taken, leaves, seed, typed, step, formula: formula?.text ?? null, said: said.splice(0), preset: source.preset, loss: network?.loss ?? null,
      inputs: network ? network.layers[0].weights[0].length : null,
      layers: network?.layers.map(({ activation, weights, biases }) => [weights.length, biases.length, activation]) ?? null,
    };
  });
}"""


@cache
def data() -> Any:
    return data_of(network((2, 3, 4, 1), seed=4))


def built(*moves: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(BUILT, data(), list(moves))
    return found


def layers(*made: tuple[int, str]) -> list[list[Any]]:
    return [[size, size, activation] for size, activation in made]


AS_IT_IS = layers((3, "tanh"), (4, "tanh"), (1, "sigmoid"))


def test_a_size_an_activation_and_a_layer_are_changed_and_all_else_stays() -> None:
    size, inputs, activation, added, removed = built(
        ["setSize", "5", 0],
        ["setSize", "4", -1],
        ["setActivation", "relu", 1],
        ["addLayer"],
        ["removeLayer", 0],
    )
    assert size["layers"] == layers((5, "tanh"), (4, "tanh"), (1, "sigmoid"))
    assert (inputs["inputs"], inputs["layers"]) == (4, size["layers"])
    assert activation["layers"] == layers((5, "tanh"), (4, "relu"), (1, "sigmoid"))
    # A new one stands before the outputs and is like the one before it.
    assert added["layers"] == layers((5, "tanh"), (4, "relu"), (4, "relu"), (1, "sigmoid"))
    assert removed["layers"] == layers((4, "relu"), (4, "relu"), (1, "sigmoid"))
    assert [state["inputs"] for state in (size, added, removed)] == [2, 4, 4]
    assert {state["loss"] for state in (size, inputs, activation, added, removed)} == {"bce"}


def test_without_a_hidden_layer_the_new_one_has_two_neurons_with_tanh() -> None:
    *_, bare, added = built(["removeLayer", 0], ["removeLayer", 0], ["addLayer"])
    assert bare["layers"] == layers((1, "sigmoid"))
    assert added["layers"] == layers((2, "tanh"), (1, "sigmoid"))


def test_numbers_that_have_a_place_stay() -> None:
    _, grown, shrunk = built(["setLeaf", "w11", "0.125"], ["setSize", "4", 0], ["setSize", "2", 0])
    for state in (grown, shrunk):
        assert state["leaves"]["w11"] == 0.125
        assert state["leaves"]["w12"] == data()["networks"]["made"]["network"]["layers"][0]["weights"][0][1]
    assert "w42" in grown["leaves"]


@pytest.mark.parametrize(
    ("text", "depth", "least", "most"),
    [("0", 0, 1, 16), ("17", 0, 1, 16), ("0", -1, 1, 8), ("9", -1, 1, 8), ("9", 2, 1, 8)],
)
def test_a_size_that_no_layer_can_have_is_said_and_nothing_changes(
    text: str, depth: int, least: int, most: int
) -> None:
    (state,) = built(["setSize", text, depth])
    assert (state["taken"], state["layers"], state["inputs"]) == (False, AS_IT_IS, 2)
    assert state["said"] == [fill(WORDS["notice"]["number"], found=text, least=least, most=most)]
    (half,) = built(["setSize", "1.5", depth])
    assert half["taken"] is False
    assert half["layers"] == AS_IT_IS


def test_as_many_as_can_be() -> None:
    most, wide, inputs = built(["setSize", "8", 2], ["setSize", "16", 0], ["setSize", "8", -1])
    assert (most["layers"][2][0], wide["layers"][0][0], inputs["inputs"]) == (8, 16, 8)


def test_a_loss_brings_an_activation_that_it_fits_and_keeps_one_that_does() -> None:
    mse, hinge, bce = built(["setLoss", "mse"], ["setActivation", "identity", 2], ["setLoss", "bce"])
    assert (mse["loss"], mse["layers"]) == ("mse", AS_IT_IS)
    assert hinge["layers"][2][2] == "identity"
    assert (bce["loss"], bce["layers"]) == ("bce", AS_IT_IS)


def test_weights_are_drawn_anew_by_their_seed_and_the_next() -> None:
    seven, eight, again, none, last, first = built(
        ["draw", "7"], ["drawNext"], ["draw", "7"], ["draw", "1.5"], ["draw", "999999"], ["drawNext"]
    )
    assert [state["seed"] for state in (seven, eight, again, none, last)] == [7, 8, 7, 7, 999999]
    assert seven["leaves"] == again["leaves"] == none["leaves"] != eight["leaves"]
    assert none["taken"] is False
    assert first["seed"] == 0
    assert {tuple(map(tuple, state["layers"])) for state in (seven, eight)} == {tuple(map(tuple, AS_IT_IS))}


def test_a_formula_takes_the_place_of_a_network_and_gives_it_back_where_it_is_taken_out() -> None:
    at, typed, formula, longer, empty = built(
        ["goTo", 3],
        ["setFormula", "L = "],
        ["setFormula", "L = w*x"],
        ["setFormula", "L = w*x^2"],
        ["setFormula", " "],
    )
    assert (typed["taken"], typed["typed"], typed["formula"], typed["layers"]) == (
        False,
        "L = ",
        None,
        AS_IT_IS,
    )
    assert (formula["taken"], formula["formula"], formula["layers"]) == (True, "L = w*x", None)
    assert (longer["formula"], longer["typed"]) == ("L = w*x^2", None)
    assert (empty["taken"], empty["formula"], empty["layers"], empty["typed"]) == (True, None, AS_IT_IS, None)
    assert (empty["step"], empty["leaves"], empty["preset"]) == (at["step"], at["leaves"], "made")


def test_numbers_of_a_formula_stay_while_it_is_typed_on() -> None:
    *_, number, longer, fault = built(
        ["setFormula", "L = w*x"],
        ["setLeaf", "w", "0.125"],
        ["setFormula", "L = w*x + b"],
        ["setFormula", "L = w*x + "],
    )
    assert number["leaves"]["w"] == longer["leaves"]["w"] == 0.125
    assert "b" in longer["leaves"]
    assert (fault["taken"], fault["typed"], fault["formula"]) == (False, "L = w*x + ", "L = w*x + b")
    (nothing,) = built(["setFormula", ""])
    assert (nothing["taken"], nothing["typed"]) == (True, None)
