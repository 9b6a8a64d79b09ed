"""A file whose subject is a network of layers -> its record."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.config.classes import with_shares
from generator.config.features import FEATURES, with_features
from generator.config.fit import (
    LAYOUTS,
    check_columns,
    check_joint,
    check_loss,
    check_set,
    check_shapes,
    check_sizes,
    check_target,
)
from generator.config.head import HEAD
from generator.config.names import names_of, with_names
from generator.config.ranges import INPUT_RANGE, PARAMETER_RANGE, RANGES, TARGET_RANGE, reach
from generator.config.readers import Key, an_operation, list_of, one_of, some_numbers, table_of
from generator.config.records import NetworkFile
from generator.config.samples import one_or_more, rows_of, samples_of, with_samples
from generator.config.training import TRAINING, fixed_names
from generator.engine.network import Layer, Network, build_graph
from generator.engine.operations.table import OPS
from generator.toml_file import Place


def _biases(place: Place) -> tuple[float, ...]:
    """One a neuron; none where a layer does without."""
    return () if place.value is False else some_numbers(place)


_LAYER = {
    "activation": Key(an_operation("activation"), "the name of an activation"),
    "weights": Key(list_of(some_numbers, "a list of rows"), "one row of numbers a neuron"),
    "biases": Key(_biases, "a list of numbers, one a neuron"),
}


_NETWORK = {
    **HEAD,
    "loss": Key(an_operation("loss"), "the name of a loss"),
    "reduction": Key(one_of(("mean", "sum")), "what becomes of the terms of several outputs", required=False),
    "layout": Key(one_of(LAYOUTS), "how weights are typed", required=False),
    "features": FEATURES,
    "inputs": Key(one_or_more("a row of numbers for each sample"), "a list of numbers"),
    "target": Key(one_or_more("a row of numbers for each sample"), "a list of numbers, one an output"),
    "names": Key(names_of, "a table of names", required=False),
    "ranges": Key(table_of(RANGES), "a table", required=False),
    "training": Key(table_of(TRAINING), "a table", required=False),
    "layers": Key(list_of(table_of(_LAYER), "one [[layers]] or more"), "one [[layers]] or more"),
}


def read_layers(path: Path, root: Place) -> NetworkFile:
    """The record, its samples in the file or in a table that it names."""
    root = with_shares(with_samples(path, root))
    found = table_of(_NETWORK)(root)
    features = found.get("features")
    root, columns = with_features(root, features)
    if features:
        found["inputs"] = one_or_more("")(root.at("inputs"))
    by_column = found.get("layout") == "in_out"
    if by_column:
        check_columns(found["layers"], root)
    layers = tuple(
        _layer(layer, tuple(zip(*layer["weights"], strict=True)) if by_column else layer["weights"])
        for layer in found["layers"]
    )
    network = Network(layers=layers, loss=found["loss"], features=features)
    samples = tuple(
        replace(sample, columns=given)
        for sample, given in zip(samples_of(found["inputs"], found["target"], root), columns, strict=True)
    )
    placed = [*zip(samples, rows_of(root.at("inputs")), rows_of(root.at("target")), strict=True)]
    if not by_column:
        check_shapes(network, root)
    for sample, inputs, target in placed:
        check_sizes(network, sample, inputs, target)
    check_joint(network, root)
    check_loss(network, root)
    check_set(network, root)
    for sample, _, target in placed:
        check_target(network.loss, sample, target)
    network = replace(network, loss=_reduced(network.loss, found.get("reduction"), root))
    network = with_names(network, found.get("names", {}), root)
    parameters = [number for layer in layers for row in (*layer.weights, layer.biases) for number in row]
    limits = OPS[network.loss].targets.range
    stated = found.get("ranges", {})
    return NetworkFile(
        name=path.stem,
        title=found["title"],
        summary=found["summary"],
        article=found.get("article", ""),
        subject=network,
        samples=samples,
        input_range=reach(
            root, stated, "inputs", [x for sample in samples for x in sample.inputs], INPUT_RANGE
        ),
        parameter_range=reach(root, stated, "parameters", parameters, PARAMETER_RANGE),
        target_range=reach(
            root, stated, "target", [y for sample in samples for y in sample.target], TARGET_RANGE, limits
        ),
        learning_rate=found.get("learning_rate"),
        fixed=fixed_names(root, found, _parameters(network) if "fixed" in found else ()),
        training=found.get("training", {}),
    )


def _layer(found: Mapping[str, Any], weights: tuple[tuple[float, ...], ...]) -> Layer:
    return Layer(found["activation"], weights, found["biases"] or (0.0,) * len(weights))


def _reduced(loss: str, reduction: str | None, root: Place) -> str:
    """The loss with its terms reduced as the file says."""
    if reduction is None or reduction == OPS[loss].reduction:
        return loss
    if f"{loss}_{reduction}" not in OPS:
        place = root.at("reduction")
        raise place.error(place.described(), f"{OPS[loss].reduction}, because the loss is {loss}")
    return f"{loss}_{reduction}"


def _parameters(network: Network) -> list[str]:
    return [node.name for node in build_graph(network).nodes if node.role in ("weight", "bias")]
