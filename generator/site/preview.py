"""The picture of a page that those see to whom a link to it is sent: its title, and its graph after the last step."""

import textwrap
from xml.sax.saxutils import escape

from generator.drawing import as_png, self_styled
from generator.site.scripts import Asked

WIDTH, HEIGHT = 1200, 630
"""What those who show such pictures ask for."""
_EDGE = 60
_LETTERS, _LINES, _SIZE, _PITCH = 38, 2, 58, 70
"""Of the title: how many letters a line, how many lines, how large they are, and how far apart."""
_PAPER, _INK = "#ffffff", "#1c2127"


def preview(asked: Asked, style: str, title: str) -> bytes:
    """A PNG of WIDTH times HEIGHT, in the light theme; `style` is the page's sheet."""
    made = asked.call("takenFile", "svg", style, None, {"sample": 1, "grain": None})
    lines = textwrap.wrap(title, _LETTERS, max_lines=_LINES, placeholder=" …")
    text = "".join(
        f'<text x="{_EDGE}" y="{_EDGE + 0.7 * _SIZE + k * _PITCH:g}">{escape(line)}</text>'
        for k, line in enumerate(lines)
    )
    top = _EDGE + len(lines) * _PITCH
    room = {"x": _EDGE, "y": top, "width": WIDTH - 2 * _EDGE, "height": HEIGHT - _EDGE - top}
    graph = self_styled(str(made["text"]), dark=False, box=room)
    return as_png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>'
        f'<g font-size="{_SIZE}" fill="{_INK}">{text}</g>'
        f"{graph}</svg>",
        width=WIDTH,
    )
