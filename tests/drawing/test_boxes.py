"""What is written in the graph, measured in the browser: large enough to read, and nothing covers anything else."""

from itertools import takewhile

import pytest
from playwright.sync_api import Page

from tests.browser import OpenPage

EXTREME = "x=2,-2&w=3,3,3;-3,3,3;3,-3,3&y=0&step=18"
TINY = "x=0.00004,-0.00004&w=0.00004,-0.00004,0.00004;-0.00004,0.00004,3;3,-3,300000"
HUGE = "x=999999,-999999&w=-999999,999999,-99999;-3,3,-12345;123456,-3,3&y=0&step=18"
PRESETS = (
    "original", "xor", "regression", "flowers", "dead-relu", "vanishing", "surviving", "meeting-paths",
    "logistic", "rosenbrock",
)  # fmt: skip
MADE = (
    "3;3:tanh;2:identity;mse",
    "4;6:tanh;3:softmax;cce",
    "8;8:relu;8:relu;1:sigmoid;bce",
    "5;1:sigmoid;bce",
)

# Boxes on the screen of all that is written and of all cards; what is shown on demand counts where it is shown.
# A symbol's italic and its subscript belong together, as do all texts of one quantity.
MEASURE = """() => {
  const graph = document.querySelector(".graph-place svg.graph");
  const seen = element => getComputedStyle(element.closest(".parameter") ?? element).opacity !== "0";
  const box = element => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; };
  const scale = graph.getScreenCTM().a;
  const of = element => element.closest("[data-node], .toggle")?.dataset.node ?? `toggle ${element.closest(".toggle")?.dataset.layer}`;
  const texts = [...graph.querySelectorAll("text")].filter(seen);
  const sizes = [...graph.querySelectorAll("text, tspan")].filter(seen).filter(text => text.textContent.trim())
    .map(text => [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale]);
  return {
    sizes,
    writings: texts.map(text => ({ text: text.textContent, of: of(text), box: box(text) })),
    cards: [...graph.querySelectorAll(".card > rect:first-child, .toggle")].map(card => ({ of: of(card), box: box(card) })),
    needles: [...graph.querySelectorAll(".parameter .needle")].filter(seen).map(needle => ({ of: of(needle), box: box(needle) })),
    unpainted: [...graph.querySelectorAll("[data-edge] path, .card > rect, .band path, .handed path, .flow path")]
      .filter(part => !part.closest(".reach") && part.getClientRects().length === 0)
      .map(part => `${part.getAttribute("class")} of ${part.closest("[data-edge]")?.dataset.edge ?? of(part)}`),
    place: box(document.querySelector('[data-region="graph"]')),
  };
}"""

TOUCH = 1.5
"""Line boxes are taller than letters: so many pixels may meet."""


def meets(one: list[float], other: list[float], margin: float = TOUCH) -> bool:
    (ax, ay, aw, ah), (bx, by, bw, bh) = one, other
    # A line's box has room above and below its letters.
    ay, ah, by, bh = ay + 0.2 * ah, 0.6 * ah, by + 0.2 * bh, 0.6 * bh
    return ax + margin < bx + bw and bx + margin < ax + aw and ay + margin < by + bh and by + margin < ay + ah


def covers(card: list[float], text: list[float]) -> bool:
    (ax, ay, aw, ah), (bx, by, bw, bh) = card, text
    by, bh = by + 0.2 * bh, 0.6 * bh
    return ax + TOUCH < bx + bw and bx + TOUCH < ax + aw and ay + TOUCH < by + bh and by + TOUCH < ay + ah


def faults(page: Page, least: float) -> list[str]:
    """All that is too small, covered, outside of its card, or not there though it is drawn."""
    drawn = page.evaluate(MEASURE)
    assert drawn["sizes"]
    found = [f"{text!r} has {size:.1f} px" for text, size in drawn["sizes"] if size < least]
    found += [f"{part} is not painted" for part in drawn["unpainted"]]
    cards = {card["of"]: card["box"] for card in drawn["cards"]}
    writings = sorted(drawn["writings"], key=lambda one: one["box"][0])
    for k, one in enumerate(writings):
        end = one["box"][0] + one["box"][2]
        beside = takewhile(lambda other, end=end: other["box"][0] < end, writings[k + 1 :])  # type: ignore[misc]
        found += [
            f"{one['text']!r} on {other['text']!r}" for other in beside if meets(one["box"], other["box"])
        ]
        own = cards.get(one["of"])
        if own and not (own[0] <= one["box"][0] and one["box"][0] + one["box"][2] <= own[0] + own[2]):
            found.append(f"{one['text']!r} leaves its card")
        found += [
            f"{one['text']!r} on the card of {name}"
            for name, box in cards.items()
            if name != one["of"] and covers(box, one["box"])
        ]
        found += [
            f"{one['text']!r} on the needle of {needle['of']}"
            for needle in drawn["needles"]
            if needle["of"] != one["of"] and meets(one["box"], needle["box"])
        ]
    return found


def least_at(width: int) -> float:
    return 13 if width >= 1024 else 12


SIZES = [(1920, 1080), (1440, 900), (1280, 720), (1024, 768), (768, 1024), (390, 844), (320, 800)]


@pytest.mark.parametrize(("width", "height"), SIZES, ids=lambda side: str(side))
def test_all_is_legible_and_nothing_is_covered(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width=width, height=height)
    least = least_at(width)
    found = {f"step {step}": _at(page, step, least) for step in (1, 11, 14, 17, 18)}
    for _ in range(10):
        page.evaluate("document.querySelector('[data-action=take-step]').click()")
    found["ten steps of descent"] = faults(page, least)
    for numbers in (EXTREME, TINY, HUGE):
        _open(page, numbers)
        found[numbers] = _at(page, 18, least)
    assert {name: list_ for name, list_ in found.items() if list_} == {}


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=lambda side: str(side))
def test_every_network_in_every_grain(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width=width, height=height)
    least = least_at(width)
    found = {}
    for name in (*(f"preset={preset}" for preset in PRESETS), *(f"net={net}" for net in MADE)):
        for grain in ("neurons", "layers", "operations"):
            if name in ("preset=logistic", "preset=rosenbrock") and grain != "operations":
                continue
            _open(page, f"{name}&grain={grain}")
            steps = page.evaluate("backprop.steps().length")
            for step in sorted({1, steps // 2, steps // 2 + 2, steps * 3 // 4, steps - 1, steps}):
                found[f"{name}, {grain}, step {step}"] = _at(page, step, least)
    assert {name: list_ for name, list_ in found.items() if list_} == {}


def _open(page: Page, hash_: str) -> None:
    page.evaluate("hash => { location.hash = hash }", hash_)
    page.evaluate("new Promise(resolve => setTimeout(() => requestAnimationFrame(resolve)))")


def _at(page: Page, step: int, least: float) -> list[str]:
    page.evaluate("step => backprop.goTo(step)", step)
    return faults(page, least)
