"""Finds a browser for the tests, or gets one: `python tests/find_browser.py` prints where it is.

In this order: what the variable BACKPROP_BROWSER names; an installed Chromium, Chrome or Edge; Playwright's
own download; Debian's package. Without any it ends with a sentence that says what to install: the tests in a
browser are never skipped.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "BACKPROP_BROWSER"
OLDEST = 123  # the first Chromium with all of MathML Core and light-dark()

ON_PATH = (
    "chromium-headless-shell",  # draws without a window, with half the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
APPLICATIONS = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"Google\Chrome\Application\chrome.exe",
        r"Chromium\Application\chrome.exe",
        r"Microsoft\Edge\Application\msedge.exe",
    ),
    "linux": (
        "/usr/bin/chromium",
        "/opt/google/chrome/chrome",
        "/opt/microsoft/msedge/msedge",
        "/snap/bin/chromium",
    ),
}
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

VERSION_SECONDS = 20
DOWNLOAD_SECONDS = 180
PACKAGE_SECONDS = 300

ADVICE = (
    "no browser for the tests: install Chromium, Google Chrome or Microsoft Edge, "
    "version {oldest} or later (on Debian: sudo apt-get install chromium), or name one in {variable}"
)


class NoBrowserError(RuntimeError):
    """There is no browser, and none could be had: one sentence that says what to install."""


@dataclass(frozen=True, slots=True)
class Machine:
    """All that the search asks of the machine, so that tests can answer for one that they make up."""

    platform: str
    environment: Mapping[str, str]
    is_root: bool
    which: Callable[[str], str | None]
    is_file: Callable[[str], bool]
    run: Callable[[Sequence[str], float, Mapping[str, str]], str | None]
    """What a command printed, or None where it failed, is missing, or took longer than so many seconds."""
    say: Callable[[str], None]

    @classmethod
    def this_one(cls) -> "Machine":
        """The machine that this runs on."""
        return cls(
            platform=sys.platform,
            environment=os.environ,
            is_root=sys.platform != "win32" and os.geteuid() == 0,
            which=shutil.which,
            is_file=lambda path: Path(path).is_file(),
            run=_run,
            say=lambda sentence: print(sentence, file=sys.stderr, flush=True),
        )


def find_browser(machine: Machine | None = None) -> Path:
    """The browser's executable. Raises NoBrowserError where there is none and none can be installed."""
    machine = machine or Machine.this_one()
    named = machine.environment.get(VARIABLE)
    if named:
        if _usable(named, machine):
            return Path(named)
        raise NoBrowserError(f"{VARIABLE} names {named}, which is no Chromium of version {OLDEST} or later")
    for search in (installed, playwrights_own, debians_package):
        for path in search(machine):
            if _usable(path, machine):
                return Path(path)
    raise NoBrowserError(ADVICE.format(oldest=OLDEST, variable=VARIABLE))


def installed(machine: Machine) -> Iterator[str]:
    """Where a browser would be that somebody has installed."""
    yield from filter(None, map(machine.which, ON_PATH))
    places: Sequence[str] = APPLICATIONS.get(machine.platform, ())
    if machine.platform == "win32":
        folders = filter(None, map(machine.environment.get, WINDOWS_FOLDERS))
        places = [f"{folder}\\{place}" for folder in folders for place in places]
    yield from filter(machine.is_file, places)


def playwrights_own(machine: Machine) -> Iterator[str]:
    """The browser that Playwright keeps, first as it is there, then downloaded."""
    printed = machine.run([sys.executable, "-c", ASK_PLAYWRIGHT], VERSION_SECONDS, {})
    if printed is None:
        return  # Playwright itself is not installed
    path = printed.strip()
    if machine.is_file(path):
        yield path
        return
    machine.say("No browser is installed: trying Playwright's own download ...")
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}  # ms; a closed network is soon found out
    command = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    if machine.run(command, DOWNLOAD_SECONDS, patience) is not None and machine.is_file(path):
        yield path


def debians_package(machine: Machine) -> Iterator[str]:
    """Debian's package, where apt-get exists and may install without asking for a password."""
    packages = ["chromium", "fonts-dejavu-core"]  # a machine without any font would draw boxes
    if install_packages(packages, machine):
        yield from filter(None, [machine.which("chromium")])


def install_packages(packages: Sequence[str], machine: Machine) -> bool:
    """Whether these packages of Debian could be installed: only where that needs no password."""
    if not machine.which("apt-get"):
        return False
    if machine.is_root:
        become: list[str] = []
    elif machine.which("sudo") and machine.run(["sudo", "-n", "true"], VERSION_SECONDS, {}) is not None:
        become = ["sudo", "-n"]
    else:
        return False
    machine.say(f"Trying Debian's package {packages[0]} ...")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    machine.run([*become, "apt-get", "update", "-qq"], PACKAGE_SECONDS, quiet)
    command = [*become, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return machine.run(command, PACKAGE_SECONDS, quiet) is not None


def _usable(path: str, machine: Machine) -> bool:
    if machine.platform == "win32":
        return machine.is_file(path)  # there `--version` would open a window
    printed = machine.run([path, "--version"], VERSION_SECONDS, {})
    version = re.search(r"(\d+)\.\d+\.\d+", printed or "")
    return version is not None and int(version[1]) >= OLDEST


def _run(command: Sequence[str], seconds: float, environment: Mapping[str, str]) -> str | None:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as printed:
        try:
            process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that what the command itself has started ends with it
            )
        except OSError:
            return None
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return None
        printed.seek(0)
        return printed.read() if status == 0 else None


if __name__ == "__main__":
    try:
        print(find_browser())
    except NoBrowserError as error:
        sys.exit(f"error: {error}")
