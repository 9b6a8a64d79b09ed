"""axe-core, as the tests ask it: all its rules, on the page as it stands."""

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# All rules, among them the size of targets, which axe leaves out unless it is asked for.
CHECK = """left => axe.run({ exclude: left }, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 120)}`)))"""


def violations(page: Page, *, left_out: Sequence[str] = ()) -> list[str]:
    """What axe finds on a `checked_page`, but for what is left out, by selectors."""
    found: list[str] = page.evaluate(CHECK, [[selector] for selector in left_out])
    return found
