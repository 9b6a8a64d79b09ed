"""What a build imports, and how long each package takes: imports, not work, make up most of a build."""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.bench.table import Row, Table

RUNS = 5
SHOWN = 12

_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \| +(\S+)")


def measure(root: Path, page: Path) -> Table:
    """Each package's own time, the rest of the standard library's modules taken together."""
    runs = [_one_run(root, page.with_name("timed.html")) for _ in range(RUNS)]
    packages = {name for run in runs for name in run}
    rows = [Row(name, [run.get(name, 0.0) for run in runs], "ms") for name in packages]
    rows.sort(key=lambda row: row.figure, reverse=True)
    total = Row("all imports", [sum(run.values()) for run in runs], "ms")
    return Table(f"Imports of a build: own time, median of {RUNS} (-X importtime)", [total, *rows[:SHOWN]])


def _one_run(root: Path, output: Path) -> dict[str, float]:
    command = [sys.executable, "-X", "importtime", "-m", "generator", "build", "--output", str(output)]
    process = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True)
    milliseconds: dict[str, float] = defaultdict(float)
    for microseconds, module in _LINE.findall(process.stderr):
        package = module.partition(".")[0]
        standard = package in sys.stdlib_module_names
        milliseconds["the standard library" if standard else package] += int(microseconds) / 1000
    return milliseconds
