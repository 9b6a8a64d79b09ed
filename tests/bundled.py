"""Scripts for V8, bundled as the page's are: a module with all that it imports, kept until one of its sources changes."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.bundle import run_bundler

ROOT = Path(__file__).resolve().parent.parent


@cache
def bundled(entry: str, *, minified: bool = False) -> str:
    """The module at this path from the root, as one text that leaves its exports in `exported`.

    Its functions stand in it as they were written, names and all, unless it is `minified` as the page's script is.
    """
    kept = kept_at(entry, minified=minified)
    if not kept.exists():
        text = run_bundler(ROOT, *_command(entry, minified))
        kept.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=kept.parent, delete=False, encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(file.name).replace(kept)  # whole, also for a test that runs beside this one
    return kept.read_text(encoding="utf-8")


def kept_at(entry: str, *, minified: bool = False, root: Path = ROOT) -> Path:
    """Where the bundle is kept that the present sources give: another file after any change of theirs."""
    digest = sha256("\n".join(_command(entry, minified)).encode())
    for path in [
        root / entry,
        *sorted((root / "templates" / "scripts").rglob("*.js")),
        root / "tests" / "javascript" / "bundle.js",
        root / "tests" / "javascript" / "package-lock.json",
    ]:
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return root / ".pytest_cache" / "bundles" / f"{digest.hexdigest()}.js"


def _command(entry: str, minified: bool) -> tuple[str, str]:
    return ("small" if minified else "entry", entry)
