"""The two engines behind one face, so that a test can ask both the same; also engines with a changed source."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, Protocol

from generator.script import Script
from tests.bundled import bundled
from tests.example import Example

MODULES = ("graph", "network", "check")
BUNDLE = "tests/engine/entry.js"
"""What the tests ask of the JavaScript engine."""

Nodes = Sequence[Mapping[str, Any]]
"""The fields of `Node`, in plain data: what both languages understand."""

Leaves = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """All numbers of one pass, by the name of the node."""

    values: dict[str, float]
    gradients: dict[str, float]
    locals: dict[str, list[float]]


class Engine(Protocol):
    """What the tests ask of an engine."""

    def build(self, network: Example) -> tuple[Nodes, Leaves]: ...
    def structure(self, nodes: Nodes) -> dict[str, Any]: ...
    def run(self, nodes: Nodes, leaves: Leaves) -> Answer: ...
    def finite_differences(self, nodes: Nodes, leaves: Leaves, step: float) -> dict[str, float]: ...
    def largest_difference(self, a: Sequence[float], b: Sequence[float]) -> float: ...


class PythonEngine:
    """The NumPy engine: its modules, by name."""

    def __init__(self, modules: Mapping[str, Any]) -> None:
        self.modules = modules

    def _graph(self, nodes: Nodes) -> Any:
        graph = self.modules["graph"]
        return graph.create_graph(
            graph.Node(**{**node, "symbol": tuple(node["symbol"]), "parents": tuple(node["parents"])})
            for node in nodes
        )

    def build(self, network: Example) -> tuple[Nodes, Leaves]:
        graph = self.modules["network"].build_graph(network.network)
        nodes = [
            {**asdict(node), "symbol": list(node.symbol), "parents": list(node.parents)}
            for node in graph.nodes
        ]
        return nodes, self.modules["network"].leaf_values(network.network, network.sample)

    def structure(self, nodes: Nodes) -> dict[str, Any]:
        graph = self._graph(nodes)
        lists = {
            field: [list(each) for each in getattr(graph, field)]
            for field in ("children", "sources", "receivers")
        }
        return {"index": dict(graph.index), **lists}

    def run(self, nodes: Nodes, leaves: Leaves) -> Answer:
        module, graph = self.modules["graph"], self._graph(nodes)
        values = module.forward(graph, leaves)
        gradients = module.backward(graph, values)
        names = [node["name"] for node in nodes]
        return Answer(
            values=dict(zip(names, map(float, values), strict=True)),
            gradients=dict(zip(names, map(float, gradients), strict=True)),
            locals={
                name: [float(local) for local in module.local_derivatives(graph, values, i)]
                for i, name in enumerate(names)
            },
        )

    def finite_differences(self, nodes: Nodes, leaves: Leaves, step: float) -> dict[str, float]:
        quotients: dict[str, float] = self.modules["check"].finite_differences(
            self._graph(nodes), leaves, step
        )
        return quotients

    def largest_difference(self, a: Sequence[float], b: Sequence[float]) -> float:
        return float(self.modules["check"].largest_difference(a, b))


class JavaScriptEngine:
    """The JavaScript engine in V8, made from one joined text."""

    def __init__(self, text: str) -> None:
        self._script = Script(text)

    def build(self, network: Example) -> tuple[Nodes, Leaves]:
        built = self._script.call("buildNetwork", asdict(network))
        return built["nodes"], built["leaves"]

    def structure(self, nodes: Nodes) -> dict[str, Any]:
        structure: dict[str, Any] = self._script.call("describeGraph", nodes)
        return structure

    def run(self, nodes: Nodes, leaves: Leaves) -> Answer:
        answer = self._script.call("runGraph", nodes, leaves)
        names = [node["name"] for node in nodes]
        return Answer(
            values=dict(zip(names, map(float, answer["values"]), strict=True)),
            gradients=dict(zip(names, map(float, answer["gradients"]), strict=True)),
            locals={name: [*map(float, each)] for name, each in zip(names, answer["locals"], strict=True)},
        )

    def finite_differences(self, nodes: Nodes, leaves: Leaves, step: float) -> dict[str, float]:
        quotients: dict[str, float] = self._script.call("differentiateNumerically", nodes, leaves, step)
        return quotients

    def largest_difference(self, a: Sequence[float], b: Sequence[float]) -> float:
        return float(self._script.call("measureDifference", a, b))


def shipped_python() -> PythonEngine:
    """The NumPy engine as it is imported by everybody else."""
    return PythonEngine({name: import_module(f"generator.engine.{name}") for name in MODULES})


def javascript_text() -> str:
    """The JavaScript engine as one text, with what the tests ask of it."""
    return bundled(BUNDLE)
