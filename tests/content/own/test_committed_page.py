"""The page that lies in the repository is the one that a build of content/ gives."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_committed_page_is_what_a_build_gives(tmp_path: Path) -> None:
    output = tmp_path / "index.html"
    command = [sys.executable, "-m", "generator", "build", "--output", str(output)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    same = (ROOT / "build" / "index.html").read_bytes() == output.read_bytes()
    assert same, "build/index.html is not what a build gives: run `make` and commit it"
