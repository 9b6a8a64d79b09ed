"""How many decimals numbers have is a choice: of the page, its table and its link, and of the trace."""

import pytest
from playwright.sync_api import expect

from tests.lesson.content import WORDS
from tests.lesson.expected import computed
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


def test_pointing_at_a_number_of_the_graph_shows_all_its_digits(lesson: Lesson) -> None:
    page = lesson.page
    lens = page.locator(".lens")
    page.evaluate("backprop.goTo(12)")
    values, gradients = lesson.values(), lesson.gradients()

    def told() -> set[float]:
        return {float(text) for text in (lens.text_content() or "").replace("−", "-").split() if text[-1].isdigit()} | {
            float(text.rstrip(",")) for text in (lens.text_content() or "").replace("−", "-").split() if text.endswith(",")
        }  # fmt: skip

    for name in ("h1", "w31", "L"):
        lesson.node(name).first.hover()
        expect(lens).to_be_visible()
        assert {values[name], gradients[name]} <= told()
    lesson.node("h2").hover()
    assert told() == {values["h2"]}, "its gradient is still to be found"
    # All there already: there is nothing to add.
    for name in ("y", "w11"):
        lesson.node(name).first.hover()
        expect(lens).to_be_hidden()
    # What is taken hold of is not covered.
    lesson.node("w31").first.hover()
    expect(lens).to_be_visible()
    page.mouse.down()
    expect(lens).to_be_hidden()
    page.mouse.up()


def test_keys_reach_all_digits_too(lesson: Lesson) -> None:
    page = lesson.page
    lesson.scrubber.focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.dataset.node ?? ''"):
            break
    for _ in range(30):
        name = page.evaluate("document.activeElement.dataset.node")
        if name == "z1":
            break
        page.keyboard.press("ArrowDown")
    page.evaluate("backprop.goTo(2)")
    expect(page.locator(".lens")).to_contain_text(str(lesson.values()["z1"]))
    page.keyboard.press("Tab")
    expect(page.locator(".lens")).to_be_hidden()
