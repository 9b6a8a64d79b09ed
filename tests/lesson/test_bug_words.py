"""What is said of a bug or of a mistake is what was computed: every sentence against its own arithmetic.

The arithmetic is that of the sentence, on NumPy's numbers; networks are drawn at random.
"""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.config import read_network
from generator.script import Script
from tests.engine.random_networks import networks
from tests.example import Example, example_of
from tests.lesson.content import CONTENT, NARRATION
from tests.lesson.in_v8 import data_of
from tests.lesson.passes import Pass

FLOWERS = example_of(read_network(CONTENT / "networks" / "flowers.toml"))
MEETING = example_of(read_network(CONTENT / "networks" / "meeting-paths.toml"))
DEAD = example_of(read_network(CONTENT / "networks" / "dead-relu.toml"))


def upstream(at: Pass, name: str) -> float:
    return sum(at.gradient[reader] for reader, _ in at.places(name))


def local(at: Pass, name: str) -> float:
    return sum(at.local(reader, place) for reader, place in at.places(name))


def by_way_of(at: Pass, name: str, reader: str) -> float:
    """The part of a gradient that comes back from one node."""
    return sum(
        at.gradient[reader] * at.local(reader, place) for one, place in at.places(name) if one == reader
    )


def slope_formula(op: str, h: float) -> float:
    return 1 - h * h if op == "tanh" else h * (1 - h)


def the_other(op: str) -> str:
    return "sigmoid" if op == "tanh" else "tanh"


def bias_of(at: Pass, z: str) -> float:
    (bias,) = [parent for parent in at.parents[z] if at.node[parent].role == "bias"]
    return at.value[bias]


# --- bugs: of each, the number that its sentence describes; {self}, {child} and {kept} are what the sentence names

Claim = Callable[[Pass, str, str, str], float]
BUG_CLAIMS: dict[str, Claim] = {
    "missing_bias": lambda at, z, *_: at.value[z] - bias_of(at, z),
    "missing_term": lambda at, z, *_: at.value[z] - at.operands(z)[-3] * at.operands(z)[-2],
    "missing_activation": lambda at, h, *_: at.operands(h)[0],
    "missing_sum": lambda at, name, _, kept: by_way_of(at, name, kept),
    "overwritten": lambda at, name, _, kept: by_way_of(at, name, kept),
    # The gradient of the child, before the parts that come back to it from all its places had been added: one of them.
    "wrong_order": lambda at, name, child, _: by_way_of(at, child, at.places(child)[0][0]) * local(at, name),
    "flipped_sign": lambda at, name, *_: -at.gradient[name],
    "forgotten_local": lambda at, name, *_: upstream(at, name),
    "forgotten_upstream": lambda at, name, *_: local(at, name),
    "slope_at_z": lambda at, z, h, _: at.gradient[h] * slope_formula(at.node[h].op, at.value[z]),
    "other_slope": lambda at, _, h, *__: at.gradient[h] * slope_formula(the_other(at.node[h].op), at.value[h]),
    "added_factors": lambda at, name, *_: upstream(at, name) + local(at, name),
    "weight_for_signal": lambda at, name, *_: upstream(at, name) * at.value[name],
    "bias_with_signal": lambda at, _, z, __: at.gradient[z] * at.operands(z)[1],
}  # fmt: skip

BUGS = """(data, grain) => {
  const { graph, pass } = derive(data, { ...firstChoices(data), grain });
  const name = (index) => index === undefined ? null : graph.nodes[index].name;
  return Object.keys(BUGS).flatMap((bug) => placesOf(pass, bug).map((index) => {
    const { values, gradients } = passWithBug(graph, pass.values, { name: bug, index });
    const { self, child, kept } = namesOfBug(graph, bug, index);
    return { bug, self: name(self), child: name(child), kept: name(kept),
      wrong: String((BUGS[bug].facet === "value" ? values : gradients)[index]) };
  }));
}"""


def hold_bugs(script: Script, network: Example, seen: set[str]) -> None:
    at = Pass(network.graph, network.leaves)
    for grain in ("neurons", "layers", "operations"):
        for found in script.call(BUGS, data_of(network), grain):
            names = [found[key] for key in ("self", "child", "kept")]
            if grain == "operations" and not all(name in at.node for name in names):
                continue  # it is about a product or a part of a sum
            seen.add(found["bug"])
            claimed = BUG_CLAIMS[found["bug"]](at, *names)
            wrong = float(found["wrong"])
            # Near 1 a sigmoid has lost digits, in each language others; 1 − ŷ shows it.
            assert wrong == pytest.approx(claimed, rel=1e-6, abs=1e-12), (found, grain)
            if "kept" in found["bug"] or found["bug"] in ("missing_sum", "overwritten"):
                assert len(at.places(found["self"])) > 1


@pytest.fixture(scope="module")
def bugs_seen() -> set[str]:
    return set()


@settings(max_examples=12)
@given(network=networks("gentle", losses=("mse", "mae", "huber", "hinge", "bce", "cce")))
@example(network=FLOWERS)
@example(network=MEETING)
def test_a_bug_computes_what_is_said_of_it(script: Script, bugs_seen: set[str], network: Example) -> None:
    hold_bugs(script, network, bugs_seen)


def test_every_bug_was_held_against_its_sentence(bugs_seen: set[str]) -> None:
    assert bugs_seen == set(NARRATION["bug"]) == set(BUG_CLAIMS)


# --- mistakes: the numbers that a sentence would be true of, for a question about a node

QUESTIONS = """(data, grain) => {
  const model = derive(data, { ...firstChoices(data), grain, tool: "practice", level: 3 });
  const name = (index) => model.graph.nodes[index].name;
  return model.lesson.steps.flatMap((_, k) => model.disguise.practice.questions(k + 1)).map((question) => {
    const rules = MISTAKES[question.kind];
    const about = caseOf(model.pass, question);
    const { names } = diagnose(model.pass, question, 12345678);
    return {
      kind: question.kind, node: name(question.index), child: name(names.child), answer: question.answer,
      place: question.use?.position ?? -1,
      numbers: Object.fromEntries(Object.entries(rules).map(([mistake, rule]) => [mistake, rule(about).map(String)])),
    };
  });
}"""

Asked = dict[str, Any]
LocalOf = Callable[[Pass, Asked], float]


def asked_local(at: Pass, q: Asked) -> float:
    return at.local(q["child"], q["place"]) if q["kind"] == "local" else local(at, q["node"])


def arriving(at: Pass, q: Asked) -> float:
    return 1.0 if q["kind"] == "local" else upstream(at, q["node"])


def is_slope_of_output(at: Pass, q: Asked) -> bool:
    return at.node[q["child"]].op in ("tanh", "sigmoid")


MISTAKE_CLAIMS: dict[str, Callable[[Pass, Asked], list[float]]] = {
    "wrong_sign": lambda _, q: [-q["answer"]],
    "missing_bias": lambda at, q: [q["answer"] - bias_of(at, q["node"])],
    "missing_term": lambda at, q: [
        q["answer"] - w * s
        for w, s in zip(at.operands(q["node"])[:-1:2], at.operands(q["node"])[1:-1:2], strict=True)
    ],
    "not_bent": lambda at, q: [at.operands(q["node"])[0]],
    "at_z": lambda at, q: [arriving(at, q) * slope_formula(at.node[q["child"]].op, at.value[q["node"]])],
    "other_slope": lambda at, q: [
        arriving(at, q) * slope_formula(the_other(at.node[q["child"]].op), at.value[q["child"]])
    ],
    "already_multiplied": lambda at, q: [at.gradient[q["child"]] * asked_local(at, q)],
    "upstream_instead": lambda at, q: [at.gradient[q["child"]]],
    "forward_formula": lambda at, q: [at.value[q["child"]], upstream(at, q["node"]) * at.value[q["child"]]],
    "value_instead": lambda at, q: [at.value[q["node"]]],
    "missing_local": lambda at, q: [upstream(at, q["node"])],
    "missing_upstream": lambda at, q: [local(at, q["node"])],
    "missing_path": lambda at, q: [
        q["answer"] - at.gradient[reader] * at.local(reader, place) for reader, place in at.places(q["node"])
    ],
    "own_factor": lambda at, q: [upstream(at, q["node"]) * at.value[q["node"]]],
    "added": lambda at, q: [upstream(at, q["node"]) + local(at, q["node"])],
    "other_upstream": lambda at, q: [
        at.gradient[other] * local(at, q["node"])
        for other in at.node
        if at.parents[other] and other != q["node"] and other not in at.readers[q["node"]]
    ],
}  # fmt: skip


def hold_mistakes(script: Script, network: Example, seen: set[str]) -> None:
    at = Pass(network.graph, network.leaves)
    for question in script.call(QUESTIONS, data_of(network), "neurons"):
        for mistake, texts in question["numbers"].items():
            numbers = [number for number in map(float, texts) if not math.isnan(number)]
            if not numbers:
                continue
            seen.add(mistake)
            claimed = MISTAKE_CLAIMS[mistake](at, question)
            for number in numbers:
                assert any(number == pytest.approx(claim, rel=1e-6, abs=1e-12) for claim in claimed), (
                    mistake,
                    question,
                )


@pytest.fixture(scope="module")
def mistakes_seen() -> set[str]:
    return set()


@settings(max_examples=10)
@given(network=networks("gentle"))
@example(network=MEETING)
def test_a_mistake_is_what_is_said_of_it(script: Script, mistakes_seen: set[str], network: Example) -> None:
    hold_mistakes(script, network, mistakes_seen)


def test_every_mistake_was_held_against_its_sentence(mistakes_seen: set[str]) -> None:
    ways = {"rounded", "other_side", "too_large", "too_small", "too_far"}
    assert mistakes_seen == set(NARRATION["mistake"]) - ways == set(MISTAKE_CLAIMS)


DIAGNOSES = """(data, typed) => {
  const model = derive(data, { ...firstChoices(data), tool: "practice", level: 3 });
  return model.lesson.steps.flatMap((_, k) => model.disguise.practice.questions(k + 1)).flatMap((question) =>
    typed.filter((number) => !isRight(question.answer, number)).map((number) =>
      [question.answer, number, diagnose(model.pass, question, number).mistake]));
}"""
WAYS: dict[str, Callable[[float, float], bool]] = {
    "other_side": lambda answer, typed: answer * typed < 0,
    "too_large": lambda answer, typed: abs(typed) > abs(answer) and answer * typed > 0,
    "too_small": lambda answer, typed: abs(typed) <= abs(answer) and answer * typed >= 0,
    "too_far": lambda answer, typed: answer == 0 and typed != 0,
    "rounded": lambda answer, typed: abs(typed - answer) <= max(0.01, abs(answer) / 10),
    "wrong_sign": lambda answer, typed: answer * typed < 0,
}


@settings(max_examples=10)
@given(
    network=networks("gentle"),
    typed=st.lists(st.floats(-3, 3).map(lambda x: round(x, 3)), min_size=4, max_size=8),
)
@example(network=DEAD, typed=[0.4, -0.4, 0.0])
def test_which_way_an_answer_is_off_is_said_rightly(
    script: Script, network: Example, typed: list[float]
) -> None:
    for answer, number, said in script.call(DIAGNOSES, data_of(network), typed):
        assert said not in WAYS or WAYS[said](answer, number), (answer, number, said)


def test_of_a_number_that_is_0_the_sign_is_not_praised(script: Script) -> None:
    said = {
        mistake for answer, number, mistake in script.call(DIAGNOSES, data_of(DEAD), [3.7]) if answer == 0
    }
    assert said == {"too_far"}
    assert "sign" not in NARRATION["mistake"]["too_far"]
