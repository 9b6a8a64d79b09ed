"""A mistake that is planted by the syntax tree, in Python or in JavaScript, and what is loaded with it."""

import ast
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from generator.bundle import find_node
from tests.bundled import bundled

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent.parent / "generator" / "engine"
MODULES = ("tokens", "grammar", "graph", "network", "expression", "check")
"""What is made anew with a mistake in one of them, in the order of their imports; they share one table of operations."""


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of code, and the one that takes its place where its tree stands.

    Only the function, class or name `within` is searched, if one is given. `{key: value}` is that entry of a table.
    """

    before: str
    after: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One mistake in both languages: what is wrong, and in which module."""

    what: str
    module: str
    python: Change
    javascript: Change


class OutOfDateError(AssertionError):
    """The piece to be changed is not there just once."""


def python_with(mutation: Mutation | None) -> Mapping[str, ModuleType]:
    """The modules of the NumPy engine, made anew: with a mistake in one of them, or with none. They know each other."""
    modules = {name: ModuleType(f"generator.engine.{name}") for name in MODULES}
    # While they are made, their import statements find each other, not what is shipped.
    with patch.dict(sys.modules, {module.__name__: module for module in modules.values()}):
        for name, module in modules.items():
            tree = _tree(name)
            if mutation is not None and mutation.module == name:
                tree = planted(tree, mutation.python)
            exec(compile(tree, f"{name}.py", "exec"), module.__dict__)  # noqa: S102 - our own source
    return modules


def javascript_with(entry: str, mutations: Sequence[Mutation]) -> dict[str, str]:
    """The bundle of a module with each of these mistakes in turn, by what is wrong."""
    texts = planted_javascript(bundled(entry), [mutation.javascript for mutation in mutations])
    return {mutation.what: text for mutation, text in zip(mutations, texts, strict=True)}


def planted_javascript(text: str, changes: Sequence[Change]) -> list[str]:
    """A script or module with each of the changes in turn. Raises OutOfDateError as `planted` does."""
    node = find_node()
    assert node is not None, "planting mistakes in JavaScript needs Node: run `make script`"
    request = {"text": text, "changes": [asdict(change) for change in changes]}
    process = subprocess.run(
        [node, str(HERE / "plant.js")],
        input=json.dumps(request),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    texts: list[str] = []
    for answer in json.loads(process.stdout):
        if not isinstance(answer, str):
            raise OutOfDateError(f"{answer['fault']}: bring the mutation up to date")
        texts.append(answer)
    return texts


def planted(tree: ast.Module, change: Change) -> ast.Module:
    """A copy of the tree with the change in it. Raises OutOfDateError where there is not one place for it."""
    copy = deepcopy(tree)
    around = [node for node in ast.walk(copy) if change.within in _names(node)] if change.within else [copy]
    planter = _Planter(change)
    for node in around:
        planter.visit(node)
    if planter.found != 1:
        raise OutOfDateError(
            f"{change.before!r} is there {planter.found} times: bring the mutation up to date"
        )
    return ast.fix_missing_locations(copy)


class _Planter(ast.NodeTransformer):
    def __init__(self, change: Change) -> None:
        self.wanted, self.new = _piece(change.before), _piece(change.after)
        if isinstance(self.wanted, ast.stmt) and isinstance(self.new, ast.expr):
            self.new = ast.Expr(self.new)
        self.found = 0

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Dict) and isinstance(self.wanted, ast.Dict):
            self._visit_table(node)
        elif ast.dump(node) == ast.dump(self.wanted):
            self.found += 1
            return deepcopy(self.new)
        return self.generic_visit(node)

    def _visit_table(self, table: ast.Dict) -> None:
        assert isinstance(self.wanted, ast.Dict)
        assert isinstance(self.new, ast.Dict)
        entry = [ast.dump(part) for part in (self.wanted.keys[0] or self.wanted, self.wanted.values[0])]
        for position, (key, value) in enumerate(zip(table.keys, table.values, strict=True)):
            if key is not None and [ast.dump(key), ast.dump(value)] == entry:
                self.found += 1
                table.keys[position], table.values[position] = self.new.keys[0], self.new.values[0]


def _piece(code: str) -> ast.AST:
    """An expression, or else a statement."""
    (statement,) = ast.parse(code).body
    return statement.value if isinstance(statement, ast.Expr) else statement


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
