"""Puts the tests that have found mistakes first, then those that are called as the source, then what is quick.

A plugin for pytest. What it should know, and what it finds, stands in the file that MUTANTS_ORDER names.
"""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

PLACE = Path(os.environ["MUTANTS_ORDER"])
TOLD: dict[str, Any] = {}
TOOK: defaultdict[str, float] = defaultdict(float)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests; those of a module stay together."""
    known = json.loads(PLACE.read_text(encoding="utf-8"))
    found = {test: place for place, test in enumerate(known["found"])}

    def place(item: pytest.Item) -> tuple[float, bool, float]:
        module = item.nodeid.partition("::")[0]
        called = bool(known["first"]) and known["first"] in module
        return found.get(item.nodeid, len(found)), not called, known["seconds"].get(module, 0.0)

    items.sort(key=place)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long it took, and whether it failed."""
    TOOK[report.nodeid.partition("::")[0]] += report.duration
    if report.failed:
        TOLD["failed"] = report.nodeid


def pytest_sessionfinish() -> None:
    """Say so."""
    PLACE.write_text(json.dumps({**TOLD, "took": TOOK}), encoding="utf-8")
