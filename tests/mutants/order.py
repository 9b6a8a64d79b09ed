"""Puts the tests that have found mistakes first, then those that are called like the source, then what is quick.

A plugin for pytest. What it should know, and what it finds, stands in the file that MUTANTS_ORDER names; which test has
begun last, beside it, where somebody can see whether the run goes on.
"""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

PLACE = Path(os.environ["MUTANTS_ORDER"])
KNOWN: dict[str, Any] = json.loads(PLACE.read_text(encoding="utf-8"))
TOLD: dict[str, Any] = {}
TOOK: defaultdict[str, float] = defaultdict(float)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take what is asked for, and sort it; the tests of a module stay together."""
    found = {test: place for place, test in enumerate(KNOWN["found"])}

    def place(item: pytest.Item) -> tuple[float, bool, float]:
        module = _module(item)
        called = bool(KNOWN["first"]) and KNOWN["first"] in module
        return found.get(item.nodeid, len(found)), not called, KNOWN["seconds"].get(module, 0.0)

    alone, without = KNOWN["alone"], set(KNOWN["without"])
    items[:] = [item for item in items if not {item.nodeid, _module(item)} & without]
    if alone:
        items[:] = [item for item in items if alone in (item.nodeid, _module(item))]
    items.sort(key=place)


def _module(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_runtest_logstart(nodeid: str) -> None:
    """Note that the run goes on, and with what."""
    PLACE.with_name("begun").write_text(nodeid, encoding="utf-8")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note what cannot even be read."""
    if report.failed:
        TOLD["failed"] = report.nodeid


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how long it took, and whether it failed."""
    TOOK[report.nodeid.partition("::")[0]] += report.duration
    if report.failed:
        TOLD["failed"] = report.nodeid


def pytest_sessionfinish() -> None:
    """Say so."""
    PLACE.write_text(json.dumps({**TOLD, "took": TOOK}), encoding="utf-8")
