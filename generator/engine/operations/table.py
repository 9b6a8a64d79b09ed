"""The table of operations: all entries, by name. Who asks anything about an operation asks here."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.engine.operations.activations import ACTIVATIONS
from generator.engine.operations.arithmetic import ARITHMETIC
from generator.engine.operations.categorical import CATEGORICAL
from generator.engine.operations.functions import FUNCTIONS
from generator.engine.operations.losses import LOSSES
from generator.engine.operations.operation import Operation

OPS: Mapping[str, Operation] = MappingProxyType(
    {**ARITHMETIC, **FUNCTIONS, **ACTIVATIONS, **LOSSES, **CATEGORICAL}
)


def plain_operations(kind: str) -> list[str]:
    """Those of a kind that a file may name: a loss under the one name that it has however its terms are reduced."""
    return [op for op, operation in OPS.items() if operation.kind == kind and operation.base is None]
