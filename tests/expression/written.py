"""What a written formula comes to when its numbers are put in: the plain data of lesson/formula.js, evaluated."""

import math
import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

CALLS: Mapping[str, Callable[..., float]] = {
    "ln": math.log, "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "sqrt": math.sqrt, "abs": abs,
    "min": min, "max": max, "stop": lambda a: a,
    "σ": lambda z: 1 / (1 + math.exp(-z)),
    "erf": math.erf,
}  # fmt: skip
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, ">": operator.gt, "≤": operator.le, "≥": operator.ge, "=": operator.eq,
}  # fmt: skip


def evaluated(formula: Mapping[str, Any]) -> float:
    """The number that a formula stands for. Raises KeyError for a part that is not known."""
    return _RULES[formula["type"]](formula)


def _cases(formula: Mapping[str, Any]) -> float:
    (value,) = [row["value"] for row in formula["rows"] if _is_true(row["when"])]
    return evaluated(value)


def _is_true(comparison: Mapping[str, Any]) -> bool:
    return COMPARISONS[comparison["sign"]](evaluated(comparison["left"]), evaluated(comparison["right"]))


_RULES: Mapping[str, Callable[[Mapping[str, Any]], float]] = {
    "result": lambda part: part["number"],
    "value": lambda part: part["number"],
    "gradient_value": lambda part: part["number"],
    "part": lambda part: evaluated(part["item"]),
    "number": lambda part: part["number"],
    "letter": lambda part: {"e": math.e, "π": math.pi}[part["text"]],
    "sum": lambda part: sum(map(evaluated, part["terms"])),
    "minus": lambda part: evaluated(part["left"]) - evaluated(part["right"]),
    "product": lambda part: reduce(operator.mul, map(evaluated, part["factors"])),
    "negative": lambda part: -evaluated(part["item"]),
    "fraction": lambda part: evaluated(part["top"]) / evaluated(part["bottom"]),
    "power": lambda part: evaluated(part["base"]) ** evaluated(part["exponent"]),
    "call": lambda part: CALLS[part["name"]](*map(evaluated, part["arguments_"])),
    "group": lambda part: evaluated(part["item"]),
    "cases": _cases,
}
