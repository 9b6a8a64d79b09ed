"""What is asked at which level, and that nothing a view is handed gives an answer away."""

import json
import re
from typing import Any

import pytest

from generator.config import Formula, read_network
from generator.script import Script
from tests.example import Example, example_of, subject_of
from tests.lesson.content import CONTENT, LEAVES, NETWORK, SITE, STEPS
from tests.lesson.expected import computed, computed_subject, shown
from tests.lesson.in_v8 import data_of

QUESTIONS = """(data, level, grain) => {
  const model = derive(data, { ...firstChoices(data), grain, tool: "practice", level });
  return model.lesson.steps.flatMap((_, k) => model.disguise.practice.questions(k + 1))
    .map(({ step, kind, index, use, answer }) => [step, kind, model.graph.nodes[index].name, use && model.graph.nodes[use.child].name, answer]);
}"""

# All that the page would show at a step, as markup, with the announcement.
SHOWN = """(data, level, done) => {
  const first = { ...firstChoices(data), tool: "practice", level };
  const practised = { leaves: first.leaves, done: Object.fromEntries(done.map(id => [id, "right"])), tries: {}, stages: {}, slips: [], last: null };
  const { controls, paper, ...regions } = LIVE_REGIONS;
  return sceneOf(data, first.source).lesson.steps.map((_, k) => {
    const model = derive(data, { ...first, practised, step: k + 1 });
    return [...Object.values(regions).map(view => toMarkup(opened(view(model)))), k === 0 ? toMarkup(stepListView(model)) : "", announcement(model),
      ...model.graph.nodes.flatMap(({ name }) => ["value", "gradient"].map(kind => liveText(model, { kind, node: name, decimals: null })))].join("\\n");
  });
}"""
IDS = """(data, level) => {
  const model = derive(data, { ...firstChoices(data), tool: "practice", level });
  return model.lesson.steps.flatMap((_, k) => model.disguise.practice.questions(k + 1)).map(({ id }) => id);
}"""


def questions(
    script: Script, level: int, subject: Example | Formula = NETWORK, grain: str = "neurons"
) -> list[list[Any]]:
    found: list[list[Any]] = script.call(QUESTIONS, data_of(subject), level, grain)
    return found


def test_at_the_first_level_the_last_result_is_asked(script: Script) -> None:
    assert [question[:3] for question in questions(script, 1)] == [
        [17, "gradient", name] for name in ("w21", "w22", "b2")
    ]


def test_at_the_first_level_of_a_formula_no_local_derivative_is_asked(script: Script) -> None:
    """Of L = tanh(w·x)² the last step finds the gradients of w and x, each by one product."""
    formula = Formula("u = w*x\nL = tanh(u)^2", {"w": 0.5, "x": 0.8})
    for grain in ("neurons", "operations"):
        asked = questions(script, 1, formula, grain)
        assert {kind for _, kind, *_ in asked} == {"gradient"}
        assert len({step for step, *_ in asked}) == 1
    assert "local" in {kind for _, kind, *_ in questions(script, 3, formula, "operations")}


def test_at_the_second_level_every_second_step_and_what_is_made_from_it(script: Script) -> None:
    assert sorted({question[0] for question in questions(script, 2)}) == [2, 4, 6, 8, 10, 11, 13, 14, 16, 17]


def test_at_the_third_level_every_step(script: Script) -> None:
    asked = questions(script, 3)
    assert sorted({question[0] for question in asked}) == list(range(2, 18))
    # First the local derivative, then the product; at the loss both are the same, and parameters are asked for at once.
    assert [question[1:4] for question in asked if question[0] in (9, 13, 14)] == [
        ["gradient", "yhat", None],
        ["local", "z1", "h1"], ["gradient", "z1", None],
        ["gradient", "w11", None], ["gradient", "w12", None], ["gradient", "b1", None],
    ]  # fmt: skip


@pytest.mark.parametrize("name", SITE["offered"])
def test_the_answers_are_numpys(script: Script, name: str) -> None:
    subject = subject_of(read_network(CONTENT / "networks" / f"{name}.toml"))
    numbers = computed_subject(subject)
    for _, kind, node, _, answer in questions(script, 3, subject):
        expected = {"value": numbers.values, "gradient": numbers.gradients}.get(kind)
        assert expected is None or answer == pytest.approx(expected[node], rel=1e-9, abs=1e-12)


def test_the_local_derivatives_are_those_of_the_functions(script: Script) -> None:
    v = computed().values
    expected = {
        ("yhat", "z3"): v["yhat"] * (1 - v["yhat"]),
        ("z3", "h1"): v["w31"],
        ("z3", "h2"): v["w32"],
        ("h1", "z1"): 1 - v["h1"] ** 2,
        ("h2", "z2"): 1 - v["h2"] ** 2,
    }
    found = {
        (child, node): answer for _, kind, node, child, answer in questions(script, 3) if kind == "local"
    }
    assert found == pytest.approx(expected)


def test_where_paths_meet_each_local_derivative_is_asked_then_the_sum(script: Script) -> None:
    network = example_of(read_network(CONTENT / "networks" / "meeting-paths.toml"))
    asked = [question[1:4] for question in questions(script, 3, network) if question[2] == "h1"]
    assert [kind for kind, *_ in asked] == ["value", "local", "local", "gradient"]
    assert len({child for kind, _, child in asked if kind == "local"}) == 2


def test_of_a_whole_layer_each_number_is_asked(script: Script) -> None:
    asked = questions(script, 3, grain="layers")
    assert [question[2] for question in asked if question[0] == 2] == ["z1", "z2"]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_nothing_on_the_page_gives_an_open_answer_away(script: Script, level: int) -> None:
    data = data_of(NETWORK)
    numbers = computed()
    ids: list[str] = script.call(IDS, data, level)
    asked = questions(script, level)
    for answered in range(0, len(asked), 3):
        first_open = asked[answered][0]
        hidden = {shown(answer) for *_, answer in asked[answered:]} | {
            shown(number)
            for step in STEPS
            if step.number > first_open
            for number in [numbers.values[name] for name in step.values]
            + [numbers.gradients[name] for name in step.gradients]
        }
        # What is known may be the same number: a bias has the gradient of its neuron, a local derivative is a weight.
        known = {shown(value) for name, value in numbers.values.items() if name in LEAVES} | {shown(1.0)}
        known |= {shown(answer) for *_, answer in asked[:answered]}
        for step in STEPS[: first_open - 1]:
            known |= {shown(numbers.values[name]) for name in step.values}
            known |= {shown(numbers.gradients[name]) for name in step.gradients}
        for number, text in enumerate(script.call(SHOWN, data, level, ids[:answered]), 1):
            leaked = {found for found in hidden - known if re.search(rf"(?<![\d.−]){re.escape(found)}", text)}
            assert leaked == set(), (answered, number, asked[answered])


def test_once_all_is_answered_the_page_shows_all(script: Script) -> None:
    text = "".join(script.call(SHOWN, data_of(NETWORK), 3, script.call(IDS, data_of(NETWORK), 3)))
    numbers = computed()
    assert all(shown(slope) in text for slope in numbers.gradients.values())
    assert "NaN" not in json.dumps(text)
