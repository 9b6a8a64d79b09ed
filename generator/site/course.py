"""A site with lessons: a page each, and the contents, which lead to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import config, page
from generator.errors import ContentError, choices, place
from generator.places import SITE, Places
from generator.site.content import file_of, own_style
from generator.site.one_page import Rendered, Surroundings, files_of, head_of, rendered
from generator.site.scripts import PageScript
from generator.toml_file import shown


def course(
    places: Places,
    script: PageScript,
    lessons: Sequence[config.Lesson],
    words: Mapping[str, Any],
    output: Path,
) -> tuple[dict[Path, bytes], list[Rendered]]:
    """A page a lesson beside `output`, which has the contents. Raises ContentError for a link that leads nowhere."""
    site = config.read_site(places.content / SITE)
    files = [file_of(places, lesson, words) for lesson in lessons]
    addresses = [f"{lesson.name}.html" for lesson in lessons]
    pictures = [f"{lesson.name}.png" for lesson in lessons]
    articles = {file.article: address for file, address in zip(files, addresses, strict=True) if file.article}
    made: list[Rendered] = []
    for position, (lesson, file) in enumerate(zip(lessons, files, strict=True)):
        beside = [
            {"rel": rel, "href": addresses[k], "title": lessons[k].title}
            for rel, k in (("prev", position - 1), ("next", position + 1))
            if 0 <= k < len(lessons)
        ]
        own = replace(site, title=lesson.title, description=lesson.description)
        around = Surroundings(
            pictures[position],
            addresses[position],
            {"contents": output.name, "around": beside},
            articles,
        )
        made.append(rendered(places, script, own, [file], words, around))
    _check_links(places, files, made)
    contents = page.render_contents(
        places.templates,
        site=head_of(places, site, "", pictures[0]),
        words=words,
        lessons=[
            {"href": address, "title": lesson.title, "description": lesson.description}
            for lesson, address in zip(lessons, addresses, strict=True)
        ],
        own_style=own_style(places),
    )
    pages = {output.with_name(address): each for address, each in zip(addresses, made, strict=True)}
    return {output: contents.encode(), **files_of(pages)}, made


def _check_links(places: Places, files: Sequence[config.NetworkFile], made: Sequence[Rendered]) -> None:
    """Refuse a link to a heading that the other article lacks."""
    headings = {
        file.article: {heading.id for heading in each.article.headings}
        for file, each in zip(files, made, strict=True)
        if each.article
    }
    for file, each in zip(files, made, strict=True):
        for link in each.article.outward if each.article else ():
            if link.heading not in headings[link.file]:
                known = choices(link.heading, sorted(headings[link.file])).replace("article-", "")
                where = place(shown(places.content / file.article), link.line)
                raise ContentError(
                    f"{where}: found ({link.address}), expected the id of a heading there: {known}"
                )
