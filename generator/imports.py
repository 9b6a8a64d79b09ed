"""A model's file of somebody's -> a network file of ours, computed once by both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator import config
from generator.engine.check import largest_difference
from generator.engine.graph import backward, forward
from generator.engine.network import Network, build_graph, leaf_values
from generator.engine.operations.table import plain_operations
from generator.engine.sample import Sample
from generator.errors import ContentError, choices
from generator.formats.autograd import torch_gradients
from generator.formats.model import Array, FormatError, Model, described, with_activations
from generator.formats.network import network_toml
from generator.formats.table import read_model


@dataclass(frozen=True, slots=True)
class Imported:
    """A network file's text, what the model's file had in it, a line a layer, and the loss of the sample.

    `difference` is how far PyTorch's own autograd is from our loss and gradients at most; None where there is none.
    """

    text: str
    kind: str
    layers: tuple[str, ...]
    loss: float
    difference: float | None


def import_model(
    path: Path,
    *,
    activations: Sequence[str],
    loss: str | None,
    inputs: Sequence[float],
    target: Sequence[float],
) -> Imported:
    """The network file of the model in `path`, with what its file does not say. Raises ContentError."""
    try:
        model = with_activations(read_model(path), activations, loss)
    except FormatError as error:
        raise ContentError(str(error) if str(error).startswith(str(path)) else f"{path}: {error}") from error
    _check_names(path, model)
    _check_said(path, model, inputs, target)
    outputs = len(model.layers[-1].weights)
    title = re.sub(r"[_-]+", " ", path.stem).strip() or "Imported"
    text = network_toml(
        model,
        title=title[:1].upper() + title[1:],
        summary=f"Imported from {path.name}, {model.kind}.",
        inputs=inputs,
        target=_shares(model, target, outputs),
    )
    network, sample = _checked(path, text)
    graph = build_graph(network)
    values = forward(graph, leaf_values(network, sample))
    gradients = [float(each) for each in backward(graph, values)]
    return Imported(
        text=text,
        kind=model.kind,
        layers=tuple(described(model)),
        loss=float(values[-1]),
        difference=_difference(
            model, sample, float(values[-1]), dict(zip(graph.index, gradients, strict=True))
        ),
    )


def _check_names(path: Path, model: Model) -> None:
    """What was given by hand may be misspelt."""
    for kind, name in (("activation", layer.activation) for layer in model.layers):
        known = plain_operations(kind)
        if name is not None and name not in known:
            raise ContentError(f"{path}: found the {kind} '{name}', expected {choices(name, known)}")
    losses = plain_operations("loss")
    if model.loss is not None and model.loss not in losses:
        raise ContentError(f"{path}: found the loss '{model.loss}', expected {choices(model.loss, losses)}")


def _check_said(path: Path, model: Model, inputs: Sequence[float], target: Sequence[float]) -> None:
    """Say all that is missing in one sentence, with what was found."""
    wanted = [
        *(
            [f"--activations, {len(model.layers)} names with commas between them"]
            if any(layer.activation is None for layer in model.layers)
            else []
        ),
        *(["--loss"] if model.loss is None else []),
        *([f"--inputs, {model.layers[0].weights.shape[1]} numbers"] if not inputs else []),
        *(["--target"] if not target else []),
    ]
    if wanted:
        found = "; ".join(described(model))
        raise ContentError(
            f"{path}: found {model.kind} ({found}), which does not say all: give {' and '.join(wanted)}"
        )
    sources = model.layers[0].weights.shape[1]
    if len(inputs) != sources:
        raise ContentError(
            f"{path}: found {len(inputs)} inputs, expected {sources}, as the first layer reads"
        )


def _shares(model: Model, target: Sequence[float], outputs: int) -> list[float]:
    """The target; the number of a class becomes what a loss of classes takes."""
    number = target[0]
    if model.loss == "cce" and len(target) == 1 and number.is_integer() and 0 <= number < outputs:
        return [float(k == number) for k in range(outputs)]
    return list(target)


def _checked(path: Path, text: str) -> tuple[Network, Sample]:
    """The network of the text and its sample, read as any network file is: what that refuses is refused here too."""
    try:
        file = config.parse_network(path, text)
    except ContentError as error:
        # The line is that of a file which is not there yet.
        _, _, sentence = str(error).partition(": ")
        raise ContentError(f"{path}: {sentence}") from error
    return file.network, file.samples[0]


def _difference(model: Model, sample: Sample, loss: float, gradients: dict[str, float]) -> float | None:
    theirs = torch_gradients(model, sample.inputs, sample.target)
    if theirs is None:
        return None
    their_loss, arrays = theirs
    flat = [float(number) for w, b in zip(arrays[::2], arrays[1::2], strict=True) for number in _rows(w, b)]
    ours = [gradient for name, gradient in gradients.items() if re.match(r"[wb]\d", name)]
    return largest_difference([their_loss, *flat], [loss, *ours])


def _rows(weights: Array, biases: Array) -> Array:
    """As the graph has them: the weights of each neuron, then its bias."""
    return np.column_stack([weights, biases]).ravel()
