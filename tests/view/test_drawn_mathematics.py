"""Formulas as they are drawn and as they are written: every sign and every pair of parentheses, by hand.

What is drawn is read from the MathML: `_` and `^` for scripts, `[above|below]` for fractions, `⏟` for what is named beneath.
"""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from generator.script import Script

DRAW = """formulas => formulas.map(formula => ({
  drawn: toMarkup(toMath(formula, { upstream: "upstream", local: "local" })), written: formulaText(formula),
  latex: derivationLatex({ left: { type: "letter", text: "a" }, lines: [{ formula }] }),
  pieces: mathChunks(formula, { upstream: "upstream", local: "local" }).map(toMarkup),
}))"""

Z = {"name": "z1", "symbol": ["z", "1"]}
YHAT = {"name": "yhat", "symbol": ["ŷ", ""]}
LOSS = {"name": "L", "symbol": ["L", ""]}
TINY = 9.8e-6


def value(number: float) -> dict[str, Any]:
    return {"type": "value", "node": Z, "number": number, "given": False}


def gradient(number: float) -> dict[str, Any]:
    return {"type": "gradient_value", "node": Z, "number": number}


def number(given: float) -> dict[str, Any]:
    return {"type": "number", "number": given}


def power(base: Any, exponent: Any) -> dict[str, Any]:
    return {"type": "power", "base": base, "exponent": exponent}


def negative(item: Any) -> dict[str, Any]:
    return {"type": "negative", "item": item}


def minus(left: Any, right: Any) -> dict[str, Any]:
    return {"type": "minus", "left": left, "right": right}


def sums(*terms: Any) -> dict[str, Any]:
    return {"type": "sum", "terms": terms}


def product(*factors: Any, sign: str = "times") -> dict[str, Any]:
    return {"type": "product", "factors": factors, "sign": sign}


def fraction(top: Any, bottom: Any) -> dict[str, Any]:
    return {"type": "fraction", "top": top, "bottom": bottom}


def call(name: str, *arguments: Any) -> dict[str, Any]:
    return {"type": "call", "name": name, "arguments_": arguments}


def part(kind: str, item: Any) -> dict[str, Any]:
    return {"type": "part", "part": kind, "item": item, "named": True}


def vector(letter: str, layer: int | None) -> dict[str, Any]:
    return {"type": "vector", "letter": letter, "layer": layer}


E_ = {"type": "letter", "text": "e"}
SYMBOL = {"type": "symbol", "node": Z}
HAT = {"type": "symbol", "node": YHAT}
PARTIAL = {"type": "gradient", "node": Z, "of": LOSS}

# A formula, how it is drawn, how it is written.
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a symbol": (SYMBOL, "z_1", "z₁"),
    "a hat": (HAT, "yˆ", "ŷ"),
    "a gradient": (PARTIAL, "[∂L|∂z_1]", "∂L/∂z₁"),
    # a negative number gets parentheses wherever something stands before it
    "a negative number alone": (value(-0.54), "−0.5400", "−0.5400"),
    "first in a sum": (sums(value(-0.54), value(1)), "−0.5400+1.0000", "−0.5400 + 1.0000"),
    "second in a sum": (sums(value(1), value(-0.54)), "1.0000+(−0.5400)", "1.0000 + (−0.5400)"),
    "what is subtracted": (minus(value(-1), value(-0.54)), "−1.0000−(−0.5400)", "−1.0000 − (−0.5400)"),
    "factors": (product(gradient(-1), value(-0.54)), "−1.0000×(−0.5400)", "−1.0000 × (−0.5400)"),
    "the sign of a negative number": (negative(value(-0.54)), "−(−0.5400)", "−(−0.5400)"),
    "the sign of a positive one": (negative(value(0.54)), "−0.5400", "−0.5400"),
    "an exponent's sign": (power(E_, negative(value(-0.54))), "e^{−(−0.5400)}", "e^−(−0.5400)"),
    "given": (sums(number(1), number(-2)), "1+(−2)", "1 + (−2)"),
    # the base of a power
    "a base": (power(value(0.5), number(2)), "0.5000^{2}", "0.5000^2"),
    "a negative base": (power(value(-0.5), number(2)), "(−0.5000)^{2}", "(−0.5000)^2"),
    "a base with a power of ten": (power(value(TINY), number(2)), "(9.80×10^{−6})^{2}", "(9.80×10⁻⁶)^2"),
    "a negative one": (power(value(-TINY), number(2)), "(−9.80×10^{−6})^{2}", "(−9.80×10⁻⁶)^2"),
    "a gradient with one": (power(gradient(TINY), number(2)), "(9.80×10^{−6})^{2}", "(9.80×10⁻⁶)^2"),
    "a given one": (power(number(1e-9), number(2)), "(1.00×10^{−9})^{2}", "(1.00×10⁻⁹)^2"),
    "a base with a sign": (power(negative(SYMBOL), number(2)), "(−z_1)^{2}", "(−z₁)^2"),
    "a power": (power(power(SYMBOL, number(2)), number(3)), "(z_1^{2})^{3}", "(z₁^2)^3"),
    "a sum": (power(minus(HAT, SYMBOL), number(2)), "(yˆ−z_1)^{2}", "(ŷ − z₁)^2"),
    "a sum that has its parentheses": (
        power({"type": "group", "item": minus(HAT, SYMBOL)}, number(2)), "(yˆ−z_1)^{2}", "(ŷ − z₁)^2",
    ),
    "a gradient's symbol": (power(PARTIAL, number(2)), "([∂L|∂z_1])^{2}", "(∂L/∂z₁)^2"),
    "in an exponent": (power(E_, negative(value(TINY))), "e^{−9.80×10^{−6}}", "e^(−9.80×10⁻⁶)"),
    "the slope of tanh": (
        minus(number(1), power(value(TINY), number(2))), "1−(9.80×10^{−6})^{2}", "1 − (9.80×10⁻⁶)^2",
    ),
    "what has a power of ten is a factor as it is": (
        product(value(0.5), value(TINY)), "0.5000×9.80×10^{−6}", "0.5000 × 9.80×10⁻⁶",
    ),
    # fractions
    "above and below": (fraction(number(1), value(-0.54)), "[1|−0.5400]", "1/−0.5400"),
    "below, with a power of ten": (fraction(number(1), value(TINY)), "[1|9.80×10^{−6}]", "1/(9.80×10⁻⁶)"),
    "a sum below": (fraction(number(1), sums(number(1), SYMBOL)), "[1|1+z_1]", "1/(1 + z₁)"),
    # functions
    "a function": (call("tanh", value(-0.54)), "tanh(−0.5400)", "tanh(−0.5400)"),
    "of two": (call("max", number(0), value(-0.54)), "max(0,−0.5400)", "max(0, −0.5400)"),
    "a root": (call("sqrt", SYMBOL), "√z_1", "√(z₁)"),
    "a distance": (call("abs", value(-0.54)), "|−0.5400|", "|−0.5400|"),
    # products without a sign, with a dot, of each
    "side by side": (product(SYMBOL, HAT, sign="none"), "z_1yˆ", "z₁ ŷ"),
    "a dot": (product(PARTIAL, SYMBOL, sign="dot"), "[∂L|∂z_1]·z_1", "∂L/∂z₁ · z₁"),
    "each with each": (product(vector("h", 1), vector("z", 1), sign="each"), "h^{(1)}⊙z^{(1)}", "h⁽¹⁾ ⊙ z⁽¹⁾"),
    # what is named
    "upstream": (part("upstream", gradient(-1)), "−1.0000⏟upstream", "−1.0000"),
    "local": (part("local", SYMBOL), "z_1⏟local", "z₁"),
    # layers
    "a layer": (vector("z", 1), "z^{(1)}", "z⁽¹⁾"),
    "the inputs": (vector("x", None), "x", "x"),
    "turned": ({"type": "transposed", "item": vector("W", 2)}, "(W^{(2)})^{T}", "W⁽²⁾ᵀ"),
    "a matrix": (
        {"type": "matrix", "rows": [[value(1), value(-2)], [value(3), value(4)]]},
        "(1.0000;−2.0000;;3.0000;4.0000)", "[1.0000, −2.0000; 3.0000, 4.0000]",
    ),
}  # fmt: skip


def read(element: Tag) -> str:
    """MathML as one line."""
    inside = [read(child) for child in element.find_all(recursive=False)]
    match element.name:
        case "msup":
            return f"{inside[0]}^{{{inside[1]}}}"
        case "msub":
            return f"{inside[0]}_{inside[1]}"
        case "mfrac":
            return f"[{inside[0]}|{inside[1]}]"
        case "msqrt":
            return "√" + "".join(inside)
        case "mtable":
            return ";;".join(inside)
        case "mtr":
            return ";".join(inside)
        case "mi" | "mo" | "mn" | "mtext":
            return element.get_text().replace("\u2061", "").replace("\u2062", "")
        case _:
            return "".join(inside)


@pytest.fixture(scope="module")
def drawn(script: Script) -> dict[str, tuple[str, str]]:
    found = script.call(DRAW, [formula for formula, *_ in CASES.values()])
    texts = [(read(BeautifulSoup(one["drawn"], "html.parser")), one["written"]) for one in found]
    return dict(zip(CASES, texts, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_it_is_drawn_and_written(drawn: dict[str, tuple[str, str]], name: str) -> None:
    assert drawn[name] == CASES[name][1:]


def test_no_group_is_drawn_that_changes_nothing(script: Script) -> None:
    """A group without a mark of its own needs several in it; inside another row, one of the ends must be a sign."""
    found = script.call(DRAW, [formula for formula, *_ in CASES.values()])
    for one in found:
        for group in BeautifulSoup(one["drawn"], "html.parser").find_all("mrow"):
            if group.attrs:
                continue
            names = [child.name for child in group.find_all(recursive=False)]
            assert len(names) > 1, one["drawn"]
            if group.parent is not None and group.parent.name == "mrow":
                assert "mo" in (names[0], names[-1]), one["drawn"]


LONG = [value(-0.25), value(1), value(-0.54), number(2), negative(value(-3))]
# A formula, and the pieces into which lines may break it.
PIECES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a symbol": (SYMBOL, ["z_1"]),
    "a sum": (sums(value(-0.25), value(1), value(-0.54)), ["−0.2500", "+1.0000", "+(−0.5400)"]),
    "a difference": (minus(value(-1), value(-0.54)), ["−1.0000", "−(−0.5400)"]),
    "a sum in a difference": (minus(sums(value(-1), HAT), number(-2)), ["−1.0000", "+yˆ", "−(−2)"]),
    "what is in parentheses and short": (
        product(value(-1), {"type": "group", "item": minus(value(-1), HAT)}), ["−1.0000×(−1.0000−yˆ)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PIECES)
def test_it_is_cut_before_every_sign(script: Script, name: str) -> None:
    formula, pieces = PIECES[name]
    (found,) = script.call(DRAW, [formula])
    assert [read(BeautifulSoup(piece, "html.parser")) for piece in found["pieces"]] == pieces


def test_all_pieces_together_are_the_whole(script: Script) -> None:
    """Also where a product or parentheses are too wide for a line, and are cut inside."""
    wide = sums(*LONG, *LONG)
    formulas = [formula for formula, *_ in CASES.values()] + [
        wide,
        product(gradient(-1), {"type": "group", "item": wide}),
        minus(product(*LONG), {"type": "group", "item": minus(value(-1), wide)}),
    ]
    cut = 0
    for one in script.call(DRAW, formulas):
        pieces = [read(BeautifulSoup(piece, "html.parser")) for piece in one["pieces"]]
        assert "".join(pieces) == read(BeautifulSoup(one["drawn"], "html.parser"))
        cut += len(pieces) > 1
    assert cut > 5


TOKEN = re.compile(r"\\(?:begin|end)\{\w+\}|\\\\|\\[a-zA-Z]+|\d[\d.]*|\S")
SAID = {
    "times": "×", "cdot": "·", "odot": "⊙", "partial": "∂", "left": "", "right": "", "tanh": "tanh", "max": "max",
    "top": "T", "sigma": "σ",
}  # fmt: skip


class Latex:
    """Reads LaTeX into the words in which drawn formulas are read; it takes no more than one script of a kind."""

    def __init__(self, text: str) -> None:
        self.tokens = [*TOKEN.findall(text), "}"]

    def group(self) -> str:
        """What stands up to the end of a group, or in the braces that follow."""
        found = ""
        while (token := self.tokens.pop(0)) not in ("}", "\\end{bmatrix}"):
            found += self.piece(token)
        return found

    def braced(self) -> str:
        assert self.tokens.pop(0) == "{"
        return self.group()

    def piece(self, token: str) -> str:
        drawn = self.whole(token)
        scripts = set()
        while self.tokens[0] in ("^", "_"):
            script = self.tokens.pop(0)
            assert script not in scripts, "two scripts of one kind, which LaTeX refuses"
            scripts.add(script)
            drawn += f"^{{{self.braced()}}}" if script == "^" else f"_{self.braced()}"
        return drawn

    def whole(self, token: str) -> str:
        match token.removeprefix("\\"):
            case "{":
                return self.group()
            case "frac":
                return f"[{self.braced()}|{self.braced()}]"
            case "sqrt":
                return f"√{self.braced()}"
            case "hat":
                return f"{self.braced()}ˆ"
            case "begin{bmatrix}":
                return f"({self.group()})"
            case "\\":
                return ";;"
            case "&":
                return ";"
            case "-":
                return "−"
            case name:
                return SAID.get(name, name)


def test_latex_says_what_is_drawn(script: Script) -> None:
    """Sign by sign; but what has a name beneath it has none there, and parentheses around a base are braces or none."""
    for (name, (_, drawn, _)), one in zip(
        CASES.items(), script.call(DRAW, [formula for formula, *_ in CASES.values()]), strict=True
    ):
        (line,) = [part for part in one["latex"].splitlines() if "&=" in part]
        expected = drawn.split("⏟")[0].replace("(W^{(2)})^{T}", "W^{(2)}^{T}")
        assert Latex(line.split("&=")[1]).group() == expected, name
