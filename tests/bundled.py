"""Scripts for V8, bundled as the page's are: a module with all that it imports, kept until one of its sources changes."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.bundle import run_bundler

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "bundles"


@cache
def bundled(entry: str, *, minified: bool = False) -> str:
    """The module at this path from the root, as one text that leaves its exports in `exported`.

    Its functions stand in it as they were written, names and all, unless it is `minified` as the page's script is.
    """
    command = ("small" if minified else "entry", entry)
    kept = KEPT / f"{_state_of_sources(entry, *command)}.js"
    if not kept.exists():
        text = run_bundler(ROOT, *command)
        KEPT.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=KEPT, delete=False, encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(file.name).replace(kept)  # whole, also for a test that runs beside this one
    return kept.read_text(encoding="utf-8")


def _state_of_sources(entry: str, *command: str) -> str:
    digest = sha256("\n".join(command).encode())
    for path in [
        ROOT / entry,
        *sorted((ROOT / "templates" / "scripts").rglob("*.js")),
        ROOT / "tests" / "javascript" / "bundle.js",
        ROOT / "tests" / "javascript" / "package-lock.json",
    ]:
        digest.update(f"{path}\n".encode() + path.read_bytes())
    return digest.hexdigest()
