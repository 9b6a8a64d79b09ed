"""What is drawn in which frame of a run: all of it, the graph most often, and never much at once."""

import pytest

from generator.script import Script

FRAMES = 128

# For each of so many frames what was drawn in it, by name.
DRAWN = """([frames, patch]) => {
  const owners = {};
  return Array.from({ length: frames }, (_, k) => {
    const state = { training: k + 1, reading: null, step: 1, ...patch };
    const drawn = [];
    for (const [name, draw] of Object.entries(inTurn)) {
      draw({ state }, (owners[name] ??= {}), () => void drawn.push(name));
    }
    return drawn;
  });
}"""

# What is drawn of a step, and of the next one before its turn has come.
TWO_STEPS = """([first, second]) => {
  const owner = {};
  return [first, second].map((step) =>
    inTurn.panel({ state: { training: 1, reading: null, step } }, owner, () => step));
}"""

# What takes about as long as the graph, or longer.
LONG = {"trails", "controls", "neurons", "picture"}


@pytest.fixture(scope="module")
def frames(script: Script) -> list[set[str]]:
    # The first ones have everything to draw.
    drawn: list[list[str]] = script.call(DRAWN, [FRAMES, {}])
    return [set(names) for names in drawn[1:]]


def test_all_of_it_is_drawn_at_least_once_a_second(frames: list[set[str]]) -> None:
    every = set().union(*frames)
    assert every >= LONG | {"graph", "losses", "panel", "surface"}
    for start in range(len(frames) - 64):
        assert set().union(*frames[start : start + 64]) == every


def test_the_graph_follows_in_every_other_frame_which_has_nothing_else_to_draw(
    frames: list[set[str]],
) -> None:
    assert [names == {"graph"} for names in frames] == [k % 2 == 0 for k in range(len(frames))]


def test_of_what_takes_long_a_frame_draws_one(frames: list[set[str]]) -> None:
    assert max(len(names & LONG) for names in frames) == 1


def test_a_run_that_stands_draws_everything(script: Script) -> None:
    drawn: list[list[str]] = script.call(DRAWN, [3, {"training": 0}])
    assert drawn[0] == drawn[1] == drawn[2]
    assert len(drawn[0]) == len(set().union(*script.call(DRAWN, [FRAMES, {}])))


def test_another_step_is_drawn_at_once(script: Script) -> None:
    assert script.call(TWO_STEPS, [1, 2]) == [1, 2]
