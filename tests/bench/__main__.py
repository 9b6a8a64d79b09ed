"""`make bench`: measures what CONTRIBUTING.md has budgets for. Name subjects to measure only those."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generator.places import Places
from generator.site import building
from tests.bench import build_time, dragging, engine, imports, large, page_weight, training
from tests.bench.table import Table, printed

ROOT = Path(__file__).resolve().parents[2]

# A subject is a module that makes a table from the project's root and a page that was just built from it.
SUBJECTS: dict[str, Callable[[Path, Path], Table]] = {
    "build": build_time.measure,
    "imports": imports.measure,
    "weight": page_weight.measure,
    "dragging": dragging.measure,
    "large": large.measure,
    "training": training.measure,
    "engine": engine.measure,
}


def main(names: list[str]) -> None:
    """Measure the subjects named, or all."""
    unknown = [name for name in names if name not in SUBJECTS]
    if unknown:
        sys.exit(f"error: no subject {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "index.html"
        building.build(Places(ROOT, ROOT / "content"), network=None, output=page)
        for name in names or SUBJECTS:
            print(printed(SUBJECTS[name](ROOT, page)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
