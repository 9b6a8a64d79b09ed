"""ONNX models that are a chain of dense layers; activations are in the file, the loss is not."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from generator.formats.model import MOST_NUMBERS, Array, DenseLayer, FormatError, Model, as_floats, read_bytes
from generator.formats.protobuf import Message, integers, messages, read_message, text, texts

ACTIVATIONS = {
    "Tanh": "tanh",
    "Sigmoid": "sigmoid",
    "Relu": "relu",
    "LeakyRelu": "leaky_relu",
    "Elu": "elu",
    "Softplus": "softplus",
    "Gelu": "gelu",
    "Mish": "mish",
    "Softmax": "softmax",
}
_USUAL_ALPHA = {"LeakyRelu": 0.01, "Elu": 1.0}
_PASSED_OVER = frozenset({"Identity", "Dropout", "Flatten", "Cast"})
_DTYPES = {1: "<f4", 10: "<f2", 11: "<f8", 16: "<u2"}
_BFLOAT16 = 16
# Fields of ONNX's messages, by their numbers in onnx.proto.
_GRAPH = 7
_NODE, _INITIALIZER, _INPUT = 1, 5, 11
_NODE_INPUT, _NODE_OUTPUT, _OP_TYPE, _ATTRIBUTE = 1, 2, 4, 5
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_TENSOR = 2, 3, 5
_DIMS, _DATA_TYPE, _FLOAT_DATA, _NAME, _RAW_DATA, _DOUBLE_DATA, _EXTERNAL = 1, 2, 4, 8, 9, 10, 13


def read_onnx(content: bytes, folder: Path) -> Model:
    """The layers of a chain of Gemm or MatMul and Add, and activations.

    Weights may lie in files beside the model, in `folder`, and nowhere else. Raises FormatError.
    """
    graphs = messages(read_message(content), _GRAPH)
    if not graphs:
        raise FormatError("found no graph in the file, expected an ONNX model")
    graph = graphs[-1]
    tensors = {text(tensor, _NAME): tensor for tensor in messages(graph, _INITIALIZER)}
    inputs = [name for entry in messages(graph, _INPUT) if (name := text(entry, 1)) not in tensors]
    if len(inputs) != 1:
        raise FormatError(f"found {len(inputs)} inputs, expected one vector of numbers")
    chain = _Chain(inputs[0], tensors, folder)
    for node in messages(graph, _NODE):
        chain.take(node)
    return Model(tuple(chain.layers), None, "an ONNX model")


class _Chain:
    """The way from the input to the output, node by node; what does not lie on it is refused, or comes after it."""

    def __init__(self, start: str, tensors: Mapping[str, Message], folder: Path) -> None:
        self.layers: list[DenseLayer] = []
        self._tensors = dict(tensors)
        self._folder = folder
        self._present = start
        self._ended_by = ""
        self._rules: Mapping[str, Callable[[list[str], Mapping[str, Message]], None]] = {
            "Gemm": self._gemm,
            "MatMul": self._matmul,
            "Add": self._add,
        }

    def take(self, node: Message) -> None:
        kind = text(node, _OP_TYPE)
        attributes = {text(attribute, 1): attribute for attribute in messages(node, _ATTRIBUTE)}
        sources, results = texts(node, _NODE_INPUT), texts(node, _NODE_OUTPUT)
        if kind == "Constant" and results:
            for value in messages(attributes.get("value", {}), _ATTRIBUTE_TENSOR):
                self._tensors[results[0]] = value
            return
        if kind not in self._rules and kind not in ACTIVATIONS and kind not in _PASSED_OVER:
            # Behind the last layer a file may turn probabilities into classes: that is no matter of the network.
            self._ended_by = self._ended_by or kind
            if not self.layers:
                raise FormatError(
                    f"found a node {kind}, expected Gemm, MatMul, Add, {', '.join(ACTIVATIONS)}"
                )
            return
        if self._ended_by and kind not in _PASSED_OVER:
            raise FormatError(
                f"found a node {self._ended_by} between layers, expected a chain of dense layers"
            )
        if self._ended_by:
            return
        if self._present not in sources:
            raise FormatError(
                f"found a node {kind} that reads something else than the node before it, expected a chain"
            )
        if kind in self._rules:
            self._rules[kind](sources, attributes)
        elif kind in ACTIVATIONS:
            self._activation(kind, attributes)
        if not results:
            raise FormatError(f"found a node {kind} without a result, expected one")
        self._present = results[0]

    def _gemm(self, sources: list[str], attributes: Mapping[str, Message]) -> None:
        factors = [
            float((attributes.get(name, {}).get(_ATTRIBUTE_FLOAT) or [1.0])[-1]) for name in ("alpha", "beta")
        ]
        if factors != [1.0, 1.0] or _integer(attributes, "transA") != 0:
            raise FormatError(
                "found a Gemm with alpha, beta or transA, expected weights and biases as they are"
            )
        weights = self._tensor(sources[1] if len(sources) > 1 else "")
        biases = self._tensor(sources[2]).reshape(-1) if len(sources) > 2 else None
        by_row = _integer(attributes, "transB") == 1
        self._layer(weights if by_row else weights.T, biases)

    def _matmul(self, sources: list[str], _: Mapping[str, Message]) -> None:
        if sources[0] != self._present or len(sources) < 2:
            raise FormatError("found a MatMul of weights by numbers, expected numbers by weights")
        self._layer(self._tensor(sources[1]).T, None)

    def _add(self, sources: list[str], _: Mapping[str, Message]) -> None:
        other = next((name for name in sources if name != self._present), "")
        last = self.layers[-1] if self.layers else None
        if last is None or last.biases is not None or last.activation != "identity":
            raise FormatError("found an Add that follows no MatMul, expected biases after weights")
        self.layers[-1] = replace(last, biases=self._tensor(other).reshape(-1))

    def _activation(self, kind: str, attributes: Mapping[str, Message]) -> None:
        if not self.layers or self.layers[-1].activation != "identity":
            raise FormatError(f"found a node {kind} after no weights, expected Gemm or MatMul before it")
        usual = _USUAL_ALPHA.get(kind)
        alpha = float((attributes.get("alpha", {}).get(_ATTRIBUTE_FLOAT) or [usual or 0.0])[-1])
        if usual is not None and not math.isclose(alpha, usual, rel_tol=1e-6):
            raise FormatError(f"found {kind} with alpha = {alpha:g}, expected {usual:g}")
        if kind == "Gelu" and texts(attributes.get("approximate", {}), 4) not in ([], ["none"]):
            raise FormatError("found Gelu's approximation, expected the exact one")
        self.layers[-1] = replace(self.layers[-1], activation=ACTIVATIONS[kind])

    def _layer(self, weights: Array, biases: Array | None) -> None:
        self.layers.append(DenseLayer(weights, biases, "identity", str(len(self.layers) + 1)))

    def _tensor(self, name: str) -> Array:
        if name not in self._tensors:
            raise FormatError(f"found weights “{name}” that are computed, expected numbers in the file")
        return _numbers(name, self._tensors[name], self._folder)


def _numbers(name: str, tensor: Message, folder: Path) -> Array:
    shape, kind = integers(tensor, _DIMS), (integers(tensor, _DATA_TYPE) or [0])[-1]
    count = math.prod(shape)
    if min(shape, default=0) < 0 or count > MOST_NUMBERS:
        raise FormatError(f"weights “{name}”: found too many numbers, expected at most {MOST_NUMBERS:,}")
    if kind not in _DTYPES:
        raise FormatError(
            f"weights “{name}”: found numbers of ONNX's type {kind}, expected floating-point numbers"
        )
    listed = {_FLOAT_DATA: "<f4", _DOUBLE_DATA: "<f8"}
    for field, form in listed.items():
        if tensor.get(field):
            parts = [
                np.frombuffer(value[: len(value) // 8 * 8 if form == "<f8" else len(value) // 4 * 4], form)
                if isinstance(value, bytes)
                else np.array([value])
                for value in tensor[field]
            ]
            return _shaped(name, as_floats(np.concatenate(parts)), shape)
    raw = b"".join(value for value in tensor.get(_RAW_DATA, ()) if isinstance(value, bytes))
    if tensor.get(_EXTERNAL):
        raw = _external(
            name, {text(entry, 1): text(entry, 2) for entry in messages(tensor, _EXTERNAL)}, folder
        )
    numbers = np.frombuffer(raw[: len(raw) - len(raw) % np.dtype(_DTYPES[kind]).itemsize], _DTYPES[kind])
    if kind == _BFLOAT16:
        numbers = (numbers.astype("u4") << 16).view("f4")
    return _shaped(name, as_floats(numbers), shape)


def _shaped(name: str, numbers: Array, shape: list[int]) -> Array:
    if len(numbers) != math.prod(shape):
        raise FormatError(f"weights “{name}”: found {len(numbers)} numbers, expected {math.prod(shape)}")
    return numbers.reshape(shape)


def _external(name: str, entry: Mapping[str, str], folder: Path) -> bytes:
    """Numbers in a file beside the model, never outside its folder, whatever the path or a link in it says."""
    location = PurePosixPath(entry.get("location", ""))
    path = (folder / location).resolve()
    if location.is_absolute() or not path.is_relative_to(folder.resolve()) or path == folder.resolve():
        raise FormatError(
            f"weights “{name}”: found the path {location}, expected a file in the model's folder"
        )
    content = read_bytes(path)
    try:
        offset = int(entry.get("offset") or 0)
        length = int(entry.get("length") or len(content) - offset)
    except ValueError as error:
        raise FormatError(f"weights “{name}”: found no number for the place in {location}") from error
    if offset < 0 or length < 0 or offset + length > len(content):
        raise FormatError(f"weights “{name}”: expected {length} bytes at {offset} in {location}, found fewer")
    return content[offset : offset + length]


def _integer(attributes: Mapping[str, Message], name: str) -> int:
    return (integers(attributes.get(name, {}), _ATTRIBUTE_INT) or [0])[-1]
