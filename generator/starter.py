"""The files of a new site, as `backprop new` writes them: those of starter/, with a title of its own."""

import json
import re
from configparser import ConfigParser
from configparser import Error as ConfigError
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from generator.errors import ContentError

_RENAMED = {"gitignore": ".gitignore"}
"""What in the project itself would hide files from git."""


PROGRAM = "backpropagation-visualizer"
_UNKNOWN = f"""# Put here the address of its repository, or the name of a wheel beside this file, without the #:
# {PROGRAM} @ git+https://github.com/SOMEBODY/REPOSITORY
# ./backpropagation_visualizer-VERSION-py3-none-any.whl"""
"""What stands in requirements.txt where nobody knows where the program is from."""


def origin(home: Path) -> str | None:
    """Where pip finds the program as it is here, for another machine; None where nobody knows.

    It is asked of what pip has written down of its installation, and else of the clone that it stands in.
    """
    try:
        written = json.loads(metadata.distribution(PROGRAM).read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        written = {}
    if "vcs_info" in written:
        address = _public(str(written["url"]))
        return address and f"{PROGRAM} @ git+{address}@{written['vcs_info']['commit_id']}"
    folders = [home, *([Path(urlsplit(written["url"]).path)] if "dir_info" in written else [])]
    for folder in folders:
        config = ConfigParser(strict=False, interpolation=None)
        try:
            config.read(folder / ".git" / "config", encoding="utf-8")
            address = _public(config['remote "origin"']["url"])
        except (ConfigError, KeyError, ValueError):
            continue
        if address:
            return f"{PROGRAM} @ git+{address}"
    return None


def _public(address: str) -> str | None:
    """The address as anybody reaches it, without a name or password; None for a path of this machine."""
    if found := re.fullmatch(r"[\w.-]+@([\w.-]+):(?!/)(.+)", address):
        address = f"https://{found[1]}/{found[2]}"
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http", "ssh", "git") or not parts.hostname:
        return None
    return urlunsplit(("https", parts.hostname, parts.path, "", ""))


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
    program = origin(home) or _UNKNOWN
    made: dict[Path, bytes] = {}
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        name = path.relative_to(source)
        # In TOML the title stands between quotes, in Markdown it stands alone.
        text = json.dumps(title, ensure_ascii=False)[1:-1] if path.suffix == ".toml" else title
        content = path.read_text(encoding="utf-8").replace("{title}", text).replace("{program}", program)
        made[folder / name.with_name(_RENAMED.get(name.name, name.name))] = content.encode()
    return made
