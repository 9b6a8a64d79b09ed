"""Mistakes are planted where they are meant, and nowhere else."""

import ast

import pytest

from tests.planted.mutation import Change, Mutation, OutOfDateError, javascript_with, planted

TEXT = """
def f(a, b):
    # However it is laid out.
    return (a
            + b)

def g(a, b):
    return a - b

TABLE = {"one": 1, "two": 2}
"""


def changed(change: Change) -> str:
    return ast.unparse(planted(ast.parse(TEXT), change))


def test_a_piece_is_found_by_its_tree() -> None:
    assert "return a * b" in changed(Change("a+b", "a * b"))
    assert "return a - b" in changed(Change("a+b", "a * b")), "and nothing else is changed"
    assert "{'one': 1, 'two': 3}" in changed(Change('{"two": 2}', '{"two": 3}'))
    assert "def g(a, b):\n    pass" in changed(Change("return a - b", "pass", within="g"))


@pytest.mark.parametrize("change", [Change("a / b", "a"), Change("a", "b"), Change("a + b", "a", within="g")])
def test_a_mutation_out_of_date_is_an_error(change: Change) -> None:
    with pytest.raises(OutOfDateError, match="bring the mutation up to date"):
        changed(change)


@pytest.mark.parametrize("before", ["gradients / upstream", "upstream"])
def test_a_mutation_out_of_date_is_an_error_in_javascript(before: str) -> None:
    mutation = Mutation("none", "graph", Change("a", "b"), Change(before, "0"))
    with pytest.raises(OutOfDateError, match="bring the mutation up to date"):
        javascript_with("tests/engine/entry.js", [mutation])
