"""The article's own syntax: mathematics, live values, links to steps; and what it refuses."""

import re
from collections.abc import Sequence
from html import escape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from generator.article import Article, Heading, Reference
from generator.article.writer import render_article
from generator.errors import ContentError
from tests.content.cases import Mistake, answer, mistakes

NODES = frozenset({"h1", "w31", "z1"})
STEPS = {"z1": 2, "dL/dz3": 10} | {str(number): number for number in range(1, 19)} | {"last": 18}


def shown_values(references: Sequence[Reference]) -> list[str]:
    return [
        f"<output>{reference.kind} {reference.node} {reference.decimals}</output>" for reference in references
    ]


def address_fault(address: str) -> str | None:
    return None if address.startswith("preset=") else f"found {address}, expected preset="


def render(text: str) -> Article:
    return render_article(
        text,
        file="it.md",
        nodes=NODES,
        steps=STEPS,
        render_values=shown_values,
        address_fault=address_fault,
        figures=lambda: {"bend": {"node": ["h1"]}, "cost": {}},
        render_figures=lambda figures: [
            f"<figure>{figure.kind} {dict(figure.options)}</figure>" for figure in figures
        ],
    )


@pytest.mark.parametrize("mistake", mistakes("article"), ids=str)
def test_a_mistake_in_an_article(mistake: Mistake) -> None:
    with pytest.raises(ContentError) as caught:
        render(mistake.new)
    assert str(caught.value) == mistake.sentence


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[[h1]]", "value h1 None"),
        ("[[h1:0]]", "value h1 0"),
        ("[[dL/dw31]]", "gradient w31 None"),
        ("[[dL/dw31:12]]", "gradient w31 12"),
    ],
)
def test_a_live_value_is_asked_for_and_put_in_its_place(written: str, shown: str) -> None:
    assert render(f"a {written}, *b*").html == f"<p>a <output>{shown}</output>, <em>b</em></p>"


def test_a_figure_stands_where_its_line_stands() -> None:
    text = "one\n[[figure:bend node=h1]]\ntwo\n\n- three\n\n  [[figure:cost]]\n"
    found = BeautifulSoup(render(text).html, "html.parser")
    assert [figure.text for figure in found.find_all("figure")] == ["bend {'node': 'h1'}", "cost {}"]
    assert [paragraph.text for paragraph in found.find_all("p", recursive=False)] == ["one", "two"]
    assert found.li is not None
    assert found.li.figure is not None


def test_live_values_are_asked_for_once_and_in_order() -> None:
    asked: list[list[str]] = []

    def values(references: Sequence[Reference]) -> list[str]:
        asked.append([reference.node for reference in references])
        return [f"<i>{number}</i>" for number, _ in enumerate(references)]

    text = "[[z1]] `[[h1]]` [[h1]]\n\n- [[w31]]"
    article = render_article(
        text, file="it.md", nodes=NODES, steps=STEPS, render_values=values, address_fault=address_fault
    )
    assert asked == [["z1", "h1", "w31"]]
    assert re.findall("<i>.</i>", article.html) == ["<i>0</i>", "<i>1</i>", "<i>2</i>"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("[so](step:z1)", 2),
        ("[so](step:dL/dz3)", 10),
        ("[so](step:7)", 7),
        ("[so](step:last)", 18),
        ("[so][z]\n\n[z]: step:z1", 2),
    ],
)
def test_a_link_to_a_step(written: str, number: int) -> None:
    assert render(written).html == f'<p><a data-step="{number}" href="#step-{number}">so</a></p>'


def test_a_link_that_opens_an_address_of_the_page() -> None:
    link = BeautifulSoup(render("[the chain](open:preset=vanishing&step=2)").html, "html.parser").find("a")
    assert link is not None
    assert (link["href"], link["data-open"]) == ("#preset=vanishing&step=2", "")


@pytest.mark.parametrize("written", ["[so](https://a.example/b)", "<https://a.example/b>"])
def test_a_link_to_elsewhere_gives_it_no_hold_on_the_page(written: str) -> None:
    assert '<a href="https://a.example/b" rel="noopener">' in render(written).html


@pytest.mark.parametrize("code", ["$x$ [[h1]] [a](step:z1)", "<b> ![a](b) [[no]] $", "\\$", "a & b"])
def test_code_is_left_as_it_is(code: str) -> None:
    shown = escape(code, quote=False)
    assert render(f"`{code}`").html == f"<p><code>{shown}</code></p>"
    assert render(f"``{code}``").html == f"<p><code>{shown}</code></p>"
    assert render(f"```\n{code}\n```").html == f"<pre><code>{shown}\n</code></pre>"
    inside = BeautifulSoup(render(f"- a\n\n    ~~~ toml\n    {code}\n    ~~~\n").html, "html.parser")
    block = inside.select_one("li > pre > code.language-toml")
    assert block is not None
    assert block.text == f"{code}\n"


def test_code_ends_where_it_is_closed() -> None:
    assert render("```\na\n```\n[[h1]]\n\n```\nb\n```").html.count("<output>") == 1
    assert render("`a` [[h1]] `b`").html.count("<output>") == 1


def test_code_hides_nothing_from_the_checks() -> None:
    """These are two list items, and in the second a link: the backtick of the first has no second one."""
    _, sentence = answer(lambda: render("- `a\n- [b](javascript:c)`"))
    assert sentence.startswith("it.md, line 1: found `, expected")


def test_indented_text_is_no_code_and_is_refused() -> None:
    _, sentence = answer(lambda: render("a\n\n    $x$ [[h1]]"))
    assert sentence.startswith("it.md, line 3: found $x$ [[h1]], expected no more than three spaces")


def test_a_sign_can_be_written_as_itself() -> None:
    assert render(r"\$5 and \[[h1] and a \< b and \\").html == "<p>$5 and [[h1] and a &lt; b and \\</p>"


def test_inline_mathematics_stays_with_its_punctuation() -> None:
    """Chromium may break a line between a formula and the comma after it."""
    article = render("so ($x$), and $y$ too")
    assert article.html == (
        '<p>so <span class="math-kept">(<math><mi>x</mi></math>),</span> and <math><mi>y</mi></math> too</p>'
    )


def test_display_mathematics_is_a_block_wherever_it_stands() -> None:
    page = BeautifulSoup(render("a\n$$\nx\n$$\nb\n\n- c\n\n    $$y$$\n\n- d").html, "html.parser")
    assert [child.name for child in page.find_all(recursive=False)] == ["p", "div", "p", "ul"]
    assert page.select_one("div.math-display > math[display=block]") is not None
    assert page.select_one("li > div.math-display") is not None
    assert page.select_one("p div") is None


@pytest.mark.parametrize(
    ("tex", "classes"),
    [
        (
            r"\begin{aligned} a &= b \end{aligned}",
            ["math-right math-flush-right", "math-left math-flush-left"],
        ),
        (
            r"\begin{cases} a & b \end{cases}",
            ["math-left math-flush-right", "math-left math-flush-right math-apart"],
        ),
        (r"\begin{array}{lr} a & b \end{array}", ["math-left", "math-right"]),
        (r"\begin{pmatrix} a & b \end{pmatrix}", ["", ""]),
        (r"\hat y \text{ if } \underbrace{x}_{\partial L/\partial z_3}", []),
    ],
)
def test_what_math_core_styles_becomes_classes(tex: str, classes: list[str]) -> None:
    page = BeautifulSoup(render(f"$${tex}$$").html, "html.parser")
    assert [" ".join(cell.get("class") or []) for cell in page.find_all("mtd")] == classes
    assert not page.select("[style]")


def test_characters_are_written_as_themselves() -> None:
    """Named characters such as &ApplyFunction; are HTML only; XML readers do not know them."""
    assert "\u2061" in render(r"$\ln \hat y$").html
    assert "&lt;" in render("$a < b$").html
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;)", render(r"$\ln \hat y < \tanh x$").html)


def test_headings_get_ids_that_are_stable_and_unique() -> None:
    article = render("## The *first* $h_1$: `a`!\n\n### Größe & \\$\n\n## Again\n\n## Again\n\n## +")
    assert article.headings == (
        Heading(2, "article-the-first-h-1-a", "The first h_1: a!"),
        Heading(3, "article-grösse", "Größe & $"),
        Heading(2, "article-again", "Again"),
        Heading(2, "article-again-2", "Again"),
        Heading(2, "article", "+"),
    )
    page = BeautifulSoup(article.html, "html.parser")
    assert [tag["id"] for tag in page.find_all(re.compile(r"h\d"))] == [h.id for h in article.headings]


PIECES = st.sampled_from(
    [
        *(
            "$",
            "$$",
            "\n\n$$\n",
            "[[",
            "]]",
            "[[h1]]",
            "[a](step:z1)",
            "](",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "    ",
        ),
        *(
            "<",
            "<b>",
            "\\",
            "# ",
            "## ",
            "x_1",
            "\\frac",
            "{",
            "}",
            "&",
            "\x02",
            "\x03",
            "style='a'",
            "*",
            "![",
        ),
        *(
            "- ",
            "==",
            '" onclick="',
            "[a]: ",
            "javascript:a",
            "<https://a>",
            "\\color{red}",
            "\\text{",
            "wzxhzdk:0",
        ),
    ]
)


@given(pieces=st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14))
def test_whatever_is_written_is_refused_or_keeps_the_contract_of_the_page(pieces: list[str]) -> None:
    article, sentence = answer(lambda: render("".join(pieces)))
    if article is None:
        assert re.fullmatch(r"it\.md, line \d+: found .+, expected .+", sentence)
        return
    for element in BeautifulSoup(article.html, "html.parser").find_all():
        if element.find_parent("math") or element.name == "math":
            assert not {"style", "href", "onclick"} & set(element.attrs)
            continue
        assert set(element.attrs) <= {"class", "href", "rel", "data-step", "id", "title", "start"}
        assert element.name not in {"script", "style", "img", "b", "iframe"}
        if element.name == "a":
            assert str(element.get("href")).startswith(("#step-", "https://", "http://", "mailto:"))


def test_long_lists_of_names_are_cut_short() -> None:
    nodes = frozenset(f"w{number}" for number in range(1000))
    _, sentence = answer(
        lambda: render_article(
            "[[w12345]]",
            file="a",
            nodes=nodes,
            steps=STEPS,
            render_values=shown_values,
            address_fault=address_fault,
        )
    )
    assert sentence.endswith(" or 976 more (did you mean w345?)")
