"""What every Markdown has in common comes out as in another library: Python-Markdown, which the page once was made with."""

import markdown
import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from tests.content.test_article import render

COMMON = {
    "paragraphs": "One line\nand its second.\n\nAnother *with* **weight** and `code <b>`.",
    "headings": "## First\n\nText.\n\n### Within\n\nMore.",
    "a list of points": "- one\n- two\n- three",
    "a numbered list": "1. one\n2. two",
    "a list in a list": "- one\n    - within\n    - again\n- two",
    "a quote": "> Said\n> so.\n\nAnd then.",
    "a link with a title": '[words](https://example.org/a?b=1&c=2 "why")',
    "a link by reference": "[words][there]\n\n[there]: https://example.org/",
    "an address": "<https://example.org/>",
    "a rule": "One.\n\n---\n\nTwo.",
    "what is escaped": r"\*not emphasis\* & < > \[no link\]",
    "a hard break": "one  \ntwo",
    "emphasis within a word": "so*me*thing",
    "a table": "| a | b |\n|---|---|\n| 1 | *2* |",
    "a list of definitions": "Loss\n:   How wrong it is.",
}


def plain(node: Tag) -> list[object]:
    """An element's name, where it leads, and what is in it, without the white space that Markdown leaves to taste."""
    inside: list[object] = []
    for child in node.children:
        if isinstance(child, Tag):
            # Our tables stand in a box that scrolls, our headings have an id, which another test holds.
            inside += plain(child)[1:] if child.get("class") == ["table"] else [plain(child)]
        elif isinstance(child, NavigableString) and (text := " ".join(child.split())):
            inside.append(text)
    return [(node.name, node.get("href"), node.get("title")), *inside]


@pytest.mark.parametrize("text", COMMON.values(), ids=COMMON)
def test_it_comes_out_as_in_another_library(text: str) -> None:
    theirs = markdown.markdown(text, extensions=["tables", "def_list"])
    ours, reference = (
        BeautifulSoup(f"<main>{html}</main>", "html.parser").main for html in (render(text).html, theirs)
    )
    assert ours is not None
    assert reference is not None
    assert plain(ours) == plain(reference)
