"""A mistake ends a build with one sentence and status 2, and the page that was there before stays as it was."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.bundle import bundle
from tests.planted.mutation import Change, planted_javascript
from tests.project import copy_bundler, copy_project

SECONDS = 15
"""A build that has not ended by then hangs."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project, with a page built before the mistake."""

    root: Path

    def build(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "generator", "build", *arguments]
        return subprocess.run(
            command, cwd=self.root, capture_output=True, encoding="utf-8", check=False, timeout=SECONDS
        )

    def bundle(self) -> None:
        """Makes the page's scripts of the sources, as `make script` does."""
        copy_bundler(self.root)
        assert bundle(self.root)

    @property
    def page(self) -> Path:
        return self.root / "build" / "index.html"

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def plant(self, file: str, change: Change) -> None:
        """A mistake in a script, by its syntax tree."""
        path = self.root / file
        (text,) = planted_javascript(path.read_text(encoding="utf-8"), [change])
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path, built_page: Path) -> Copy:
    copy_project(tmp_path, "content", "generator", "templates")
    (tmp_path / "build").mkdir()
    shutil.copy(built_page, tmp_path / "build" / "index.html")
    os.utime(tmp_path / "build" / "index.html", (1_000_000_000, 1_000_000_000))
    return Copy(tmp_path)


def is_refused(copy: Copy, *fragments: str) -> str:
    """Builds, and checks that nothing but one sentence with these fragments comes of it."""
    before = copy.page.read_bytes()
    process = copy.build()
    assert (process.returncode, process.stdout) == (2, ""), process.stderr
    lines = process.stderr.splitlines()
    assert len(lines) == 1, process.stderr
    assert lines[0].startswith("error: ")
    assert "Traceback" not in process.stderr
    for fragment in fragments:
        assert fragment in lines[0]
    assert copy.page.read_bytes() == before
    assert copy.page.stat().st_mtime == 1_000_000_000
    assert list(copy.page.parent.iterdir()) == [copy.page], "and no half page lies about"
    return lines[0]


ORIGINAL = "content/networks/original.toml"
MISTAKES: dict[str, tuple[Callable[[Copy], None], tuple[str, ...]]] = {
    "TOML": (lambda copy: copy.replace(ORIGINAL, "inputs = [0.6", "inputs = [0.6,,"), ("original.toml", "line")),
    "an unknown key": (lambda copy: copy.replace(ORIGINAL, "loss =", "lost ="), ("original.toml", "line", "lost")),
    "a wrong type": (lambda copy: copy.replace(ORIGINAL, "target = [1]", 'target = ["one"]'), ("original.toml", "target")),
    "a shape": (lambda copy: copy.replace(ORIGINAL, "[0.4, -0.6]", "[0.4]"), ("original.toml", "weights")),
    "an activation": (lambda copy: copy.replace(ORIGINAL, '"tanh"', '"tan"'), ("original.toml", "tan", "did you mean")),
    "infinity": (lambda copy: copy.replace(ORIGINAL, "0.2]", "inf]"), ("original.toml", "inf")),
    "a pair that does not fit": (lambda copy: copy.replace(ORIGINAL, '"sigmoid"', '"tanh"'), ("original.toml", "sigmoid")),
    "the site": (lambda copy: copy.replace("content/site.toml", "learning_rate = 0.5", "learning_rate = -1"), ("site.toml",)),
    "a network nobody has": (lambda copy: copy.replace("content/site.toml", '"original"', '"orignal"'), ("site.toml", "original")),
    "a node nobody has": (lambda copy: copy.replace("content/article.md", "[[yhat]]", "[[yhut]]"), ("article.md", "line", "yhut")),
    "a step nobody has": (lambda copy: copy.replace("content/article.md", "(step:last)", "(step:list)"), ("article.md", "line", "list")),
    "TeX": (lambda copy: copy.replace("content/article.md", "$z_1 = w_{11}", "$z_1 = \\farc{1}"), ("article.md", "line")),
    "a sign that the font lacks": (lambda copy: copy.replace("content/article.md", "$z_1 = w_{11}", "$z_1 = \\gimel"), ("font", "ℷ")),
    "a file that is gone": (lambda copy: (copy.root / "content" / "article.md").unlink(), ("article.md",)),
    "words that are gone": (lambda copy: copy.replace("content/narration.toml", "[operation.tanh]", "[operation.tahn]"), ("tanh",)),
    "a name that words cannot fill": (lambda copy: copy.replace("content/narration.toml", "{neuron} multiplies", "{neurone} multiplies"), ("narration.toml", "neurone")),
    "a template": (lambda copy: copy.replace("templates/page.html.jinja", "{{ data }}", "{{ dota }}"), ("page.html.jinja", "dota")),
    "a template's syntax": (lambda copy: copy.replace("templates/page.html.jinja", "{{ data }}", "{% if %}"), ("page.html.jinja",)),
    "a phrase that is gone": (lambda copy: copy.replace("content/interface.toml", 'skip = "', 'skep = "'), ("skip",)),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_sentence_and_the_page_stays(copy: Copy, name: str) -> None:
    make, fragments = MISTAKES[name]
    make(copy)
    is_refused(copy, *fragments)


@pytest.mark.parametrize(
    ("module", "change"),
    [
        ("operations/stable", Change("4 * e", "4.0001 * e")),
        ("compiled/kernels", Change("(1 - tanh) * (1 + tanh)", "(1 - tanh) * 1.0001 * (1 + tanh)")),
    ],
    ids=["explained", "shown"],
)
def test_a_page_whose_mathematics_is_wrong_is_refused(copy: Copy, module: str, change: Change) -> None:
    """In the tables that explain it, and in what computes the numbers that are shown."""
    copy.plant(f"templates/scripts/engine/{module}.js", change)
    copy.bundle()
    is_refused(copy, "Python and JavaScript differ")


def test_a_difference_too_small_to_matter_is_not_refused(copy: Copy) -> None:
    copy.plant("templates/scripts/engine/operations/stable.js", Change("4 * e", "4.0000000000001 * e"))
    copy.bundle()
    assert copy.build().returncode == 0


def test_a_page_that_cannot_be_written_is_one_sentence(copy: Copy) -> None:
    shutil.rmtree(copy.root / "build")
    (copy.root / "build").write_text("a file where the folder should be")
    process = copy.build()
    assert process.returncode == 2
    assert process.stderr.count("\n") == 1
    assert "Traceback" not in process.stderr


def test_mended_it_builds_again(copy: Copy) -> None:
    copy.replace(ORIGINAL, '"tanh"', '"tan"')
    is_refused(copy, "tan")
    copy.replace(ORIGINAL, '"tan"', '"tanh"')
    assert copy.build().returncode == 0
