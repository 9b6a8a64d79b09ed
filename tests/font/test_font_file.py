"""The committed font: complete, small, licensed, and what generator/fontcut.py would cut."""

from importlib.metadata import distribution
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.momentsPen import MomentsPen
from fontTools.ttLib import TTFont

from generator import fontchosen, fontcut
from generator.font import CHARACTERS, CORE, FOLDER, LARGE, PICTURE, block_file, read_blocks

MAXIMUM_BYTES = 10 * 1024
BLOCKS = read_blocks()
FONT = block_file(FOLDER, CORE)
CLOSE = 0.013
"""In ems: at the size of text, a fifth of a pixel."""


@pytest.fixture(scope="module")
def font() -> Any:
    return TTFont(FONT)


@pytest.fixture(scope="module")
def fonts() -> dict[str, Any]:
    return {block: TTFont(block_file(FOLDER, block)) for block in BLOCKS}


@pytest.fixture(scope="module")
def stix() -> Any:
    if find_spec("ziamath") is None:
        pytest.skip("the font is cut from one in the package ziamath, which is not installed")
    return TTFont(str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")))


@pytest.fixture(scope="module")
def cut() -> tuple[dict[str, bytes], str]:
    if find_spec("ziamath") is None:
        pytest.skip("the font is cut from one in the package ziamath, which is not installed")
    return fontcut.cut_fonts()


@pytest.mark.parametrize("block", BLOCKS)
def test_size(block: str) -> None:
    assert block_file(FOLDER, block).stat().st_size <= MAXIMUM_BYTES


def test_list_and_fonts_have_the_same_characters(fonts: dict[str, Any]) -> None:
    for block, font in fonts.items():
        assert {chr(code) for code in font.getBestCmap()} == BLOCKS[block]


def test_no_two_blocks_have_a_character() -> None:
    """Else a browser would take it from the later one. Large signs have a name of their own."""
    together = [character for block in BLOCKS if block != LARGE for character in BLOCKS[block]]
    assert len(together) == len(set(together))
    assert BLOCKS[LARGE] & set(together) == {" "}


def test_every_visible_character_is_drawn(fonts: dict[str, Any]) -> None:
    for font in fonts.values():
        glyphs, outlines = font.getBestCmap(), font["glyf"]
        empty = {code for code, name in glyphs.items() if outlines[name].numberOfContours == 0}
        assert empty <= {0x20, 0xA0, 0x2009, 0x2061, 0x2062, 0x2063, 0x2064}


@pytest.mark.parametrize("sign", "∫∏⋃⟨⟩⌊⌋⌈⌉")
def test_large_signs_grow(fonts: dict[str, Any], sign: str) -> None:
    variants = fonts[LARGE]["MATH"].table.MathVariants
    place = variants.VertGlyphCoverage.glyphs.index(fonts[LARGE].getBestCmap()[ord(sign)])
    construction = variants.VertGlyphConstruction[place]
    heights = [size.AdvanceMeasurement for size in construction.MathGlyphVariantRecord]
    assert heights[-1] > 1.2 * heights[0]


@pytest.mark.parametrize("accent", fontcut.STANDING_ALONE)
def test_an_accent_that_stands_alone_has_a_width(fonts: dict[str, Any], accent: str) -> None:
    """Chromium centres what has a width over its letter; a mark without one it puts at its left."""
    font = fonts["signs"]
    name = font.getBestCmap()[ord(accent)]
    assert font["hmtx"][name][0] > 0.2 * font["head"].unitsPerEm
    assert font["GDEF"].table.GlyphClassDef.classDefs[name] == 1


@pytest.mark.parametrize("prime", "″‴⁗")
def test_several_primes_have_script_sizes_too(fonts: dict[str, Any], prime: str) -> None:
    alternates = fonts["signs"]["GSUB"].table.LookupList.Lookup[0].SubTable[0].alternates
    assert len(alternates[fonts["signs"].getBestCmap()[ord(prime)]]) == 2


def test_digits_are_tabular(font: Any) -> None:
    glyphs = font.getBestCmap()
    assert len({font["hmtx"][glyphs[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("character", "()[]{}|√∑")
def test_stretches_upward(font: Any, character: str) -> None:
    variants = font["MATH"].table.MathVariants
    assert font.getBestCmap()[ord(character)] in variants.VertGlyphCoverage.glyphs


@pytest.mark.parametrize("character", "→⏟\u0302")
def test_stretches_sideways(font: Any, character: str) -> None:
    variants = font["MATH"].table.MathVariants
    assert font.getBestCmap()[ord(character)] in variants.HorizGlyphCoverage.glyphs


@pytest.mark.parametrize("character", "()[]{}")
def test_fences_have_close_sizes_and_are_assembled_beyond_them(font: Any, character: str) -> None:
    variants = font["MATH"].table.MathVariants
    place = variants.VertGlyphCoverage.glyphs.index(font.getBestCmap()[ord(character)])
    construction = variants.VertGlyphConstruction[place]
    heights = [record.AdvanceMeasurement for record in construction.MathGlyphVariantRecord]
    assert len(heights) >= 4
    assert all(low < high <= 1.5 * low for low, high in pairwise(heights))
    assert construction.GlyphAssembly.PartCount >= 3


def test_primes_have_script_sizes_for_every_script(font: Any) -> None:
    substitutions = font["GSUB"].table
    assert [record.ScriptTag for record in substitutions.ScriptList.ScriptRecord] == ["DFLT"]
    assert [record.FeatureTag for record in substitutions.FeatureList.FeatureRecord] == ["ssty"]
    alternates = substitutions.LookupList.Lookup[0].SubTable[0].alternates
    assert len(alternates[font.getBestCmap()[ord("′")]]) == 2


def box(font: Any, glyph: str) -> tuple[float, ...]:
    """Where a glyph begins and ends and where its middle of mass is, in ems; how much of an em's square is black."""
    glyphs, em = font.getGlyphSet(), font["head"].unitsPerEm
    bounds, moments = BoundsPen(glyphs), MomentsPen(glyphs)
    glyphs[glyph].draw(bounds)
    glyphs[glyph].draw(moments)
    if bounds.bounds is None:
        return ()
    middle = (moments.momentX / moments.area, moments.momentY / moments.area)
    return *(place / em for place in (*bounds.bounds, *middle)), abs(moments.area) / em**2


def test_everything_is_drawn_where_stix_draws_it(fonts: dict[str, Any], stix: Any) -> None:
    originals = stix.getBestCmap()
    for font in fonts.values():
        for code, glyph in font.getBestCmap().items():
            if chr(code) not in fontcut.STANDING_ALONE:
                owner = fontchosen.DRAWN_ALIKE.get(chr(code), chr(code))
                assert box(font, glyph) == pytest.approx(box(stix, originals[ord(owner)]), abs=CLOSE), owner


@pytest.mark.parametrize("fence", "()[]{}")
def test_stretched_fences_are_drawn_where_stix_draws_them(font: Any, stix: Any, fence: str) -> None:
    def construction(of: Any) -> Any:
        variants = of["MATH"].table.MathVariants
        return variants.VertGlyphConstruction[
            variants.VertGlyphCoverage.glyphs.index(of.getBestCmap()[ord(fence)])
        ]

    def heights(of: Any) -> dict[float, tuple[float, ...]]:
        sizes = construction(of).MathGlyphVariantRecord
        return {size.AdvanceMeasurement / of["head"].unitsPerEm: box(of, size.VariantGlyph) for size in sizes}

    originals = heights(stix)
    for height, drawn in heights(font).items():
        nearest = min(originals, key=lambda size: abs(size - height))
        assert drawn == pytest.approx(originals[nearest], abs=CLOSE)
    parts, original_parts = (construction(of).GlyphAssembly.PartRecords for of in (font, stix))
    for part, original in zip(parts, original_parts, strict=True):
        assert box(font, part.glyph) == pytest.approx(box(stix, original.glyph), abs=CLOSE)


def test_carries_its_licence(font: Any) -> None:
    names = {record.nameID: str(record) for record in font["name"].names}
    assert "The STIX Fonts Project Authors" in names[0]
    assert "SIL Open Font License, Version 1.1" in names[13]
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "The STIX Fonts Project Authors" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_committed_fonts_are_what_would_be_cut(cut: tuple[dict[str, bytes], str]) -> None:
    fonts, characters = cut
    for block, data in fonts.items():
        assert fontcut.same_font(data, block_file(FOLDER, block).read_bytes()), "run `make font`"
    assert characters == CHARACTERS.read_text(encoding="utf-8"), "run `make font`"


def test_commands(
    cut: tuple[dict[str, bytes], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(fontcut, "cut_fonts", lambda: cut)
    monkeypatch.setattr(fontcut, "FOLDER", tmp_path)
    monkeypatch.setattr(fontcut, "CHARACTERS", tmp_path / "math.txt")
    monkeypatch.setattr(fontcut, "PICTURE", tmp_path / "picture.ttf")
    assert fontcut.main([]) == 0
    assert (tmp_path / "picture.ttf").read_bytes() == PICTURE.read_bytes(), "run `make font`"
    assert (tmp_path / "math-core.woff2").read_bytes() == cut[0][CORE]
    assert fontcut.main(["--check"]) == 0
    (tmp_path / "math.txt").write_text("U+0041 LATIN CAPITAL LETTER A\n", encoding="utf-8")
    assert fontcut.main(["--check"]) == 1
    assert fontcut.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err
