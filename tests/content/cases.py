"""Reads the mistakes that tests make: files of cases, each with lines to take away (-), to put there (+), and to hear (!)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator.errors import ContentError

Result = TypeVar("Result")

MISTAKES = Path(__file__).parent / "mistakes"


@dataclass(frozen=True)
class Mistake:
    old: str
    new: str
    sentence: str

    def __str__(self) -> str:
        return self.new or f"without {self.old}"


def mistakes(name: str) -> list[Mistake]:
    """The cases in mistakes/`name`.txt; an empty line parts them, lines that begin with # are remarks."""
    blocks = (MISTAKES / f"{name}.txt").read_text(encoding="utf-8").split("\n\n")
    return [_mistake(block.strip("\n").split("\n")) for block in blocks if not block.startswith("#")]


def answer(call: Callable[[], Result]) -> tuple[Result | None, str]:
    """What a call gives, or the sentence of its ContentError."""
    try:
        return call(), ""
    except ContentError as error:
        return None, str(error)


def _mistake(lines: list[str]) -> Mistake:
    def marked(mark: str) -> str:
        return "\n".join(line[2:] for line in lines if line[0] == mark)

    assert {line[0] for line in lines} <= {"-", "+", "!"}, f"no case: {lines}"
    return Mistake(old=marked("-"), new=marked("+"), sentence=marked("!"))
