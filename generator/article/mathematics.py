r"""TeX -> MathML Core, without what the page's policy or its font would not show.

The policy forbids `style=`, so what math-core writes there becomes classes, for the stylesheet to draw:

| class                                | declaration                            | needed by              |
|--------------------------------------|----------------------------------------|------------------------|
| `math-left` `math-right`             | `text-align: left`, `right`            | aligned, cases, array  |
| `math-flush-left` `math-flush-right` | `padding-left: 0`, `padding-right: 0`  | aligned, cases         |
| `math-apart`                         | `padding-left: 1em`                    | cases                  |
| `math-near`                          | `margin-left: -0.16666667em`           | `\!`                   |
"""

import html
import re
from collections.abc import Callable

from math_core import LatexError, LatexToMathML

from generator.article.parts import Unwritable
from generator.errors import ContentError

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
    "margin-left:-0.16666667em": "math-near",
}
_STYLE = re.compile(r' style="([^"]*)"')
_NAMED_CHARACTER = re.compile(r"&(?!amp;|lt;|gt;|quot;)\w+;")
_LIVE_VALUE = re.compile(r"\[\[[^\[\]\n]*\]\]")

Refuse = Callable[[int, str, str], ContentError]
"""What makes the error, from a place in the formula, what was found there, and what was expected."""


class Mathematics:
    """The formulas of one article."""

    def __init__(self, unwritable: Unwritable) -> None:
        self._converter = LatexToMathML(fancy_error=False)
        self._unwritable = unwritable

    def markup(self, tex: str, *, display: bool, refuse: Refuse) -> str:
        """A formula as a `<math>` element. Raises what `refuse` makes where it cannot be shown as it is meant."""
        if live := _LIVE_VALUE.search(tex):
            raise refuse(live.start(), live[0], "a live value outside of the formula: $h_1 =$ [[h1]]")
        try:
            written = self._converter.convert_with_local_state(tex, displaystyle=display)
        except LatexError as error:
            offset, _, complaint = str(error).partition(": ")
            raise refuse(int(offset), tex, f"TeX that math-core can read: {complaint}") from error
        refused = [style for style in _declarations(written) if style not in _CLASSES]
        if refused or "<menclose" in written:
            expected = "TeX without colours, frames, rules, wide negative spaces or numbered lines"
            raise refuse(0, tex, f"{expected} (it needs {(*refused, 'menclose')[0]})")
        plain = _NAMED_CHARACTER.sub(lambda name: html.unescape(name[0]), _STYLE.sub(_as_classes, written))
        if missing := self._unwritable(plain):
            raise refuse(
                0, f"${tex.strip()}$", f"characters that the page's font has (it has no {', '.join(missing)})"
            )
        return plain


def _declarations(markup: str) -> list[str]:
    """Every declaration in the style attributes, without spaces: `padding-left:0`."""
    styles = ";".join(_STYLE.findall(markup)).replace(" ", "").split(";")
    return [declaration for declaration in styles if declaration]


def _as_classes(style: re.Match[str]) -> str:
    names = " ".join(filter(None, (_CLASSES[declaration] for declaration in _declarations(style[0]))))
    return f' class="{names}"' if names else ""
