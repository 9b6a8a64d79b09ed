import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.find_browser import VARIABLE, Machine, NoBrowserError, find_browser

PLAYWRIGHTS = "/cache/playwright/chrome"
DEBIANS = "/usr/bin/chromium"
RECENT = "Chromium 140.0.7339.80"


@dataclass(slots=True)
class Made:
    """A machine that is made up: what is on it, what may be installed, and what the search did."""

    platform: str = "linux"
    browsers: dict[str, str] = field(default_factory=dict)  # path -> what --version prints
    path: dict[str, str] = field(default_factory=dict)  # name -> path
    environment: dict[str, str] = field(default_factory=dict)
    is_root: bool = False
    sudo_asks: bool = True
    has_playwright: bool = True
    downloads: bool = False
    installs: bool = False
    commands: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def search(self) -> str:
        found = find_browser(
            Machine(
                platform=self.platform,
                environment=self.environment,
                is_root=self.is_root,
                which=self.path.get,
                is_file=self.browsers.__contains__,
                run=self.run,
                say=self.said.append,
            )
        )
        return found.as_posix()

    def run(self, command: Sequence[str], seconds: float, environment: Mapping[str, str]) -> str | None:
        words = " ".join(command)
        if command[-1] == "--version":
            return self.browsers.get(command[0])
        if "executable_path" in words:
            return f"{PLAYWRIGHTS}\n" if self.has_playwright else None
        if command == ["sudo", "-n", "true"]:
            return None if self.sudo_asks else ""
        self.commands.append(words.replace(sys.executable, "python"))
        assert seconds > 60, "an installation has time"
        if "playwright install" in words and self.downloads:
            self.browsers[PLAYWRIGHTS] = RECENT
            return ""
        if "apt-get update" in words:
            return None  # as when one of the sources cannot be reached
        if "apt-get install" in words and self.installs:
            assert environment == {"DEBIAN_FRONTEND": "noninteractive"}
            self.browsers[DEBIANS] = RECENT
            self.path["chromium"] = DEBIANS
            return ""
        return None


def test_an_installed_browser_is_taken_and_nothing_is_installed() -> None:
    machine = Made(
        path={"google-chrome": "/opt/chrome"}, browsers={"/opt/chrome": RECENT, PLAYWRIGHTS: RECENT}
    )
    assert machine.search() == "/opt/chrome"
    assert machine.commands == []


def test_the_lightest_comes_first_and_chromium_before_chrome_and_chrome_before_edge() -> None:
    names = ("chromium-headless-shell", "chromium", "google-chrome", "msedge")
    everything = {name: f"/bin/{name}" for name in reversed(names)}
    machine = Made(path=everything, browsers=dict.fromkeys(everything.values(), RECENT))
    for name in names:
        assert machine.search() == f"/bin/{name}"
        del machine.path[name]


@pytest.mark.parametrize(
    ("platform", "environment", "place"),
    [
        ("linux", {}, "/opt/google/chrome/chrome"),
        ("darwin", {}, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("win32", {"PROGRAMFILES(X86)": r"C:\x86"}, r"C:\x86\Microsoft\Edge\Application\msedge.exe"),
        ("win32", {"LOCALAPPDATA": r"C:\me"}, r"C:\me\Google\Chrome\Application\chrome.exe"),
    ],
)
def test_the_usual_places_are_looked_at(platform: str, environment: dict[str, str], place: str) -> None:
    assert Made(platform=platform, environment=environment, browsers={place: RECENT}).search() == place


@pytest.mark.parametrize("useless", ["Chromium 90.0.4430.212", "install me with: snap install chromium", ""])
def test_a_browser_that_is_too_old_or_does_not_start_is_passed_over(useless: str) -> None:
    machine = Made(
        path={"chromium": "/bin/chromium", "chrome": "/bin/chrome"},
        browsers={"/bin/chromium": useless, "/bin/chrome": RECENT},
    )
    assert machine.search() == "/bin/chrome"


def test_playwrights_earlier_download_is_taken_as_it_is() -> None:
    machine = Made(browsers={PLAYWRIGHTS: RECENT})
    assert machine.search() == PLAYWRIGHTS
    assert machine.commands == []


def test_playwrights_download_is_tried_before_debians_package() -> None:
    machine = Made(downloads=True, installs=True, is_root=True, path={"apt-get": "/usr/bin/apt-get"})
    assert machine.search() == PLAYWRIGHTS
    assert machine.commands == ["python -m playwright install --no-shell chromium"]
    assert len(machine.said) == 1


@pytest.mark.parametrize(("is_root", "prefix"), [(True, ""), (False, "sudo -n ")])
def test_debians_package_comes_last(is_root: bool, prefix: str) -> None:
    paths = {"apt-get": "/usr/bin/apt-get", "sudo": "/usr/bin/sudo"}
    machine = Made(installs=True, is_root=is_root, sudo_asks=False, path=paths)
    assert machine.search() == DEBIANS
    assert [command.partition(" -")[0] for command in machine.commands[-2:]] == (
        ["apt-get update", "apt-get install"] if is_root else ["sudo", "sudo"]
    )
    assert machine.commands[-1].startswith(f"{prefix}apt-get install -y")


def test_a_downloaded_browser_that_does_not_start_leads_on_to_debians_package() -> None:
    machine = Made(
        browsers={PLAYWRIGHTS: "libnss3.so: cannot open shared object file"},
        installs=True,
        is_root=True,
        path={"apt-get": "/usr/bin/apt-get"},
    )
    assert machine.search() == DEBIANS


@pytest.mark.parametrize(
    "machine",
    [
        Made(),
        Made(has_playwright=False),
        Made(path={"apt-get": "/usr/bin/apt-get", "sudo": "/usr/bin/sudo"}, installs=True),
        Made(path={"apt-get": "/usr/bin/apt-get"}, is_root=True),
        Made(platform="plan9"),
    ],
    ids=["nothing", "no Playwright", "sudo asks for a password", "apt-get fails", "an unknown system"],
)
def test_without_any_the_sentence_says_what_to_install(machine: Made) -> None:
    with pytest.raises(
        NoBrowserError, match=r"install Chromium, Google Chrome or Microsoft Edge.* apt-get install"
    ):
        machine.search()


def test_the_variable_decides_alone() -> None:
    browsers = {"/mine": RECENT, "/bin/chromium": RECENT}
    machine = Made(environment={VARIABLE: "/mine"}, path={"chromium": "/bin/chromium"}, browsers=browsers)
    assert machine.search() == "/mine"
    machine.environment[VARIABLE] = "/gone"
    with pytest.raises(NoBrowserError, match=f"{VARIABLE} names /gone"):
        machine.search()


@pytest.mark.skipif(sys.platform == "win32", reason="the command is a shell's")
def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started() -> None:
    run = Machine.this_one().run
    assert run(["sh", "-c", "sleep 60 & sleep 60"], 0.2, {}) is None
    assert run(["sh", "-c", "echo $WORD"], 10, {"WORD": "heard"}) == "heard\n"
    assert run(["sh", "-c", "exit 3"], 10, {}) is None
    assert run(["/no/such/program"], 10, {}) is None


def test_as_a_program_it_prints_the_path_or_ends_with_the_sentence() -> None:
    program = [sys.executable, str(Path(__file__).parents[1] / "find_browser.py")]
    found = subprocess.run(program, capture_output=True, encoding="utf-8", check=True)
    assert Path(found.stdout.strip()).is_file()
    wrong = {**os.environ, VARIABLE: "/gone"}
    refused = subprocess.run(program, capture_output=True, encoding="utf-8", env=wrong, check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: BACKPROP_BROWSER names /gone")
