"""What can be written with the page's font, against the names in the Unicode standard."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from generator.font import (
    CORE,
    LARGE,
    MATH_ITALICS,
    all_characters,
    blocks_needed,
    mark_large,
    mathematics_shown,
    missing_characters,
    read_blocks,
    unicode_range,
)

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
    for characters in read_blocks().values():
        letters = "".join(MATH_ITALICS.get(letter, letter) for letter in characters)
        assert missing_characters(letters, all_characters(read_blocks())) == []


def test_list_is_read_by_its_code_points(tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(
        "# a comment\n\n[core]\nU+0041 LATIN CAPITAL LETTER A\n\n[greek]\nU+1D44E MATHEMATICAL ITALIC SMALL A\n",
        encoding="utf-8",
    )
    assert read_blocks(listed) == {"core": frozenset("A"), "greek": frozenset("𝑎")}


def test_a_page_needs_the_blocks_whose_characters_it_shows() -> None:
    blocks = {CORE: frozenset("𝑎+"), "bold": frozenset("𝐚+"), "script": frozenset("ℒ")}
    assert blocks_needed(["<math><mi>a</mi><mo>+</mo></math>", "ℒ"], blocks) == (CORE,)
    assert blocks_needed(["<math><mi>𝐚</mi></math>", "<math><mi>a</mi></math>"], blocks) == (CORE, "bold")
    assert blocks_needed(["", "<math><mi>ℒ</mi></math>"], blocks) == (CORE, "script")


def test_a_range_joins_what_follows_each_other() -> None:
    assert unicode_range("cabx𝑎") == "U+61-63,U+78,U+1D44E"


def test_what_grows_asks_for_its_own_font() -> None:
    blocks = {CORE: frozenset("+"), LARGE: frozenset("∫⟨")}
    markup = '<math><mo lspace="0">∫</mo><mo>+</mo><mo>⟨</mo></math>'
    assert mark_large(markup, blocks) == (
        '<math><mo class="math-large" lspace="0">∫</mo><mo>+</mo><mo class="math-large">⟨</mo></math>'
    )


LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
GREEK_COMMANDS = (
    r"\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\iota\kappa\varkappa\lambda\mu\nu\xi\pi\varpi\rho"
    r"\varrho\sigma\varsigma\tau\upsilon\phi\varphi\chi\psi\omega\Gamma\Delta\Theta\Lambda\Xi\Pi\Sigma\Upsilon\Phi\Psi\Omega"
)
USUAL_SIGNS = r"""
    ell hbar imath jmath wp Re Im aleph partial nabla infty emptyset forall exists nexists neg top bot angle triangle
    square Box prime backprime surd pm mp times div cdot ast star circ bullet oplus ominus otimes oslash odot dagger
    ddagger amalg cap cup uplus sqcap sqcup vee wedge lor land setminus wr diamond ltimes rtimes boxplus boxtimes leq le
    leqslant geq ge geqslant neq ne ll gg lll ggg equiv sim simeq approx cong doteq propto prec succ preceq succeq subset
    supset subseteq supseteq subsetneq nsubseteq sqsubseteq in ni notin parallel nparallel perp mid nmid vdash dashv
    models vDash smile frown asymp bowtie triangleq coloneqq lesssim gtrsim lessgtr nless ngtr therefore because to gets
    leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow uparrow downarrow updownarrow Uparrow
    Downarrow Updownarrow mapsto longmapsto longleftarrow longrightarrow longleftrightarrow Longleftarrow
    Longrightarrow Longleftrightarrow iff implies impliedby hookleftarrow hookrightarrow leftharpoonup rightharpoonup
    rightleftharpoons nearrow searrow swarrow nwarrow leadsto nrightarrow nRightarrow rightrightarrows sum prod coprod
    int iint iiint oint bigcup bigcap bigvee bigwedge bigoplus bigotimes bigodot biguplus langle rangle lfloor rfloor
    lceil rceil lbrace rbrace lvert rvert lVert rVert vert Vert ldots cdots vdots ddots dots % & # $ _ { } S sin cos tan
    log ln exp max min sup inf lim limsup liminf arg det dim ker Pr sinh cosh tanh arctan
""".split()  # noqa: SIM905 - as they are written
ACCENTS = (
    "hat bar vec dot ddot dddot tilde check breve acute grave mathring widehat overline underline overbrace "
    "underbrace overrightarrow"
)
STYLES = "mathbf boldsymbol bm mathcal mathscr mathbb mathfrak mathsf mathtt mathrm mathit"
USUAL = [
    *(f"\\{sign}" for sign in USUAL_SIGNS),
    *(f"\\{accent}{{x}}" for accent in ACCENTS.split()),
    *(f"\\{style}{{{LETTERS}0123456789}}" for style in STYLES.split()),
    *(f"\\{style}{{{GREEK_COMMANDS}\\nabla\\partial}}" for style in ("mathbf", "boldsymbol", "bm")),
    *("f" + "'" * count for count in (1, 2, 3, 4)),
    *(GREEK_COMMANDS, LETTERS, "a*b", "n!", "a?", r"50\%", "a/b", "a|b", r"\|x\|", r"\not\in", r"\not="),
    *(r"\left\langle x\right\rangle", r"\sqrt[3]{x}", r"\mathrm{d}x", r"\overset{!}{=}", r"\xrightarrow{f}"),
    *(r"\bigl( \Bigr] \biggl\lbrace \Biggr|", r"\operatorname*{arg\,max}_x", r"90^\circ", r"\binom{n}{k}"),
]  # fmt: skip


def written(tex: str) -> str:
    from math_core import LatexToMathML

    return LatexToMathML().convert_with_local_state(tex, displaystyle=True)


@pytest.mark.parametrize("tex", USUAL)
def test_usual_mathematics_can_be_written(tex: str) -> None:
    assert missing_characters(mathematics_shown(written(tex)), all_characters(read_blocks())) == []


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
def test_the_core_has_the_mathematics_of_networks(tex: str) -> None:
    assert missing_characters(mathematics_shown(written(tex)), read_blocks()[CORE]) == []


def test_a_build_needs_no_font_tools() -> None:
    program = "import sys, generator.font; sys.exit('fontTools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
