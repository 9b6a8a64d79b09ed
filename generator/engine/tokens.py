"""The text of a formula, cut into tokens; and what is said of a text that is none."""

import re
import sys
from dataclasses import dataclass

LONGEST = 2000
"""The most characters of a text."""

LARGEST = sys.float_info.max
"""No number in a text is larger: beyond it there is none but infinity."""

_GREEK_LETTERS = "αβγδεηθλμπρσφω"  # those that the page's font has
_GREEK_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "eta", "theta", "lambda", "mu", "pi", "rho", "sigma", "phi", "omega",
)  # fmt: skip
GREEK = dict(zip(_GREEK_LETTERS, _GREEK_NAMES, strict=True))
"""Letters that may stand in a name, each for its own name: α and alpha are the same."""

_SENTENCES = {
    "empty": "found no formula, expected one, such as L = (w*x - y)^2",
    "long": "found {found} characters, expected at most {expected}",
    "character": "found “{found}”, expected a number, a name, an operator or a parenthesis",
    "value": "found “{found}”, expected a number, a name or an opening parenthesis",
    "unfinished": "found the end of the line, expected a number, a name or an opening parenthesis",
    "operator": "found “{found}”, expected an operator before it, such as *",
    "unclosed": "found “{found}” that is never closed, expected its partner after it",
    "unopened": "found “)” that closes nothing, expected “(” before it",
    "comma": "found “,” outside the parentheses of a function, expected an operator",
    "assignment": "found “=”, expected it once in a line, after a single name",
    "function": "found “{found}(”, expected a function ({expected}), or an operator before the parenthesis",
    "foreign": "found “{found}”, expected {expected} in its place",
    "unclear": "found “{found}” where it can be read in two ways, expected parentheses or a sign that say which",
    "one_argument": "found several arguments of {found}, expected one",
    "more_arguments": "found one argument of {found}, expected two or more",
    "function_name": "found the function {found} without “(” after it, expected that, or another name",
    "large": "found the number {found}, expected one up to {expected}",
    "many": "found too many operations, expected at most {expected}",
    "unnamed": "found a line without a name, expected name = …: only the last line can do without",
    "early": "found {found}, expected it below line {expected}, where it is computed",
    "circular": "found {found}, expected another name, since {found} cannot be computed from itself (line {expected})",
    "unused": "found {found}, expected the last line to depend on it",
    "constant": "found no name that can be changed, expected one",
}


class ExpressionError(ValueError):
    """A text that is no formula: where it stops being one, and why, in one sentence.

    `line` and `column` count from 1, columns in characters. `code` is a key of the table [expression] in
    content/interface.toml, which has the same sentences for the page; they mention `found` and `expected`.
    """

    def __init__(self, code: str, line: int, column: int, found: str = "", expected: object = "") -> None:
        self.code, self.line, self.column = code, line, column
        self.found, self.expected = found, str(expected)
        sentence = _SENTENCES[code].format(found=found, expected=expected)
        super().__init__(f"line {line}, column {column}: {sentence}")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line.

    `kind` is "number", "name", "end", or what a sign or parenthesis means, in ASCII; `text` is what was typed, and
    `means` what it stands for: the name in ASCII, or the number as it is shown. `apart`: a blank stands before it.
    """

    kind: str
    text: str
    line: int
    column: int
    means: str = ""
    apart: bool = False

    def error(self, code: str, expected: object = "") -> ExpressionError:
        """What is wrong here."""
        return ExpressionError(code, self.line, self.column, self.text, expected)


_TOKEN = re.compile(
    r"(?P<blank>[ \t\u00a0]+|#[^\n]*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])"
    r"|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|√|π(?![0-9_])"
    rf"|[A-Za-z{_GREEK_LETTERS}][A-Za-z0-9_{_GREEK_LETTERS.replace('π', '')}]*)"
    r"|(?P<sign>\*\*|[-−+*/]=|[-−–+*∗·⋅×/÷^(),=|])",
    re.ASCII,
)
_PLAIN = {
    "−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "∗": "*", "÷": "/", "**": "^", "−=": "-=",
}  # fmt: skip
_FRACTIONS = {
    "½": "0.5", "⅓": "1/3", "⅔": "2/3", "¼": "0.25", "¾": "0.75", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6", "⅘": "0.8",
    "⅙": "1/6", "⅚": "5/6", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625", "⅞": "0.875",
}  # fmt: skip
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
_SQUARE_ROOT = "√"


def number_of(means: str) -> float:
    """The number that a token of one stands for: digits, a fraction, or a negative exponent."""
    top, _, bottom = means.replace("−", "-").partition("/")
    return float(top) / float(bottom or 1)


def scan(text: str) -> list[list[Token]]:
    """The tokens of every line that has any, with an "end" after the last. Raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError("long", 1, 1, str(len(text)), LONGEST)
    lines = [_scan_line(line, number) for number, line in enumerate(split_lines(text), start=1)]
    return [tokens for tokens in lines if len(tokens) > 1]


def split_lines(text: str) -> list[str]:
    """The lines of a text, however they end."""
    return re.split(r"\r\n|\r|\n", text)


def ascii_name(typed: str) -> str:
    """A name as the graph has it: Greek letters by their names."""
    return "".join(GREEK.get(letter, letter) for letter in typed)


def _scan_line(line: str, number: int) -> list[Token]:
    tokens: list[Token] = []
    position = end = 0
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None:
            raise ExpressionError("character", number, position + 1, line[position])
        kind, text = str(match.lastgroup), match[0]
        column, apart = position + 1, position > end
        position = match.end()
        if kind == "blank":
            continue
        end = position
        if kind == "raised":
            tokens.append(Token("^", text, number, column, "^", apart))
            tokens.append(Token("number", text, number, column, text.translate(_RAISED)))
            continue
        plain = _PLAIN.get(text, text) if kind == "sign" else kind
        token = Token(plain, text, number, column, _meaning(kind, text), apart)
        if kind == "number" and number_of(token.means) > LARGEST:
            raise token.error("large", LARGEST)
        tokens.append(token)
    return [*tokens, Token("end", "", number, end + 1)]


def _meaning(kind: str, text: str) -> str:
    if kind == "name":
        return "sqrt" if text == _SQUARE_ROOT else ascii_name(text)
    return _FRACTIONS.get(text, text)
