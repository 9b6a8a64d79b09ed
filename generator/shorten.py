"""Shortens the local names of a script: what a function calls its variables is nobody's business but its own.

Names at the top level stay, since the build and the tests call them; so do property names. Within each top-level
statement every name that is bound there gets one short name throughout, which keeps its meaning because no two of the
statement's scopes can confuse what one name meant before (eslint forbids shadowing).
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import count, product
from string import ascii_letters
from typing import Any

_BINDINGS = """
(formal_parameters [
  (identifier) @bound
  (assignment_pattern left: (identifier) @bound)
  (rest_pattern (identifier) @bound)
])
(arrow_function parameter: (identifier) @bound)
(variable_declarator name: (identifier) @bound)
(function_declaration name: (identifier) @bound)
(array_pattern [(identifier) @bound (assignment_pattern left: (identifier) @bound) (rest_pattern (identifier) @bound)])
(pair_pattern value: [(identifier) @bound (assignment_pattern left: (identifier) @bound)])
(object_pattern (rest_pattern (identifier) @bound))
(catch_clause parameter: (identifier) @bound)
(for_in_statement left: (identifier) @bound)
(shorthand_property_identifier_pattern) @bound @short
(shorthand_property_identifier) @short
(identifier) @name
"""
_RESERVED = frozenset(
    """
    as at do if in is of break case catch class const continue debugger default delete else enum export extends false
    finally for function import instanceof new null return super switch this throw true try typeof var void while with
    let static yield async await get set arguments eval undefined NaN Infinity
    """.split()  # noqa: SIM905 - a list of fifty quoted words says less
)


def shorten_names(script: str) -> str:
    """The script with short local names. Top-level names and property names stay as they are."""
    language, query = _grammar()
    source = script.encode()
    root = language.parse(source).root_node
    found = query(root)
    statements = [statement.start_byte for statement in root.children]

    def statement_of(node: Any) -> int:
        return bisect_right(statements, node.start_byte)

    bound: dict[int, set[bytes]] = defaultdict(set)
    for node in found["bound"]:
        bound[statement_of(node)].add(node.text)
    top_level = {name.text for child in root.children for name in _declared(child)}
    places: dict[int, list[tuple[int, bytes, bool]]] = defaultdict(list)
    for capture, shorthand in (("name", False), ("short", True)):
        for node in found.get(capture, ()):
            places[statement_of(node)].append((node.start_byte, node.text, shorthand))

    changes: list[tuple[int, bytes, bytes]] = []
    for statement, uses in places.items():
        local = bound[statement] - top_level
        counts = Counter(name for _, name, _ in sorted(uses))
        taken = counts.keys() - local
        fresh = (name for name in _short_names() if name not in taken and name not in top_level)
        names = {name: next(fresh) for name, _ in counts.most_common() if name in local}
        changes += [
            (start, name, name + b":" + names[name] if shorthand else names[name])
            for start, name, shorthand in uses
            if name in names
        ]

    pieces: list[bytes] = []
    end = 0
    for start, old, new in sorted(changes):
        pieces += (source[end:start], new)
        end = start + len(old)
    return b"".join((*pieces, source[end:])).decode()


def _declared(statement: Any) -> Iterator[Any]:
    """The names that a top-level statement declares."""
    if statement.type in ("function_declaration", "class_declaration"):
        yield statement.child_by_field_name("name")
    elif statement.type in ("lexical_declaration", "variable_declaration"):
        for declarator in statement.named_children:
            if declarator.type == "variable_declarator":
                yield declarator.child_by_field_name("name")


def _short_names() -> Iterator[bytes]:
    for length in count(1):
        for letters in product(ascii_letters, repeat=length):
            if (name := "".join(letters)) not in _RESERVED:
                yield name.encode()


@cache
def _grammar() -> tuple[Any, Any]:
    import tree_sitter_javascript
    from tree_sitter import Language, Parser, Query, QueryCursor

    javascript = Language(tree_sitter_javascript.language())
    query = Query(javascript, _BINDINGS)
    return Parser(javascript), lambda root: QueryCursor(query).captures(root)
