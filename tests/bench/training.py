"""A run with all that there is to watch of it: how many epochs and frames a second, and what keeps a click waiting."""

from pathlib import Path

from playwright.sync_api import CDPSession

from tests.bench.table import Row, Table
from tests.browser import address, launched_browser, wait_until

RUN = (
    "net=2;8:tanh;8:tanh;1:sigmoid;bce&tool=train&data=circles&samples=500&test=0&batch=10&rate=0.3"
    "&optimizer=adam"
)
SECONDS = 5
PACES = {"normal": "60 updates a second", "fast": "as fast as it can"}

# How long each frame took, and the longest task of the main thread, which a click would wait for.
WATCH = """(seconds) => new Promise((resolve) => {
  const frames = [];
  const tasks = [0];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });
  const first = backprop.training();
  const start = performance.now();
  let last = start;
  requestAnimationFrame(function frame(now) {
    frames.push(now - last);
    last = now;
    if (now - start < 1000 * seconds) return void requestAnimationFrame(frame);
    const { epoch } = backprop.training();
    resolve({ frames: frames.length / seconds, epochs: (epoch - first.epoch) / seconds, longest: Math.max(...tasks) });
  });
})"""


def measure(root: Path, page: Path) -> Table:
    """Of 500 samples in tens, 2→8→8→1, with Adam: at the usual pace, and as fast as it can."""
    rows = []
    with launched_browser() as browser:
        tab = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        session = tab.context.new_cdp_session(tab)
        # What the processor had to do, however busy it is with other things.
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        for pace, name in PACES.items():
            tab.goto("about:blank")
            tab.goto(address(page, RUN))
            wait_until(tab, "'backprop' in window")
            tab.locator('[data-field="train-pace"]').select_option(pace)
            tab.locator('[data-action="train-run"]').click()
            tab.wait_for_timeout(1500)
            before = _busy(session)
            found = tab.evaluate(WATCH, SECONDS)
            busy = 1000 * (_busy(session) - before) / (found["frames"] * SECONDS)
            rows += [
                Row(f"{name}: frames", [found["frames"]], "a second", note="wanted: 60"),
                Row(
                    f"{name}: epochs",
                    [found["epochs"]],
                    "a second",
                    note="wanted: 20" if pace == "fast" else "",
                ),
                Row(f"{name}: main thread, processor time a frame", [busy], "ms", 1000 / 60),
                Row(f"{name}: the longest task", [found["longest"]], "ms", 50, "0: none above 50"),
            ]
    return Table("A run of 500 samples in tens, 2→8→8→1, with everything to be watched drawn", rows)


def _busy(session: CDPSession) -> float:
    """How long the main thread has computed since it began (s)."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))
