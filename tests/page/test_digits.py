"""How many decimals numbers have is a choice: of the page, its table and its link, and of the trace."""

import pytest
from playwright.sync_api import expect

from tests.page.content import WORDS
from tests.page.expected import computed
from tests.page.lesson import Lesson, until

PREDICTION = computed().values["yhat"]
WRITTEN = {digits: f"{PREDICTION:.{digits}f}" for digits in ("3", "4", "6")}


@pytest.mark.parametrize("digits", WRITTEN)
def test_a_choice_of_digits_is_used_everywhere_and_kept_in_the_address(lesson: Lesson, digits: str) -> None:
    page = lesson.page
    assert lesson.values()["yhat"] == pytest.approx(PREDICTION)
    page.evaluate("backprop.goTo(7)")
    page.get_by_label(WORDS["digits"]["name"]).select_option(digits)
    page.get_by_text(WORDS["table"]["title"]).click()
    result = WRITTEN[digits]
    for place in (lesson.panel, page.locator('[data-region="readouts"]'), lesson.table):
        expect(place).to_contain_text(result)
        if digits != "6":
            expect(place).not_to_contain_text(f"{PREDICTION:.6f}")
    expect(page.locator('[data-live="value"][data-of="yhat"]').first).to_have_text(result)
    if digits != "4":
        until(lambda: f"digits={digits}" in page.evaluate("location.hash"))
        page.reload()
        expect(page.get_by_label(WORDS["digits"]["name"])).to_have_value(digits)
        expect(lesson.panel).to_contain_text(result)


def test_all_digits_are_all_there_are(lesson: Lesson) -> None:
    page = lesson.page
    page.get_by_label(WORDS["digits"]["name"]).select_option("all")
    page.evaluate("backprop.goTo(7)")
    expect(lesson.panel).to_contain_text(str(lesson.values()["yhat"]))


def test_a_link_says_which(lesson: Lesson) -> None:
    page = lesson.page
    page.goto(f"{page.url.split('#')[0]}#step=7&digits=6")
    page.reload()
    expect(lesson.panel).to_contain_text(WRITTEN["6"])
    lesson.is_without_notice()
