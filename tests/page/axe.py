"""axe-core, as the tests ask it: all its rules but two, on the page as it stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser import Theme

AXE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (
        Path(axe_playwright_python.__file__).with_name("axe.min.js"),
        Path(__file__).with_name("contrast.js"),
    )
)
# Contrast at 7:1 is beyond what the page promises; the order of the focus axe cannot judge: it takes any element with a
# tab stop for one that does something; of what is hidden it only says that somebody should look at it.
LEFT_OUT = ("color-contrast-enhanced", "focus-order-semantics", "hidden-content")
# All other rules, the experimental ones too, and those that axe leaves out unless it is asked for them.
CHECK = """([leftOut, within, left, which]) => styleHasChanged() ?? axe.run({ include: within, exclude: left }, {
    resultTypes: ["violations"],
    rules: Object.fromEntries(axe.getRules().map(({ ruleId, tags }) => {
      const asked = which === "all" || (which === "colours") === tags.includes("cat.color");
      return [ruleId, { enabled: asked && !leftOut.includes(ruleId) }];
    })),
  })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 120)}`)))"""

Rules = Literal["all", "colours", "all but colours"]
LIGHTS: tuple[tuple[Theme, int, Rules], ...] = (
    ("light", 1440, "all"),
    ("dark", 1440, "colours"),
    ("dark", 320, "colours"),
    ("light", 320, "all but colours"),
)
"""Each rule at each width, and what is about colours in each theme: no other rule can tell the themes apart."""


def violations(
    page: Page,
    *,
    within: Sequence[str] = ("html",),
    left_out: Sequence[str] = (),
    rules: Rules = "all",
    but: Sequence[str] = (),
) -> list[str]:
    """What axe finds on a `checked_page` within these parts, but for what is left out, both by selectors."""
    found: list[str] = page.evaluate(
        CHECK, [[*LEFT_OUT, *but], *([[selector] for selector in some] for some in (within, left_out)), rules]
    )
    return found


def everywhere(
    page: Page, *, within: Sequence[str] = ("html",), left_out: Sequence[str] = (), but: Sequence[str] = ()
) -> dict[str, list[str]]:
    """What axe finds there in either theme, wide and narrow; the page is wide and light afterwards, as before."""
    found = {}
    for theme, width, rules in LIGHTS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        found[f"{theme}, {width}"] = violations(page, within=within, left_out=left_out, rules=rules, but=but)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    return {where: what for where, what in found.items() if what}
