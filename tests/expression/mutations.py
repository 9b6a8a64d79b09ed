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
    Mutation("a name keeps its first value", "expression", ("self._known[statement.name] = i", "self._known.setdefault(statement.name, i)"), ("this.known.set(name, i);\n    this.computed", "if (!this.known.has(name)) this.known.set(name, i);\n    this.computed")),
    Mutation("c += x is x", "expression", ("if update:\n            i =", "if False:\n            i ="), ("if (update) i =", "if (false) i =")),
    Mutation("e is a slider", "expression", ("name in CONSTANTS and", "name in () and"), ("Object.hasOwn(CONSTANTS, name) &&", "false &&")),
    Mutation("1/2x is a half of x", "grammar", ('elif waiting.kind in ("/", "bare"):', 'elif waiting.kind == "bare":'), ('kind === "/" || kind === "bare"', 'kind === "bare"')),
    Mutation("x^2y is x²y", "grammar", ("unclear |= not (_is_raised", "unclear |= False and not (_is_raised"), ("unclear ||= !(isRaised", "unclear ||= false && !(isRaised")),
    Mutation("bars are parentheses", "grammar", ('if parenthesis.kind == "|":', "if False:"), ('if (parenthesis.kind === "|")', "if (false)")),
    Mutation("numbers of any size", "tokens", ("LARGEST = sys.float_info.max", "LARGEST = 2 * sys.float_info.max"), ("= Number.MAX_VALUE", "= Infinity")),
    Mutation("columns from 0", "tokens", ("column, apart = position + 1,", "column, apart = position,"), ("const column = position + 1", "const column = position")),
    Mutation("α is a", "tokens", ("GREEK.get(letter, letter)", "GREEK.get(letter, letter)[0]"), ("GREEK.get(letter) ?? letter)", "(GREEK.get(letter) ?? letter)[0])")),
    Mutation("−2 is an operation", "expression", ('if op == "negate" and', 'if op == "" and'), ('if (op === "negate" &&', 'if (op === "" &&')),
    Mutation("a name is a new node each time", "expression", ("if name not in self._known:", "if True:"), ("if (known !== undefined) return known;", "")),
    Mutation("v1 may stand for two", "expression", ('while f"{letter}{number}" in taken:', "while number < 0:"), ("while (taken.has(`${letter}${number}`))", "while (false)")),
    Mutation("lines of no use are taken", "expression", ("if i not in needed:", "if False:"), ("if (!needed.has(", "if (false && needed.has(")),
    Mutation("a circle is only too early", "expression", ("return wanted in reached", "return False"), ("return reached.has(wanted)", "return false")),
    Mutation("a line that repeats a name has no node", "expression", ("if self._nodes[i].name:", "if False:"), ('if (this.nodes[i].name !== "") i', "if (false) i")),
]  # fmt: skip
