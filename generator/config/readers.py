"""Readers: a place of a TOML file -> what it holds, or a ContentError that says what was expected there."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.engine.operations.table import plain_operations
from generator.errors import choices
from generator.toml_file import Place

Reader = Callable[[Place], Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: how its value is read, what it means, and whether it may be left out."""

    read: Reader
    meaning: str
    required: bool = True


def table_of(keys: Mapping[str, Key]) -> Reader:
    """A table with these keys and no others."""

    def read(place: Place) -> dict[str, Any]:
        if not isinstance(place.value, dict):
            raise place.error(place.described(), f"a table with {choices('', keys)}")
        for name in place.value:
            if name not in keys:
                raise place.at(name).error("an unknown key", choices(name, keys))
        for name, key in keys.items():
            if key.required and name not in place.value:
                raise place.error(f"no '{name}'", key.meaning)
        return {name: key.read(place.at(name)) for name, key in keys.items() if name in place.value}

    return read


def list_of(read: Reader, meaning: str) -> Reader:
    """A list that is not empty, of what `read` reads."""

    def read_all(place: Place) -> tuple[Any, ...]:
        if not isinstance(place.value, list) or not place.value:
            raise place.error(place.described(), meaning)
        return tuple(read(item) for item in place.items())

    return read_all


def a_number(place: Place) -> float:
    """A finite number."""
    if isinstance(place.value, bool) or not isinstance(place.value, int | float):
        raise place.error(place.described(), "a number")
    try:
        number = float(place.value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise place.error(place.described(), "a finite number")
    return number


def a_rate(place: Place) -> float:
    """A learning rate."""
    rate = a_number(place)
    if rate <= 0:
        raise place.error(place.described(), "a number above 0")
    return rate


def a_number_within(least: float, most: float, *, whole: bool = False) -> Reader:
    """A number in this range, its ends included; `whole` ones are ints."""

    def read(place: Place) -> float:
        number = a_number(place)
        if not least <= number <= most or (whole and number != int(number)):
            raise place.error(
                place.described(), f"a {'whole ' if whole else ''}number from {least:g} to {most:g}"
            )
        return int(number) if whole else number

    return read


def one_of(names: Iterable[str]) -> Reader:
    """One of these names."""
    known = list(names)

    def read(place: Place) -> str:
        if place.value not in known:
            named = place.value if isinstance(place.value, str) else ""
            raise place.error(place.described(), choices(named, known))
        return str(place.value)

    return read


def yes_or_no(place: Place) -> bool:
    """true or false."""
    if not isinstance(place.value, bool):
        raise place.error(place.described(), "true or false")
    return place.value


def a_range(place: Place) -> tuple[float, float]:
    """Two numbers, the lower first."""
    numbers = some_numbers(place)
    if len(numbers) != 2 or not numbers[0] < numbers[1]:
        raise place.error(written(numbers), "two numbers, the lower before the higher")
    return numbers[0], numbers[1]


def a_text(place: Place) -> str:
    """A text, without the spaces around it."""
    if not isinstance(place.value, str) or not place.value.strip():
        raise place.error(place.described(), "a text that is not empty")
    return place.value.strip()


def a_table_of_numbers(place: Place) -> Mapping[str, Any]:
    """A table of any keys; its numbers are read when the names are known."""
    if not isinstance(place.value, dict):
        raise place.error(place.described(), "a table with a number for each name of the formula")
    return place.value


def a_text_like(pattern: str, meaning: str) -> Reader:
    """A text that matches the whole pattern."""

    def read(place: Place) -> str:
        if not re.fullmatch(pattern, text := a_text(place)):
            raise place.error(place.described(), meaning)
        return text

    return read


def an_operation(kind: str) -> Reader:
    """The name of an operation of this kind."""

    def read(place: Place) -> str:
        known = plain_operations(kind)
        if place.value not in known:
            named = place.value if isinstance(place.value, str) else ""
            raise place.error(place.described(), choices(named, known))
        return str(place.value)

    return read


some_numbers = list_of(a_number, "a list of numbers")


def written(numbers: Iterable[float]) -> str:
    """Numbers as a message writes them."""
    return f"[{', '.join(f'{number:g}' for number in numbers)}]"


def counted(number: int, noun: str, one: str = "", many: str = "") -> str:
    """`1 input`, `2 inputs`; with a verb, `is 1 input`, `are 2 inputs`."""
    verb = one if number == 1 else many
    return f"{verb} {number} {noun}{'' if number == 1 else 's'}".lstrip()
