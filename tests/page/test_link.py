"""The link: it is copied, and opens exactly the state in which it was copied."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import Heard, address
from tests.lesson.content import LEAVES, WORDS
from tests.page.lesson import Lesson

ODD = {"x1": 1 / 3, "x2": -1e-7, "y": 0.1 + 0.2, "w11": 5e-324, "w12": -999_999.9, "b1": 0, "w31": 1e6}


@dataclass(frozen=True, slots=True)
class Sharing:
    """Two people: one copies a link, the other opens it elsewhere."""

    lesson: Lesson
    other: Page


@pytest.fixture
def sharing(browser: Browser, built_page: Path) -> Iterator[Sharing]:
    heard = Heard()
    contexts = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in range(2)]
    for context in contexts:
        heard.listen(context)
    page, other = (context.new_page() for context in contexts)
    page.goto(address(built_page))
    yield Sharing(Lesson(page), other)
    for context in contexts:
        context.close()
    assert heard == Heard()


def copy(lesson: Lesson) -> None:
    lesson.page.get_by_role("button", name=WORDS["link"]["button"]).click()


def opens_the_same(sharing: Sharing, link: str) -> None:
    before = sharing.lesson.state(), sharing.lesson.values(), sharing.lesson.panel.text_content()
    sharing.other.goto(link)
    opened = Lesson(sharing.other)
    assert (opened.state(), opened.values(), opened.panel.text_content()) == before
    opened.is_without_notice()


def test_the_copied_link_opens_the_same_step_numbers_and_rate(sharing: Sharing) -> None:
    sharing.lesson.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert sharing.lesson.page.evaluate("leaves => backprop.set({ step: 18, rate: 0.125, leaves })", ODD)
    copy(sharing.lesson)
    expect(sharing.lesson.page.get_by_text(WORDS["link"]["copied"]).first).to_be_visible()
    opens_the_same(sharing, sharing.lesson.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("clipboard", ["refused", "absent"])
def test_without_a_clipboard_the_link_stands_in_a_field_to_be_copied_by_hand(
    sharing: Sharing, clipboard: str
) -> None:
    page = sharing.lesson.page
    page.evaluate(
        "clipboard => Object.defineProperty(navigator, 'clipboard', { value: clipboard === 'absent' ? undefined"
        " : { writeText: () => Promise.reject(new Error('refused')) } })",
        clipboard,
    )
    sharing.lesson.go_to(10)
    sharing.lesson.set_leaves({"w21": 1.75})
    copy(sharing.lesson)
    field = page.get_by_role("textbox", name=WORDS["link"]["field"])
    expect(field).to_be_visible()
    expect(field).to_be_focused()
    expect(page.get_by_text(WORDS["link"]["by_hand"]).first).to_be_visible()
    selected = page.evaluate("() => getSelection().toString() || document.activeElement.value")
    assert selected == field.input_value()
    opens_the_same(sharing, field.input_value())


def test_the_address_follows_the_lesson(sharing: Sharing) -> None:
    page = sharing.lesson.page
    sharing.lesson.go_to(4)
    page.wait_for_url("**#*step=4*")
    sharing.lesson.slider("w22").fill("2.5")
    page.wait_for_url("**2.5**")
    opens_the_same(sharing, page.url)
    assert page.evaluate("history.length") == 2, "the way back does not fill with steps"


def test_a_reload_stays_where_it_was(sharing: Sharing) -> None:
    page = sharing.lesson.page
    sharing.lesson.go_to(7)
    sharing.lesson.set_leaves({"x1": -1})
    page.wait_for_url("**#*step=7*")
    page.reload()
    assert sharing.lesson.state() == sharing.lesson.state() | {"step": 7, "leaves": LEAVES | {"x1": -1}}


def test_an_address_that_changes_moves_the_open_page(lesson: Lesson) -> None:
    lesson.set_leaves({"w11": 2})
    lesson.page.evaluate("location.hash = 'step=5'")
    expect(lesson.panel).to_contain_text("Step 5 / 18")
    assert lesson.state()["leaves"] == LEAVES, "what an address does not say is as the page opens"


def test_a_step_anchor_opens_its_step(lesson: Lesson, built_page: Path) -> None:
    lesson.page.goto("about:blank")
    lesson.page.goto(address(built_page, "step-12"))
    assert lesson.step == 12


def test_escaped_by_a_messenger_a_link_still_opens(lesson: Lesson, built_page: Path) -> None:
    hash_ = "step=3&x=0.1,0.2&y=0&w=1,2,3;4,5,6;7,8,9"
    lesson.page.goto("about:blank")
    lesson.page.goto(address(built_page, hash_.replace(",", "%2C").replace(";", "%3B")))
    assert lesson.step == 3
    numbers = (0.1, 0.2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert lesson.state()["leaves"] == dict(zip(LEAVES, numbers, strict=True))
