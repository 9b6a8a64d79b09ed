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
