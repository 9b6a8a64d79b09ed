"""What a person's drag, click and first sight of the page cost the browser, beside a bare page in the same run.

Real pointer events, and the browser's own counters: scripting, and all of the main thread, animation included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Locator, Page

from tests.bench.table import Row, Table
from tests.browser import address, launched_browser

EVENTS = 80
CLICKS = 15
PAINTS = 5
# Until what a click sets in motion is at rest (ms).
AT_REST = 700

# As little as a page with a slider and a drawing can do: a few lines whose ends follow, and their numbers.
BARE = """<!doctype html><title>Bare</title><h1>Bare</h1><svg viewBox="0 0 400 200" width="800">{lines}</svg>
<input type="range" name="w11" min="-3" max="3" step="0.01" value="0.5" style="width:400px"><button>Next</button><script>
  const [lines, texts] = ["line", "text"].map((name) => [...document.querySelectorAll(name)]);
  const show = (value) => {{
    lines.forEach((line, k) => line.setAttribute("y2", 100 + value * (k + 1)));
    texts.forEach((text, k) => (text.textContent = (value * (k + 1)).toFixed(3)));
  }};
  document.querySelector("input").addEventListener("input", (event) => show(Number(event.target.value)));
  let step = 0;
  document.querySelector("button").addEventListener("click", () => show((step += 1)));
</script>""".format(
    lines="".join(
        f'<line x1="10" y1="{20 * k}" x2="300" y2="{20 * k}" stroke="black"/><text x="310" y="{20 * k}">0</text>'
        for k in range(1, 10)
    )
)

LARGEST_PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) =>
  resolve(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true }))"""


def measure(root: Path, page: Path) -> Table:
    """Milliseconds an event, on the average: the built page's and the bare one's."""
    with launched_browser() as browser:
        rows = []
        for name, is_bare in (("bare page", True), ("page", False)):
            with _opened(browser, None if is_bare else address(page)) as (tab, session):
                slider, button = (
                    tab.locator("input[name=w11]"),
                    tab.get_by_role("button", name="Next", exact=True),
                )
                opened = _heap(session)
                drag = cost_of(session, EVENTS, lambda: _drag(tab, slider, EVENTS))  # noqa: B023
                click = cost_of(session, CLICKS, lambda: _click(tab, button))  # noqa: B023
                used = _heap(session)
            budgets: tuple[float | None, ...] = (None,) * 4 if is_bare else (1.5, 7, 3, 12)
            rows += [
                Row(f"{name}: {what}, {part}", [cost], "ms", budget)
                for (what, part, cost), budget in zip(
                    [
                        ("dragging w11", "scripting", drag[0]),
                        ("dragging w11", "main thread", drag[1]),
                        ("a click on Next", "scripting", click[0]),
                        ("a click on Next", "main thread", click[1]),
                    ],
                    budgets,
                    strict=True,
                )
            ]
            # Who drives the browser has its share of the second.
            rows += [
                Row(f"{name}: heap as it opens", [opened], "MB", None if is_bare else 1.6),
                Row(f"{name}: heap after that", [used], "MB"),
            ]
            paints = [_largest_paint(browser, None if is_bare else address(page)) for _ in range(PAINTS)]
            rows.append(Row(f"{name}: largest paint", paints, "ms", None if is_bare else 240))
    return Table(f"Dragging, clicking, opening: {EVENTS} moves of a pointer, {CLICKS} clicks", rows)


@contextmanager
def _opened(browser: Browser, where: str | None) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    if where:
        tab.goto(where)
    else:
        tab.set_content(BARE)
    session = context.new_cdp_session(tab)
    # What the processor had to do, however busy it is with other things.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    yield tab, session
    context.close()


def _drag(tab: Page, slider: Locator, events: int) -> None:
    """Takes hold of a slider and moves it there and back, a frame for each move."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    tab.mouse.move(box["x"] + box["width"] * 0.58, y)
    tab.mouse.down()
    for k in range(events):
        tab.mouse.move(box["x"] + box["width"] * (0.15 + 0.7 * abs(((k * 0.037) % 2) - 1)), y)
        tab.evaluate("() => new Promise((resolve) => requestAnimationFrame(resolve))")
    tab.mouse.up()


def _click(tab: Page, button: Locator) -> None:
    """From its first step on, with all that each click sets in motion."""
    if tab.evaluate("'backprop' in window"):
        tab.evaluate("backprop.goTo(1)")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    for _ in range(CLICKS):
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        tab.wait_for_timeout(AT_REST)


def cost_of(session: CDPSession, events: int, act: Any, *, warm: bool = True) -> tuple[float, float]:
    """Scripting and all of the main thread, in milliseconds an event; `warm` if it is done once before."""
    if warm:
        act()
    before = _counted(session)
    act()
    after = _counted(session)
    script, task = (
        1000 * (after[name] - before[name]) / events for name in ("ScriptDuration", "TaskDuration")
    )
    return script, task


def _heap(session: CDPSession) -> float:
    """Of its scripts, in MB, without what is done with."""
    session.send("HeapProfiler.collectGarbage")
    heap: float = _counted(session)["JSHeapUsedSize"] / 1e6
    return heap


def _largest_paint(browser: Browser, where: str | None) -> float:
    with _opened(browser, where) as (tab, _):
        tab.wait_for_timeout(AT_REST)
        found: float = tab.evaluate(LARGEST_PAINT)
        return found


def _counted(session: CDPSession) -> dict[str, float]:
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}
