"""What is no number stays so in the compiled engine too, in every operation, alone and in a layer."""

import math
from typing import Any

import pytest

from generator.engine.network import Layer
from generator.engine.operations.table import OPS
from tests.compiled.compiled_engine import CompiledEngine
from tests.engine.engines import Engine
from tests.engine.operations.oracles import OPERANDS
from tests.engine.random_networks import ACTIVATIONS
from tests.example import Example
from tests.expression.languages import same


def alone(op: str, count: int) -> list[dict[str, Any]]:
    plain: dict[str, Any] = {"role": "parameter", "neuron": None}
    leaves = [
        {"name": f"a{k}", "symbol": ["a", f"{k}"], "op": "leaf", "parents": [], **plain} for k in range(count)
    ]
    operation = {"name": "f", "symbol": ["f", ""], "op": op, "parents": [*range(count)], **plain}
    return [*leaves, {**operation, "role": "operation"}]


def hold(compiled: CompiledEngine, nodes: Any, leaves: dict[str, float]) -> None:
    (found,) = compiled.run(nodes, leaves, wanted="all")
    expected = compiled.interpret(nodes, leaves)
    for one, other in ((found.values, expected.values), (found.gradients, expected.gradients)):
        assert all(map(same, one, other)), leaves
    assert math.isnan(found.values[-1])


@pytest.mark.parametrize("op", OPS)
def test_an_operation_of_no_number_is_none(compiled: CompiledEngine, op: str) -> None:
    sample = OPERANDS[op][0]
    for place in range(len(sample)):
        operands = [*sample[:place], math.nan, *sample[place + 1 :]]
        hold(compiled, alone(op, len(sample)), {f"a{k}": operand for k, operand in enumerate(operands)})


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_layer_of_no_number_is_none(compiled: CompiledEngine, python: Engine, activation: str) -> None:
    layers = (
        Layer(activation, ((0.5, -0.3), (0.2, 0.8)), (0.1, 0.2)),
        Layer("sigmoid", ((0.7, -0.4),), (0.1,)),
    )
    nodes, leaves = python.build(Example((0.3, 0.4), (1.0,), layers, "bce"))
    for name in ("x1", "w12", "b2", "w31"):
        hold(compiled, nodes, {**leaves, name: math.nan})
