"""How far the sliders of a network reach."""

import math
from collections.abc import Iterable, Mapping

from generator.config.readers import Key, a_range, written
from generator.toml_file import Place

INPUT_RANGE = (-2.0, 2.0)
PARAMETER_RANGE = (-3.0, 3.0)
TARGET_RANGE = (-2.0, 2.0)
"""What the sliders reach where a file does not say, widened to whole numbers around the network's own values."""


RANGES = {
    "inputs": Key(a_range, "two numbers", required=False),
    "parameters": Key(a_range, "two numbers", required=False),
    "target": Key(a_range, "two numbers", required=False),
}


def reach(
    root: Place,
    stated: Mapping[str, tuple[float, float]],
    name: str,
    numbers: Iterable[float],
    default: tuple[float, float],
    limits: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """The range that a file states for its sliders, or the default, widened to hold the numbers."""
    lowest, highest = min(numbers), max(numbers)
    if name not in stated:
        return limits or (min(default[0], math.floor(lowest)), max(default[1], math.ceil(highest)))
    low, high = stated[name]
    place = root.at("ranges").at(name)
    for number in (lowest, highest):
        if not low <= number <= high:
            raise place.error(written((low, high)), f"a range that holds the network's own {number:g}")
    if limits is not None and not limits[0] <= low < high <= limits[1]:
        raise place.error(
            written((low, high)), f"a range within {written(limits)}, which is all the loss allows"
        )
    return low, high
