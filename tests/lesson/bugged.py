"""A pass with one bug in it, by explicit loops over neurons: nothing of it comes from the page."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tests.example import Example

VALUE: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
    "identity": lambda z: z,
}
SLOPE: dict[str, Callable[[float, float], float]] = {
    "tanh": lambda _, h: 1 - h * h,
    "sigmoid": lambda _, h: h * (1 - h),
    "relu": lambda z, _: float(z > 0),
    "identity": lambda *_: 1.0,
}
OTHER = {"tanh": "sigmoid", "sigmoid": "tanh"}


def bugged_pass(network: Example, bug: str, at: str) -> tuple[dict[str, float], dict[str, float]]:
    """Every value and every gradient by name, where the number of the node `at` has the bug."""
    value = dict(network.leaves)
    names = [node.name for node in network.graph.nodes]
    before = [name for name in names if name.startswith("x")]
    layers: list[tuple[list[str], list[tuple[int, str]], str]] = []
    neuron = 0
    for depth, layer in enumerate(network.layers):
        own = []
        for k in range(len(layer.biases)):
            neuron += 1
            last = depth == len(network.layers) - 1
            activation = f"h{neuron}" if not last else "yhat" if len(layer.biases) == 1 else f"yhat{k + 1}"
            w = np.array([value[f"w{neuron}{i + 1}"] for i in range(len(before))])
            s = np.array([value[name] for name in before])
            b = value[f"b{neuron}"]
            wrong_z: dict[str, Any] = {
                "missing_bias": lambda w=w, s=s: w @ s,
                "missing_term": lambda w=w, s=s, b=b: w[:-1] @ s[:-1] + b,
            }
            z = float(wrong_z[bug]() if at == f"z{neuron}" and bug in wrong_z else w @ s + b)
            h = VALUE[layer.activation](z)
            if at == activation and bug == "missing_activation":
                h = z
            value[f"z{neuron}"], value[activation] = z, h
            own.append((neuron, activation))
        layers.append((before, own, layer.activation))
        before = [activation for _, activation in own]

    targets = [value[name] for name in names if name.startswith("y") and not name.startswith("yhat")]
    value["L"], slopes = _loss(network.loss, [value[name] for name in before], targets)
    gradient: dict[str, float] = {"L": 1.0}
    arrived = {name: [slope] for name, slope in zip(before, slopes, strict=True)}
    for name in before:
        slope = arrived[name][0]
        of_loss = {"flipped_sign": -slope, "forgotten_local": 1.0, "added_factors": 1 + slope}
        gradient[name] = of_loss[bug] if at == name and bug in of_loss else slope
    for sources, own, op in reversed(layers):
        arrived = _back_through_layer(value, gradient, arrived, (sources, own, op), bug, at)
    return value, gradient


def _back_through_layer(
    value: dict[str, float],
    gradient: dict[str, float],
    arrived: dict[str, list[float]],
    layer: tuple[list[str], list[tuple[int, str]], str],
    bug: str,
    at: str,
) -> dict[str, list[float]]:
    """Fills in the gradients of a layer; gives what each of its sources gets from each neuron."""
    sources, own, op = layer
    for neuron, activation in own:
        z, h, up = value[f"z{neuron}"], value[activation], gradient[activation]
        slope = SLOPE[op](z, h)
        wrong: dict[str, Any] = {
            "flipped_sign": lambda up=up, slope=slope: -up * slope,
            "forgotten_local": lambda up=up: up,
            "forgotten_upstream": lambda slope=slope: slope,
            "slope_at_z": lambda up=up, z=z: up * SLOPE[op](0, z),
            "other_slope": lambda up=up, h=h: up * SLOPE[OTHER[op]](0, h),
            "added_factors": lambda up=up, slope=slope: up + slope,
            "wrong_order": lambda a=activation, slope=slope: arrived[a][0] * slope,
        }
        delta = gradient[f"z{neuron}"] = wrong[bug]() if at == f"z{neuron}" and bug in wrong else up * slope
        for i, source in enumerate(sources):
            name = f"w{neuron}{i + 1}"
            wrong = {
                "flipped_sign": lambda d=delta, s=source: -d * value[s],
                "forgotten_local": lambda d=delta: d,
                "forgotten_upstream": lambda s=source: value[s],
                "added_factors": lambda d=delta, s=source: d + value[s],
                "weight_for_signal": lambda d=delta, n=name: d * value[n],
            }
            gradient[name] = wrong[bug]() if at == name and bug in wrong else delta * value[source]
        name = f"b{neuron}"
        wrong = {
            "flipped_sign": lambda d=delta: -d,
            "bias_with_signal": lambda d=delta: d * value[sources[0]],
            "forgotten_upstream": lambda: 1.0,
            "added_factors": lambda d=delta: d + 1,
        }
        gradient[name] = wrong[bug]() if at == name and bug in wrong else delta
    handed: dict[str, list[float]] = {}
    for i, source in enumerate(sources):
        handed[source] = [gradient[f"z{n}"] * value[f"w{n}{i + 1}"] for n, _ in own]
        weights = [value[f"w{n}{i + 1}"] for n, _ in own]
        deltas = [gradient[f"z{n}"] for n, _ in own]
        total = sum(handed[source])
        wrong = {
            "flipped_sign": lambda total=total: -total,
            "missing_sum": lambda s=source: handed[s][-1],
            "overwritten": lambda s=source: handed[s][0],
            "forgotten_local": lambda d=deltas: sum(d),
            "forgotten_upstream": lambda w=weights: sum(w),
            "added_factors": lambda d=deltas, w=weights: sum(d) + sum(w),
            "weight_for_signal": lambda d=deltas, s=source: sum(d) * value[s],
        }
        gradient[source] = wrong[bug]() if at == source and bug in wrong else total
    return handed


def _loss(loss: str, predictions: Sequence[float], targets: Sequence[float]) -> tuple[float, list[float]]:
    p, y = np.array(predictions), np.array(targets)
    if loss == "bce":
        with np.errstate(
            invalid="ignore", divide="ignore"
        ):  # a prediction that was not bent need not be a probability
            terms = np.where(y > 0, -y * np.log(p), 0) + np.where(y < 1, -(1 - y) * np.log(1 - p), 0)
        return float(np.mean(terms)), list((-y / p + (1 - y) / (1 - p)) / len(p))
    return float(np.mean((p - y) ** 2)), list(2 * (p - y) / len(p))
