"""What a target may be: a file, a link, a field and a script refuse the same; and what adds up goes on adding up."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.script import Script

TAKEN = """(data, net, moves) => {
  const { choices } = choicesOf(data, `net=${net}`);
  const store = createStore({ ...firstChoices(data), ...choices });
  const told = [];
  const tell = (sentence) => { if (sentence) told.push(sentence); };
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, tell);
  const backprop = createPublicInterface(store, data, commands, model, tell);
  const targets = () => Object.entries(store.state().leaves).filter(([name]) => name.startsWith("y")).map(([, number]) => number);
  return moves.map((move) => {
    const said = told.length;
    const { leaves } = store.state();
    const taken = Array.isArray(move) ? commands.setLeaf(...move) : backprop.set({ leaves: move });
    return { taken, said: told.slice(said), targets: targets(), kept: store.state().leaves === leaves };
  });
}"""

CLASSES = "2;3:softmax;cce"
SIGN = "2;1:tanh;hinge"
ONE = "2;1:sigmoid;bce"
ANY = "2;1:identity;mse"


def taken(script: Script, data: dict[str, Any], net: str, *moves: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(TAKEN, data, net, list(moves))
    return found


@pytest.mark.parametrize(
    ("net", "move", "allowed"),
    [
        (ONE, ["y", "0.25"], True),
        (ONE, ["y", "5"], False),
        (ONE, {"y": 1}, True),
        (ONE, {"y": -0.001}, False),
        (SIGN, ["y", "-1"], True),
        (SIGN, {"y": -1.5}, False),
        (ANY, ["y", "1e300"], True),
        (ANY, {"y": -5}, True),
        (CLASSES, ["y1", "0.3"], True),
        (CLASSES, ["y1", "1.2"], False),
        (CLASSES, ["y2", "-0.1"], False),
        (CLASSES, {"y1": 0.2, "y2": 0.3}, True),
        (CLASSES, {"y1": 0.2, "y2": 0.3, "y3": 0.5}, True),
        (CLASSES, {"y1": 0, "y2": 0, "y3": 0}, False),
        (CLASSES, {"y1": 0.8, "y2": 0.3}, False),
    ],
)
def test_a_field_and_a_script_take_what_the_loss_takes(
    script: Script, page_data: dict[str, Any], net: str, move: Any, allowed: bool
) -> None:
    (answer,) = taken(script, page_data, net, move)
    assert answer["taken"] is allowed
    assert len(answer["said"]) == (0 if allowed else 1), "refused with one sentence"
    assert answer["kept"] is not allowed


@settings(max_examples=25)
@given(
    moves=st.lists(
        st.tuples(st.sampled_from(["y1", "y2", "y3"]), st.integers(0, 100)), min_size=1, max_size=20
    )
)
def test_whichever_target_is_moved_they_add_up_to_one(
    script: Script, page_data: dict[str, Any], moves: list[tuple[str, int]]
) -> None:
    answers = taken(script, page_data, CLASSES, *([name, str(share / 100)] for name, share in moves))
    for (name, share), answer in zip(moves, answers, strict=True):
        assert answer["taken"]
        assert answer["targets"][int(name[1]) - 1] == share / 100
        assert sum(answer["targets"]) == pytest.approx(1, abs=1e-9)
        assert min(answer["targets"]) >= 0


def test_the_others_keep_their_proportions(script: Script, page_data: dict[str, Any]) -> None:
    """By hand: of 0.2, 0.3, 0.5 the first goes to 0.6; 0.4 is left for the others, which are 3 to 5."""
    *_, last = taken(script, page_data, CLASSES, {"y1": 0.2, "y2": 0.3, "y3": 0.5}, ["y1", "0.6"])
    assert last["targets"] == pytest.approx([0.6, 0.15, 0.25], abs=1e-12)
