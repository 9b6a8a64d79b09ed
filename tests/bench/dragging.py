"""What a slider's input event costs until the page is up to date, in the browser, on the built page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession

from tests.bench.table import Row, Table
from tests.browser import address, launched_browser

SLIDER = "w11"
WARM_UP = 50
EVENTS = 200
BUDGET_MS = 2.0  # of scripting, median

# One event after the other, each followed by its frame. Counted are the handlers of the event, and those callbacks
# of the frame that lie between two of ours, so that a page that draws in the frame is measured as well.
DRAG = """async ([name, events]) => {
  const slider = document.querySelector(`input[type=range][name=${name}]`);
  const [least, greatest] = [Number(slider.min), Number(slider.max)];
  const times = [];
  for (let i = 0; i < events; i += 1) {
    slider.value = String(least + (greatest - least) * ((i * 0.37) % 1));
    let drawing;
    const before = new Promise((resolve) => requestAnimationFrame(() => { drawing = performance.now(); resolve(); }));
    const start = performance.now();
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    const handled = performance.now();
    const after = new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
    await before;
    times.push(handled - start + (await after) - drawing);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return times;
}"""


def measure(root: Path, page: Path) -> Table:
    """The time of each event's scripts, and what the browser itself counts, for each event on the average."""
    with launched_browser() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        tab = context.new_page()
        tab.goto(address(page))
        tab.evaluate(DRAG, [SLIDER, WARM_UP])
        session = context.new_cdp_session(tab)
        session.send("Performance.enable")
        before = _counted(session)
        times = tab.evaluate(DRAG, [SLIDER, EVENTS])
        after = _counted(session)
        context.close()

    def mean(*names: str) -> list[float]:
        return [1000 * sum(after[name] - before[name] for name in names) / EVENTS]

    rows = [
        Row("scripting", times, "ms", BUDGET_MS, "the browser's clock ticks every 0.1 ms"),
        Row("scripting, as the browser counts it", mean("ScriptDuration"), "ms", note="mean"),
        Row("style and layout", mean("RecalcStyleDuration", "LayoutDuration"), "ms", note="mean"),
        Row("all of the main thread", mean("TaskDuration"), "ms", note="mean"),
    ]
    return Table(f"Dragging {SLIDER}: a slider's input event to finished DOM, {EVENTS} events", rows)


def _counted(session: CDPSession) -> dict[str, float]:
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}
