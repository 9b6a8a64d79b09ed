"""ONNX's files, as the package `onnx` writes them: the page reads of each what the command reads, and refuses the same."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from generator.formats.model import FormatError, Model, checked
from generator.formats.table import FORMATS
from tests.formats.test_names_of_others import ONNX, ONNX_USUAL, WEIGHTS, as_onnx, gemm
from tests.formats.test_read_on_page import read_all, refusal
from tests.formats.test_readers import onnx_chain
from tests.fuzz.files import mutated

MUTANTS = 400


def node(kind: str, *sources: str, to: str = "y", **attributes: Any) -> onnx.NodeProto:
    return helper.make_node(kind, list(sources), [to], **attributes)


def listed(kind: int, numbers: list[float]) -> bytes:
    """Numbers that are listed in a field of their own instead of standing as bytes."""
    tensors = [
        helper.make_tensor("w", kind, [2, 3], numbers),
        numpy_helper.from_array(np.ones(3, "f4"), "b"),
    ]
    value = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])
    content: bytes = helper.make_model(
        helper.make_graph([gemm()], "listed", [value], [], tensors)
    ).SerializeToString()
    return content


CONSTANT = node("Constant", to="c", value=numpy_helper.from_array(WEIGHTS.T.astype("f4")))
READ: dict[str, bytes] = {
    **{kind: as_onnx(gemm(), node(kind, "a", **ONNX_USUAL.get(kind, {}))) for kind in ONNX},
    **{
        str(dtype): as_onnx(gemm(transB=1), weights=WEIGHTS, dtype=dtype)
        for dtype in ("float16", "float32", "float64")
    },
    "columns": as_onnx(gemm()),
    "without biases": as_onnx(node("Gemm", "x", "w")),
    "product, sum": as_onnx(node("MatMul", "x", "w", to="m"), node("Add", "b", "m", to="s"), node("Tanh", "s")),
    "two layers": onnx_chain().SerializeToString(),
    "a constant": as_onnx(CONSTANT, node("MatMul", "x", "c")),
    "passed over": as_onnx(node("Flatten", "x", to="f"), node("Gemm", "f", "w", "b", to="a"), node("Identity", "a")),
    "a class after it": as_onnx(gemm(), node("Softmax", "a", to="p"), node("ArgMax", "p"), node("Cast", "y", to="z")),
    "floats listed": listed(TensorProto.FLOAT, [0.1, -0.2, 3e-9, 4, -0.0, 6]),
    "doubles listed": listed(TensorProto.DOUBLE, [0.1, -0.2, 3e-90, 4, -0.0, 6]),
}  # fmt: skip
REFUSED: dict[str, tuple[bytes, str]] = {
    "convolution": (as_onnx(node("Conv", "x", "w")), "found a node Conv"),
    "between layers": (onnx_chain(extra="Sin").SerializeToString(), "found a node Sin"),
    "beside": (onnx_chain(external="weights.bin").SerializeToString(), "“first” are in a file beside this one"),
    "cut off": (as_onnx(gemm())[:-20], "cut off or no ONNX model"),
    "no model": (b"hello", "cut off or no ONNX model"),
    "empty": (b"", "cut off or no ONNX model"),
    "not a number": (as_onnx(gemm(), weights=np.full((2, 3), np.nan)), "layer 1: found NaN"),
    "alpha": (as_onnx(gemm(alpha=2.0)), "found Gemm with alpha = 2, expected 1"),
    "beta": (as_onnx(gemm(beta=0.5)), "found Gemm with beta = 0.5, expected 1"),
    "transA": (as_onnx(gemm(transA=1)), "found Gemm with transA = 1, expected 0"),
    "a slope": (as_onnx(gemm(), node("Elu", "a", alpha=2.0)), "found Elu with alpha = 2, expected 1"),
    "approximation": (as_onnx(gemm(), node("Gelu", "a", approximate="tanh")), "approximate = tanh"),
    "no weights": (as_onnx(node("Tanh", "x")), "found Tanh after no weights"),
    "no product": (as_onnx(node("Add", "x", "b")), "found Add after no weights"),
    "turned": (as_onnx(node("MatMul", "w", "x")), "found a node MatMul"),
    "a branch": (as_onnx(gemm(), node("Tanh", "x")), "found a node Tanh"),
    "computed": (as_onnx(node("Gemm", "x", "v")), "weights “v” are computed"),
    "whole numbers": (as_onnx(gemm(), dtype=np.int64), "“w”: found 7, expected floating-point"),
    "dimensions": (as_onnx(gemm(), weights=np.zeros((2, 3, 1))), "weights of shape 2 × 3 × 1"),
}  # fmt: skip


def command_reads(content: bytes) -> Model | None:
    try:
        return checked(FORMATS[".onnx"](content, Path("/nowhere")))
    except FormatError:
        return None


def same(found: dict[str, Any], theirs: Model) -> bool:
    layers = found["model"]["layers"]
    return len(layers) == len(theirs.layers) and all(
        np.array_equal(np.array(ours["weights"]), layer.weights)
        and ours["activation"] == layer.activation
        and (ours["biases"] is None) == (layer.biases is None)
        and (layer.biases is None or np.array_equal(ours["biases"], layer.biases))
        for ours, layer in zip(layers, theirs.layers, strict=True)
    )


def test_it_reads_what_the_command_reads() -> None:
    answers = read_all([("m.onnx", content) for content in READ.values()])
    for (name, content), found in zip(READ.items(), answers, strict=True):
        theirs = command_reads(content)
        assert theirs is not None, name
        assert found["fault"] is None, (name, found)
        assert same(found, theirs), name


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_what_the_command_refuses_in_a_sentence(name: str) -> None:
    content, expected = REFUSED[name]
    assert command_reads(content) is None
    assert expected in refusal("m.onnx", content)


def test_of_broken_files_both_say_the_same() -> None:
    chance = random.Random(11)
    whole = [*READ.values(), *(content for content, _ in REFUSED.values())]
    broken = [mutated(chance.choice(whole), chance) for _ in range(MUTANTS)]
    read = 0
    for content, found in zip(broken, read_all([("m.onnx", each) for each in broken]), strict=True):
        assert "crash" not in found, found
        theirs = command_reads(content)
        assert (found["fault"] is None) == (theirs is not None), found
        if theirs is not None:
            read += 1
            assert same(found, theirs)
    assert MUTANTS // 40 < read < MUTANTS
