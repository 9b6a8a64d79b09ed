"""A live model or a formula -> a checked network, its page, and how far the model's own prediction is from ours."""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from generator import config, places
from generator.engine.check import largest_difference
from generator.engine.operations.table import plain_operations
from generator.engine.sample import Sample
from generator.errors import ContentError, choices
from generator.explain import Explanation
from generator.formats.live import read_live
from generator.formats.model import FormatError, Model, described, with_activations
from generator.formats.network import network_toml
from generator.places import Places
from generator.site.content import expression_words
from generator.site.one_page import page_of

CLOSE = 1e-3
"""How near a prediction in single precision has to be, relative to numbers above 1."""

_NOWHERE = Path("model.toml")
"""What would be the file of the network; no message names it."""


def explain_formula(text: str, values: Any, title: str | None) -> Explanation:
    """The page of a formula. Raises ContentError."""
    if not isinstance(values, Mapping | None):
        raise ContentError(
            f"x: found {type(values).__name__}, expected a dictionary with a number for each name"
        )
    quoted = {str(name): repr(float(number)) for name, number in (values or {}).items()}
    lines = [f"{json.dumps(name)} = {number}" for name, number in quoted.items()]
    file = _parsed(
        "\n".join(
            [
                f"title = {_text(title or 'A formula')}",
                f"summary = {_text(text.strip())}",
                f"formula = {_text(text)}",
                "[values]",
                *lines,
            ]
        )
    )
    return _explanation(file, None)


def explain_model(
    model: Any,
    x: Any,
    y: Any,
    *,
    activations: Sequence[str],
    loss: str | None,
    layout: str | None,
    title: str | None,
) -> Explanation:
    """The page of a model of layers. Raises ContentError, which names the layer that cannot be shown."""
    inputs = [] if x is None else _rows(x, "x")
    try:
        read = with_activations(
            read_live(model, layout, len(inputs[0]) if inputs else None), activations, loss
        )
    except FormatError as error:
        raise ContentError(str(error)) from error
    if read.loss is None and read.layers[-1].activation in ("sigmoid", "softmax"):
        read = with_activations(read, (), "bce" if read.layers[-1].activation == "sigmoid" else "cce")
    _check_said(read, x, y)
    sources = read.layers[0].weights.shape[1]
    if len(inputs[0]) != sources:
        raise ContentError(f"x: found {len(inputs[0])} numbers, expected {sources}, as the first layer reads")
    targets = _targets(read, y, len(inputs))
    single = len(inputs) == 1
    text = network_toml(
        read,
        title=title or "A model",
        summary=f"From Python: {read.kind}, {' · '.join(described(read))}.",
        inputs=inputs[0] if single else inputs,
        target=targets[0] if single else targets,
    )
    file = _parsed(text)
    return _explanation(file, model)


def _check_said(model: Model, x: Any, y: Any) -> None:
    found = "; ".join(described(model))
    unsaid = [layer.name for layer in model.layers if layer.activation is None]
    if unsaid:
        raise ContentError(f"found {model.kind} ({found}), expected activations=, {len(model.layers)} names")
    for kind, name in [*(("activation", layer.activation) for layer in model.layers), ("loss", model.loss)]:
        known = plain_operations(kind)
        if name not in known:
            raise ContentError(f"found the {kind} {name!r}, expected {choices(name or '', known)}")
    if x is None or y is None:
        raise ContentError(f"found {model.kind} ({found}) without a sample, expected explain(model, x, y)")


def _rows(numbers: Any, name: str) -> list[list[float]]:
    """A sample, or several."""
    try:
        array = np.asarray(
            numbers.detach().cpu() if hasattr(numbers, "detach") else numbers, dtype=np.float64
        )
    except (TypeError, ValueError) as error:
        raise ContentError(f"{name}: found {type(numbers).__name__}, expected numbers") from error
    if array.ndim > 2 or array.size == 0:
        raise ContentError(
            f"{name}: found an array of shape {array.shape}, expected one sample, or a row for each"
        )
    rows: list[list[float]] = np.atleast_2d(array).tolist()
    return rows


def _targets(model: Model, y: Any, samples: int) -> list[list[float]]:
    """A row for each sample; the number of a class becomes what a loss of classes takes."""
    outputs = len(model.layers[-1].weights)
    rows = _rows(y, "y")
    if len(rows) != samples and len(rows) == 1 and len(rows[0]) == samples:
        rows = [[number] for number in rows[0]]  # a number for each sample
    if len(rows) != samples:
        raise ContentError(f"y: found {len(rows)} rows, expected {samples}, one for each row of x")
    if model.loss != "cce" or any(len(row) != 1 for row in rows):
        return rows
    for (number,) in rows:
        if not (number.is_integer() and 0 <= number < outputs):
            raise ContentError(f"y: found the class {number:g}, expected one from 0 to {outputs - 1}")
    return [[float(k == number) for k in range(outputs)] for (number,) in rows]


def _parsed(text: str) -> config.NetworkFile:
    """The network, checked as any file is; a mistake is said without the file that there is none."""
    words = expression_words(_places())
    try:
        return config.parse_subject(_NOWHERE, text, words)
    except ContentError as error:
        _, _, sentence = str(error).partition(": ")
        raise ContentError(sentence) from error


def _explanation(file: config.NetworkFile, model: Any) -> Explanation:
    """The page, after the model itself, if there is one, has been asked for its numbers."""
    made = page_of(_places(), file)
    if model is None:
        return Explanation(made.html, made.values, made.gradients, None)
    sample = file.samples[0]
    outputs = [number for name, number in made.values.items() if name.startswith("yhat")]
    prediction = _prediction(model, np.array([sample.inputs]))
    difference = None if prediction is None else largest_difference(outputs, prediction)
    if difference is not None and not difference <= CLOSE:
        raise ContentError(
            f"found that the model itself predicts {prediction}, expected {outputs}, as its layers say: "
            "it computes something besides"
        )
    slopes = _slopes(model, sample, file.network.loss)
    if difference is not None and slopes is not None:
        ours = [slope for name, slope in made.gradients.items() if re.match(r"[wb]\d", name)]
        difference = max(difference, largest_difference(ours, slopes))
    return Explanation(made.html, made.values, made.gradients, difference)


def _prediction(model: Any, inputs: Any) -> Any:
    """What the model itself makes of the first sample; None where it cannot be asked."""
    if callable(getattr(model, "named_children", None)):
        weight = next(iter(model.parameters()))
        training = model.training
        model.eval()
        predicted = model(weight.new_tensor(inputs[:1].tolist())).detach().cpu().numpy()[0]
        model.train(training)
        return [float(number) for number in predicted]
    if hasattr(model, "predict_proba") and hasattr(model, "coefs_"):
        shares = model.predict_proba(inputs[:1])[0]
        return [float(number) for number in (shares[1:] if model.n_outputs_ == 1 else shares)]
    if hasattr(model, "coefs_"):
        return [float(number) for number in np.ravel(model.predict(inputs[:1]))]
    if callable(getattr(model, "get_weights", None)):
        return [float(number) for number in np.asarray(model(inputs[:1]))[0]]
    return None


def _slopes(model: Any, sample: Sample, loss: str) -> list[float] | None:
    """The gradients of weights and biases by PyTorch's own autograd, neuron by neuron; None for other models."""
    if not callable(getattr(model, "named_children", None)):
        return None
    own = copy.deepcopy(model).double().eval()
    like = next(iter(own.parameters()))
    y = like.new_tensor(sample.target)
    p = own(like.new_tensor([sample.inputs]))[0]
    losses = {
        "mse": lambda: ((p - y) ** 2).mean(),
        "half_squares": lambda: ((p - y) ** 2).sum() / 2,
        "bce": lambda: -(y * p.log() + (1 - y) * (1 - p).log()).mean(),
        "cce": lambda: -(y * p.log()).sum(),
    }
    if loss not in losses:
        return None
    own.zero_grad()
    losses[loss]().backward()
    slopes: list[float] = []
    matrices = [each.grad.numpy() for each in own.parameters()]
    for number, matrix in enumerate(matrices):
        if matrix.ndim == 2:
            after = matrices[number + 1] if number + 1 < len(matrices) else matrix
            if after.ndim != 1:
                return None  # a layer without biases: ours are 0, and have a slope all the same
            slopes += np.column_stack([matrix, after]).ravel().tolist()
    return slopes


def _places() -> Places:
    return Places(places.HOME, places.HOME / "content")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
