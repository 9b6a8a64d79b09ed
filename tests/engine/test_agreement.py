"""NumPy, JavaScript, JAX and finite differences agree, on networks at random."""

import math
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from tests.engine.agreement import disagreements, doubts, rounding_scales
from tests.engine.engines import Engine
from tests.engine.jax_network import run_jax
from tests.engine.random_networks import ACTIVATIONS, networks
from tests.example import Example

# A network of many weights is many draws; that alone is no reason to complain.
USUAL = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
THOROUGH = settings(USUAL, max_examples=100)


@THOROUGH
@given(networks("gentle") | networks("extreme") | networks("largest"))
def test_javascript_is_numpy(python: Engine, javascript: Engine, network: Example) -> None:
    nodes, leaves = python.build(network)
    assert javascript.build(network) == (nodes, leaves)
    assert (
        disagreements(
            javascript.run(nodes, leaves), python.run(nodes, leaves), rounding_scales(nodes, leaves)
        )
        == []
    )


@THOROUGH
@given(networks("gentle") | networks("extreme"))
def test_numpy_is_jax(python: Engine, network: Example) -> None:
    nodes, leaves = python.build(network)
    answer = python.run(nodes, leaves)
    # XLA takes what is subnormal for 0, so that y / sigmoid(z) is ∞ there already; so is y / softmax(z).
    sums = [answer.values[node["name"]] for node in nodes if node["role"] == "pre_activation"]
    apart = [one - other for one, other in combinations(sums[-len(network.target) :], 2)]
    assume(not any(708 < abs(size) < 746 for size in [*sums, *apart]))
    assert disagreements(answer, run_jax(network), rounding_scales(nodes, leaves)) == []


PAIRS = [
    (activation, loss)
    for loss, operation in OPS.items()
    if operation.kind == "loss" and operation.base is None
    for activation in ACTIVATIONS
]
"""Every hidden activation with every loss; the output's activation is drawn from those that the loss fits."""


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
@settings(USUAL, max_examples=2)
@given(data=st.data())
def test_every_activation_with_every_loss(
    python: Engine, javascript: Engine, activation: str, loss: str, data: st.DataObject
) -> None:
    network = data.draw(networks("gentle", activations=(activation,), losses=(loss,), least_hidden=1))
    nodes, leaves = python.build(network)
    answer, scales = python.run(nodes, leaves), rounding_scales(nodes, leaves)
    assert disagreements(javascript.run(nodes, leaves), answer, scales) == []
    assert disagreements(answer, run_jax(network), scales) == []
    assert doubts(python, nodes, leaves) == []


@pytest.mark.parametrize(
    ("output", "loss"),
    [
        (output, loss)
        for loss, operation in OPS.items()
        if operation.kind == "loss" and operation.base is None
        for output in operation.requires or ACTIVATIONS
    ],
)
@settings(USUAL, max_examples=2)
@given(data=st.data())
def test_every_loss_with_every_output_that_it_fits(
    python: Engine, javascript: Engine, output: str, loss: str, data: st.DataObject
) -> None:
    network = data.draw(networks("gentle", losses=(loss,), output=output))
    nodes, leaves = python.build(network)
    answer, scales = python.run(nodes, leaves), rounding_scales(nodes, leaves)
    assert disagreements(javascript.run(nodes, leaves), answer, scales) == []
    assert disagreements(answer, run_jax(network), scales) == []
    assert doubts(python, nodes, leaves) == []


@USUAL
@given(networks("gentle"))
def test_a_gradient_is_the_difference_quotient(engine: Engine, network: Example) -> None:
    assert doubts(engine, *engine.build(network)) == []


@USUAL
@given(networks("largest"))
def test_nothing_is_nan_and_only_the_gradient_of_a_prediction_overflows(
    engine: Engine, network: Example
) -> None:
    answer = engine.run(*engine.build(network))
    assert not any(math.isnan(local) for each in answer.locals.values() for local in each)
    assert all(map(math.isfinite, answer.values.values()))
    assert not any(map(math.isnan, answer.gradients.values()))
    infinite = {name for name, gradient in answer.gradients.items() if math.isinf(gradient)}
    assert not infinite or OPS[network.loss].canonical is not None
    assert all(name.startswith("yhat") for name in infinite)


@given(
    st.floats(-1e6, 1e6) | st.floats(-800, 800) | st.sampled_from([1e6, -1e6, 745.2, -745.2, 37.0, -37.0]),
    st.floats(0, 1) | st.sampled_from([0.0, 1.0]),
)
def test_cross_entropy_over_sigmoid_is_finite_wherever_it_is(engine: Engine, z: float, y: float) -> None:
    network = Example((1.0,), (y,), (Layer("sigmoid", ((z,),), (0.0,)),), "bce")
    answer = engine.run(*engine.build(network))
    assert 0 <= answer.values["L"] <= 1e6 + 1
    assert math.isclose(answer.gradients["z1"], answer.values["yhat"] - y, rel_tol=0, abs_tol=1e-15)
    assert answer.gradients["y"] == -z
