"""Features: what a network reads of a sample's columns, each a formula of x1, x2, …, as expression.py reads it.

The same as templates/scripts/engine/features.js.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from generator.engine.expression import Expression, ExpressionError, parse_expression
from generator.engine.graph import forward

MOST_COLUMNS = 16
"""A sample has so many at most, as in a table."""

_LOW, _HIGH = (str.maketrans("0123456789", digits) for digits in ("₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


@dataclass(frozen=True, slots=True)
class Feature:
    """A formula, and the columns that it reads, from 0, in the order of its names."""

    expression: Expression
    columns: tuple[int, ...]


@cache
def read_feature(text: str) -> Feature:
    """The feature in a text. Raises ValueError where it is no formula, or one of other names than x1 … x16."""
    try:
        expression = parse_expression(text)
    except ExpressionError as error:
        raise ValueError(error.code) from error
    columns = tuple(_column(name) for name in expression.names)
    if not columns or -1 in columns or re.search(r"[\n;=#]", text):
        raise ValueError("no formula of columns alone")
    return Feature(expression, columns)


def _column(name: str) -> int:
    found = re.fullmatch(r"x_?([1-9][0-9]?)", name)
    return int(found[1]) - 1 if found and int(found[1]) <= MOST_COLUMNS else -1


def columns_for(features: Sequence[str]) -> int:
    """How many columns a sample has at least, if these can be read of it."""
    return 1 + max(column for text in features for column in read_feature(text).columns)


def features_of(features: Sequence[str], rows: ArrayLike) -> NDArray[np.float64]:
    """What a network reads of samples, a row each, of their columns: of a formula without a value NaN."""
    columns = np.asarray(rows, dtype=np.float64).T
    read = []
    for text in features:
        expression, places = read_feature(text).expression, read_feature(text).columns
        leaves = dict(zip(expression.names, columns[list(places)], strict=True))
        read.append(forward(expression.graph, {**expression.constants, **leaves})[-1])
    return np.stack(read, axis=1)


def feature_symbol(text: str) -> tuple[str, str]:
    """As people write it, of a column base and subscript, else one base: x₁², x₁x₂, sin x₁."""
    if column := re.fullmatch(r"x_?([0-9]+)", text):
        return "x", column[1]
    plain = re.sub(r"\s+", "", text)
    plain = re.sub(r"x_?([0-9]+)", lambda match: f"x{match[1].translate(_LOW)}", plain)
    plain = re.sub(r"(?:\^|\*\*)([0-9]+)", lambda match: match[1].translate(_HIGH), plain)
    plain = re.sub(r"(?<=[0-9₀-₉⁰-⁹²³¹])\*(?=x)", "", plain)
    plain = plain.replace("*", "·").replace("-", "−")
    return re.sub(r"([^\W\d_])\((x[₀-₉]+)\)", r"\1 \2", plain), ""
