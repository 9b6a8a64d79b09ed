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
DRAWN = (
    "tests/lesson",
    "tests/view",
    *(f"tests/page/test_{name}.py" for name in ("format", "digits", "nudge", "foreign_names", "structure")),
    "tests/drawing",
    "tests/nudge",
)
"""What is quick of the pages' tests."""

FOLDERS = (
    Folder("engine-in-python", ("generator/engine/**/*.py",), ENGINES),
    Folder("engine-in-javascript", (f"{SCRIPTS}/engine/**/*.js",), (*ENGINES, "tests/nudge")),
    Folder("generator", ("generator/*.py", "generator/article/*.py"), ("tests/content", "tests/tooling")),
    Folder("formats", ("generator/formats/*.py",), ("tests/formats",)),
    Folder("training", (f"{SCRIPTS}/training/**/*.js",), ("tests/training",)),
    Folder("lesson", (f"{SCRIPTS}/lesson/**/*.js", f"{SCRIPTS}/*.js"), DRAWN),
    Folder(
        "view",
        (f"{SCRIPTS}/view/**/*.js",),
        DRAWN,
        tuple(
            f"tests/page/test_{name}.py"
            for name in ("stepping", "highlight", "practice", "bugs", "nudge", "paths", "number_fields")
        ),
    ),
    Folder(
        "page",
        (f"{SCRIPTS}/page/**/*.js",),
        DRAWN,
        (
            "tests/drawing/test_view.py",
            *(
                f"tests/page/test_{name}.py"
                for name in (
                    "stepping",
                    "keyboard",
                    "playing",
                    "highlight",
                    "practice",
                    "bugs",
                    "nudge",
                    "paths",
                    "number_fields",
                    "other_networks",
                    "link",
                    "learning",
                )
            ),
        ),
    ),
)
