"""Targets that are written as the number of a class -> a share for each output."""

from dataclasses import replace
from typing import Any

from generator.config.fit import LAYOUTS
from generator.config.samples import has_rows
from generator.engine.operations.table import OPS
from generator.toml_file import Place

_OF_CLASSES = tuple(
    name for name, loss in OPS.items() if loss.kind == "loss" and loss.targets.total is not None
)


def with_shares(root: Place) -> Place:
    """The same file, in which the number of a class, the target of a loss of classes, is a share for each output."""
    table = root.value
    inputs, target, layers = (table.get(key) for key in ("inputs", "target", "layers"))
    last = layers[-1] if isinstance(layers, list) and layers and isinstance(layers[-1], dict) else {}
    rows = last.get("weights")
    layout = table.get("layout", "out_in")
    if table.get("loss") not in _OF_CLASSES or layout not in LAYOUTS or not isinstance(rows, list):
        return root
    neurons = rows[0] if layout == "in_out" and rows else rows
    outputs = len(neurons) if isinstance(neurons, list) else 0
    several = isinstance(inputs, list) and has_rows(root.at("inputs"))
    if several and isinstance(target, list) and len(target) == len(inputs) and all(map(_is_whole, target)):
        shares = [_shares(place, outputs) for place in root.at("target").items()]
        return replace(root, value={**table, "target": shares})
    if _is_whole(target):
        return replace(root, value={**table, "target": _shares(root.at("target"), outputs)})
    return root


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shares(place: Place, outputs: int) -> list[float]:
    if not 0 <= place.value < outputs:
        raise place.error(
            place.described(), f"a class from 0 to {outputs - 1}, or a number for each of {outputs} outputs"
        )
    return [float(output == place.value) for output in range(outputs)]
