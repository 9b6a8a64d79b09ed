"""Parts of the page -> one HTML string, with a Content-Security-Policy that allows these parts and nothing else."""

import base64
import hashlib
import json
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import BuildError, place
from generator.font import CORE, LARGE, block_file, blocks_needed, read_blocks, unicode_range

if TYPE_CHECKING:
    from jinja2 import Environment

STYLES = (
    "tokens",
    "page",
    "math",
    "graph",
    "panel",
    "plot",
    "tools",
    "nudge",
    "practice",
    "train",
    "controls",
    "article",
    "inview",
    "views",
    "contrast",
    "print",
)

ON_DEMAND = {
    "article/large-signs": 'class="math-large"',
    "article/near": 'class="math-near"',
    "article/tables": '<div class="table">',
    "article/definitions": "<dl>",
    "article/boxes": 'class="box ',
    "article/notes": 'class="notes"',
    "article/code": "<pre>",
    "article/pictures": ' class="picture"',
    "article/figures": ' class="figure"',
}
"""Sheets for what articles may have, and the markup by which each is known to be needed."""

BYTE_ORDER_MARK = "\ufeff"
"""Says that what follows is UTF-8, and is believed before a server that says otherwise: read as Latin-1, the scripts
and the style would have other bytes than those that the policy allows."""

_ENDS_ELEMENT = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)
_SAME_IN_ALL_LANGUAGES = re.compile(r"<(math|code)\b(?![^>]* translate=)")
_FONT = re.compile(r'url\("\.\./fonts/([\w.-]+)"\)')


@dataclass(frozen=True, slots=True)
class PageParts:
    """Everything that a page is made of; `data` becomes the page's JSON.

    `regions`, `graph_at_rest` (for a page without a script), `article` and `about` are markup.
    """

    site: Mapping[str, str]
    navigation: Mapping[str, Any] | None
    words: Mapping[str, Any]
    regions: Mapping[str, str]
    graph_at_rest: str
    article: str
    about: str
    style: str
    early_script: str
    script: str
    data: Mapping[str, Any]


_DESCENDANT = re.compile(r"(?<=\S) :(?=(?:is|not|has|where)\()")


def join_styles(templates: Path, sizes: Mapping[str, Mapping[str, float]], markup: Sequence[str] = ()) -> str:
    """The page's one style sheet: fonts inside, and the drawing's natural sizes as custom properties.

    `sizes` maps "wide" and "tall" to width and height, so that the drawing's place is kept before the script runs.
    Of what articles alone need, it has what this `markup` does.
    """
    import rcssmin

    wanted = [name for name, sign in ON_DEMAND.items() if any(sign in text for text in markup)]
    sheets = [_sheet(templates, name) for name in (*STYLES, *wanted)]
    # Within @container the minifier takes the space of `.a :is(b)`; that of `.a *:is(b)`, the same, it keeps.
    joined = _DESCENDANT.sub(" *:", "\n".join([*sheets, *_faces(templates / "fonts", markup)]))
    properties = "".join(
        f"--{name}-{side}:{size[side]:g};" for name, size in sizes.items() for side in ("width", "height")
    )
    return str(rcssmin.cssmin(f"{joined}\n:root{{{properties}}}"))


def _sheet(templates: Path, name: str) -> str:
    """A style sheet with its fonts inside. Raises BuildError, with the line that asks for a font that is not there."""
    file = f"templates/styles/{name}.css"
    try:
        text = (templates / "styles" / f"{name}.css").read_text(encoding="utf-8")
    except OSError as error:
        raise BuildError(f"{file}: cannot be read: {error.strerror}") from error

    def embedded(match: re.Match[str]) -> str:
        try:
            return f'url("{_data(templates / "fonts" / match[1])}")'
        except OSError as error:
            where = place(file, text.count("\n", 0, match.start()) + 1)
            raise BuildError(
                f"{where}: templates/fonts/{match[1]} cannot be read: {error.strerror}"
            ) from error

    return _FONT.sub(embedded, text)


def _faces(fonts: Path, markup: Sequence[str]) -> Iterator[str]:
    """The blocks of the mathematics font that the core lacks and this markup needs."""
    blocks = read_blocks(fonts / "math.txt")
    for block in blocks_needed(markup, blocks):
        if block == CORE:
            continue  # tokens.css has it
        family = "Lesson Math Large" if block == LARGE else "Lesson Math"
        # The core has no range: where two have a character, the later one is taken. Alone, the large signs need none.
        reach = "" if block == LARGE else f"unicode-range:{unicode_range(blocks[block])};"
        source = f'url("{_data(block_file(fonts, block))}") format("woff2")'
        yield f'@font-face{{font-family:"{family}";src:{source};{reach}}}'


def _data(font: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(font.read_bytes()).decode()}"


def content_security_policy(scripts: tuple[str, ...], style: str) -> str:
    """A policy that refuses every request and runs only these texts (CSP level 3, source hashes)."""
    return "; ".join(
        (
            "default-src 'none'",
            *([f"script-src {' '.join(_source_hash(script) for script in scripts)}"] if scripts else []),
            f"style-src {_source_hash(style)}",
            "font-src data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def embedded_json(data: Mapping[str, Any]) -> str:
    """JSON that can stand inside a script element: no `<`, so nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _untranslated(markup: str) -> str:
    """The same, with mathematics and code marked for a browser's translator: they are alike in every language."""
    return _SAME_IN_ALL_LANGUAGES.sub(r'<\1 translate="no"', markup)


def render_page(templates: Path, parts: PageParts) -> str:
    """The whole page as one string."""
    from markupsafe import Markup

    for text in (parts.script, parts.early_script, parts.style):
        if ending := _ENDS_ELEMENT.search(text):
            raise BuildError(
                f"a script or style sheet holds '{ending[0]}', which would end its element in the page"
            )
    values = {
        "site": parts.site,
        "navigation": parts.navigation,
        "words": parts.words,
        "regions": {name: Markup(markup) for name, markup in parts.regions.items()},
        "graph_at_rest": Markup(parts.graph_at_rest),
        "article": Markup(_untranslated(parts.article)),
        "about": Markup(_untranslated(parts.about)),
        "style": Markup(parts.style),
        "early_script": Markup(parts.early_script),
        "script": Markup(parts.script),
        "data": Markup(embedded_json(parts.data)),
        "policy": content_security_policy((parts.early_script, parts.script), parts.style),
    }
    return _render(templates, "page.html.jinja", values)


def render_contents(
    templates: Path,
    *,
    site: Mapping[str, str],
    words: Mapping[str, Any],
    lessons: Sequence[Mapping[str, str]],
    own_style: str,
) -> str:
    """The page with a site's contents: a link to each lesson, and nothing else to do."""
    import rcssmin
    from markupsafe import Markup

    style = (
        str(rcssmin.cssmin("\n".join(_sheet(templates, name) for name in ("tokens", "page", "contents"))))
        + own_style
    )
    values = {
        "site": site,
        "words": words,
        "lessons": lessons,
        "style": Markup(style),
        "policy": content_security_policy((), style),
    }
    return _render(templates, "contents.html.jinja", values)


def render_sheet(templates: Path, *, title: str, language: str, style: str, sheet: str) -> str:
    """A worksheet or the key to one, as a page of its own: no script, nothing from elsewhere."""
    from markupsafe import Markup

    values = {
        "title": title,
        "language": language,
        "style": Markup(style),
        "sheet": Markup(sheet),
        "policy": content_security_policy((), style),
    }
    return _render(templates, "worksheet.html.jinja", values)


def prepare(templates: Path) -> None:
    """Read the templates of a page, for who has to wait for its parts; otherwise `render_page` does it.

    Raises BuildError for a mistake in one.
    """
    for path in (templates / "page.html.jinja", *sorted((templates / "sections").glob("*.jinja"))):
        name = path.relative_to(templates).as_posix()
        with _told(templates, name):
            _environment(templates).get_template(name)


def _render(templates: Path, name: str, values: Mapping[str, Any]) -> str:
    with _told(templates, name):
        return BYTE_ORDER_MARK + _environment(templates).get_template(name).render(values)


@cache
def _environment(templates: Path) -> "Environment":
    """Keeps the templates that it has read; one whose file has changed since is read again."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


@contextmanager
def _told(templates: Path, name: str) -> Iterator[None]:
    """What goes wrong in a template, as a BuildError."""
    try:
        yield
    except Exception as error:  # a template is a program: whatever it raises, its author wants to know where
        raise BuildError(
            f"{_place_in_template(error, templates, name)}: {_fault_of_template(error)}"
        ) from error


def _place_in_template(error: Exception, templates: Path, name: str) -> str:
    """File and line: a mistake of syntax carries them, any other shows them in its traceback."""
    file, line = templates / name, None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".jinja"):
            file, line = Path(frame.filename), frame.lineno
    if (carried := getattr(error, "filename", None)) and str(carried).endswith(".jinja"):
        file, line = Path(carried), getattr(error, "lineno", None)
    shown = file.relative_to(templates.parent) if file.is_relative_to(templates.parent) else file
    return place(shown.as_posix(), line)


def _fault_of_template(error: Exception) -> str:
    from jinja2 import TemplateError, TemplateNotFound

    if isinstance(error, TemplateNotFound):
        return f"there is no templates/{error.name}"
    if isinstance(error, TemplateError) and error.message:
        return error.message
    return f"{type(error).__name__}: {error}"
