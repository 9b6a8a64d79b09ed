"""What a file says of learning: how its network is trained, and what no step moves."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.config.readers import Key, a_number_within, one_of, yes_or_no
from generator.engine.data import DATA_SETS
from generator.engine.optimizers.table import OPTIMIZERS
from generator.engine.schedules import SCHEDULES
from generator.errors import choices
from generator.toml_file import Place

TRAINING = {
    key: Key(read, meaning, required=False)
    for key, read, meaning in (
        ("data", one_of(DATA_SETS), "the name of a set"),
        ("seed", a_number_within(0, 999_999, whole=True), "a whole number"),
        ("count", a_number_within(2, 5000, whole=True), "how many samples"),
        ("noise", a_number_within(0, 1), "a number"),
        ("scale", a_number_within(0.001, 1000), "what the inputs of a set are multiplied by"),
        ("test", a_number_within(0, 0.9), "the share of the samples that are kept for a test"),
        ("optimizer", one_of(OPTIMIZERS), "the name of an optimizer"),
        ("batch", a_number_within(0, 5000, whole=True), "how many samples an update takes, 0 for all"),
        ("shuffle", yes_or_no, "true or false"),
        ("schedule", one_of(SCHEDULES), "the name of a schedule"),
        ("span", a_number_within(1, 100_000, whole=True), "how many updates a schedule takes"),
        ("l1", a_number_within(0, 1), "a number"),
        ("l2", a_number_within(0, 1), "a number"),
        ("clip", a_number_within(0, 1e6), "the longest that a gradient may be, 0 for any"),
    )
}


def fixed_names(root: Place, found: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...] | None:
    """The parameters that no step moves: those that the file names, and biases that a layer does without."""
    stated = list(root.at("fixed").items()) if "fixed" in found else []
    for place in stated:
        if place.value not in names:
            raise place.error(place.described(), f"what learns: {choices(str(place.value), names)}")
    without, neuron = [], 0
    for layer in found.get("layers", ()):
        for _ in layer["weights"]:
            neuron += 1
            bias = f"b{neuron}"
            without += [] if layer["biases"] else [found.get("names", {}).get(bias, bias)]
    fixed = (*(place.value for place in stated), *without)
    return tuple(dict.fromkeys(fixed)) if "fixed" in found or without else None
