"""How long a whole cold build takes, from the start of the process to its end."""

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.table import Row, Table

RUNS = 11
PELICAN_SECONDS = 0.48  # for the same article, where that was measured


def measure(root: Path, page: Path) -> Table:
    """Whole processes, one warm-up, beside two that show what this machine takes for Python and its imports."""
    build = ["-m", "generator", "build", "--output", str(page.with_name("timed.html"))]
    commands = {
        "python -m generator build": (build, PELICAN_SECONDS, "Pelican, elsewhere"),
        "python that imports jinja2, markdown, numpy, click": (
            ["-c", "import jinja2, markdown, numpy, click"],
            None,
            "0.25 s where Pelican took 0.48 s",
        ),
        "python that does nothing": (["-c", ""], None, ""),
    }
    rows = [
        Row(name, _timed(root, arguments), "s", budget, note)
        for name, (arguments, budget, note) in commands.items()
    ]
    return Table(f"Build: whole processes, median of {RUNS} (least … greatest)", rows)


def _timed(root: Path, arguments: list[str]) -> list[float]:
    def once() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=root, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - began

    once()
    return [once() for _ in range(RUNS)]
