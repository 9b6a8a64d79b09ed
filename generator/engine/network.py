"""Networks of layers, and the graph of one: names and order follow the original lesson."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from generator.engine.features import feature_symbol
from generator.engine.graph import LEAF, Graph, Node, Role, create_graph
from generator.engine.operations.table import OPS
from generator.engine.sample import Batch, Sample, inputs_of, targets_of
from generator.engine.symbols import symbol_of

PARAMETERS: tuple[Role, ...] = ("weight", "bias")


@dataclass(frozen=True, slots=True)
class Layer:
    """Neurons that share their sources: `weights` has one row a neuron and one column a source."""

    activation: str
    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Layers, of which the last one is the output layer, with their parameters, and the loss: no sample is in it.

    `features` are what it reads of a sample's columns (see features.py); None where it reads these as they are.
    `names` are names of one's own, by those that the quantities have otherwise. Weights that have the same name are one
    weight, and so are biases: it is read in several places, and its gradient is the sum over them.
    """

    layers: tuple[Layer, ...]
    loss: str
    features: tuple[str, ...] | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def inputs(self) -> int:
        """How many numbers it reads."""
        return len(self.layers[0].weights[0])

    @property
    def outputs(self) -> int:
        """How many numbers it gives, and so how many targets a sample of it has."""
        return len(self.layers[-1].weights)


def build_graph(network: Network) -> Graph:
    """The graph of a network, neuron by neuron.

    Its nodes are the inputs, the targets, then layer by layer and neuron by neuron the weights, the bias, the
    pre-activation and the activation, and last the loss; where the activation is joint, the activations of the layer
    follow all its pre-activations. Neurons are numbered through the whole network. A parameter of several places stands
    at the first.

    Raises ValueError for an operation that is not in the table, and for a name of two that are not one parameter.
    """
    nodes: list[Node] = []
    parameters: dict[tuple[str, Role], int] = {}

    def add(node: Node) -> int:
        own = network.names.get(node.name)
        if own is not None:
            node = replace(node, name=own, symbol=symbol_of(own))
        if node.role in PARAMETERS:
            same = parameters.setdefault((node.name, node.role), len(nodes))
            if same < len(nodes):
                return same
        nodes.append(node)
        return len(nodes) - 1

    def add_activation(depth: int, k_th: str, parents: tuple[int, ...]) -> int:
        """That of the neuron whose pre-activation is the first of `parents`."""
        op, neuron = network.layers[depth].activation, nodes[parents[0]].neuron
        if depth < len(network.layers) - 1:
            return add(Node(f"h{neuron}", ("h", f"{neuron}"), "hidden", op, parents, neuron))
        return add(Node(f"yhat{k_th}", ("ŷ", k_th), "output", op, parents, neuron))

    features = network.features or [f"x{k}" for k in range(1, network.inputs + 1)]
    sources = [
        add(Node(f"x{k}", feature_symbol(feature), "input", LEAF))
        for k, feature in enumerate(features, start=1)
    ]
    targets = [add(Node(f"y{k}", ("y", k), "target", LEAF)) for k in _output_numbers(network.outputs)]
    neuron = 0
    for depth, layer in enumerate(network.layers):
        joint = layer.activation in OPS and OPS[layer.activation].joint
        numbers = _output_numbers(len(layer.biases))
        pre_activations: list[int] = []
        activations: list[int] = []
        for k_th in numbers:
            neuron += 1
            parents = []
            for k, source in enumerate(sources, start=1):
                name, subscript = _weight_index(neuron, k)
                parents += [add(Node(f"w{name}", ("w", subscript), "weight", LEAF, (), neuron)), source]
            parents.append(add(Node(f"b{neuron}", ("b", f"{neuron}"), "bias", LEAF, (), neuron)))
            symbol = ("z", f"{neuron}")
            z = add(Node(f"z{neuron}", symbol, "pre_activation", "weighted_sum", tuple(parents), neuron))
            pre_activations.append(z)
            if not joint:
                activations.append(add_activation(depth, k_th, (z,)))
        if joint:
            for k_th, z in zip(numbers, pre_activations, strict=True):
                others = [other for other in pre_activations if other != z]
                activations.append(add_activation(depth, k_th, (z, *others)))
        sources = activations
    add(Node("L", ("L", ""), "loss", network.loss, (*sources, *targets)))
    return create_graph(nodes)


def leaf_values(network: Network, sample: Sample) -> dict[str, float]:
    """The number of every leaf, by the names that `build_graph` gives them, in the graph's order.

    Raises ValueError where there are more or fewer numbers than leaves.
    """
    _check_targets(network, len(sample.target))
    return dict(
        zip(_leaf_names(network), [*sample.inputs, *sample.target, *parameters_of(network)], strict=True)
    )


def batch_leaves(network: Network, batch: Batch) -> dict[str, float | NDArray[np.float64]]:
    """The same for several samples at once: of every input and target an array over the batch.

    Raises ValueError likewise.
    """
    targets = targets_of(batch).T
    _check_targets(network, len(targets))
    columns: Sequence[float | NDArray[np.float64]] = [*inputs_of(batch).T, *targets]
    return dict(zip(_leaf_names(network), [*columns, *parameters_of(network)], strict=True))


def _check_targets(network: Network, targets: int) -> None:
    """An input too few and a target too many would be as many leaves."""
    if targets != network.outputs:
        raise ValueError(f"{network.outputs} outputs for {targets} targets")


def _leaf_names(network: Network) -> list[str]:
    """The leaf of every place; one that has several comes several times."""
    places = [node.name for node in build_graph(replace(network, names={})).nodes if node.op == LEAF]
    return [network.names.get(place, place) for place in places]


def parameters_of(network: Network) -> list[float]:
    """The number at every place of a parameter: neuron by neuron, its weights and its bias."""
    return [
        number
        for layer in network.layers
        for row, bias in zip(layer.weights, layer.biases, strict=True)
        for number in (*row, bias)
    ]


def _output_numbers(count: int) -> list[str]:
    """A single output needs no number."""
    return [""] if count == 1 else [str(k) for k in range(1, count + 1)]


def _weight_index(neuron: int, source: int) -> tuple[str, str]:
    """The index of a weight in its name and in its symbol: 31 and 31, but 12_3 and 12,3, lest they run together."""
    if neuron < 10 and source < 10:
        return f"{neuron}{source}", f"{neuron}{source}"
    return f"{neuron}_{source}", f"{neuron},{source}"
