"""A run as a program: NumPy, JAX and PyTorch come to the page's loss, with every optimizer."""

import re
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pytest

from generator.engine.optimizers.table import OPTIMIZERS
from generator.script import Script
from tests.training.subjects import Subject, on_points, random_network

TANH = random_network((2, 3, 1), ("tanh", "sigmoid"), "bce")
SHARED = replace(
    random_network((2, 4, 3, 1), ("tanh", "relu", "sigmoid"), "bce"),
    names={"w21": "w11", "w12": "w11", "w61": "w11", "b2": "b1", "b7": "b1", "w71": "v", "L": "E"},
)
"""Places that share a number within a layer, within a neuron, and in several layers; a loss with a name of its own."""
MORE: dict[str, dict[str, Any]] = {
    "cosine, l2": {"schedule": "cosine", "span": 15, "l2": 0.02},
    "step, l1, clip": {"schedule": "step", "span": 7, "l1": 0.01, "clip": 0.2},
    "warm-up, as they come": {"schedule": "warm_up", "span": 10, "shuffle": False},
}
"""Settings beyond the optimizer."""


def circles(network: Any = TANH, **settings: Any) -> Subject:
    return on_points(network, "circles", count=24, batch=7, rate=0.1, **settings)


CASES: dict[str, Subject] = {
    **{name: circles(optimizer=name) for name in OPTIMIZERS},
    **{name: circles(optimizer="momentum", **settings) for name, settings in MORE.items()},
    "held": replace(circles(optimizer="adamw"), held=("w11", "b3")),
    "shared": circles(SHARED, optimizer="adam"),
    "shared, penalised, clipped": circles(SHARED, optimizer="momentum", l1=0.01, l2=0.02, clip=0.2),
    "shared, held": replace(circles(SHARED, optimizer="adamw"), held=("w11", "b3")),
    "relu, mse": circles(random_network((2, 4, 3, 1), ("relu", "tanh", "identity"), "mse")),
    "gelu, hinge": circles(random_network((2, 3, 1), ("gelu", "tanh"), "hinge")),
}


def run(text: str) -> None:
    exec(compile(text, "program.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - what we have written ourselves


RUNS = [(case, framework) for case in CASES for framework in ("numpy", "torch")]
# JAX compiles each of them: the settings beyond the optimizer are the same lines as in NumPy.
RUNS += [(case, "jax") for case in (*OPTIMIZERS, "held", "shared, penalised, clipped")]


@pytest.mark.parametrize(("case", "framework"), RUNS)
def test_it_comes_to_the_pages_loss(script: Script, case: str, framework: str) -> None:
    text = script.call("program", CASES[case].as_data(), 20, framework)
    if framework == "torch" and not find_spec("torch"):
        compile(text, "program.py", "exec")
        return
    run(text)


@pytest.mark.parametrize("framework", ["numpy", "jax"])
def test_another_loss_or_rate_is_noticed(script: Script, framework: str) -> None:
    text = script.call("program", CASES["adam"].as_data(), 20, framework)
    for wrong in (
        re.sub(r"end = \S+, (\d\.\d+)", lambda found: f"end = 0, {float(found[1]) + 1e-6}", text),
        text.replace("eta, T = 0.1", "eta, T = 0.1001"),
    ):
        assert wrong != text
        with pytest.raises(AssertionError):
            run(wrong)
