"""Plants small mistakes in the sources, one at a time, and sees whether the tests notice: `make mutants`.

A mistake that no test notices has found a test that is missing, or a line that does nothing. Some change nothing that
anybody could see (`<` where two numbers are never equal): no share is expected to be 100 %.
"""

import json
import os
import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from tests.mutants.folders import FOLDERS, Folder
from tests.mutants.noticing import who_notices
from tests.mutants.planting import Site, sites_of
from tests.mutants.reaching import Reach, modules_of
from tests.mutants.running import SECONDS, Bundler, Runner

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".pytest_cache" / "mutants" / "kept.json"
"""How long the tests of each module took the last time, and what they reach."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake in a file, which is named from the root."""

    path: str
    site: Site
    line: int


def sample(folder: Folder, size: int, seed: int, root: Path = ROOT) -> list[Mutant]:
    """As many mistakes as are asked for, every place in the folder being as likely."""
    found = [
        Mutant(path.relative_to(root).as_posix(), site, text.count("\n", 0, site.start) + 1)
        for path, text, sites in sites_of([*folder.sources(root)])
        for site in sites
    ]
    chosen = random.Random(f"{seed} {folder.name}")  # noqa: S311 - nobody is kept out by these
    return chosen.sample(found, min(size, len(found)))


@dataclass(slots=True)
class Planted:
    """A copy of the project in which mistakes of one folder are planted, one after another."""

    folder: Folder
    runner: Runner
    bundler: Bundler
    reach: Reach
    passed_over: list[str] = field(default_factory=list)
    """Tests that fail without a mistake, or now and then."""
    trusted: set[str] = field(default_factory=set)
    """Tests without a browser that have noticed a mistake, and pass without one."""

    @property
    def entries(self) -> tuple[str, ...]:
        """What the tests of the folder ask of the scripts, and of these the one that all tests may ask."""
        folders = {f"tests/{test.split('/')[1]}" for test in self.folder.pure} | {"tests/lesson"}
        return tuple(
            entry
            for folder in sorted(folders)
            if (self.runner.root / (entry := f"{folder}/entry.js")).exists()
        )

    def noticed_by(self, mutant: Mutant) -> str | None:
        """The test that notices the mistake, or what stands for it; None if none does. The copy is as before afterwards."""
        path = self.runner.root / mutant.path
        clean = path.read_text(encoding="utf-8")
        self.write(path, mutant.site.planted(clean))
        # What stands beside the folders of the scripts is in the page's bundles alone.
        page = bool(self.folder.in_a_browser) or path.parent.name == "scripts"
        try:
            if path.suffix == ".js" and not self.bundler.bundle(mutant.path, self.entries, page=page):
                return "the bundler"
            modules = modules_of(self.runner.root, self.folder.pure)
            pure = tuple(self.reach.modules_for(modules, mutant.path, mutant.site.within))
            for tests, marked in ((pure, "not browser"), (self.folder.in_a_browser, "browser")):
                if tests:
                    asked = Asked(self, mutant, clean, tests, marked)
                    trusted = None if marked == "browser" else self.trusted
                    test = who_notices(asked, self.passed_over, SECONDS, trusted)
                    if test is not None:
                        self.runner.remember(test)
                        return test or "all, which cannot begin"
            return None
        finally:
            self.write(path, clean)
            self.bundler.ship(self.bundler.clean)

    def write(self, path: Path, text: str) -> None:
        """Write the module at `path` anew."""
        times = path.stat()
        path.write_text(text, encoding="utf-8")
        # What Python keeps of a module is taken for it as long as its time is the same, to the second.
        os.utime(path, (times.st_atime, times.st_mtime + 10))


@dataclass(frozen=True, slots=True)
class Asked:
    """Tests that are asked about one mistake, which stands in the copy."""

    planted: Planted
    mutant: Mutant
    clean: str
    tests: tuple[str, ...]
    marked: str

    def first_failure(self, *, alone: str = "", without: Sequence[str] = (), seconds: float) -> str | None:
        """With the mistake: the test that fails first, "" for what is no test, None if all pass."""
        ask = partial(
            self.planted.runner.first_failure,
            marked=self.marked,
            first=Path(self.mutant.path).stem,
            alone=alone,
            seconds=seconds,
        )
        # The modules that have noticed something last are read before all others are.
        recent = () if alone else self.planted.runner.recent(self.tests)
        failed = ask(recent, without=without) if recent else None
        return ask(self.tests, without=[*without, *recent]) if failed is None else failed

    def fails_clean(self, test: str) -> bool:
        """Whether this one fails without the mistake; of what is no test, whether the tests cannot even begin."""
        planted, path = self.planted, self.planted.runner.root / self.mutant.path
        wrong, scripts = path.read_text(encoding="utf-8"), planted.bundler.shipped()
        planted.write(path, self.clean)
        planted.bundler.ship(planted.bundler.clean)
        try:
            return (
                planted.runner.first_failure(self.tests, self.marked, alone=test, only_collect=not test)
                is not None
            )
        finally:
            planted.write(path, wrong)
            planted.bundler.ship(scripts)


def copy_to(place: Path) -> Path:
    """The project as it stands here, without what make has set up, which it borrows."""
    copy = place / "copy"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache")
    )
    for borrowed in (".venv", "tests/javascript/node_modules"):
        (copy / borrowed).symlink_to((ROOT / borrowed).resolve())
    return copy


@click.command()
@click.argument("names", nargs=-1, type=click.Choice([folder.name for folder in FOLDERS]))
@click.option("--seed", default=1, show_default=True, help="The same seed plants the same mistakes.")
@click.option("--size", default=20, show_default=True, help="How many mistakes a folder.")
@click.option(
    "--pure", is_flag=True, help="Ask only the tests that need no browser: quick, and a lower bound."
)
@click.option(
    "--within",
    type=float,
    help="Leave out modules of tests that took more seconds the last time: a lower bound.",
)
def main(names: tuple[str, ...], seed: int, size: int, *, pure: bool, within: float | None) -> None:
    """Plant mistakes in the folders of these NAMES, or in all, and report which no test has noticed."""
    with TemporaryDirectory() as place:
        copy, scratch = copy_to(Path(place)), Path(place) / "scratch"
        scratch.mkdir()
        bundler = Bundler(copy)
        kept: dict[str, Any] = {"seconds": {}, "reached": {}, "known": {}}
        if KEPT.exists():
            kept = json.loads(KEPT.read_text(encoding="utf-8"))
        for folder in FOLDERS:
            if names and folder.name not in names:
                continue
            runner = Runner(copy, scratch, kept["seconds"])
            runner.load()
            slow = [
                module for module, took in kept["seconds"].items() if within is not None and took > within
            ]
            reach = Reach(copy, kept["reached"], kept["known"])
            reach.record(runner, bundler, modules_of(copy, folder.pure))
            KEPT.parent.mkdir(parents=True, exist_ok=True)
            KEPT.write_text(json.dumps(kept), encoding="utf-8")
            asked = replace(folder, in_a_browser=()) if pure else folder
            try_all(Planted(asked, runner, bundler, reach, slow), sample(folder, size, seed, copy))
            KEPT.write_text(json.dumps(kept), encoding="utf-8")
        bundler.close()


def try_all(planted: Planted, mutants: list[Mutant]) -> None:
    """Plant them, one after another, and say which ones no test has noticed."""
    noticed = 0
    for mutant in mutants:
        begun = time.monotonic()
        before = len(planted.passed_over)
        test = planted.noticed_by(mutant)
        noticed += test is not None
        seconds = time.monotonic() - begun
        said = "SURVIVED" if test is None else "noticed"
        by = "" if test is None else f"  by {test}"
        click.echo(f"{said:9}{seconds:5.0f} s  {mutant.path}:{mutant.line}  {mutant.site.what!r}{by}")
        for unsteady in planted.passed_over[before:]:
            click.echo(
                f"    passed over from now on, for it failed without the mistake or not again: {unsteady}"
            )
    click.echo(f"{planted.folder.name}: {noticed} of {len(mutants)} noticed, {noticed / len(mutants):.0%}\n")


if __name__ == "__main__":
    main()
