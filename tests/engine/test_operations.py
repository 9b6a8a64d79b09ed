"""The table of operations: the same entries in both languages, and those of the first lesson one by one.

The others, each tried in the same ways, are in tests/expression/test_operations.py.
"""

import math
from typing import Any

import pytest

from generator.engine.ops import OPS
from tests.engine.agreement import doubts
from tests.engine.engines import Engine, Nodes
from tests.expression.operations import OPERANDS as ELSEWHERE

# Operands in the middle of what each operation takes, all different: a mixed-up order is seen.
TERMS = [[0.7, -1.2], [0.4, 0.9, -1.5]]
NUMBERS = [[0.6], [-0.8], [3.5], [-4.0]]
SHARES = [[0.3, 0.8], [0.2, 0.7, 0.6, 0.9], [0.1, 0.5, 0.9, 1.0, 0.0, 0.4]]
OPERANDS = {
    "weighted_sum": [[0.7, -1.2, 0.4, 0.9, -0.3], [1.5, 2.0, 0.25]],
    "add": TERMS,
    "multiply": TERMS,
    "identity": NUMBERS,
    "tanh": NUMBERS,
    "sigmoid": NUMBERS,
    "relu": NUMBERS,
    "mse": SHARES,
    "bce": SHARES,
}
SAMPLES = [(name, operands) for name, each in OPERANDS.items() for operands in each]
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


def test_every_operation_is_tried_in_one_place() -> None:
    assert set(OPERANDS) | set(ELSEWHERE) == set(OPS)
    assert set(OPERANDS) & set(ELSEWHERE) == set()


def test_what_the_entries_say(engine: Engine) -> None:
    operations = engine.operations()
    by_kind = {
        kind: {name for name, entry in operations.items() if entry["kind"] == kind}
        for kind in ("sum", "activation", "loss", "elementary")
    }
    assert by_kind["sum"] == {"weighted_sum"}
    assert by_kind["activation"] == {
        "identity", "tanh", "sigmoid", "relu", "leaky_relu", "elu", "softplus", "gelu", "silu", "softmax",
    }  # fmt: skip
    assert by_kind["loss"] == {"mse", "bce", "mae", "huber", "hinge", "cce"}
    assert set().union(*by_kind.values()) == operations.keys()
    any_targets = {"range": None, "total": None, "signs": False}
    shares = {"range": [0, 1], "total": 1, "signs": False}
    anything = {"kind": "loss", "requires": None, "targets": any_targets, "canonical": None, "joint": False}
    assert {name: operations[name] for name in by_kind["loss"]} == {
        "mse": anything,
        "mae": anything,
        "huber": anything,
        "bce": {
            **anything,
            "requires": ["sigmoid"],
            "targets": {**shares, "total": None},
            "canonical": "sigmoid",
        },
        "hinge": {
            **anything,
            "requires": ["identity", "tanh"],
            "targets": {"range": [-1, 1], "total": None, "signs": True},
        },
        "cce": {**anything, "requires": ["softmax"], "targets": shares, "canonical": "softmax"},
    }
    assert [name for name, entry in operations.items() if entry["joint"]] == ["softmax"]


def test_what_a_loss_requires_is_an_activation(engine: Engine) -> None:
    operations = engine.operations()
    for entry in operations.values():
        for activation in entry["requires"] or []:
            assert operations[activation]["kind"] == "activation"
        assert entry["canonical"] is None or entry["canonical"] in entry["requires"]


def test_a_joint_activation_has_the_loss_it_belongs_to(engine: Engine) -> None:
    operations = engine.operations()
    for name, entry in operations.items():
        if entry["joint"]:
            assert [loss for loss in operations if operations[loss]["canonical"] == name] != []


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
