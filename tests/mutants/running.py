"""Runs tests in a copy of the project, as often as there are mistakes: what all runs have in common is loaded once.

Every run is a process of its own that begins where this one stands: with pytest, NumPy and JAX loaded, and nothing of the
project. So a run costs what its tests cost, and the next one knows nothing of it but which tests were quick, and which
of them have found mistakes.
"""

import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import find_node, run_bundler
from tests.bundled import kept_at

SECONDS = 200
"""After which a test counts as one that does not end."""
RECENT = 4
PASSED = (0, 5)
"""pytest's statuses for tests that passed, and for none at all."""

HEAVY = (
    "numpy",
    "jax",
    "hypothesis",
    "bs4",
    "fontTools.ttLib",
    "playwright.sync_api",
    "sklearn",
    "skops.io",
    "pypdf",
)


@dataclass(slots=True)
class Runner:
    """Runs in the copy at `root`; `scratch` is theirs alone."""

    root: Path
    scratch: Path
    seconds: dict[str, float] = field(default_factory=dict)
    """How long the tests of each module take, as far as they have run."""
    found: list[str] = field(default_factory=list)
    """Tests that have found mistakes, the last one first."""

    def load(self) -> None:
        """Load what the runs have in common."""
        for name in HEAVY:
            if find_spec(name.partition(".")[0]):
                importlib.import_module(name)

    def first_failure(
        self,
        tests: tuple[str, ...],
        marked: str,
        *,
        first: str = "",
        alone: str = "",
        without: Sequence[str] = (),
        only_collect: bool = False,
        seconds: float = SECONDS,
    ) -> str | None:
        """The test that fails first, or does not end within so many seconds; "" if none can begin, None if all pass.

        Those of modules that have `first` in their names come before all. Only the one named `alone` runs, if one is named,
        and none of those in `without`; or they are looked for, and none runs.
        """
        temporary, order = self.scratch / "temporary", self.scratch / "order.json"
        temporary.mkdir()
        known = {"found": self.found, "first": first, "seconds": self.seconds, "alone": alone}
        order.write_text(json.dumps(known | {"without": list(without)}), encoding="utf-8")
        begun = self.scratch / "begun"
        begun.write_text("", encoding="utf-8")
        modules = (alone.partition("::")[0],) if alone else tests
        options = ["-qx", "-m", marked, "-p", "tests.mutants.order", *["--collect-only"] * only_collect]
        status = self._run([*modules, *options], temporary, order, seconds)
        shutil.rmtree(temporary, ignore_errors=True)
        if status is None:
            return begun.read_text(encoding="utf-8")
        told: dict[str, Any] = json.loads(order.read_text(encoding="utf-8"))
        if not (alone or only_collect):
            for module, took in told.get("took", {}).items():
                self.seconds[module] = max(took, self.seconds.get(module, 0.0))
        if status in PASSED:
            return None
        return str(told.get("failed", begun.read_text(encoding="utf-8")))

    def reached(self, module: str) -> dict[str, Any] | None:
        """What this module of tests reaches, as tests.mutants.order tells it; None where it does not end, or fails."""
        temporary, order = self.scratch / "temporary", self.scratch / "order.json"
        temporary.mkdir()
        known = {"found": [], "first": "", "seconds": {}, "alone": "", "without": [], "reached": True}
        order.write_text(json.dumps(known), encoding="utf-8")
        (self.scratch / "begun").write_text("", encoding="utf-8")
        options = ["-q", "-m", "not browser", "-p", "tests.mutants.order"]
        status = self._run([module, *options], temporary, order, SECONDS)
        shutil.rmtree(temporary, ignore_errors=True)
        told: dict[str, Any] = json.loads(order.read_text(encoding="utf-8"))
        return told if status in PASSED else None

    def recent(self, tests: tuple[str, ...]) -> tuple[str, ...]:
        """The modules among these tests that have found the last few mistakes."""
        modules = dict.fromkeys(test.partition("::")[0] for test in self.found)
        return tuple(module for module in modules if module.startswith(tests))[:RECENT]

    def remember(self, test: str) -> None:
        """Let this one begin from now on."""
        self.found = [test, *(other for other in self.found if other != test)]

    @property
    def said(self) -> str:
        """The end of what the last run printed."""
        return (self.scratch / "said").read_text(encoding="utf-8", errors="replace")[-2000:]

    def _run(self, arguments: list[str], temporary: Path, order: Path, seconds: float) -> int | None:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # that JAX, which has not begun to compute, could have threads by now
            child = os.fork()
        if child == 0:
            self._be_run(arguments, temporary, order)
        begun = order.with_name("begun")
        while time.time() < begun.stat().st_mtime + seconds:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return None

    def _be_run(self, arguments: list[str], temporary: Path, order: Path) -> None:
        status = 3
        try:
            os.setsid()
            said = os.open(self.scratch / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            here = Path.cwd()
            os.chdir(self.root)
            sys.path[:] = [str(self.root), *(path for path in sys.path if Path(path).resolve() != here)]
            for name in [name for name in sys.modules if name.partition(".")[0] in ("generator", "tests")]:
                del sys.modules[name]
            os.environ |= {
                "TMPDIR": str(temporary),
                "PYTHONPATH": str(self.root),
                "MUTANTS_ORDER": str(order),
                "CI": "1",  # property tests take the same examples every time
            }
            status = int(pytest.main([*arguments, "-W", "ignore::pytest.PytestAssertRewriteWarning"]))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


class Bundler:
    """Bundles of scripts with one module changed, put where the tests of a copy look for them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.clean = self.shipped()
        """The page's scripts without a mistake."""
        node = find_node()
        assert node is not None, "planting mistakes in JavaScript needs Node: run `make script`"
        self._process = subprocess.Popen(
            [node, "tests/javascript/bundle.js", "several"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def bundle(self, path: str, entries: tuple[str, ...], *, page: bool) -> bool:
        """Make the bundles of these entries, and of the page, as the module at `path` is now; whether it can be done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        text = (self._root / path).read_text(encoding="utf-8")
        asked = {"file": path, "text": text, "entries": entries, "page": page}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        made: dict[str, str] = json.loads(self._process.stdout.readline())
        if "fault" in made:
            return False
        for name, bundled in made.items():
            for place in _places(self._root, name):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(bundled, encoding="utf-8", newline="\n")
        return True

    @contextmanager
    def noting(self) -> Iterator[list[tuple[str, str]]]:
        """For a while, the bundles that tests ask for note what runs; given are the functions, by the numbers they note."""
        entries = [path.relative_to(self._root).as_posix() for path in self._root.glob("tests/*/entry.js")]
        made = json.loads(run_bundler(self._root, "reached", *sorted(entries)))
        places = {
            place: text for name, text in made["bundles"].items() for place in _places(self._root, name)
        }
        for place, text in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        try:
            yield made["functions"]
        finally:
            for place in places:
                place.unlink()

    def shipped(self) -> dict[str, str]:
        """The page's scripts as they are now. What tests have of their own is kept by what its sources say."""
        paths = (self._root / "templates").glob("*.js")
        return {path.name: path.read_text(encoding="utf-8") for path in paths}

    def ship(self, scripts: dict[str, str]) -> None:
        """Put these in the place of the page's scripts."""
        for name, text in scripts.items():
            (self._root / "templates" / name).write_text(text, encoding="utf-8", newline="\n")

    def close(self) -> None:
        """End the bundler."""
        self._process.communicate()


def _places(root: Path, name: str) -> list[Path]:
    if "/" not in name:
        return [root / "templates" / name]
    return [kept_at(name, minified=minified, root=root) for minified in (False, True)]
