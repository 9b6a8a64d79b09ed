"""Live figures: `[[figure:bend node=h1]]` on a line of its own. What each shows, the page's script draws."""

import re
from collections.abc import Mapping

from generator.article.parts import Figure, Surroundings
from generator.errors import choices

_FIGURE = re.compile(r"\[\[figure:(?P<kind>[^\s\[\]]*)(?P<options>[^\[\]]*)\]\][ \t]*\Z")
_OPTION = re.compile(r"(?P<key>\w+)=(?P<value>\w+)")


def begins_figure(text: str) -> bool:
    """Whether a line is meant as a figure."""
    return text.startswith("[[figure")


def read_figure(text: str, line: int, around: Surroundings) -> Figure:
    """The figure that a line asks for.

    Raises ContentError for a kind or an option that there is not, and for a name that this network does not have.
    """
    room = around.figures()
    found = _FIGURE.match(text)
    if not found:
        raise around.refusal(line, text, "a figure alone on its line, as in [[figure:bend node=h1]]")
    kind = found["kind"]
    if kind not in room:
        raise around.refusal(line, text, f"the name of a figure: {choices(kind, room)}")
    return Figure(kind, _options(found["options"], room[kind], text, line, around))


def _options(
    written: str, room: Mapping[str, list[str]], text: str, line: int, around: Surroundings
) -> dict[str, str]:
    options: dict[str, str] = {}
    for part in written.split():
        option = _OPTION.fullmatch(part)
        if not option:
            raise around.refusal(line, text, f"options as name=value; '{part}' is none")
        key, value = option["key"], option["value"]
        if key not in room:
            expected = f"an option of this figure: {choices(key, room)}" if room else "no option, it has none"
            raise around.refusal(line, text, expected)
        if key in options:
            raise around.refusal(line, text, f"{key} once")
        if value not in room[key]:
            raise around.refusal(line, text, f"{key} to be one of {choices(value, room[key])}")
        options[key] = value
    return options
