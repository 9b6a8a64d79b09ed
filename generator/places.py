"""Where things lie: what comes with the program, in a checkout or installed, and what an author has written."""

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "assets"

HOME = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
"""What comes with the program: templates/, content/ and starter/. A wheel has them inside the package."""

SITE = "site.toml"
"""The file by which a folder is known as the content of a site."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that a build reads: `home`, as HOME, and the author's `content`."""

    home: Path
    content: Path

    @property
    def templates(self) -> Path:
        """What the page is made of."""
        return self.home / "templates"

    @property
    def is_own(self) -> bool:
        """Whether the content is an author's, not what comes with the program."""
        return self.content != self.home / "content"

    @property
    def site_folder(self) -> Path:
        """The folder below which a page is written: a folder called content/ stands in it, any other is it.

        For the content inside an installed package it is the present one.
        """
        if self.content == _INSTALLED / "content":
            return Path()
        return self.content.parent if self.content.name == "content" else self.content

    def words(self, name: str) -> Path:
        """A file of words: the author's own, or the one that comes with the program."""
        own = self.content / name
        return own if own.is_file() else self.home / "content" / name


def own_content(folder: Path) -> Path | None:
    """The content of the site that somebody who stands in `folder` works on; None where there is none."""
    return next((place for place in (folder, folder / "content") if (place / SITE).is_file()), None)
