"""Cuts the page's font for mathematics from STIX Two Math, in blocks.

`python -m generator.fontcut` writes templates/fonts/math-*.woff2 and math.txt, `python -m generator.fontcut --check`
says whether the committed ones are what would be made. It needs fonttools, brotli and ziamath, and no build needs it.
"""

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.font import (
    CHARACTERS,
    CORE,
    FOLDER,
    LARGE,
    PICTURE,
    PICTURE_FAMILY,
    block_file,
)
from generator.fontchosen import CHOSEN, DRAWN_ALIKE

STRETCHED = "()[]{}|√∑→⏟\u0302" + CHOSEN[LARGE].strip()
STANDING_ALONE = "\u20d7\u20db"
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


def cut_fonts() -> tuple[dict[str, bytes], str]:
    """Each block as WOFF2, and the list of what is in them.

    Raises ImportError where fonttools, brotli or ziamath are not installed.
    """
    fonts: dict[str, bytes] = {}
    lines = [*_HEADER]
    listed: set[str] = set()
    for block, chosen in CHOSEN.items():
        own = chosen if block == LARGE else "".join(set(chosen) - listed)
        fonts[block], characters = _cut(own, with_mathematics=block in (CORE, LARGE))
        listed |= set(characters)
        lines += ["", f"[{block}]", *(f"U+{ord(one):04X} {unicodedata.name(one)}" for one in characters)]
    return fonts, "\n".join(lines) + "\n"


_HEADER = (
    "# The characters of math-*.woff2, a modified subset of STIX Two Math (see OFL.txt).",
    "# Written by `python -m generator.fontcut`; generator/fontchosen.py says what belongs to which.",
)


PICTURE_RANGES = (
    (0x20, 0x24F), (0x300, 0x304), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2044), (0x2070, 0x209C),
    (0x210E, 0x2113), (0x2190, 0x2194), (0x2202, 0x22FF), (0x1D434, 0x1D467), (0x1D6E2, 0x1D71B),
)  # fmt: skip
"""What a picture may have to write, each from the first to the last: Latin, Greek and Cyrillic letters, symbols."""


def cut_picture_font() -> bytes:
    """The font of pictures (generator/drawing.py), as TrueType: what draws them reads no WOFF2.

    Raises ImportError where fonttools or ziamath are not installed.
    """
    from io import BytesIO

    from fontTools import subset

    font = _source()
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["DSIG", "GPOS", "GSUB", "MATH"]
    options.hinting = False
    options.name_IDs = [0, 13, 14]  # as below
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in PICTURE_RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    for identifier, text in ((1, PICTURE_FAMILY), (2, "Regular"), (6, PICTURE_FAMILY.replace(" ", ""))):
        font["name"].setName(text, identifier, 3, 1, 0x409)
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def _source() -> Any:
    """The font that all are cut from."""
    from importlib.metadata import distribution
    from io import BytesIO

    from fontTools.ttLib import TTFont

    # The package is only where the font lies: importing it would set much in motion.
    source = Path(
        str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf"))
    ).read_bytes()
    # A fixed time keeps the file the same from one run to the next.
    font: Any = TTFont(BytesIO(source), recalcTimestamp=False)
    del font["GDEF"]
    return font


def _cut(chosen: str, *, with_mathematics: bool) -> tuple[bytes, list[str]]:
    """A font of these characters, and the list of them. Without mathematics nothing in it grows."""
    from io import BytesIO

    from fontTools import subset
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
    from fontTools.ttLib.scaleUpem import scale_upem
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    font = _source()
    glyphs = font.getBestCmap()
    _lend_drawings(font, glyphs)
    _thin_out_sizes(font["MATH"].table.MathVariants, {glyphs[ord(character)] for character in STRETCHED})
    _adjust_for_browsers(font)
    addOpenTypeFeaturesFromString(font, _prime_rules(glyphs, chosen), tables=["GSUB"])

    options = subset.Options()
    options.layout_features = ["ssty"]
    options.drop_tables += ["DSIG", "GPOS", *([] if with_mathematics else ["MATH"])]
    options.hinting = False
    options.name_IDs = [0, 13, 14]  # copyright and licence, which the licence wants to travel with the font
    options.notdef_outline = False
    options.bidi_closure = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=chosen)
    subsetter.subset(font)
    _redraw(font)
    _let_accents_stand_alone(font)
    scale_upem(font, UNITS_PER_EM)
    _begin_where_drawn(font)
    font["gasp"] = _smooth_at_every_size()
    font.flavor = "woff2"
    font.flavorData = WOFF2FlavorData(transformedTables=("glyf", "loca", "hmtx"))
    written = BytesIO()
    font.save(written)
    return written.getvalue(), [chr(code) for code in sorted(font.getBestCmap())]


def _lend_drawings(font: Any, glyphs: dict[int, str]) -> None:
    # One map has every character; the others repeat it, whole or in part.
    whole = font["cmap"].getcmap(3, 10)
    font["cmap"].tables = [whole]
    for borrower, owner in DRAWN_ALIKE.items():
        whole.cmap[ord(borrower)] = glyphs[ord(owner)]


def _prime_rules(glyphs: dict[int, str], chosen: str) -> str:
    # Only these primes are as tall as a superscript has to be. STIX offers them to the script "math", by
    # which Chromium does not shape, so here they are offered to every script.
    primes = [glyphs[ord(prime)] for prime in "′″‴⁗" if prime in chosen] or [glyphs[ord("′")]]
    rules = " ".join(f"sub {prime} from [{prime}.ssty {prime}.ssty2];" for prime in primes)
    return f"languagesystem DFLT dflt; feature ssty {{ {rules} }} ssty;"


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


def _let_accents_stand_alone(font: Any) -> None:
    """Makes combining accents that mathematics alone uses signs with a width, which Chromium centres over a letter."""
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString

    glyphs, outlines = font.getBestCmap(), font["glyf"]
    names = [glyphs[ord(accent)] for accent in STANDING_ALONE if ord(accent) in glyphs]
    for name in names:
        outline = outlines[name]
        outline.recalcBounds(outlines)
        font["hmtx"][name] = (outline.xMax - outline.xMin, 0)
        outline.coordinates.translate((-outline.xMin, 0))
        outline.recalcBounds(outlines)
    if names:
        # Else what shapes text takes them for marks, which have no width.
        classes = f"table GDEF {{ GlyphClassDef [{' '.join(names)}], , , ; }} GDEF;"
        addOpenTypeFeaturesFromString(font, classes, tables=["GDEF"])


def _begin_where_drawn(font: Any) -> None:
    """Says of every glyph that it begins where its outline does: rounded for itself, that would move the outline."""
    outlines, metrics = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        outlines[name].recalcBounds(outlines)
        metrics[name] = (metrics[name][0], getattr(outlines[name], "xMin", 0))


def _mirrored_glyphs(font: Any) -> Iterator[tuple[str, str]]:
    """The glyphs of MIRRORED, in pairs: each size, and each part of which what is larger is assembled."""
    glyphs = font.getBestCmap()
    if not all(ord(fence) in glyphs for pair in MIRRORED for fence in pair):
        return
    variants = font["MATH"].table.MathVariants
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
    """Writes the blocks and their list, or with --check compares them; the exit status is 1 if they differ."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m generator.fontcut [--check]\n")
        return 2
    fonts, characters = cut_fonts()
    picture = cut_picture_font()
    if not arguments:
        for block, font in fonts.items():
            block_file(FOLDER, block).write_bytes(font)
            sys.stdout.write(f"{block}: {len(font)} bytes\n")
        CHARACTERS.write_text(characters, encoding="utf-8", newline="\n")
        PICTURE.write_bytes(picture)
        sys.stdout.write(f"picture: {len(picture)} bytes\n")
        return 0
    fits = (
        CHARACTERS.read_text(encoding="utf-8") == characters
        and PICTURE.read_bytes() == picture
        and all(same_font(block_file(FOLDER, block).read_bytes(), font) for block, font in fonts.items())
    )
    sys.stdout.write(f"The font {'is' if fits else 'differs from'} what would be made\n")
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
