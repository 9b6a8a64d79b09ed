"""axe-core, as the tests ask it: all its rules but two, on the page as it stands."""

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Contrast at 7:1 is beyond what the page promises; the order of the focus axe cannot judge: it takes any element with a
# tab stop for one that does something.
LEFT_OUT = ("color-contrast-enhanced", "focus-order-semantics")
# All other rules, the experimental ones too, and those that axe leaves out unless it is asked for them.
CHECK = """([leftOut, left]) => axe.run({ exclude: left }, {
    resultTypes: ["violations"],
    rules: Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !leftOut.includes(ruleId) }])),
  })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 120)}`)))"""


def violations(page: Page, *, left_out: Sequence[str] = ()) -> list[str]:
    """What axe finds on a `checked_page`, but for what is left out, by selectors."""
    found: list[str] = page.evaluate(CHECK, [list(LEFT_OUT), [[selector] for selector in left_out]])
    return found
