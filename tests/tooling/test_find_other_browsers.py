"""Firefox and WebKit are found, or installed where that needs no password; else one sentence says what to install."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.browsers.find import find_programs
from tests.find_browser import Machine, NoBrowserError

ALL = {name: f"/usr/bin/{name}" for name in ("firefox-esr", "WebKitWebDriver", "Xvfb", "apt-get")}


def machine(
    path: dict[str, str], said: list[str], *, installs: bool = False, is_root: bool = True
) -> Machine:
    """A machine with these programs; its apt-get brings all of them, or fails."""

    def run(command: Sequence[str], _seconds: float, _environment: Mapping[str, str]) -> str | None:
        if "install" not in command or not installs:
            return None
        path.update(ALL)
        return ""

    return Machine(
        platform="linux",
        environment={},
        is_root=is_root,
        which=path.get,
        is_file=lambda _: False,
        run=run,
        say=said.append,
    )


def test_what_is_there_is_taken_and_nothing_is_installed() -> None:
    said: list[str] = []
    path = {**ALL, "firefox": "/opt/firefox"}
    assert find_programs("firefox", machine(path, said)) == [Path("/usr/bin/firefox-esr")]
    assert find_programs("webkit", machine(path, said)) == [
        Path("/usr/bin/WebKitWebDriver"),
        Path("/usr/bin/Xvfb"),
    ]
    assert said == []


@pytest.mark.parametrize("browser", ["firefox", "webkit"])
def test_what_is_missing_is_installed_where_it_may_be(browser: str) -> None:
    path = {"apt-get": "/usr/bin/apt-get", "Xvfb": "/usr/bin/Xvfb"}
    assert len(find_programs(browser, machine(path, [], installs=True))) == (1 if browser == "firefox" else 2)


@pytest.mark.parametrize(
    ("browser", "package"), [("firefox", "firefox-esr"), ("webkit", "webkit2gtk-driver xvfb")]
)
@pytest.mark.parametrize("is_root", [True, False])
def test_else_a_sentence_says_what_to_install(browser: str, package: str, is_root: bool) -> None:
    path = {"apt-get": "/usr/bin/apt-get", "Xvfb": "/usr/bin/Xvfb"}
    with pytest.raises(NoBrowserError, match=f"sudo apt-get install {package}"):
        find_programs(browser, machine(path, [], is_root=is_root))
