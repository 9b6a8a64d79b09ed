"""On paper: the graph, all steps with their numbers of the moment, the article, on white, nothing cut."""

import math
import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, mult

from tests.browser import OpenPage
from tests.lesson.content import CONTENT, LAST, LEAVES, STEPS, WORDS, fill
from tests.lesson.expected import Numbers, computed, given, shown
from tests.page.lesson import Lesson

CHANGED = {"w11": -1.5, "x2": 1.7, "w32": 2.2}
HEADINGS = re.findall(r"^## (.+)$", (CONTENT / "article.md").read_text(encoding="utf-8"), re.MULTILINE)


def printed(page: Page, paper: str = "A4") -> PdfReader:
    return PdfReader(BytesIO(page.pdf(format=paper, print_background=True)))


def text_of(pdf: PdfReader) -> str:
    """All text without white space: where a PDF breaks words and numbers is its own affair."""
    text = "".join(page.extract_text() for page in pdf.pages)
    # Mathematical italics and plain letters are the same to a reader; spaces are not always there.
    return re.sub(r"\s", "", text)


def numbers_of(steps: Numbers) -> set[str]:
    return {shown(steps.values[name]) for step in STEPS for name in step.values} | {
        shown(steps.gradients[name]) for step in STEPS for name in step.gradients
    }


@pytest.fixture(scope="module")
def default_numbers() -> set[str]:
    return numbers_of(computed())


def test_graph_steps_and_article_are_on_paper_with_the_numbers_of_the_moment(
    lesson: Lesson, default_numbers: set[str]
) -> None:
    for leaves in ({}, CHANGED):
        lesson.set_leaves(leaves)
        text = text_of(printed(lesson.page))
        present = numbers_of(computed(leaves))
        assert {number for number in present if number not in text} == set()
        if leaves:
            # As a word of its own: 0.1 is also the beginning of 0.15.
            assert {old for old in default_numbers - present if old in text} == set()
        for words in (
            WORDS["graph"]["title"], fill(WORDS["step"]["list"], steps=LAST), WORDS["about"]["title"], *HEADINGS,
            *(given(value) for value in (LEAVES | leaves).values()),
        ):  # fmt: skip
            assert re.sub(r"\s", "", words) in text, words


def test_after_printing_the_page_is_as_it_was(lesson: Lesson) -> None:
    lesson.go_to(4)
    graph, panel = (lesson.page.locator(f'[data-region="{name}"]') for name in ("graph", "panel"))
    before = graph.inner_html(), panel.inner_html(), lesson.state()
    printed(lesson.page)
    assert (graph.inner_html(), panel.inner_html(), lesson.state()) == before


def test_no_control_is_on_paper(open_page: OpenPage) -> None:
    lesson = Lesson(open_page(hash="step=99"))
    lesson.notice_says(WORDS["notice"]["default"])
    lesson.page.emulate_media(media="print")
    # An article's question has its answer in a box that closes; what it asks is read on paper too.
    controls = lesson.page.locator(
        "button, input, select, textarea, :not(article) > details > summary, dialog, [role=slider]"
    )
    seen = "elements => elements.filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 80))"
    assert controls.evaluate_all(seen) == []
    for hidden in (WORDS["graph"]["hint"], WORDS["skip"]):
        expect(lesson.page.get_by_text(hidden)).to_be_hidden()
    expect(lesson.notice).to_have_count(0)


def test_the_answers_of_the_article_are_open_on_paper(lesson: Lesson) -> None:
    closed = lesson.page.locator("article details:not([open])")
    answers = closed.locator("p").evaluate_all(
        "all => all.map(p => p.firstChild.textContent.trim()).filter(text => text.length > 15)"
    )
    assert len(answers) >= 6
    on_paper = text_of(printed(lesson.page))
    assert [text for text in answers if re.sub(r"\s", "", text) not in on_paper] == []
    assert closed.count() > 0


def test_the_paper_is_white_and_the_ink_dark_in_either_theme(open_page: OpenPage) -> None:
    page = open_page(theme="dark")
    page.get_by_role("button", name=WORDS["theme"]["name"]).click()
    page.get_by_role("button", name=WORDS["theme"]["name"]).click()
    page.emulate_media(media="print", color_scheme="dark")
    # Whatever text stands on; the hairlines between the live values are no ground.
    grounds = page.evaluate(
        """() => [...new Set([document.documentElement, ...document.querySelectorAll("body, body *")]
        .filter(element => element.checkVisibility() && (element.matches("html, body")
          || [...element.childNodes].some(node => node.nodeType === 3 && node.nodeValue.trim())))
        .map(element => getComputedStyle(element).backgroundColor))]"""
    )
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    ink = page.evaluate("getComputedStyle(document.body).color.match(/\\d+/g).map(Number)")
    assert sum(ink) < 200


@pytest.mark.parametrize("width_of_page", [672, 694, 469])
def test_nothing_is_wider_than_the_page(open_page: OpenPage, width_of_page: int) -> None:
    """The printable width of A4, Letter and A5 with margins of 16 mm."""
    page = open_page(width=width_of_page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    wide = page.evaluate(
        """width => [...document.querySelectorAll("body *")].filter(element => element.checkVisibility() && !element.closest(".heard"))
        .filter(element => element.getBoundingClientRect().right > width + 1 || (element.scrollWidth > element.clientWidth + 1
          && ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(element).overflowX) && element.clientWidth > 0))
        .map(element => `${element.nodeName}.${element.className.baseVal ?? element.className} ${element.textContent.slice(0, 40)}`)""",
        width_of_page,
    )
    assert wide == []


def smallest_print(pdf: PdfReader) -> float:
    """The height of the smallest text on the first page, where the graph is, in points."""
    sizes: list[float] = []

    def visit(text: str, page: list[float], line: list[float], _font: object, size: float) -> None:
        if text.strip():
            a, b, c, d, *_ = mult(line, page)
            sizes.append(size * math.sqrt(abs(a * d - b * c)))

    pdf.pages[0].extract_text(visitor_text=visit)
    return min(sizes)


@pytest.mark.parametrize("width", [1440, 320])
def test_the_graph_can_be_read_on_paper_whatever_the_window_is(open_page: OpenPage, width: int) -> None:
    """From a phone as well: its subscripts, the smallest of it, are at least 5 points high."""
    assert smallest_print(printed(open_page(width=width))) >= 5


def test_the_steps_are_numbered_on_paper(lesson: Lesson) -> None:
    lesson.set_leaves(CHANGED)
    phases = "|".join(phase.replace(" ", r"\s+") for phase in WORDS["phase"].values())
    text = "\n".join(page.extract_text() for page in printed(lesson.page).pages)
    numbers = re.findall(rf"(?<!\S)(\d+)\.\s*(?:{phases})", text, re.IGNORECASE)
    assert [int(number) for number in numbers] == [step.number for step in STEPS]
