"""What can be written with the page's font, against the names in the Unicode standard."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from generator.font import MATH_ITALICS, available_characters, mathematics_shown, missing_characters

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK = [
    "ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA", "IOTA", "KAPPA", "LAMDA", "MU",
    "NU", "XI", "OMICRON", "PI", "RHO", "SIGMA", "TAU", "UPSILON", "PHI", "CHI", "PSI", "OMEGA",
]  # fmt: skip
SYMBOLS = {
    "LATIN SMALL LETTER DOTLESS I": "MATHEMATICAL ITALIC SMALL DOTLESS I",
    "LATIN SMALL LETTER DOTLESS J": "MATHEMATICAL ITALIC SMALL DOTLESS J",
    "GREEK SMALL LETTER FINAL SIGMA": "MATHEMATICAL ITALIC SMALL FINAL SIGMA",
    "GREEK CAPITAL THETA SYMBOL": "MATHEMATICAL ITALIC CAPITAL THETA SYMBOL",
    "GREEK LUNATE EPSILON SYMBOL": "MATHEMATICAL ITALIC EPSILON SYMBOL",
    "GREEK THETA SYMBOL": "MATHEMATICAL ITALIC THETA SYMBOL",
    "GREEK KAPPA SYMBOL": "MATHEMATICAL ITALIC KAPPA SYMBOL",
    "GREEK PHI SYMBOL": "MATHEMATICAL ITALIC PHI SYMBOL",
    "GREEK RHO SYMBOL": "MATHEMATICAL ITALIC RHO SYMBOL",
    "GREEK PI SYMBOL": "MATHEMATICAL ITALIC PI SYMBOL",
    "NABLA": "MATHEMATICAL ITALIC NABLA",
    "PARTIAL DIFFERENTIAL": "MATHEMATICAL ITALIC PARTIAL DIFFERENTIAL",
}
NAMES = (
    {f"LATIN {case} LETTER {letter}": f"MATHEMATICAL ITALIC {case} {letter}"
     for case in ("CAPITAL", "SMALL") for letter in LATIN}
    | {f"GREEK {case} LETTER {letter}": f"MATHEMATICAL ITALIC {case} {letter}"
       for case in ("CAPITAL", "SMALL") for letter in GREEK}
    | SYMBOLS
    | {"LATIN SMALL LETTER H": "PLANCK CONSTANT"}
)  # fmt: skip


def test_italics_are_those_of_the_standard() -> None:
    expected = {unicodedata.lookup(written): unicodedata.lookup(shown) for written, shown in NAMES.items()}
    assert expected == MATH_ITALICS


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<math><mi>a</mi></math>", "𝑎"),
        ("<math><mi>h</mi></math>", "ℎ"),
        ("<math><mi>α</mi><mi>∂</mi></math>", "𝛼𝜕"),
        ("<math><mi> z\n</mi></math>", "𝑧"),
        ('<math><mi data-node="z1">z</mi></math>', "𝑧"),
        ('<math><mi mathvariant="normal">d</mi><mi>x</mi></math>', "d𝑥"),
        ("<math><mi>tanh</mi><mo>&ApplyFunction;</mo><mi>z</mi></math>", "tanh\u2061𝑧"),
        ("<math><mi>z</mi><mo>&lt;</mo><mn>0</mn></math>", "𝑧<0"),
        ("<math><mtext>Words</mtext><mo>a</mo></math>", "a"),
        ('<p>ж</p><math display="block">\n<mi>a</mi></math> ж <math><mi>b</mi></math>ж', "𝑎𝑏"),
        ("<p>no mathematics, <mi>a</mi></p>", ""),
    ],
)
def test_shown_is_what_a_browser_shows(markup: str, shown: str) -> None:
    assert mathematics_shown(markup) == shown


def test_missing_are_told_once_and_in_order() -> None:
    assert missing_characters("ж𝑎ℵж", frozenset("𝑎")) == ["ж", "ℵ"]
    assert missing_characters("𝑎𝑎", frozenset("𝑎")) == []


def test_line_breaks_and_variation_selectors_need_no_glyph() -> None:
    assert missing_characters("𝑎\n\ufe00", frozenset("𝑎")) == []


def test_every_listed_letter_can_also_stand_alone_in_an_mi() -> None:
    available = available_characters()
    assert (
        missing_characters("".join(MATH_ITALICS.get(letter, letter) for letter in available), available) == []
    )


def test_list_is_read_by_its_code_points(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        "# a comment\nU+0041 LATIN CAPITAL LETTER A\nU+1D44E MATHEMATICAL ITALIC SMALL A\n", encoding="utf-8"
    )
    assert available_characters(listed) == frozenset("A𝑎")


@pytest.mark.parametrize(
    "tex",
    [
        r"\hat y=\sigma(z_3)=\frac{1}{1+e^{-z_3}}",
        r"L=-\bigl(y\ln\hat y+(1-y)\ln(1-\hat y)\bigr)",
        r"\underbrace{\frac{\partial L}{\partial z_1}}_{\text{upstream}}",
        r"\underbrace{f'(z_1)}_{\text{don't}}",
        r"z_i=\sum_{j=1}^{n}w_{ij}x_j+b_i",
        r"z=Wx+b",
        r"\delta=(W^{\mathrm T}\delta)\odot f'(z)",
        r"\begin{pmatrix}a&b\\c&d\end{pmatrix}\begin{bmatrix}1\\2\end{bmatrix}",
        r"\begin{cases}z&z>0\\0&z\le 0\end{cases}",
        r"\begin{aligned}a&=\sqrt{b}\\&\approx 0.5\times 10^{-3}\end{aligned}",
        r"w\leftarrow w+\Delta w,\quad\Delta w=-\eta\nabla L",
        r"\bar x\ \tilde x\ \widehat{xy}\ \|x\|\ |x|\ \infty\ \cdots\ \ldots\ \vdots\ \ddots",
        r"\lim_{\varepsilon\to 0}\frac{L(w+\varepsilon)-L(w-\varepsilon)}{2\varepsilon}",
        r"p(y\mid x),\ \operatorname{leaky\_relu}(z)",
    ],
)
def test_the_mathematics_of_networks_can_be_written(tex: str) -> None:
    from math_core import LatexToMathML

    markup = LatexToMathML().convert_with_local_state(tex, displaystyle=True)
    assert missing_characters(mathematics_shown(markup), available_characters()) == []


def test_a_build_needs_no_font_tools() -> None:
    program = "import sys, generator.font; sys.exit('fontTools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
