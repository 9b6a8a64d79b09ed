"""Names of one's own, and parameters that several places share: in both languages, against JAX and by hand."""

import itertools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from generator.engine.batch import BatchProgram
from generator.engine.graph import backward, forward
from generator.engine.network import Layer, build_graph
from tests.engine.cases import CASES
from tests.engine.engines import Engine
from tests.example import Example

jax.config.update("jax_enable_x64", True)

(MAZUR,) = [case.network for case in CASES if case.name == "tied-mazur" and case.network]
UNROLLED = Example(
    (0.4, -0.7),
    (0.3, -0.2),
    (
        Layer("tanh", ((0.5, -0.3), (0.8, 0.1)), (0.2, -0.1)),
        Layer("tanh", ((0.5, -0.3), (0.8, 0.1)), (0.2, -0.1)),
        Layer("identity", ((0.5, 1.2), (0.5, -0.4)), (0.2, 0.0)),
    ),
    "mse",
    {
        **{f"w{i}{k}": f"u_{i}{k}" for i, k in itertools.product((1, 2), (1, 2))},
        **{f"w{i + 2}{k}": f"u_{i}{k}" for i, k in itertools.product((1, 2), (1, 2))},
        "w51": "u_11", "w61": "u_11", "b3": "b1", "b4": "b2", "b5": "b1", "x1": "constructor", "h1": "p11", "L": "J",
    },
)  # fmt: skip
"""A layer twice, as a recurrent network has it, and its first weight twice more in the last layer."""


@pytest.mark.parametrize("network", [MAZUR, UNROLLED], ids=["Mazur", "unrolled"])
def test_both_languages_build_the_same(python: Engine, javascript: Engine, network: Example) -> None:
    nodes, leaves = python.build(network)
    assert javascript.build(network) == (nodes, leaves)
    names = [node["name"] for node in nodes]
    assert len(set(names)) == len(names)
    assert set(network.names.values()) <= set(names)
    assert [name for name in names if names.count(name) > 1] == []


def test_symbols_are_written_as_those_of_formulas(engine: Engine) -> None:
    nodes, _ = engine.build(MAZUR)
    symbols = {node["name"]: node["symbol"] for node in nodes}
    assert [symbols[name] for name in ("w5", "net_h1", "E_total", "b2")] == [
        ["w", "5"], ["net", "h1"], ["E", "total"], ["b", "2"],
    ]  # fmt: skip


def test_a_shared_weight_is_one_to_jax_too(engine: Engine) -> None:
    """The three layers written out over six numbers; JAX itself adds up what the places send back."""

    def loss(u: Any, b: Any, last: Any) -> Any:
        x, y = jnp.array(UNROLLED.inputs), jnp.array(UNROLLED.target)
        h = jnp.tanh(u @ jnp.tanh(u @ x + b) + b)
        z = jnp.array([u[0, 0] * h[0] + last[0] * h[1] + b[0], u[0, 0] * h[0] + last[1] * h[1] + last[2]])
        return jnp.mean((z - y) ** 2)

    given = jnp.array([[0.5, -0.3], [0.8, 0.1]]), jnp.array([0.2, -0.1]), jnp.array([1.2, -0.4, 0.0])
    value, (by_u, by_b, by_last) = jax.value_and_grad(loss, argnums=(0, 1, 2))(*given)
    nodes, leaves = engine.build(UNROLLED)
    answer = engine.run(nodes, leaves)
    assert answer.values["J"] == pytest.approx(float(value), rel=1e-14)
    found = [
        answer.gradients[name] for name in ["u_11", "u_12", "u_21", "u_22", "b1", "b2", "w52", "w62", "b6"]
    ]
    assert found == pytest.approx([*by_u.ravel().tolist(), *by_b.tolist(), *by_last.tolist()], rel=1e-12)
    quotients = engine.finite_differences(nodes, leaves, 1e-6)
    assert [quotients[name] for name in ["u_11", "b1"]] == pytest.approx([found[0], found[4]], rel=1e-7)


def test_a_batch_adds_up_over_places_and_samples() -> None:
    graph, leaves = UNROLLED.graph, UNROLLED.leaves
    inputs = {"constructor": np.array([0.4, -1.0, 0.3]), "x2": np.array([-0.7, 0.2, 0.9])}
    _, together = BatchProgram(graph).run({**leaves, **inputs})
    singly = np.zeros(len(graph.nodes))
    for k in range(3):
        one = {**leaves, **{name: float(each[k]) for name, each in inputs.items()}}
        singly += np.array([float(each) for each in backward(graph, forward(graph, one))])
    for name in ("u_11", "b1", "w62"):
        assert float(together[graph.index[name]]) == pytest.approx(singly[graph.index[name]], rel=1e-12)


def test_what_is_no_parameter_cannot_be_shared(engine: Engine) -> None:
    with pytest.raises(Exception, match="two nodes are called w11"):
        engine.structure(
            engine.build(Example((1.0,), (1.0,), (Layer("tanh", ((1.0,),), (1.0,)),), "mse", {"x1": "w11"}))[
                0
            ]
        )
    assert build_graph(MAZUR.network).nodes[-1].name == "E_total"
