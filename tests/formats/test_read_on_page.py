"""The page's readers of models' files, against the frameworks that wrote them and against the command's readers."""

import base64
import io
import json
import random
import re
import subprocess
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest
import safetensors.numpy

from generator.bundle import find_node
from generator.formats.table import FORMATS
from tests.formats.test_broken_files import zipped
from tests.fuzz.files import mutated, mutated_within

ROOT = Path(__file__).resolve().parents[2]
RECORDED = Path(__file__).parent / "recorded"
ENDINGS = (".pt", ".pth", ".npz", ".safetensors", ".onnx")
MUTANTS = 100


@cache
def sentences() -> dict[str, str]:
    words: dict[str, str] = tomllib.loads((ROOT / "content" / "interface.toml").read_text(encoding="utf-8"))[
        "opening"
    ]["faults"]
    return words


def read_all(files: Iterable[tuple[str, bytes]]) -> list[dict[str, Any]]:
    node = find_node()
    assert node is not None, "install the extra 'script': it carries Node"
    given = [{"name": name, "content": base64.b64encode(content).decode()} for name, content in files]
    process = subprocess.run(
        [node, str(Path(__file__).with_name("read_on_page.js"))],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(process.stdout)
    return found


def read(name: str, content: bytes) -> dict[str, Any]:
    return read_all([(name, content)])[0]


def refusal(name: str, content: bytes) -> str:
    """The sentence that the page says, with every name in it filled in."""
    fault = read(name, content)["fault"]
    return re.sub(r"{(\w+)}", lambda match: str(fault[match[1]]), sentences()[fault["code"]])


def npz(**arrays: Any) -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


RNG = np.random.default_rng(5)
WEIGHTS = [RNG.normal(size=(3, 2)), RNG.normal(size=(1, 3))]
BIASES = [RNG.normal(size=3), RNG.normal(size=1)]


def test_pytorchs_files_hold_what_pytorch_says() -> None:
    names = sorted(path.name for path in RECORDED.iterdir() if path.suffix in ENDINGS)
    assert len(names) >= 4
    answers = json.loads((RECORDED / "pytorch.json").read_text(encoding="utf-8"))
    for name, found in zip(
        names, read_all((each, (RECORDED / each).read_bytes()) for each in names), strict=True
    ):
        # The command's readers, which tests hold against PyTorch's predictions.
        theirs = FORMATS[Path(name).suffix]((RECORDED / name).read_bytes(), RECORDED)
        layers = found["model"]["layers"]
        assert [layer["weights"] for layer in layers] == [
            layer.weights.tolist() for layer in theirs.layers
        ], name
        assert [layer["activation"] for layer in layers] == [layer.activation for layer in theirs.layers]
        assert [layer["biases"] for layer in layers] == [
            None if layer.biases is None else layer.biases.tolist() for layer in theirs.layers
        ]
        if "weights" in answers[name]:
            assert [layer["weights"] for layer in layers] == answers[name]["weights"]


@pytest.mark.parametrize("kind", ["<f8", ">f8", "<f4", ">f4", "<f2", "<i4", "<i8"])
def test_arrays_of_every_kind_are_numpys(kind: str) -> None:
    w1, w2 = (np.round(10 * each).astype(kind) for each in WEIGHTS)
    found = read("m.npz", npz(W1=w1, b1=BIASES[0], W2=np.asfortranarray(w2), b2=BIASES[1]))["model"]
    assert [layer["weights"] for layer in found["layers"]] == [
        w1.astype(float).tolist(),
        w2.astype(float).tolist(),
    ]
    assert [layer["biases"] for layer in found["layers"]] == [each.tolist() for each in BIASES]


def test_a_matrix_that_was_saved_by_columns_is_read_by_rows() -> None:
    turned = np.asfortranarray(WEIGHTS[0])
    assert turned.flags.f_contiguous
    [layer] = read("m.npz", npz(W1=turned))["model"]["layers"]
    assert layer["weights"] == WEIGHTS[0].tolist()


def test_half_precision_keeps_its_smallest_and_largest_numbers() -> None:
    numbers = np.array([[0.0, -0.0, 6e-8, -6.1e-5, 65504, 1 / 3]], dtype="<f2")
    [layer] = read("m.npz", npz(W1=numbers))["model"]["layers"]
    assert np.array_equal(np.array(layer["weights"]), numbers.astype(float))


def test_arrays_come_by_the_numbers_in_their_names() -> None:
    wide = {f"b{k}": np.zeros(1) for k in (1, 2, 10)} | {
        f"W{k}": np.full((1, 1), float(k)) for k in (10, 2, 1)
    }
    found = read("m.npz", npz(**wide))["model"]
    assert [layer["weights"] for layer in found["layers"]] == [[[1.0]], [[2.0]], [[10.0]]]


@pytest.mark.parametrize("kind", ["float64", "float32", "float16", ml_dtypes.bfloat16])
def test_safetensors_of_every_kind(kind: Any) -> None:
    tensors = {"fc10.weight": np.ones((1, 1)), "fc2.bias": BIASES[1], "fc2.weight": WEIGHTS[1]}
    made = {name: np.ascontiguousarray(each.astype(kind)) for name, each in tensors.items()}
    found = read("m.safetensors", safetensors.numpy.save(made))["model"]
    assert [layer["name"] for layer in found["layers"]] == ["fc2", "fc10"]
    assert found["layers"][0]["weights"] == made["fc2.weight"].astype(float).tolist()
    assert found["layers"][0]["biases"] == made["fc2.bias"].astype(float).tolist()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("m.h5", b"", "another kind of file, expected one of .pt, .pth, .safetensors, .npz, .onnx"),
        ("m.pt", b"\x80\x02}q\0.", "before PyTorch 1.6"),
        (
            "m.pt",
            zipped({"a/data.pkl": b"\x80\x02cos\nsystem\nX\x01\0\0\0a\x85R."}),
            "found os.system in the pickle",
        ),
        (
            "m.pt",
            zipped({"a/data.pkl": b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R."}),
            "found builtins.eval in the pickle",
        ),
        ("m.pt", zipped({"a/data.pkl": b"ctorch.nn.modules.conv\nConv2d\n."}), "found a layer Conv2d"),
        ("m.pt", zipped({"a/other": b""}), "without a data.pkl"),
        ("m.npz", npz(W1=WEIGHTS[0])[:-30], "a zip file that is cut off"),
        ("m.npz", npz(W1=np.full((2, 2), np.nan)), "layer W1: found NaN"),
        ("m.npz", npz(W1=np.zeros((2, 2, 2))), "a tensor “W1” of shape 2 × 2 × 2"),
        ("m.npz", npz(W1=np.array([["a"]])), "“W1”: found U1"),
        ("m.npz", npz(W1=WEIGHTS[0], b1=np.zeros(2)), "layer W1: found 2 biases, expected 3"),
        ("m.npz", npz(W1=WEIGHTS[0], W2=WEIGHTS[0]), "layer W2: found 2 columns of weights, expected 3"),
        ("m.npz", zipped({"readme.txt": b"x"}), "found “readme.txt” in the zip file"),
        ("m.npz", zipped({"W1.npy": bytes(65 * 2**20)}, compressed=True), "more than 64 MB"),
        ("m.safetensors", (2**60).to_bytes(8, "little"), "a header that is cut off"),
    ],
)
def test_what_is_no_model_is_refused_in_one_sentence(name: str, content: bytes, expected: str) -> None:
    assert expected in refusal(name, content)


def test_broken_files_are_read_or_refused_at_once() -> None:
    chance = random.Random(7)
    tensors = {"a.weight": WEIGHTS[0], "a.bias": BIASES[0]}
    whole = [(path.name, path.read_bytes()) for path in sorted(RECORDED.iterdir()) if path.suffix in ENDINGS]
    whole += [("m.npz", npz(W1=WEIGHTS[0], b1=BIASES[0])), ("m.safetensors", safetensors.numpy.save(tensors))]
    broken = [(name, mutated(content, chance)) for name, content in whole for _ in range(MUTANTS)]
    broken += [
        (name, mutated_within(content, chance))
        for name, content in whole
        if content.startswith(b"PK")
        for _ in range(MUTANTS)
    ]
    for (name, _), found in zip(broken, read_all(broken), strict=True):
        assert "crash" not in found, (name, found)
        assert found["ms"] < 2000
        assert found["fault"] is None or found["fault"]["code"] in sentences()
