"""The project with a content that stays as it is, so that tests of engine and page hold whatever an author writes.

Networks, article and site are those of tests/fixtures/content; the words of the page are its own, from content/.
"""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "fixtures" / "content"
WORDS = ("interface.toml", "narration.toml")


def copy_project(to: Path, *folders: str) -> None:
    """Copies these folders of the project, content/ as the tests have it."""
    for folder in folders:
        source = CONTENT if folder == "content" else ROOT / folder
        shutil.copytree(source, to / folder, ignore=shutil.ignore_patterns("__pycache__"))
    if "content" in folders:
        for name in WORDS:
            shutil.copy(ROOT / "content" / name, to / "content" / name)


@cache
def project() -> Path:
    """A copy in which commands can be run; one for all tests, which leave it as it is."""
    folder = Path(mkdtemp(prefix="project-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy_project(folder, "content", "templates", "generator", "starter")
    return folder
