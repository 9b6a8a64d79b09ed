"""The project with a content that stays as it is, so that tests of engine and page hold whatever an author writes.

Networks, article and site are those of tests/fixtures/content; the words of the page are its own, from content/.
"""

import atexit
import compileall
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "fixtures" / "content"
WORDS = ("interface.toml", "narration.toml")
BUNDLER = ("bundle.js", "noting.js", "syntax.js", "package.json")


def copy_project(to: Path, *folders: str) -> None:
    """Copies these folders of the project, content/ as the tests have it, generator/ with its bytecode."""
    for folder in folders:
        source = {"content": CONTENT, "generator": compiled_generator()}.get(folder, ROOT / folder)
        shutil.copytree(source, to / folder)
    if "content" in folders:
        for name in WORDS:
            shutil.copy(ROOT / "content" / name, to / "content" / name)


@cache
def compiled_generator() -> Path:
    """generator/ with its bytecode, without which Python takes as long to read it as it takes for a whole build.

    What is changed in a copy is read anew, since bytecode says of which moment's text it is.
    """
    folder = _folder_of_this_run() / "generator"
    shutil.copytree(ROOT / "generator", folder, ignore=shutil.ignore_patterns("__pycache__"))
    assert compileall.compile_dir(folder, quiet=1)
    return folder


def _folder_of_this_run() -> Path:
    folder = Path(mkdtemp(prefix="project-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def project() -> Path:
    """A copy in which commands can be run; one for all tests, which leave it as it is."""
    folder = _folder_of_this_run()
    copy_project(folder, "content", "templates", "generator", "starter")
    return folder


def built(output: Path, *arguments: str) -> Path:
    """A page as the command builds it now, from the sources as they are and the content of the tests."""
    command = [sys.executable, "-m", "generator", "build", "--output", str(output), *arguments]
    process = subprocess.run(
        command, cwd=project(), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert process.returncode == 0, f"the build failed:\n{process.stderr}"
    return output


def copy_bundler(to: Path) -> None:
    """Adds what bundles the scripts; it leaves them as long as they are: making them small takes the longest by far."""
    folder = to / "tests" / "javascript"
    folder.mkdir(parents=True)
    for name in BUNDLER:
        shutil.copy(ROOT / "tests" / "javascript" / name, folder)
    text = (folder / "bundle.js").read_text(encoding="utf-8")
    signature = "async function small(text) {"
    assert signature in text
    (folder / "bundle.js").write_text(
        text.replace(signature, f"{signature}\n  if (text) return text;"), encoding="utf-8"
    )
    (folder / "node_modules").symlink_to((ROOT / "tests" / "javascript" / "node_modules").resolve())
