"""Links of TensorFlow Playground: what they open, by the keys and defaults of its src/state.ts; and that a run is its."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.script import Script

DEFAULTS = (
    "activation=tanh&regularization=L2&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03"
    "&regularizationRate=0&noise=0&networkShape=4,2&seed=0.93456&showTestData=false&discretize=false&percTrainData=50"
    "&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false"
    "&collectStats=false&problem=classification&initZero=false&hideText=false"
)
"""What its page writes where nobody has chosen anything."""

OPEN = """(data, hash) => {
  const { choices, answer, foreign } = choicesOf(data, hash);
  const { train, source: { network }, leaves, rate, tool } = choices;
  return {
    tool, rate, leaves, train, foreign, left: answer.left ?? [answer.refusal], said: foreignSentence(data.words, foreign),
    features: network.features ?? null, loss: network.loss,
    layers: network.layers.map(({ activation, biases }) => [biases.length, activation]),
  };
}"""

RUN = """(data, hash, updates) => {
  const { choices } = choicesOf(data, hash);
  const { graph } = sceneOf(data, choices.source, choices.grain);
  const study = studyOf(graph, choices);
  study.run.extendTo(updates);
  const { learning, points } = study.data;
  return {
    names: study.run.names, after: Array.from(study.run.momentAt(updates).parameters), start: choices.leaves,
    x: Array.from(learning.inputs), y: Array.from(learning.targets), points,
  };
}"""


def changed(**keys: str) -> str:
    parts = dict(part.split("=") for part in DEFAULTS.split("&")) | keys
    return "#" + "&".join(f"{key}={value}" for key, value in parts.items())


def test_what_nobody_has_changed_opens_as_it_is_there(script: Script, page_data: dict[str, Any]) -> None:
    found = script.call(OPEN, page_data, changed())
    assert (found["tool"], found["rate"], found["loss"]) == ("train", 0.03, "half_squares")
    assert found["layers"] == [[4, "tanh"], [2, "tanh"], [1, "tanh"]]
    assert found["features"] is None
    train = found["train"]
    said = {
        name: train[name] for name in ("set", "count", "noise", "testShare", "batch", "shuffle", "l1", "l2")
    }
    assert said == {
        "set": "circles", "count": 500, "noise": 0, "testShare": 0.5, "batch": 10, "shuffle": False, "l1": 0, "l2": 0,
    }  # fmt: skip
    biases = {name: number for name, number in found["leaves"].items() if name[0] == "b"}
    weights = [number for name, number in found["leaves"].items() if name[0] == "w"]
    assert biases == dict.fromkeys((f"b{k}" for k in range(1, 8)), 0.1)
    assert len(weights) == 8 + 8 + 2
    assert max(map(abs, weights)) <= 0.5
    assert len(set(weights)) > 10
    assert (found["left"], found["foreign"]) == ([], [])
    assert found["said"] == page_data["words"]["notice"]["playground"]
    # Its address may be shorter: what it does not say is as usual.
    short = script.call(OPEN, page_data, "#dataset=circle&seed=0.93456")
    assert {name: short[name] for name in ("layers", "leaves", "train")} == {
        name: found[name] for name in ("layers", "leaves", "train")
    }


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"dataset": "spiral"}, {"set": "spirals"}),
        ({"dataset": "gauss", "noise": "25"}, {"set": "blobs", "noise": 0.25}),
        ({"dataset": "xor", "percTrainData": "90"}, {"set": "quadrants", "testShare": 0.1}),
        ({"regularizationRate": "0.003"}, {"l2": 0.003}),
        ({"regularization": "none", "regularizationRate": "0.003"}, {"l2": 0, "l1": 0}),
        ({"batchSize": "25"}, {"batch": 25}),
        ({"problem": "regression"}, {"set": "plane", "count": 1200, "playground": "0.93456"}),
        ({"regDataset": "reg-gauss", "problem": "regression"}, {"set": "hills", "count": 1200}),
        ({"seed": "my-class_1.5"}, {"playground": "my-class_1.5"}),
        ({"noise": "70"}, {"noise": 0.7}),
        ({"noise": "95"}, {"noise": 0.5}),
    ],
)
def test_settings_are_taken_over(
    script: Script, page_data: dict[str, Any], keys: dict[str, str], expected: dict[str, Any]
) -> None:
    found = script.call(OPEN, page_data, changed(**keys))
    assert {name: found["train"][name] for name in expected} == expected
    assert (found["left"], found["foreign"]) == ([], [])


def test_its_inputs_are_features(script: Script, page_data: dict[str, Any]) -> None:
    keys = ("xSquared", "ySquared", "xTimesY", "cosX", "sinX", "cosY", "sinY")
    found = script.call(
        OPEN,
        page_data,
        changed(
            **dict.fromkeys(keys, "true"), x="false", xTimesY_hide="true", networkShape="", activation="relu"
        ),
    )
    # It has keys for cosines, and no such inputs; one that is hidden is none.
    assert found["features"] == ["x2", "x1^2", "x2^2", "sin(x1)", "sin(x2)"]
    assert found["left"] == []
    assert found["layers"] == [[1, "tanh"]], "the activation is that of hidden layers"
    one = script.call(OPEN, page_data, changed(y="false", activation="linear", initZero="true"))
    assert one["features"] == ["x1"] or one["features"] is None
    assert one["layers"][0] == [4, "identity"]
    assert {number for name, number in one["leaves"].items() if name[0] in "wb"} == {0}


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ({"x": "false", "y": "false"}, ["x=false"]),
        ({"batchSize": "30"}, ["batchSize=30"]),
        ({"percTrainData": "53"}, ["batchSize=10"]),
        ({"percTrainData": "5"}, ["percTrainData=5"]),
        ({"seed": "0.5%200"}, ["seed=0.5 0"]),
        ({"regularization": "L1"}, ["regularization=L1"]),
        ({"activation": "swish"}, ["activation=swish"]),
        ({"networkShape": "4,x"}, ["networkShape=4,x"]),
        ({"networkShape": "99,4"}, ["networkShape=99,4"]),
        ({"learningRate": "fast"}, ["learningRate=fast"]),
        ({"discretize": "true", "playButton_hide": "true"}, ["discretize=true", "playButton_hide=true"]),
        ({"constructor": "1"}, ["constructor=1"]),
    ],
)
def test_what_cannot_be_taken_over_is_said(
    script: Script, page_data: dict[str, Any], keys: dict[str, str], left: list[str]
) -> None:
    found = script.call(OPEN, page_data, changed(**keys))
    assert found["foreign"] == left
    assert found["said"].endswith(f"Not quite as there: {', '.join(left)}.")
    assert found["tool"] == "train"


def test_a_link_of_this_page_is_no_such_link(script: Script) -> None:
    for own in (
        "#net=2;1:tanh;mse&activation=tanh",
        "#preset=xor&dataset=1",
        "#step=3",
        "#tool=train&data=circles",
        "",
    ):
        assert script.call("ofPlayground", own) is None


def test_its_updates_are_made(script: Script, page_data: dict[str, Any]) -> None:
    """Twenty updates as its src/nn.ts makes them, in explicit loops, with sines for inputs and L2."""
    hash_ = changed(
        dataset="spiral",
        regularizationRate="0.01",
        networkShape="3",
        sinX="true",
        learningRate="0.1",
        batchSize="5",
    )
    found = script.call(RUN, page_data, hash_, 20)
    start = found["start"]
    w1 = np.array([[start[f"w{j}{i}"] for i in (1, 2, 3)] for j in (1, 2, 3)])
    b1 = np.array([start[f"b{j}"] for j in (1, 2, 3)])
    w2, b2 = np.array([start[f"w4{i}"] for i in (1, 2, 3)]), start["b4"]
    x, y = np.array(found["x"]).reshape(-1, 3), np.array(found["y"])
    assert len(y) == 250
    assert set(y) == {-1, 1}
    assert x[:, 2] == pytest.approx(np.sin(x[:, 0]), rel=1e-12)
    assert 4 < np.abs(x[:, :2]).max() <= 5
    for update in range(20):
        ders: list[Any] = []
        for k in range(5 * update, 5 * update + 5):
            h = np.tanh(w1 @ x[k] + b1)
            out = np.tanh(w2 @ h + b2)
            delta = (out - y[k]) * (1 - out * out)
            back = delta * w2 * (1 - h * h)
            ders.append((np.outer(back, x[k]), back, delta * h, delta))
        sums = [sum(each[k] for each in ders) / 5 for k in range(4)]
        # Weights go down the loss and the penalty, biases down the loss.
        w1, b1 = w1 - 0.1 * sums[0] - 0.1 * 0.01 * w1, b1 - 0.1 * sums[1]
        w2, b2 = w2 - 0.1 * sums[2] - 0.1 * 0.01 * w2, b2 - 0.1 * sums[3]
    after = dict(zip(found["names"], found["after"], strict=True))
    assert [after[f"w{j}{i}"] for j in (1, 2, 3) for i in (1, 2, 3)] == pytest.approx(w1.ravel(), rel=1e-10)
    assert [after[f"b{j}"] for j in (1, 2, 3, 4)] == pytest.approx([*b1, b2], rel=1e-10)
    assert [after[f"w4{i}"] for i in (1, 2, 3)] == pytest.approx(w2, rel=1e-10)


RECORDED = json.loads(Path(__file__).with_name("playground.json").read_text(encoding="utf-8"))

EPOCHS = """(data, hash, epochs) => {
  const { choices } = choicesOf(data, hash);
  const { graph } = sceneOf(data, choices.source, choices.grain);
  const { run, data: { learned, tested, points, learning, testing } } = studyOf(graph, choices);
  run.extendTo(epochs * run.training.updatesPerEpoch);
  const rows = (which, { targets }) => Array.from(which, (k, row) => [...points[k].inputs, targets[row]]);
  return {
    begin: Array.from(run.trail[0]), end: Array.from(run.momentAt(run.length).parameters),
    losses: run.evaluations.map(({ loss, testLoss }) => [loss, testLoss]),
    learned: rows(learned, learning), tested: rows(tested, testing),
  };
}"""


def link_of(case: dict[str, Any]) -> str:
    keys = {
        "dataset": case["set"], "regDataset": case["set"], "seed": case["seed"], "noise": case["noise"],
        "problem": "regression" if case["set"].startswith("reg") else "classification",
        "networkShape": ",".join(map(str, case["shape"])), "percTrainData": case["perc"], "batchSize": case["batch"],
        "learningRate": case["rate"], "activation": case.get("activation", "tanh"),
        "regularization": "L2" if "l2" in case else "none", "regularizationRate": case.get("l2", 0),
        "initZero": str(case.get("initZero", False)).lower(),
        **{name: str(name in case.get("inputs", ["x", "y"])).lower() for name in ("x", "y", "xSquared", "sinY", "xTimesY")},
    }  # fmt: skip
    return changed(**{name: str(value) for name, value in keys.items()})


def test_its_stream(script: Script) -> None:
    drawn = script.call(
        "(seed) => { const random = seededRandom(seed); return Array.from({ length: 5 }, random); }",
        "0.93456",
    )
    assert drawn == RECORDED["stream"]


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: f"{case['set']} {case['seed']}")
def test_it_opens_with_its_samples_and_weights_and_learns_as_there(
    case: dict[str, Any], script: Script, page_data: dict[str, Any]
) -> None:
    """Beside what its own sources gave; playground.json says how that was made."""
    found = script.call(EPOCHS, page_data, link_of(case), len(case["losses"]) - 1)
    assert found["begin"] == case["begin"]
    assert (len(found["learned"]), len(found["tested"])) == (case["train"], case["test"])
    # Another V8 may round a sine otherwise.
    ends = [*found["learned"][:3], *found["tested"][-2:]]
    assert np.array(ends) == pytest.approx(np.array([*case["first"], *case["last"]]), rel=1e-14)
    for rows, total in zip((found["learned"], found["tested"]), case["sums"], strict=True):
        weighted = [(i + 1) * (x + 2 * y + 3 * label) for i, (x, y, label) in enumerate(rows)]
        assert np.cumsum(weighted)[-1] == pytest.approx(total, rel=1e-12)
    assert np.array(found["losses"]) == pytest.approx(np.array(case["losses"]), rel=1e-9)
    assert found["end"] == pytest.approx(case["end"], rel=1e-8, abs=1e-12)
