"""OPTIMIZERS: by name, how a gradient becomes a move. PyTorch's conventions."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.engine.optimizers.adaptive import ADAGRAD, ADAM, ADAM_UNCORRECTED, ADAMW, RMSPROP
from generator.engine.optimizers.descent import GRADIENT_DESCENT, MOMENTUM, NESTEROV
from generator.engine.optimizers.entry import Optimizer

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {
        "gradient_descent": GRADIENT_DESCENT,
        "momentum": MOMENTUM,
        "nesterov": NESTEROV,
        "adagrad": ADAGRAD,
        "rmsprop": RMSPROP,
        "adam": ADAM,
        "adam_uncorrected": ADAM_UNCORRECTED,
        "adamw": ADAMW,
    }
)
