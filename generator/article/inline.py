"""The parser of what stands in lines, in which every token knows its own."""

from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

BASE = "first_line"
"""The environment's key for the line on which the text that is being parsed begins."""


class State(StateInline):
    """The parser's state, whose tokens are given the line on which they begin."""

    first = 1

    def line(self, position: int | None = None) -> int:
        """The line of a place in the text; by default, of the present one."""
        return self.first + self.src.count("\n", 0, self.pos if position is None else position)

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        """The text so far as a token. A line's end is a token too, so that no text has more than one line."""
        token = super().pushPending()
        token.meta["line"] = self.line()
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """One more token."""
        token = super().push(ttype, tag, nesting)
        token.meta["line"] = self.line()
        return token


class Inline(ParserInline):
    """The parser of what stands in lines, with our state."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[State] = []

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The parser's own. The words of a picture are parsed within the text that they stand in."""
        state = State(src, md, env, tokens)
        state.first = self._open[-1].line() if self._open else env[BASE]
        self._open.append(state)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        self._open.pop()
        return state.tokens
