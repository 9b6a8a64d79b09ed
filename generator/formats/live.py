"""Live models of PyTorch, Keras, scikit-learn, or plain arrays -> layers; none of these libraries is imported here.

A model is known by the module that its class comes from, or by what it has. Arrays may be those of any library that
numpy.asarray understands, alone or in the lists, tuples and dictionaries of a JAX pytree.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from generator.formats.model import Array, DenseLayer, FormatError, Model, as_floats, checked
from generator.formats.sklearn import dense_network

_TORCH = {
    "Identity": "identity", "Tanh": "tanh", "Sigmoid": "sigmoid", "ReLU": "relu", "LeakyReLU": "leaky_relu",
    "ELU": "elu", "Softplus": "softplus", "GELU": "gelu", "SiLU": "silu", "Mish": "mish", "Softmax": "softmax",
}  # fmt: skip
"""PyTorch's classes, and ours."""
_TORCH_USUAL: Mapping[str, Mapping[str, Any]] = {
    "LeakyReLU": {"negative_slope": 0.01}, "ELU": {"alpha": 1.0}, "Softplus": {"beta": 1.0},
    "GELU": {"approximate": "none"},
}  # fmt: skip
"""What these have to be set to for ours to be the same."""
_WITHOUT_EFFECT = {"Dropout", "Flatten", "InputLayer"}
_KERAS = {
    "linear": "identity", "tanh": "tanh", "sigmoid": "sigmoid", "relu": "relu", "elu": "elu", "softplus": "softplus",
    "silu": "silu", "swish": "silu", "mish": "mish", "softmax": "softmax",
}  # fmt: skip
_LOSS_OF = {"sigmoid": "bce", "softmax": "cce", "identity": "half_squares"}
"""The loss that belongs to the activation of the outputs, where nobody says another."""


def read_live(model: Any, layout: str | None = None, inputs: int | None = None) -> Model:
    """The layers of a model. Raises FormatError, which names the layer that cannot be shown.

    `layout` says how the matrices of plain arrays are stored, "out_in" (a row a neuron) or "in_out" (a column a
    neuron, for x·W); it is asked for where it cannot be told from their shapes, nor from the number of inputs.
    """
    library = type(model).__module__.partition(".")[0]
    if hasattr(model, "coefs_") and hasattr(model, "intercepts_"):
        weights, biases = (
            [as_floats(np.asarray(each)) for each in part] for part in (model.coefs_, model.intercepts_)
        )
        return checked(dense_network(weights, biases, str(model.activation), str(model.out_activation_)))
    if library == "sklearn":
        raise FormatError(
            f"found {type(model).__name__} without weights, expected an MLPClassifier or MLPRegressor "
            "that has been fitted"
        )
    if callable(getattr(model, "named_children", None)):
        return _with_loss(_torch_layers(model), "a PyTorch model")
    if hasattr(model, "layers") and callable(getattr(model, "get_weights", None)):
        return _with_loss(_keras_layers(model), "a Keras model")
    return _with_loss(_array_layers(model, layout, inputs), "arrays")


def _with_loss(layers: list[DenseLayer], kind: str) -> Model:
    if not layers:
        raise FormatError(f"found {kind} without a layer of weights, expected one or more")
    return checked(Model(tuple(layers), _LOSS_OF.get(layers[-1].activation or ""), kind))


def _numbers(tensor: Any) -> Array:
    """A tensor of any library, wherever it lies, as an array."""
    for step in ("detach", "cpu", "numpy"):
        if callable(getattr(tensor, step, None)):
            tensor = getattr(tensor, step)()
    return as_floats(np.asarray(tensor))


def _flat(module: Any, name: str = "") -> Iterable[tuple[str, Any]]:
    """The modules of a PyTorch model that do something, in their order."""
    inside = list(module.named_children())
    if not inside:
        yield name or "1", module
    elif type(module).__name__ != "Sequential":
        raise FormatError(
            f"layer {name or 'itself'} ({type(module).__name__}): found a module of one's own, whose order only its "
            "code says, expected nn.Sequential"
        )
    else:
        for key, child in inside:
            yield from _flat(child, f"{name}.{key}" if name else key)


def _torch_layers(model: Any) -> list[DenseLayer]:
    layers: list[DenseLayer] = []
    for name, module in _flat(model):
        kind = type(module).__name__
        if kind == "Linear":
            biases = None if module.bias is None else _numbers(module.bias)
            layers.append(DenseLayer(_numbers(module.weight), biases, "identity", f"{name} (Linear)"))
        elif kind in _TORCH and layers and layers[-1].activation == "identity":
            for key, usual in _TORCH_USUAL.get(kind, {}).items():
                if getattr(module, key, usual) != usual:
                    raise FormatError(
                        f"layer {name} ({kind}): found {key}={getattr(module, key)}, expected {usual}"
                    )
            layers[-1] = DenseLayer(layers[-1].weights, layers[-1].biases, _TORCH[kind], layers[-1].name)
        elif kind not in _WITHOUT_EFFECT:
            known = ", ".join(["Linear", *_TORCH])
            raise FormatError(f"layer {name} ({kind}): found what cannot be shown, expected {known}")
    return layers


def _keras_layers(model: Any) -> list[DenseLayer]:
    layers: list[DenseLayer] = []
    for layer in model.layers:
        kind, name = type(layer).__name__, str(layer.name)
        if kind in _WITHOUT_EFFECT:
            continue
        activation = getattr(getattr(layer, "activation", None), "__name__", None)
        if kind == "Activation" and layers:
            before = layers.pop()
            layers.append(
                DenseLayer(before.weights, before.biases, _keras_name(name, activation), before.name)
            )
            continue
        if kind != "Dense":
            raise FormatError(
                f"layer {name} ({kind}): found what cannot be shown, expected Dense or Activation"
            )
        weights, *biases = (as_floats(np.asarray(each)) for each in layer.get_weights())
        layers.append(
            DenseLayer(
                weights.T, biases[0] if biases else None, _keras_name(name, activation), f"{name} (Dense)"
            )
        )
    return layers


def _keras_name(layer: str, activation: str | None) -> str:
    if activation not in _KERAS:
        raise FormatError(f"layer {layer}: found the activation {activation}, expected {', '.join(_KERAS)}")
    return _KERAS[activation]


def _array_layers(model: Any, layout: str | None, inputs: int | None) -> list[DenseLayer]:
    """Layers of matrices, each with the vector after it; activations are not said."""
    arrays = [_numbers(leaf) for leaf in _leaves(model)]
    if layout not in (None, "out_in", "in_out"):
        raise FormatError(f"found the layout '{layout}', expected out_in or in_out")
    pairs: list[tuple[Array, Array | None]] = []
    for number, array in enumerate(arrays, start=1):
        if array.ndim == 2:
            pairs.append((array, None))
        elif array.ndim == 1 and pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], array)
        else:
            shape = " × ".join(map(str, array.shape)) or "one number"
            raise FormatError(
                f"array {number}: found {shape}, expected matrices of weights, each with its biases after it"
            )
    by_column = _is_by_column(pairs, layout, inputs)
    return [
        DenseLayer(weights.T if by_column else weights, biases, None, str(number))
        for number, (weights, biases) in enumerate(pairs, start=1)
    ]


def _is_by_column(
    pairs: Sequence[tuple[Array, Array | None]], layout: str | None, inputs: int | None
) -> bool:
    """Whether the matrices have a column a neuron: what was said, or the only way in which they fit."""
    if layout is not None or not pairs:
        return layout == "in_out"

    def fits(neurons: Callable[[Array], int], sources: Callable[[Array], int]) -> bool:
        own = all(biases is None or len(biases) == neurons(weights) for weights, biases in pairs)
        chained = all(neurons(before) == sources(after) for (before, _), (after, _) in pairwise(pairs))
        return own and chained and inputs in (None, sources(pairs[0][0]))

    rows, columns = (lambda array: array.shape[0]), (lambda array: array.shape[1])
    by_row, by_column = fits(rows, columns), fits(columns, rows)
    if by_row and by_column:
        raise FormatError(
            'found matrices that fit either way, expected layout="out_in" (a row a neuron) or layout="in_out" '
            "(a column a neuron)"
        )
    return by_column and not by_row


def _leaves(tree: Any) -> Iterable[Any]:
    """The arrays of a pytree; of a dictionary with a kernel or weights, these before the biases."""
    if isinstance(tree, Mapping):
        for key in sorted(tree, key=lambda key: (str(key) in ("b", "bias", "biases"), str(key))):
            yield from _leaves(tree[key])
    elif isinstance(tree, list | tuple) and any(
        isinstance(each, Mapping | list | tuple) or hasattr(each, "shape") for each in tree
    ):
        for each in tree:
            yield from _leaves(each)
    elif isinstance(tree, list | tuple) or hasattr(tree, "shape"):
        yield tree
    else:
        raise FormatError(
            f"found {type(tree).__name__}, expected a model of PyTorch, Keras or scikit-learn, arrays, or a formula's "
            "text"
        )
