"""Plants small mistakes in the sources, one at a time, and sees whether the tests notice: `make mutants`.

A mistake that no test notices has found a test that is missing, or a line that does nothing. Some change nothing that
anybody could see (`<` where two numbers are never equal): no share is expected to be 100 %.
"""

import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from generator.bundle import bundle
from generator.errors import BuildError
from tests.mutants.folders import FOLDERS, Folder
from tests.mutants.planting import Site, sites_of

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 400
"""After which a run counts as one that does not end: noticed."""


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


def notices(folder: Folder, copy: Path, mutant: Mutant) -> bool:
    """Whether the tests of the folder fail with the mistake in the copy, which is as before afterwards."""
    path = copy / mutant.path
    text = path.read_text(encoding="utf-8")
    path.write_text(mutant.site.planted(text), encoding="utf-8")
    try:
        return _fails(copy, folder.pure, "not browser") or _fails_when_bundled(copy, folder)
    finally:
        path.write_text(text, encoding="utf-8")


def _fails_when_bundled(copy: Path, folder: Folder) -> bool:
    if not folder.in_a_browser:
        return False
    try:
        bundle(copy)  # what a built page carries
    except BuildError:
        return True
    return _fails(copy, folder.in_a_browser, "browser")


def _fails(copy: Path, tests: tuple[str, ...], marked: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:randomly", "-m", marked, *tests]
    try:
        process = subprocess.run(command, cwd=copy, capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return True
    if process.returncode not in (0, 1, 2, 3):
        raise click.ClickException(process.stdout.decode()[-2000:] + process.stderr.decode()[-2000:])
    return process.returncode != 0


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
        copy = copy_to(Path(place))
        for folder in FOLDERS:
            if names and folder.name not in names:
                continue
            if _fails(copy, folder.pure, "not browser"):
                raise click.ClickException(f"{folder.name}: its tests fail without a mistake")
            mutants = sample(folder, size, seed)
            noticed = 0
            for mutant in mutants:
                begun = time.monotonic()
                caught = notices(folder, copy, mutant)
                noticed += caught
                seconds = time.monotonic() - begun
                said = "noticed" if caught else "SURVIVED"
                click.echo(f"{said:9}{seconds:5.0f} s  {mutant.path}:{mutant.line}  {mutant.site.what!r}")
            click.echo(f"{folder.name}: {noticed} of {len(mutants)} noticed, {noticed / len(mutants):.0%}\n")


if __name__ == "__main__":
    main()
