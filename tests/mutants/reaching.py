"""Which modules of tests reach which functions: what cannot come to a mistake cannot notice it, and need not be asked.

Each module of tests is run once, alone, and what it reaches is kept until it changes. A mistake outside all functions, as
in a table, concerns all who use a function of that module or of those that import it. Who starts another process may
reach everything that is written in Python. Where a function has changed since, all modules are asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.mutants.running import Bundler, Runner

PROCESSES = "processes"
"""Stands among what a module of tests reaches where it starts other processes."""


def key(path: str, within: str) -> str:
    """How the function is called that stands in this file, both as tests.mutants.planting has them."""
    return f"{path} {within}"


@dataclass(slots=True)
class Reach:
    """What each module of tests has reached in the copy at `root`."""

    root: Path
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Module of tests -> the digest of its text, what it reaches, and which functions there were then."""
    known: dict[str, list[str]] = field(default_factory=dict)
    """All functions of scripts that there were at a time, by their digest."""

    def record(self, runner: Runner, bundler: Bundler, modules: Sequence[str]) -> None:
        """Run those of which nothing is known, or that have changed, and note what they reach."""
        unknown = [
            module for module in modules if self.kept.get(module, {}).get("digest") != self._digest(module)
        ]
        if not unknown:
            return
        with bundler.noting() as functions:
            known = sorted(key(*function) for function in functions)
            time = sha256("".join(known).encode()).hexdigest()[:16]
            self.known[time] = known
            for module in unknown:
                told = runner.reached(module)
                if told is None:
                    continue
                scripts = [key(*functions[number]) for number in told["functions"]]
                processes = [PROCESSES] * told["processes"]
                reached = sorted({*scripts, *told["python"], *processes})
                self.kept[module] = {"digest": self._digest(module), "reached": reached, "time": time}

    def modules_for(self, modules: Sequence[str], path: str, within: str) -> list[str]:
        """Those of the modules that can come to the function `within` the file at `path`, or to what stands in none."""
        beginnings = () if within else tuple(f"{file} " for file in (path, *self._importing(path)))
        asked = []
        for module in modules:
            kept = self.kept.get(module)
            # A script is not exchanged for other processes: who starts them is asked about Python alone.
            if (
                kept is None
                or key(path, within) in kept["reached"]
                or any(one.startswith(beginnings) for one in kept["reached"])
                or (path.endswith(".py") and PROCESSES in kept["reached"])
                or self._has_changed(kept["time"], path, within)
            ):
                asked.append(module)
        return asked

    def _has_changed(self, time: str, path: str, within: str) -> bool:
        """Whether the function of a script has become another one since then."""
        functions = [one for one in self.known[time] if one.startswith(f"{path} ")]
        return bool(within and functions) and key(path, within) not in functions

    def _digest(self, module: str) -> str:
        return sha256((self.root / module).read_bytes()).hexdigest()[:16]

    def _importing(self, path: str) -> list[str]:
        file = self.root / path
        stem = file.parent.name if file.stem == "__init__" else file.stem
        imported = re.compile(
            rf"from \"[./\w-]*/{re.escape(file.name)}\""
            if file.suffix == ".js"
            else rf"import.*\b{stem}\b|\.{stem} import"
        )
        folder = self.root / Path(path).parts[0]
        return [
            other.relative_to(self.root).as_posix()
            for other in sorted(folder.rglob(f"*{file.suffix}"))
            if other != file
            and other.parent != self.root / "templates"
            and imported.search(other.read_text(encoding="utf-8"))
        ]


COMMITTED = "test_committed_page.py"
"""Holds what is built against what is committed: it would notice every change, a mistake or not."""


def modules_of(root: Path, tests: Sequence[str]) -> list[str]:
    """The modules of tests at these places, each once."""
    found = [
        path.relative_to(root).as_posix()
        for test in tests
        for path in ([root / test] if test.endswith(".py") else sorted((root / test).rglob("test_*.py")))
        if path.name != COMMITTED
    ]
    return list(dict.fromkeys(found))
