"""Plants small mistakes in the sources, one at a time, and sees whether the tests notice: `make mutants`.

A mistake that no test notices has found a test that is missing, or a line that does nothing. Some change nothing that
anybody could see (`<` where two numbers are never equal): no share is expected to be 100 %.
"""

import os
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.mutants.folders import FOLDERS, Folder
from tests.mutants.planting import Site, sites_of
from tests.mutants.running import Bundler, Runner

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake in a file, which is named from the root."""

    path: str
    site: Site
    line: int


def sample(folder: Folder, size: int, seed: int) -> list[Mutant]:
    """As many mistakes as are asked for, every place in the folder being as likely."""
    found = [
        Mutant(path.relative_to(ROOT).as_posix(), site, text.count("\n", 0, site.start) + 1)
        for path in folder.sources(ROOT)
        for text in [path.read_text(encoding="utf-8")]
        for site in sites_of(path)
    ]
    chosen = random.Random(f"{seed} {folder.name}")  # noqa: S311 - nobody is kept out by these
    return chosen.sample(found, min(size, len(found)))


@dataclass(slots=True)
class Planted:
    """A copy of the project in which mistakes of one folder are planted, one after another."""

    folder: Folder
    runner: Runner
    bundler: Bundler
    planted: int = 0

    @property
    def entries(self) -> tuple[str, ...]:
        """What the tests of the folder ask of the scripts, and of these the one that all tests may ask."""
        folders = {f"tests/{test.split('/')[1]}" for test in self.folder.pure} | {"tests/lesson"}
        return tuple(
            entry
            for folder in sorted(folders)
            if (self.runner.root / (entry := f"{folder}/entry.js")).exists()
        )

    def notices(self, mutant: Mutant) -> bool:
        """Whether the tests fail with the mistake in the copy, which is as before afterwards."""
        path = self.runner.root / mutant.path
        text, times = path.read_text(encoding="utf-8"), path.stat()
        path.write_text(mutant.site.planted(text), encoding="utf-8")
        # What Python keeps of a module is taken for it as long as its time is the same, to the second.
        self.planted += 1
        os.utime(path, (times.st_atime, times.st_mtime + 10 * self.planted))
        in_a_browser = bool(self.folder.in_a_browser)
        first = f"test_{path.stem}"
        try:
            if path.suffix == ".js" and not self.bundler.bundle(mutant.path, self.entries, page=in_a_browser):
                return True
            return self.runner.fails(self.folder.pure, "not browser", first) or (
                in_a_browser and self.runner.fails(self.folder.in_a_browser, "browser", first)
            )
        finally:
            path.write_text(text, encoding="utf-8")
            os.utime(path, (times.st_atime, times.st_mtime))


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
def main(names: tuple[str, ...], seed: int, size: int) -> None:
    """Plant mistakes in the folders of these NAMES, or in all, and report which no test has noticed."""
    with TemporaryDirectory() as place:
        copy, scratch = copy_to(Path(place)), Path(place) / "scratch"
        scratch.mkdir()
        bundler = Bundler(copy)
        for folder in FOLDERS:
            if names and folder.name not in names:
                continue
            runner = Runner(copy, scratch)
            runner.load()
            if runner.fails(folder.pure, "not browser"):
                raise click.ClickException(f"{folder.name}: without a mistake too, {runner.found} fail")
            try_all(Planted(folder, runner, bundler), sample(folder, size, seed))
        bundler.close()


def try_all(planted: Planted, mutants: list[Mutant]) -> None:
    """Plant them, one after another, and say which ones no test has noticed."""
    noticed = 0
    for mutant in mutants:
        begun = time.monotonic()
        caught = planted.notices(mutant)
        noticed += caught
        seconds = time.monotonic() - begun
        by = f"  by {planted.runner.found[0]}" if caught and planted.runner.found else ""
        said = "noticed" if caught else "SURVIVED"
        click.echo(f"{said:9}{seconds:5.0f} s  {mutant.path}:{mutant.line}  {mutant.site.what!r}{by}")
    click.echo(f"{planted.folder.name}: {noticed} of {len(mutants)} noticed, {noticed / len(mutants):.0%}\n")


if __name__ == "__main__":
    main()
