"""The command `import`: from somebody's file to a network file whose numbers are those of its framework."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.engine.graph import backward, forward
from generator.engine.network import Layer
from generator.errors import ContentError
from generator.formats.model import DenseLayer, Model
from generator.formats.network import network_toml
from generator.imports import Imported, import_model
from tests.example import Example

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(__file__).parent / "recorded"
PYTORCH: dict[str, Any] = json.loads((RECORDED / "pytorch.json").read_text(encoding="utf-8"))


def imported(name: str, **given: Any) -> Imported:
    options: dict[str, Any] = {"activations": (), "loss": None, "inputs": (0.6, -0.4), "target": (1.0,)}
    return import_model(RECORDED / name, **{**options, **given})


def network_of(text: str) -> Example:
    found = tomllib.loads(text)
    layers = tuple(
        Layer(layer["activation"], tuple(map(tuple, layer["weights"])), tuple(layer["biases"]))
        for layer in found["layers"]
    )
    return Example(tuple(found["inputs"]), tuple(found["target"]), layers, found["loss"])


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("state_dict.pt", {"activations": ("tanh", "sigmoid"), "loss": "bce"}),
        ("checkpoint.pth", {"activations": ("tanh", "sigmoid"), "loss": "bce"}),
        ("gemm.onnx", {"loss": "bce"}),
        ("sequential.pt", {"loss": "cce", "target": (0.0,)}),
    ],
)
def test_loss_and_gradients_are_those_that_pytorch_recorded(name: str, given: dict[str, Any]) -> None:
    answer = PYTORCH[name]
    made = imported(name, **given)
    digits = 1e-6 if name.endswith(".onnx") else 1e-12
    assert made.loss == pytest.approx(answer["loss"], rel=digits)
    network = network_of(made.text)
    graph = network.graph
    slopes = dict(zip(graph.index, backward(graph, forward(graph, network.leaves)), strict=True))
    ours = [float(slope) for name_, slope in slopes.items() if name_[0] in "wb" and name_[1].isdigit()]
    theirs: list[float] = []
    arrays = [np.array(each) for each in answer["gradients"]]
    for matrix in [each for each in arrays if each.ndim == 2]:
        k = next(i for i, each in enumerate(arrays) if each is matrix)
        biases = arrays[k + 1] if k + 1 < len(arrays) and arrays[k + 1].ndim == 1 else None
        for j, row in enumerate(matrix):
            # A layer without biases has them here, as 0: their gradients are nobody's.
            theirs += [*row.tolist(), np.nan if biases is None else float(biases[j])]
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if not np.isnan(b)]
    assert [a for a, _ in pairs] == pytest.approx([b for _, b in pairs], rel=digits, abs=1e-15)


def test_a_network_file_keeps_all_digits_and_any_name() -> None:
    rng = np.random.default_rng(1)
    weights = rng.normal(size=(2, 3)) * 10.0 ** rng.integers(-300, 300, size=(2, 3))
    model = Model((DenseLayer(weights, None, "tanh", 'a"b\\c\n'),), "mse", "made")
    text = network_toml(model, title='"ŷ"\t\\', summary="s", inputs=[0.1, -0.0, 1e-320], target=[1, 2])
    found = tomllib.loads(text.replace('a"b\\c\n', "a"))
    assert found["layers"][0]["weights"] == weights.tolist()
    assert found["layers"][0]["biases"] == [0, 0]
    assert found["title"] == '"ŷ"\t\\'
    assert found["inputs"] == [0.1, -0.0, 1e-320]


def test_what_a_file_does_not_say_is_asked_for_at_once() -> None:
    with pytest.raises(ContentError) as refused:
        imported("state_dict.pt", inputs=(), target=())
    sentence = str(refused.value)
    assert (
        "found a PyTorch state_dict (0: 2 → 3, activation not said; 2: 3 → 1, activation not said)"
        in sentence
    )
    for flag in ("--activations, 2 names", "--loss", "--inputs, 2 numbers", "--target"):
        assert flag in sentence


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"loss": "bca"}, "found the loss 'bca', expected"),
        ({"loss": "bce", "activations": ("tanh",)}, "found 1 activations, expected 2"),
        ({"loss": "bce", "activations": ("tanh", "sigmod")}, "found the activation 'sigmod', expected"),
        ({"loss": "bce", "inputs": (1.0,)}, "found 1 inputs, expected 2"),
        ({"loss": "bce", "target": (5.0,)}, "expected one from 0 to 1"),
        ({"loss": "cce"}, "expected softmax there"),
        ({"loss": "bce", "target": (1.0, 0.0)}, "target"),
    ],
)
def test_what_is_given_wrongly_is_said_with_the_file(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ContentError, match=r"gemm\.onnx: ") as refused:
        imported("gemm.onnx", **given)
    assert sentence in str(refused.value)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)


def test_what_is_imported_is_built(tmp_path: Path) -> None:
    file, page = tmp_path / "mine.toml", tmp_path / "mine.html"
    made = run("import", RECORDED / "sequential.keras", "--inputs", "0.6,−0.4", "--target", "1", "-o", file)
    assert made.returncode == 0, made.stderr
    assert "dense_1: 3 → 2, softmax, no biases" in made.stdout
    built = run("build", "--network", file, "--output", page)
    assert built.returncode == 0, built.stderr
    assert page.stat().st_size > 100_000


def test_a_mistake_is_one_sentence_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "cut.pt").write_bytes((RECORDED / "state_dict.pt").read_bytes()[:500])
    made = run("import", tmp_path / "cut.pt", "-o", tmp_path / "out.toml")
    assert made.returncode == 2
    assert made.stderr.count("\n") == 1
    assert made.stderr.startswith("error: ")
    assert [path.name for path in tmp_path.iterdir()] == ["cut.pt"]
