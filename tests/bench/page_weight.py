"""What the built page weighs, and what each of its parts adds to that."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

from tests.bench.table import Row, Table

BUDGET_KB = 210

_FONT = re.compile(r"url\(\"?data:font[^)]*\)")
_DATA = re.compile(r"<script[^>]*type=\"?application/json.*?</script>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)

# Each takes its part out of the page; in this order, so that a part is not counted within another.
PARTS: dict[str, Callable[[str], str]] = {
    "font": lambda text: _FONT.sub("", text),
    "data": lambda text: _DATA.sub("", text),
    "script": lambda text: _SCRIPT.sub("", text),
    "style": lambda text: _STYLE.sub("", text),
}


def measure(root: Path, page: Path) -> Table:
    """The whole, then what the page becomes smaller by as one part after the other is taken out."""
    text = page.read_text(encoding="utf-8")
    rows = [Row("the page", [_gzipped(text)], "KB", BUDGET_KB, _raw(text))]
    for name, without in PARTS.items():
        rest = without(text)
        weight = _gzipped(text) - _gzipped(rest)
        rows.append(Row(f"  {name}", [weight], "KB", note=_raw(text, rest)))
        text = rest
    rows.append(Row("  markup", [_gzipped(text)], "KB", note=_raw(text)))
    return Table("Page weight: after gzip -9 (1 KB is 1000 bytes)", rows)


def _gzipped(text: str) -> float:
    return len(gzip.compress(text.encode(), 9)) / 1000


def _raw(text: str, rest: str = "") -> str:
    return f"{(len(text.encode()) - len(rest.encode())) / 1000:.1f} KB raw"
