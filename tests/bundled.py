"""Scripts for V8, bundled as the page's are: a module with all that it imports, kept until one of its sources changes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.bundle import run_bundler

if sys.platform != "win32":
    import fcntl

ROOT = Path(__file__).resolve().parent.parent


@cache
def bundled(entry: str, *, minified: bool = False) -> str:
    """The module at this path from the root, as one text that leaves its exports in `exported`.

    Its functions stand in it as they were written, names and all, unless it is `minified` as the page's script is.
    """
    kept = kept_at(entry, minified=minified)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with _alone(kept.with_suffix(".lock")):
            if not kept.exists():
                _write_whole(kept, run_bundler(ROOT, *_command(entry, minified)))
    return kept.read_text(encoding="utf-8")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """A process that wants the same waits until it is there: two that make it together take twice as long."""
    with path.open("w") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write_whole(path: Path, text: str) -> None:
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", newline="\n") as file:
        file.write(text)
    Path(file.name).replace(path)


def kept_at(entry: str, *, minified: bool = False, root: Path = ROOT) -> Path:
    """Where the bundle is kept that the present sources give: another file after any change of theirs."""
    digest = sha256("\n".join(_command(entry, minified)).encode())
    for path in [
        root / entry,
        *sorted((root / "templates" / "scripts").rglob("*.js")),
        *sorted((root / "tests" / "javascript").glob("*.js")),
        root / "tests" / "javascript" / "package-lock.json",
    ]:
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return root / ".pytest_cache" / "bundles" / f"{digest.hexdigest()}.js"


def _command(entry: str, minified: bool) -> tuple[str, str]:
    return ("small" if minified else "entry", entry)
