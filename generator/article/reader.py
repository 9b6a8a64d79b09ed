"""Text -> tokens: a CommonMark parser with the article's own syntax, in which every token knows its line.

What begins like something and does not end is refused here, where its beginning is known.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import fence as commonmark_fence
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_block.table import table as github_table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from generator.article.figures import begins_figure, read_figure
from generator.article.headings import take_id
from generator.article.inline import BASE, Inline, State
from generator.article.leftovers import refuse_leftovers
from generator.article.links import check_address
from generator.article.mathematics import Mathematics
from generator.article.parts import Reference, Surroundings
from generator.errors import ContentError, choices

_DEEPEST = 40
"""So many levels of lists, quotes and the like; the parser drops what is deeper than its own limit."""
_PARSERS_LIMIT = 200

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
_INLINE_MATH = re.compile(r"\$(?P<tex>(?:\\[\s\S]|[^$\\])+)\$(?P<closes>[.,;:!?)”’…–-]*)")
_OPENS = re.compile(r"[(“‘]*\Z")
_DISPLAY = re.compile(r"[ \t]*\$\$(?P<tex>(?:\\[\s\S]|[^$\\])+)\$\$[ \t]*\Z")
_LIVE = re.compile(r"\[\[(?P<named>[^\[\]\n]*)\]\]")
_NAMED = re.compile(r"(?P<gradient>dL/d)?(?P<node>\w+)(?::(?P<decimals>\d|1[0-2]))?")
_RAW_HTML = re.compile(r"<[A-Za-z/!?][^\s<>]*>?")
_FOOTNOTE = re.compile(r"\[\^(?P<label>[^\]\n]*)\]")
_LANGUAGE = re.compile(r"[\w+#.-]*")


def read_article(text: str, around: Surroundings) -> list[Token]:
    """The article's tokens; inline ones are children. Raises ContentError for what cannot be part of an article.

    Headings carry what `{#id}` said as their attribute `id`, live values a Reference, formulas their markup.
    """
    around.lines[:] = re.split(r"\r\n|\r|\n", text)
    if re.match(r"(?:---|\+\+\+)\s*$", around.lines[0]):
        raise around.refusal(1, around.lines[0], "the article itself (titles and the like are in site.toml)")
    parser = MarkdownIt("commonmark", {"maxNesting": _PARSERS_LIMIT})
    parser.inline = Inline()
    parser.inline.ruler.disable("linkify")
    parser.enable("table")
    parser.disable("html_block")
    # Addresses are checked with a sentence, and written as the author wrote them until then.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(admon_plugin)
    _Rules(parser, around)
    return parser.parse(text)


class _Rules:
    """The article's rules, beside and around those of the parser."""

    def __init__(self, parser: MarkdownIt, around: Surroundings) -> None:
        self._around = around
        self._mathematics = Mathematics(around.unwritable)
        block, inline = parser.block.ruler, parser.inline.ruler
        block.before("table", "deep", self._too_deep)
        block.before("fence", "display", self._display, _INTERRUPTS)
        block.before("fence", "figure", self._figure, _INTERRUPTS)
        block.at("fence", self._fence, _INTERRUPTS)
        block.at("table", self._table, {"alt": ["paragraph", "reference"]})
        block.at("code", self._indented)
        inline.before("escape", "tex_command", self._tex_command)
        inline.before("link", "live", self._live)
        inline.before("link", "formula", self._formula)
        inline.after("footnote_ref", "bracket", self._bracket)
        inline.at("html_inline", self._raw_html)
        parser.inline.add_terminator_char("$")
        parser.core.ruler.before("inline", "addresses", self._addresses)
        parser.core.ruler.at("inline", self._inline)
        parser.core.ruler.before("footnote_tail", "footnotes", self._footnotes)

    def _refusal(self, line: int, found: str, expected: str) -> ContentError:
        return self._around.refusal(line, found, expected)

    # Blocks.

    def _too_deep(self, state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
        if state.level > _DEEPEST:
            found = self._around.lines[start].strip()
            raise self._refusal(
                start + 1, found, f"no more than {_DEEPEST // 2} lists or quotes in each other"
            )
        return False

    def _display(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not _line_of(state, start).startswith("$$"):
            return False
        if silent:
            return True
        last = start
        expected = "a display formula on lines of its own, $$ first and $$ last, without an empty line in it"
        while True:
            text = "\n".join(_line_of(state, number) for number in range(start, last + 1))
            if closed := _DISPLAY.match(text):
                break
            last += 1
            if last >= end or state.isEmpty(last) or state.sCount[last] < state.blkIndent:
                raise self._refusal(start + 1, "$$", expected)
        offset = closed.start("tex")

        def refuse(position: int, found: str, expected: str) -> ContentError:
            return self._refusal(start + 1 + text.count("\n", 0, offset + position), found, expected)

        token = state.push("display", "math", 0)
        token.content = self._mathematics.markup(closed["tex"], display=True, refuse=refuse)
        token.map = [start, last + 1]
        state.line = last + 1
        return True

    def _figure(self, state: StateBlock, start: int, _end: int, silent: bool) -> bool:
        text = _line_of(state, start)
        if not begins_figure(text):
            return False
        if silent:
            return True
        token = state.push("figure", "figure", 0)
        token.meta["figure"] = read_figure(text, start + 1, self._around)
        token.map = [start, start + 1]
        state.line = start + 1
        return True

    def _fence(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not commonmark_fence(state, start, end, silent):
            return False
        if silent:
            return True
        token = state.tokens[-1]
        mark = token.markup
        last = _line_of(state, state.line - 1).strip()
        if state.line - 1 == start or set(last) != {mark[0]} or len(last) < len(mark):
            raise self._refusal(
                start + 1, _line_of(state, start).strip(), "a line with the same fence where the code ends"
            )
        if not _LANGUAGE.fullmatch(token.info.strip()):
            raise self._refusal(start + 1, mark + token.info, "a language's name alone, as in ```python")
        return True

    def _table(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not github_table(state, start, end, silent):
            return False
        if silent:
            return True
        columns = len(_cells(_line_of(state, start + 1)))
        for number in range(start + 2, state.line):
            row = _line_of(state, number).strip()
            if len(_cells(row)) > columns:
                expected = f"{columns} cells, as in the first row (a bar within a cell is written \\|)"
                raise self._refusal(number + 1, row, expected)
        return True

    def _indented(self, state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
        if state.sCount[start] - state.blkIndent < 4:
            return False
        expected = "no more than three spaces before it (code stands between two lines of ```)"
        raise self._refusal(start + 1, _line_of(state, start), expected)

    # What stands in a line.

    def _tex_command(self, state: StateInline, _silent: bool) -> bool:
        if command := re.compile(r"\\[A-Za-z]+|\\\((?=[^\n]*\\\))").match(state.src, state.pos):
            expected = r"TeX between dollar signs, as in $\alpha$ (a backslash is written \\)"
            raise self._refusal(_line(state), command[0], expected)
        return False

    def _formula(self, state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("$", state.pos):
            return False
        start = state.pos
        line = _line(state)
        if state.src.startswith("$$", start):
            expected = (
                "a display formula on lines of its own, $$ first and $$ last, without an empty line in it"
            )
            raise self._refusal(line, "$$", expected)
        found = _INLINE_MATH.match(state.src, start, state.posMax)
        if not found:
            expected = (
                r"a second $ in the same paragraph, where the formula ends (a dollar sign is written \$)"
            )
            raise self._refusal(line, "$", expected)
        if not silent:

            def refuse(position: int, found_there: str, expected: str) -> ContentError:
                return self._refusal(_line(state, start + 1 + position), found_there, expected)

            markup = self._mathematics.markup(found["tex"], display=False, refuse=refuse)
            pending = state.pending
            opens = _OPENS.search(pending)
            before, closes = opens[0] if opens else "", found["closes"]
            state.pending = pending[: len(pending) - len(before)]
            token = state.push("formula", "math", 0)
            # A browser may break the line between a formula and its comma.
            kept = f'<span class="math-kept">{before}{markup}{closes}</span>'
            token.content = kept if before or closes else markup
            token.meta["plain"] = before + found["tex"] + closes
        state.pos = found.end()
        return True

    def _live(self, state: StateInline, silent: bool) -> bool:
        if not state.src.startswith("[[", state.pos):
            return False
        line = _line(state)
        found = _LIVE.match(state.src, state.pos, state.posMax)
        if not found:
            expected = r"a name and ]], as in [[h1]] (a bracket alone is written \[)"
            raise self._refusal(line, "[[", expected)
        if begins_figure(found[0]):
            raise self._refusal(line, found[0], "a figure alone on its line")
        named = _NAMED.fullmatch(found["named"])
        if not named:
            expected = "the name of a node, as in [[h1]], [[dL/dw31]] or, with two decimals, [[h1:2]]"
            raise self._refusal(line, found[0], expected)
        if named["node"] not in self._around.nodes:
            known = choices(named["node"], sorted(self._around.nodes))
            raise self._refusal(line, found[0], f"the name of a node: {known}")
        if not silent:
            token = state.push("live", "output", 0)
            token.meta |= {
                "plain": found["named"],
                "reference": Reference(
                    kind="gradient" if named["gradient"] else "value",
                    node=named["node"],
                    decimals=int(named["decimals"]) if named["decimals"] else None,
                ),
            }
        state.pos = found.end()
        return True

    def _bracket(self, state: StateInline, _silent: bool) -> bool:
        """What begins like a link, a picture or a footnote, and is none."""
        src, start = state.src, state.pos
        picture = src.startswith("![", start)
        if not picture and src[start] != "[":
            return False
        line = _line(state)
        opening = start + 1 if picture else start
        if note := _FOOTNOTE.match(src, opening, state.posMax):
            raise self._refusal(
                line, note[0], f"a footnote's text, on lines of its own: [^{note['label'] or 1}]: …"
            )
        end = state.md.helpers.parseLinkLabel(state, opening)
        after = src[end + 1 : end + 3] if 0 <= end < state.posMax else ""
        found = src[start : end + 1]
        if after[:1] in ("(", "[") and (live := _LIVE.search(src, start + 1, end)):
            raise self._refusal(_line(state, live.start()), f"{live[0]} inside a link", "it outside the link")
        if after.startswith("("):
            expected = (
                "an address and ) after it, without spaces (or with, between < and >), and no link in a link"
            )
            raise self._refusal(line, f"{found}(", expected)
        if after.startswith("[") and after != "[[":
            label = src[end + 1 : src.find("]", end + 1) + 1]
            raise self._refusal(
                line, f"{found}{label}", "a line that says where it leads, as in [name]: step:z1"
            )
        if after.startswith(":") and (start == 0 or src[start - 1] == "\n"):
            raise self._refusal(
                line, f"{found}:", "an address after it, and empty lines around such definitions"
            )
        if picture:
            raise self._refusal(
                line, found or "![", "a picture's file in parentheses, as in ![words](picture.svg)"
            )
        if found in ("[ ]", "[x]", "[X]", "[TOC]"):
            raise self._refusal(
                line, found, r"no such thing, which this page does not have (a bracket is written \[)"
            )
        return False

    def _raw_html(self, state: StateInline, _silent: bool) -> bool:
        if tag := _RAW_HTML.match(state.src, state.pos, state.posMax):
            raise self._refusal(_line(state), tag[0], r"no raw HTML (a less-than sign is written \<)")
        return False

    # The whole.

    def _addresses(self, state: StateCore) -> None:
        """Checks what reference definitions say, whether or not anything refers to them."""
        for reference in state.env.get("references", {}).values():
            check_address(reference["href"], reference["map"][0] + 1, self._around)
        for again in state.env.get("duplicate_refs", []):
            line = again["map"][0] + 1
            raise self._refusal(line, self._around.lines[line - 1].strip(), "each of these names once")

    def _footnotes(self, state: StateCore) -> None:
        """The parser leaves out a footnote that nothing refers to, and the first of two by one name."""
        seen = set()
        for token in state.tokens:
            if token.type == "footnote_reference_open" and token.map:
                label, line = token.meta["label"], token.map[0] + 1
                if label in seen:
                    raise self._refusal(line, f"[^{label}] again", "each footnote once")
                if state.env["footnotes"]["refs"][f":{label}"] < 0:
                    raise self._refusal(line, f"[^{label}]: …", f"[^{label}] in the text too")
                seen.add(label)

    def _inline(self, state: StateCore) -> None:
        """Parses what stands in each block."""
        before: Token | None = None
        line = 1
        for token in state.tokens:
            if token.map:
                line = token.map[0] + 1
            if token.type == "inline":
                if before is not None and before.type == "heading_open":
                    before.meta["id"] = take_id(token, line, self._around)
                token.children = []
                token.meta["line"] = line
                state.env[BASE] = line
                state.md.inline.parse(token.content, state.md, state.env, token.children)
                refuse_leftovers(token.children, self._around)
            before = token


def _line(state: StateInline, position: int | None = None) -> int:
    if not isinstance(state, State):
        raise TypeError("a rule of the article works on its own state")
    return state.line(position)


def _line_of(state: StateBlock, number: int) -> str:
    """A line without its indentation, and without the marks of the lists and quotes around it."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _cells(row: str) -> list[str]:
    cells = escapedSplit(row.strip())
    return cells[bool(cells and not cells[0]) : len(cells) - bool(len(cells) > 1 and not cells[-1])]
