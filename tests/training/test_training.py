"""Runs of updates: both languages against each other, JAX, and what an update is by definition."""

from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from generator.engine.optimizers.table import OPTIMIZERS
from generator.engine.schedules import SCHEDULES
from generator.script import Script
from tests.training.subjects import Subject, on_points, random_network, three_classes

jax.config.update("jax_enable_x64", True)

BINARY = random_network((2, 4, 2, 1), ("tanh", "relu", "sigmoid"), "bce")
TIED = replace(BINARY, names={"w21": "w11", "w12": "w11", "w61": "w11", "b2": "b1", "b7": "b1", "w71": "v"})
LINE = random_network((1, 3, 1), ("gelu", "identity"), "huber", seed=5)
SUBJECTS = {
    "descent": on_points(BINARY, "circles", rate=0.3, schedule="step", span=20),
    "all at once, summed": on_points(BINARY, "moons", rate=0.01, batch=0, reduction="sum"),
    "momentum, penalised": on_points(
        BINARY, "xor", rate=0.05, optimizer="momentum", l1=0.01, l2=0.02, batch=7
    ),
    "nesterov, clipped": on_points(
        BINARY, "spirals", rate=0.1, optimizer="nesterov", clip=0.5, shuffle=False
    ),
    "adagrad, warming up": on_points(
        BINARY, "and", rate=0.2, optimizer="adagrad", schedule="warm_up", span=30
    ),
    "rmsprop, cosine": on_points(LINE, "sine", rate=0.01, optimizer="rmsprop", schedule="cosine", span=50),
    "adam, with parameters held": replace(
        on_points(BINARY, "circles", rate=0.03, optimizer="adam", options={"beta2": 0.99}),
        held=("w11", "b3", "w52"),
    ),
    "adam, uncorrected": on_points(LINE, "line", rate=0.003, optimizer="adam_uncorrected"),
    "adam, with parameters that places share": on_points(
        TIED, "circles", rate=0.03, optimizer="adam", l2=0.1, clip=1
    ),
    "adamw on three classes": three_classes(rate=0.02, optimizer="adamw", batch=9),
}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_a_hundred_updates_are_the_same_in_both_languages(subject: Subject, script: Script) -> None:
    theirs = script.call("train", subject.as_data(), 100)
    training = subject.in_python()
    losses = [training.update() for _ in range(100)]
    assert theirs["losses"] == pytest.approx(losses, rel=1e-12, abs=1e-14)
    assert theirs["parameters"] == pytest.approx(training.parameters.tolist(), rel=1e-11, abs=1e-13)
    assert theirs["final"] == pytest.approx(training.loss(), rel=1e-12)
    assert theirs["penalty"] == pytest.approx(training.penalty(), rel=1e-12)
    assert tuple(theirs["names"]) == training.names


def test_every_optimizer_and_schedule_is_tried() -> None:
    settings = [subject.settings for subject in SUBJECTS.values()]
    assert {each.get("optimizer", "gradient_descent") for each in settings} == set(OPTIMIZERS)
    assert {each.get("schedule", "constant") for each in settings} == set(SCHEDULES)


def test_a_run_is_that_of_jax_and_optax() -> None:
    """The network written out once more, differentiated by JAX, moved by optax: Adam on the mean of each batch."""
    subject = on_points(BINARY, "circles", rate=0.03, optimizer="adam", batch=10)
    layers = [(jnp.array(layer.weights), jnp.array(layer.biases)) for layer in subject.network.layers]

    def loss(parameters: Any, x: Any, y: Any) -> Any:
        h = x
        (w1, b1), (w2, b2), (w, b) = parameters
        h = jnp.maximum(jnp.tanh(h @ w1.T + b1) @ w2.T + b2, 0)
        z = h @ w.T + b
        return jnp.mean(jnp.maximum(z, 0) - z * y + jnp.log1p(jnp.exp(-jnp.abs(z))))

    training = subject.in_python()
    optimizer = optax.adam(0.03)
    state = optimizer.init(layers)
    for number in range(1, 51):
        rows = training.rows(number)
        value, slopes = jax.value_and_grad(loss)(layers, subject.inputs[rows], subject.targets[rows])
        moves, state = optimizer.update(slopes, state, layers)
        layers = optax.apply_updates(layers, moves)
        assert training.update() == pytest.approx(float(value), rel=1e-10)
    ours = dict(zip(training.names, training.parameters.tolist(), strict=True))
    assert ours["w11"] == pytest.approx(float(layers[0][0][0, 0]), rel=1e-9)
    assert ours["b7"] == pytest.approx(float(layers[2][1][0]), rel=1e-9)


def test_what_several_places_share_moves_once() -> None:
    """By the sum of what its four places send back, which are four weights of their own in the other network."""
    training = on_points(TIED, "circles", rate=0.5, batch=0).in_python()
    start = dict(zip(training.names, training.parameters.tolist(), strict=True))
    weights = {place: start[name] for place, name in TIED.names.items()}
    weights |= {"w11": start["w11"], "b1": start["b1"]}
    apart = on_points(BINARY, "circles", rate=0.5, batch=0).in_python()
    for k, name in enumerate(apart.names):
        apart.parameters[k] = weights.get(name, apart.parameters[k])
    before = dict(zip(apart.names, apart.parameters.tolist(), strict=True))
    training.update()
    apart.update()
    alone = dict(zip(apart.names, apart.parameters.tolist(), strict=True))
    moved = sum(alone[place] - before[place] for place in ("w11", "w21", "w12", "w61"))
    after = dict(zip(training.names, training.parameters.tolist(), strict=True))
    assert len(after) == len(alone) - 5
    assert after["w11"] - start["w11"] == pytest.approx(moved, rel=1e-12)


def test_an_epoch_takes_every_sample_once_and_each_in_another_order() -> None:
    training = on_points(BINARY, "circles", count=23, batch=5).in_python()
    assert training.updates_per_epoch == 5
    epochs = [np.concatenate([training.rows(5 * e + k) for k in range(1, 6)]).tolist() for e in range(3)]
    assert all(sorted(epoch) == list(range(23)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3


def test_schedules_by_hand(script: Script) -> None:
    def of(name: str, span: int, count: int) -> list[float]:
        rates: list[float] = script.call("rates", name, 0.8, span, count)
        assert rates == [SCHEDULES[name].rate(0.8, t, span) for t in range(1, count + 1)]
        return rates

    assert of("constant", 3, 4) == [0.8, 0.8, 0.8, 0.8]
    assert of("step", 2, 5) == pytest.approx([0.8, 0.8, 0.4, 0.4, 0.2])
    assert of("warm_up", 4, 6) == pytest.approx([0.2, 0.4, 0.6, 0.8, 0.8, 0.8])
    # Half a turn of a cosine: 1, ½ + ½·cos 60°, ½, 0, and 0 from then on.
    assert of("cosine", 4, 6) == pytest.approx(
        [0.8, 0.4 + 0.4 * np.sqrt(0.5), 0.4, 0.4 - 0.4 * np.sqrt(0.5), 0, 0]
    )


def test_both_languages_have_the_same_tables(script: Script) -> None:
    tables = script.call("tables")
    ours = {
        name: {
            "formula": entry.formula,
            "state": dict(entry.state),
            "settings": {
                key: {"usual": each.usual, "least": each.least, "below": each.below}
                for key, each in entry.settings.items()
            },
            "symbols": dict(entry.symbols),
        }
        for name, entry in OPTIMIZERS.items()
    }
    assert tables["optimizers"] == ours
    assert tables["schedules"] == {name: entry.formula for name, entry in SCHEDULES.items()}


def test_any_moment_of_a_run_can_be_had_again_in_any_order(script: Script) -> None:
    subject = SUBJECTS["adam, with parameters held"]
    training = subject.in_python()
    path = [training.parameters]
    for _ in range(200):
        training.update()
        path.append(training.parameters)
    wanted = [200, 0, 63, 64, 65, 199, 1, 130, 129]
    for update, parameters in zip(
        wanted, script.call("moments", subject.as_data(), 200, wanted), strict=True
    ):
        assert parameters == pytest.approx(path[update].tolist(), rel=1e-11), update


OPENED = {
    "momentum, penalised": "w21",
    "nesterov, clipped": "b2",
    "adamw on three classes": "w63",
    "descent": "w11",
}


@pytest.mark.parametrize(("name", "parameter"), OPENED.items())
def test_an_opened_update_is_what_it_says(name: str, parameter: str, script: Script) -> None:
    """Every number that is shown, computed anew in NumPy from its definition."""
    subject = SUBJECTS[name]
    training = subject.in_python()
    for _ in range(36):
        training.update()
    opened = script.call("open", subject.as_data(), 90, 37, parameter)
    k = training.names.index(parameter)
    rows = training.rows(37)
    assert [row["sample"] for row in opened["rows"]] == rows.tolist()
    for row, sample in zip(opened["rows"], rows, strict=True):
        loss, slopes = training.loss_and_gradient(np.array([sample]))
        assert row["inputs"] == subject.inputs[sample].tolist()
        assert row["loss"] == pytest.approx(loss, rel=1e-12)
        assert row["gradient"] == pytest.approx(slopes[k], rel=1e-9, abs=1e-15)
    batch, mean = training.loss_and_gradient(rows)
    assert opened["reduction"]["reduced"] == pytest.approx(mean[k], rel=1e-10)
    assert opened["losses"]["batchBefore"] == pytest.approx(batch, rel=1e-12)
    w, gradient = training.parameters, mean.copy()
    l1, l2 = subject.settings.get("l1", 0), subject.settings.get("l2", 0)
    weights = np.array([not each.startswith("b") for each in training.names])
    gradient += weights * (l2 * w + l1 * np.sign(w))
    assert (opened["penalty"] is None) == (l1 == l2 == 0)
    if opened["penalty"] is not None:
        assert opened["penalty"]["share"] == pytest.approx((gradient - mean)[k], rel=1e-9)
    if "clip" in subject.settings:
        norm = float(np.linalg.norm(gradient))
        assert opened["clip"]["norm"] == pytest.approx(norm, rel=1e-10)
        gradient *= min(subject.settings["clip"] / (norm + 1e-6), 1)
    before = training.loss()
    training.update()
    row = opened["parameters"][k]
    assert row["gradient"] == pytest.approx(gradient[k], rel=1e-9)
    assert (row["before"], row["after"]) == pytest.approx((w[k], training.parameters[k]), rel=1e-11)
    assert opened["arithmetic"][-1] == pytest.approx(training.parameters[k], rel=1e-11)
    assert row["kept"] == pytest.approx({name: each[k] for name, each in training.state.items()}, rel=1e-9)
    assert opened["losses"]["allBefore"] == pytest.approx(before, rel=1e-12)
    assert opened["losses"]["allAfter"] == pytest.approx(training.loss(), rel=1e-12)
