"""Formulas at random: trees, their text with no more parentheses than needed (or some), and their value by JAX.

Nothing here knows the parser, the graph or the table of operations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.engine.operations.oracles import JAX, JAX_ACTIVATIONS, JAX_FUNCTIONS

NAMES = ["a", "b", "x1", "w_2", "β", "yhat"]
PLAIN_NAMES = {"β": "beta"}
NUMBERS = ["0", "1", "2", "3", "0.5", "1.25", "10", ".1", "2e1", "1e-3"]
ONE_ARGUMENT = [*JAX_FUNCTIONS, *(name for name in JAX_ACTIVATIONS if name != "identity")]
NAMES_OF_OPERATIONS = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "negate": "negate",
    "min": "minimum", "max": "maximum",
}  # fmt: skip
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3, "^": 4}
SPELLINGS = {"-": ["-", "−"], "*": ["*", "·", "×"], "^": ["^", "**"]}


@dataclass(frozen=True, slots=True)
class Tree:
    """A number or a name (`head` is its text), or an operator or a function with its operands."""

    head: str
    operands: tuple["Tree", ...] = ()


def _leaves() -> st.SearchStrategy[Tree]:
    return st.sampled_from(NAMES).map(Tree) | st.sampled_from(NUMBERS).map(Tree)


def _grown(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.builds(Tree, st.sampled_from(list("+-*/^")), st.tuples(smaller, smaller)),
        st.builds(Tree, st.just("negate"), st.tuples(smaller)),
        st.builds(Tree, st.sampled_from(ONE_ARGUMENT), st.tuples(smaller)),
        st.builds(
            Tree, st.sampled_from(["min", "max"]), st.lists(smaller, min_size=2, max_size=4).map(tuple)
        ),
    )


TREES = st.recursive(_leaves(), _grown, max_leaves=12)


@dataclass(frozen=True, slots=True)
class Formula:
    """Lines by name, the last of which is differentiated, their text, and the numbers of the free names."""

    lines: tuple[tuple[str, Tree], ...]
    text: str
    leaves: dict[str, float]


@st.composite
def formulas(draw: DrawFn, numbers: st.SearchStrategy[float]) -> Formula:
    """One to three lines, of which the last uses all others and a free name."""
    lines: list[tuple[str, Tree]] = []
    for name in draw(st.sampled_from([["L"], ["L"], ["p", "J"], ["p", "γ1", "L"]])):
        known = [Tree(before) for before, _ in lines]
        tree = draw(TREES)
        if lines:
            tree = draw(_planted(tree, known))
        if name in ("L", "J") and not any(_free(line) for _, line in [*lines, (name, tree)]):
            tree = Tree("+", (tree, Tree("a")))
        lines.append((name, tree))
    text = "\n".join(
        # The last line may do without its name if that is L.
        _printed(draw, tree) if name == "L" and draw(st.booleans()) else f"{name} = {_printed(draw, tree)}"
        for name, tree in lines
    )
    free = list(dict.fromkeys(name for _, tree in lines for name in _free(tree)))
    return Formula(tuple(lines), text, {PLAIN_NAMES.get(name, name): draw(numbers) for name in free})


def _planted(tree: Tree, known: Sequence[Tree]) -> st.SearchStrategy[Tree]:
    """The tree with all that is known used in it, once at least, and more often where there is a free name for it."""

    def replaced(part: Tree) -> Tree:
        if part.head == "b":
            return known[0]
        return Tree(part.head, tuple(map(replaced, part.operands)))

    planted = replaced(tree)
    for one in known:
        planted = Tree("+", (Tree("*", (one, Tree("a"))), planted))
    return st.sampled_from([planted, Tree("*", (planted, known[-1]))])


def _free(tree: Tree) -> list[str]:
    if tree.operands:
        return [name for operand in tree.operands for name in _free(operand)]
    return [tree.head] if tree.head in NAMES else []


def _printed(draw: DrawFn, tree: Tree, loosest: int = 0) -> str:
    """As text: parentheses where a part binds more loosely than `loosest`, and now and then without need."""
    space = draw(st.sampled_from(["", "", " "]))
    text, binding = tree.head, 5
    if tree.head == "negate":
        binding = BINDING["negate"]
        text = draw(st.sampled_from(SPELLINGS["-"])) + space + _printed(draw, tree.operands[0], binding)
    elif tree.head in BINDING:
        left, right = tree.operands
        binding = BINDING[tree.head]
        sign = draw(st.sampled_from(SPELLINGS.get(tree.head, [tree.head])))
        # Only the side on which a run goes on may bind as loosely as the operator itself.
        if tree.head == "^":
            text = f"{_printed(draw, left, 5)}{space}{sign}{space}{_printed(draw, right, 3)}"
        else:
            text = f"{_printed(draw, left, binding)}{space}{sign}{space}{_printed(draw, right, binding + 1)}"
    elif tree.operands:
        arguments = f",{space}".join(_printed(draw, operand) for operand in tree.operands)
        text = f"{tree.head}({space}{arguments}{space})"
    needed = binding < loosest
    return f"({text})" if needed or draw(st.integers(0, 9)) == 0 else text


# The same by JAX.

_JAX: Mapping[str, Any] = {
    **JAX_FUNCTIONS,
    **JAX_ACTIVATIONS,
    **{name: JAX[op] for name, op in NAMES_OF_OPERATIONS.items()},
}


def jax_gradient(formula: Formula) -> tuple[float, dict[str, float]]:
    """Value of the last line, and its derivative by every free name."""

    def last_line(leaves: Mapping[str, Any]) -> Any:
        known = dict(leaves)
        for name, tree in formula.lines:
            known[name] = _evaluated(tree, known)
        return known[formula.lines[-1][0]]

    leaves = {name: jnp.asarray(number, dtype=jnp.float64) for name, number in formula.leaves.items()}
    value, gradients = jax.value_and_grad(last_line)(leaves)
    return float(value), {name: float(gradient) for name, gradient in gradients.items()}


def _evaluated(tree: Tree, known: Mapping[str, Any]) -> Any:
    if tree.operands:
        return _JAX[tree.head](*(_evaluated(operand, known) for operand in tree.operands))
    name = PLAIN_NAMES.get(tree.head, tree.head)
    return known[name] if name in known else jnp.asarray(float(tree.head), dtype=jnp.float64)
