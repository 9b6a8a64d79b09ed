"""The page's font for mathematics: what can be written with it, and how it is cut from STIX Two Math.

The build uses the first half, which imports nothing heavy. The second half is for those who change the
font: `python -m generator.font` writes math.woff2 and math.txt, `python -m generator.font --check` says
whether the committed ones are what would be made. It needs fonttools, brotli and ziamath.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "fonts"
FONT = FOLDER / "math.woff2"
CHARACTERS = FOLDER / "math.txt"


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


def available_characters(path: Path = CHARACTERS) -> frozenset[str]:
    """The characters of a font, from the list beside it: lines such as "U+2202 PARTIAL DIFFERENTIAL".

    Raises OSError where there is no such list.
    """
    listed = re.findall(r"^U\+([0-9A-F]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(chr(int(code, 16)) for code in listed)


# What follows is for cutting the font.

ROMAN = " \u00a0" + digits + ascii_lowercase + "BCEFLMNRST" + "()+,-./:;<=>[]_{|}"
ITALIC = "".join(MATH_ITALICS[letter] for letter in ascii_letters) + "ℓ"
GREEK_SMALL = "αβγδεηθλμπρσφω"
GREEK_CAPITAL = "ΔΠΣ"
SIGNS = "−±×÷·⋅⊙∣≠≈≤≥∈‖∞′√∑…⋯⋮⋱←→⏟"
SMALL_DIGITS = ""
# Modifier letters for <mover>; combining marks for plain text (𝑦̂) and for what stretches.
ACCENTS = "\u02c6\u02dc\u00af" + "\u0302\u0303\u0304"
SPACE_AND_INVISIBLE_OPERATORS = "\u2009\u2061\u2062\u2063\u2064"

DRAWN_ALIKE = {letter: MATH_ITALICS[letter] for letter in GREEK_SMALL + "∂"} | {
    MATH_ITALICS[letter]: letter for letter in GREEK_CAPITAL + "∇"
}
"""Character -> the one whose drawing it borrows: mathematics slants small Greek letters, not the capitals."""

CHOSEN = (
    ROMAN + ITALIC + SIGNS + SMALL_DIGITS + ACCENTS + SPACE_AND_INVISIBLE_OPERATORS
    + "".join(DRAWN_ALIKE) + "".join(DRAWN_ALIKE.values())
)  # fmt: skip

STRETCHED = "()[]{}|√∑→⏟\u0302"
MIRRORED = ("()", "[]", "{}")
"""Of these pairs the right one is drawn as the left one seen in a mirror, at every size and in every part."""
SMALLEST_STEP = 1.25
"""From one size of what stretches to the next."""
LARGEST_WHOLE = 2500
"""In thousandths of an em; what is larger is assembled from parts."""
UNITS_PER_EM = 128
"""STIX has 1000. At the size of text a line is still within a tenth of a pixel of where it was."""
LARGEST_SHIFT = 4
"""In thousandths of an em: so far a curve may run from where it was, for the sake of fewer points. At the size of text
that is less than a tenth of a pixel."""
FRACTION_BAR = 50
"""In thousandths of an em. Chromium rounds a bar to whole pixels, up or down by where it falls: 68, which is
STIX's, gives neighbours of one and of two pixels at the sizes of text; 50 gives one pixel."""


def cut_font() -> tuple[bytes, str]:
    """The subset as WOFF2, and the list of its characters.

    Raises ImportError where fonttools, brotli or ziamath are not installed.
    """
    from importlib.metadata import distribution
    from io import BytesIO

    from fontTools import subset
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    # The package is only where the font lies: importing it would set much in motion.
    source = Path(
        str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf"))
    ).read_bytes()
    # A fixed time keeps the file the same from one run to the next.
    font: Any = TTFont(BytesIO(source), recalcTimestamp=False)
    glyphs = font.getBestCmap()
    _lend_drawings(font, glyphs)
    _thin_out_sizes(font["MATH"].table.MathVariants, {glyphs[ord(character)] for character in STRETCHED})
    _adjust_for_browsers(font)
    addOpenTypeFeaturesFromString(font, _prime_rule(glyphs[ord("′")]), tables=["GSUB"])

    options = subset.Options()
    options.layout_features = ["ssty"]
    options.drop_tables += ["DSIG", "GDEF", "GPOS"]
    options.hinting = False
    options.name_IDs = [0, 13, 14]  # copyright and licence, which the licence wants to travel with the font
    options.notdef_outline = False
    options.bidi_closure = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHOSEN)
    subsetter.subset(font)
    _redraw(font)
    scale_upem(font, UNITS_PER_EM)
    _begin_where_drawn(font)
    font["gasp"] = _smooth_at_every_size()
    font.flavor = "woff2"
    font.flavorData = WOFF2FlavorData(transformedTables=("glyf", "loca", "hmtx"))
    written = BytesIO()
    font.save(written)
    characters = sorted(font.getBestCmap())
    lines = (f"U+{code:04X} {unicodedata.name(chr(code))}" for code in characters)
    return written.getvalue(), "\n".join((*_HEADER, *lines)) + "\n"


_HEADER = (
    "# The characters of math.woff2, a modified subset of STIX Two Math (see OFL.txt).",
    "# Written by `python -m generator.font`; what belongs to it is chosen in generator/font.py.",
)


def _lend_drawings(font: Any, glyphs: dict[int, str]) -> None:
    # One map has every character; the others repeat it, whole or in part.
    whole = font["cmap"].getcmap(3, 10)
    font["cmap"].tables = [whole]
    for borrower, owner in DRAWN_ALIKE.items():
        whole.cmap[ord(borrower)] = glyphs[ord(owner)]


def _prime_rule(prime: str) -> str:
    # Only these primes are as tall as a superscript has to be. STIX offers them to the script "math", by
    # which Chromium does not shape, so here they are offered to every script.
    rule = f"sub {prime} from [{prime}.ssty {prime}.ssty2];"
    return f"languagesystem DFLT dflt; feature ssty {{ {rule} }} ssty;"


def _thin_out_sizes(variants: Any, stretched: set[str]) -> None:
    """Leaves sizes only to what stretches here, and only those that are a good step apart."""
    for direction in ("Vert", "Horiz"):
        coverage = getattr(variants, f"{direction}GlyphCoverage")
        constructions = getattr(variants, f"{direction}GlyphConstruction")
        kept = [pair for pair in zip(coverage.glyphs, constructions, strict=True) if pair[0] in stretched]
        for _, sizes in kept:
            chosen: list[Any] = []
            for record in sizes.MathGlyphVariantRecord:
                smallest = SMALLEST_STEP * chosen[-1].AdvanceMeasurement if chosen else 0
                if smallest <= record.AdvanceMeasurement <= LARGEST_WHOLE:
                    chosen.append(record)
            sizes.MathGlyphVariantRecord = chosen
            sizes.VariantCount = len(chosen)
        coverage.glyphs = [name for name, _ in kept]
        setattr(variants, f"{direction}GlyphConstruction", [sizes for _, sizes in kept])
        setattr(variants, f"{direction}GlyphCount", len(kept))


def _redraw(font: Any) -> None:
    """Draws curves with as few points as `LARGEST_SHIFT` allows, and right fences as mirror images of left ones."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.qu2cuPen import Qu2CuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    glyphs, outlines = font.getGlyphSet(), font["glyf"]
    redrawn: dict[str, Any] = {}
    for name in font.getGlyphOrder():
        if outlines[name].numberOfContours > 0:
            outline = TTGlyphPen(None)
            # To cubic curves, of which fewer suffice, and back: each way takes its part of the shift.
            quadratic = Cu2QuPen(outline, LARGEST_SHIFT * 2 / 3)
            glyphs[name].draw(Qu2CuPen(quadratic, LARGEST_SHIFT / 3, all_cubic=True))
            redrawn[name] = outline.glyph(dropImpliedOnCurves=True)
    for left, right in _mirrored_glyphs(font):
        mirror = TTGlyphPen(glyphs)
        mirror.addComponent(left, (-1, 0, 0, 1, outlines[left].xMin + outlines[right].xMax, 0))
        redrawn[right] = mirror.glyph()
    for name, outline in redrawn.items():
        outlines[name] = outline


def _begin_where_drawn(font: Any) -> None:
    """Says of every glyph that it begins where its outline does: rounded for itself, that would move the outline."""
    outlines, metrics = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        outlines[name].recalcBounds(outlines)
        metrics[name] = (metrics[name][0], getattr(outlines[name], "xMin", 0))


def _mirrored_glyphs(font: Any) -> Iterator[tuple[str, str]]:
    """The glyphs of MIRRORED, in pairs: each size, and each part of which what is larger is assembled."""
    variants, glyphs = font["MATH"].table.MathVariants, font.getBestCmap()
    constructions = dict(zip(variants.VertGlyphCoverage.glyphs, variants.VertGlyphConstruction, strict=True))
    for pair in MIRRORED:
        left, right = (constructions[glyphs[ord(fence)]] for fence in pair)
        for one, other in zip(left.MathGlyphVariantRecord, right.MathGlyphVariantRecord, strict=True):
            yield one.VariantGlyph, other.VariantGlyph
        for one, other in zip(left.GlyphAssembly.PartRecords, right.GlyphAssembly.PartRecords, strict=True):
            if one.glyph != other.glyph:
                yield one.glyph, other.glyph


def _adjust_for_browsers(font: Any) -> None:
    table = font["MATH"].table
    # No browser reads the kerning of scripts.
    table.MathGlyphInfo.MathKernInfo = None
    table.MathConstants.FractionRuleThickness.Value = FRACTION_BAR
    # Else Windows may take lines to be 3.9 em high, for the sake of the largest parentheses.
    font["OS/2"].fsSelection |= 1 << 7


def _smooth_at_every_size() -> Any:
    from fontTools.ttLib import newTable

    gasp: Any = newTable("gasp")
    gasp.version = 1
    gasp.gaspRange = {0xFFFF: 0b1111}
    return gasp


def same_font(one: bytes, other: bytes) -> bool:
    """Whether two font files hold the same tables: releases of brotli differ in how they compress them."""
    from io import BytesIO

    from fontTools.ttLib import TTFont

    def tables(data: bytes) -> dict[str, bytes]:
        reader: Any = TTFont(BytesIO(data)).reader
        return {tag: reader[tag] for tag in reader.keys()}  # noqa: SIM118 -- the reader does not iterate

    return tables(one) == tables(other)


def main(arguments: list[str]) -> int:
    """Writes the font and its list, or with --check compares them; the exit status is 1 if they differ."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m generator.font [--check]\n")
        return 2
    font, characters = cut_font()
    if not arguments:
        FONT.write_bytes(font)
        CHARACTERS.write_text(characters, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{FONT.name}: {len(font)} bytes, {characters.count('U+')} characters\n")
        return 0
    fits = same_font(FONT.read_bytes(), font) and CHARACTERS.read_text(encoding="utf-8") == characters
    sys.stdout.write(f"{FONT.name} {'is' if fits else 'differs from'} what would be made\n")
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
