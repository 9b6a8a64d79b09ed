"""Finds Firefox and WebKit's driver, or gets them from Debian; else a sentence says what to install."""

from dataclasses import dataclass
from pathlib import Path

from tests.find_browser import Machine, NoBrowserError, install_packages


@dataclass(frozen=True, slots=True)
class Needed:
    """What one browser is driven with."""

    programs: tuple[tuple[str, ...], ...]
    """Of each line of names or paths, the first that the machine has."""
    packages: tuple[str, ...]
    """Debian's, that bring all of them."""
    advice: str


NEEDED = {
    "firefox": Needed(
        (("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),),
        ("firefox-esr", "fonts-dejavu-core"),
        "no Firefox for the tests: install it (on Debian: sudo apt-get install firefox-esr)",
    ),
    "webkit": Needed(
        (("WebKitWebDriver",), ("Xvfb",)),
        ("webkit2gtk-driver", "xvfb", "fonts-dejavu-core"),
        "no WebKit for the tests: install WebKitGTK's driver and Xvfb, on a Linux machine"
        " (on Debian: sudo apt-get install webkit2gtk-driver xvfb)",
    ),
}


def find_programs(browser: str, machine: Machine | None = None) -> list[Path]:
    """The programs that drive a browser. Raises NoBrowserError where they are missing and cannot be installed."""
    machine = machine or Machine.this_one()
    needed = NEEDED[browser]
    found = _installed(needed, machine)
    if found is None and install_packages(needed.packages, machine):
        found = _installed(needed, machine)
    if found is None:
        raise NoBrowserError(needed.advice)
    return found


def _installed(needed: Needed, machine: Machine) -> list[Path] | None:
    paths = [next(filter(None, map(machine.which, alternatives)), None) for alternatives in needed.programs]
    return None if None in paths else [Path(path) for path in paths if path]
