"""What is said when a run goes wrong, against NumPy and runs whose end is known."""

import numpy as np
import pytest

from generator.engine.network import Layer
from generator.script import Script
from tests.example import Example
from tests.training.subjects import Array, Subject, on_points, random_network

X: Array = np.linspace(-1, 1, 20)[:, None]


def line(rate: float) -> Subject:
    """One neuron on a line; its loss is a paraboloid."""
    network = Example((0.0,), (0.0,), (Layer("identity", ((-0.8,),), (0.5,)),), "mse")
    return Subject(network, X, 0.6 * X + 0.2, {"rate": rate, "batch": 0})


def test_the_curvature_along_the_gradient_is_that_of_the_hessian(script: Script) -> None:
    along = script.call("along", line(0.3).as_data(), 0.3)
    columns = np.hstack([X, np.ones_like(X)])
    hessian = 2 * columns.T @ columns / len(X)
    w = np.array([-0.8, 0.5])

    def loss(at: Array) -> float:
        return float(np.mean((columns @ at - (0.6 * X[:, 0] + 0.2)) ** 2))

    gradient = 2 * columns.T @ (columns @ w - (0.6 * X[:, 0] + 0.2)) / len(X)
    assert along["curvature"] == pytest.approx(
        gradient @ hessian @ gradient / (gradient @ gradient), rel=1e-6
    )
    for name, share in (("before", 0), ("halfway", 0.15), ("after", 0.3)):
        assert along[name] == pytest.approx(loss(w - share * gradient), rel=1e-9)


@pytest.mark.parametrize(("rate", "diverges"), [(0.9, False), (1.1, True)])
def test_a_run_diverges_above_two_by_the_curvature(script: Script, rate: float, diverges: bool) -> None:
    """The steepest curvature of this loss is 2, by its bias: at rates above 1 the bias runs away."""
    found = {each["code"]: each for each in script.call("findings", line(rate).as_data(), 2000)}
    assert ("diverged" in found) == diverges
    if diverges:
        assert found["curvature"]["limit"] < rate
        assert 2 / found["curvature"]["curvature"] == pytest.approx(found["curvature"]["limit"])


def relus(bias: float) -> Subject:
    network = Example(
        (0.0,),
        (0.0,),
        (Layer("relu", ((0.5,), (0.7,)), (bias, 0.2)), Layer("identity", ((0.8, 0.6),), (0.0,))),
        "mse",
    )
    return Subject(network, X, 0.6 * X + 0.2, {"rate": 0.01, "batch": 5})


def test_relus_that_fire_on_no_sample_are_named(script: Script) -> None:
    """With inputs up to 1 and a weight of ½ a bias of −3 keeps the sum below 0, and no gradient moves it."""
    (dead,) = script.call("findings", relus(-3).as_data(), 20)
    assert (dead["code"], dead["neurons"], dead["count"]) == ("dead", ["h1"], 20)
    assert script.call("findings", relus(0.1).as_data(), 20) == []


def test_a_run_on_flat_activations_is_stuck(script: Script) -> None:
    flat = Example(
        (0.0,),
        (0.0,),
        (Layer("tanh", ((0.1,), (-0.1,)), (9.0, -8.0)), Layer("sigmoid", ((9.0, -9.0),), (0.0,))),
        "mse",
    )
    found = {each["code"]: each for each in script.call("findings", Subject(flat, X, 0 * X).as_data(), 8)}
    assert found["stuck"]["loss"] == pytest.approx(1, abs=1e-3)
    assert found["stuck"]["norm"] < 1e-3
    assert found["flat"]["neurons"] == ["h1", "h2"]


def test_a_run_that_learns_is_told_nothing(script: Script) -> None:
    network = random_network((2, 4, 1), ("tanh", "sigmoid"), "bce", 3)
    subject = on_points(network, "circles", rate=0.5, batch=10)
    assert script.call("findings", subject.as_data(), 200) == []


def test_curves_that_part_are_overfitting(script: Script) -> None:
    falling = np.geomspace(1, 0.01, 40).tolist()
    rising = [*np.geomspace(1, 0.3, 20).tolist(), *np.geomspace(0.3, 0.6, 20).tolist()]
    (told,) = script.call("parted", falling, rising)
    assert (told["update"], told["test"], told["test_now"]) == (19, pytest.approx(0.3), pytest.approx(0.6))
    assert (told["loss"], told["now"]) == (falling[19], falling[-1])
    # One bad evaluation is noise; and where the loss rises too, the run has only got worse.
    assert script.call("parted", falling, [*falling[:-1], 0.9]) == []
    assert script.call("parted", rising, rising) == []
