"""scikit-learn's MLPClassifier and MLPRegressor, saved by skops: JSON, and arrays beside it."""

import json
from typing import Any

from generator.formats.archive import read_archive, read_member
from generator.formats.model import Array, DenseLayer, FormatError, Model
from generator.formats.npz import read_array

ACTIVATIONS = {
    "identity": "identity",
    "logistic": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "softmax": "softmax",
}
"""scikit-learn's names, and ours."""

LOSSES = {"identity": "half_squares", "logistic": "bce", "softmax": "cce"}
"""By the activation of the outputs: MLPRegressor minimises half of the mean square."""


def read_skops(content: bytes) -> Model:
    """The network of an MLPClassifier or MLPRegressor. Raises FormatError for any other model, by name."""
    members = read_archive(content)
    if "schema.json" not in members:
        raise FormatError("found a zip file without a schema.json, expected one that skops has written")
    try:
        schema = json.loads(read_member(content, members["schema.json"]))
        name = schema["__class__"]
        attributes = schema["content"]["content"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormatError(
            "found a schema.json without a model, expected one that skops has written"
        ) from error
    if name not in ("MLPClassifier", "MLPRegressor"):
        raise FormatError(f"found a model {name}, expected an MLPClassifier or an MLPRegressor")

    def arrays(key: str) -> list[Array]:
        entries = attributes[key]["content"]
        files = [members[entry["file"]] for entry in entries]
        return [read_array(file.filename, read_member(content, file)) for file in files]

    try:
        coefficients, intercepts = arrays("coefs_"), arrays("intercepts_")
        hidden, out = (_word(attributes[key]) for key in ("activation", "out_activation_"))
    except (KeyError, TypeError) as error:
        raise FormatError(f"found an {name} without weights, expected one that has been fitted") from error
    return dense_network(coefficients, intercepts, hidden, out)


def dense_network(coefficients: list[Array], intercepts: list[Array], hidden: str, out: str) -> Model:
    """The network of `coefs_`, a column a neuron, and `intercepts_`, with scikit-learn's names of the activations."""
    if hidden not in ACTIVATIONS or out not in ACTIVATIONS or len(coefficients) != len(intercepts):
        raise FormatError(f"found the activations {hidden} and {out}, expected {', '.join(ACTIVATIONS)}")
    last = len(coefficients) - 1
    layers = tuple(
        DenseLayer(w.T, b, ACTIVATIONS[out if k == last else hidden], str(k + 1))
        for k, (w, b) in enumerate(zip(coefficients, intercepts, strict=True))
    )
    return Model(layers, LOSSES.get(out), "a scikit-learn network")


def _word(entry: dict[str, Any]) -> str:
    return str(json.loads(entry["content"]))
