"""What Markdown's authors are used to: each appears as it is meant, wherever it stands, or is refused with its line."""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from generator.article import Article
from generator.article.writer import render_article
from tests.content.cases import answer
from tests.content.test_article import NODES, STEPS, address_fault, shown_values

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
WORDS = {"note": "Note", "tip": "Tip", "notes": "Footnotes", "back": "Back"}


def render(text: str) -> Article:
    return render_article(
        text,
        file="it.md",
        nodes=NODES,
        steps=STEPS,
        render_values=shown_values,
        address_fault=address_fault,
        read_picture=lambda name: {"a.svg": SVG}[name],
        words=WORDS,
    )


def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(render(text).html, "html.parser")


def test_a_table() -> None:
    table = page("| a | *b* |\n|---|--:|\n| $x$ | [[h1]] |\n| c | `d` |\n").select_one("div.table > table")
    assert table is not None
    assert [[cell.name for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")] == [
        ["th", "th"],
        ["td", "td"],
        ["td", "td"],
    ]
    assert [cell.get_text() for cell in table.find_all("td")] == ["x", "value h1 None", "c", "d"]
    assert [cell.get("class") for cell in table.select("tr > :last-child")] == [["align-right"]] * 3


def test_a_footnote_and_the_way_back() -> None:
    found = page("One[^a] two[^b] three[^a].\n\n[^a]: First $x$.\n\n[^b]:\n    Second.\n\n    More.\n")
    marks = found.select("sup.note-mark > a")
    assert [mark.get_text() for mark in marks] == ["1", "2", "1"]
    notes = found.select("section.notes[aria-label=Footnotes] > ol > li")
    assert [note.p.get_text(" ").split()[0] for note in notes if note.p] == ["First", "Second."]
    for mark in marks:
        target = found.find(id=str(mark["href"])[1:])
        assert target is not None
        assert target.select(f'a[href="#{mark["id"]}"][aria-label=Back]'), "the note leads back to the mark"
    assert len({tag["id"] for tag in found.select("[id]")}) == len(found.select("[id]"))


def test_a_list_of_definitions() -> None:
    found = page("Gradient\n: a *slope*\n: of a loss\n\nLoss\n: [[h1]]\n")
    assert [(tag.name, tag.get_text().strip()) for tag in found.select("dl > *")] == [
        ("dt", "Gradient"), ("dd", "a slope"), ("dd", "of a loss"), ("dt", "Loss"), ("dd", "value h1 None"),
    ]  # fmt: skip


def test_boxes_have_the_title_that_is_stated_or_that_of_their_kind() -> None:
    found = page('!!! note\n    One\n\n!!! note "A $x$"\n    - two\n\n    three\n')
    boxes = found.select("div.box.note")
    assert [box.select_one(".box-title").get_text() for box in boxes if box.select_one(".box-title")] == [  # type: ignore[union-attr]
        "Note",
        "A x",
    ]
    assert [child.name for child in boxes[1].find_all(recursive=False)] == ["p", "ul", "p"]


def test_an_answer_is_closed_until_it_is_asked_for() -> None:
    closed, opened = page('??? tip "Why?"\n    Because.\n\n???+ tip "And?"\n    So.\n').select(
        "details.box.tip"
    )
    assert not closed.has_attr("open")
    assert opened.has_attr("open")
    assert [closed.summary.get_text(), opened.summary.get_text()] == ["Why?", "And?"]  # type: ignore[union-attr]


def test_a_heading_has_the_id_that_is_stated_and_is_linked_to() -> None:
    found = page("[there](#why)\n\n## It *matters* {#why}\n\n## Other\n\n[here](#other)\n")
    assert [link["href"] for link in found.select("a")] == ["#article-why", "#article-other"]
    assert found.find(id="article-why").get_text() == "It matters"  # type: ignore[union-attr]


def test_code_is_coloured_and_stays_the_same_text() -> None:
    code = 'def f(x: float) -> str:  # <b>\n\treturn f"{x} & 1" * 2\n'
    found = page(f"```python\n{code}```").select_one("pre > code.language-python")
    assert found is not None
    assert found.get_text() == code
    assert {span["class"][0] for span in found.select("span")} == {
        "code-keyword", "code-name", "code-comment", "code-string", "code-number",
    }  # fmt: skip


def test_a_link_may_have_parentheses() -> None:
    link = page("[x](open:preset=(w*x-y)^2&step=3)").a
    assert link is not None
    assert link["href"] == "#preset=(w*x-y)^2&step=3"
    assert page("[x](<open:preset=(w * x>)").a["href"] == "#preset=(w%20*%20x"  # type: ignore[index]


# Everything in everything.


@dataclass(frozen=True)
class Construct:
    """Something that an author writes, and what must be seen of it: a selector, and how often."""

    text: str
    selector: str
    count: int = 1
    inline: bool = False


GOOD = [
    Construct("a *b* **c** ~~d~~", "em, strong, s", 3, inline=True),
    Construct("$x^2$", "math", inline=True),
    Construct("[[h1]] and [[dL/dw31:2]]", "output", 2, inline=True),
    Construct("[so](step:z1)", "a[data-step='2']", inline=True),
    Construct("[so](<open:preset=a b>)", "a[data-open]", inline=True),
    Construct("`a | *b*`".replace("|", "/"), "code", inline=True),
    Construct("<https://a.example/b_c*d>", "a[rel=noopener]", inline=True),
    Construct("![A square](a.svg)", "svg[role=img][aria-label='A square']", inline=True),
    Construct("$$\nx\n= y\n$$", "div.math-display"),
    Construct("```python\nx = 1\n```", "pre > code"),
    Construct("| a | b |\n|---|---|\n| c | d |", "div.table td", 2),
    Construct("- one\n- two\n\n  more", "ul > li", 2),
    Construct("1. one\n2. two", "ol > li", 2),
    Construct("Term\n: its definition", "dl > dd"),
    Construct("!!! note\n    text", "div.box > p", 2),
    Construct('??? tip "Why?"\n    text', "details > summary"),
    Construct("> quoted", "blockquote > p"),
]
BAD = [
    "[x](javascript:alert)", "[x](<javascript:alert>)", "<javascript:alert>", "[x](page.html)", "[x](//a.example)",
    "[x](step:nope)", "[x](<step:z1 foo>)", "[x](step:z1 foo)", "[x](open:nope)", "[x][nope]", "[x][]", "x[^nope]",
    "[x](#nope)", "[[nope]]", "[[h1", "$a [[h1]]$", "$a", "$$a", r"$\nope$", r"\alpha", "`a", "**a", "a*", "_a", "~~a",
    "<b>a</b>", "<!-- a -->", "<br", "&nope;", "https://a.example", "==a==", ":smile:", "x^2", "H~2~O", "{.a}", "{{ a }}",
    "![](a.svg)", "![a](b.exe)", "![a](/a.svg)", "![a](https://a.example/a.svg)", "![[[h1]]](a.svg)", "[[h1]](step:z1)",
    "^[a note]", "[@a]", "[ ] a", "[x][y][z]", "[a [b](step:z1) c](step:z1)",
]  # fmt: skip
BAD_BLOCKS = [
    "# One", "One\n===", "##One", "#### Four", "```\na", "~~~ nope nope\na\n~~~", "```nope\na\n```", "$$\na",
    "| a | b |\n| c | d |", "| a |\n|---|\n| b | c |", "!!! nope\n    a", "!!! note\na", "??? note", ":::note", ": a",
    "*[A]: b", "[a]: javascript:b", "[a]: <b c>", "<div>\na\n</div>", "[^a]: b",
]  # fmt: skip


def indented(text: str, first: str, rest: str) -> str:
    return first + textwrap.indent(text, rest, lambda _: True)[len(rest) :]


CONTAINERS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "quote": lambda text: textwrap.indent(text, "> ", lambda _: True),
    "bullet": lambda text: indented(text, "- ", "  "),
    "number": lambda text: indented(text, "1. ", "   "),
    "box": lambda text: "!!! note\n" + textwrap.indent(text, "    ", lambda line: bool(line.strip())),
    "closed": lambda text: '??? tip "T"\n' + textwrap.indent(text, "    ", lambda line: bool(line.strip())),
    "definition": lambda text: "Term\n" + indented(text, ": ", "  "),
    "footnote": lambda text: "Word[^note]\n\n" + indented(text, "[^note]:\n\n    ", "    "),
}
LINE_CONTAINERS: dict[str, Callable[[str], str]] = {
    "heading": lambda text: f"## {text}",
    "emphasis": lambda text: f"a *b {text} c* d",
    "cell": lambda text: f"| a | b |\n|---|---|\n| {text} | c |",
    "after text": lambda text: f"One,\ntwo {text}\nthree.",
}
nestings = st.lists(st.sampled_from(list(CONTAINERS)), max_size=3)


def within(text: str, nesting: list[str]) -> str:
    for name in nesting:
        text = CONTAINERS[name](text)
    return text


@given(before=st.sampled_from(GOOD), good=st.sampled_from(GOOD), nesting=nestings)
def test_what_is_right_appears_wherever_it_stands(
    before: Construct, good: Construct, nesting: list[str]
) -> None:
    nesting = [name for place, name in enumerate(nesting) if name != "footnote" or place == len(nesting) - 1]
    written = f"{before.text}\n\n{within(good.text, nesting)}\n"
    article, sentence = answer(lambda: render(written))
    assert article is not None, f"{sentence}\n{written}"
    shown = BeautifulSoup(article.html, "html.parser")
    assert len(shown.select(good.selector)) >= good.count, article.html
    assert len(shown.select(before.selector)) >= before.count, article.html


@given(
    good=st.sampled_from([construct for construct in GOOD if construct.inline]),
    name=st.sampled_from(list(LINE_CONTAINERS)),
    nesting=nestings,
)
def test_what_is_right_appears_within_a_line(good: Construct, name: str, nesting: list[str]) -> None:
    nesting = [outer for outer in nesting if outer != "footnote"]
    article, sentence = answer(lambda: render(within(LINE_CONTAINERS[name](good.text), nesting)))
    assert article is not None, sentence
    assert len(BeautifulSoup(article.html, "html.parser").select(good.selector)) >= good.count, article.html


@pytest.mark.parametrize("bad", BAD)
def test_what_is_wrong_in_a_line_is_refused_with_it(bad: str) -> None:
    for container, put in {**LINE_CONTAINERS, **CONTAINERS}.items():
        written = f"First.\n\n{put(bad)}\n"
        article, sentence = answer(lambda written=written: render(written))  # type: ignore[misc]
        assert article is None, f"{container}: {article.html}"
        said = re.match(r"it\.md, line (\d+): found .+, expected .+", sentence)
        assert said, sentence
        line = next(number for number, text in enumerate(written.split("\n"), 1) if bad in text)
        assert int(said[1]) == line, f"{container}: {sentence}\n{written}"


@given(bad=st.sampled_from(BAD_BLOCKS), nesting=nestings)
def test_what_is_wrong_in_a_block_is_refused_with_its_line(bad: str, nesting: list[str]) -> None:
    nesting = [name for place, name in enumerate(nesting) if name != "footnote" or place == len(nesting) - 1]
    written = f"First.\n\n***\n\n{within(bad, nesting)}\n"
    article, sentence = answer(lambda: render(written))
    assert article is None, f"{written}\n{article.html}"
    said = re.match(r"it\.md, line (\d+): found .+, expected .+", sentence)
    assert said, sentence
    lines = [number for number, text in enumerate(written.split("\n"), 1) if bad.split("\n")[0] in text]
    # What it stands in may begin with the same words: then any of these lines is meant.
    assert any(line <= int(said[1]) <= line + bad.count("\n") for line in lines), f"{sentence}\n{written}"
