"""The two ways in which a build ends early: a mistake in the content, and a page that must not be written."""

from collections.abc import Iterable
from difflib import get_close_matches


class ContentError(ValueError):
    """A mistake in what an author wrote, as one sentence: where it is, what was found, what was expected."""


class BuildError(RuntimeError):
    """Something in the templates, or between the two engines, because of which no page may be written."""


def place(file: object, line: int | None) -> str:
    """The beginning of every sentence about a file: `file, line N`, or the file alone where no line can be had."""
    return f"{file}, line {line}" if line else f"{file}"


def choices(found: str, known: Iterable[str]) -> str:
    """What there is instead of `found`, the likeliest first: `z1 or z2 (did you mean z1?)`."""
    names = list(dict.fromkeys(known))
    listed = " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "nothing"
    nearest = get_close_matches(found, names, n=1)
    return f"{listed} (did you mean {nearest[0]}?)" if nearest else listed
