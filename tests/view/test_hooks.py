"""What a style asks for by its class is drawn in some state: a class that is lost from a drawing is lost to the eye."""

import re
from pathlib import Path
from typing import Any

from generator.script import Script

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "templates" / "styles"
# Each with every step, or with those of `steps`.
STATES = [
    *(f"preset={preset}{grain}" for preset in ("original", "flowers", "regression") for grain in ("", "&grain=layers", "&grain=operations")),
    "preset=rosenbrock", "preset=meeting-paths&grain=inputs", "net=3;9:softplus;9:relu;2:softmax;cce",
    *(f"{tool}{more}" for tool in ("tool=nudge&of=w11", "tool=paths&from=x1", "tool=bugs&bug=4") for more in ("", "&preset=flowers")),
    *(f"tool=practice&level={level}&numbers=7" for level in (1, 2, 3)),
    *(f"tool=train&preset={preset}&update={update}" for preset in ("circles", "xor") for update in (0, 3)),
    "tool=train&preset=circles&update=12&look=5", "tool=train&preset=circles&update=12&versus=optimizer:adam",
    "view=present&hide=results", "view=embed", "view=graph", "tool=take", "net=16;64:relu;64:relu;10:softmax;cce", "f=L=log(a-2)/abs(b)&a=1",
]  # fmt: skip

BY_HAND = {
    "alone", "checked", "checked-steps", "verdict", "slip", "formula-fault", "more-products", "rises", "falls", "contour",
    "companion-buttons", "companion-step", "companion-words", "small-graph", "of-2", "of-3", "on-paper", "warning",
    "math-apart", "math-display", "math-flush-left", "math-flush-right", "math-kept", "math-left", "math-right",
}  # fmt: skip
"""What is drawn only after somebody has done something, by the article's formulas or by the page itself."""

CLASSES = """(data, states) => {
  const found = {};
  for (const hash of states) {
    const { choices } = choicesOf(data, hash);
    const first = { ...firstChoices(data), alive: true, ...choices };
    const sheets = hash.includes("level=") ? ["sheet", "key"] : [];
    const { steps } = derive(data, first).lesson;
    const all = new Set();
    for (let step = 1; step <= steps.length; step += 1 + Math.floor(steps.length / 20)) {
      for (const paper of step === 1 ? ["", ...sheets] : [""]) {
        const model = derive(data, { ...first, step, paper });
        for (const view of [...Object.values(LIVE_REGIONS), ...(step === 1 ? [stepListView] : [])]) {
          for (const [, names] of toMarkup(opened(view(model))).matchAll(/ class="([^"]*)"/g)) {
            for (const name of names.split(" ")) all.add(name);
          }
        }
      }
    }
    found[hash] = [...all];
  }
  return found;
}"""


def asked_for() -> set[str]:
    """The classes of all selectors."""
    found = set()
    for path in STYLES.glob("*.css"):
        text = re.sub(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"([^{}]*)\{", text):
            found |= set(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    return found


def test_every_class_that_a_style_asks_for_is_drawn(script: Script, page_data: dict[str, Any]) -> None:
    drawn = set().union(*script.call(CLASSES, page_data, STATES).values())
    elsewhere = "\n".join(
        path.read_text(encoding="utf-8")
        for folder, kind in (("sections", "*.jinja"), ("scripts/page", "*.js"))
        for path in (ROOT / "templates" / folder).rglob(kind)
    )
    elsewhere += (ROOT / "templates" / "page.html.jinja").read_text(encoding="utf-8")
    missing = asked_for() - drawn - set(re.findall(r"[\w-]+", elsewhere))
    assert missing == BY_HAND
