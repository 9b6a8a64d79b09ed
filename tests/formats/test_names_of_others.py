"""Every name that other frameworks have for what we have is read, and what is set otherwise than ours is refused."""

import io
import json
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import h5py
import numpy as np
import onnx
import pytest
import safetensors.numpy
from onnx import TensorProto, helper, numpy_helper

from generator.formats.live import read_live
from generator.formats.model import FormatError, Model
from generator.formats.table import FORMATS
from tests.formats.as_pytorch import as_pytorch
from tests.formats.test_read_on_page import read

WEIGHTS = np.array([[0.5, -0.25], [1.5, 2.0], [-1.0, 0.125]])
"""A row for each of three neurons; all formats hold these numbers exactly."""
BIASES = np.array([0.25, -0.5, 1.0])

PYTORCH = {
    "Tanh": "tanh", "Sigmoid": "sigmoid", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu",
    "Softplus": "softplus", "GELU": "gelu", "SiLU": "silu", "Mish": "mish", "Softmax": "softmax",
    "Identity": "identity",
}  # fmt: skip
KERAS = {
    "linear": "identity", "tanh": "tanh", "sigmoid": "sigmoid", "relu": "relu", "elu": "elu", "softplus": "softplus",
    "silu": "silu", "swish": "silu", "mish": "mish", "softmax": "softmax",
}  # fmt: skip
KERAS_LOSSES = {
    "binary_crossentropy": "bce", "categorical_crossentropy": "cce", "sparse_categorical_crossentropy": "cce",
    "mean_squared_error": "mse", "mse": "mse", "mean_absolute_error": "mae", "mae": "mae", "huber": "huber",
    "hinge": "hinge", "poisson": None,
}  # fmt: skip
ONNX = {
    "Tanh": "tanh", "Sigmoid": "sigmoid", "Relu": "relu", "LeakyRelu": "leaky_relu", "Elu": "elu", "Mish": "mish",
    "Softplus": "softplus", "Gelu": "gelu", "Softmax": "softmax", "Identity": "identity", "Dropout": "identity",
    "Flatten": "identity",
}  # fmt: skip


ONNX_USUAL: dict[str, dict[str, Any]] = {
    "Elu": {"alpha": 1.0}, "LeakyRelu": {"alpha": 0.01}, "Gelu": {"approximate": "none"},
}  # fmt: skip


def is_ours(model: Model, activation: str, *, biases: bool = True) -> bool:
    (layer,) = model.layers
    there = layer.biases is None if not biases else np.array_equal(layer.biases, BIASES)  # type: ignore[arg-type]
    return np.array_equal(layer.weights, WEIGHTS) and bool(there) and layer.activation == activation


def read_as(ending: str, content: bytes) -> Model:
    return FORMATS[ending](content, Path())


# --- PyTorch


@pytest.mark.parametrize(("theirs", "ours"), PYTORCH.items())
def test_pytorchs_activations(theirs: str, ours: str) -> None:
    content = as_pytorch(
        [("Flatten", None), ("Linear", (WEIGHTS, BIASES)), ("Dropout", None), (theirs, None)]
    )
    assert is_ours(read_as(".pt", content), ours)
    found = read("model.pt", content)["model"]["layers"]
    assert [layer["activation"] for layer in found] == [ours]

    class Named:
        def __init__(self, inside: list[tuple[str, Any]], **given: Any) -> None:
            self.inside = inside
            self.__dict__ |= given

        def named_children(self) -> list[tuple[str, Any]]:
            return self.inside

    def module(kind: str, inside: list[tuple[str, Any]] | None = None, **given: Any) -> Any:
        return type(kind, (Named,), {})(inside or [], **given)

    live = [
        ("0", module("Dropout")),
        ("1", module("Linear", weight=WEIGHTS, bias=BIASES)),
        ("2", module(theirs)),
    ]
    assert is_ours(read_live(module("Sequential", live)), ours)


@pytest.mark.parametrize("dtype", ["FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage"])
@pytest.mark.parametrize("big", [False, True])
def test_pytorchs_numbers(dtype: str, big: bool) -> None:
    if dtype == "BFloat16Storage" and big:
        return  # NumPy has no such numbers turned round
    content = as_pytorch([("Linear", (WEIGHTS, None)), ("Tanh", None)], dtype=dtype, big=big)
    assert is_ours(read_as(".pt", content), "tanh", biases=False)
    (layer,) = read("model.pt", content)["model"]["layers"]
    assert layer["weights"] == WEIGHTS.tolist()


@pytest.mark.parametrize(
    ("theirs", "settings"),
    [("LeakyReLU", {"negative_slope": 0.2}), ("ELU", {"alpha": 0.5}), ("Softplus", {"beta": 2.0})],
)
def test_activations_that_are_set_otherwise_are_refused(theirs: str, settings: dict[str, float]) -> None:
    content = as_pytorch([("Linear", (WEIGHTS, BIASES)), (theirs, None)], settings=settings)
    ((name, value),) = settings.items()
    with pytest.raises(FormatError, match=f"{name}.*{value:g}"):
        read_as(".pt", content)
    assert read("model.pt", content)["fault"]


# --- Keras


def as_keras(layers: list[tuple[str, dict[str, Any]]], loss: Any = None) -> bytes:
    config = {
        "class_name": "Sequential",
        "config": {"layers": [{"class_name": kind, "config": settings} for kind, settings in layers]},
        **({"compile_config": {"loss": loss}} if loss else {}),
    }
    weights, packed = io.BytesIO(), io.BytesIO()
    with h5py.File(weights, "w") as file:
        file["layers/dense/vars/0"], file["layers/dense/vars/1"] = WEIGHTS.T, BIASES
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", weights.getvalue())
    return packed.getvalue()


@pytest.mark.parametrize(("theirs", "ours"), [*KERAS.items(), ("gelu", "gelu")])
def test_keras_activations(theirs: str, ours: str) -> None:
    of_layer = as_keras([("InputLayer", {}), ("Dense", {"activation": theirs}), ("Dropout", {})])
    after = as_keras(
        [("Flatten", {}), ("Dense", {"activation": "linear"}), ("Activation", {"activation": theirs})]
    )
    for content in (of_layer, after):
        assert is_ours(read_as(".keras", content), ours)


@pytest.mark.parametrize(("theirs", "ours"), [("ReLU", "relu"), ("Softmax", "softmax"), ("ELU", "elu")])
def test_keras_layers_of_activations(theirs: str, ours: str) -> None:
    content = as_keras([("Dense", {"activation": {"config": {"name": "linear"}}}), (theirs, {})])
    assert is_ours(read_as(".keras", content), ours)


@pytest.mark.parametrize(("theirs", "ours"), KERAS_LOSSES.items())
def test_keras_losses(theirs: str, ours: str | None) -> None:
    for loss in (theirs, {"class_name": "Loss", "config": {"name": theirs}}):
        assert read_as(".keras", as_keras([("Dense", {"activation": "tanh"})], loss)).loss == ours


@pytest.mark.parametrize(("theirs", "ours"), KERAS.items())
def test_a_live_model_of_keras(theirs: str, ours: str) -> None:
    def layer(kind: str, activation: str) -> Any:
        act = SimpleNamespace(__name__=activation)
        given = {"name": kind, "activation": act, "get_weights": lambda _: [WEIGHTS.T, BIASES]}
        return type(kind, (), given)()

    for layers in (
        [layer("Dense", theirs)],
        [layer("InputLayer", ""), layer("Dense", "linear"), layer("Activation", theirs)],
    ):
        model = SimpleNamespace(layers=layers, get_weights=list)
        assert is_ours(read_live(model), ours)


# --- ONNX


def as_onnx(*nodes: onnx.NodeProto, weights: Any = WEIGHTS.T, dtype: Any = np.float32) -> bytes:
    tensors = [
        numpy_helper.from_array(weights.astype(dtype), "w"),
        numpy_helper.from_array(BIASES.astype(dtype), "b"),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3])
    content: bytes = helper.make_model(
        helper.make_graph([*nodes], "chain", [x], [y], tensors)
    ).SerializeToString()
    return content


def gemm(**attributes: Any) -> onnx.NodeProto:
    return helper.make_node("Gemm", ["x", "w", "b"], ["a"], **attributes)


@pytest.mark.parametrize(("theirs", "ours"), ONNX.items())
def test_onnx_activations(theirs: str, ours: str) -> None:
    usual = ONNX_USUAL.get(theirs, {})
    node = helper.make_node(theirs, ["a"], ["y"], **usual)
    assert is_ours(read_as(".onnx", as_onnx(gemm(), node)), ours)
    multiplied = [helper.make_node("MatMul", ["x", "w"], ["m"]), helper.make_node("Add", ["m", "b"], ["a"])]
    assert is_ours(read_as(".onnx", as_onnx(*multiplied, node)), ours)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_onnx_weights_lie_as_they_are_said_to(dtype: Any) -> None:
    assert is_ours(read_as(".onnx", as_onnx(gemm(transB=0), dtype=dtype)), "identity")
    assert is_ours(read_as(".onnx", as_onnx(gemm(transB=1), weights=WEIGHTS, dtype=dtype)), "identity")


@pytest.mark.parametrize(
    "nodes",
    [
        pytest.param([gemm(alpha=2.0)], id="alpha"),
        pytest.param([gemm(beta=0.5)], id="beta"),
        pytest.param([gemm(transA=1)], id="transA"),
        pytest.param([gemm(), helper.make_node("LeakyRelu", ["a"], ["y"], alpha=0.2)], id="a slope"),
        pytest.param([gemm(), helper.make_node("Elu", ["a"], ["y"], alpha=2.0)], id="a height"),
        pytest.param(
            [gemm(), helper.make_node("Gelu", ["a"], ["y"], approximate="tanh")], id="an approximation"
        ),
        pytest.param([helper.make_node("Tanh", ["x"], ["y"])], id="nothing before it"),
        pytest.param([helper.make_node("Add", ["x", "b"], ["y"])], id="biases of nothing"),
        pytest.param([helper.make_node("MatMul", ["w", "x"], ["y"])], id="the other way round"),
        pytest.param([gemm(), helper.make_node("Tanh", ["x"], ["y"])], id="a branch"),
    ],
)
def test_onnx_that_is_otherwise_is_refused(nodes: list[onnx.NodeProto]) -> None:
    with pytest.raises(FormatError, match="expected"):
        read_as(".onnx", as_onnx(*nodes))


# --- safetensors


@pytest.mark.parametrize(
    ("biases", "weights"), [("fc.a", "fc.z"), ("fc.bias", "fc.weight"), ("fc.0", "fc.1")]
)
def test_biases_may_stand_before_their_weights(biases: str, weights: str) -> None:
    """The format sorts by name; what is a vector, or called a bias, belongs to the matrix of the same layer."""
    for second in ("", "fc2.x"):
        tensors = {biases: BIASES, weights: WEIGHTS, **({second: np.ones((1, 3))} if second else {})}
        content = safetensors.numpy.save(tensors)
        layers = read_as(".safetensors", content).layers
        assert np.array_equal(layers[0].weights, WEIGHTS)
        assert np.array_equal(layers[0].biases, BIASES)  # type: ignore[arg-type]
        assert len(layers) == (2 if second else 1)


def test_layers_are_counted_as_people_count() -> None:
    tensors = {f"fc{k}.weight": np.full((1, 1), float(k)) for k in (1, 2, 10)}
    layers = read_as(".safetensors", safetensors.numpy.save(tensors)).layers
    assert [float(layer.weights[0, 0]) for layer in layers] == [1, 2, 10]
