"""Formulas as text, such as ``L = (tanh(w*x + b) - y)^2``, and the graph of elementary operations of one.

A text has one line or several, each ``name = expression``; the last one is differentiated, and may do without a name:
then it is L. A line may use the names of lines above it. A name may have several lines: each gives it a new value, a
node of its own (c, then c′, whose name is c_2), and ``c += x`` is c + (x). Names that no line computes are free: they
are leaves of role "parameter", but for e and pi (π), which are the constants unless they are among those `given`. What
follows # is a comment.

An expression is made of numbers, names, parentheses, functions (see FUNCTIONS), and these operators:

    + -     from left to right
    * /     tighter, from left to right
    -       before what it negates, tighter
    ^ **    tightest, from right to left: -x^2 is -(x^2), and 2^-x^2 is 2^(-(x^2))

What people print is read too: x², ½, √(…), |x|, ln, σ(…), π. Two operands side by side are multiplied where that can be
read in one way only: 2x, 3(a + b), x² y; not 1/2x, nor f(x), which is asked about. Functions of NumPy, PyTorch and JAX
may keep their modules, where they compute the same.

The tree is what was typed. A run of additions without parentheses is one node, and so is one of multiplications. A name
that is used again is one node with several children; an expression or a number that is typed again is another node. A
minus before a number makes a negative number, and a line of a number alone a constant with a name.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.engine.grammar import CONSTANTS, FUNCTIONS, UPDATES, Statement, read_body, read_statements
from generator.engine.graph import LEAF, Graph, Node, Role, create_graph
from generator.engine.symbols import symbol_of
from generator.engine.tokens import (
    LARGEST,
    LONGEST,
    ExpressionError,
    Token,
    number_of,
    scan,
    split_lines,
)

__all__ = [
    "FUNCTIONS",
    "LARGEST",
    "LONGEST",
    "MOST_OPERATIONS",
    "Expression",
    "ExpressionError",
    "Line",
    "parse_expression",
]

MOST_OPERATIONS = 200
"""A run of n additions or multiplications counts as n."""

_MINUS = "−"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a formula: its number in the text, the name of its node, and its expression as typed."""

    number: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula that has been read.

    The leaves of `graph` are `names`, the free names in the order in which they appear (Greek letters by their names),
    and the numbers in the text, `constants`, e and π among them. A forward pass needs both.
    """

    graph: Graph
    names: tuple[str, ...]
    constants: Mapping[str, float]
    lines: tuple[Line, ...]


def parse_expression(text: str, given: Collection[str] = ()) -> Expression:
    """The formula in `text`, where the names in `given` are free even if they are those of constants.

    Raises ExpressionError, and nothing else, where there is none.
    """
    statements = read_statements(scan(text))
    tree = _Tree(statements, given)
    for statement in statements:
        tree.add_line(statement)
    nodes = tree.finished_nodes()
    typed = split_lines(text)
    return Expression(
        graph=create_graph(nodes),
        names=tuple(node.name for node in nodes if node.role == "parameter"),
        constants={nodes[i].name: number for i, number in tree.constants.items()},
        lines=tuple(
            _line(statement, nodes[i].name, typed)
            for statement, i in zip(statements, tree.computed, strict=True)
        ),
    )


def _line(statement: Statement, name: str, typed: Sequence[str]) -> Line:
    first, end = statement.start if statement.update else statement.body[0], statement.body[-1]
    return Line(first.line, name, typed[first.line - 1][first.column - 1 : end.column - 1])


class _Tree:
    """The nodes of a formula, line by line. At first only free names and lines have one."""

    def __init__(self, statements: Sequence[Statement], given: Collection[str]) -> None:
        self.constants: dict[int, float] = {}
        self.computed: list[int] = []
        self._statements = statements
        self._given = given
        self._nodes: list[Node] = []
        self._known: dict[str, int] = {}
        self._typed = {
            token.means for statement in statements for token in (statement.start, *statement.body)
        }
        self._present = ""
        self._operations = 0

    def add_line(self, statement: Statement) -> None:
        self._present = statement.name
        update = statement.update
        before = self.add_name(statement.start) if update else 0
        i = read_body(statement.body, self)
        if update:
            i = self.add_operation(UPDATES[update.kind], [before, i], update)
        elif self._nodes[i].name:
            # A line that only repeats another name is a node of its own all the same.
            i = self.add_operation("identity", [i], statement.start)
        self._nodes[i] = replace(self._nodes[i], name=self._new_name(statement), symbol=_symbol_of(statement))
        self._known[statement.name] = i
        self.computed.append(i)

    def _new_name(self, statement: Statement) -> str:
        """The line's name, or for another value of a name that has one c_2, c_3 …, but for those in the text."""
        if statement.version == 1:
            return statement.name
        number = statement.version
        while (name := f"{statement.name}_{number}") in self._typed or any(
            node.name == name for node in self._nodes
        ):
            number += 1
        return name

    def add_number(self, token: Token) -> int:
        i = self._add(Node("", (token.means, ""), "constant", LEAF))
        self.constants[i] = number_of(token.means)
        return i

    def add_name(self, token: Token) -> int:
        name = token.means
        if name not in self._known:
            if first := self._first(name):
                circular = self._reads(name, self._present)
                raise token.error("circular" if circular else "early", first.start.line)
            is_constant = name in CONSTANTS and name not in self._given
            i = self._add(Node(name, symbol_of(name), "constant" if is_constant else "parameter", LEAF))
            if is_constant:
                self.constants[i] = CONSTANTS[name]
            self._known[name] = i
        return self._known[name]

    def add_operation(self, op: str, parents: Sequence[int], token: Token) -> int:
        if op == "negate" and parents[0] in self.constants and not self._nodes[parents[0]].name:
            return self._turn_sign(parents[0])
        self._operations += max(1, len(parents) - 1)
        if self._operations > MOST_OPERATIONS:
            raise token.error("many", MOST_OPERATIONS)
        return self._add(Node("", ("", ""), "operation", op, tuple(parents)))

    def finished_nodes(self) -> list[Node]:
        """The nodes, all with a name. Raises ExpressionError for a line of no use, and where nothing can be changed."""
        nodes = self._nodes
        needed = {len(nodes) - 1}
        for i in reversed(range(len(nodes))):
            if i in needed:
                needed.update(nodes[i].parents)
        for statement, i in zip(self._statements, self.computed, strict=True):
            if i not in needed:
                raise statement.start.error("unused")
        if all(node.role != "parameter" for node in nodes):
            raise statement.body[0].error("constant")
        nodes[-1] = replace(nodes[-1], role="loss")
        self._number_unnamed("v", "operation")
        self._number_unnamed("c", "constant")
        return nodes

    def _number_unnamed(self, letter: str, role: Role) -> None:
        """Call them v1, v2 …, passing over names that the text itself uses; a number is still shown as it was typed."""
        taken = {node.name for node in self._nodes}
        number = 0
        for i, node in enumerate(self._nodes):
            if not node.name and node.role == role:
                number += 1
                while f"{letter}{number}" in taken:
                    number += 1
                name = f"{letter}{number}"
                symbol = node.symbol if role == "constant" else symbol_of(name)
                self._nodes[i] = replace(node, name=name, symbol=symbol)

    def _turn_sign(self, i: int) -> int:
        """−2 is a number, not an operation."""
        (typed, _) = self._nodes[i].symbol
        symbol = typed.removeprefix(_MINUS) if typed.startswith(_MINUS) else _MINUS + typed
        self._nodes[i] = replace(self._nodes[i], symbol=(symbol, ""))
        self.constants[i] = 0.0 - self.constants[i]  # −0 is 0
        return i

    def _reads(self, name: str, wanted: str) -> bool:
        """Whether the line called `name` reads `wanted`, itself or by way of other lines."""
        reached = [name]
        for each in reached:
            if first := self._first(each):
                names = [token.means for token in first.body if token.kind == "name"]
                reached += [new for new in dict.fromkeys(names) if new not in reached]
        return wanted in reached

    def _first(self, name: str) -> Statement | None:
        """The first line of a name."""
        return next((statement for statement in self._statements if statement.name == name), None)

    def _add(self, node: Node) -> int:
        self._nodes.append(node)
        return len(self._nodes) - 1


def _symbol_of(statement: Statement) -> tuple[str, str]:
    """The symbol of a line's name; a prime says that it has another value, one for each."""
    base, subscript = symbol_of(statement.name)
    return base + "′" * (statement.version - 1), subscript
