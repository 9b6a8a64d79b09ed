"""The tool "nudge" in V8, and what NumPy says of the same loss."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generator.engine.expression import parse_expression
from generator.engine.graph import Graph, backward, forward
from generator.script import Script
from tests.bundled import bundled
from tests.example import Example


@dataclass(frozen=True, slots=True)
class Loss:
    """A graph with its leaves: what is nudged."""

    graph: Graph
    leaves: Mapping[str, float]

    def at(self, **moved: float) -> float:
        """NumPy's value of the last node, with these leaves moved."""
        return float(forward(self.graph, {**self.leaves, **moved})[-1])

    def gradients(self) -> dict[str, float]:
        """NumPy's gradient of every node."""
        found = backward(self.graph, forward(self.graph, self.leaves))
        return {node.name: float(slope) for node, slope in zip(self.graph.nodes, found, strict=True)}

    def values(self) -> dict[str, float]:
        """NumPy's value of every node."""
        found = forward(self.graph, self.leaves)
        return {node.name: float(value) for node, value in zip(self.graph.nodes, found, strict=True)}

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """In plain data, as JavaScript understands it."""
        return [asdict(node) for node in self.graph.nodes]


def formula(text: str, **leaves: float) -> Loss:
    read = parse_expression(text)
    return Loss(read.graph, {**read.constants, **leaves})


def of_network(network: Example) -> Loss:
    return Loss(network.graph, network.leaves)


class Nudging:
    """What the page computes for the tool."""

    def __init__(self) -> None:
        self._script = Script(bundled("tests/nudge/entry.js"))

    def nudged(self, loss: Loss, name: str, width: float) -> dict[str, Any]:
        found: dict[str, Any] = self._script.call("nudged", loss.nodes, dict(loss.leaves), name, width)
        return found

    def checked(self, loss: Loss, **wrong: float) -> dict[str, dict[str, Any]]:
        """By the name of the leaf."""
        rows = self._script.call("checked", loss.nodes, dict(loss.leaves), wrong)
        return {row.pop("name"): row for row in rows}

    def curves(self, loss: Loss, **reaches: tuple[float, float]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._script.call("curves", loss.nodes, dict(loss.leaves), reaches)
        return found

    def chosen(self, loss: Loss, name: str) -> str:
        chosen: str = self._script.call("chosen", loss.nodes, name)
        return chosen

    def read(self, loss: Loss, *pairs: tuple[str, str]) -> dict[str, Any] | None:
        """What an address chooses; None where it is refused."""
        choices: dict[str, Any] | None = self._script.call("read", loss.nodes, pairs)
        return choices

    def apart(self, *numbers: float) -> list[str]:
        texts: list[str] = self._script.call("apart", numbers)
        return texts

    def powers(self, *exponents: float) -> list[str]:
        texts: list[str] = self._script.call("powers", exponents)
        return texts


def verdicts(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Sequence[str]]:
    """The names by verdict."""
    return {
        verdict: [name for name, row in rows.items() if row["verdict"] == verdict]
        for verdict in {row["verdict"] for row in rows.values()}
    }
