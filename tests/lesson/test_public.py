"""`window.backprop`, the page's interface for scripts: what it says, what it takes, and what it refuses with a sentence."""

from typing import Any

import pytest

from generator.script import Script
from tests.lesson.content import NETWORK, SITE, WORDS, fill
from tests.lesson.expected import computed

CALLED = """(data, calls, hash = "") => {
  const store = createStore({ ...firstChoices(data), ...choicesOf(data, hash).choices });
  const told = [];
  const tell = (sentence) => { if (sentence) told.push(sentence); };
  const model = () => derive(data, store.state());
  const commands = createCommands(store, data, model, tell);
  const backprop = createPublicInterface(store, data, commands, model, tell);
  const heard = [];
  const undo = backprop.subscribe(({ step }) => heard.push(step));
  const answers = calls.map(([name, ...given]) => name === "undo" ? undo() : backprop[name](...given));
  return { answers: answers.map((answer) => answer ?? null), told, heard, state: backprop.state() };
}"""
NOTICE = WORDS["notice"]


def called(script: Script, data: dict[str, Any], *calls: Any, hash_: str = "") -> dict[str, Any]:
    found: dict[str, Any] = script.call(CALLED, data, list(calls), hash_)
    return found


def test_its_state_is_what_is_chosen(script: Script, page_data: dict[str, Any]) -> None:
    found = called(script, page_data, hash_="step=7&rate=0.25&hide=results,legend")
    assert found["state"] == {
        "network": SITE["opens"], "formula": None, "sample": 1, "step": 7, "leaves": NETWORK.leaves,
        "rate": 0.25, "view": "", "hide": ["results", "legend"],
    }  # fmt: skip
    assert called(script, page_data)["state"]["hide"] == []
    formula = called(script, page_data, hash_="f=L=a^2")["state"]
    assert (formula["formula"], formula["network"], formula["leaves"]) == ("L=a^2", None, {"a": 0.5})


def test_its_numbers_are_numpys(script: Script, page_data: dict[str, Any]) -> None:
    values, gradients, steps = called(script, page_data, ["values"], ["gradients"], ["steps"])["answers"]
    numbers = computed()
    assert values == pytest.approx(dict(numbers.values))
    assert gradients == pytest.approx(dict(numbers.gradients))
    assert [step["number"] for step in steps] == list(range(1, 19))
    assert [step["phase"] for step in steps] == ["forward"] * 8 + ["backward"] * 10
    assert steps[10] == {
        "number": 11, "phase": "backward", "kind": "parameters", "focus": ["w31", "w32", "b3"],
        "title": "Gradients of neuron 3: weights and bias",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("patch", "state"),
    [
        ({"step": 5}, {"step": 5}),
        ({"rate": 2.5}, {"rate": 2.5}),
        ({"leaves": {"w11": 0.75, "x2": -3}}, {"leaves": {**NETWORK.leaves, "w11": 0.75, "x2": -3}}),
        ({"view": "embed"}, {"view": "embed"}),
        ({"view": ""}, {"view": ""}),
        ({"hide": ["results", "legend"]}, {"hide": ["results", "legend"]}),
        ({"hide": []}, {"hide": []}),
        ({"formula": "L = a*b"}, {"formula": "L = a*b", "network": None, "step": 1}),
        # The network first, whatever order they are written in; then what belongs to it.
        ({"step": 3, "leaves": {"w11": 9}, "network": "xor"}, {"network": "xor", "step": 3}),
        ({}, {}),
    ],
)
def test_what_it_takes(script: Script, page_data: dict[str, Any], patch: Any, state: Any) -> None:
    found = called(script, page_data, ["set", patch])
    assert found["answers"] == [True]
    assert found["told"] == []
    assert {key: found["state"][key] for key in state} == state
    if "leaves" in patch:
        assert patch["leaves"].items() <= found["state"]["leaves"].items()


LEAVES = ", ".join(NETWORK.leaves)
KEYS = "network, formula, sample, leaves, step, rate, view, hide"


@pytest.mark.parametrize(
    ("patch", "sentence"),
    [
        ({"steps": 5}, fill(NOTICE["key"], found="steps", expected=KEYS)),
        ({"step": 19}, fill(NOTICE["step"], found="19", expected=18)),
        ({"step": 0}, fill(NOTICE["step"], found="0", expected=18)),
        ({"step": 1.5}, fill(NOTICE["step"], found="1.5", expected=18)),
        ({"step": "5"}, fill(NOTICE["step"], found="5", expected=18)),
        ({"rate": None}, fill(NOTICE["finite"], found="object")),
        ({"rate": "fast"}, fill(NOTICE["finite"], found="fast")),
        ({"leaves": 3}, fill(NOTICE["key"], found="3", expected=LEAVES)),
        ({"leaves": None}, fill(NOTICE["key"], found="object", expected=LEAVES)),
        ({"leaves": {"w99": 1}}, fill(NOTICE["key"], found="w99", expected=LEAVES)),
        ({"leaves": {"toString": 1}}, fill(NOTICE["key"], found="toString", expected=LEAVES)),
        ({"leaves": {"w11": "1"}}, fill(NOTICE["finite"], found="1")),
        ({"leaves": {"w11": [1]}}, fill(NOTICE["finite"], found="object")),
        ({"sample": 2}, fill(NOTICE["key"], found="2", expected="1 … 1")),
        ({"sample": 0}, fill(NOTICE["key"], found="0", expected="1 … 1")),
        ({"sample": 1.5}, fill(NOTICE["key"], found="1.5", expected="1 … 1")),
        ({"formula": "L = a", "sample": 1}, fill(NOTICE["of_network"], found="sample")),
    ],
)
def test_what_it_refuses_and_nothing_of_it_is_taken(
    script: Script, page_data: dict[str, Any], patch: Any, sentence: str
) -> None:
    found = called(script, page_data, ["set", {"rate": 7, **patch} if "rate" not in patch else patch])
    assert found["answers"] == [False]
    assert found["told"] == [sentence]
    assert found["state"] == called(script, page_data)["state"]
    assert found["heard"] == []


@pytest.mark.parametrize("patch", [{"network": "none"}, {"network": 3}, {"network": "constructor"}, {"formula": "a +"}, {"view": "odd"}, {"hide": "odd"}, {"hide": ["results", {}]}])  # fmt: skip
def test_what_it_does_not_know_is_refused_too(script: Script, page_data: dict[str, Any], patch: Any) -> None:
    found = called(script, page_data, ["set", patch])
    assert found["answers"] == [False]
    assert len(found["told"]) == 1
    assert found["state"] == called(script, page_data)["state"]


def test_it_goes_to_a_step_and_says_so_until_nobody_listens(
    script: Script, page_data: dict[str, Any]
) -> None:
    found = called(
        script, page_data, ["goTo", 4], ["goTo", 99], ["goTo", -3], ["goTo", None], ["undo"], ["goTo", 6]
    )
    assert found["heard"] == [4, 18, 1]
    assert found["state"]["step"] == 6
    assert found["told"] == [fill(NOTICE["step"], found="object", expected=18)]


@pytest.mark.parametrize("updates", [0, -1, 1.5, "x", None])
def test_it_trains_whole_updates(script: Script, page_data: dict[str, Any], updates: Any) -> None:
    found = called(script, page_data, ["train", {"updates": updates}])
    shown = {"x": "x", None: "object"}.get(updates, str(updates))
    assert found["told"] == [fill(NOTICE["number"], found=shown, least=1, most=100000)]


def test_it_says_where_a_run_is(script: Script, page_data: dict[str, Any]) -> None:
    hash_ = "preset=circles&tool=train&set=circles&batch=40&rate=0.5&noise=0.1&seed=3"
    before, _, after = called(
        script, page_data, ["training"], ["train", {"updates": 9}], ["training"], hash_=hash_
    )["answers"]
    assert (before["update"], before["epoch"]) == (0, 0)
    # 160 of 200 samples are learned from, 4 batches an epoch.
    assert (after["update"], after["epoch"]) == (9, 2)
    assert after["loss"] < before["loss"]
    said = {key: after["settings"][key] for key in ("rate", "data", "noise", "samples", "batch", "optimizer")}
    assert said == {
        "rate": 0.5, "data": "circles", "noise": 0.1, "samples": 200, "batch": 40, "optimizer": "gradient_descent",
    }  # fmt: skip
    formula = called(script, page_data, ["training"], ["train", {"updates": 1}], hash_="f=L=a^2&a=3")
    assert formula["answers"][0] is None
    assert formula["told"] == [WORDS["tools"]["train"]["no_data"]]
