"""Break the new operations and the grammar on purpose, in one place at a time, and see whether the checks say so.

In Python the comparison with JavaScript and the oracles (JAX, numbers by hand) each have to report it on their own, lest
a mistake made in both languages escape.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from generator.engine.ops import OPS
from generator.errors import BuildError
from tests.expression.cases import FORMULAS, REFUSED
from tests.expression.languages import ROOT, JavaScriptLanguage, PythonLanguage
from tests.expression.mutations import GRAMMAR, OPERATIONS, Change, Mutation
from tests.expression.operations import (
    OPERANDS,
    complaints_by_hand,
    complaints_by_jax,
    complaints_by_other,
)
from tests.expression.test_cases import tree_of

every_operation = pytest.mark.parametrize("mutation", OPERATIONS, ids=lambda mutation: mutation.what)
every_grammar = pytest.mark.parametrize("mutation", GRAMMAR, ids=lambda mutation: mutation.what)

USERS = {
    "erf": ["ops"], "elementary": ["ops"], "categorical": ["ops"], "ops": [],
    "tokens": ["grammar", "expression"], "grammar": ["expression"], "expression": [],
}  # fmt: skip
"""Module -> those that import it and have to be made anew with it."""


def changed(text: str, change: Change) -> str:
    before, after = change
    assert text.count(before) == 1, (
        f"{before!r} is there {text.count(before)} times: bring the mutation up to date"
    )
    return text.replace(before, after)


@contextmanager
def made_anew(module: str, change: Change) -> Iterator[Mapping[str, ModuleType]]:
    """Modules from a changed text and from those that use it; while they are made, they find each other."""
    names = [module, *USERS[module]]
    modules = {name: ModuleType(f"generator.engine.{name}") for name in names}
    with patch.dict(sys.modules, {each.__name__: each for each in modules.values()}):
        for name in names:
            text = (ROOT / "generator" / "engine" / f"{name}.py").read_text(encoding="utf-8")
            text = changed(text, change) if name == module else text
            exec(compile(text, f"{name}.py", "exec"), modules[name].__dict__)  # noqa: S102 - our own source
        yield modules


def broken_javascript(mutation: Mutation) -> JavaScriptLanguage:
    return JavaScriptLanguage(lambda text: changed(text, mutation.javascript))


def operations_in(what: str) -> list[str]:
    """Those that the sentence begins with."""
    subjects = re.match(r"(\w+)(?:'s)?(?: and (\w+))?", what)
    assert subjects is not None
    return [op for op in subjects.groups() if op in OPERANDS]


@every_operation
def test_a_broken_operation_in_python(mutation: Mutation, javascript: JavaScriptLanguage) -> None:
    with made_anew(mutation.module, mutation.python) as modules:
        broken = PythonLanguage(modules["ops"].OPS)
    for op in operations_in(mutation.what):
        oracles = [*complaints_by_hand(op, broken.apply), *complaints_by_jax(op, broken.apply)]
        assert oracles != [], f"{op}: the oracles are silent"
        assert complaints_by_other(op, broken.apply, javascript.apply) != [], (
            f"{op}: the comparison is silent"
        )


@every_operation
def test_a_broken_operation_in_javascript(mutation: Mutation, python: PythonLanguage) -> None:
    broken = broken_javascript(mutation)
    for op in operations_in(mutation.what):
        assert complaints_by_other(op, broken.apply, python.apply) != [], f"{op}: the comparison is silent"


def complaints_of_grammar(language: Any) -> Iterator[str]:
    """A line for every shared case that is read otherwise."""
    for case in REFUSED:
        fault = language.read(case["text"]).get("fault")
        if fault is None or (fault["code"], [fault["line"], fault["column"]]) != (case["code"], case["at"]):
            yield f"{case['text']!r}: {fault}"
    for case in FORMULAS:
        record = language.read(case["text"])
        if "fault" in record or record["names"] != [*case["leaves"]]:
            yield f"{case['text']!r}: {record}"
        elif "tree" in case and list(tree_of(record).items()) != list(case["tree"].items()):
            yield f"{case['text']!r}: {tree_of(record)}"


@every_grammar
def test_a_broken_grammar_in_python(mutation: Mutation) -> None:
    with made_anew(mutation.module, mutation.python) as modules:
        broken = PythonLanguage(OPS, modules["expression"])
    with suppress(ValueError, IndexError):  # it may not even hold together
        assert next(complaints_of_grammar(broken), None) is not None


@every_grammar
def test_a_broken_grammar_in_javascript(mutation: Mutation) -> None:
    broken = broken_javascript(mutation)
    with suppress(BuildError):  # it may throw
        assert next(complaints_of_grammar(broken), None) is not None


def test_nothing_broken_nothing_said(python: PythonLanguage, javascript: JavaScriptLanguage) -> None:
    with made_anew("elementary", ("return a - b", "return a - b")) as modules:
        same = PythonLanguage(modules["ops"].OPS, import_module("generator.engine.expression"))
    for op in OPERANDS:
        assert complaints_by_hand(op, same.apply) == complaints_by_jax(op, same.apply) == []
        assert complaints_by_other(op, same.apply, javascript.apply) == []
    for language in (python, javascript, same):
        assert list(complaints_of_grammar(language)) == []


def test_every_new_operation_is_broken_twice() -> None:
    for op in OPERANDS:
        assert sum(op in operations_in(mutation.what) for mutation in OPERATIONS) >= 2, op
    assert all(operations_in(mutation.what) for mutation in OPERATIONS)
