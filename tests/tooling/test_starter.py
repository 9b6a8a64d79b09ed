"""What `backprop new` writes for publishing: where the program comes from, and a workflow that says so where it is not known."""

import json
import subprocess
from importlib import metadata
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from generator import starter
from generator.places import HOME

GITHUB = "https://github.com/somebody/backprop"


class Installed:
    """A distribution of which pip has written this down."""

    def __init__(self, written: dict[str, Any] | None) -> None:
        self.written = written

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self.written is None else json.dumps(self.written)


def asked(monkeypatch: pytest.MonkeyPatch, written: dict[str, Any] | None, home: Path) -> str | None:
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(written))
    return starter.origin(home)


def clone(folder: Path, address: str) -> Path:
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    subprocess.run(["git", "-C", folder, "remote", "add", "origin", address], check=True)
    return folder


def test_what_was_installed_from_a_repository_is_installed_from_there_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    vcs = {"vcs": "git", "commit_id": "0123abc"}
    for address in (GITHUB, GITHUB.replace("https://", "https://me:secret@"), GITHUB.replace("https", "ssh")):
        found = asked(monkeypatch, {"url": address, "vcs_info": vcs}, tmp_path)
        assert found == f"backpropagation-visualizer @ git+{GITHUB}@0123abc"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (GITHUB + ".git", GITHUB + ".git"),
        ("git@github.com:somebody/backprop.git", GITHUB + ".git"),
        ("https://token@github.com/somebody/backprop", GITHUB),
        ("/srv/git/backprop", None),
        ("../elsewhere", None),
        ("file:///srv/git/backprop", None),
    ],
)
def test_a_clone_knows_its_remote_and_nothing_secret_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, expected: str | None
) -> None:
    """Run in the clone, or installed from it."""
    folder = clone(tmp_path / "clone", address)
    line = expected and f"backpropagation-visualizer @ git+{expected}"
    assert asked(monkeypatch, None, folder) == line
    assert asked(monkeypatch, {"url": folder.as_uri(), "dir_info": {}}, tmp_path) == line


def test_a_wheel_says_nothing_of_where_it_is_from(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archive = {"url": "file:///home/me/some.whl", "archive_info": {}}
    assert asked(monkeypatch, archive, tmp_path) is None
    assert asked(monkeypatch, None, tmp_path) is None


def workflow_script(folder: Path) -> str:
    """What the workflow runs to install the program."""
    lines = (folder / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8").splitlines()
    start = lines.index("        run: |")
    inside = takewhile(lambda line: line.startswith(" " * 10), lines[start + 1 :])
    return "\n".join(line.strip() for line in inside)


@pytest.mark.parametrize("known", [True, False])
def test_the_workflow_installs_what_the_file_says_or_says_that_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, known: bool
) -> None:
    """Run as the machine of GitHub runs it, with a pip that writes down what it is asked for."""
    home = clone(tmp_path / "clone", GITHUB) if known else tmp_path
    monkeypatch.setattr(metadata, "distribution", lambda _: Installed(None))
    monkeypatch.setattr(starter, "origin", lambda _, find=starter.origin: find(home))
    site = tmp_path / "site"
    for path, content in starter.files(HOME, site).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "pip").write_text(
        '#!/bin/sh\n[ "$1 $2" = "install --requirement" ] || exit 9\ngrep -v "^#" "$3" > asked\n'
        f'if [ -s asked ]; then printf "#!/bin/sh\\n" > {tools}/backprop; chmod +x {tools}/backprop; fi\n'
    )
    (tools / "pip").chmod(0o755)
    done = subprocess.run(
        ["/bin/bash", "-eo", "pipefail", "-c", workflow_script(site)],
        cwd=site,
        env={"PATH": f"{tools}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    required = (site / "requirements.txt").read_text(encoding="utf-8")
    if known:
        assert (done.returncode, done.stdout) == (0, f"{tools}/backprop\n")
        assert (site / "asked").read_text() == f"backpropagation-visualizer @ git+{GITHUB}\n"
    else:
        assert done.returncode == 1
        assert done.stdout.startswith("::error file=requirements.txt::found no address")
        assert [line for line in required.splitlines() if not line.startswith("#")] == []
        assert "git+https://github.com/SOMEBODY/REPOSITORY" in required
