"""Each bug of "find the bug" against a pass that is computed here, with the same bug in it."""

import re
from typing import Any

import pytest

from generator.config import read_network
from generator.script import Script
from tests.example import Example, example_of
from tests.lesson.bugged import bugged_pass
from tests.lesson.content import CONTENT, NARRATION, NETWORK
from tests.lesson.expected import computed
from tests.lesson.in_v8 import data_of

BUGGED = """data => {
  const { graph, pass } = derive(data, firstChoices(data));
  const name = index => graph.nodes[index].name;
  const byName = numbers => Object.fromEntries(graph.nodes.map((_, index) => [name(index), numbers[index]]));
  return Object.keys(BUGS).flatMap(bug => placesOf(pass, bug).flatMap(index => {
    const { values, gradients } = passWithBug(graph, pass.values, { name: bug, index });
    // A pass that ends in no number is never shown.
    return [...values, ...gradients].every(Number.isFinite)
      ? [{ bug, at: name(index), values: byName(values), gradients: byName(gradients) }] : [];
  }));
}"""
PUZZLES = """(data, count) => Array.from({ length: count }, (_, k) => {
  const { lesson, pass, state } = derive(data, firstChoices(data));
  const { name, index, step, values, gradients } = puzzleOf(pass, k + 1);
  const hunt = bugHuntOf(pass, { ...state, bug: k + 1 });
  const differs = lesson.steps.map(({ phase, focus }) => focus.some(node => (phase === "forward"
    ? Math.abs(values[node] - pass.values[node]) : Math.abs(gradients[node] - pass.gradients[node])) > 1e-9));
  return { name, at: lesson.graph.nodes[index].name, step, differs, verdicts: lesson.steps.map((_, k) => hunt.verdict(k + 1)) };
})"""


def network_of(name: str) -> Example:
    return example_of(read_network(CONTENT / "networks" / f"{name}.toml"))


def bugged(script: Script, network: Example) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = script.call(BUGGED, data_of(network))
    return found


@pytest.mark.parametrize("name", ["original", "xor", "meeting-paths", "vanishing", "surviving", "regression"])
def test_every_bug_gives_the_pass_that_numpy_gives_with_it(script: Script, name: str) -> None:
    network = network_of(name)
    for found in bugged(script, network):
        values, gradients = bugged_pass(network, found["bug"], found["at"])
        where = f"{found['bug']} at {found['at']}"
        assert {n: found["values"][n] for n in values} == pytest.approx(values, rel=1e-9, abs=1e-12), where
        assert {n: found["gradients"][n] for n in gradients} == pytest.approx(
            gradients, rel=1e-9, abs=1e-12
        ), where


def test_every_bug_is_tried_and_has_its_words(script: Script) -> None:
    names = set(script.call("() => Object.keys(BUGS)"))
    tried = {
        found["bug"]
        for network in ("original", "xor", "meeting-paths", "surviving", "regression")
        for found in bugged(script, network_of(network))
    }
    assert len(names) >= 10
    assert set(NARRATION["bug"]) == names == tried


@pytest.mark.parametrize("name", ["original", "meeting-paths", "dead-relu"])
def test_only_what_changes_a_number_noticeably_is_offered(script: Script, name: str) -> None:
    right = computed(network=network_of(name))
    for found in bugged(script, network_of(name)):
        apart = max(
            abs(found["values"][found["at"]] - right.values[found["at"]]),
            abs(found["gradients"][found["at"]] - right.gradients[found["at"]]),
        )
        assert apart >= 0.01


def test_without_a_bug_it_is_the_pass(script: Script) -> None:
    call = "data => { const { graph, pass } = derive(data, firstChoices(data)); return passWithBug(graph, pass.values, null); }"
    found = script.call(call, data_of(NETWORK))
    numbers = computed()
    assert found["values"] == pytest.approx(list(numbers.values.values()), rel=1e-12)
    slopes = {name: slope for name, slope in numbers.gradients.items() if name != "y"}
    of_page = dict(zip(numbers.gradients, found["gradients"], strict=True))
    assert {name: of_page[name] for name in slopes} == pytest.approx(slopes, rel=1e-9)


@pytest.mark.parametrize("name", ["original", "meeting-paths"])
def test_the_first_wrong_step_is_the_bugs(script: Script, name: str) -> None:
    """What is before it is right, and the verdict on each step is what the numbers say."""
    puzzles = script.call(PUZZLES, data_of(network_of(name)), 15)
    assert len({puzzle["name"] for puzzle in puzzles}) >= 10
    for puzzle in puzzles:
        assert puzzle["differs"].index(True) + 1 == puzzle["step"]
        expected = ["follows" if wrong else "right" for wrong in puzzle["differs"]]
        expected[puzzle["step"] - 1] = "found"
        assert puzzle["verdicts"] == expected


def test_one_number_is_one_bug_for_everyone(script: Script) -> None:
    first, again = (script.call(PUZZLES, data_of(NETWORK), 15) for _ in range(2))
    assert first == again


def test_no_explanation_names_what_is_not_there() -> None:
    for words in NARRATION["bug"].values():
        assert set(re.findall(r"\{(\w+)", words)) <= {"self", "child", "kept"}
