"""What a slider's event and a step cost in a large network until they are on the screen: at every kind of step, in every grain."""

from pathlib import Path

from playwright.sync_api import CDPSession, Page

from generator.places import Places
from generator.site import building
from tests.bench.dragging import cost_of
from tests.bench.table import Row, Table
from tests.browser import address, launched_browser, wait_until

NETWORK = Path("tests/drawing/large.toml")
GRAINS = ("neurons", "inputs", "layers")
# So many steps of a grain, evenly apart, are those that there are of every kind.
STEPS = 24
WARM_UP = 20
EVENTS = 8
FRAME_MS = 1000 / 60

# An event comes as a person's does, at the start of a frame; the first task after that frame was drawn ends it.
IN_A_FRAME = """(act) => new Promise((resolve) => requestAnimationFrame(() => {
  act();
  const channel = new MessageChannel();
  channel.port2.onmessage = resolve;
  channel.port1.postMessage(null);
}))"""
DRAG = f"""async (events) => {{
  const slider = document.querySelector("input[type=range][name=x1]");
  const [least, greatest] = [Number(slider.min), Number(slider.max)];
  for (let k = 0; k < events; k += 1) {{
    await ({IN_A_FRAME})(() => {{
      slider.value = String(least + (greatest - least) * ((k * 7 + 3) % 60) / 60);
      slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
    }});
  }}
}}"""
NEXT = f"() => ({IN_A_FRAME})(() => document.querySelector('[data-action=next]').click())"


def measure(root: Path, _page: Path) -> Table:
    """The processor's time on the main thread, an event, at steps of 16→64→64→10."""
    page = _page.with_name("large.html")
    building.build(Places(root, root / "content"), network=root / NETWORK, output=page)
    rows: list[Row] = []
    with launched_browser() as browser:
        for grain in GRAINS:
            # What moves along the edges is measured by itself, in the benchmark of a click.
            context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            tab = context.new_page()
            tab.goto(address(page, f"grain={grain}&step=1"))
            wait_until(tab, "'backprop' in window")
            session = context.new_cdp_session(tab)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            rows += _rows(grain, tab, session)
            context.close()
    return Table(f"16→64→64→10, the main thread's time at {STEPS} steps of each grain", rows)


def _rows(grain: str, tab: Page, session: CDPSession) -> list[Row]:
    count = tab.evaluate("backprop.steps().length")
    tab.evaluate(DRAG, WARM_UP)
    drags, clicks = [], []
    for step in sorted({round(1 + k * (count - 2) / (STEPS - 1)) for k in range(STEPS)}):
        tab.evaluate("step => backprop.goTo(step)", step)
        tab.wait_for_timeout(60)
        clicks.append(cost_of(session, 1, lambda: tab.evaluate(NEXT), warm=False)[1])
        drags.append(cost_of(session, EVENTS, lambda: tab.evaluate(DRAG, EVENTS))[1])
    return [
        Row(
            f"{grain}, {what}",
            times,
            "ms",
            FRAME_MS,
            f"{sum(time <= FRAME_MS for time in times)} of {len(times)} steps within a frame",
        )
        for what, times in (("dragging x1", drags), ("a click on Next", clicks))
    ]
