"""Features: what a network reads of the columns that a file's samples have."""

from dataclasses import replace
from typing import Any

import numpy as np

from generator.config.readers import Key, a_text, counted, list_of, some_numbers, written
from generator.config.samples import has_rows, rows_of
from generator.engine.features import MOST_COLUMNS, columns_for, features_of, read_feature
from generator.toml_file import Place


def _feature(place: Place) -> str:
    text = "".join(a_text(place).split())
    try:
        read_feature(text)
    except ValueError as error:
        expected = f"a formula of the columns x1 to x{MOST_COLUMNS}, such as x1^2 or sin(x1)"
        raise place.error(f"'{text}'", expected) from error
    return text


_read = list_of(_feature, "a list of formulas, such as ['x1', 'x1^2']")


def _features(place: Place) -> tuple[str, ...]:
    texts: tuple[str, ...] = _read(place)
    for position, text in enumerate(texts):
        if text in texts[:position]:
            raise place.at(position).error(f"'{text}' again", "each feature once")
    return texts


FEATURES = Key(_features, "what the network reads of the inputs", required=False)


def with_features(
    root: Place, features: tuple[str, ...] | None
) -> tuple[Place, list[tuple[float, ...] | None]]:
    """The same file, in which the features of each sample stand in the place of its columns; and these columns."""
    inputs = root.at("inputs")
    places = rows_of(inputs)
    if features is None:
        return root, [None] * len(places)
    columns: list[tuple[float, ...] | None] = []
    rows: list[list[float]] = []
    for place in places:
        numbers = some_numbers(place)
        least = columns_for(features)
        if len(numbers) < least or (columns and len(numbers) != len(columns[0] or ())):
            expected = f"{counted(least, 'column')} at least, because a feature reads x{least}"
            if columns:
                expected = f"{len(columns[0] or ())}, as many as the sample before"
            raise place.error(counted(len(numbers), "number"), expected)
        read = features_of(features, [numbers])[0]
        if not np.isfinite(read).all():
            text = features[int(np.argmin(np.isfinite(read)))]
            raise place.error(
                f"{written(numbers)}, for which {text} has no value", "numbers for which it has one"
            )
        columns.append(numbers)
        rows.append(read.tolist())
    value: dict[str, Any] = {**root.value, "inputs": rows if has_rows(inputs) else rows[0]}
    return replace(root, value=value), columns
