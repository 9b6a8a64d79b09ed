"""Whatever a path stands for, every command writes to it, and to nothing else."""

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.errors import ContentError
from generator.output import write_files
from tests.project import project

ROOT = Path(__file__).resolve().parents[2]
CONTENT = b"written " * 20_000  # more than a pipe takes at once
COMMANDS = {"build": ["build"], "worksheet": ["worksheet", "--seed", "7"]}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other links, and no FIFOs")
every_command = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def run(command: str, output: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *COMMANDS[command], "--output", str(output)],
        cwd=project(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_a_new_file_has_the_rights_that_the_umask_leaves_and_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "page.html"
    write_files({path: CONTENT})
    assert path.read_bytes() == CONTENT
    assert mode(path) == 0o640
    assert left_behind(tmp_path) == ["page.html", "some", "where"]


@pytest.mark.parametrize("rights", [0o600, 0o644, 0o755, 0o664])
def test_a_file_keeps_its_rights_and_is_replaced_in_one_move(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"before")
    path.chmod(rights)
    with path.open("rb") as reader:
        write_files({path: CONTENT})
        assert reader.read() == b"before", "who reads the old file reads it to its end"
    assert path.read_bytes() == CONTENT
    assert mode(path) == rights
    assert left_behind(tmp_path) == ["page.html"]


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing yet"])
@pytest.mark.parametrize("links", [1, 3])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, there: bool, links: int) -> None:
    (tmp_path / "kept").mkdir()
    target = tmp_path / "kept" / "page.html"
    if there:
        target.write_bytes(b"before")
        target.chmod(0o604)
    path = target
    for k in range(links):
        link = tmp_path / f"link{k}"
        link.symlink_to(path.relative_to(tmp_path))
        path = link
    write_files({path: CONTENT})
    assert path.is_symlink()
    assert not target.is_symlink()
    assert target.read_bytes() == CONTENT
    assert mode(target) == (0o604 if there else 0o640)
    assert left_behind(tmp_path / "kept") == ["page.html"]


@pytest.mark.parametrize("linked", [False, True])
def test_what_goes_into_a_fifo_comes_out_of_it(tmp_path: Path, linked: bool) -> None:
    fifo = path = tmp_path / "fifo"
    os.mkfifo(fifo)
    if linked:
        path = tmp_path / "link"
        path.symlink_to(fifo)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(fifo.read_bytes()))
    reader.start()
    write_files({path: CONTENT})
    reader.join(10)
    assert read == [CONTENT]
    assert stat.S_ISFIFO(fifo.stat().st_mode)


def test_a_device_stays_a_device() -> None:
    write_files({Path("/dev/null"): CONTENT})
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize("through_a_link", [False, True])
def test_an_open_stream_is_written_into(tmp_path: Path, through_a_link: bool) -> None:
    """`--output /dev/stdout > file`: the file that the shell has opened, not another in its place."""
    file = tmp_path / "file"
    with file.open("wb") as opened:
        path = Path(f"/dev/fd/{opened.fileno()}")
        if through_a_link:
            (tmp_path / "link").symlink_to(path)
            path = tmp_path / "link"
        write_files({path: CONTENT})
        assert os.path.samestat(file.stat(), os.fstat(opened.fileno()))
    assert file.read_bytes() == CONTENT


def test_of_several_files_none_is_replaced_where_one_cannot_be_written(tmp_path: Path) -> None:
    one, file = tmp_path / "one.html", tmp_path / "file"
    one.write_bytes(b"before")
    file.write_bytes(b"no folder")
    with pytest.raises(ContentError, match=r"file/two\.html: cannot be written: "):
        write_files({one: CONTENT, file / "two.html": CONTENT})
    assert one.read_bytes() == b"before"
    assert left_behind(tmp_path) == ["file", "one.html"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    for path in (tmp_path, tmp_path / "link"):
        with pytest.raises(ContentError, match="cannot be written: Is a directory"):
            write_files({path: CONTENT})


def test_a_link_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(ContentError, match="cannot be written: "):
        write_files({tmp_path / "a": CONTENT})


def test_a_file_in_a_folder_that_takes_no_new_one_is_written_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"before")
    number = path.stat().st_ino
    opened = os.open

    def refusing(name: str | Path, flags: int, *rights: int) -> int:
        if flags & os.O_EXCL:
            raise PermissionError(13, "Permission denied", str(name))
        return opened(name, flags, *rights)

    monkeypatch.setattr("generator.output.os.open", refusing)
    write_files({path: CONTENT})
    assert path.read_bytes() == CONTENT
    assert path.stat().st_ino == number


def test_a_write_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"before")
    path.chmod(0o444)
    monkeypatch.setattr("generator.output.os.access", lambda *_: False)  # so that it fails for root too
    with pytest.raises(ContentError, match="cannot be written: Permission denied"):
        write_files({path: CONTENT})
    assert path.read_bytes() == b"before"


@every_command
def test_every_command_writes_through_links_into_streams_and_keeps_rights(
    tmp_path: Path, command: str
) -> None:
    target, link = tmp_path / "target.html", tmp_path / "link.html"
    target.write_text("before")
    target.chmod(0o604)
    link.symlink_to(target)
    through_link = run(command, link)
    assert (through_link.returncode, through_link.stderr) == (0, "")
    assert link.is_symlink()
    assert mode(target) == 0o604
    page = target.read_bytes()
    assert b"<!doctype html>" in page[:40].lower()
    piped = run(command, "/dev/stdout")
    assert piped.returncode == 0
    assert piped.stdout.encode() == page, "what else there is to say goes to the other stream"
    assert piped.stderr != ""


@every_command
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("", "--output: found an empty path, expected a file to write to"),
        (".", "--output: .: found a folder, expected a file to write to"),
        ("nowhere/", "--output: nowhere/: found a folder, expected a file to write to"),
        ("content/site.toml/page.html", "content/site.toml/page.html: cannot be written: "),
    ],
)
def test_a_path_that_is_no_file_is_one_sentence(command: str, path: str, sentence: str) -> None:
    result = run(command, path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"error: {sentence}")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
