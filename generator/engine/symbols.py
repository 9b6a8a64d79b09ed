"""A name in ASCII -> how people write it; the same as templates/scripts/engine/symbols.js."""

import re
import unicodedata

from generator.engine.tokens import GREEK

_LETTERS = {name: letter for letter, name in GREEK.items()}

_SYMBOL = re.compile(r"(?P<base>[A-Za-z]+)_*(?P<subscript>.*?)_*")


def symbol_of(name: str) -> tuple[str, str]:
    """Base and subscript, as people write them: w12_3 is w with 12,3, alpha is α, and yhat is ŷ."""
    match = _SYMBOL.fullmatch(name)
    assert match is not None, "names begin with a letter"
    base = match["base"]
    if len(base) == 4 and base.endswith("hat"):
        base = unicodedata.normalize("NFC", base[0] + "\u0302")
    return _LETTERS.get(base, base), match["subscript"].replace("_", ",")
