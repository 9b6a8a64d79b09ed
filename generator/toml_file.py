"""A TOML file of which every place knows its line, so that a sentence about a mistake can say where it is."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.errors import ContentError, place

Keys = tuple[str | int, ...]

# What the items of a list are called, by the name of the list and, for a list of lists, by depth.
_ITEM_NAMES = {"layers": ("layer",), "weights": ("row", "number"), "offered": ("network",)}
# What they are called where each is a list itself.
_ROW_NAMES = {"inputs": "sample", "target": "sample"}
_NAMED_BY_ITEM = ("layers",)
_DEEPEST = 20


def shown(path: Path) -> str:
    """A path as it is written in messages: below the present folder relative to it, otherwise as it was given."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def read_text(path: Path) -> str:
    """The text of a file in UTF-8. Raises ContentError when there is none."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise ContentError(f"{shown(path)}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"found the byte 0x{content[error.start]:02x}, expected text in UTF-8"
        raise ContentError(f"{place(shown(path), line)}: {found}") from error


def read_toml(path: Path) -> "Place":
    """The top of a TOML file. Raises ContentError when it cannot be read."""
    return parse_toml(path, read_text(path))


def parse_toml(path: Path, text: str) -> "Place":
    """The top of what stands, or is to stand, in a TOML file. Raises ContentError when it is no TOML."""
    try:
        return Place(_Document(shown(path), text), (), tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from error
    except ValueError as error:  # Python reads no integer of more than 4300 digits
        raise ContentError(
            f"{shown(path)}: this is not TOML: a number in it is too long to be read"
        ) from error
    except RecursionError as error:
        raise ContentError(
            f"{shown(path)}: found lists nested too deeply, expected at most lists of lists"
        ) from error


def _syntax_error(path: Path, text: str, message: str) -> ContentError:
    """tomllib says `Invalid value (at line 2, column 3)`, or `(at end of document)`; the line comes first here."""
    complaint, _, end = message.partition(" (at ")
    position = re.match(r"line (\d+), (column \d+)", end)
    line = int(position[1]) if position else text.rstrip().count("\n") + 1
    after = f", {position[2]}" if position else ""
    sentence = f"this is not TOML: {complaint[:1].lower()}{complaint[1:]}"
    return ContentError(f"{place(shown(path), line)}{after}: {sentence}")


@dataclass
class _Document:
    file: str
    text: str

    @cached_property
    def lines(self) -> dict[Keys, int]:
        """The line on which each key, table and table of a list begins; read only when there is a mistake to report.

        A statement of TOML is the shortest run of lines that can be read by itself.
        """
        lines: dict[Keys, int] = {}
        counts: dict[Keys, int] = {}
        table: Keys = ()
        statement, first = "", 1
        for number, line in enumerate(self.text.split("\n"), 1):
            statement += line + "\n"
            try:
                found = tomllib.loads(statement)
            except ValueError:
                continue
            if statement.lstrip().startswith("["):
                table = _enter(found, counts)
                found = {}
            for keys in _keys(found):
                lines.setdefault(table + keys, first)
            statement, first = "", number + 1
        return lines

    def line(self, keys: Keys) -> int | None:
        """The line of a key, or of the first thing in it, or else of the nearest thing around it that has one."""
        while keys:
            inside = [line for other, line in self.lines.items() if other[: len(keys)] == keys]
            if inside:
                return min(inside)
            keys = keys[:-1]
        return None


def _enter(header: dict[str, Any], counts: dict[Keys, int]) -> Keys:
    """The keys of the table that `[a.b]` or `[[a.b]]` opens; `counts` are the tables of each list so far."""
    keys: Keys = ()
    inside: Any = header
    while isinstance(inside, dict) and inside:
        ((name, inside),) = inside.items()
        keys += (name,)
        if isinstance(inside, list):
            counts[keys] = counts.get(keys, 0) + 1
        if keys in counts:
            keys += (counts[keys] - 1,)
    return keys


def _keys(table: dict[str, Any]) -> Iterator[Keys]:
    """Every way into a table and the tables in it."""
    waiting: list[tuple[Keys, Any]] = [((), table)]
    while waiting:
        keys, value = waiting.pop()
        yield keys
        if isinstance(value, dict):
            waiting += [((*keys, name), item) for name, item in value.items()]


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a TOML file and the way to it."""

    document: _Document
    keys: Keys
    value: Any

    def at(self, key: str | int) -> "Place":
        """One entry of this table or list. Raises ContentError where they are nested endlessly."""
        if len(self.keys) >= _DEEPEST:
            raise self.error("tables in tables", f"no more than {_DEEPEST} of them")
        return Place(self.document, (*self.keys, key), self.value[key])

    def items(self) -> Iterator["Place"]:
        """The entries of this list, in order."""
        return (self.at(index) for index in range(len(self.value)))

    def error(self, found: str, expected: str) -> ContentError:
        """The sentence that says where this is, what was found, and what was expected."""
        return self._error(": ", f"found {found}, expected {expected}")

    def fault(self, sentence: str) -> ContentError:
        """The same for what is written here in another language, whose own line and column `sentence` begins with."""
        return self._error(", ", sentence)

    def _error(self, joint: str, sentence: str) -> ContentError:
        where = place(self.document.file, self.document.line(self.keys))
        names = ", ".join(_names(self.keys[:_DEEPEST], of_list=isinstance(self.value, list)))
        return ContentError(f"{where}: {names}{joint if names else ''}{sentence}")

    def described(self) -> str:
        """What is here, in words, shortened."""
        match self.value:
            case bool():
                return f"the boolean {str(self.value).lower()}"
            case str():
                text = json.dumps(self.value, ensure_ascii=False)
                return f"the text {text}" if len(text) <= 50 else f'the text {text[:48]}…"'
            case int() | float():
                # Python refuses to write integers of more than 4300 digits.
                long = isinstance(self.value, int) and self.value.bit_length() > 64
                return "an integer of more than 64 bits" if long else f"the number {self.value}"
            case list():
                return f"a list of {len(self.value)}" if self.value else "an empty list"
            case dict():
                return "a table"
            case _:
                return "a date or time"


def _names(keys: Keys, *, of_list: bool) -> list[str]:
    """The way to a value, or to a list, in words: `layer 2`, `'weights'`, `row 1`, `number 2`."""
    names: list[str] = []
    listed, depth = "", 0
    for position, key in enumerate(keys):
        if isinstance(key, str):
            inside = names and depth == 0
            names[-1:] = [f"{names[-1][:-1]}.{key}'"] if inside else [*names[-1:], f"'{key}'"]
            listed, depth = key, 0
            continue
        if listed in _NAMED_BY_ITEM:
            names.pop()
        items = _ITEM_NAMES.get(listed, ("number",))
        name = items[min(depth, len(items) - 1)]
        if position + 1 < len(keys) or of_list:
            name = _ROW_NAMES.get(listed, name)
        names.append(f"{name} {key + 1}")
        depth += 1
    return names
