"""Mistakes, one at a time: what is wrong, in which module, and the text before and after in Python and in JavaScript."""

from dataclasses import dataclass

Change = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One mistake in both languages."""

    what: str
    module: str
    python: Change
    javascript: Change


GRAMMAR = [
    Mutation("minus binds tighter than ^", "grammar", ('"negate": 3, "^": 4', '"negate": 5, "^": 4'), ('negate: 3, "^": 4', 'negate: 5, "^": 4')),
    Mutation("minus binds looser than *", "grammar", ('"negate": 3', '"negate": 1.5'), ("negate: 3", "negate: 1.5")),
    Mutation("^ from left to right", "grammar", ('kind == "^" or (kind in', 'kind == "" or (kind in'), ('kind === "^" ||', 'kind === "" ||')),
    Mutation("/ from right to left", "grammar", ('kind == "^" or (kind in', 'kind in "^/" or (kind in'), ('kind === "^" ||', '"^/".includes(kind) ||')),
    Mutation("* as loose as +", "grammar", ('"*": 2, "/": 2', '"*": 1, "/": 2'), ('"*": 2, "/": 2', '"*": 1, "/": 2')),
    Mutation("runs are cut into pairs", "grammar", ('_RUNS = ("+", "*")', '_RUNS = ("+",)'), ('new Set(["+", "*"])', 'new Set(["+"])')),
    Mutation("any number of arguments", "grammar", ("if several != (parenthesis.operands > 1)", "if several and parenthesis.operands < 1"), ("if (several !== parenthesis.operands > 1)", "if (several && parenthesis.operands < 1)")),
    Mutation("a parenthesis may stay open", "grammar", ("elif innermost is not None:", 'elif innermost is not None and innermost.kind == "":'), ("} else if (innermost) {", '} else if (innermost && innermost.kind === "") {')),
    Mutation("a name may be computed twice", "grammar", ("if name in statements:", "if name in statements and not name:"), ("if (before)", 'if (before && name === "")')),
    Mutation("numbers of any size", "tokens", ("LARGEST = sys.float_info.max", "LARGEST = 2 * sys.float_info.max"), ("= Number.MAX_VALUE", "= Infinity")),
    Mutation("columns from 0", "tokens", ("Token(plain, match[0], number, position + 1)", "Token(plain, match[0], number, position)"), ("const column = position + 1", "const column = position")),
    Mutation("α is a", "tokens", ("GREEK.get(letter, letter)", "GREEK.get(letter, letter)[0]"), ("GREEK.get(letter) ?? letter)", "(GREEK.get(letter) ?? letter)[0])")),
    Mutation("−2 is an operation", "expression", ('if op == "negate" and', 'if op == "" and'), ('if (op === "negate" &&', 'if (op === "" &&')),
    Mutation("a name is a new node each time", "expression", ("if name not in self._known:", "if True:"), ("if (known !== undefined) return known;", "")),
    Mutation("v1 may stand for two", "expression", ('while f"{letter}{number}" in taken:', "while number < 0:"), ("while (taken.has(`${letter}${number}`))", "while (false)")),
    Mutation("lines of no use are taken", "expression", ("if self._known[name] not in needed:", "if False:"), ("if (!needed.has(", "if (false && needed.has(")),
    Mutation("a circle is only too early", "expression", ("return wanted in reached", "return False"), ("return reached.has(wanted)", "return false")),
    Mutation("a line that repeats a name has no node", "expression", ("if self._nodes[i].name:", "if False:"), ('if (this.nodes[i].name !== "") i', "if (false) i")),
]  # fmt: skip
