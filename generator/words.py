"""The page's words: read, and held against what the page has room for.

templates/words/*.toml say which sentences there are and which {names} each may use; content/*.toml have the sentences.
Every build compares them all, whatever lesson it opens with, so that no page lacks a word later.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.engine.operations.table import OPS, plain_operations
from generator.errors import ContentError, choices, place
from generator.toml_file import Place, read_toml

FACETS = ("symbol", "value", "slope", "gradient")
"""What can be asked of a quantity, as in {self.value}; templates/scripts/lesson/sentences.js fills them in."""

_KINDS: Mapping[str, tuple[str, ...]] = {
    "<operation>": tuple(op for op, operation in OPS.items() if operation.base is None),
    "<activation>": tuple(name for name, operation in OPS.items() if operation.kind == "activation"),
    "<loss>": tuple(plain_operations("loss")),
    "<kinked>": tuple(op for op, entry in OPS.items() if entry.kink is not None and entry.base is None),
}
"""What stands for each of several names."""

_NAME = re.compile(r"\{([^{}]*)\}|[{}]")
_OR_NOTHING = "or nothing"

Room = dict[str, Any]
"""A table of the words that there are: of a text, the names that it may use; of a table, what is in it."""


def read_room(path: Path) -> Room:
    """The words that there are, from a file of templates/words/. A kind is replaced by each of its names."""
    return _expanded(read_toml(path).value)


def read_words(path: Path, room: Room) -> dict[str, Any]:
    """The words in a file of content/, by those that there is room for.

    Raises ContentError for a word that is missing or that the page does not have, and for a name that has nothing
    behind it.
    """
    return _checked(read_toml(path), room, path.name)


def _expanded(table: Mapping[str, Any]) -> Room:
    """The table with each kind's names in the place of the kind. What is listed twice has the names of both."""
    expanded: Room = {}
    for key, entry in table.items():
        for name in _KINDS.get(key, (key,)):
            _add(expanded, name, _expanded(entry) if isinstance(entry, dict) else set(_names_in(entry)))
    return expanded


def _add(table: Room, name: str, entry: Any) -> None:
    if isinstance(entry, dict):
        inside = table.setdefault(name, {})
        for key, inner in entry.items():
            _add(inside, key, inner)
    else:
        table[name] = table.get(name, set()) | entry


def _names_in(listed: str) -> Iterator[str]:
    """`self. count` lets {self}, {self.value} and so on stand in a sentence, and {count}."""
    if listed.startswith(_OR_NOTHING):
        yield ""
        listed = listed.removeprefix(_OR_NOTHING)
    for name in listed.split():
        yield name.removesuffix(".")
        if name.endswith("."):
            yield from (f"{name}{facet}" for facet in FACETS)


def _checked(found: Place, room: Room, file: str) -> dict[str, Any]:
    if not isinstance(found.value, dict):
        raise found.error(found.described(), f"a table with {choices('', room)}")
    for key in found.value:
        if key not in room:
            likely = [name for name in room if name not in found.value] or list(room)
            expected = f"{choices(key, likely)}; what words there are, templates/words/{file} lists"
            raise found.at(key).error("an unknown word", expected)
    for key in room:
        if key not in found.value:
            raise _missing(found, key)
    return {
        key: _checked(found.at(key), room[key], file)
        if isinstance(room[key], dict)
        else _sentence(found.at(key), room[key])
        for key in found.value
    }


def _missing(table: Place, key: str) -> ContentError:
    """What is missing at the top of a file has no line of its own: it belongs to the first."""
    if table.keys:
        return table.error(f"no '{key}'", "every word that the page has")
    return ContentError(
        f"{place(table.document.file, 1)}: found no '{key}', expected every word that the page has"
    )


def _sentence(found: Place, names: set[str]) -> str:
    """A text, all of whose names have something behind them."""
    text = found.value
    if not isinstance(text, str):
        raise found.error(found.described(), "a text")
    if not text.strip() and "" not in names:
        raise found.error("an empty text", "a word or a sentence")
    for name in _NAME.finditer(text):
        if name[1] is None or name[1] not in names - {""}:
            known = [f"{{{one}}}" for one in sorted(names - {""})]
            expected = choices(name[0], known) if known else "no name in braces here"
            raise found.error(name[0], expected)
    return text
