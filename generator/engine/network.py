"""Networks of layers, and the graph of one: names and order follow the original lesson."""

from dataclasses import dataclass

from generator.engine.graph import LEAF, Graph, Node, create_graph
from generator.engine.operations.table import OPS


@dataclass(frozen=True, slots=True)
class Layer:
    """Neurons that share their sources: `weights` has one row a neuron and one column a source."""

    activation: str
    weights: tuple[tuple[float, ...], ...]
    biases: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """One sample, the layers that it runs through (the last one is the output layer), and the loss."""

    inputs: tuple[float, ...]
    target: tuple[float, ...]
    layers: tuple[Layer, ...]
    loss: str


def build_graph(network: Network) -> Graph:
    """The graph of a network, neuron by neuron.

    Its nodes are the inputs, the targets, then layer by layer and neuron by neuron the weights, the bias, the
    pre-activation and the activation, and last the loss; where the activation is joint, the activations of the layer
    follow all its pre-activations. Neurons are numbered through the whole network.

    Raises ValueError for an operation that is not in the table, and for more or fewer outputs than targets.
    """
    nodes: list[Node] = []

    def add(node: Node) -> int:
        nodes.append(node)
        return len(nodes) - 1

    def add_activation(depth: int, k_th: str, parents: tuple[int, ...]) -> int:
        """That of the neuron whose pre-activation is the first of `parents`."""
        op, neuron = network.layers[depth].activation, nodes[parents[0]].neuron
        if depth < len(network.layers) - 1:
            return add(Node(f"h{neuron}", ("h", f"{neuron}"), "hidden", op, parents, neuron))
        return add(Node(f"yhat{k_th}", ("ŷ", k_th), "output", op, parents, neuron))

    sources = [add(Node(f"x{k}", ("x", f"{k}"), "input", LEAF)) for k in range(1, len(network.inputs) + 1)]
    targets = [add(Node(f"y{k}", ("y", k), "target", LEAF)) for k in _output_numbers(len(network.target))]
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
    if len(sources) != len(targets):
        raise ValueError(f"{len(sources)} outputs for {len(targets)} targets")
    add(Node("L", ("L", ""), "loss", network.loss, (*sources, *targets)))
    return create_graph(nodes)


def leaf_values(network: Network) -> dict[str, float]:
    """The number of every leaf, by the names that `build_graph` gives them, in the graph's order.

    Raises ValueError where there are more or fewer numbers than leaves.
    """
    names = [node.name for node in build_graph(network).nodes if node.op == LEAF]
    numbers = [*network.inputs, *network.target]
    for layer in network.layers:
        for row, bias in zip(layer.weights, layer.biases, strict=True):
            numbers += [*row, bias]
    return dict(zip(names, numbers, strict=True))


def _output_numbers(count: int) -> list[str]:
    """A single output needs no number."""
    return [""] if count == 1 else [str(k) for k in range(1, count + 1)]


def _weight_index(neuron: int, source: int) -> tuple[str, str]:
    """The index of a weight in its name and in its symbol: 31 and 31, but 12_3 and 12,3, lest they run together."""
    if neuron < 10 and source < 10:
        return f"{neuron}{source}", f"{neuron}{source}"
    return f"{neuron}_{source}", f"{neuron},{source}"
