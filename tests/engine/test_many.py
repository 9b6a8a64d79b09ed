"""NumPy, JavaScript, JAX and finite differences agree, on networks at random."""

import math

from hypothesis import HealthCheck, assume, given, settings

from generator.engine.network import Network
from tests.engine.agreement import disagreements, doubts
from tests.engine.engines import Engine
from tests.engine.jax_network import run_jax
from tests.engine.random_networks import networks

# A network of many weights is many draws; that alone is no reason to complain.
LARGE = settings(max_examples=3000,suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
THOROUGH = settings(LARGE, max_examples=6000)


@THOROUGH
@given(networks("gentle") | networks("extreme") | networks("largest"))
def test_javascript_is_numpy(python: Engine, javascript: Engine, network: Network) -> None:
    nodes, leaves = python.build(network)
    assert javascript.build(network) == (nodes, leaves)
    assert disagreements(javascript.run(nodes, leaves), python.run(nodes, leaves), nodes, leaves) == []


@THOROUGH
@given(networks("gentle") | networks("extreme"))
def test_numpy_is_jax(python: Engine, network: Network) -> None:
    nodes, leaves = python.build(network)
    answer = python.run(nodes, leaves)
    # XLA takes what is subnormal for 0, so that y / sigmoid(z) is ∞ there already.
    assume(
        not any(
            708 < abs(answer.values[node["name"]]) < 746 for node in nodes if node["role"] == "pre_activation"
        )
    )
    assert disagreements(answer, run_jax(network), nodes, leaves) == []


@LARGE
@given(networks("gentle"))
def test_a_gradient_is_the_difference_quotient(engine: Engine, network: Network) -> None:
    assert doubts(engine, *engine.build(network)) == []


@LARGE
@given(networks("largest"))
def test_nothing_is_nan(engine: Engine, network: Network) -> None:
    answer = engine.run(*engine.build(network))
    numbers = [*answer.values.values(), *answer.gradients.values()]
    numbers += [local for each in answer.locals.values() for local in each]
    assert not any(map(math.isnan, numbers))


@LARGE
@given(networks("largest"))
def test_only_the_gradient_of_a_prediction_overflows(engine: Engine, network: Network) -> None:
    answer = engine.run(*engine.build(network))
    assert all(map(math.isfinite, answer.values.values()))
    infinite = {name for name, gradient in answer.gradients.items() if not math.isfinite(gradient)}
    assert all(name.startswith("yhat") for name in infinite)
    assume(network.loss == "mse")
    assert not infinite
