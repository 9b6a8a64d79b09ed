"""Checks of what fits what: a network, its samples and the top of its file -> nothing, or a ContentError."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.config.readers import counted, written
from generator.config.samples import rows_of
from generator.engine.data import DATA_SETS
from generator.engine.features import columns_for
from generator.engine.network import Network
from generator.engine.operations.table import OPS
from generator.engine.sample import Sample
from generator.engine.targets import target_fault
from generator.errors import choices
from generator.toml_file import Place

LAYOUTS = ("out_in", "in_out")
"""How a file may type weights: a row a neuron, as in W·x, or a column a neuron, as in x·W."""


def check_columns(layers: Sequence[Mapping[str, Any]], root: Place) -> None:
    """Of weights that are typed for x·W: a row a source, a column a neuron."""
    first = rows_of(root.at("inputs"))[0].value
    sources, why = len(first), f"there {counted(len(first), 'input', 'is', 'are')}"
    for position, layer in enumerate(layers):
        here = root.at("layers").at(position)
        rows, neurons = layer["weights"], len(layer["weights"][0])
        if len(rows) != sources:
            raise here.at("weights").error(
                counted(len(rows), "row"), f"{sources}, one a source, because {why}"
            )
        for row, place in zip(rows, here.at("weights").items(), strict=True):
            if len(row) != neurons:
                raise place.error(counted(len(row), "number"), f"{neurons}, as many as the row above")
        if layer["biases"] and len(layer["biases"]) != neurons:
            found = counted(len(layer["biases"]), "number")
            raise here.at("biases").error(found, f"{neurons}, one for each column of 'weights'")
        sources, why = neurons, f"layer {position + 1} has {counted(neurons, 'neuron')}"


def check_shapes(network: Network, root: Place) -> None:
    """Of weights that are typed for W·x: a row a neuron, a column a source."""
    first = rows_of(root.at("inputs"))[0].value
    sources, why = len(first), f"there {counted(len(first), 'input', 'is', 'are')}"
    for position, layer in enumerate(network.layers):
        here = root.at("layers").at(position)
        for row, place in zip(layer.weights, here.at("weights").items(), strict=True):
            if len(row) != sources:
                raise place.error(counted(len(row), "number"), f"{sources}, because {why}")
        neurons = len(layer.weights)
        if len(layer.biases) != neurons:
            found = counted(len(layer.biases), "number")
            raise here.at("biases").error(found, f"{neurons}, one for each row of 'weights'")
        sources, why = neurons, f"layer {position + 1} has {counted(neurons, 'neuron')}"


def check_joint(network: Network, root: Place) -> None:
    """Of an activation that takes the whole layer: it is last, chooses between several, and has its loss."""
    last = len(network.layers) - 1
    for position, layer in enumerate(network.layers):
        name, operation = layer.activation, OPS[layer.activation]
        place = root.at("layers").at(position)
        if operation.joint and position != last:
            raise place.at("activation").error(f"{name} in layer {position + 1}", "it in the last layer only")
        if operation.joint and len(layer.biases) < 2:
            raise place.at("biases").error("1 neuron", f"two or more, because {name} chooses between them")
        fitting = [key for key, loss in OPS.items() if loss.canonical and loss.canonical.activation == name]
        if operation.joint and network.loss not in fitting:
            raise root.at("loss").error(
                f"{network.loss} with {name} in the last layer", f"{choices('', fitting)}, which {name} fits"
            )


def check_loss(network: Network, root: Place) -> None:
    """Of a loss that fits certain activations only."""
    last, fitting = network.layers[-1].activation, OPS[network.loss].requires
    if fitting is not None and last not in fitting:
        found = f"{network.loss} with {last} in the last layer"
        raise root.at("loss").error(found, f"{choices('', fitting)} there, which is what {network.loss} fits")


def check_sizes(network: Network, sample: Sample, inputs: Place, target: Place) -> None:
    """Of a sample: as many inputs and targets as the network has."""
    if len(sample.inputs) != network.inputs:
        raise inputs.error(
            counted(len(sample.inputs), "number"), f"{network.inputs}, as many as the sample before"
        )
    if len(sample.target) != network.outputs:
        last = f"layer {len(network.layers)}, the last, has {counted(network.outputs, 'neuron')}"
        raise target.error(counted(len(sample.target), "number"), f"{network.outputs}, because {last}")


def check_target(loss: str, sample: Sample, target: Place) -> None:
    """Of a target: what the loss takes."""
    rule = OPS[loss].targets
    fault = target_fault(rule, sample.target)
    if fault is None:
        return
    because = f"because the loss is {loss}"
    if fault.index is None:
        found = f"{written(sample.target)}, which add up to {fault.found:g}"
        raise target.error(found, f"probabilities that add up to {rule.total:g}, {because}")
    place = target.at(fault.index)
    assert rule.range is not None, "every number in a file is finite"
    raise place.error(place.described(), f"one from {rule.range[0]:g} to {rule.range[1]:g}, {because}")


def check_set(network: Network, root: Place) -> None:
    """Of the set that is learned from: its samples have what the network reads, and their labels are its targets."""
    name = root.value.get("training", {}).get("data")
    if name is None:
        return
    place, data = root.at("training").at("data"), DATA_SETS[name]
    numbers = counted(data.inputs, "number")
    if network.features and data.inputs < columns_for(network.features):
        least = columns_for(network.features)
        raise place.error(
            f"'{name}', samples of {numbers}", f"{least} at least, because a feature reads x{least}"
        )
    if not network.features and data.inputs != network.inputs:
        raise place.error(
            f"'{name}', samples of {numbers}", f"{network.inputs}, as many as the network has inputs"
        )
    classes = max(network.outputs, 2)
    if data.classes and classes not in data.classes:
        counts = choices("", [str(count) for count in data.classes])
        raise place.error(
            f"'{name}', which has {counts} classes", f"{classes}, as the network's outputs tell apart"
        )
    if not data.classes and (network.outputs > 1 or OPS[network.loss].targets.range is not None):
        raise place.error(
            f"'{name}', whose labels are any numbers", f"classes, because the loss is {network.loss}"
        )
