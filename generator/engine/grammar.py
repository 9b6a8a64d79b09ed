"""The grammar of formulas: tokens -> operations in the order in which they are carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generator.engine.operations.table import OPS
from generator.engine.tokens import ExpressionError, Token, ascii_name

FUNCTIONS: Mapping[str, str] = {
    operation.called: op for op, operation in OPS.items() if operation.called is not None
}
"""Name in a formula -> key of OPS."""

UNNAMED = "L"
"""The name of the last line where it has none."""

_OPERATIONS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "negate": "negate"}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "negate": 3, "^": 4}
_RUNS = ("+", "*")


@dataclass(frozen=True, slots=True)
class Statement:
    """A line: its name, its first token, and the tokens of its expression, "end" included."""

    name: str
    start: Token
    body: Sequence[Token]


class Builder(Protocol):
    """What becomes of a line. Each method gives the index of a node; all may raise ExpressionError."""

    def add_number(self, token: Token) -> int:
        """The node of a number."""

    def add_name(self, token: Token) -> int:
        """The node of a name."""

    def add_operation(self, op: str, parents: Sequence[int], token: Token) -> int:
        """The node of an operation of the table, for which `token` stands in the text."""


def read_statements(lines: Sequence[Sequence[Token]]) -> dict[str, Statement]:
    """The lines by their names, in their order. Raises ExpressionError."""
    if not lines:
        raise ExpressionError("empty", 1, 1)
    statements: dict[str, Statement] = {}
    for tokens in lines:
        start, body, name = tokens[0], tokens, UNNAMED
        named = start.kind == "name" and tokens[1].kind == "="
        if named:
            body, name = tokens[2:], ascii_name(start.text)
        for token in body:
            if token.kind == "=":
                raise token.error("assignment")
        if named and start.text in FUNCTIONS:
            raise start.error("function_name")
        if not named and tokens is not lines[-1]:
            raise start.error("unnamed")
        if name in statements:
            found = start.text if named else UNNAMED
            raise ExpressionError("twice", start.line, start.column, found, statements[name].start.line)
        statements[name] = Statement(name, start, body)
    return statements


def read_body(body: Sequence[Token], builder: Builder) -> int:
    """The node of a line's expression. Raises ExpressionError."""
    return _Reader(builder).read(body)


@dataclass(slots=True)
class _Waiting:
    """An operator or an open parenthesis, and how many operands it has with the one that comes next.

    `function` is the name before a parenthesis that holds arguments.
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
        for token, following in zip(body, [*body[1:], body[-1]], strict=True):
            if not wants_operand:
                wants_operand = self._read_operator(token)
            elif token.kind == "name" and following.kind == "(":
                if token.text not in FUNCTIONS:
                    raise token.error("function", ", ".join(FUNCTIONS))
                function = token
            else:
                wants_operand = self._read_operand(token, function)
                function = None
        return self._operands[0]

    def _read_operand(self, token: Token, function: Token | None) -> bool:
        """A token where an operand may begin, and the function before it; whether an operand is still wanted."""
        if token.kind == "number":
            self._operands.append(self._builder.add_number(token))
            return False
        if token.kind == "name":
            if token.text in FUNCTIONS:
                raise token.error("function_name")
            self._operands.append(self._builder.add_name(token))
            return False
        if token.kind not in ("(", "-"):
            raise token.error("unfinished" if token.kind == "end" else "value")
        self._waiting.append(_Waiting("(" if token.kind == "(" else "negate", token, 1, function))
        return True

    def _read_operator(self, token: Token) -> bool:
        """A token after an operand; whether another operand is wanted."""
        if token.kind not in (*_BINDING, ")", ",", "end"):
            raise token.error("operator")
        self._settle(token.kind)
        innermost = self._waiting[-1] if self._waiting else None
        if token.kind in _BINDING:
            if innermost is not None and innermost.kind == token.kind and token.kind in _RUNS:
                innermost.operands += 1
            else:
                self._waiting.append(_Waiting(token.kind, token, 2))
            return True
        if token.kind == ",":
            if innermost is None or innermost.function is None:
                raise token.error("comma")
            innermost.operands += 1
            return True
        if token.kind == ")":
            if innermost is None:
                raise token.error("unopened")
            self._close(self._waiting.pop())
        elif innermost is not None:
            raise innermost.token.error("unclosed")
        return False

    def _settle(self, kind: str) -> None:
        """Carry out what binds tighter than the sign that comes next, or as tight and from left to right."""
        while self._waiting and self._waiting[-1].kind != "(":
            waiting = self._waiting[-1]
            difference = _BINDING[waiting.kind] - _BINDING.get(kind, 0)
            goes_on = kind == "^" or (kind in _RUNS and kind == waiting.kind)
            if difference < 0 or (difference == 0 and goes_on):
                return
            self._waiting.pop()
            self._apply(_OPERATIONS[waiting.kind], waiting)

    def _close(self, parenthesis: _Waiting) -> None:
        function = parenthesis.function
        if function is None:
            return
        several = OPS[FUNCTIONS[function.text]].arity is None
        if several != (parenthesis.operands > 1):
            raise function.error("more_arguments" if several else "one_argument")
        self._apply(FUNCTIONS[function.text], parenthesis)

    def _apply(self, op: str, waiting: _Waiting) -> None:
        parents = self._operands[-waiting.operands :]
        del self._operands[-waiting.operands :]
        token = waiting.function or waiting.token
        self._operands.append(self._builder.add_operation(op, parents, token))
