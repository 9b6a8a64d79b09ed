"""The files of a new site, as `backprop new` writes them: those of starter/, with a title of its own."""

import json
import re
from pathlib import Path

from generator.errors import ContentError

_RENAMED = {"gitignore": ".gitignore"}
"""What in the project itself would hide files from git."""


def files(home: Path, folder: Path) -> dict[Path, bytes]:
    """What is to be written into `folder`, by its path. Raises ContentError where something is there already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError(
            f"{folder}: found {'a folder with files in it' if folder.is_dir() else 'a file'}, "
            "expected a name that is free, or an empty folder"
        )
    words = re.sub(r"[\s_-]+", " ", folder.resolve().name).strip() or "My lesson"
    title = words[:1].upper() + words[1:]
    source = home / "starter"
    made: dict[Path, bytes] = {}
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        name = path.relative_to(source)
        # In TOML the title stands between quotes, in Markdown it stands alone.
        text = json.dumps(title, ensure_ascii=False)[1:-1] if path.suffix == ".toml" else title
        content = path.read_text(encoding="utf-8").replace("{title}", text)
        made[folder / name.with_name(_RENAMED.get(name.name, name.name))] = content.encode()
    return made
