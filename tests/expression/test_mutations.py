"""Break the grammar on purpose, in one place at a time, and see whether the shared cases say so."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from generator.engine.operations.table import OPS
from generator.errors import BuildError
from tests.expression.cases import FORMULAS, REFUSED
from tests.expression.languages import ROOT, JavaScriptLanguage, PythonLanguage
from tests.expression.mutations import GRAMMAR, Change, Mutation
from tests.expression.test_cases import tree_of

every_grammar = pytest.mark.parametrize("mutation", GRAMMAR, ids=lambda mutation: mutation.what)

USERS = {
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
    with made_anew("tokens", ("LARGEST = sys.float_info.max", "LARGEST = sys.float_info.max")) as modules:
        same = PythonLanguage(OPS, modules["expression"])
    for language in (python, javascript, same):
        assert list(complaints_of_grammar(language)) == []
