"""content/site.toml and lessons/*.toml: what a site is about."""

import re
from pathlib import Path

from generator.config.head import HEAD
from generator.config.readers import Key, a_rate, a_text, a_text_like, list_of, table_of
from generator.config.records import Lesson, Site
from generator.errors import ContentError, choices
from generator.toml_file import read_toml, shown

_SITE = {
    "title": Key(a_text, "the page's title"),
    "language": Key(
        a_text_like(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language's code, such as en or pt-BR"), "a code"
    ),
    "description": Key(a_text, "a sentence for search engines"),
    "opens": Key(a_text, "the name of a network"),
    "offered": Key(list_of(a_text, "a list of networks' names"), "a list of networks' names"),
    "learning_rate": Key(a_rate, "a number above 0"),
    "address": Key(
        a_text_like(r"https?://[^\s\"<>]+", "an address such as https://example.org/"),
        "an address",
        required=False,
    ),
}


_LESSON = {
    "title": Key(a_text, "the lesson's title"),
    "description": Key(a_text, "a sentence for the contents and for search engines"),
    "network": Key(a_text, "the name of a network"),
    "article": HEAD["article"],
}


def read_site(path: Path) -> Site:
    """The site's own settings. Raises ContentError, also for a network that has no file."""
    root = read_toml(path)
    site = Site(**table_of(_SITE)(root))
    known = sorted(file.stem for file in (path.parent / "networks").glob("*.toml"))
    for named in (root.at("opens"), *root.at("offered").items()):
        if named.value not in known:
            expected = f"a network with a file in networks/: {choices(named.value, known)}"
            raise named.error(f"'{named.value}'", expected)
    for position, named in enumerate(root.at("offered").items()):
        if named.value in site.offered[:position]:
            raise named.error(f"'{named.value}' again", "each network once")
    if site.opens not in site.offered:
        raise root.at("offered").error(
            f"no '{site.opens}'", "it among the others, since the page opens with it"
        )
    return site


def read_lessons(content: Path) -> tuple[Lesson, ...]:
    """The lessons of a site, in the order of their files' names; none where it has one page. Raises ContentError."""
    known = sorted(file.stem for file in (content / "networks").glob("*.toml"))
    lessons: list[Lesson] = []
    for path in sorted((content / "lessons").glob("*.toml")):
        root = read_toml(path)
        lesson = Lesson(path.stem, **table_of(_LESSON)(root))
        if not re.fullmatch(r"[\w-]+", lesson.name) or lesson.name == "index":
            raise ContentError(
                f"{shown(path)}: found a lesson called '{lesson.name}', expected letters, digits and hyphens, "
                "and not index, which is the contents"
            )
        if lesson.network not in known:
            expected = f"a network with a file in networks/: {choices(lesson.network, known)}"
            raise root.at("network").error(f"'{lesson.network}'", expected)
        if lesson.article and not (content / lesson.article).is_file():
            there = choices(lesson.article, sorted(each.name for each in content.glob("*.md")))
            raise root.at("article").error(f"'{lesson.article}'", f"a file in {shown(content)}: {there}")
        lessons.append(lesson)
    return tuple(lessons)
