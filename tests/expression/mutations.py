"""Mistakes in reading formulas, one at a time."""

from tests.planted.mutation import Change, Mutation

GRAMMAR = [
    Mutation(
        "minus binds tighter than ^",
        "grammar",
        Change('{"negate": 3}', '{"negate": 5}'),
        Change("{ negate: 3 }", "{ negate: 5 }"),
    ),
    Mutation(
        "minus binds looser than *",
        "grammar",
        Change('{"negate": 3}', '{"negate": 1.5}'),
        Change("{ negate: 3 }", "{ negate: 1.5 }"),
    ),
    Mutation(
        "^ from left to right",
        "grammar",
        Change('kind == "^"', "False", within="_settle"),
        Change('kind === "^"', "false", within="settle"),
    ),
    Mutation(
        "/ from right to left",
        "grammar",
        Change('kind == "^"', 'kind in "^/"', within="_settle"),
        Change('kind === "^"', '"^/".includes(kind)', within="settle"),
    ),
    Mutation(
        "* as loose as +",
        "grammar",
        Change('{"*": 2}', '{"*": 1}', within="_BINDING"),
        Change('{ "*": 2 }', '{ "*": 1 }', within="BINDING"),
    ),
    Mutation(
        "runs are cut into pairs",
        "grammar",
        Change('("+", "*")', '("+",)', within="_RUNS"),
        Change('["+", "*"]', '["+"]', within="RUNS"),
    ),
    Mutation(
        "any number of arguments",
        "grammar",
        Change("several != (parenthesis.operands > 1)", "several and parenthesis.operands < 1"),
        Change("several !== parenthesis.operands > 1", "several && parenthesis.operands < 1"),
    ),
    Mutation(
        "a parenthesis may stay open",
        "grammar",
        Change("raise innermost.token.error('unclosed')", "pass"),
        Change('{ throw faultAt("unclosed", innermost.token); }', "{}", within="readOperator"),
    ),
    Mutation(
        "a name keeps its first value",
        "expression",
        Change("self._known[statement.name] = i", "self._known.setdefault(statement.name, i)"),
        Change(
            "this.known.set(name, i)", "this.known.has(name) || this.known.set(name, i)", within="addLine"
        ),
    ),
    Mutation(
        "c += x is x",
        "expression",
        Change("i = self.add_operation(UPDATES[update.kind], [before, i], update)", "pass"),
        Change("i = this.addOperation(UPDATES[update.kind], [before, i], update)", "update"),
    ),
    Mutation(
        "e is a slider",
        "expression",
        Change("name in CONSTANTS", "name in ()"),
        Change("Object.hasOwn(CONSTANTS, name)", "false"),
    ),
    Mutation(
        "1/2x is a half of x",
        "grammar",
        Change('waiting.kind in ("/", "bare")', 'waiting.kind == "bare"'),
        Change('kind === "/"', "false", within="checkUnsaidProduct"),
    ),
    Mutation(
        "x^2y is x²y",
        "grammar",
        Change('not (_is_raised(waiting.token) or token.apart or before.kind in (")", "|"))', "False"),
        Change('!(isRaised(sign) || token.apart || [")", "|"].includes(before.kind))', "false"),
    ),
    Mutation(
        "bars are parentheses",
        "grammar",
        Change('parenthesis.kind == "|"', "False"),
        Change('parenthesis.kind === "|"', "false"),
    ),
    Mutation(
        "numbers of any size",
        "tokens",
        Change("sys.float_info.max", "2 * sys.float_info.max"),
        Change("Number.MAX_VALUE", "Infinity", within="LARGEST_CONSTANT"),
    ),
    Mutation(
        "columns from 0",
        "tokens",
        Change("position + 1, position > end", "position, position > end"),
        Change("const column = position + 1;", "const column = position;"),
    ),
    Mutation(
        "α is a",
        "tokens",
        Change("GREEK.get(letter, letter)", "GREEK.get(letter, letter)[0]"),
        Change("GREEK.get(letter) ?? letter", "(GREEK.get(letter) ?? letter)[0]"),
    ),
    Mutation(
        "−2 is an operation",
        "expression",
        Change('op == "negate"', "False"),
        Change('op === "negate"', "false", within="addOperation"),
    ),
    Mutation(
        "a name is a new node each time",
        "expression",
        Change("name not in self._known", "True"),
        Change("known !== undefined", "false", within="addName"),
    ),
    Mutation(
        "v1 may stand for two",
        "expression",
        Change('f"{letter}{number}" in taken', "False"),
        Change("taken.has(`${letter}${number}`)", "false"),
    ),
    Mutation(
        "lines of no use are taken",
        "expression",
        Change("i not in needed", "False"),
        Change("!needed.has(this.computed[k])", "false"),
    ),
    Mutation(
        "a circle is only too early",
        "expression",
        Change("wanted in reached", "False"),
        Change("reached.has(wanted)", "false"),
    ),
    Mutation(
        "a line that repeats a name has no node",
        "expression",
        Change("self._nodes[i].name", "False", within="add_line"),
        Change('this.nodes[i].name !== ""', "false", within="addLine"),
    ),
]
