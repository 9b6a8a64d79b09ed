"""What a site is made from, read: its settings, its networks, its words, its style."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator import config
from generator.errors import ContentError, place
from generator.places import SITE, Places
from generator.toml_file import read_text, shown
from generator.words import read_room, read_words

LARGEST_ICON = 30_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PLAIN = " ='/:;,()-.!?*"
"""What may stand in a data address as it is."""


def words_of(places: Places, name: str) -> dict[str, Any]:
    """The words of content/`name`.toml, of which the page has all that it has room for. Raises ContentError."""
    room = read_room(places.templates / "words" / f"{name}.toml")
    return read_words(places.words(f"{name}.toml"), room)


def read_content(
    places: Places, network: Path | None, words: Mapping[str, Any]
) -> tuple[config.Site, list[config.NetworkFile]]:
    """The site, and its networks: first the one that opens, then the others that the page offers."""
    site = config.read_site(places.content / SITE)
    folder = places.content / "networks"
    opened = network or folder / f"{site.opens}.toml"
    others = (folder / f"{name}.toml" for name in site.offered if name != opened.stem)
    return site, [
        config.read_network(path, words["expression"], articles=places.content) for path in (opened, *others)
    ]


def file_of(places: Places, lesson: config.Lesson, words: Mapping[str, Any]) -> config.NetworkFile:
    """The network of a lesson, with the lesson's article in the place of its own."""
    path = places.content / "networks" / f"{lesson.network}.toml"
    file = config.read_network(path, words["expression"], articles=places.content)
    return file if lesson.article is None else replace(file, article=lesson.article)


def expression_words(places: Places) -> Mapping[str, str]:
    """What is said of what is wrong with a formula."""
    faults: Mapping[str, str] = words_of(places, "interface")["expression"]
    return faults


def own_style(places: Places) -> str:
    """The site's own style.css. Raises ContentError for one that would fetch something."""
    path = places.content / "style.css"
    if not places.is_own or not path.is_file():
        return ""
    text = read_text(path)
    for fetched in re.finditer(r"@import\b|url\((?!\s*[\"']?data:)|</", text, re.IGNORECASE):
        where = place(shown(path), text.count("\n", 0, fetched.start()) + 1)
        raise ContentError(f"{where}: found {fetched[0]}, expected a style that needs no other file")
    return text


def icon(places: Places) -> str:
    """What a browser shows on the page's tab, as a data address: the site's icon.svg or icon.png, or else ours.

    Raises ContentError for one that is no such picture, or larger than LARGEST_ICON.
    """
    own = [places.content / f"icon.{kind}" for kind in ("svg", "png")] if places.is_own else []
    path = next((each for each in own if each.is_file()), places.templates / "icon.svg")
    data = path.read_bytes()
    if len(data) > LARGEST_ICON:
        raise ContentError(
            f"{shown(path)}: found {len(data) / 1000:.0f} KB, expected an icon of at most {LARGEST_ICON // 1000}"
        )
    if path.suffix == ".png":
        if not data.startswith(_PNG):
            raise ContentError(f"{shown(path)}: found another kind of file, expected a PNG")
        return f"data:image/png;base64,{base64.b64encode(data).decode()}"
    text = read_text(path).strip()
    if not re.search(r"<svg\b[^>]*\bxmlns=", text):
        raise ContentError(f"{shown(path)}: found no <svg xmlns=…>, expected an SVG drawing")
    return f"data:image/svg+xml,{quote(text, safe=_PLAIN)}"
