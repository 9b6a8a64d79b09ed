"""Which short name stands for which long one.

A name that means many things in many places, such as `index`, gets the same short name in all of them where it can:
what is written alike is compressed well. It is the colouring of a graph, greedily, the most used name first: two names
that meet in one statement need different ones, and no short name is one that a statement takes from outside.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count, islice, product
from operator import or_

# The most used first: letters that are frequent in keywords and properties too.
_LETTERS = "etnrisoalcdupmhfgbyvwkxqzjTSANECIOLRPDMFHBUVWGXKYQZJ"
_RESERVED = frozenset(
    """
    as at do if in is of break case catch class const continue debugger default delete else enum export extends false
    finally for function import instanceof new null return super switch this throw true try typeof var void while with
    let static yield async await get set arguments eval undefined NaN Infinity
    """.split()  # noqa: SIM905 - a list of fifty quoted words says less
)


@dataclass(frozen=True, slots=True)
class Uses:
    """The identifiers of one top-level statement, in their order, and those of them that it binds itself."""

    names: Sequence[str]
    bound: Collection[str]


def short_names(statements: Sequence[Uses], top_level: Collection[str]) -> dict[str, str]:
    """The short name of every name that the script binds; `top_level` has those that are seen in all statements."""
    frequency: Counter[str] = Counter()
    statements_of: dict[str, list[int]] = {}
    foreign: list[set[str]] = []
    for position, uses in enumerate(statements):
        own = {name for name in uses.names if name in uses.bound or name in top_level}
        frequency.update(name for name in uses.names if name in own)
        for name in own:
            statements_of.setdefault(name, []).append(position)
        foreign.append({*uses.names} - own)

    # What is taken in a statement is an integer, with one bit for each short name.
    possible = list(islice(_short_names(), len(frequency) + len(set[str]().union(*foreign))))
    bit = {name: 1 << position for position, name in enumerate(possible)}
    taken = [sum(bit.get(name, 0) for name in names) for names in foreign]
    # What is seen in all statements may be hidden in none, nor hide what any of them takes from outside.
    taken_somewhere = reduce(or_, taken, 0)

    found: dict[str, str] = {}
    # Those that are used equally often come in the order of their first use, which is the same in every run.
    for name, _ in frequency.most_common():
        used = taken_somewhere if name in top_level else 0
        for position in statements_of[name]:
            used |= taken[position]
        first_free = ~used & (used + 1)
        for position in statements_of[name]:
            taken[position] |= first_free
        if name in top_level:
            taken_somewhere |= first_free
        found[name] = possible[first_free.bit_length() - 1]
    return found


def _short_names() -> Iterator[str]:
    for length in count(1):
        for letters in product(_LETTERS, repeat=length):
            if (name := "".join(letters)) not in _RESERVED:
                yield name
