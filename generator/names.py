"""Which variable a name of a script means, and which short name each variable gets.

Every function is a scope, and the script is the outermost one. A variable of a function may have the short name of any
outer one that the function does not use. In each scope the variables are named in the order in which they are declared,
so functions that are alike are written alike. After gzip that is shorter than the shortest names for the most used.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from typing import NamedTuple

# The most used first: letters that are frequent in keywords and properties too.
_LETTERS = "etnrisoalcdupmhfgbyvwkxqzjTSANECIOLRPDMFHBUVWGXKYQZJ"
_RESERVED = frozenset(
    """
    as at do if in is of break case catch class const continue debugger default delete else enum export extends false
    finally for function import instanceof new null return super switch this throw true try typeof var void while with
    let static yield async await get set arguments eval undefined NaN Infinity
    """.split()  # noqa: SIM905 - a list of fifty quoted words says less
)


@dataclass(slots=True, eq=False)
class Scope:
    """A function, or the script; `variables` leads from a name that is declared in it to its short name."""

    end: int
    outer: "Scope | None" = None
    variables: dict[str, str] = field(default_factory=dict)
    from_outside: set[tuple["Scope | None", str]] = field(default_factory=set)
    """What it and the functions within it use of others: the variable's scope and name; None is the world."""


class Place(NamedTuple):
    """Where a name is written.

    `declares` if it is there that the variable is made; `shorthand` if as `{name}`, which is a property and a variable.
    """

    start: int
    end: int
    name: str
    declares: bool = False
    shorthand: bool = False


Meaning = tuple[Place, Scope | None]
"""A place, and the scope of the variable that is meant there; None where it is not one of the script's."""


def name_variables(end: int, functions: Iterable[tuple[int, int]], places: Sequence[Place]) -> list[Meaning]:
    """What is meant at each place, with a short name for every variable, in its scope.

    `functions` are (start, end), from their parameters on; these and `places` in the order of the text.
    """
    script = Scope(end)
    scopes = [script]
    within = list(_scope_of_each(script, scopes, functions, places))
    meanings = [(place, _declaring(scope, place.name)) for place, scope in zip(places, within, strict=True)]
    for (place, declaring), inner in zip(meanings, within, strict=True):
        scope: Scope | None = inner
        while scope is not declaring and scope is not None:
            scope.from_outside.add((declaring, place.name))
            scope = scope.outer

    for scope in scopes:
        taken = {outer.variables[name] if outer else name for outer, name in scope.from_outside}
        free = (name for name in _short_names() if name not in taken)
        scope.variables = dict(zip(scope.variables, free, strict=False))
    return meanings


def _scope_of_each(
    script: Scope, scopes: list[Scope], functions: Iterable[tuple[int, int]], places: Sequence[Place]
) -> Iterator[Scope]:
    """The scope that each place stands in; fills `scopes` from the outside inwards, and what they declare."""
    coming = iter(functions)
    start, end = next(coming, (script.end, 0))
    current = script
    for place in places:
        while place.start >= start:
            while start >= current.end and current.outer:
                current = current.outer
            current = Scope(end, current)
            scopes.append(current)
            start, end = next(coming, (script.end, 0))
        while place.start >= current.end and current.outer:
            current = current.outer
        if place.declares:
            current.variables.setdefault(place.name, "")
        yield current


def _declaring(scope: Scope | None, name: str) -> Scope | None:
    while scope and name not in scope.variables:
        scope = scope.outer
    return scope


def _short_names() -> Iterator[str]:
    for length in count(1):
        for letters in product(_LETTERS, repeat=length):
            if (name := "".join(letters)) not in _RESERVED:
                yield name
