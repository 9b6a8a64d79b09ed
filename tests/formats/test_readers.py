"""Each format, read from a file that its own framework has written, against the predictions that the framework made."""

import io
import json
import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import safetensors.numpy
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.neural_network import MLPClassifier, MLPRegressor

from generator.formats.model import FormatError, Model, checked, with_activations
from generator.formats.table import FORMATS, read_model

Array = NDArray[np.float64]
RECORDED = Path(__file__).parent / "recorded"
ANSWERS: dict[str, Any] = {
    name: answer
    for file in ("pytorch.json", "keras.json")
    for name, answer in json.loads((RECORDED / file).read_text(encoding="utf-8")).items()
    if "prediction" in answer
}

FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "identity": lambda z: z,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "gelu": lambda z: z * np.array([0.5 * (1 + math.erf(x / 2**0.5)) for x in z]),
    "softmax": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
}


def predicted(model: Model, x: list[float]) -> Array:
    h = np.array(x)
    for layer in model.layers:
        z = layer.weights @ h + (0 if layer.biases is None else layer.biases)
        assert layer.activation is not None
        h = FUNCTIONS[layer.activation](z)
    return h


@pytest.mark.parametrize("name", ANSWERS)
def test_it_predicts_what_its_framework_predicts(name: str) -> None:
    model = read_model(RECORDED / name)
    if model.layers[0].activation is None:
        model = with_activations(model, ["tanh", "sigmoid"], None)
    digits = 1e-12 if name.endswith((".pt", ".pth")) else 1e-6
    assert predicted(model, ANSWERS[name]["x"]) == pytest.approx(ANSWERS[name]["prediction"], rel=digits)


def test_half_precision_and_turned_tensors_are_read_as_pytorch_reads_them() -> None:
    model = read_model(RECORDED / "half_and_turned.pt")
    expected = json.loads((RECORDED / "pytorch.json").read_text(encoding="utf-8"))["half_and_turned.pt"][
        "weights"
    ]
    assert [layer.weights.tolist() for layer in model.layers[:1]] == expected[:1]
    assert model.layers[1].weights.tolist() == expected[1]


def test_a_compiled_keras_model_says_its_loss() -> None:
    assert read_model(RECORDED / "sequential.keras").loss == "cce"
    assert read_model(RECORDED / "functional.keras").loss is None


@pytest.mark.parametrize(
    ("kind", "labels", "loss"),
    [
        (MLPClassifier, lambda rng: rng.integers(0, 2, 40), "bce"),
        (MLPClassifier, lambda rng: rng.integers(0, 3, 40), "cce"),
        (MLPRegressor, lambda rng: rng.normal(size=40), "half_squares"),
    ],
)
def test_scikit_learn_by_skops(kind: Any, labels: Any, loss: str) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(40, 2)), labels(rng)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that so few iterations do not converge is no matter here
        fitted = kind(hidden_layer_sizes=(4, 3), activation="tanh", max_iter=5, random_state=1).fit(x, y)
    import skops.io  # in a second, since it looks at all of scikit-learn: only where it is needed

    model = checked(FORMATS[".skops"](skops.io.dumps(fitted), Path()))
    assert model.loss == loss
    theirs = fitted.predict_proba(x[:1])[0] if hasattr(fitted, "predict_proba") else fitted.predict(x[:1])
    ours = predicted(model, x[0].tolist())
    assert ours == pytest.approx(theirs[1:] if len(ours) == 1 and len(theirs) == 2 else theirs, rel=1e-12)


def onnx_chain(*, external: str | None = None, extra: str | None = None) -> onnx.ModelProto:
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 300)), rng.normal(size=(300, 1))
    tensors = [numpy_helper.from_array(first, "first"), numpy_helper.from_array(second, "second")]
    nodes = [
        helper.make_node("MatMul", ["x", "first"], ["a"]),
        helper.make_node("Tanh" if extra is None else extra, ["a"], ["b"]),
        helper.make_node("MatMul", ["b", "second"], ["y"]),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.DOUBLE, [1, 2])
    y = helper.make_tensor_value_info("y", TensorProto.DOUBLE, [1, 1])
    model = helper.make_model(helper.make_graph(nodes, "chain", [x], [y], tensors))
    if external is not None:
        for tensor in model.graph.initializer:
            onnx.external_data_helper.set_external_data(tensor, external)
    return model


def test_onnx_weights_beside_the_model(tmp_path: Path) -> None:
    plain, beside = tmp_path / "plain.onnx", tmp_path / "beside.onnx"
    onnx.save_model(onnx_chain(), plain)
    onnx.save_model(
        onnx_chain(), beside, save_as_external_data=True, location="weights.bin", size_threshold=0
    )
    assert (tmp_path / "weights.bin").stat().st_size > 0
    for ours, theirs in zip(read_model(beside).layers, read_model(plain).layers, strict=True):
        assert np.array_equal(ours.weights, theirs.weights)


@pytest.mark.parametrize("location", ["../secret.bin", "/etc/hostname", "link.bin", "."])
def test_onnx_weights_outside_the_models_folder_are_refused(tmp_path: Path, location: str) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (tmp_path / "secret.bin").write_bytes(bytes(10_000))
    (folder / "link.bin").symlink_to(tmp_path / "secret.bin")
    model = onnx_chain(external=location)
    for tensor in model.graph.initializer:
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(FormatError, match="expected a file in the model's folder"):
        read_model(folder / "model.onnx")


def test_an_onnx_model_of_other_nodes_is_refused_by_their_name(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(onnx_chain(extra="Sin").SerializeToString())
    with pytest.raises(FormatError, match="found a node Sin between layers"):
        read_model(tmp_path / "model.onnx")


def test_arrays_of_numpy_by_the_numbers_in_their_names() -> None:
    packed = io.BytesIO()
    np.savez(
        packed,
        b2=np.ones(1),
        W10=np.ones((1, 1)),
        W2=np.full((1, 3), 2.0),
        b1=np.zeros(3),
        W1=np.ones((3, 2)),
    )
    model = checked(FORMATS[".npz"](packed.getvalue(), Path()))
    assert [layer.weights.shape for layer in model.layers] == [(3, 2), (1, 3), (1, 1)]
    assert model.layers[1].biases is not None
    assert model.layers[2].biases is None


def refused(tensors: dict[str, Array]) -> str:
    with pytest.raises(FormatError) as error:
        checked(FORMATS[".safetensors"](safetensors.numpy.save(tensors), Path()))
    return str(error.value)


def test_what_cannot_be_shown_is_refused_by_its_name() -> None:
    convolution = refused({"conv.weight": np.ones((4, 1, 3, 3))})
    assert convolution.startswith(
        "found a tensor “conv.weight” of shape 4 × 1 × 3 × 3, expected matrices of weights"
    )
    assert "expected finite numbers" in refused({"0.weight": np.array([[np.nan]])})
    assert "found 3 columns of weights, expected 2" in refused(
        {"0.weight": np.ones((2, 2)), "1.weight": np.ones((1, 3))}
    )
    assert "found biases of shape 3, expected 2" in refused(
        {"0.weight": np.ones((2, 2)), "0.bias": np.ones(3)}
    )
    assert "too many numbers" in refused({"0.weight": np.ones((4000, 2500))})
    assert "found no layer of weights" in refused({})
