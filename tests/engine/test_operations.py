"""The table of operations: the same entries in both languages, each with its own derivative."""

import math
from typing import Any

import pytest

from generator.engine.ops import OPS
from tests.engine.agreement import doubts
from tests.engine.engines import Engine, Nodes

# Operands in the middle of what each kind of operation takes, all different: a mixed-up order is seen.
OPERANDS = {
    "sum": [[0.7, -1.2, 0.4, 0.9, -0.3], [1.5, 2.0, 0.25]],
    "elementary": [[0.7, -1.2], [0.4, 0.9, -1.5]],
    "activation": [[0.6], [-0.8], [3.5], [-4.0]],
    "loss": [[0.3, 0.8], [0.2, 0.7, 0.6, 0.9], [0.1, 0.5, 0.9, 1.0, 0.0, 0.4]],
}
SAMPLES = [(name, operands) for name, operation in OPS.items() for operands in OPERANDS[operation.kind]]
every_operation = pytest.mark.parametrize(("op", "operands"), SAMPLES, ids=lambda part: str(part))


def alone(op: str, operands: list[float]) -> tuple[Nodes, dict[str, float]]:
    """One operation on leaves."""
    leaves = {f"a{k}": operand for k, operand in enumerate(operands)}
    plain: dict[str, Any] = {"role": "operation", "neuron": None}
    nodes = [{"name": name, "symbol": [name, ""], "op": "leaf", "parents": [], **plain} for name in leaves]
    parents = list(range(len(operands)))
    return [*nodes, {"name": "f", "symbol": ["f", ""], "op": op, "parents": parents, **plain}], leaves


def test_both_languages_have_the_same_entries(python: Engine, javascript: Engine) -> None:
    operations = python.operations()
    assert javascript.operations() == operations
    assert list(javascript.operations()) == list(operations)


def test_the_entries_of_this_lesson(engine: Engine) -> None:
    operations = engine.operations()
    assert operations.keys() >= {
        "weighted_sum",
        "add",
        "multiply",
        "identity",
        "tanh",
        "sigmoid",
        "relu",
        "mse",
        "bce",
    }
    assert {entry["kind"] for entry in operations.values()} == set(OPERANDS)
    assert operations["bce"] == {
        "kind": "loss", "requires": ["sigmoid"], "targetRange": [0, 1], "canonical": "sigmoid",
    }  # fmt: skip
    assert operations["mse"] == {"kind": "loss", "requires": None, "targetRange": None, "canonical": None}


def test_what_a_loss_requires_is_an_activation(engine: Engine) -> None:
    operations = engine.operations()
    for entry in operations.values():
        for activation in entry["requires"] or []:
            assert operations[activation]["kind"] == "activation"
        assert entry["canonical"] is None or entry["canonical"] in entry["requires"]


@every_operation
def test_a_local_derivative_is_the_difference_quotient(
    engine: Engine, op: str, operands: list[float]
) -> None:
    nodes, leaves = alone(op, operands)
    assert doubts(engine, nodes, leaves) == []
    answer = engine.run(nodes, leaves)
    assert answer.locals["f"] == [answer.gradients[name] for name in leaves]


@pytest.mark.parametrize(
    ("op", "operands", "expected"),
    [
        ("weighted_sum", [2, 3, -1, 4, 0.5], 2.5),
        ("weighted_sum", [2, 3, 0.5], 6.5),
        ("add", [1, 2, 4], 7),
        ("multiply", [2, 3, -4], -24),
        ("identity", [-3], -3),
        ("tanh", [math.log(2)], 0.6),
        ("tanh", [0], 0),
        ("tanh", [-1e6], -1),
        ("sigmoid", [math.log(3)], 0.75),
        ("sigmoid", [-math.log(3)], 0.25),
        ("sigmoid", [1e6], 1),
        ("sigmoid", [-1e6], 0),
        ("relu", [3], 3),
        ("relu", [-3], 0),
        ("relu", [0], 0),
        ("mse", [1, 4, 2, 7], 5),
        ("bce", [0.5, 1], math.log(2)),
        ("bce", [0.25, 0], -math.log(0.75)),
        ("bce", [0, 1], math.inf),
    ],
)
def test_values(engine: Engine, op: str, operands: list[float], expected: float) -> None:
    nodes, leaves = alone(op, operands)
    assert math.isclose(engine.run(nodes, leaves).values["f"], expected, rel_tol=1e-15)


@pytest.mark.parametrize(
    ("op", "z", "expected"),
    [
        ("relu", 0, 0),
        ("relu", 5e-324, 1),
        ("tanh", 0, 1),
        ("tanh", 20, 4 * math.exp(-40)),  # 1 − tanh² is 0 here
        ("tanh", -300, 4 * math.exp(-600)),
        ("sigmoid", 0, 0.25),
        ("sigmoid", 40, math.exp(-40)),  # σ·(1 − σ) is 0 here
        ("sigmoid", -700, math.exp(-700)),
    ],
)
def test_derivatives_at_the_kink_and_in_saturation(
    engine: Engine, op: str, z: float, expected: float
) -> None:
    nodes, leaves = alone(op, [z])
    assert math.isclose(engine.run(nodes, leaves).gradients["a0"], expected, rel_tol=1e-12)
