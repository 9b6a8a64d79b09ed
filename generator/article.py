r"""Markdown -> HTML: the article's mathematics, live values and links to steps.

| an author writes                    | a reader sees                                                        |
|-------------------------------------|----------------------------------------------------------------------|
| `$…$`, and `$$…$$` on its own lines | TeX as MathML Core; a dollar sign is `\$`                            |
| `[[h1]]` `[[dL/dw31]]` `[[h1:2]]`   | the present value, the present gradient, with two decimals           |
| `[words](step:z1)`                  | a link to the step that computes z1; also `dL/dz1`, a number, `last` |
| `[words](open:preset=xor&step=3)`   | a link that opens what the address says after its #                  |

Code, in a span or between fences, is left as it is. Headings begin at `##`, since the page has its own title.
There is no raw HTML, no image (the page makes no requests) and no code by indentation.

The page's policy forbids `style=`, so what math-core writes there becomes classes, for the stylesheet to draw:

| class                                | declaration                                | needed by                  |
|--------------------------------------|--------------------------------------------|----------------------------|
| `math-left` `math-right`             | `text-align: left`, `right`                | aligned, cases, array      |
| `math-flush-left` `math-flush-right` | `padding-left: 0`, `padding-right: 0`      | aligned, cases             |
| `math-apart`                         | `padding-left: 1em`                        | cases                      |
| `math-display` (a `div`)             | scrolls sideways where the screen is small | `$$…$$`                    |
| `math-kept` (a `span`)               | `white-space: nowrap`                      | `$…$` with its punctuation |
"""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from math_core import LatexError, LatexToMathML

from generator.errors import ContentError, choices, place


@dataclass(frozen=True, slots=True)
class Reference:
    """A live value: the "value" or the "gradient" of a node. Without `decimals` the view chooses them."""

    kind: str
    node: str
    decimals: int | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the article: its level (2 or more), its id in the page, its words."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """The article's HTML and its headings, in order."""

    html: str
    headings: tuple[Heading, ...]


RenderValues = Callable[[Sequence[Reference]], Sequence[str]]
AddressFault = Callable[[str], str | None]


def render_article(
    text: str,
    *,
    file: str,
    nodes: frozenset[str],
    steps: Mapping[str, int],
    render_values: RenderValues,
    address_fault: AddressFault,
) -> Article:
    """The article in HTML.

    `nodes` are the names that a live value may have, `steps` the words after `step:` with the number of their step.
    `render_values` is called once, with all live values in order, and gives the HTML of each.
    `address_fault` says what is wrong with an address of the page, or None.
    Raises ContentError, with `file` and line, for anything that this module's first table does not allow.
    """
    markdown = Markdown(output_format="html")
    # Raw HTML is refused before Markdown sees it; without these it could not come through in any other way either.
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.parser.blockprocessors.deregister("code")
    markdown.ESCAPED_CHARS.extend("$<")
    source = _Source(markdown, file, nodes, steps, render_values, address_fault)
    tree = _Tree(markdown, source)
    # After white space is normalised (30), which would remove the marks, and after Markdown's own work on the tree.
    markdown.preprocessors.register(source, "article", 25)
    markdown.treeprocessors.register(tree, "article", -5)
    return Article(markdown.convert(text), tuple(tree.headings))


# What can begin at a place in the text, the earlier before the later. A paragraph ends at an empty line.
_SYNTAX = (
    ("escape", r"\\."),
    (
        "fence",
        r"^[ ]*(?P<bars>`{3,}|~{3,})[ ]*(?P<language>[\w+#.-]*)[ ]*\n"
        r"(?P<code>(?:.*\n)*?)[ ]*(?P=bars)[ ]*$",
    ),
    ("open_fence", r"^[ ]*(?:`{3,}|~{3,}).*$"),
    ("span", r"(?P<ticks>`+)(?P<spanned>(?:(?!\n\n)[\s\S])+?)(?<!`)(?P=ticks)(?!`)"),
    ("display", r"^[ ]*\$\$(?P<display_tex>(?:\\.|(?!\n\n)[^$\\])+)\$\$[ ]*$"),
    ("open_display", r"\$\$"),
    (
        "inline",
        r"(?P<opens>[(“‘]*)\$(?P<inline_tex>(?:\\.|(?!\n\n)[^$\\])+)\$(?P<closes>[.,;:!?)”’…–-]*)",
    ),
    ("open_inline", r"\$"),
    ("live", r"\[\[(?P<named>[^\[\]\n]*)\]\]"),
    ("open_live", r"\[\["),
    ("image", r"!\["),
    ("target", r"(?:\]\(|^[ ]{0,3}\[[^\[\]\n]+\]:)[ ]*<?(?P<address>[^\s)>]*)"),
    ("autolink", r"<https?://[^\s<>]*>"),
    ("raw", r"<[A-Za-z/!?][^\s<>]*>?"),
    ("title", r"^(?:[ >]|[-*+][ ]|\d+\.[ ])*\#(?!\#).*|(?<=[^\n]\n)=+[ ]*$"),
)
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _SYNTAX), re.MULTILINE)
_LIVE = re.compile(r"(?P<gradient>dL/d)?(?P<node>\w+)(?::(?P<decimals>\d|1[0-2]))?")
_OPENS = "open:"
_ALLOWED_ADDRESS = re.compile(r"https?://|mailto:", re.IGNORECASE)
_MARK = re.compile("\x02[^\x03]*\x03")

# What cannot be part of an article, and what is expected instead.
_REFUSED = {
    "open_fence": "a line with the same fence where the code ends",
    "open_display": "a display formula on lines of its own, $$ first and $$ last, without an empty line in it",
    "open_inline": r"a second $ in the same paragraph, where the formula ends (a dollar sign is written \$)",
    "open_live": r"a name and ]], as in [[h1]] (a bracket alone is written \[)",
    "image": "no image, since the page makes no requests",
    "raw": r"no raw HTML (a less-than sign is written \<)",
    "title": "headings from ## on, since the page has its own title",
}

# Every declaration that math-core may write for an article, and its class. MathML Core's tables are tables, so
# `justify-items`, which is for grids, changes nothing.
_CLASSES = {
    "text-align:left": "math-left",
    "text-align:right": "math-right",
    "justify-items:start": "",
    "justify-items:end": "",
    "padding-left:0": "math-flush-left",
    "padding-right:0": "math-flush-right",
    "padding-left:1em": "math-apart",
}
_STYLE = re.compile(r' style="([^"]*)"')
_NAMED_CHARACTER = re.compile(r"&(?!amp;|lt;|gt;|quot;)\w+;")


class _Source(Preprocessor):
    """Takes out of the text what is not Markdown's own, and leaves marks that Markdown carries through."""

    def __init__(
        self,
        markdown: Markdown,
        file: str,
        nodes: frozenset[str],
        steps: Mapping[str, int],
        render_values: RenderValues,
        address_fault: AddressFault,
    ) -> None:
        super().__init__(markdown)
        self._stash = markdown.htmlStash
        self._math = LatexToMathML(fancy_error=False)
        self._file, self._nodes, self._render_values = file, nodes, render_values
        self._address_fault = address_fault
        self._take: Mapping[str, Callable[[re.Match[str], int], str]] = {
            "fence": self._fence,
            "span": self._span,
            "display": self._display,
            "inline": self._inline,
            "live": self._live,
            "target": self._target,
        }
        self._references: dict[int, Reference] = {}
        self.steps = steps
        self.plain: dict[str, str] = {}
        self.live_lines: dict[str, int] = {}

    def run(self, lines: list[str]) -> list[str]:
        """The lines with marks in them. Markdown calls this."""
        text = "\n".join(lines)

        def replacement(match: re.Match[str]) -> str:
            kind, line = str(match.lastgroup), _line(text, match.start())
            if kind in _REFUSED:
                raise self.refusal(line, match[0], _REFUSED[kind])
            return self._take[kind](match, line) if kind in self._take else match[0]

        marked = _PATTERN.sub(replacement, text)
        values = self._render_values(list(self._references.values()))
        for number, value in zip(self._references, values, strict=True):
            self._stash.rawHtmlBlocks[number] = value
        return marked.split("\n")

    def refusal(self, line: int, found: str, expected: str) -> ContentError:
        """The error that says what was found in a line, shortened, and what was expected."""
        words = " ".join(found.split())
        shortened = words if len(words) <= 60 else f"{words[:59]}…"
        sentence = " ".join(f"found {shortened}, expected {expected}".split())
        return ContentError(f"{place(self._file, line)}: {sentence}")

    def _keep(self, markup: str, plain: str) -> str:
        mark = self._stash.store(markup)
        self.plain[mark] = plain
        return mark

    def _keep_block(self, match: re.Match[str], markup: str) -> str:
        # The empty lines make it a block of its own; the indentation keeps it in its list item.
        return f"\n\n{_indentation(match)}{self._keep(markup, '')}\n\n"

    def _fence(self, match: re.Match[str], _line: int) -> str:
        code = re.sub(f"^{_indentation(match)}", "", match["code"], flags=re.MULTILINE)
        language = f' class="language-{html.escape(match["language"])}"' if match["language"] else ""
        return self._keep_block(match, f"<pre><code{language}>{html.escape(code, quote=False)}</code></pre>")

    def _span(self, match: re.Match[str], _line: int) -> str:
        code = match["spanned"].strip()
        return self._keep(f"<code>{html.escape(code, quote=False)}</code>", code)

    def _display(self, match: re.Match[str], _line: int) -> str:
        mathml = self._mathml(match, "display_tex")
        return self._keep_block(match, f'<div class="math-display">{mathml}</div>')

    def _inline(self, match: re.Match[str], _line: int) -> str:
        opens, tex, closes = match["opens"], match["inline_tex"], match["closes"]
        mathml = self._mathml(match, "inline_tex")
        # A browser may break the line between a formula and its comma.
        kept = f'<span class="math-kept">{opens}{mathml}{closes}</span>' if opens or closes else mathml
        return self._keep(kept, opens + tex + closes)

    def _mathml(self, match: re.Match[str], group: str) -> str:
        text, tex, start = match.string, match[group], match.start(group)
        try:
            written = self._math.convert_with_local_state(tex, displaystyle=group == "display_tex")
        except LatexError as error:
            offset, _, complaint = str(error).partition(": ")
            line = _line(text, start + int(offset))
            raise self.refusal(line, tex, f"TeX that math-core can read: {complaint}") from error
        refused = [style for style in _declarations(written) if style not in _CLASSES]
        if refused or "<menclose" in written:
            expected = "TeX without colours, frames, rules, negative spaces or numbered lines"
            raise self.refusal(_line(text, start), tex, f"{expected} (it needs {(*refused, 'menclose')[0]})")
        return _NAMED_CHARACTER.sub(lambda name: html.unescape(name[0]), _STYLE.sub(_as_classes, written))

    def _live(self, match: re.Match[str], line: int) -> str:
        named = _LIVE.fullmatch(match["named"])
        if not named:
            expected = "the name of a node, as in [[h1]], [[dL/dw31]] or, with two decimals, [[h1:2]]"
            raise self.refusal(line, match[0], expected)
        if named["node"] not in self._nodes:
            known = choices(named["node"], sorted(self._nodes))
            raise self.refusal(line, match[0], f"the name of a node: {known}")
        decimals = int(named["decimals"]) if named["decimals"] else None
        kind = "gradient" if named["gradient"] else "value"
        self._references[len(self._stash.rawHtmlBlocks)] = Reference(kind, named["node"], decimals)
        mark = self._keep("", match["named"])
        self.live_lines[mark] = line
        return mark

    def _target(self, match: re.Match[str], line: int) -> str:
        address = match["address"]
        step = address.removeprefix("step:")
        if address.startswith(_OPENS):
            fault = self._address_fault(address.removeprefix(_OPENS))
            if fault is not None:
                raise self.refusal(line, f"({address})", f"an address that the page can open: {fault}")
            return match[0]
        if step == address and not _ALLOWED_ADDRESS.match(address):
            raise self.refusal(line, f"a link to '{address}'", "step:, open:, https:// or mailto:")
        if step != address and step not in self.steps:
            known = choices(step, (name for name in self.steps if not name.isdigit()))
            expected = f"step: and a number from 1 to {max(self.steps.values())}, or {known}"
            raise self.refusal(line, f"({address})", expected)
        return match[0]


class _Tree(Treeprocessor):
    """Gives headings their ids, and links their steps."""

    def __init__(self, markdown: Markdown, source: _Source) -> None:
        super().__init__(markdown)
        self._source = source
        self.headings: list[Heading] = []

    def run(self, root: Element) -> None:
        """Change the tree in place. Markdown calls this."""
        for element in root.iter():
            if re.fullmatch(r"h\d", element.tag):
                self._heading(element)
            elif element.tag == "a":
                self._link(element)

    def _heading(self, element: Element) -> None:
        marked = "".join(element.itertext()).strip()
        words = _MARK.sub(lambda mark: self._source.plain.get(mark[0], ""), marked)
        slug = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", words).casefold()).strip("-")
        taken = {heading.id for heading in self.headings}
        # The beginning parts them from the other ids of the page, whatever an author calls a section.
        name = stem = f"article-{slug}" if slug else "article"
        count = 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        element.set("id", name)
        self.headings.append(Heading(int(element.tag[1]), name, words))

    def _link(self, element: Element) -> None:
        for mark in _MARK.findall("".join(element.itertext())):
            if mark in self._source.live_lines:
                found = f"[[{self._source.plain[mark]}]] inside a link"
                raise self._source.refusal(self._source.live_lines[mark], found, "it outside the link")
        address = element.get("href", "")
        if address.startswith("step:"):
            step = str(self._source.steps[address.removeprefix("step:")])
            element.set("href", f"#step-{step}")
            element.set("data-step", step)
        elif address.startswith(_OPENS):
            element.set("href", f"#{address.removeprefix(_OPENS)}")
            element.set("data-open", "")
        elif address.lower().startswith("http"):
            element.set("rel", "noopener")


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _indentation(block: re.Match[str]) -> str:
    return block[0][: len(block[0]) - len(block[0].lstrip(" "))]


def _declarations(markup: str) -> list[str]:
    """Every declaration in the style attributes, without spaces: `padding-left:0`."""
    styles = ";".join(_STYLE.findall(markup)).replace(" ", "").split(";")
    return [declaration for declaration in styles if declaration]


def _as_classes(style: re.Match[str]) -> str:
    names = " ".join(filter(None, (_CLASSES[declaration] for declaration in _declarations(style[0]))))
    return f' class="{names}"' if names else ""
