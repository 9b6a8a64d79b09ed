"""The grammar of formulas: tokens -> operations in the order in which they are carried out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from generator.engine.operations.table import OPS
from generator.engine.tokens import ExpressionError, Token

FUNCTIONS: Mapping[str, str] = {
    operation.called: op for op, operation in OPS.items() if operation.called is not None
}
"""Name in a formula -> key of OPS."""

CONSTANTS: Mapping[str, float] = {"e": math.e, "pi": math.pi}
"""Names that mean these numbers, unless a line, or whoever gives the numbers, makes them mean others."""

UNNAMED = "L"
"""The name of the last line where it has none."""

UPDATES = {"+=": "add", "-=": "subtract", "*=": "multiply", "/=": "divide"}
"""Sign of an assignment that goes on from the value so far -> key of OPS."""

_ELSEWHERE = ("exp", "log", "sqrt", "sin", "cos", "tanh")
_LAYERS = ("sigmoid", "relu", "leaky_relu", "elu", "softplus", "silu", "mish")
_OTHER_NAMES = {"absolute": "abs", "fabs": "abs", "maximum": "max", "minimum": "min"}
_PLAIN = {**{name: name for name in (*_ELSEWHERE, "abs")}, **_OTHER_NAMES}
_MODULES: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("np", "numpy", "math", "jnp", "jax.numpy"), _PLAIN),
    **{
        module: {**_PLAIN, **{name: name for name in (*_LAYERS, "gelu")}}
        for module in ("torch", "F", "torch.nn.functional", "nn.functional")
    },
    "jax.nn": {"tanh": "tanh", "swish": "silu", **{name: name for name in _LAYERS}},  # its gelu is another
    **{module: {"stop_gradient": "stop"} for module in ("jax.lax", "lax")},
}
"""What is called alike elsewhere, and computes the same: module -> its name of a function -> ours."""

_INSTEAD = {
    "square": "a^2", "power": "a^b", "pow": "a^b", "tan": "sin(a)/cos(a)", "log2": "log(a)/log(2)",
    "log10": "log(a)/log(10)", "log1p": "log(1 + a)", "expm1": "exp(a) - 1", "reciprocal": "1/a", "rsqrt": "1/sqrt(a)",
    "sinh": "(exp(a) - exp(-a))/2", "cosh": "(exp(a) + exp(-a))/2", "dot": "a sum of products", "sum": "a sum with +",
    "mean": "a sum, divided", "detach": "stop(a)", "stop_gradient": "stop(a)",
}  # fmt: skip
"""What is no function here, and how to write it."""

_OPERATIONS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "negate": "negate"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3, "^": 4}
_RUNS = ("+", "*")


@dataclass(frozen=True, slots=True)
class Statement:
    """A line: the name that it gives a value, its first token, and the tokens of its expression, "end" included.

    `update` is the sign of an assignment that goes on from the value that the name has. `version` counts the lines of
    this name, from 1.
    """

    name: str
    start: Token
    body: Sequence[Token]
    update: Token | None
    version: int


class Builder(Protocol):
    """What becomes of a line. Each method gives the index of a node; all may raise ExpressionError."""

    def add_number(self, token: Token) -> int:
        """The node of a number."""

    def add_name(self, token: Token) -> int:
        """The node of a name."""

    def add_operation(self, op: str, parents: Sequence[int], token: Token) -> int:
        """The node of an operation of the table, for which `token` stands in the text."""


def read_statements(lines: Sequence[Sequence[Token]]) -> list[Statement]:
    """The lines in their order. Raises ExpressionError."""
    if not lines:
        raise ExpressionError("empty", 1, 1)
    statements: list[Statement] = []
    for tokens in _resolved(lines):
        start, body, name = tokens[0], tokens, UNNAMED
        sign = tokens[1] if start.kind == "name" and tokens[1].kind in ("=", *UPDATES) else None
        if sign:
            body, name = tokens[2:], start.means
        for token in body:
            if token.kind in ("=", *UPDATES):
                raise token.error("assignment")
        if sign and name in FUNCTIONS:
            raise start.error("function_name")
        if not sign and len(statements) < len(lines) - 1:
            raise start.error("unnamed")
        version = 1 + sum(statement.name == name for statement in statements)
        update = sign if sign and sign.kind in UPDATES else None
        statements.append(Statement(name, start, body, update, version))
    return statements


def _resolved(lines: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """The same, in which every name that others have for a function or a constant means what it means here."""
    pairs = [list(pairwise(tokens)) for tokens in lines]
    has_sigma = any(
        token.means == "sigma" and following.kind != "(" for line in pairs for token, following in line
    )
    return [
        [
            *(_meant(*pair, has_sigma) if pair[0].kind == "name" else pair[0] for pair in line),
            tokens[-1],
        ]
        for line, tokens in zip(pairs, lines, strict=True)
    ]


def _meant(token: Token, following: Token, has_sigma: bool) -> Token:
    module, _, name = token.means.rpartition(".")
    if module:
        known = {
            **_MODULES.get(module, {}),
            **({each: each for each in CONSTANTS} if module in _MODULES else {}),
        }
        if name not in known:
            raise token.error("foreign", _INSTEAD.get(name, ", ".join(FUNCTIONS)))
        return replace(token, means=known[name])
    if name == "sigma" and following.kind == "(":
        if has_sigma:
            raise token.error("unclear")
        return replace(token, means="sigmoid")
    if name in _INSTEAD and following.kind == "(":
        raise token.error("foreign", _INSTEAD[name])
    return replace(token, means="log") if name == "ln" else token


def read_body(body: Sequence[Token], builder: Builder) -> int:
    """The node of a line's expression. Raises ExpressionError."""
    return _Reader(builder).read(body)


@dataclass(slots=True)
class _Waiting:
    """An operator or an open parenthesis, and how many operands it has with the one that comes next.

    `function` is the name before a parenthesis that holds arguments. A function without one, as in ln x, is "bare".
    """

    kind: str
    token: Token
    operands: int
    function: Token | None = None


class _Reader:
    """Operator precedence: an operator waits on a stack until what follows binds no tighter.

    Nothing here calls itself, so no nesting is too deep.
    """

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._operands: list[int] = []
        self._waiting: list[_Waiting] = []

    def read(self, body: Sequence[Token]) -> int:
        function: Token | None = None
        wants_operand = True
        before = body[0]
        for token, following in zip(body, [*body[1:], body[-1]], strict=True):
            if not wants_operand and self._begins_operand(token):
                self._check_unsaid_product(before, token)
                wants_operand = self._read_operator(replace(token, kind="*"))
            if not wants_operand:
                wants_operand = self._read_operator(token)
            elif token.kind == "name" and token.means in FUNCTIONS:
                if following.kind in ("(", "|"):
                    function = token
                elif following.kind == "number" or (
                    following.kind == "name" and following.means not in FUNCTIONS
                ):
                    self._waiting.append(_Waiting("bare", token, 1, token))
                else:
                    raise token.error("function_name")
            elif token.kind == "name" and following.kind == "(":
                raise token.error("function", ", ".join(FUNCTIONS))
            else:
                wants_operand = self._read_operand(token, function)
                function = None
            before = token
        return self._operands[0]

    def _begins_operand(self, token: Token) -> bool:
        """Whether a token after an operand begins another one, with which the first is multiplied."""
        return token.kind in ("name", "(") or (token.kind == "|" and self._innermost() != "|")

    def _innermost(self) -> str:
        """The kind of the parenthesis that one is in."""
        return next((each.kind for each in reversed(self._waiting) if each.kind in ("(", "|")), "")

    def _check_unsaid_product(self, before: Token, token: Token) -> None:
        """Refuse a product without a sign where it can be read in two ways: 1/2x, x^2y, e^-z x, ln x y, σ x."""
        unclear = before.means == "sigma"
        for position in reversed(range(len(self._waiting))):
            waiting = self._waiting[position]
            if waiting.kind == "negate":
                unclear |= position > 0 and self._waiting[position - 1].kind == "^"
            elif waiting.kind == "^":
                unclear |= not (_is_raised(waiting.token) or token.apart or before.kind in (")", "|"))
            elif waiting.kind in ("/", "bare"):
                unclear = True
            elif waiting.kind != "*":
                break
        if unclear:
            raise token.error("unclear")

    def _read_operand(self, token: Token, function: Token | None) -> bool:
        """A token where an operand may begin, and the function before it; whether an operand is still wanted."""
        if token.kind == "number":
            self._operands.append(self._builder.add_number(token))
            return False
        if token.kind == "name":
            self._operands.append(self._builder.add_name(token))
            return False
        if token.kind not in ("(", "|", "-"):
            raise token.error("unfinished" if token.kind == "end" else "value")
        self._waiting.append(_Waiting("negate" if token.kind == "-" else token.kind, token, 1, function))
        return True

    def _read_operator(self, token: Token) -> bool:
        """A token after an operand; whether another operand is wanted."""
        if token.kind not in (*_BINDING, ")", "|", ",", "end"):
            raise token.error("operator")
        last = self._waiting[-1] if self._waiting else None
        if last is not None and (
            (last.kind == "bare" and token.kind in ("*", "/", "^"))
            or (last.kind == token.kind == "^" and _is_raised(last.token))
        ):
            raise token.error("unclear")
        self._settle(token.kind)
        innermost = self._waiting[-1] if self._waiting else None
        if token.kind in _BINDING:
            if innermost is not None and innermost.kind == token.kind and token.kind in _RUNS:
                innermost.operands += 1
            else:
                self._waiting.append(_Waiting(token.kind, token, 2))
            return True
        if token.kind == ",":
            if innermost is None or innermost.function is None or innermost.kind == "|":
                raise token.error("comma")
            innermost.operands += 1
            return True
        if token.kind in (")", "|"):
            if innermost is None or (innermost.kind == "|") != (token.kind == "|"):
                raise token.error("unopened") if innermost is None else innermost.token.error("unclosed")
            self._close(self._waiting.pop())
        elif innermost is not None:
            raise innermost.token.error("unclosed")
        return False

    def _settle(self, kind: str) -> None:
        """Carry out what binds tighter than the sign that comes next, or as tight and from left to right."""
        while self._waiting and self._waiting[-1].kind not in ("(", "|"):
            waiting = self._waiting[-1]
            if waiting.kind == "bare":
                self._close(self._waiting.pop())
                continue
            difference = _BINDING[waiting.kind] - _BINDING.get(kind, 0)
            goes_on = kind == "^" or (kind in _RUNS and kind == waiting.kind)
            if difference < 0 or (difference == 0 and goes_on):
                return
            self._waiting.pop()
            self._apply(_OPERATIONS[waiting.kind], waiting)

    def _close(self, parenthesis: _Waiting) -> None:
        function = parenthesis.function
        if parenthesis.kind == "|":
            self._apply(FUNCTIONS["abs"], replace(parenthesis, function=None))
        if function is None:
            return
        several = OPS[FUNCTIONS[function.means]].arity is None
        if several != (parenthesis.operands > 1):
            raise function.error("more_arguments" if several else "one_argument")
        self._apply(FUNCTIONS[function.means], parenthesis)

    def _apply(self, op: str, waiting: _Waiting) -> None:
        parents = self._operands[-waiting.operands :]
        del self._operands[-waiting.operands :]
        token = waiting.function or waiting.token
        self._operands.append(self._builder.add_operation(op, parents, token))


def _is_raised(token: Token) -> bool:
    """Whether an exponent was typed as one, such as ²: where it ends is clear."""
    return token.kind == "^" and token.text not in ("^", "**")
