"""What make says where it cannot do its set-up, and that what it is made of holds together."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and sh are not Windows'")


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--file", str(ROOT / "Makefile"), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def python_that(folder: Path, name: str, *, fails_at: str) -> str:
    """A Python that fails where its code has some words in it."""
    path = folder / name
    path.write_text(f'#!/bin/sh\ncase "$*" in *{fails_at}*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_without_python_it_says_which_one_to_install(checkout: Path) -> None:
    old = python_that(checkout, "python3.6", fails_at="version_info")
    made = make(checkout, f"PYTHON=no-such-python {old}")
    assert made.returncode != 0
    assert (
        f"error: Python 3.11 or later is needed, and none was found (tried: no-such-python {old})"
        in made.stderr
    )
    assert made.stdout == ""


def test_without_the_venv_module_it_says_what_to_install(checkout: Path) -> None:
    bare = python_that(checkout, "python3.12", fails_at="ensurepip")
    made = make(checkout, f"PYTHON={bare}")
    assert made.returncode != 0
    assert f"error: {bare} lacks the module venv: install it" in made.stderr
    assert "sudo apt-get install python3-venv" in made.stderr


def test_a_python_that_will_do_is_found_behind_others_that_will_not(checkout: Path) -> None:
    old = python_that(checkout, "python3.6", fails_at="version_info")
    bare = python_that(checkout, "python3.12", fails_at="ensurepip")
    made = make(checkout, f"PYTHON={old} {bare} {sys.executable}", ".venv/bin/python")
    assert (made.returncode, made.stderr) == (0, "")
    assert (checkout / ".venv/bin/python").exists()


def test_help_lists_every_target() -> None:
    listed = set(re.findall(r"^  make (\w+)", make(ROOT, "help").stdout, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert listed == set(phony[1].split())


def test_what_the_scripts_are_checked_with_is_pinned_and_names_no_registry() -> None:
    folder = ROOT / "tests/javascript"
    wanted = json.loads((folder / "package.json").read_text())["devDependencies"]
    text = (folder / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert '"resolved"' not in text
    assert all("integrity" in package for path, package in packages.items() if path)
