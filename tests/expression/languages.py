"""Formulas in the two languages behind one face, so that a test can ask both the same."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

import numpy as np

from generator.engine import expression as expression_module
from generator.engine.graph import Graph, backward, forward, local_derivatives
from generator.engine.operations.table import OPS
from generator.script import Script
from tests.bundled import bundled
from tests.engine.agreement import agree, rounding_scales
from tests.engine.engines import Answer, Leaves
from tests.example import Example

BUNDLE = "tests/expression/entry.js"
"""What the tests ask of the JavaScript side."""

Record = dict[str, Any]
"""A formula that was read, or the fault in it, in plain data."""


class Language(Protocol):
    """What the tests ask of an engine."""

    def read(self, text: str) -> Record: ...
    def run(self, text: str, leaves: Leaves) -> Answer: ...
    def run_network(self, network: Example) -> Answer: ...
    def apply(self, op: str, operands: Sequence[float]) -> list[float]: ...


class PythonLanguage:
    """The NumPy engine, with its own table and its own reader of formulas where a test says so."""

    def __init__(self, operations: Mapping[str, Any] = OPS, reader: Any = expression_module) -> None:
        self._operations = operations
        self._reader = reader

    def read(self, text: str) -> Record:
        try:
            expression = self._reader.parse_expression(text)
        except self._reader.ExpressionError as error:
            fields = ("code", "line", "column", "found", "expected")
            return {"fault": {field: getattr(error, field) for field in fields}}
        return {
            "nodes": plain_nodes(expression.graph),
            "names": list(expression.names),
            "constants": dict(expression.constants),
            "lines": [asdict(line) for line in expression.lines],
        }

    def run(self, text: str, leaves: Leaves) -> Answer:
        expression = self._reader.parse_expression(text)
        return _answer(expression.graph, {**expression.constants, **leaves})

    def run_network(self, network: Example) -> Answer:
        return _answer(network.graph, network.leaves)

    @np.errstate(all="ignore")
    def apply(self, op: str, operands: Sequence[float]) -> list[float]:
        """Value and local derivatives; of a loss's canonical form, where the name ends so."""
        arrays = [np.asarray(operand, dtype=np.float64) for operand in operands]
        name, _, canonical = op.partition(" of ")
        rule = self._operations[name].canonical if canonical else self._operations[name]
        value = rule.forward(arrays)
        return [float(value), *map(float, rule.local_derivatives(arrays, value))]


class JavaScriptLanguage:
    """The JavaScript engine in V8; with its text changed where a test says how."""

    def __init__(self, change: Callable[[str], str] = str) -> None:
        self._script = Script(change(bundled(BUNDLE)))

    def call(self, function: str, *arguments: Any) -> Any:
        return self._script.call(function, *arguments)

    def read(self, text: str) -> Record:
        record: Record = self.call("readFormula", text)
        return record

    def run(self, text: str, leaves: Leaves) -> Answer:
        return self._answer(self.call("runFormula", text, leaves))

    def run_network(self, network: Example) -> Answer:
        return self._answer(self.call("runNetwork", asdict(network)))

    def apply(self, op: str, operands: Sequence[float]) -> list[float]:
        return [*map(float, self.call("applyOperation", op, operands))]

    @staticmethod
    def _answer(answer: Record) -> Answer:
        names = [node["name"] for node in answer["nodes"]]
        return Answer(
            values=dict(zip(names, map(float, answer["values"]), strict=True)),
            gradients=dict(zip(names, map(float, answer["gradients"]), strict=True)),
            locals={name: [*map(float, each)] for name, each in zip(names, answer["locals"], strict=True)},
        )


def plain_nodes(graph: Graph) -> list[dict[str, Any]]:
    """Nodes as both languages understand them."""
    return [
        {**asdict(node), "symbol": list(node.symbol), "parents": list(node.parents)} for node in graph.nodes
    ]


def _answer(graph: Graph, leaves: Leaves) -> Answer:
    values = forward(graph, leaves)
    names = [node.name for node in graph.nodes]
    return Answer(
        values=dict(zip(names, map(float, values), strict=True)),
        gradients=dict(zip(names, map(float, backward(graph, values)), strict=True)),
        locals={name: [*map(float, local_derivatives(graph, values, i))] for i, name in enumerate(names)},
    )


def same(one: float, other: float, scale: float = 1.0) -> bool:
    """Whether two numbers are equal but for rounding; what is undefined in one has to be so in the other."""
    return agree(one, other, scale) or (math.isnan(one) and math.isnan(other))


def differences(found: Answer, expected: Answer, scales: Answer) -> list[str]:
    """A line for every value, gradient and local derivative that is another; none if all is well."""
    lines = []
    for what in ("values", "gradients"):
        one, other, scale = (getattr(answer, what) for answer in (found, expected, scales))
        lines += _differences(what, one, other, scale)
    for name, locals_ in expected.locals.items():
        one, other, scale = (dict(enumerate(answer.locals[name])) for answer in (found, expected, scales))
        assert len(one) == len(locals_), name
        lines += _differences(f"{name} by parent", one, other, scale)
    return lines


def _differences(
    what: str, found: Mapping[Any, float], expected: Mapping[Any, float], scales: Mapping[Any, float]
) -> list[str]:
    return [
        f"{what} {key}: {found[key]!r} instead of {expected[key]!r} (scale {scales[key]:.1e})"
        for key in expected
        if not same(found[key], expected[key], scales[key])
    ]


def scales_of(record: Record, leaves: Leaves) -> Answer:
    """How far rounding may carry each number of a formula."""
    return rounding_scales(record["nodes"], {**record["constants"], **leaves})
