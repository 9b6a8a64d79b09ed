"""Which modules of tests reach which functions: what cannot come to a mistake cannot notice it, and need not be asked.

Each module of tests is run once, alone, and what it reaches is kept until it changes. A mistake outside all functions, as
in a table, concerns all who use a function of that module or of those that import it. Who starts another process may
reach everything that is written in Python. Where nothing is known of a function, all modules are asked.
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
    """Module of tests -> the digest of its text, and what it reaches."""

    def record(self, runner: Runner, bundler: Bundler, modules: Sequence[str]) -> None:
        """Run those of which nothing is known, or that have changed, and note what they reach."""
        unknown = [
            module for module in modules if self.kept.get(module, {}).get("digest") != self._digest(module)
        ]
        if not unknown:
            return
        with bundler.noting() as functions:
            for module in unknown:
                told = runner.reached(module)
                if told is None:
                    continue
                scripts = [key(*functions[number]) for number in told["functions"]]
                processes = [PROCESSES] * told["processes"]
                reached = sorted({*scripts, *told["python"], *processes})
                self.kept[module] = {"digest": self._digest(module), "reached": reached}

    def modules_for(self, modules: Sequence[str], path: str, within: str) -> list[str]:
        """Those of the modules that can come to the function `within` the file at `path`, or to what stands in none."""
        ours = {key(path, within)} if within else set()
        beginnings = () if within else tuple(f"{file} " for file in (path, *self._importing(path)))
        known = {module: self.kept[module]["reached"] for module in modules if module in self.kept}

        def comes_to(reached: list[str]) -> bool:
            return not ours.isdisjoint(reached) or any(one.startswith(beginnings) for one in reached)

        found = [module for module in modules if module not in known or comes_to(known[module])]
        if not any(module in known for module in found):
            return list(modules)
        # A script is not exchanged for other processes: these are asked about Python alone.
        starting = [
            module for module, reached in known.items() if path.endswith(".py") and PROCESSES in reached
        ]
        return list(dict.fromkeys([*found, *starting]))

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


def modules_of(root: Path, tests: Sequence[str]) -> list[str]:
    """The modules of tests at these places, each once."""
    found = [
        path.relative_to(root).as_posix()
        for test in tests
        for path in ([root / test] if test.endswith(".py") else sorted((root / test).rglob("test_*.py")))
    ]
    return list(dict.fromkeys(found))
