"""Writes files: the one way for every command, whatever a path stands for.

| the path is                        | what happens                                                           |
|------------------------------------|------------------------------------------------------------------------|
| nothing yet                        | a new file, with the rights that the umask leaves; folders are made    |
| a file                             | replaced in one move, its rights kept: nobody ever meets half of it    |
| a symbolic link                    | the same, where it leads; the link stays                               |
| a FIFO, a device, an open stream   | written into, as it is                                                 |
| a folder, or empty                 | a ContentError                                                         |
"""

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import ContentError

_STREAM = re.compile(r"/dev/(stdin|stdout|stderr|fd(/.*)?)|/proc/.*")
"""What this process or another holds open: a file of its own must not take its place."""
_NOT_BESIDE_IT = (errno.EACCES, errno.EPERM, errno.EBUSY)
"""No file can be made beside this one, or moved in its place: a folder of somebody else's, a file mounted by itself."""


_MOST_LINKS = 40


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write each content to its path; ordinary files only once all of them are complete on the disk.

    Raises ContentError where that cannot be done; then no file has been replaced.
    """
    unfinished: dict[Path, Path] = {}
    streams: dict[Path, bytes] = {}
    try:
        for path, content in files.items():
            with _told(path):
                target = _ordinary(path)
                if target is None:
                    streams[path] = content
                elif (beside := _written_beside(target, content)) is None:
                    streams[target] = content
                else:
                    unfinished[target] = beside
        for target, beside in unfinished.items():
            with _told(target):
                beside.replace(target)
        for path, content in streams.items():
            with _told(path), path.open("wb") as file:
                file.write(content)
    finally:
        for beside in unfinished.values():
            beside.unlink(missing_ok=True)


def refusal(path: str) -> str | None:
    """Why nothing can be written to a path, as it was typed; None where it can be tried."""
    if not path:
        return "found an empty path, expected a file to write to"
    if path.endswith(tuple(filter(None, (os.sep, os.altsep)))) or Path(path).is_dir():
        return f"{path}: found a folder, expected a file to write to"
    return None


def is_open_stream(path: Path, descriptor: int) -> bool:
    """Whether what is written to `path` comes out where this process writes to `descriptor`."""
    with suppress(OSError, ValueError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _ordinary(path: Path) -> Path | None:
    """The file that a path means, through all links, there or not; None where it is to be written into as it is."""
    if any(_STREAM.fullmatch(str(step)) for step in _on_the_way(path)):
        return None
    target = Path(os.path.realpath(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        return target
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return target if stat.S_ISREG(mode) else None


def _on_the_way(path: Path) -> Iterator[Path]:
    """A path, and where the links that it leads over lead, one after the other."""
    step = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps `..`
    for _ in range(_MOST_LINKS):
        yield step
        if not step.is_symlink():
            return
        step = Path(os.path.abspath(step.parent / step.readlink()))  # noqa: PTH100


def _written_beside(target: Path, content: bytes) -> Path | None:
    """A file with this content beside the target, with the target's rights; None where none can be made there."""
    before = target.stat() if target.exists() else None
    if before and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    beside = target.with_name(f".{os.urandom(8).hex()}.unfinished")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        if before and error.errno in _NOT_BESIDE_IT:
            return None
        raise
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if before:
            with suppress(PermissionError, AttributeError):
                os.chown(beside, before.st_uid, before.st_gid)
            beside.chmod(stat.S_IMODE(before.st_mode))
    except BaseException:
        beside.unlink()
        raise
    return beside


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Makes of the system's complaint one sentence about the path that was asked for."""
    try:
        yield
    except OSError as error:
        raise ContentError(f"{path}: cannot be written: {error.strerror or error}") from error
