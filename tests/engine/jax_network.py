"""The same networks in JAX: an autodiff library from outside, so that both engines cannot share a mistake unseen.

It is written from the definition, with vectors and matrices, and knows neither the table of operations nor the graph.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tests.engine.engines import Answer
from tests.engine.operations.oracles import JAX_ACTIVATIONS, JAX_TERMS
from tests.example import Example

jax.config.update("jax_enable_x64", True)

FAR_BELOW = -1e30
"""Of which the exponential is 0."""

WIDTH = 10
"""All vectors and matrices are filled up with zeros to one size: JAX compiles every operation anew for every shape."""


def _mean(terms: Any, real: Any) -> Any:
    return jnp.sum(jnp.where(real, terms, 0.0)) / jnp.sum(real)


def _loss_of(name: str, predictions: Any, targets: Any, real: Any) -> Any:
    term, reduction = JAX_TERMS[name]
    mean = _mean(term(predictions, targets), real)
    return mean if reduction == "mean" else mean * jnp.sum(real)


def _surprises(logits: Any, real: Any) -> Any:
    """−ln softmax of each logit: the logarithm of a sum of exponentials of how far all are above it.

    Its own exponential is the plain 1, and the largest is taken out as it is, so that neither the value nor, when JAX
    differentiates it, the derivative by a logit cancels.
    """
    own = jnp.eye(WIDTH, dtype=bool)
    above = jnp.where(own, 0.0, jnp.where(real, logits[None, :] - logits[:, None], FAR_BELOW))
    top = jnp.arange(WIDTH) == jnp.argmax(above, axis=1)[:, None]
    largest = jnp.sum(jnp.where(top, above, 0.0), axis=1)
    below = jnp.where(top, FAR_BELOW, above - largest[:, None])
    return largest + jnp.log1p(jnp.sum(jnp.where(top, 0.0, jnp.exp(below)), axis=1))


def _cce_of_logits(logits: Any, targets: Any, real: Any) -> Any:
    return jnp.sum(jnp.where(real, targets * _surprises(logits, real), 0.0))


def _cce(predictions: Any, targets: Any) -> Any:
    return -jnp.sum(targets * jnp.log(jnp.where(targets == 0, 1.0, predictions)))


def _bce_of_logits(logits: Any, targets: Any, real: Any) -> Any:
    """−y·ln σ(z) − (1 − y)·ln σ(−z) by way of ln σ(z) = −softplus(−z): of ln(1 − σ(z)) nothing is left from z = 37 on."""
    terms = targets * _softplus(-logits) + (1 - targets) * _softplus(logits)
    return _mean(terms, real)


_softplus, _sigmoid = JAX_ACTIVATIONS["softplus"], JAX_ACTIVATIONS["sigmoid"]


def _bce_of_parts(prediction: Any, complement: Any, targets: Any, real: Any) -> Any:
    """The cross-entropy of ŷ with 1 − ŷ beside it as a number of its own, lest it be 0 where ŷ rounds to 1.

    A factor of 0 takes its logarithm out altogether: JAX would make NaN of 0 · ∂ ln 0.
    """
    yes = targets * jnp.log(jnp.where(targets == 0, 1.0, prediction))
    no = (1 - targets) * jnp.log(jnp.where(targets == 1, 1.0, complement))
    return -_mean(yes + no, real)


def _bce_by_target(logits: Any, targets: Any, real: Any) -> Any:
    """Cross-entropy in the form max(z, 0) − z·y + …, linear in y: the other form makes −z a difference of softpluses."""
    return _mean(-logits * targets, real)


def _filled(numbers: Any, *shape: int) -> Any:
    array = np.zeros(shape)
    given = np.asarray(numbers)
    array[tuple(slice(0, size) for size in given.shape)] = given
    return jnp.asarray(array)


def run_jax(network: Example) -> Answer:
    """The values and gradients of all nodes but the loss's local derivatives, under their names.

    Here every place has a number of its own: what the places of one parameter have is added up.
    """
    inputs, targets = _filled(network.inputs, WIDTH), _filled(network.target, WIDTH)
    real = jnp.arange(WIDTH) < len(network.target)
    layers = [
        (_filled(layer.weights, WIDTH, WIDTH), _filled(layer.biases, WIDTH)) for layer in network.layers
    ]
    # Adding 0 to every pre-activation and activation leaves all as it is; the derivative by such a 0 is the gradient there.
    taps = [(jnp.zeros(WIDTH), jnp.zeros(WIDTH)) for _ in layers]

    def run(inputs: Any, targets: Any, layers: Any, taps: Any) -> Any:
        passed = []
        h = inputs
        for (weights, biases), (z_tap, h_tap), layer in zip(layers, taps, network.layers, strict=True):
            z = weights @ h + biases + z_tap
            joint = layer.activation == "softmax"
            h = (jnp.exp(-_surprises(z, real)) if joint else JAX_ACTIVATIONS[layer.activation](z)) + h_tap
            passed.append((z, h))
        if network.loss == "bce":
            return _bce_of_logits(z, targets, real), passed
        if network.loss == "cce":
            return _cce_of_logits(z, targets, real), passed
        return _loss_of(network.loss, h, targets, real), passed

    (loss, passed), (by_inputs, by_targets, by_layers, by_taps) = jax.value_and_grad(
        run, argnums=(0, 1, 2, 3), has_aux=True
    )(inputs, targets, layers, taps)
    if network.loss == "bce":
        z = passed[-1][0]
        by_yes, by_no = jax.grad(_bce_of_parts, argnums=(0, 1))(_sigmoid(z), _sigmoid(-z), targets, real)
        by_taps[-1] = (by_taps[-1][0], by_yes - by_no)
        by_targets = jax.grad(_bce_by_target, argnums=1)(z, targets, real)
    if network.loss == "cce":
        by_taps[-1] = (by_taps[-1][0], jax.grad(_cce)(passed[-1][1], targets))
    values = _named(network, inputs, targets, layers, passed) | {"L": float(loss)}
    gradients = _named(network, by_inputs, by_targets, by_layers, by_taps) | {"L": 1.0}
    own = {place: network.names.get(place, place) for place in values}
    totals = dict.fromkeys(own.values(), 0.0)
    for place, gradient in gradients.items():
        totals[own[place]] += gradient
    return Answer({own[place]: number for place, number in values.items()}, totals, locals={})


def _named(network: Example, inputs: Any, targets: Any, layers: Any, passed: Any) -> dict[str, float]:
    named = {f"x{k}": inputs[k - 1] for k in range(1, len(network.inputs) + 1)}
    outputs = len(network.target)
    numbers = [str(k) for k in range(1, outputs + 1)] if outputs > 1 else [""]
    named |= {f"y{k}": targets[i] for i, k in enumerate(numbers)}
    neuron, sources = 0, len(network.inputs)
    arrays = [jax.device_get(each) for each in (layers, passed)]
    for depth, layer in enumerate(network.layers):
        (weights, biases), (z, h) = arrays[0][depth], arrays[1][depth]
        for i in range(len(layer.biases)):
            neuron += 1
            apart = neuron > 9 or sources > 9
            for k in range(sources):
                named[f"w{neuron}{'_' if apart else ''}{k + 1}"] = weights[i, k]
            named[f"b{neuron}"] = biases[i]
            named[f"z{neuron}"] = z[i]
            named[f"yhat{numbers[i]}" if depth == len(network.layers) - 1 else f"h{neuron}"] = h[i]
        sources = len(layer.biases)
    return {name: float(number) for name, number in named.items()}
