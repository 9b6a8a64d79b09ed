"""Break the grammar on purpose, in one place at a time, and see whether the shared cases say so."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from generator.engine.operations.table import OPS
from generator.errors import BuildError
from tests.expression.cases import FORMULAS, REFUSED
from tests.expression.languages import BUNDLE, JavaScriptLanguage, PythonLanguage
from tests.expression.mutations import GRAMMAR
from tests.expression.test_cases import tree_of
from tests.planted.mutation import Mutation, javascript_with, python_with

every_grammar = pytest.mark.parametrize("mutation", GRAMMAR, ids=lambda mutation: mutation.what)


@pytest.fixture(scope="module")
def broken_scripts() -> dict[str, str]:
    return javascript_with(BUNDLE, GRAMMAR)


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
    broken = PythonLanguage(OPS, python_with(mutation)["expression"])
    with suppress(ValueError, IndexError):  # it may not even hold together
        assert next(complaints_of_grammar(broken), None) is not None


@every_grammar
def test_a_broken_grammar_in_javascript(mutation: Mutation, broken_scripts: dict[str, str]) -> None:
    broken = JavaScriptLanguage(lambda _: broken_scripts[mutation.what])
    with suppress(BuildError):  # it may throw
        assert next(complaints_of_grammar(broken), None) is not None


def test_nothing_broken_nothing_said(python: PythonLanguage, javascript: JavaScriptLanguage) -> None:
    same = PythonLanguage(OPS, python_with(None)["expression"])
    for language in (python, javascript, same):
        assert list(complaints_of_grammar(language)) == []
