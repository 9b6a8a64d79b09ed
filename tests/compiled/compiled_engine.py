"""The compiled engine in V8, and what it must be equal to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.script import Script
from tests.bundled import bundled
from tests.engine.engines import Leaves, Nodes

Numbers = Sequence[float]


@dataclass(frozen=True, slots=True)
class Pass:
    """All numbers of one way forward and back, by the index of the node."""

    values: Numbers
    gradients: Numbers


class CompiledEngine:
    """engine/compiled, and graph.js beside it."""

    def __init__(self) -> None:
        self._script = Script(compiled_text())

    def interpret(self, nodes: Nodes, leaves: Leaves) -> Pass:
        """What graph.js says."""
        return _pass(self._script.call("interpret", nodes, leaves))

    def run(self, nodes: Nodes, *passes: Leaves, wanted: str = "parameters", times: int = 1) -> list[Pass]:
        """What one program says, pass after pass."""
        return [*map(_pass, self._script.call("runProgram", nodes, passes, wanted, times))]

    def program(self, nodes: Nodes, wanted: str = "parameters") -> dict[str, Any]:
        """The names of its steps, and the nodes of its leaves."""
        described: dict[str, Any] = self._script.call("describeProgram", nodes, wanted)
        return described

    def plan(self, nodes: Nodes, wanted: str = "parameters") -> dict[str, Any]:
        """Steps as layers.js finds them, and which nodes need gradients."""
        described: dict[str, Any] = self._script.call("describeSteps", nodes, wanted)
        return described

    def ask(self, nodes: Nodes, leaves: Leaves, name: str, points: Sequence[float]) -> dict[str, Any]:
        """The answers of pass.js, in the order of `askPass`."""
        answers: dict[str, Any] = self._script.call("askPass", nodes, leaves, name, points)
        return answers

    def batches(
        self,
        nodes: Nodes,
        leaves: Leaves,
        inputs: Sequence[Numbers],
        targets: Sequence[Numbers],
        sizes: Sequence[int],
    ) -> list[dict[str, Any]]:
        """Of one program for batches, over so many of the last samples: the sum of losses, and of slopes by name."""
        answers: list[dict[str, Any]] = self._script.call("runBatches", nodes, leaves, inputs, targets, sizes)
        return answers

    def complaint(self, nodes: Nodes, leaves: Leaves) -> str | None:
        """What is thrown at leaves that do not fit."""
        complaint: str | None = self._script.call("missingLeaf", nodes, leaves)
        return complaint


def compiled_text() -> str:
    """The compiled engine as one text, with what the tests ask of it."""
    return bundled("tests/compiled/entry.js")


def _pass(answer: Mapping[str, Numbers]) -> Pass:
    return Pass([*map(float, answer["values"])], [*map(float, answer["gradients"])])
