"""What every reader of a model's file gives, and what each of them may say instead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_NUMBERS = 200_000
"""The most weights and biases of a model: a page with more could be neither read nor opened."""

MOST_BYTES = 64 * 1024 * 1024
"""The most that is read of a file, or of any part of one once it is unpacked."""


def one_line(sentence: str) -> str:
    """A sentence that quotes a file: what no terminal can show of it, or what would break the line, as an escape."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in sentence)


class FormatError(ValueError):
    """A file that is no model which can be shown, in one sentence: what was found, and what was expected."""

    def __init__(self, sentence: str) -> None:
        super().__init__(one_line(sentence))


@dataclass(frozen=True, slots=True)
class DenseLayer:
    """Neurons that all read the same sources: `weights` has a row a neuron and a column a source.

    `biases` is None where the layer has none, `activation` where the file does not say; `name` is the file's.
    """

    weights: Array
    biases: Array | None
    activation: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Model:
    """Layers from the inputs to the outputs, and the loss, where the file says it; `kind` is what the file is."""

    layers: tuple[DenseLayer, ...]
    loss: str | None
    kind: str


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises FormatError where it cannot be read, or is larger than MOST_BYTES."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise FormatError(f"found more than {MOST_BYTES // 2**20} MB, expected a small model")
    return content


def as_floats(numbers: NDArray[Any]) -> Array:
    """The numbers in double precision; what is no number stays none, without a warning."""
    with np.errstate(all="ignore"):
        return numbers.astype(np.float64)


def checked(model: Model) -> Model:
    """The model, if its layers fit each other and all of its numbers are finite. Raises FormatError."""
    if not model.layers:
        raise FormatError("found no layer of weights, expected one or more")
    for layer in model.layers:
        if layer.weights.ndim != 2:
            raise FormatError(
                f"layer {layer.name}: found weights of {layer.weights.ndim} dimensions, expected a matrix: "
                "convolutions and recurrent layers cannot be shown"
            )
        neurons = layer.weights.shape[0]
        if 0 in layer.weights.shape:
            raise FormatError(
                f"layer {layer.name}: found a matrix of {_shape(layer.weights)}, expected numbers in it"
            )
        if layer.biases is not None and layer.biases.shape != (neurons,):
            raise FormatError(
                f"layer {layer.name}: found biases of shape {_shape(layer.biases)}, expected {neurons}"
            )
        numbers = [layer.weights, *([] if layer.biases is None else [layer.biases])]
        if not all(np.isfinite(array).all() for array in numbers):
            raise FormatError(f"layer {layer.name}: found NaN or an infinity, expected finite numbers")
    for before, after in pairwise(model.layers):
        if after.weights.shape[1] != before.weights.shape[0]:
            raise FormatError(
                f"layer {after.name}: found {after.weights.shape[1]} columns of weights, expected "
                f"{before.weights.shape[0]}, one for each neuron of layer {before.name}"
            )
    count = sum(layer.weights.size + layer.weights.shape[0] for layer in model.layers)
    if count > MOST_NUMBERS:
        raise FormatError(f"found {count:,} weights and biases, expected at most {MOST_NUMBERS:,}")
    return model


def layers_of_tensors(tensors: Mapping[str, Array], *, by_column: bool = False) -> tuple[DenseLayer, ...]:
    """Layers from tensors by name, as a state_dict or a file of arrays has them, in their order.

    A matrix is a layer's weights, and a vector after it, or named as it is, its biases. `by_column`: a matrix has a
    column a neuron, as Keras and scikit-learn store it. Raises FormatError for anything else, by name.
    """
    layers: list[DenseLayer] = []
    for name, tensor in tensors.items():
        stem, _, kind = name.rpartition(".")
        if tensor.ndim == 2:
            layers.append(DenseLayer(tensor.T if by_column else tensor, None, None, stem or name))
        elif (
            tensor.ndim == 1
            and layers
            and layers[-1].biases is None
            and _may_be_biases(layers[-1], stem, kind)
        ):
            layers[-1] = replace(layers[-1], biases=tensor)
        else:
            raise FormatError(
                f"found a tensor “{name}” of shape {_shape(tensor)}, expected matrices of weights, each with its "
                f"biases after it; the file has {_listed(tensors)}"
            )
    return tuple(layers)


def with_activations(model: Model, activations: Iterable[str], loss: str | None) -> Model:
    """The model, with what its file does not say. Raises FormatError for more or fewer activations than layers."""
    names = tuple(activations)
    if names and len(names) != len(model.layers):
        raise FormatError(f"found {len(names)} activations, expected {len(model.layers)}, one for each layer")
    layers = (
        tuple(replace(layer, activation=name) for layer, name in zip(model.layers, names, strict=True))
        if names
        else model.layers
    )
    return replace(model, layers=layers, loss=loss or model.loss)


def described(model: Model) -> Iterator[str]:
    """A line for each layer, for a sentence that lists what was found."""
    for layer in model.layers:
        neurons, sources = layer.weights.shape
        biases = "" if layer.biases is not None else ", no biases"
        yield f"{layer.name}: {sources} → {neurons}, {layer.activation or 'activation not said'}{biases}"


def _may_be_biases(layer: DenseLayer, stem: str, kind: str) -> bool:
    same_layer = stem == layer.name or stem == ""
    return same_layer and kind not in ("weight", "running_mean", "running_var")


def _shape(array: Array) -> str:
    return " × ".join(map(str, array.shape)) or "none (one number)"


def _listed(tensors: Mapping[str, Array]) -> str:
    names = list(tensors)
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
