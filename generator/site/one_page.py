"""One page: its networks, computed twice and compared, its article, its markup."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator import config, page
from generator.article import Article, Figure, Reference
from generator.errors import BuildError
from generator.font import all_characters, mark_large, mathematics_shown, missing_characters, read_blocks
from generator.places import SITE, Places
from generator.rehearsal import CHECKPOINTS, UPDATES, learns, rehearse
from generator.site.carried import page_data, stored, with_runs
from generator.site.content import icon, own_style, words_of
from generator.site.numbers import Numbers, compare, compare_runs, compute, graph_of, warnings_of
from generator.site.scripts import Asked, PageScript, bundled_script
from generator.toml_file import read_text, shown


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as text, the numbers of its networks, how far the two engines are apart at most, and its article.

    `picture` is what those see to whom a link to it is sent; None where the site has no address.
    """

    text: str
    numbers: dict[str, Numbers]
    difference: float
    article: Article | None
    picture: bytes | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What has no value or gradient, a sentence each."""
        return warnings_of(self.numbers)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The name of a page's picture.

    Of a site with lessons also the name of its file, where the others are, and in which page each article is.
    """

    picture: str
    name: str = ""
    navigation: Mapping[str, Any] | None = None
    articles: Mapping[str, str] = field(default_factory=dict)


def rendered(
    places: Places,
    script: PageScript,
    site: config.Site,
    files: Sequence[config.NetworkFile],
    words: Mapping[str, Any],
    around: Surroundings,
) -> Rendered:
    """The page of these networks, of which the first is open. Raises ContentError and BuildError."""
    opened = files[0]
    data = page_data(places, site, files, words)
    asked = script.about(data)
    frame = asked.ask("firstFrame")
    engines = [asked.ask(engine) for engine in ("allNumbers", "plainNumbers")]
    numbers = {file.name: compute(file) for file in files}
    page.prepare(places.templates)
    blocks = read_blocks(places.templates / "fonts" / "math.txt")
    available = all_characters(blocks)
    articles = [
        _article(places, asked, name, frame, available, words["article"], around.articles) if name else None
        for name in (opened.article, "about.md")
    ]
    # Only now: what an article asks would wait for them.
    learning = [file for file in files if learns(file)]
    rehearsed = asked.ask("rehearsals", [file.name for file in learning], UPDATES, CHECKPOINTS)
    runs = {file.name: rehearse(file, site.learning_rate) for file in learning}
    markup = [mark_large(each.html, blocks) if each else "" for each in articles]
    sheet = page.join_styles(places.templates, frame.result()["sizes"], markup)
    text = page.render_page(
        places.templates,
        page.PageParts(
            site=head_of(places, site, around.name, around.picture),
            navigation=around.navigation,
            words=words,
            regions=frame.result()["regions"],
            graph_at_rest=frame.result()["atRest"],
            article=markup[0],
            about=markup[1],
            style=sheet + own_style(places),
            early_script=bundled_script(places, "early.js"),
            script=bundled_script(places, "page.js"),
            data=with_runs(data, runs) | {"reference": stored(numbers[opened.name])},
        ),
    )
    check_mathematics(text, available)
    # Only now: while the page was put together, V8 went on computing.
    difference = max(compare(numbers, engine.result()) for engine in engines)
    difference = max(difference, compare_runs(runs, rehearsed.result()))
    picture = _picture(asked, sheet, site.title) if site.address else None
    return Rendered(text, numbers, difference, articles[0], picture)


def _picture(asked: Asked, style: str, title: str) -> bytes:
    # Here and not above: most builds have no address, and draw nothing.
    from generator.site.preview import preview

    return preview(asked, style, title)


def _article(
    places: Places,
    asked: Asked,
    name: str,
    drawing: Future[Mapping[str, Any]],
    available: frozenset[str],
    words: Mapping[str, Any],
    pages: Mapping[str, str],
) -> Article:
    # Here and not above: while Python loads what reads Markdown, V8 draws the first frame.
    from generator.article.writer import render_article

    path, frame = places.words(name), drawing.result()

    def render_values(references: Sequence[Reference]) -> Sequence[str]:
        markup: list[str] = asked.call("liveMarkup", [asdict(reference) for reference in references])
        return markup

    def render_figures(figures: Sequence[Figure]) -> Sequence[str]:
        markup: list[str] = asked.call("figureMarkup", [asdict(figure) for figure in figures])
        return markup

    def address_fault(address: str) -> str | None:
        (fault,) = asked.call("addressFaults", [address])
        return None if fault is None else str(fault)

    return render_article(
        read_text(path),
        file=shown(path),
        nodes=frozenset(frame["names"]),
        steps=frame["steps"],
        render_values=render_values,
        address_fault=address_fault,
        read_picture=lambda picture: (path.parent / picture).read_bytes(),
        unwritable=lambda markup: missing_characters(mathematics_shown(markup), available),
        figures=cache(lambda: asked.call("figureRoom")),
        render_figures=render_figures,
        words=words,
        pages=pages,
    )


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page as text, with the values and gradients of its first sample by the names of the graph."""

    html: str
    values: Mapping[str, float]
    gradients: Mapping[str, float]


def page_of(places: Places, file: config.NetworkFile) -> MadePage:
    """The page of one network or formula that is in no file, without an article. Raises ContentError and BuildError."""
    words = words_of(places, "interface")
    site = replace(config.read_site(places.content / SITE), title=file.title)
    with PageScript(places) as script:
        made = rendered(places, script, site, [file], words, Surroundings(""))
    names = [node.name for node in graph_of(file).nodes]
    own = made.numbers[file.name]
    return MadePage(
        made.text,
        dict(zip(names, own.values[0], strict=True)),
        dict(zip(names, own.gradients[0], strict=True)),
    )


def files_of(pages: Mapping[Path, Rendered]) -> dict[Path, bytes]:
    """The files of pages, by where they go: each as text, and beside it its picture, if it has one."""
    texts = {path: each.text.encode() for path, each in pages.items()}
    pictures = {path.with_suffix(".png"): each.picture for path, each in pages.items()}
    return texts | {path: picture for path, picture in pictures.items() if picture is not None}


def head_of(places: Places, site: config.Site, name: str, picture: str) -> dict[str, str]:
    """What the head of a page says of it; `name` is its file's below the site's address, `picture` its picture's.

    Raises ContentError for an icon that is none.
    """
    base = site.address.rstrip("/")
    return {
        "title": site.title,
        "icon": icon(places),
        "language": site.language,
        "description": site.description,
        "address": f"{base}/{name}" if base else "",
        "picture": f"{base}/{picture}" if base else "",
    }


def check_mathematics(text: str, available: frozenset[str]) -> None:
    """Refuse a page whose mathematics needs a character that its own font lacks. Raises BuildError."""
    missing = missing_characters(mathematics_shown(text), available)
    if missing:
        raise BuildError(
            f"the mathematics font has no {', '.join(missing)}; add them in generator/fontchosen.py and run `make font`"
        )
