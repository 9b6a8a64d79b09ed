"""The records of an article, what it asks of the rest of the build, and how it refuses something."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import ContentError, place


@dataclass(frozen=True, slots=True)
class Reference:
    """A live value: the "value" or the "gradient" of a node. Without `decimals` the view chooses them."""

    kind: str
    node: str
    decimals: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A live figure: which, and what its author has said of it."""

    kind: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the article: its level (2 or more), its id in the page, its words."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Outward:
    """A link to a place in another article: its line, as it was written, the other's file, the heading's id there."""

    line: int
    address: str
    file: str
    heading: str


@dataclass(frozen=True, slots=True)
class Article:
    """The article's HTML, its headings, in order, and its links to headings of other articles, still to be checked."""

    html: str
    headings: tuple[Heading, ...]
    outward: tuple[Outward, ...] = ()


RenderValues = Callable[[Sequence[Reference]], Sequence[str]]
RenderFigures = Callable[[Sequence[Figure]], Sequence[str]]
FigureRoom = Callable[[], Mapping[str, Mapping[str, list[str]]]]
"""Which figures there are, which options each has, and what each option may be for this network."""
AddressFault = Callable[[str], str | None]
ReadPicture = Callable[[str], bytes]
Unwritable = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article may refer to: see `render_article`."""

    file: str
    nodes: frozenset[str]
    steps: Mapping[str, int]
    address_fault: AddressFault
    read_picture: ReadPicture
    unwritable: Unwritable
    figures: FigureRoom
    words: Mapping[str, str]
    pages: Mapping[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    outward: list[Outward] = field(default_factory=list)

    def refusal(self, line: int, found: str, expected: str) -> ContentError:
        """The error that says what was found in a line, shortened, and what was expected."""
        words = " ".join(found.split())
        shortened = words if len(words) <= 60 else f"{words[:59]}…"
        sentence = " ".join(f"found {shortened}, expected {expected}".split())
        return ContentError(f"{place(self.file, line)}: {sentence}")
