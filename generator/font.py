"""The page's font for mathematics: what can be written with it, and which of its blocks a page needs.

The font lies in blocks, templates/fonts/math-*.woff2. `core` is in every page, since the lesson draws with it; the
others have what articles may want besides, and a page carries only those of which it shows a character. What each
block has is listed in math.txt, which generator/fontcut.py writes together with the blocks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

from generator.places import HOME

FOLDER = HOME / "templates" / "fonts"
CHARACTERS = FOLDER / "math.txt"
PICTURE = FOLDER / "picture.ttf"
PICTURE_FAMILY = "Lesson Picture"
"""The font of pictures, and what it calls itself."""

CORE = "core"
"""The block that every page carries."""
LARGE = "large"
"""The block of what grows with what it stands beside. A browser looks for larger sizes of a sign only in the first font
of its element that has a space, so these signs are a font of their own, which `mark_large` asks for."""


def _math_italics() -> Iterator[tuple[str, str]]:
    """The table "italic mappings" of MathML Core, as pairs (written, shown)."""
    # Capital theta symbol stands where the Greek alphabet has a gap, between rho and sigma.
    greek_capitals = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ"
    greek_small = "αβγδεζηθικλμνξοπρςστυφχψω"
    for alphabet, italic in (
        (ascii_uppercase, 0x1D434),
        (ascii_lowercase, 0x1D44E),
        (greek_capitals, 0x1D6E2),
        (greek_small, 0x1D6FC),
    ):
        for offset, letter in enumerate(alphabet):
            yield letter, chr(italic + offset)
    yield from {
        "h": "ℎ", "ı": "𝚤", "ȷ": "𝚥", "∇": "𝛻", "∂": "𝜕",
        "ϵ": "𝜖", "ϑ": "𝜗", "ϰ": "𝜘", "ϕ": "𝜙", "ϱ": "𝜚", "ϖ": "𝜛",
    }.items()  # fmt: skip


MATH_ITALICS = dict(_math_italics())
"""Character -> the one that an <mi> shows in its place."""

_MATH = re.compile(r"<math\b[^>]*>(.*?)</math>", re.DOTALL)
_TAG_AND_TEXT = re.compile(r"<(/?[a-z]+)\b([^>]*)>([^<]*)")
_WITHOUT_GLYPH = {"\t", "\n", "\r", *(chr(code) for code in range(0xFE00, 0xFE10))}


def mathematics_shown(markup: str) -> str:
    """The characters that the <math> elements of HTML `markup` show in the page's font, in order.

    Words in an <mtext> are set in the page's text type, so they are not among them.

    A browser shows an <mi> of one character in italics, which are characters of their own (a as 𝑎), unless it
    says mathvariant="normal"; so does this.
    """
    shown: list[str] = []
    for formula in _MATH.findall(markup):
        for tag, attributes, content in _TAG_AND_TEXT.findall(formula):
            text = unescape(content).strip("\n\t ")
            if tag == "mtext":
                continue
            if tag == "mi" and 'mathvariant="normal"' not in attributes:
                text = MATH_ITALICS.get(text, text)
            shown.append(text)
    return "".join(shown)


def missing_characters(text: str, available: frozenset[str]) -> list[str]:
    """The characters of `text` that are not `available`, each once, in the order in which they come.

    For mathematics in markup, `text` is what `mathematics_shown` gives. Line breaks and variation selectors
    need no glyph.
    """
    drawn = available | _WITHOUT_GLYPH
    return [character for character in dict.fromkeys(text) if character not in drawn]


Blocks = Mapping[str, frozenset[str]]
"""What each block of the font has, by its name, in the order in which they stand in a page."""


def block_file(folder: Path, block: str) -> Path:
    """Where a block lies among the fonts."""
    return folder / f"math-{block}.woff2"


def read_blocks(path: Path = CHARACTERS) -> Blocks:
    """The blocks of a font, from its list: names in brackets, then lines such as "U+2202 PARTIAL DIFFERENTIAL".

    Raises OSError where there is no such list.
    """
    blocks: dict[str, set[str]] = {}
    for block, code in re.findall(
        r"^\[(\w+)\]|^U\+([0-9A-F]+)", path.read_text(encoding="utf-8"), re.MULTILINE
    ):
        if block:
            blocks[block] = set()
        else:
            blocks[next(reversed(blocks))].add(chr(int(code, 16)))
    return {block: frozenset(characters) for block, characters in blocks.items()}


def all_characters(blocks: Blocks) -> frozenset[str]:
    """What can be written at all."""
    return frozenset().union(*blocks.values())


def blocks_needed(markup: Iterable[str], blocks: Blocks) -> tuple[str, ...]:
    """The blocks that a page of this markup carries: the core, and those with a character that the core lacks."""
    shown = {character for text in markup for character in mathematics_shown(text)} - blocks[CORE]
    return tuple(block for block, characters in blocks.items() if block == CORE or characters & shown)


def unicode_range(characters: Iterable[str]) -> str:
    """Characters as CSS writes them, those that follow each other as one: `U+391-3A9,U+3B1`."""
    spans: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in spans)


_OPERATOR = re.compile(r"<mo(?P<attributes>[^>]*)>(?P<sign>[^<]+)</mo>")


def mark_large(markup: str, blocks: Blocks) -> str:
    """The markup of a formula, in which every sign of the block of large ones has the class `math-large`."""

    def marked(operator: re.Match[str]) -> str:
        if unescape(operator["sign"]) not in blocks[LARGE]:
            return operator[0]
        return f'<mo class="math-large"{operator["attributes"]}>{operator["sign"]}</mo>'

    return _OPERATOR.sub(marked, markup)
