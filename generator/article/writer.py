"""Tokens -> HTML."""

import html
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType

from markdown_it.token import Token

from generator.article.code import highlighted
from generator.article.headings import Headings, words_of
from generator.article.links import attributes, check_address
from generator.article.parts import (
    AddressFault,
    Article,
    Figure,
    FigureRoom,
    ReadPicture,
    RenderFigures,
    RenderValues,
    Surroundings,
    Unwritable,
)
from generator.article.reader import read_article
from generator.errors import ContentError, choices

BOXES = ("note", "tip", "warning", "question")
"""The kinds of boxes, each with a title of its own in `words`."""

_PLAIN = ("text", "text_special", "softbreak", "hardbreak")


def _no_figures(figures: Sequence[Figure]) -> Sequence[str]:
    return [""] * len(figures)


def _no_picture(name: str) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", name)


def render_article(
    text: str,
    *,
    file: str,
    nodes: frozenset[str],
    steps: Mapping[str, int],
    render_values: RenderValues,
    address_fault: AddressFault,
    read_picture: ReadPicture = _no_picture,
    unwritable: Unwritable = lambda _markup: (),
    figures: FigureRoom = dict,
    render_figures: RenderFigures = _no_figures,
    words: Mapping[str, str] = MappingProxyType({}),
    pages: Mapping[str, str] = MappingProxyType({}),
) -> Article:
    """The article in HTML.

    `nodes` are the names that a live value may have, `steps` the words after `step:` with the number of their step.
    `render_values` is called once, with all live values in order, and gives the HTML of each.
    `address_fault` says what is wrong with an address of the page, or None.
    `read_picture` gives a file beside the article, or raises OSError.
    `unwritable` gives the characters that a formula's markup needs and the page's font lacks.
    `figures` says which live figures there are, `render_figures` is called once and gives the HTML of each.
    `pages` are the pages of other articles, by the names of their files: a link may lead there.
    `words` are the words around what an author writes: titles of boxes by their kinds, `notes`, `back`.
    Raises ContentError, with `file` and line, for what is not meant as an article, or cannot be shown as it is meant.
    """
    around = Surroundings(file, nodes, steps, address_fault, read_picture, unwritable, figures, words, pages)
    writer = _Writer(around, read_article(text, around))
    html = writer.written(render_values, render_figures)
    return Article(html, tuple(writer.headings.all), tuple(around.outward))


class _Writer:
    """One article on its way from tokens to HTML: first all is checked, then written, then live values put in."""

    def __init__(self, around: Surroundings, tokens: list[Token]) -> None:
        self._around = around
        self._tokens = tokens
        self.headings = Headings(around)
        self._live: list[Token] = []
        self._figures: list[Token] = []
        self._pictures = 0

    def written(self, render_values: RenderValues, render_figures: RenderFigures) -> str:
        """The whole as HTML."""
        self._collect_headings()
        parts = self._blocks()
        values = render_values([token.meta["reference"] for token in self._live])
        figures = render_figures([token.meta["figure"] for token in self._figures]) if self._figures else ()
        for token, drawn in zip([*self._live, *self._figures], [*values, *figures], strict=True):
            token.content = drawn
        return "".join(str(part.content if isinstance(part, Token) else part) for part in parts).strip("\n")

    def _collect_headings(self) -> None:
        for position, token in enumerate(self._tokens):
            if token.type != "heading_open" or token.map is None:
                continue
            underlined = token.markup in ("=", "-")
            line = token.map[1] if underlined and token.tag == "h1" else token.map[0] + 1
            inline = self._tokens[position + 1].children or []
            heading = self.headings.add(
                int(token.tag[1]), words_of(inline), str(token.meta.get("id", "")), line
            )
            token.attrs = {"id": heading.id}

    def _blocks(self) -> list[str | Token]:
        parts: list[str | Token] = []
        hidden: list[bool] = []
        for position, token in enumerate(self._tokens):
            match token.type:
                case "inline":
                    parts += self._inline(token.children or [])
                case "paragraph_open":
                    children = self._tokens[position + 1].children or []
                    alone = len(children) == 1 and children[0].type == "image"
                    hidden.append(token.hidden or alone)
                    parts.append("" if hidden[-1] else "<p>")
                case "paragraph_close":
                    parts.append("\n" if hidden.pop() else "</p>\n")
                case "figure":
                    self._figures.append(token)
                    parts.append(token)
                case _:
                    parts.append(self._block(token, position))
        return parts

    def _block(self, token: Token, position: int) -> str:
        line = token.map[0] + 1 if token.map else 1
        match token.type:
            case "fence":
                return self._code(token, line)
            case "display":
                return f'<div class="math-display">{token.content}</div>\n'
            case "table_open":
                return '<div class="table"><table>\n'
            case "table_close":
                return "</table></div>\n"
            case "th_open" | "td_open":
                aligned = str(token.attrs.pop("style", "")).removeprefix("text-align:")
                return f'<{token.tag} class="align-{aligned}">' if aligned else f"<{token.tag}>"
            case "th_close" | "td_close" | "dt_close":
                return f"</{token.tag}>"
            case "admonition_open":
                return self._box(token, position, line)
            case "admonition_title_open":
                return "<summary>" if token.markup.startswith("?") else '<p class="box-title">'
            case "admonition_title_close":
                return "</summary>\n" if self._tokens[position - 2].markup.startswith("?") else "</p>\n"
            case "admonition_close":
                return f"</{'details' if token.markup.startswith('?') else 'div'}>\n"
            case kind if kind.startswith("footnote"):
                return self._note(token)
            case "hr":
                return "<hr>\n"
        if token.nesting < 0:
            return f"</{token.tag}>\n"
        return f"<{token.tag}{_written(token.attrs)}>"

    def _code(self, token: Token, line: int) -> str:
        language = token.info.strip()
        markup = highlighted(token.content, language)
        if markup is None:
            expected = "a language that Pygments knows, or none"
            raise self._around.refusal(line, f"code in '{language}'", expected)
        named = f' class="language-{html.escape(language)}"' if language else ""
        return f"<pre><code{named}>{markup}</code></pre>\n"

    def _inline(self, tokens: Sequence[Token]) -> list[str | Token]:
        parts: list[str | Token] = []
        for token in tokens:
            line = token.meta.get("line", 1)
            match token.type:
                case "text" | "text_special":
                    parts.append(html.escape(token.content, quote=False))
                case "softbreak":
                    parts.append("\n")
                case "hardbreak":
                    parts.append("<br>\n")
                case "code_inline":
                    parts.append(f"<code>{html.escape(token.content.strip(), quote=False)}</code>")
                case "formula":
                    parts.append(token.content)
                case "live":
                    self._live.append(token)
                    parts.append(token)
                case "link_open":
                    parts.append(self._link(token, line))
                case "image":
                    parts.append(self._picture(token, line, alone=len(tokens) == 1))
                case "footnote_ref":
                    parts.append(self._mark(token))
                case _:
                    parts.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}>")
        return parts

    def _link(self, token: Token, line: int) -> str:
        address = str(token.attrs["href"])
        check_address(address, line, self._around)
        if token.info == "auto" and not address.lower().startswith(("http", "mailto:")):
            raise self._around.refusal(line, f"<{address}>", "words for this link: [words](address)")
        written = attributes(address, line, self.headings.ids, self._around)
        if title := token.attrs.get("title"):
            written["title"] = title
        return f"<a{_written(written)}>"

    # Pictures.

    def _picture(self, token: Token, line: int, *, alone: bool) -> str:
        # Imported where there is a picture: most articles have none.
        from generator.article.pictures import picture_file, picture_markup

        def refuse(found: str, expected: str) -> ContentError:
            return self._around.refusal(line, found, expected)

        address = str(token.attrs["src"])
        for child in token.children or []:
            if child.type not in _PLAIN:
                raise refuse(
                    f"{child.meta.get('plain') or child.content or child.markup} in a picture's words",
                    "plain text there",
                )
        alternative = " ".join(word.content for word in token.children or [] if word.content).strip()
        if not alternative:
            raise refuse(f"![]({address})", "words that say what the picture shows: ![words](picture.svg)")
        name = picture_file(address, refuse)
        try:
            data = self._around.read_picture(name)
        except OSError as error:
            raise refuse(f"the picture '{address}'", f"a file that can be read: {error.strerror}") from error
        self._pictures += 1
        markup = picture_markup(
            data,
            file=PurePosixPath(name).as_posix(),
            alternative=alternative,
            number=self._pictures,
            refuse=refuse,
        )
        if not alone:
            return markup
        caption = token.attrs.get("title")
        below = f"<figcaption>{html.escape(str(caption), quote=False)}</figcaption>" if caption else ""
        return f'<figure class="picture">{markup}{below}</figure>'

    # Boxes.

    def _box(self, token: Token, position: int, line: int) -> str:
        kind = str(token.meta["tag"])
        source = self._around.lines[line - 1].strip()
        if kind not in BOXES:
            raise self._around.refusal(line, source, f"a box of the kind {choices(kind, BOXES)}")
        title = self._tokens[position + 2] if token.content else None
        after = self._tokens[position + (4 if title else 1)]
        if after.type == "admonition_close":
            raise self._around.refusal(line, source, "the box's text below it, indented by four spaces")
        stated = token.info.strip() != kind
        if title is not None and not stated:
            word = self._around.words.get(kind, kind)
            title.children = [Token("text", "", 0, content=word, meta={"line": line})]
        if not token.markup.startswith("?"):
            return f'<div class="box {kind}">\n'
        if title is None:
            raise self._around.refusal(
                line, source, "a title, which is what can be seen while the box is closed"
            )
        return f'<details class="box {kind}"{" open" if token.markup.endswith("+") else ""}>\n'

    # Footnotes.

    def _mark(self, token: Token) -> str:
        number, again = token.meta["id"] + 1, token.meta["subId"]
        return (
            f'<sup class="note-mark"><a href="#article-note-{number}" id="{_mark_id(number, again)}"'
            f' role="doc-noteref">{number}</a></sup>'
        )

    def _note(self, token: Token) -> str:
        match token.type:
            case "footnote_block_open":
                label = html.escape(self._around.words.get("notes", ""))
                return f'<section class="notes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'
            case "footnote_block_close":
                return "</ol>\n</section>\n"
            case "footnote_open":
                return f'<li id="article-note-{token.meta["id"] + 1}">'
            case "footnote_anchor":
                back = html.escape(self._around.words.get("back", ""))
                place = _mark_id(token.meta["id"] + 1, token.meta["subId"])
                return f' <a href="#{place}" class="note-back" role="doc-backlink" aria-label="{back}">↩\ufe0e</a>'
            case _:
                return "</li>\n"


def _written(attributes: Mapping[str, object]) -> str:
    return "".join(f' {key}="{html.escape(str(value))}"' for key, value in attributes.items())


def _mark_id(number: int, again: int) -> str:
    return f"article-mark-{number}{f'-{again + 1}' if again else ''}"
