"""Formulas at random: trees, their text with no more parentheses than needed (or some), and their value by JAX.

Nothing here knows the parser, the graph or the table of operations.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

jax.config.update("jax_enable_x64", True)

NAMES = ["a", "b", "x1", "w_2", "β", "yhat"]
PLAIN_NAMES = {"β": "beta"}
NUMBERS = ["0", "1", "2", "3", "0.5", "1.25", "10", ".1", "2e1", "1e-3"]
ONE_ARGUMENT = [
    "exp", "log", "sqrt", "sin", "cos", "abs", "tanh", "sigmoid", "relu", "leaky_relu", "elu", "softplus", "gelu", "silu",
]  # fmt: skip
KINKED = {"abs", "relu", "leaky_relu"}
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


# The same by JAX, with stable forms and the conventions of the table written from their definitions.


def _size(z: Any) -> Any:
    """|z| with a derivative of 1 at 0: what is built from it below is smooth."""
    return jnp.where(z >= 0, z, -z)


def _sigmoid(z: Any) -> Any:
    e = jnp.exp(-_size(z))
    return jnp.where(z >= 0, 1.0, e) / (1 + e)


def _tanh(z: Any) -> Any:
    e = jnp.exp(-2 * _size(z))
    numerator = jnp.where(_size(z) < 0.5, -jnp.expm1(-2 * _size(z)), 1 - e)
    return jnp.where(z >= 0, 1.0, -1.0) * numerator / (1 + e)


def _exp_minus_1(z: Any) -> Any:
    """JAX differentiates expm1 to expm1 + 1, of which far below 0 no digits are left."""
    return jnp.where(z < -0.5, jnp.exp(z) - 1, jnp.expm1(jnp.where(z < -0.5, 0.0, z)))


def _power(a: Any, b: Any) -> Any:
    """Constant in b where there is no derivative by b, and in a where b is 0."""
    safe = jnp.where(a > 0, a, 1.0)
    fixed = jax.lax.stop_gradient(b)
    of_base = jnp.where(fixed == 0, 1.0, jnp.power(jnp.where(fixed == 0, 1.0, a), fixed))
    return jnp.where(a > 0, jnp.power(safe, b), of_base)


JAX_FUNCTIONS: Mapping[str, Any] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": _power,
    "negate": lambda a: -a,
    "exp": jnp.exp,
    "log": jnp.log,
    "sqrt": jnp.sqrt,
    "sin": jnp.sin,
    "cos": jnp.cos,
    "abs": lambda z: jnp.where(z > 0, z, jnp.where(z < 0, -z, 0.0)),
    "min": lambda *z: jnp.min(jnp.stack(z)),
    "max": lambda *z: jnp.max(jnp.stack(z)),
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "relu": lambda z: jnp.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: jnp.where(z > 0, z, 0.01 * z),
    "elu": lambda z: jnp.where(z > 0, z, _exp_minus_1(jnp.where(z > 0, 0.0, z))),
    "softplus": lambda z: jnp.where(z >= 0, z, 0.0) + jnp.log1p(jnp.exp(-_size(z))),
    "gelu": lambda z: z * 0.5 * jax.scipy.special.erfc(-z / math.sqrt(2)),
    "silu": lambda z: z * _sigmoid(z),
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
        return JAX_FUNCTIONS[tree.head](*(_evaluated(operand, known) for operand in tree.operands))
    name = PLAIN_NAMES.get(tree.head, tree.head)
    return known[name] if name in known else jnp.asarray(float(tree.head), dtype=jnp.float64)
