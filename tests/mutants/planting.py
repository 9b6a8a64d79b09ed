"""Where a small mistake can be planted in a source, by its syntax tree; and one of them planted."""

import ast
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.bundle import find_node

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Site:
    """What stands in a text from `start` to `end` is replaced; `what` says what is wrong then."""

    start: int
    end: int
    replacement: str
    what: str
    within: str = ""
    """The function that it stands in: of JavaScript its digest, of Python its name with those around it; "" for none."""

    def planted(self, text: str) -> str:
        """The text with the mistake in it."""
        return text[: self.start] + self.replacement + text[self.end :]


def sites_of(paths: Sequence[Path]) -> Iterator[tuple[Path, str, list[Site]]]:
    """Of each module its text, and all places in it in the order in which they stand."""
    of_scripts = iter(_sites_in_javascript([path for path in paths if path.suffix == ".js"]))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            yield path, text, sites_in_python(text)
            continue
        # JavaScript counts in units of UTF-16: a sign beyond these is two of them.
        units = [at for at, sign in enumerate(text) for _ in range(2 if ord(sign) > 0xFFFF else 1)]
        units.append(len(text))
        found = [Site(units[start], units[end], *rest) for start, end, *rest in next(of_scripts)]
        yield path, text, sorted(found, key=lambda site: (site.start, site.end, site.what))


def _sites_in_javascript(paths: Sequence[Path]) -> list[list[tuple[int, int, str, str, str]]]:
    if not paths:
        return []
    node = find_node()
    if node is None:
        raise RuntimeError("planting mistakes in JavaScript needs Node: run `make script`")
    command = [node, str(HERE / "sites.js"), *map(str, paths)]
    process = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: list[list[tuple[int, int, str, str, str]]] = json.loads(process.stdout)
    return found


SWAPPED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}


def sites_in_python(text: str) -> list[Site]:
    """The places of a Python module."""
    tree = ast.parse(text)
    within = _offsets(text)
    harmless = set(_nothing_wrong(tree))
    found = [
        replace(site, within=name)
        for node, name in _named(tree)
        if node not in harmless
        for site in _of_node(node, text, within)
    ]
    return sorted(found, key=lambda site: (site.start, site.end, site.what))


def _named(node: ast.AST, name: str = "", prefix: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node, with the name of the function that it stands in as `__qualname__` has it; a lambda is its surroundings."""
    yield node, name
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = prefix + child.name
            yield from _named(child, inner, f"{inner}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from _named(child, name, f"{prefix}{child.name}.")
        else:
            yield from _named(child, name, prefix)


Within = Callable[[ast.AST], tuple[int, int]]


def _of_node(node: ast.AST, text: str, within: Within) -> Iterator[Site]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield from _swap(op, left, right, text, within)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield from _swap(op, left, right, text, within)
        case ast.BoolOp(op=op, values=[left, right]):
            yield from _swap(op, left, right, text, within)
        case ast.If(test=test) | ast.While(test=test):
            start, end = within(test)
            yield Site(start, end, f"not ({text[start:end]})", "a condition is turned round")
        case ast.IfExp(body=body, orelse=orelse):
            (start, _), (_, end) = within(body), within(orelse)
            condition = text[slice(*within(node.test))]
            swapped = f"({text[slice(*within(orelse))]}) if {condition} else ({text[slice(*within(body))]})"
            yield Site(start, end, swapped, "the two answers of a choice change places")
        case ast.UnaryOp(op=ast.Not() | ast.USub() as op):
            # What it negates may stand in parentheses, which are no part of that.
            start = within(node)[0]
            yield Site(
                start, start + len("not" if isinstance(op, ast.Not) else "-"), "", "a negation is lost"
            )
        case ast.Constant(value=value):
            yield from _constant(node, value, within)
        case ast.Expr(value=ast.Call()):
            yield Site(*within(node), "pass", "a call is not made")


def _constant(node: ast.AST, value: object, within: Within) -> Iterator[Site]:
    if isinstance(value, bool):
        yield Site(*within(node), str(not value), f"{value} is {not value}")
    elif isinstance(value, int | float):
        yield Site(*within(node), repr(value + 1), f"{value} is {value + 1}")
    elif isinstance(value, str) and value and hasattr(node, "kind"):
        start, end = within(node)
        if end > start:
            yield Site(start, end, '""', f"the text {value[:30]!r} is empty")


def _swap(op: ast.AST, left: ast.AST, right: ast.AST, text: str, within: Within) -> Iterator[Site]:
    if type(op) not in SWAPPED:
        return
    old, new = SWAPPED[type(op)]
    (_, start), (end, _) = within(left), within(right)
    at = text.find(old, start, end)
    if at >= 0:
        yield Site(at, at + len(old), new, f"{old} is {new}")


def _nothing_wrong(tree: ast.AST) -> Iterator[ast.AST]:
    """Texts that say something to a reader of the code, and the pieces of f-strings, which have no place of their own.

    With them what a record may do, such as `frozen=True`, and `strict=True` of a zip: that nobody does what these forbid is
    what they are for.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "strict":
            yield node.value
        if isinstance(node, ast.ClassDef):
            yield from (piece for made_by in node.decorator_list for piece in ast.walk(made_by))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.JoinedStr):
            yield from (piece for piece in ast.walk(node) if isinstance(piece, ast.Constant))


def _offsets(text: str) -> Within:
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(line: int, column: int) -> int:
        # Columns count bytes of UTF-8.
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    def within(node: ast.AST) -> tuple[int, int]:
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)

    return within
