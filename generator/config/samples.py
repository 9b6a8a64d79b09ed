"""Samples: inputs and targets as a file has them, or names a table that has them -> a Batch."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.config.readers import Reader, a_text, a_text_like, counted, list_of, some_numbers
from generator.engine.operations.table import OPS
from generator.engine.sample import Batch, Sample
from generator.errors import ContentError
from generator.formats.csv import CsvError, read_csv
from generator.toml_file import Place, read_text, shown

MOST_SAMPLES = 5000
"""A page with more would be slow to open."""


def one_or_more(meaning: str) -> Reader:
    """The numbers of one sample, or of several a row each."""
    several = list_of(some_numbers, meaning)

    return lambda place: several(place) if has_rows(place) else some_numbers(place)


def has_rows(place: Place) -> bool:
    """Whether it has a row of numbers for each sample, not the numbers of one."""
    return isinstance(place.value, list) and any(isinstance(row, list) for row in place.value)


def rows_of(place: Place) -> list[Place]:
    """Where the numbers of each sample stand."""
    return list(place.items()) if has_rows(place) else [place]


def samples_of(inputs: tuple[Any, ...], target: tuple[Any, ...], root: Place) -> Batch:
    """What a file gives as one sample, or as a row for each."""
    both = {name: root.at(name) for name in ("inputs", "target")}
    with_rows = [name for name, place in both.items() if has_rows(place)]
    if not with_rows:
        return (Sample(inputs, target),)
    rows = both[with_rows[0]]
    for name, place in both.items():
        if name not in with_rows or len(place.value) != len(rows.value):
            found = counted(len(place.value), "row") if name in with_rows else place.described()
            raise place.error(
                found,
                f"{counted(len(rows.value), 'row')} of numbers, one for each sample of '{with_rows[0]}'",
            )
    if len(inputs) > MOST_SAMPLES:
        raise both["inputs"].error(counted(len(inputs), "row"), f"{MOST_SAMPLES} at most")
    return tuple(Sample(*pair) for pair in zip(inputs, target, strict=True))


def with_samples(path: Path, root: Place) -> Place:
    """The same file, in which the samples of a table of `data` stand as if they were written there.

    It lies beside the network's file or in the folder data/ beside that file's; its column `target` is predicted.
    """
    if "data" not in root.value:
        return root
    data = root.at("data")
    name = a_text_like(r"[\w-][\w. -]*\.csv", "the name of a file, such as iris.csv")(data)
    folders = (path.parent, path.parent.parent / "data")
    file = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if file is None:
        raise data.error(f"'{name}'", f"a file in {shown(folders[1])}, or beside this one")
    if "inputs" in root.value:
        raise root.at("inputs").error("inputs beside 'data'", "one of them")
    column = a_text(root.at("target")) if "target" in root.value else None
    try:
        table = read_csv(read_text(file), column)
    except CsvError as error:
        raise ContentError(f"{shown(file)}, {error}") from error
    loss = OPS.get(str(root.value.get("loss")))
    signs = loss is not None and loss.targets.signs and bool(table.classes)
    if loss is not None and loss.targets.total is not None:
        target: list[Any] = [int(label) for label in table.labels]
    else:
        target = [[2 * label - 1 if signs else label] for label in table.labels]
    samples = {"inputs": [list(row) for row in table.inputs], "target": target}
    return replace(root, value={key: value for key, value in root.value.items() if key != "data"} | samples)
