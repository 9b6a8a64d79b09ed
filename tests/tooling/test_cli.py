import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner, Result

import generator.site
from generator import cli, places
from generator.errors import BuildError, ContentError
from generator.places import Places
from tests.project import project


@dataclass(frozen=True, slots=True)
class Report:
    output: Path
    raw_bytes: int = 181_240
    gzip_bytes: int = 51_960
    seconds: float = 0.314
    largest_difference: float = 2.220446e-16
    warnings: tuple[str, ...] = ()
    lessons: tuple[Path, ...] = ()


class Site(ModuleType):
    """Stands for generator/site/building.py and taken.py: says what it was asked, or raises what it is given."""

    def __init__(self) -> None:
        super().__init__("generator.site.building")
        self.asked: list[tuple[Path, Path | None, Path | None]] = []
        self.fails_with: Exception | None = None

    def build(self, where: Places, *, network: Path | None, output: Path) -> Report:
        self.answer(where, network, output)
        return Report(output)

    def Shown(self, sample: int | None, grain: str | None) -> tuple[int | None, str | None]:  # noqa: N802 - as there
        return sample, grain

    def trace(
        self,
        where: Places,
        *,
        network: Path | None,
        digits: str,
        warn: Callable[[str], None],
        shown: tuple[int | None, str | None],
    ) -> str:
        self.answer(where, network, None)
        assert shown == (None, None)
        warn("x has no value")
        assert digits == "4"
        return "Step 1 / 18  ŷ = σ(z₃)"

    def answer(self, where: Places, network: Path | None, output: Path | None) -> None:
        self.asked.append((where.home, network, output))
        if self.fails_with:
            raise self.fails_with


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Site:
    for folder in ("content", "templates"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(places, "HOME", tmp_path)
    monkeypatch.chdir(tmp_path)
    stand_in = Site()
    for module in ("building", "taken"):
        monkeypatch.setitem(sys.modules, f"generator.site.{module}", stand_in)
        monkeypatch.setattr(generator.site, module, stand_in, raising=False)
    return stand_in


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, arguments)


def test_build_says_what_it_has_made_and_that_the_engines_agree(site: Site, tmp_path: Path) -> None:
    result = run("build")
    assert site.asked == [(tmp_path, None, tmp_path / "build/index.html")]
    assert result.output.splitlines() == [
        f"{Path('build/index.html')}: 181.2 KB, 52.0 KB after gzip, built in 0.31 s",
        "Python and JavaScript agree: largest difference 2.2e-16",
    ]
    assert result.exit_code == 0


def test_build_hands_on_network_and_output(site: Site, tmp_path: Path) -> None:
    Path("mine.toml").touch()
    assert run("build", "--network", "mine.toml", "--output", "out/page.html").exit_code == 0
    assert site.asked == [(tmp_path, Path("mine.toml"), Path("out/page.html"))]


def test_trace_prints_what_site_gives(site: Site) -> None:
    result = run("trace")
    assert (result.stdout, result.stderr) == ("Step 1 / 18  ŷ = σ(z₃)\n", "warning: x has no value\n")
    assert len(site.asked) == 1


def test_trace_writes_as_many_digits_as_are_asked_for() -> None:
    command = [sys.executable, "-m", "generator", "trace"]
    texts = {
        digits: subprocess.run(
            [*command, "--digits", digits],
            cwd=project(),
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for digits in ("3", "6", "all")
    }
    # The prediction of the original lesson, by NumPy.
    for digits, prediction in {"3": "= 0.665\n", "6": "= 0.665271\n", "all": "= 0.665270901495"}.items():
        assert prediction in texts[digits]


@pytest.mark.parametrize(
    ("mistake", "sentence"),
    [
        (
            ContentError("content/article.md, line 3: no node 'foo'"),
            "content/article.md, line 3: no node 'foo'",
        ),
        (BuildError("the engines differ by 0.1 in h1"), "the engines differ by 0.1 in h1"),
        (PermissionError(13, "Permission denied", "build/index.html"), "build/index.html: Permission denied"),
    ],
)
@pytest.mark.parametrize("command", ["build", "trace"])
def test_a_mistake_is_one_sentence_and_status_2(
    site: Site, command: str, mistake: Exception, sentence: str
) -> None:
    site.fails_with = mistake
    result = run(command)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {sentence}\n")


def test_an_error_of_the_programs_own_is_not_hidden(site: Site) -> None:
    site.fails_with = KeyError("w11")
    assert isinstance(run("build").exception, KeyError)


def test_a_network_file_that_does_not_exist_is_named(site: Site) -> None:
    result = run("build", "--network", "nowhere.toml")
    assert result.exit_code == 2
    assert "nowhere.toml" in result.stderr
    assert site.asked == []


def test_a_program_that_is_not_whole_says_so(site: Site, tmp_path: Path) -> None:
    (tmp_path / "content").rmdir()
    result = run("build")
    assert (result.exit_code, site.asked) == (2, [])
    assert "install it again" in result.stderr


@pytest.mark.parametrize("command", ["build", "serve", "trace", "worksheet"])
def test_help_names_every_command_and_every_option_is_explained(command: str) -> None:
    overview = run("--help").output
    assert f"  {command} " in overview
    assert not overview.partition("Commands:")[2].count("..."), "a command's line is cut short"
    help_ = run(command, "--help").output
    assert "--network FILE" in help_
    assert "--content DIR" in help_


def test_every_option_of_every_command_says_what_it_is() -> None:
    for name, command in cli.main.commands.items():
        assert [
            each.name for each in command.params if isinstance(each, click.Option) and not each.help
        ] == [], name


# A site of one's own


def test_a_folder_with_a_site_is_what_commands_take(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "mine"
    own.mkdir()
    (own / "site.toml").touch()
    assert run("build", "--content", "mine").exit_code == 0
    monkeypatch.chdir(own)
    assert run("build").exit_code == 0
    assert site.asked == [
        (tmp_path, None, Path("mine/build/index.html")),
        (tmp_path, None, own / "build/index.html"),
    ]


def test_a_folder_without_a_site_is_named(site: Site, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("build", "--content", "empty")
    assert (result.exit_code, site.asked) == (2, [])
    assert result.stderr.startswith("error: empty: found no site.toml, expected ")


@pytest.mark.parametrize("name", ["my-lesson", 'Cats "and" dogs'])
def test_a_new_site_builds_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", name).exit_code == 0
    assert run("build", "--content", name).exit_code == 0
    page = Path(name, "build", "index.html").read_text(encoding="utf-8")
    title = name[:1].upper() + name[1:].replace("-", " ")
    assert f"<h1>{escape(title)}</h1>".replace("&quot;", "&#34;") in page
    assert (Path(name) / ".github" / "workflows" / "pages.yml").is_file()
    assert "build" in Path(name, ".gitignore").read_text(encoding="utf-8")


def test_a_new_site_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("full").mkdir()
    Path("full", "notes.txt").write_text("mine", encoding="utf-8")
    Path("file").touch()
    for name in ("full", "file"):
        result = run("new", name)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"error: {name}: found a f")
    assert [path.name for path in Path("full").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_terminal_without_the_signs_of_mathematics_gets_the_trace_all_the_same(encoding: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "generator", "trace"],
        cwd=project(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert "0.6653" in process.stdout.decode(encoding)
    assert ("ŷ" in process.stdout.decode(encoding)) == (encoding == "utf-8")
    assert process.stderr == b""


def test_the_commands_do_not_load_what_they_do_not_need() -> None:
    script = "import sys, generator.cli\nprint(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True, env=environment
    )
    loaded = set(process.stdout.split())
    assert "click" in loaded
    assert not loaded & {"numpy", "jinja2", "markdown", "py_mini_racer", "generator.serve", "generator.site"}
