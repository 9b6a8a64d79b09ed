"""A loss over several outputs, its terms added up or averaged: the one is so many times the other."""

from dataclasses import replace
from pathlib import Path

import jax
import jax.numpy as jnp
import pytest

from generator.config import read_network
from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from generator.errors import ContentError
from tests.engine.engines import Engine
from tests.example import Example

jax.config.update("jax_enable_x64", True)

LAYERS = (
    Layer("tanh", ((0.5, -0.3), (0.8, 0.1)), (0.2, -0.1)),
    Layer("sigmoid", ((0.5, 1.2), (-0.7, 0.4), (0.1, 0.9)), (0.2, 0.0, -0.4)),
)
OTHERS = {op: entry.base for op, entry in OPS.items() if entry.base is not None}


def test_every_loss_of_terms_has_both() -> None:
    assert OTHERS == {
        "mse_sum": "mse", "half_squares_mean": "half_squares", "bce_sum": "bce", "mae_sum": "mae", "huber_sum": "huber",
        "hinge_sum": "hinge",
    }  # fmt: skip


@pytest.mark.parametrize("loss", OTHERS)
def test_a_sum_is_so_many_times_the_mean(engine: Engine, loss: str) -> None:
    last = "tanh" if OTHERS[loss] == "hinge" else "sigmoid"
    layers = (LAYERS[0], replace(LAYERS[1], activation=last))
    other = Example((0.4, -0.7), (1.0, 0.0, 1.0), layers, loss)
    nodes, leaves = engine.build(other)
    factor = 3 if loss.endswith("_sum") else 1 / 3
    found, base = engine.run(nodes, leaves), engine.run(*engine.build(replace(other, loss=OTHERS[loss])))
    assert found.values["L"] == pytest.approx(factor * base.values["L"], rel=1e-14)
    for name in [name for name in leaves if name != "L"]:
        assert found.gradients[name] == pytest.approx(factor * base.gradients[name], rel=1e-12, abs=1e-16)


def test_a_sum_of_squares_is_that_of_jax(engine: Engine) -> None:
    def loss(w: jax.Array) -> jax.Array:
        h = jnp.tanh(jnp.array(LAYERS[0].weights) @ jnp.array([0.4, -0.7]) + jnp.array(LAYERS[0].biases))
        p = jax.nn.sigmoid(w @ h + jnp.array(LAYERS[1].biases))
        return jnp.sum((p - jnp.array([1.0, 0.0, 1.0])) ** 2)

    value, slopes = jax.value_and_grad(loss)(jnp.array(LAYERS[1].weights))
    answer = engine.run(*engine.build(Example((0.4, -0.7), (1.0, 0.0, 1.0), LAYERS, "mse_sum")))
    assert answer.values["L"] == pytest.approx(float(value), rel=1e-14)
    assert [answer.gradients[f"w{i}{k}"] for i in (3, 4, 5) for k in (1, 2)] == pytest.approx(
        slopes.ravel().tolist(), rel=1e-12
    )


HEAD = 'title = "T"\nsummary = "S"\ninputs = [1]\ntarget = [1, 0]\n'
OUTPUTS = '[[layers]]\nactivation = "{}"\nweights = [[1], [2]]\nbiases = [0, 0]\n'


@pytest.mark.parametrize(
    ("loss", "reduction", "expected"),
    [("mse", "sum", "mse_sum"), ("mse", "mean", "mse"), ("half_squares", "mean", "half_squares_mean"),
     ("half_squares", "sum", "half_squares"), ("bce", "sum", "bce_sum"), ("cce", "sum", "cce")],
)  # fmt: skip
def test_a_file_says_which(tmp_path: Path, loss: str, reduction: str, expected: str) -> None:
    last = "softmax" if loss == "cce" else "sigmoid"
    path = tmp_path / "it.toml"
    path.write_text(
        f'{HEAD}loss = "{loss}"\nreduction = "{reduction}"\n{OUTPUTS.format(last)}', encoding="utf-8"
    )
    assert read_network(path).network.loss == expected


def test_a_mean_of_classes_is_none(tmp_path: Path) -> None:
    path = tmp_path / "it.toml"
    path.write_text(f'{HEAD}loss = "cce"\nreduction = "mean"\n{OUTPUTS.format("softmax")}', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_network(path)
    assert str(caught.value).endswith(
        "line 6: 'reduction': found the text \"mean\", expected sum, because the loss is cce"
    )
