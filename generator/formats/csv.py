"""Samples as CSV: a line with names of columns, then a sample a line. The same as templates/scripts/training/csv.js.

Columns are parted by commas, semicolons or tabs, whichever the first line has. Where it is not a comma, a decimal
comma is read as one. A text may stand in double quotes; two of them within are one. Numbers are finite; words may stand
in the target's column alone, where each is the name of a class.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.formats.model import one_line

MOST_ROWS = 5000
MOST_COLUMNS = 16
TARGET_NAMES = ("target", "label", "class", "y")
"""A column that is called so is the target, if none is named; else the last one is."""

SENTENCES: Mapping[str, str] = {
    "empty": "found no samples, expected a line with names of columns, then a sample a line",
    "one_column": "found one column, expected two or more, parted by commas, semicolons or tabs",
    "many_columns": "found {found} columns, expected at most {expected}",
    "many_rows": "found more than {expected} samples, expected at most so many",
    "name": "found no name of a column, expected one",
    "number_name": "found the number {found}, expected the name of a column: the first line has names",
    "twice": "found the name “{found}” again, expected another",
    "target": "found no column “{found}”, expected one of {expected}",
    "cells": "found {found} cells, expected {expected}",
    "missing": "found an empty cell, expected a number",
    "number": "found “{found}”, expected a number",
    "mixed": "found “{found}”, expected {expected}, as in the lines above",
    "quote": 'found a quote that is never closed, expected “"” after it',
    "one_class": "found one class, “{found}”, in all samples, expected two or more",
}
"""What can be wrong; content/interface.toml has the same for the page, under [csv]."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_MINUS = str.maketrans("−‐‑‒–﹣－", "-------")


class CsvError(ValueError):
    """A text that is no table of samples: where, and why, in one sentence. Lines and cells count from 1."""

    def __init__(self, code: str, line: int, column: int, found: object = "", expected: object = "") -> None:
        self.code, self.line, self.column = code, line, column
        self.found, self.expected = str(found), str(expected)
        sentence = SENTENCES[code].format(found=found, expected=expected)
        super().__init__(one_line(f"line {line}, column {column}: {sentence}"))


@dataclass(frozen=True, slots=True)
class Table:
    """Samples: the names of their inputs, a row of numbers each, and the target.

    A label is a number, or where `classes` has words, the number of its word there, from 0.
    """

    names: tuple[str, ...]
    target: str
    inputs: tuple[tuple[float, ...], ...]
    labels: tuple[float, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    line: int
    column: int


def read_csv(text: str, target: str | None = None) -> Table:
    """The samples in `text`, of which the column `target` is to be predicted. Raises CsvError."""
    text = text.removeprefix("\ufeff")
    separator = _separator(text)
    lines = _lines(text, separator)
    if len(lines) < 2:
        raise CsvError("empty", 1, 1)
    head, *rows = lines
    names = _names(head)
    if len(rows) > MOST_ROWS:
        raise CsvError("many_rows", rows[MOST_ROWS][0].line, 1, "", MOST_ROWS)
    place = _target(names, target)
    decimal_comma = separator != ","
    inputs: list[tuple[float, ...]] = []
    labels: list[_Cell] = []
    for row in rows:
        if len(row) != len(names):
            raise CsvError("cells", row[0].line, min(len(row), len(names) + 1), len(row), len(names))
        inputs.append(tuple(_number(cell, decimal_comma) for k, cell in enumerate(row) if k != place))
        labels.append(row[place])
    numbers, classes = _labels(labels, decimal_comma)
    return Table(
        names=tuple(name for k, name in enumerate(names) if k != place),
        target=names[place],
        inputs=tuple(inputs),
        labels=numbers,
        classes=classes,
    )


def _separator(text: str) -> str:
    """What parts the columns: of the signs that the first line has outside quotes, the one it has most of."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0])
    return max(",;\t", key=lambda sign: first.count(sign))


def _lines(text: str, separator: str) -> list[list[_Cell]]:
    """The cells of every line that has any; of those beyond the head and MOST_ROWS one, which is too many."""
    lines: list[list[_Cell]] = []
    for number, line in enumerate(_SPLIT.split(text), start=1):
        if len(lines) > MOST_ROWS + 1:
            break
        if line.strip(" \t") == "":
            continue
        lines.append(_cells(line, number, separator))
    return lines


_SPLIT = re.compile(r"\r\n|\r|\n")


def _cells(line: str, number: int, separator: str) -> list[_Cell]:
    cells: list[_Cell] = []
    position = 0
    while True:
        while position < len(line) and line[position] == " ":
            position += 1
        if line[position : position + 1] == '"':
            end, text = position + 1, ""
            while True:
                close = line.find('"', end)
                if close < 0:
                    raise CsvError("quote", number, len(cells) + 1)
                text += line[end:close]
                end = close + 1
                if line[end : end + 1] != '"':
                    break
                text, end = text + '"', end + 1
            after = line.find(separator, end)
            stop = len(line) if after < 0 else after
            text += line[end:stop].rstrip()
        else:
            after = line.find(separator, position)
            stop = len(line) if after < 0 else after
            text = line[position:stop].rstrip()
        cells.append(_Cell(text, number, len(cells) + 1))
        if after < 0:
            return cells
        position = after + 1


def _names(head: list[_Cell]) -> list[str]:
    if len(head) == 1:
        raise CsvError("one_column", head[0].line, 1)
    if len(head) > MOST_COLUMNS:
        raise CsvError("many_columns", head[0].line, MOST_COLUMNS + 1, len(head), MOST_COLUMNS)
    names: list[str] = []
    for cell in head:
        if cell.text == "":
            raise CsvError("name", cell.line, cell.column)
        if _NUMBER.fullmatch(cell.text.translate(_MINUS).replace(",", ".")):
            raise CsvError("number_name", cell.line, cell.column, cell.text)
        if cell.text in names:
            raise CsvError("twice", cell.line, cell.column, cell.text)
        names.append(cell.text)
    return names


def _target(names: list[str], target: str | None) -> int:
    if target is not None:
        if target not in names:
            raise CsvError("target", 1, 1, target, ", ".join(names))
        return names.index(target)
    lowered = [name.lower() for name in names]
    known = [lowered.index(name) for name in TARGET_NAMES if name in lowered]
    return known[0] if known else len(names) - 1


def _read(text: str, decimal_comma: bool) -> float | None:
    plain = text.translate(_MINUS)
    if decimal_comma and "." not in plain:
        plain = plain.replace(",", ".", 1)
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return number if math.isfinite(number) else None


def _number(cell: _Cell, decimal_comma: bool) -> float:
    if cell.text == "":
        raise CsvError("missing", cell.line, cell.column)
    number = _read(cell.text, decimal_comma)
    if number is None:
        raise CsvError("number", cell.line, cell.column, cell.text)
    return number


def _labels(cells: list[_Cell], decimal_comma: bool) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """All of them numbers, or all of them words."""
    numbers: list[float] = []
    are_numbers = _read(cells[0].text, decimal_comma) is not None
    for cell in cells:
        if cell.text == "":
            raise CsvError("missing", cell.line, cell.column)
        number = _read(cell.text, decimal_comma)
        if (number is not None) != are_numbers:
            raise CsvError(
                "mixed", cell.line, cell.column, cell.text, "a number" if are_numbers else "a word"
            )
        if number is not None:
            numbers.append(number)
    if are_numbers:
        return tuple(numbers), ()
    classes = sorted({cell.text for cell in cells})
    if len(classes) == 1:
        raise CsvError("one_class", cells[0].line, cells[0].column, classes[0])
    return tuple(float(classes.index(cell.text)) for cell in cells), tuple(classes)
