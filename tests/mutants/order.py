"""Puts the tests that have found mistakes first, then those that are called like the source, then what is quick.

A plugin for pytest. What it should know, and what it finds, stands in the file that MUTANTS_ORDER names; which test has
begun last, beside it, where somebody can see whether the run goes on. Where it is asked what the tests reach, it notes
that as well: of Python the functions that are called, of scripts what their bundles note of themselves.
"""

import json
import os
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path
from types import CodeType, FrameType
from typing import Any
from weakref import WeakSet

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
    if KNOWN.get("reached") and report.when != "teardown":
        _note_scripts()
    TOOK[report.nodeid.partition("::")[0]] += report.duration
    if report.failed:
        TOLD["failed"] = report.nodeid


def pytest_sessionfinish() -> None:
    """Say so."""
    PLACE.write_text(json.dumps({**TOLD, "took": TOOK}), encoding="utf-8")
    if KNOWN.get("reached"):
        sys.setprofile(None)
        threading.setprofile(None)
        root = Path.cwd()
        python = {
            f"{Path(code.co_filename).relative_to(root).as_posix()} {code.co_qualname}"
            for code in [*CALLED]
            if code.co_filename.startswith(f"{root}/generator/") and code.co_name != "<module>"
        }
        PLACE.write_text(
            json.dumps({"functions": sorted(RUN), "python": sorted(python), "processes": STARTED != []}),
            encoding="utf-8",
        )


CALLED: set[CodeType] = set()
RUN: set[int] = set()
STARTED: list[object] = []


def pytest_configure() -> None:
    """Listen, where it is asked what is reached."""
    if not KNOWN.get("reached"):
        return
    from generator.script import Script

    begin, start = Script.__init__, subprocess.Popen.__init__

    def begun(self: Script, *texts: str, **more: Any) -> None:
        begin(self, *texts, **more)
        NEW.append(self)

    def started(*given: Any, **more: Any) -> None:
        STARTED.append(given[1:2])
        start(*given, **more)

    def called(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            CALLED.add(frame.f_code)

    Script.__init__ = begun  # type: ignore[method-assign]
    subprocess.Popen.__init__ = started  # type: ignore[method-assign]
    threading.setprofile(called)
    sys.setprofile(called)


NEW: list[Any] = []
"""Scripts that this test has begun, which would otherwise be gone when it ends."""
SCRIPTS: WeakSet[Any] = WeakSet()


def _note_scripts() -> None:
    SCRIPTS.update(NEW)
    for script in SCRIPTS:
        RUN.update(
            map(
                int,
                json.loads(str(script._v8.eval("JSON.stringify(Object.keys(globalThis.$reached ?? []))"))),
            )
        )
    NEW.clear()
