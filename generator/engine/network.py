"""Layers of neurons -> a graph in which every value of the network is a node."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.engine.graph import LEAF, Graph, Node


@dataclass(frozen=True, slots=True)
class Layer:
    """Neurons that read the same sources. `weights` has one row a neuron and one column a source."""

    activation: str
    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Layers from the inputs to the outputs, the loss at their end, and one sample: inputs and target."""

    inputs: tuple[float, ...]
    target: tuple[float, ...]
    layers: tuple[Layer, ...]
    loss: str


def build_graph(network: Network) -> Graph:
    """The network's graph: inputs, targets, then neuron by neuron its weights, bias, pre-activation and activation; last
    the loss.

    Neurons are numbered through the network. A weighted sum's parents are w₁, s₁, w₂, s₂, …, b.
    """
    nodes: list[Node] = []

    def add(node: Node) -> int:
        nodes.append(node)
        return len(nodes) - 1

    sources = [
        add(Node(f"x{i}", ("x", str(i)), "input", LEAF)) for i in range(1, len(network.inputs) + 1)
    ]
    targets = [
        add(Node(f"y{i}", ("y", i), "target", LEAF)) for i in _output_numbers(len(network.target))
    ]
    neuron = 0
    for depth, layer in enumerate(network.layers, start=1):
        outputs = []
        names = list(_activation_names(layer, neuron, depth == len(network.layers)))
        for name, symbol, role in names:
            neuron += 1
            parents: list[int] = []
            for k, source in enumerate(sources, start=1):
                subscript = (f"{neuron}{k}", f"{neuron}{k}")
                if max(neuron, k) > 9:
                    subscript = (f"{neuron}_{k}", f"{neuron},{k}")
                parents.append(add(Node(f"w{subscript[0]}", ("w", subscript[1]), "weight", LEAF, (), neuron)))
                parents.append(source)
            parents.append(add(Node(f"b{neuron}", ("b", str(neuron)), "bias", LEAF, (), neuron)))
            z = add(
                Node(
                    f"z{neuron}", ("z", str(neuron)), "pre_activation", "weighted_sum", tuple(parents), neuron
                )
            )
            outputs.append(add(Node(name, symbol, role, layer.activation, (z,), neuron)))
        sources = outputs
    add(Node("L", ("L", ""), "loss", network.loss, (*sources, *targets)))
    return Graph(tuple(nodes))


def leaf_values(network: Network) -> dict[str, float]:
    """The number of every leaf of the network's graph, by name."""
    parameters = [
        number
        for layer in network.layers
        for row, bias in zip(layer.weights, layer.biases, strict=True)
        for number in (*row, bias)
    ]
    numbers = iter((*network.inputs, *network.target, *parameters))
    return {node.name: float(next(numbers)) for node in build_graph(network).nodes if node.op == LEAF}


def _output_numbers(count: int) -> list[str]:
    """A single output needs no number."""
    return [""] if count == 1 else [str(i) for i in range(1, count + 1)]


def _activation_names(
    layer: Layer, before: int, last: bool
) -> Iterator[tuple[str, tuple[str, str], str]]:
    """Name, symbol and role of what each neuron of a layer puts out; `before` neurons come before the layer."""
    if last:
        for i in _output_numbers(len(layer.biases)):
            yield f"yhat{i}", ("ŷ", i), "output"
    else:
        for i in range(before + 1, before + len(layer.biases) + 1):
            yield f"h{i}", ("h", str(i)), "hidden"
