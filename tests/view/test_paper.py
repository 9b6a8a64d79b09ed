"""A worksheet: its digits are enough for what builds on them, and nothing on it gives an answer away."""

from typing import Any

import pytest

from generator.config import Formula, read_network
from generator.script import Script
from tests.example import subject_of
from tests.lesson.content import CONTENT, NETWORK, SITE
from tests.lesson.in_v8 import data_of

SHEET = """(data, seed, level) => {
  const first = firstChoices(data);
  const model = derive(data, { ...first, ...seedChoices(sceneOf(data, first.source).lesson, seed), tool: "practice", level, paper: "worksheet" });
  const { lesson, disguise: { practice, hidden }, pass } = model;
  const { nodes, children } = lesson.graph;
  const name = index => nodes[index].name;
  return {
    leaves: model.state.leaves,
    loss: pass.values.at(-1),
    questions: lesson.steps.flatMap((_, place) => practice.questions(place + 1).map(question => ({
      kind: question.kind, of: name(question.index), answer: question.answer, decimals: practice.decimals(question),
    }))),
    numbers: nodes.map((node, index) => ({
      name: node.name, before: node.parents.map(name), after: children[index].map(name), leaf: node.op === "leaf",
      value: pass.values[index], gradient: pass.gradients[index],
      valueHidden: hidden(index, "value"), gradientHidden: hidden(index, "gradient"), step: lesson.gradientStep[index],
    })),
  };
}"""
LEVELS = (1, 2, 3)


def sheet(script: Script, name: str, seed: int, level: int) -> dict[str, Any]:
    found: dict[str, Any] = script.call(
        SHEET, data_of(subject_of(read_network(CONTENT / "networks" / f"{name}.toml"))), seed, level
    )
    return found


@pytest.mark.parametrize("seed", range(1, 25))
def test_who_goes_on_from_what_was_asked_arrives_at_what_is_asked_next(script: Script, seed: int) -> None:
    """2→2→1 by hand: the gradients of weights and biases from the answers before them, as they were written down."""
    found: dict[str, Any] = script.call(SHEET, data_of(NETWORK), seed, 3)
    leaves = found["leaves"]
    written = {(q["kind"], q["of"]): round(q["answer"], q["decimals"]) for q in found["questions"]}
    decimals = {(q["kind"], q["of"]): q["decimals"] for q in found["questions"]}

    def gradient(of: str) -> float:
        return float(written.get(("gradient", of), 0))

    h1, h2 = written["value", "h1"], written["value", "h2"]
    by_hand = {
        "w31": gradient("z3") * h1, "w32": gradient("z3") * h2, "b3": gradient("z3"),
        "w11": gradient("z1") * leaves["x1"], "w12": gradient("z1") * leaves["x2"], "b1": gradient("z1"),
        "w21": gradient("z2") * leaves["x1"], "w22": gradient("z2") * leaves["x2"], "b2": gradient("z2"),
    }  # fmt: skip
    checked = 0
    for of, product in by_hand.items():
        if ("gradient", of) in written and ("gradient", f"z{of[1]}") in written:
            unit = 10.0 ** -decimals["gradient", of]
            assert abs(product - written["gradient", of]) <= 1.1 * unit / 2 + unit / 2, of
            assert decimals["gradient", f"z{of[1]}"] >= decimals["gradient", of] + 1, of
            checked += 1
    assert checked >= 6


@pytest.mark.parametrize("name", SITE["offered"])
@pytest.mark.parametrize("level", LEVELS)
def test_no_printed_number_is_the_answer_beside_it(script: Script, name: str, level: int) -> None:
    """Where a number is handed on unchanged, both are asked for. That of the loss, 1, is known to everybody."""
    for seed in range(1, 5):
        found = sheet(script, name, seed, level)
        by_name = {number["name"]: number for number in found["numbers"]}
        asked = {(q["kind"], q["of"]) for q in found["questions"]}
        assert asked
        for number in by_name.values():
            for facet, beside in (("value", number["before"]), ("gradient", number["after"])):
                if (facet, number["name"]) not in asked:
                    continue
                for other in (by_name[one] for one in beside if one != "L"):
                    told = (not other["leaf"] if facet == "value" else other["step"] > 0) and not other[
                        f"{facet}Hidden"
                    ]
                    same = abs(other[facet]) == abs(number[facet])
                    assert not (told and same), f"{name}, seed {seed}: {facet} of {number['name']}"


@pytest.mark.parametrize("name", SITE["offered"])
def test_the_numbers_are_such_as_the_loss_allows(script: Script, name: str) -> None:
    """No loss here is ever below 0, and none is asked for a target that is no probability."""
    subject = subject_of(read_network(CONTENT / "networks" / f"{name}.toml"))
    for seed in range(1, 41):
        found = sheet(script, name, seed, 1)
        assert found["loss"] >= 0
        if isinstance(subject, Formula) and "log" in subject.text:
            assert found["leaves"]["y"] in (0, 1)
