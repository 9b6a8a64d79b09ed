"""The article's headings: their levels, their ids, their words."""

import re
import unicodedata

from markdown_it.token import Token

from generator.article.parts import Heading, Surroundings

_ID = re.compile(r"[ \t]*\{#(?P<id>[^\s{}]+)\}[ \t]*$")
_ALLOWED_ID = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE)


def take_id(inline: Token, line: int, around: Surroundings) -> str:
    """Takes `{#id}` off the end of a heading's text before it is parsed; the id, or "" where there is none."""
    found = _ID.search(inline.content)
    if not found:
        return ""
    if not _ALLOWED_ID.fullmatch(found["id"]):
        raise around.refusal(line, found[0], "letters, digits and hyphens, as in {#chain-rule}")
    inline.content = inline.content[: found.start()]
    return found["id"]


def words_of(children: list[Token]) -> str:
    """What a heading says, with formulas as TeX and live values by their names."""
    breaks = {"softbreak": " ", "hardbreak": " "}
    plain = (breaks.get(child.type) or child.meta.get("plain") or child.content for child in children)
    return "".join(plain).strip()


class Headings:
    """The headings so far, in order."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self.all: list[Heading] = []
        self.ids: dict[str, str] = {}
        """The id in the page of each that an author may write."""

    def add(self, level: int, words: str, own: str, line: int) -> Heading:
        """One more heading. Raises ContentError for a level that does not follow, or an id that is taken."""
        around = self._around
        source = around.lines[line - 1].strip()
        if level == 1:
            raise around.refusal(line, source, "headings from ## on, since the page has its own title")
        before = self.all[-1].level if self.all else 1
        if level > before + 1:
            raise around.refusal(line, source, f"{'#' * (before + 1)} at most, so that no level is left out")
        if own and own in self.ids:
            raise around.refusal(line, f"{{#{own}}} again", "each id once")
        slug = own or re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", words).casefold()).strip("-")
        name, count = slug or "section", 1
        while name in self.ids:
            count += 1
            name = f"{slug or 'section'}-{count}"
        # The beginning parts them from the other ids of the page, whatever an author calls a section.
        heading = Heading(level, f"article-{name}" if slug or count > 1 else "article", words)
        self.ids[name] = heading.id
        self.all.append(heading)
        return heading
