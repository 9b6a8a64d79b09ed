"""The page is the same, byte for byte, wherever and whenever it is built."""

import os
import subprocess
import sys
from pathlib import Path

from tests.lesson.content import ROOT
from tests.project import project


def build_elsewhere(folder: Path, seed: str) -> bytes:
    """A build from another folder, with other hash values, another language, another time zone."""
    folder.mkdir()
    environment = os.environ | {
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": str(project()),
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
    }
    subprocess.run(
        [sys.executable, "-m", "generator", "build", "--output", "page.html"],
        cwd=folder, env=environment, capture_output=True, check=True,
    )  # fmt: skip
    return (folder / "page.html").read_bytes()


def test_every_build_gives_the_same_bytes(built_page: Path, tmp_path: Path) -> None:
    for seed in ("1", "77"):
        assert build_elsewhere(tmp_path / seed, seed) == built_page.read_bytes()


def test_the_page_names_no_machine(markup: str) -> None:
    assert str(ROOT) not in markup
    assert sys.prefix not in markup
