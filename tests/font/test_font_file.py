"""The committed font: complete, small, licensed, and what generator/font.py would cut."""

from importlib.metadata import distribution
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.momentsPen import MomentsPen
from fontTools.ttLib import TTFont

from generator import font as font_module
from generator.font import CHARACTERS, FOLDER, FONT, available_characters

MAXIMUM_BYTES = 10 * 1024
CLOSE = 0.01
"""In ems: at the size of text, a sixth of a pixel."""


@pytest.fixture(scope="module")
def font() -> Any:
    return TTFont(FONT)


@pytest.fixture(scope="module")
def stix() -> Any:
    if find_spec("ziamath") is None:
        pytest.skip("the font is cut from one in the package ziamath, which is not installed")
    return TTFont(str(distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")))


@pytest.fixture(scope="module")
def cut() -> tuple[bytes, str]:
    if find_spec("ziamath") is None:
        pytest.skip("the font is cut from one in the package ziamath, which is not installed")
    return font_module.cut_font()


def test_size() -> None:
    assert FONT.stat().st_size <= MAXIMUM_BYTES


def test_list_and_font_have_the_same_characters(font: Any) -> None:
    assert {chr(code) for code in font.getBestCmap()} == available_characters()


def test_every_visible_character_is_drawn(font: Any) -> None:
    glyphs, outlines = font.getBestCmap(), font["glyf"]
    empty = {code for code, name in glyphs.items() if outlines[name].numberOfContours == 0}
    assert empty == {0x20, 0xA0, 0x2009, 0x2061, 0x2062, 0x2063, 0x2064}


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


def test_everything_is_drawn_where_stix_draws_it(font: Any, stix: Any) -> None:
    originals = stix.getBestCmap()
    for code, glyph in font.getBestCmap().items():
        owner = font_module.DRAWN_ALIKE.get(chr(code), chr(code))
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


def test_committed_font_is_what_would_be_cut(cut: tuple[bytes, str]) -> None:
    data, characters = cut
    assert font_module.same_font(data, FONT.read_bytes()), "run `python -m generator.font`"
    assert characters == CHARACTERS.read_text(encoding="utf-8"), "run `python -m generator.font`"


def test_cutting_twice_gives_the_same_bytes(cut: tuple[bytes, str]) -> None:
    assert font_module.cut_font() == cut


def test_commands(
    cut: tuple[bytes, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(font_module, "cut_font", lambda: cut)
    monkeypatch.setattr(font_module, "FONT", tmp_path / "math.woff2")
    monkeypatch.setattr(font_module, "CHARACTERS", tmp_path / "math.txt")
    assert font_module.main([]) == 0
    assert (tmp_path / "math.woff2").read_bytes() == cut[0]
    assert font_module.main(["--check"]) == 0
    (tmp_path / "math.txt").write_text("U+0041 LATIN CAPITAL LETTER A\n", encoding="utf-8")
    assert font_module.main(["--check"]) == 1
    assert font_module.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err
