"""Makes a script short: fewer letters in its names, nothing that it never calls, no sign that says nothing.

All is read from one syntax tree, and what is written differently means the same:

- A name that the script binds becomes a short one; property names stay. Functions alone count as scopes: within one of
  them no block hides what another has (eslint forbids shadowing).
- A declaration that no statement needs, directly or through others, is set apart: the page does without it. The build
  and the tests run it after the page's own text, and address everything by the names of the sources.
- A top-level number is written where it is used. `const` is `let`, neighbouring declarations are one, and commas,
  semicolons and parentheses that only please the eye are gone.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.names import Place, name_variables

_QUERY = """
(formal_parameters [
  (identifier) @bound
  (assignment_pattern left: (identifier) @bound)
  (rest_pattern (identifier) @bound)
])
(arrow_function parameter: (identifier) @bound)
(variable_declarator name: (identifier) @bound)
(function_declaration name: (identifier) @bound)
(generator_function_declaration name: (identifier) @bound)
(class_declaration name: (identifier) @bound)
(array_pattern [(identifier) @bound (assignment_pattern left: (identifier) @bound) (rest_pattern (identifier) @bound)])
(pair_pattern value: [(identifier) @bound (assignment_pattern left: (identifier) @bound)])
(object_pattern (rest_pattern (identifier) @bound))
(catch_clause parameter: (identifier) @bound)
(for_in_statement kind: _ left: (identifier) @bound)
(for_in_statement !kind left: (_) @assigned)
(assignment_expression left: [(array_pattern) (object_pattern)] @assigned)
(shorthand_property_identifier_pattern) @bound @short
(shorthand_property_identifier) @short
(identifier) @name
(function_declaration parameters: (_) @parameters)
(generator_function_declaration parameters: (_) @parameters)
(function_expression parameters: (_) @parameters)
(method_definition parameters: (_) @parameters)
(arrow_function parameters: (_) @parameters)
(arrow_function parameter: (_) @parameters)

(program (lexical_declaration "const" . (variable_declarator name: (identifier) @number value: (number)) . ";"))

"const" @const
(statement_block (lexical_declaration ";" @ends .) . (lexical_declaration . ["const" "let"] @begins))
(statement_block (_ ";" @drop .) . "}" .)
((array (_) "," @drop . "]" .) @list (#not-match? @list ",\\\\s*,\\\\s*\\\\]$"))
(object (_) . "," @drop . "}" .)
(arguments (_) . "," @drop . ")" .)
(formal_parameters (_) . "," @drop . ")" .)
(arrow_function . parameters: (formal_parameters . "(" @drop . (identifier) . ")" @drop .))
(arrow_function body: (parenthesized_expression "(" @drop
  . [(binary_expression) (ternary_expression) (unary_expression) (call_expression)] . ")" @drop) @body
  (#not-match? @body "^\\\\(\\\\{"))
"""


_Found = Mapping[str, Sequence[Any]]
"""Nodes of the syntax tree by what the query calls them."""


@dataclass(frozen=True, slots=True)
class Shortened:
    """`page` is what the page carries, `rest` what can be run after it; `names` leads from long names to short ones."""

    page: str
    rest: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Statement:
    """A statement at the top level: what it declares, what it uses of the others, and what is to change in it."""

    start: int
    end: int
    declares: Sequence[str]
    uses: set[str] = field(default_factory=set)
    changes: list[tuple[int, int, str]] = field(default_factory=list)


def shorten(script: str) -> Shortened:
    """The script in fewer letters; `names` has its top-level names, and what each is called now."""
    language, query = _grammar()
    source = script.encode()
    root = language.parse(source).root_node
    found = query(root)
    starts = [child.start_byte for child in root.children]
    statements = [
        _Statement(start, end, [*_declared(child)])
        for start, end, child in zip(starts, [*starts[1:], root.end_byte], root.children, strict=True)
    ]

    def around(position: int) -> _Statement:
        return statements[bisect_right(starts, position) - 1]

    top_level = {name: statement for statement in statements for name in statement.declares}
    places = _places(found)
    numbers = _numbers(found, {place.name for place in places if source[place.end : place.end + 1] == b"."})
    variables: dict[str, str] = {}
    for place, scope in name_variables(root.end_byte, _functions(found), places):
        if scope is None:
            continue
        statement = around(place.start)
        new = scope.variables[place.name]
        if scope.outer is None:
            variables[place.name] = new
            if place.name in numbers and not place.declares:
                new = numbers[place.name]
            else:
                statement.uses.add(place.name)
        statement.changes.append((place.start, place.end, f"{place.name}:{new}" if place.shorthand else new))
    for start, end, written in _punctuation(found):
        around(start).changes.append((start, end, written))

    needed = _needed(statements, top_level)
    texts = [(statement.start in needed, _changed(source, statement)) for statement in statements]
    return Shortened(
        page="".join(text for is_needed, text in texts if is_needed),
        rest="".join(text for is_needed, text in texts if not is_needed),
        names={name: variables[name] for name in top_level},
    )


def _functions(found: _Found) -> list[tuple[int, int]]:
    """Where each function's parameters begin, and where it ends."""
    return sorted((node.start_byte, node.parent.end_byte) for node in found.get("parameters", ()))


def _places(found: _Found) -> list[Place]:
    """Where names stand, in the order of the text."""
    bound = {node.start_byte for node in found.get("bound", ())}
    for pattern in found.get("assigned", ()):
        bound -= {*range(pattern.start_byte, pattern.end_byte)}
    return sorted(
        (
            Place(
                node.start_byte,
                node.end_byte,
                node.text.decode(),
                node.start_byte in bound,
                capture == "short",
            )
            for capture in ("name", "short")
            for node in found.get(capture, ())
        ),
        key=lambda place: place.start,
    )


def _punctuation(found: _Found) -> Iterator[tuple[int, int, str]]:
    """Keywords and signs that are written otherwise, or not at all: from where to where, and what instead."""
    for node in found.get("begins", ()):
        yield node.start_byte, node.next_sibling.start_byte, ""
    for capture, written in (("const", "let"), ("ends", ","), ("drop", "")):
        for node in found.get(capture, ()):
            yield node.start_byte, node.end_byte, written


def _declared(statement: Any) -> Iterator[str]:
    """The names that a top-level statement declares."""
    if statement.type in ("function_declaration", "generator_function_declaration", "class_declaration"):
        yield statement.child_by_field_name("name").text.decode()
    elif statement.type in ("lexical_declaration", "variable_declaration"):
        for declarator in statement.named_children:
            if declarator.type == "variable_declarator":
                yield declarator.child_by_field_name("name").text.decode()


def _numbers(found: _Found, of_which_a_property_is_asked: Collection[str]) -> dict[str, str]:
    """The top-level constants that are plain numbers, and as such can stand wherever they are used."""
    return {
        name: node.parent.child_by_field_name("value").text.decode()
        for node in found.get("number", ())
        if (name := node.text.decode()) not in of_which_a_property_is_asked
    }


def _needed(statements: Sequence[_Statement], top_level: Mapping[str, _Statement]) -> set[int]:
    """Where the statements begin that do something, and those that declare what these need."""
    waiting = [statement for statement in statements if not statement.declares]
    needed: set[int] = set()
    while waiting:
        statement = waiting.pop()
        if statement.start not in needed:
            needed.add(statement.start)
            waiting += (top_level[name] for name in statement.uses if name in top_level)
    return needed


def _changed(source: bytes, statement: _Statement) -> str:
    pieces: list[bytes] = []
    done = statement.start
    # Of two changes in one place the earlier stands: a keyword that is gone needs no other.
    for start, end, written in sorted(statement.changes, key=lambda change: change[0]):
        if start >= done:
            # What is dropped may have parted two words: `return(x)=>x`.
            needs_space = (
                not written and _is_word(source[start - 1 : start]) and _is_word(source[end : end + 1])
            )
            pieces += (source[done:start], b" " if needs_space else written.encode())
            done = end
    return b"".join((*pieces, source[done : statement.end])).decode()


def _is_word(character: bytes) -> bool:
    return character.isalnum() or character in (b"_", b"$")


@cache
def _grammar() -> tuple[Any, Any]:
    import tree_sitter_javascript
    from tree_sitter import Language, Parser, Query, QueryCursor

    javascript = Language(tree_sitter_javascript.language())
    query = Query(javascript, _QUERY)
    return Parser(javascript), lambda root: QueryCursor(query).captures(root)
