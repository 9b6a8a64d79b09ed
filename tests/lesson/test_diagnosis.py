"""What the usual mistakes give, worked out here by hand from NumPy's numbers, is recognised; and nothing else is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.config import read_network
from generator.script import Script
from tests.example import Example, example_of
from tests.lesson.content import CONTENT, NARRATION, NETWORK
from tests.lesson.expected import Numbers, computed
from tests.lesson.in_v8 import data_of

DIAGNOSE = """(data, grain, node, kind, typed) => {
  const model = derive(data, { ...firstChoices(data), grain, tool: "practice", level: 3 });
  const name = index => model.graph.nodes[index].name;
  const question = model.lesson.steps.flatMap((_, k) => model.disguise.practice.questions(k + 1))
    .find(question => question.kind === kind && name(question.index) === node);
  const { mistake, names } = diagnose(model.pass, question, typed);
  return [mistake, names.upstream === undefined ? null : name(names.upstream)];
}"""

MEETING = example_of(read_network(CONTENT / "networks" / "meeting-paths.toml"))
SPREAD = replace(  # so that z and h are far apart
    NETWORK, layers=(replace(NETWORK.layers[0], biases=(1.0, -1.2)), NETWORK.layers[1])
)

Mistaken = Callable[[dict[str, float], dict[str, float]], float]


CASES: list[tuple[Example, str, str, str, Mistaken]] = [
    # forward
    (NETWORK, "value", "z1", "wrong_sign", lambda *_: -(0.5 * 0.6 + -0.3 * -0.4 + 0.1)),
    (NETWORK, "value", "z1", "missing_bias", lambda *_: 0.5 * 0.6 + -0.3 * -0.4),
    (NETWORK, "value", "z1", "missing_term", lambda *_: 0.5 * 0.6 + 0.1),
    (SPREAD, "value", "h1", "not_bent", lambda v, _: v["z1"]),
    # the local derivative
    (NETWORK, "local", "z3", "wrong_sign", lambda v, _: -v["yhat"] * (1 - v["yhat"])),
    (SPREAD, "local", "z1", "at_z", lambda v, _: 1 - v["z1"] ** 2),
    (NETWORK, "local", "z1", "other_slope", lambda v, _: v["h1"] * (1 - v["h1"])),
    (NETWORK, "local", "z1", "already_multiplied", lambda v, g: g["h1"] * (1 - v["h1"] ** 2)),
    (NETWORK, "local", "z1", "upstream_instead", lambda _, g: g["h1"]),
    (NETWORK, "local", "z1", "forward_formula", lambda v, _: v["h1"]),
    (NETWORK, "local", "h1", "value_instead", lambda v, _: v["h1"]),
    # the gradient
    (NETWORK, "gradient", "z3", "wrong_sign", lambda v, _: v["y"] - v["yhat"]),
    (NETWORK, "gradient", "z1", "missing_local", lambda _, g: g["h1"]),
    (NETWORK, "gradient", "w11", "missing_local", lambda _, g: g["z1"]),
    (MEETING, "gradient", "h1", "missing_path", lambda v, g: g["z3"] * v["w31"]),
    (MEETING, "gradient", "h1", "missing_path", lambda v, g: g["z4"] * v["w41"]),
    (SPREAD, "gradient", "z1", "at_z", lambda v, g: g["h1"] * (1 - v["z1"] ** 2)),
    (SPREAD, "gradient", "z3", "at_z", lambda v, g: g["yhat"] * v["z3"] * (1 - v["z3"])),
    (NETWORK, "gradient", "z1", "other_slope", lambda v, g: g["h1"] * v["h1"] * (1 - v["h1"])),
    (NETWORK, "gradient", "z3", "other_slope", lambda v, g: g["yhat"] * (1 - v["yhat"] ** 2)),
    (NETWORK, "gradient", "w31", "own_factor", lambda v, g: g["z3"] * v["w31"]),
    (NETWORK, "gradient", "z1", "missing_upstream", lambda v, _: 1 - v["h1"] ** 2),
    (NETWORK, "gradient", "z3", "added", lambda v, g: g["yhat"] + v["yhat"] * (1 - v["yhat"])),
    (NETWORK, "gradient", "z3", "forward_formula", lambda v, g: g["yhat"] * v["yhat"]),
    (NETWORK, "gradient", "z1", "value_instead", lambda v, _: v["z1"]),
    (NETWORK, "gradient", "w11", "other_upstream", lambda v, g: g["z3"] * v["x1"]),
]  # fmt: skip


def diagnosed(
    script: Script, network: Example, kind: str, node: str, typed: float, grain: str = "neurons"
) -> list[str | None]:
    found: list[str | None] = script.call(DIAGNOSE, data_of(network), grain, node, kind, typed)
    return found


def numbers_of(network: Example) -> Numbers:
    return computed(network=network)


@pytest.mark.parametrize(
    ("network", "kind", "node", "mistake", "mistaken"), CASES, ids=[f"{case[3]}-{case[2]}-{case[1]}" for case in CASES]
)  # fmt: skip
def test_a_usual_mistake_is_recognised(
    script: Script, network: Example, kind: str, node: str, mistake: str, mistaken: Mistaken
) -> None:
    numbers = numbers_of(network)
    typed = mistaken(dict(numbers.values), dict(numbers.gradients))
    for digits in (3, 6):
        assert diagnosed(script, network, kind, node, round(typed, digits))[0] == mistake


def test_it_is_said_whose_gradient_was_taken(script: Script) -> None:
    numbers = numbers_of(NETWORK)
    typed = numbers.gradients["z3"] * numbers.values["x1"]
    assert diagnosed(script, NETWORK, "gradient", "w11", typed) == ["other_upstream", "z3"]


@pytest.mark.parametrize(
    ("typed", "way"), [(0.512, "rounded"), (-7.3, "other_side"), (7.3, "too_large"), (0.07, "too_small")]
)
def test_else_it_is_said_in_which_way_the_number_is_off(script: Script, typed: float, way: str) -> None:
    assert diagnosed(script, NETWORK, "value", "z1", typed) == [way, None]


def test_every_mistake_has_its_words_and_its_case(script: Script) -> None:
    tables = script.call("() => Object.values(MISTAKES).map(table => Object.keys(table))")
    known = {name for names in tables for name in names}
    ways = {"rounded", "other_side", "too_large", "too_small", "too_far"}
    assert set(NARRATION["mistake"]) == known | ways
    assert {case[3] for case in CASES} == known
