"""Keras's .keras files: a zip file with the layers in JSON and their weights in HDF5, which h5py reads."""

import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from generator.formats.archive import read_archive, read_member
from generator.formats.model import MOST_NUMBERS, Array, DenseLayer, FormatError, Model

ACTIVATIONS = {
    "linear": "identity",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "relu": "relu",
    "elu": "elu",
    "softplus": "softplus",
    "gelu": "gelu",
    "silu": "silu",
    "swish": "silu",
    "mish": "mish",
    "softmax": "softmax",
}
"""Keras's names of activations, and ours."""

LOSSES = {
    "binary_crossentropy": "bce",
    "categorical_crossentropy": "cce",
    "sparse_categorical_crossentropy": "cce",
    "mean_squared_error": "mse",
    "mse": "mse",
    "mean_absolute_error": "mae",
    "mae": "mae",
    "huber": "huber",
    "hinge": "hinge",
}
_PASSED_OVER = frozenset({"InputLayer", "Dropout", "Flatten"})
_LAYERS_OF_ACTIVATIONS = {"ReLU": "relu", "Softmax": "softmax", "ELU": "elu"}


def read_keras(content: bytes) -> Model:
    """The layers of a Sequential, or of a Functional model that is a chain, and its loss if it was compiled.

    Raises FormatError, also where h5py is not installed.
    """
    members = read_archive(content)
    if not {"config.json", "model.weights.h5"} <= members.keys():
        raise FormatError("found a zip file without config.json and model.weights.h5, expected a .keras file")
    try:
        config = json.loads(read_member(content, members["config.json"]))
        layers = [(entry["class_name"], entry["config"]) for entry in config["config"]["layers"]]
        chained = config["class_name"] == "Sequential" or _is_chain(config["config"]["layers"])
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise FormatError("found a config.json without layers, expected that of a Keras model") from error
    if not chained:
        raise FormatError("found layers that branch, expected a chain of dense layers")
    arrays = _weights(read_member(content, members["model.weights.h5"]))
    found: list[DenseLayer] = []
    for path, (kind, settings) in zip(_paths([kind for kind, _ in layers]), layers, strict=True):
        name = str(settings.get("name", path))
        if kind == "Dense":
            vars_of = [arrays[key] for key in (f"{path}/vars/0", f"{path}/vars/1") if key in arrays]
            if not vars_of:
                raise FormatError(f"layer {name}: found no weights, expected them in model.weights.h5")
            biases = vars_of[1] if len(vars_of) > 1 else None
            found.append(
                DenseLayer(vars_of[0].T, biases, _activation(name, settings.get("activation")), name)
            )
        elif kind == "Activation" or kind in _LAYERS_OF_ACTIVATIONS:
            own = settings.get("activation") if kind == "Activation" else _LAYERS_OF_ACTIVATIONS[kind]
            if not found or found[-1].activation != "identity":
                raise FormatError(f"layer {name}: found an activation after no Dense, expected one before it")
            last = found.pop()
            found.append(DenseLayer(last.weights, last.biases, _activation(name, own), last.name))
        elif kind not in _PASSED_OVER:
            raise FormatError(
                f"layer {name}: found {kind}, expected Dense, Activation, ReLU, Softmax, ELU or Dropout"
            )
    return Model(tuple(found), _loss(config), "a Keras model")


def _is_chain(layers: list[dict[str, Any]]) -> bool:
    """Whether every layer reads the one before it, once."""
    for before, layer in pairwise(layers):
        (node,) = layer["inbound_nodes"] if len(layer["inbound_nodes"]) == 1 else (None,)
        if node is None or node["args"][0]["config"]["keras_history"][0] != before["name"]:
            return False
    return True


def _paths(kinds: list[str]) -> Iterator[str]:
    """Where the weights of each layer lie: by the name of its class, numbered from the second on."""
    seen: dict[str, int] = {}
    for kind in kinds:
        snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", kind).lower()
        number = seen[snake] = seen.get(snake, -1) + 1
        yield f"layers/{snake}" if number == 0 else f"layers/{snake}_{number}"


def _weights(content: bytes) -> dict[str, Array]:
    try:
        import h5py  # - an extra, needed for this format alone
    except ImportError as error:
        raise FormatError(
            "reading a .keras file needs h5py, which is not installed: pip install 'backpropagation-visualizer[keras]'"
        ) from error
    arrays: dict[str, Array] = {}

    def visit(name: str, entry: object) -> None:
        if not isinstance(entry, h5py.Dataset) or not name.startswith("layers/"):
            return
        if entry.size is None or entry.size > MOST_NUMBERS or entry.dtype.kind != "f" or entry.external:
            raise FormatError(
                f"found {name} with no numbers that can be shown, expected at most {MOST_NUMBERS:,}"
            )
        arrays[name] = np.asarray(entry[()], dtype=np.float64)

    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            file.visititems(visit)
    except FormatError:
        raise
    except Exception as error:  # the library says what it meets in errors of many kinds
        raise FormatError(
            "found a model.weights.h5 that is cut off or broken, expected a whole one"
        ) from error
    return arrays


def _activation(layer: str, found: object) -> str:
    name = found.get("config") if isinstance(found, dict) else found
    name = name.get("name") if isinstance(name, dict) else name
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise FormatError(f"layer {layer}: found the activation {name}, expected {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]


def _loss(config: dict[str, Any]) -> str | None:
    """Ours, of a compiled model; None where it says none, or one that we have not."""
    compiled = config.get("compile_config")
    loss = compiled.get("loss") if isinstance(compiled, dict) else None
    if isinstance(loss, dict):
        settings = loss.get("config")
        loss = settings.get("name") if isinstance(settings, dict) else None
    return LOSSES.get(loss) if isinstance(loss, str) else None
