"""How long a whole cold build takes, from the start of the process to its end, beside Pelican on the same article."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.table import Row, Table

RUNS = 15
TIMES_PELICAN = 1.5


def measure(root: Path, page: Path) -> Table:
    """Whole processes, in turn, so that a machine that is busy for a while is busy for all of them.

    Both keep their bytecode, as Python does unless it is told otherwise, here in a folder of their own.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "bytecode")
        pelican = _pelican(root, Path(folder))
        commands = {
            "python -m generator build": [
                "-m",
                "generator",
                "build",
                "--output",
                str(page.with_name("timed.html")),
            ],
            "python -m pelican, the same article": pelican,
            "python that imports jinja2, markdown, numpy": ["-c", "import jinja2, markdown, numpy"],
            "python that does nothing": ["-c", ""],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS + 1):
            for name, arguments in commands.items():
                seconds[name].append(_timed(root, arguments, environment))
    rows = [Row(name, timed[1:], "s") for name, timed in seconds.items()]  # the first is a warm-up
    build, other, *_ = rows
    pairs = [own / its for own, its in zip(build.samples, other.samples, strict=True)]
    ratio = Row("a build, in times of Pelican", pairs, "times", TIMES_PELICAN)
    return Table(f"Build: whole processes in turn, median of {RUNS} (least … greatest)", [ratio, *rows])


def _timed(root: Path, arguments: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], cwd=root, stdout=subprocess.DEVNULL, check=True, env=environment
    )
    return time.perf_counter() - began


def _pelican(root: Path, folder: Path) -> list[str]:
    """Pelican's command for a site of the one article, with nothing else to do."""
    content = folder / "content"
    content.mkdir()
    article = (root / "content" / "article.md").read_text(encoding="utf-8")
    (content / "article.md").write_text(f"Title: Article\nDate: 2026-01-01\n\n{article}", encoding="utf-8")
    settings = {
        "PATH": str(content), "OUTPUT_PATH": str(folder / "output"), "SITENAME": "Timed", "TIMEZONE": "UTC",
        "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "TRANSLATION_FEED_ATOM": None,
        "AUTHOR_FEED_ATOM": None, "AUTHOR_FEED_RSS": None,
    }  # fmt: skip
    (folder / "conf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    return ["-m", "pelican", "--settings", str(folder / "conf.py"), "--quiet", "--fatal", "errors"]
