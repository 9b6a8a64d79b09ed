"""The two ways in which a build ends early: a mistake in the content, and a page that must not be written."""

from collections.abc import Iterable

MOST_CHOICES = 24
"""A sentence that lists more than so many names would help nobody."""


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
    named = (
        names if len(names) <= MOST_CHOICES else [*names[:MOST_CHOICES], f"{len(names) - MOST_CHOICES} more"]
    )
    listed = " or ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))
    from difflib import get_close_matches  # few builds end with a sentence that needs it

    nearest = get_close_matches(found, names, n=1)
    return f"{listed} (did you mean {nearest[0]}?)" if nearest else listed
