"""An author's own pictures, put inside the page: SVG as elements, others as data.

A picture may draw, and nothing else: no script, no event, nothing from elsewhere. What a drawing program says in
`style=` or in a simple style sheet, which the page's policy forbids, becomes attributes.
"""

import base64
import html
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

from generator.errors import ContentError

MOST_BYTES = 1_000_000
"""A larger file would be most of the page."""

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DRAWN = frozenset(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc switch image
    linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight
    feTile feTurbulence
    """.split()  # noqa: SIM905 - names as they are in pictures
)
_PASSED_OVER = frozenset({"metadata", "style"})
_DECLARED = frozenset(
    """
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
    dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family font-size
    font-stretch font-style font-variant font-weight letter-spacing lighting-color marker-end marker-mid
    marker-start mask opacity overflow paint-order shape-rendering stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-width text-anchor text-decoration text-rendering transform vector-effect visibility display
    word-spacing writing-mode
    """.split()  # noqa: SIM905 - properties that are attributes too
)
_FONT = re.compile(r"(?:(italic|oblique)\s+)?(?:(bold|[1-9]00)\s+)?([\d.]+\w+)(?:/\S+)?\s+(.+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<all>\*)|\.(?P<classed>[\w-]+)|\#(?P<id>[\w-]+)|(?P<tag>[A-Za-z]+)")
_REFERENCE = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)")
_EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_SCRIPTED = re.compile(r"(?:java|vb|live)script\s*:|expression\s*\(|@import|data:text", re.IGNORECASE)

Refuse = Callable[[str, str], ContentError]
"""What makes the error, from what was found and what was expected."""


def picture_file(address: str, refuse: Refuse) -> str:
    """The file that an address names, relative to the article's folder. Raises what `refuse` makes for any other."""
    name = unquote(address)
    path = PurePosixPath(name)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", name):
        raise refuse(
            f"a picture from '{address}'", "a file in the article's folder, since the page makes no requests"
        )
    if not name or path.is_absolute() or ".." in path.parts or re.search(r"[\\?#\0]", name):
        raise refuse(f"the picture '{address}'", "a file in the article's folder or below it")
    if path.suffix.lower() not in _KINDS:
        raise refuse(f"the picture '{address}'", f"one of {', '.join(_KINDS)}")
    return name


def picture_markup(data: bytes, *, file: str, alternative: str, number: int, refuse: Refuse) -> str:
    """A picture as an element with its alternative text. `number` tells its ids from those of others.

    Raises what `refuse` makes for what is no such picture, or does more than draw.
    """
    if len(data) > MOST_BYTES:
        raise refuse(f"'{file}', {len(data) / 1e6:.1f} MB", f"no more than {MOST_BYTES / 1e6:g} MB")
    kind = PurePosixPath(file).suffix.lower()
    if kind == ".svg":
        return _Drawing(file, number, refuse).markup(data, alternative)
    size = _KINDS[kind](data)
    if size is None:
        raise refuse(f"'{file}'", f"a picture of the kind that its name says, {kind}")
    source = f"data:image/{_MEDIA[kind]};base64,{base64.b64encode(data).decode()}"
    return f'<img src="{source}" alt="{html.escape(alternative)}" width="{size[0]}" height="{size[1]}">'


class _Drawing:
    """One SVG file on its way into the page."""

    def __init__(self, file: str, number: int, refuse: Refuse) -> None:
        self._file, self._refuse = file, refuse
        self._beginning = f"article-picture-{number}-"
        self._rules: list[tuple[int, re.Match[str], dict[str, str]]] = []

    def markup(self, data: bytes, alternative: str) -> str:
        """The file as an `<svg>` that carries nothing but its drawing."""
        if b"<!ENTITY" in data:
            raise self._refusal("entities")
        try:
            root = ElementTree.fromstring(data)  # noqa: S314 - entities are refused above; others are not fetched
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self._refuse(f"'{self._file}'", f"an SVG picture, which is XML: {error}") from error
        if root.tag != f"{_SVG}svg":
            raise self._refuse(
                f"'{self._file}'", "an SVG picture, whose first element is svg in SVG's namespace"
            )
        self._rules = [rule for sheet in root.iter(f"{_SVG}style") for rule in self._sheet(sheet.text or "")]
        self._rules.sort(key=lambda rule: rule[0])
        return self._element(root, {"role": "img", "aria-label": alternative} | self._box(root))

    def _refusal(self, found: str) -> ContentError:
        return self._refuse(
            f"{found} in '{self._file}'", "a picture that only draws, and all of it in the one file"
        )

    def _box(self, root: ElementTree.Element) -> dict[str, str]:
        """What lets the drawing grow and shrink."""
        if root.get("viewBox"):
            return {}
        sides = [
            re.fullmatch(r"\s*([\d.]+)(?:px|pt)?\s*", root.get(side, "")) for side in ("width", "height")
        ]
        found = [side[1] for side in sides if side]
        if len(found) < 2:
            raise self._refuse(
                f"no viewBox in '{self._file}'", "one, or width and height, so that its size is known"
            )
        return {"viewBox": f"0 0 {' '.join(found)}"}

    def _element(self, element: ElementTree.Element, more: dict[str, str] | None = None) -> str:
        name = element.tag.removeprefix(_SVG)
        if name not in _DRAWN:
            raise self._refusal(f"<{name}>")
        attributes = dict(self._attributes(element)) | (more or {})
        written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
        return (
            f"<{name}{written}>{html.escape(element.text or '', quote=False)}{self._inside(element)}</{name}>"
        )

    def _inside(self, element: ElementTree.Element) -> str:
        parts = []
        for child in element:
            name = child.tag.removeprefix(_SVG)
            # What a drawing program notes for itself is in namespaces of its own.
            if "}" not in name and name not in _PASSED_OVER:
                parts.append(self._element(child))
            parts.append(html.escape(child.tail or "", quote=False))
        return "".join(parts)

    def _attributes(self, element: ElementTree.Element) -> Iterator[tuple[str, str]]:
        stated = {}
        for key, value in element.attrib.items():
            name = "href" if key == f"{_XLINK}href" else key
            if "}" in name or name in ("class", "style", "tabindex") or name.startswith(("data-", "aria-")):
                continue
            if name.lower().startswith("on"):
                raise self._refusal(f"the event {name}")
            stated[name] = value
        for _, selector, declared in self._rules:
            if _selects(selector, element):
                stated |= declared
        stated |= self._declarations(element.get("style", ""))
        for name, value in stated.items():
            yield name, self._checked(element, name, value)

    def _checked(self, element: ElementTree.Element, name: str, value: str) -> str:
        """A value with its references to this picture's own ids. Raises for one to anything else."""
        if _SCRIPTED.search(value):
            raise self._refusal(f"{name}={value!r}")
        if name == "id":
            return self._beginning + value
        if name == "href":
            if value.startswith("#"):
                return f"#{self._beginning}{value[1:]}"
            if element.tag == f"{_SVG}image" and _EMBEDDED.fullmatch(value):
                return value
            raise self._refusal(f"a reference to '{value[:40]}'")

        def own(reference: re.Match[str]) -> str:
            if not reference[2].startswith("#"):
                raise self._refusal(f"a reference to '{reference[2][:40]}'")
            return f"url(#{self._beginning}{reference[2][1:]})"

        checked = _REFERENCE.sub(own, value)
        if (
            "url(" in _REFERENCE.sub("", value).lower()
            or "src(" in value.lower()
            or "image-set(" in value.lower()
        ):
            raise self._refusal(f"{name}={value!r}")
        return checked

    def _declarations(self, text: str) -> dict[str, str]:
        """What a style says, as attributes. What is no attribute, such as a program's own notes, is passed over."""
        declared: dict[str, str] = {}
        for declaration in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split(";"):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            value = value.removesuffix("!important").strip()
            if name == "font" and (font := _FONT.fullmatch(value)):
                parts = zip(
                    ("font-style", "font-weight", "font-size", "font-family"), font.groups(), strict=True
                )
                declared |= {key: part for key, part in parts if part}
            elif name in _DECLARED:
                declared[name] = value
            elif _SCRIPTED.search(value) or "url(" in value:
                raise self._refusal(f"the style '{declaration.strip()[:40]}'")
        return declared

    def _sheet(self, text: str) -> Iterator[tuple[int, re.Match[str], dict[str, str]]]:
        """The rules of a style sheet, each with its rank."""
        plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).strip()
        if _RULE.sub("", plain).strip():
            raise self._refusal("a style sheet with more than simple rules")
        for selectors, declared in _RULE.findall(plain):
            for selector in selectors.split(","):
                found = _SELECTOR.fullmatch(selector.strip())
                if not found:
                    raise self._refusal(f"the style sheet's selector '{selector.strip()}'")
                rank = ("all", "tag", "classed", "id").index(str(found.lastgroup))
                yield rank, found, self._declarations(declared)


def _selects(selector: re.Match[str], element: ElementTree.Element) -> bool:
    match selector.lastgroup:
        case "all":
            return True
        case "classed":
            return selector["classed"] in element.get("class", "").split()
        case "id":
            return selector["id"] == element.get("id")
        case _:
            return element.tag == _SVG + selector["tag"]


# How large a picture is, by its kind; None for what is not of the kind.

Size = tuple[int, int]


def _no_size(_data: bytes) -> Size | None:
    return None


def _png(data: bytes) -> Size | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _gif(data: bytes) -> Size | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 10:
        return None
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


def _jpeg(data: bytes) -> Size | None:
    """The size stands in the first frame's header, after other segments (ITU T.81, B.2.2)."""
    if data[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    return None


def _webp(data: bytes) -> Size | None:
    """The three forms of WebP: lossy, lossless, extended."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    form = data[12:16]
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None


_KINDS: Mapping[str, Callable[[bytes], Size | None]] = {
    ".svg": _no_size,
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".gif": _gif,
    ".webp": _webp,
}
_MEDIA = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp"}
