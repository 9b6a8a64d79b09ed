"""An author's own pictures: what is put into the page, and what is refused."""

import base64
import random
import struct
import zlib
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from generator.article.pictures import MOST_BYTES, picture_markup
from generator.errors import ContentError
from tests.content.cases import answer

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 6"'
MATPLOTLIB = f"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
{HEAD} width="460.8pt" height="345.6pt" version="1.1">
 <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}} .line, #dot {{ fill: none }}</style></defs>
 <g id="figure_1"><clipPath id="clip"><rect width="8" height="6"/></clipPath>
  <path d="M 0 0 L 8 6" clip-path="url(#clip)" style="stroke: #1f77b4; stroke-width: 1.5; -inkscape-note: x"/>
  <use xlink:href="#dot" x="2"/><circle id="dot" class="line" r="1" fill="red"/>
  <text style="font: 10px 'DejaVu Sans', sans-serif; text-anchor: middle">a &lt; b</text></g>
</svg>"""


def markup(data: bytes | str, file: str = "a.svg", number: int = 1) -> str:
    content = data.encode() if isinstance(data, str) else data
    return picture_markup(
        content,
        file=file,
        alternative='A "b" & c',
        number=number,
        refuse=lambda found, expected: ContentError(f"found {found}, expected {expected}"),
    )


def test_a_drawing_keeps_its_looks_without_style() -> None:
    picture = BeautifulSoup(markup(MATPLOTLIB), "html.parser")
    assert not picture.select("style, metadata, [style], [class]")
    path, dot, text = picture.select("path, circle, text")
    assert (path["stroke"], path["stroke-width"], path["stroke-linejoin"]) == ("#1f77b4", "1.5", "round")
    assert dot["fill"] == "none", "a sheet outranks an attribute"
    assert (text["font-size"], text["font-family"]) == ("10px", "'DejaVu Sans', sans-serif")
    assert text.get_text() == "a < b"
    assert picture.svg is not None
    assert (picture.svg["role"], picture.svg["aria-label"]) == ("img", 'A "b" & c')


def test_two_pictures_have_no_id_in_common_and_refer_to_their_own() -> None:
    for number in (1, 2):
        picture = BeautifulSoup(markup(MATPLOTLIB, number=number), "html.parser")
        ids = {tag["id"] for tag in picture.select("[id]")}
        assert ids == {f"article-picture-{number}-{name}" for name in ("figure_1", "clip", "dot")}
        assert picture.select_one("use")["href"] == f"#article-picture-{number}-dot"  # type: ignore[index]
        assert picture.select_one("path")["clip-path"] == f"url(#article-picture-{number}-clip)"  # type: ignore[index]


def test_a_drawing_without_a_view_box_gets_one_from_its_size() -> None:
    picture = BeautifulSoup(
        markup('<svg xmlns="http://www.w3.org/2000/svg" width="8px" height="6"/>'), "html.parser"
    )
    assert picture.svg is not None
    assert picture.svg["viewbox"] == "0 0 8 6"


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<a href="https://a.example"/>', "<a>"),
        ('<animate attributeName="href" to="javascript:a"/>', "<animate>"),
        ('<set attributeName="onclick" to="a"/>', "<set>"),
        ('<rect onclick="alert(1)"/>', "the event onclick"),
        ('<rect OnLoad="alert(1)"/>', "the event OnLoad"),
        ('<use href="https://a.example/b.svg#c"/>', "a reference to 'https://a.example/b.svg#c'"),
        ('<use xlink:href="b.svg#c"/>', "a reference to 'b.svg#c'"),
        ('<use href="data:image/svg+xml,&lt;svg/>"/>', "a reference to 'data:image/svg+xml,<svg/>'"),
        ('<image href="https://a.example/b.png"/>', "a reference to 'https://a.example/b.png'"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "a reference to 'data:image/svg+xml;base64,AAAA'"),
        ('<rect fill="url(https://a.example/b#c)"/>', "a reference to 'https://a.example/b#c'"),
        ('<rect style="fill: url(//a.example/b#c)"/>', "a reference to '//a.example/b#c'"),
        ('<rect style="background: url(//a.example)"/>', "the style 'background: url(//a.example)'"),
        ('<rect fill="URL(//a.example)"/>', "fill='URL(//a.example)'"),
        ('<rect fill="javascript:alert(1)"/>', "fill='javascript:alert(1)'"),
        ("<style>@import 'a.css';</style>", "a style sheet with more than simple rules"),
        ("<style>g > path { fill: red }</style>", "the style sheet's selector 'g > path'"),
        ("<style>path { fill: url(//a.example) }</style><path/>", "a reference to '//a.example'"),
        ('<b xmlns=""/>', "<b>"),
    ],
)  # fmt: skip
def test_what_does_more_than_draw_is_refused(inside: str, found: str) -> None:
    picture, sentence = answer(lambda: markup(f"{HEAD}>{inside}</svg>"))
    assert picture is None, picture
    assert (
        sentence
        == f"found {found} in 'a.svg', expected a picture that only draws, and all of it in the one file"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<svg", "found 'a.svg', expected an SVG picture, which is XML: unclosed token: line 1, column 0"),
        ("<svg/>", "found 'a.svg', expected an SVG picture, whose first element is svg in SVG's namespace"),
        (
            '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
            "found entities in 'a.svg', expected a picture that only draws",
        ),
        (
            '<svg xmlns="http://www.w3.org/2000/svg"/>',
            "found no viewBox in 'a.svg', expected one, or width and height",
        ),
        (" " * (MOST_BYTES + 1), "found 'a.svg', 1.0 MB, expected no more than 1 MB"),
    ],
)
def test_what_is_no_drawing_is_refused(content: str, sentence: str) -> None:
    assert answer(lambda: markup(content))[1].startswith(sentence)


def png(width: int, height: int) -> bytes:
    """A black picture, by the PNG specification."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


GIF = base64.b64decode("R0lGODlhAwACAIAAAAAAAP///yH5BAEAAAAALAAAAAADAAIAAAICRF4AOw==")
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
    + bytes(9)
    + b"\xff\xc0\x00\x0b\x08\x00\x02\x00\x03\x01\x01\x11\x00\xff\xd9"
)
LOSSY = b"RIFF\x00\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00\x30\x01\x00\x9d\x01\x2a\x03\x00\x02\x00" + bytes(4)
LOSSLESS = b"RIFF\x00\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f" + struct.pack("<I", 2 | 1 << 14) + bytes(8)


@pytest.mark.parametrize(
    ("data", "file", "media"),
    [
        (png(3, 2), "a.PNG", "png"),
        (GIF, "a.gif", "gif"),
        (JPEG, "a.jpg", "jpeg"),
        (JPEG, "a.jpeg", "jpeg"),
        (LOSSY, "a.webp", "webp"),
        (LOSSLESS, "a.webp", "webp"),
    ],
)
def test_a_picture_of_points_is_data_with_its_size(data: bytes, file: str, media: str) -> None:
    picture = BeautifulSoup(markup(data, file), "html.parser").img
    assert picture is not None
    assert (picture["width"], picture["height"], picture["alt"]) == ("3", "2", 'A "b" & c')
    assert picture["src"] == f"data:image/{media};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize("kind", ["png", "gif", "jpg", "webp"])
def test_what_is_not_of_its_kind_is_refused(kind: str) -> None:
    for data in (
        b"",
        b"<script>",
        png(3, 2) if kind != "png" else GIF,
        JPEG[:12] if kind == "jpg" else b"RIFF",
    ):
        picture, sentence = answer(lambda data=data: markup(data, f"a.{kind}"))  # type: ignore[misc]
        assert picture is None
        assert sentence == f"found 'a.{kind}', expected a picture of the kind that its name says, .{kind}"


def test_a_damaged_drawing_is_refused_or_only_draws() -> None:
    """2,000 files with some bytes changed: a sentence, or a picture of elements that draw."""
    chance = random.Random(7)  # noqa: S311 - to damage files
    read = 0
    for _ in range(2000):
        damaged = bytearray(MATPLOTLIB.encode())
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b"<>\"'=&;#oan urlsctip:\x00\xff")
        picture, sentence = answer(lambda damaged=damaged: markup(bytes(damaged)))  # type: ignore[misc]
        if picture is None:
            assert sentence.startswith("found ")
            continue
        read += 1
        for element in ElementTree.fromstring(picture).iter():  # noqa: S314 - our own
            assert element.tag not in ("script", "a", "style", "foreignObject")
            assert not [name for name in element.attrib if name.lower().startswith("on") or name == "style"]
    assert read > 100
