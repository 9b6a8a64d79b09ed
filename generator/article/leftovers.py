"""What Markdown leaves as raw text because it does not know it, or because it was never closed."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

from generator.article.parts import Surroundings

_BREAKS = ("softbreak", "hardbreak")

# What no text of an article has, and what is expected instead; a reader would see the signs.
_ANYWHERE = (
    (r"`+", r"a second ` where the code ends (a backtick is written \`)"),
    (r"\]\(", r"a link's text, [, before it (a bracket is written \])"),
    (r"\]\[", r"a link's text, [, before it (a bracket is written \])"),
    (r"\((?:step|open|https?|mailto):", r"the words of a link before it: [words](address)"),
    (r"\[\^|\^\[", "a footnote's name, as in [^1], and its text, as in [^1]: …"),
    (r"\{[#.:][^{}\s]*\}?", r"{#id} at the end of a heading only (a brace is written \{)"),
    (r"\{\{|\{%|\}\}|%\}", r"no template's marks (a brace is written \{)"),
    (r"&#?\w+;", r"a character that HTML knows by this name (an ampersand is written \&)"),
    (r"https?://\S+", "an address between < and >, or a link: [words](address)"),
    (r"(?<![\w~])~\w[^~\s]*~|(?<=\w)~[\w+-]+~|~~+", r"~~ on both sides of what is struck out (a tilde is written \~)"),
    (r"(?<![\w=])==(?=[^\s=])|(?<=[^\s=])==(?![\w=])", r"no highlighting (an equals sign is written \=)"),
    (r"(?<![\w+])\+\+(?=[^\s+])[^+\n]+\+\+", r"no underlining (a plus is written \+)"),
    (r"(?<=[\w)])\^[\w({-]", r"a power as mathematics, as in $x^2$ (a circumflex is written \^)"),
    (r"(?<!\S):[a-z][a-z0-9_+-]*:(?!\S)", r"no emoji by name (a colon is written \:)"),
    (r"\[@", r"no citations (a bracket is written \[)"),
)  # fmt: skip

# What no line of a paragraph begins with.
_AT_LINE_START = (
    (r"#{1,6}", r"a space after it where a heading is meant (a number sign is written \#)"),
    (r"\|.*", r"a table: a row, a row of dashes such as |---|---|, and as many cells in each (a bar is written \|)"),
    (r":?-{2,}:?\s*\|.*", r"a table: a row, a row of dashes such as |---|---|, and as many cells in each"),
    (r"(?:!!!|\?\?\?).*", r'a box: !!! or ???, its kind, perhaps a "title", and below it text indented by four spaces'),
    (r":::.*", "a box as !!! note, with its text indented below it"),
    (r":\s", r"a term on the line before it, which it defines (a colon is written \:)"),
    (r"\*\[[^\]]*\]:.*", "no abbreviations"),
)  # fmt: skip


def _compiled(rules: Sequence[tuple[str, str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), expected) for pattern, expected in rules]


_FOUND_ANYWHERE = _compiled(_ANYWHERE)
_FOUND_AT_START = _compiled(_AT_LINE_START)


def refuse_leftovers(tokens: Sequence[Token], around: Surroundings) -> None:
    """Raises ContentError for text of which its author meant something else than the signs.

    What was written with a backslash is not text to the parser here.
    """
    for position, token in enumerate(tokens):
        if token.type != "text" or _is_address(tokens, position):
            continue
        line = token.meta["line"]
        for pattern, expected in _FOUND_ANYWHERE:
            if found := pattern.search(token.content):
                raise around.refusal(line, found[0], expected)
        if position == 0 or tokens[position - 1].type in _BREAKS:
            for pattern, expected in _FOUND_AT_START:
                if found := pattern.match(token.content):
                    raise around.refusal(line, found[0], expected)
        _refuse_unpaired(token.content, line, around)


def _is_address(tokens: Sequence[Token], position: int) -> bool:
    """What stands between < and > is shown as it is."""
    return position > 0 and tokens[position - 1].info == "auto"


def _refuse_unpaired(text: str, line: int, around: Surroundings) -> None:
    """An asterisk with a blank on both sides is a sign, and so is an underscore within a word."""
    for found in re.finditer(r"\*+|_+", text):
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        if found[0][0] == "_" and _in_word(before) and _in_word(after):
            continue
        if before.isspace() and after.isspace():
            continue
        raise around.refusal(
            line, found[0], rf"a second {found[0]} (the sign itself is written \{found[0][0]})"
        )


def _in_word(character: str) -> bool:
    return character.isalnum()
