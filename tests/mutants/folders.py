"""Which tests concern which sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """Sources, the tests of them that need no browser, and a few of those that do: what is quick comes first."""

    name: str
    patterns: tuple[str, ...]
    pure: tuple[str, ...]
    in_a_browser: tuple[str, ...] = ()

    def sources(self, root: Path) -> Iterator[Path]:
        """Its modules, in order."""
        for pattern in self.patterns:
            yield from sorted(root.glob(pattern))


SCRIPTS = "templates/scripts"
ENGINES = ("tests/engine", "tests/expression", "tests/compiled")
OF_SCRIPTS = (
    "tests/view",
    "tests/lesson",
    *(
        f"tests/page/test_{name}.py"
        for name in (
            "format",
            "digits",
            "nudge",
            "foreign_names",
            "listening",
            "train_in_v8",
            "commands",
            "tools_used",
            "built_by_hand",
            "panned",
            "pressed",
        )
    ),
    "tests/drawing",
    "tests/nudge",
    "tests/taking",
    "tests/training",
)
"""All that ask the scripts in V8; each mistake only those that come to it."""


def _page(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/page/test_{name}.py" for name in names)


TOOLS = _page("practice", "bugs", "nudge", "paths", "train", "figures")
USED = _page("stepping", "highlight", "number_fields", "other_networks", "link", "samples", "views", "panel")
BY_HAND = _page("keyboard", "playing", "learning", "turning", "touch", "leaving", "print", "contract")

FOLDERS = (
    Folder("engine-in-python", ("generator/engine/**/*.py",), (*ENGINES, "tests/training")),
    Folder("engine-in-javascript", (f"{SCRIPTS}/engine/**/*.js",), (*ENGINES, *OF_SCRIPTS)),
    Folder(
        "generator",
        (
            "generator/*.py",
            *(f"generator/{folder}/*.py" for folder in ("article", "config", "site")),
            f"{SCRIPTS}/frame.js",
        ),
        ("tests/content", "tests/tooling", "tests/explain", "tests/font", "tests/taking", *_page("mistakes")),
    ),
    Folder(
        "formats",
        ("generator/formats/*.py",),
        ("tests/formats", "tests/explain", "tests/training/test_csv.py"),
    ),
    Folder("formats-in-javascript", (f"{SCRIPTS}/formats/*.js",), ("tests/formats/test_read_on_page.py",)),
    Folder(
        "training",
        (f"{SCRIPTS}/training/**/*.js",),
        OF_SCRIPTS,
        _page("train"),
    ),
    Folder(
        "lesson",
        (
            f"{SCRIPTS}/lesson/**/*.js",
            *(f"{SCRIPTS}/{name}.js" for name in ("model", "link", "store", "public")),
        ),
        OF_SCRIPTS,
        (*TOOLS, *USED),
    ),
    Folder("view", (f"{SCRIPTS}/view/**/*.js",), OF_SCRIPTS, (*USED, *TOOLS)),
    Folder(
        "page",
        (f"{SCRIPTS}/page/**/*.js", f"{SCRIPTS}/main.js", f"{SCRIPTS}/early.js"),
        OF_SCRIPTS,
        (*USED, *BY_HAND, *TOOLS, "tests/drawing/test_view.py"),
    ),
)
