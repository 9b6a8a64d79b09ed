"""What a slider's event costs in a large network until its change is on the screen, step by step and grain by grain."""

from pathlib import Path

from playwright.sync_api import Page

from generator.places import Places
from generator.site import building
from tests.bench.table import Row, Table
from tests.browser import address, launched_browser, wait_until

NETWORK = Path("tests/drawing/large.toml")
SLIDER = "x1"
WARM_UP = 15
EVENTS = 60
FRAME_MS = 1000 / 60
GRAINS = ("neurons", "layers")

# The slider goes from one end to the other within a second. As an event of a person's comes: at the start of a frame. Its end is the first task after that frame was drawn, so
# scripts, style, layout and painting are all counted, but not the waiting for the frame.
DRAG = """async ([name, events]) => {
  const slider = document.querySelector(`input[type=range][name=${name}]`);
  const [least, greatest] = [Number(slider.min), Number(slider.max)];
  const channel = new MessageChannel();
  const times = [];
  for (let i = 0; i < events; i += 1) {
    times.push(await new Promise((resolve) => requestAnimationFrame(() => {
      const start = performance.now();
      slider.value = String(least + (greatest - least) * (i + 0.5) / events);
      slider.dispatchEvent(new Event("input", {bubbles: true}));
      const handled = performance.now();
      channel.port2.onmessage = () => resolve([performance.now() - start, handled - start]);
      channel.port1.postMessage(null);
    })));
  }
  return times;
}"""


def measure(root: Path, _page: Path) -> Table:
    """The times of 16→64→64→10, at its first, middle and last step."""
    page = _page.with_name("large.html")
    building.build(Places(root, root / "content"), network=root / NETWORK, output=page)
    rows: list[Row] = []
    with launched_browser() as browser:
        tab = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        for grain in GRAINS:
            for name, step in (("first", "first"), ("middle", "middle"), ("last", "last")):
                _open(tab, page, grain, step)
                tab.evaluate(DRAG, [SLIDER, WARM_UP])
                times = tab.evaluate(DRAG, [SLIDER, EVENTS])
                scripting = sorted(handled for _, handled in times)[EVENTS // 2]
                rows.append(
                    Row(
                        f"{grain}, {name} step",
                        [shown for shown, _ in times],
                        "ms",
                        FRAME_MS,
                        f"of it scripting {scripting:.1f} ms",
                    )
                )
    return Table(
        f"Dragging {SLIDER} in 16→64→64→10: a slider's input event to its frame on the screen, {EVENTS} events",
        rows,
    )


def _open(tab: Page, page: Path, grain: str, step: str) -> None:
    """The page at this grain and step, drawn."""
    tab.goto("about:blank")
    tab.goto(address(page, f"grain={grain}&step=1"))
    wait_until(tab, "'backprop' in window")
    count = tab.evaluate("backprop.steps().length")
    tab.evaluate("step => backprop.goTo(step)", {"first": 1, "middle": count // 2, "last": count}[step])
    tab.wait_for_timeout(400)
