"""The shared cases, as data: every file in tests/cases/networks and tests/cases/graphs is one.

`about` says what it shows, with the calculation where numbers are worked out by hand. `values` and `gradients` hold
those, by the name of the node: exact but for rounding, or to as many `decimals` as are stated.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.engine.network import Layer
from tests.engine.engines import Answer, Engine, Leaves, Nodes
from tests.example import Example

FOLDER = Path(__file__).resolve().parent.parent / "cases"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One file. `network` is None where the case is a graph, whose `nodes` and `leaves` it states itself."""

    name: str
    network: Example | None
    nodes: Nodes
    leaves: Leaves
    values: Mapping[str, float]
    gradients: Mapping[str, float]
    decimals: int | None

    def build(self, engine: Engine) -> tuple[Nodes, Leaves]:
        """The nodes and leaves; of a network, as this engine makes them."""
        return (self.nodes, self.leaves) if self.network is None else engine.build(self.network)

    def mistakes(self, answer: Answer) -> list[str]:
        """A line for every number that is not what the case says."""
        stated = [("value of", self.values, answer.values), ("gradient of", self.gradients, answer.gradients)]
        return [
            f"{what} {name}: {found[name]!r} instead of {expected[name]!r}"
            for what, expected, found in stated
            for name in expected
            if not self._is(found[name], expected[name])
        ]

    def _is(self, found: float, expected: float) -> bool:
        if self.decimals is not None:
            return abs(found - expected) <= 0.5 * math.pow(10, -self.decimals)
        return math.isclose(found, expected, rel_tol=1e-12)


def read_case(path: Path) -> Case:
    """One case from its file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    stated = data.keys() - {"about", "network", "nodes", "leaves", "values", "gradients", "decimals"}
    assert not stated, f"{path.name}: {stated} is not known"
    return Case(
        name=path.stem,
        network=_network(data["network"]) if "network" in data else None,
        nodes=_nodes(data.get("nodes", [])),
        leaves=data.get("leaves", {}),
        # JSON has no infinity, so there it is a text.
        values={name: float(number) for name, number in data.get("values", {}).items()},
        gradients={name: float(number) for name, number in data.get("gradients", {}).items()},
        decimals=data.get("decimals"),
    )


def _network(data: Mapping[str, Any]) -> Example:
    layers = tuple(
        Layer(layer["activation"], tuple(map(tuple, layer["weights"])), tuple(layer["biases"]))
        for layer in data["layers"]
    )
    inputs, target = tuple(data["inputs"]), tuple(data["target"])
    return Example(inputs, target, layers, data["loss"], data.get("names", {}))


def _nodes(data: list[dict[str, Any]]) -> Nodes:
    index = {node["name"]: i for i, node in enumerate(data)}
    return [
        {
            "name": node["name"],
            "symbol": [node["name"], ""],
            "role": "operation" if "op" in node else "input",
            "op": node.get("op", "leaf"),
            "parents": [index[parent] for parent in node.get("parents", [])],
            "neuron": None,
        }
        for node in data
    ]


CASES = [read_case(path) for path in sorted(FOLDER.glob("*/*.json"))]
