"""Phones: at 320 px nothing is wider than the screen, and everything can be touched."""

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.lesson.content import LAST, STEPS, WORDS
from tests.looks import SMALL, TOO_WIDE
from tests.page.lesson import Lesson, until


@pytest.fixture
def phone(open_page: OpenPage) -> Lesson:
    return Lesson(open_page(width=320, height=640))


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_screen_at_any_step(open_page: OpenPage, width: int) -> None:
    lesson = Lesson(open_page(width=width))
    wide = {}
    for step in STEPS:
        lesson.go_to(step.number)
        if found := lesson.page.evaluate(TOO_WIDE):
            wide[step.number] = found
    assert wide == {}


def test_large_and_tiny_numbers_do_not_make_it_wider(phone: Lesson) -> None:
    phone.set_leaves({"x1": -123456.789, "w11": 999999, "w31": -0.00001234, "b3": -999999.5, "y": 0.3333333})
    wide = {}
    for step in STEPS:
        phone.go_to(step.number)
        if phone.page.evaluate(TOO_WIDE):
            wide[step.number] = phone.page.evaluate(TOO_WIDE)
    assert wide == {}


def test_messages_and_the_list_of_keys_fit(phone: Lesson) -> None:
    phone.page.evaluate("location.hash = 'step=99'")
    phone.notice_says(WORDS["notice"]["default"])
    assert phone.page.evaluate(TOO_WIDE) == []
    phone.page.get_by_text(WORDS["table"]["title"]).click()
    assert phone.page.evaluate(TOO_WIDE) == []
    phone.page.keyboard.press("?")
    assert phone.page.evaluate(TOO_WIDE) == []
    box = phone.page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_every_target_is_24_px_wide_and_high(phone: Lesson) -> None:
    phone.set_leaves({"w11": 2})  # so that a reset button is there
    for step in (1, 10, LAST):
        phone.go_to(step)
        assert phone.page.evaluate(SMALL) == []
    phone.page.evaluate("backprop.set({ step: 99 })")
    assert phone.page.evaluate(SMALL) == []
    phone.page.keyboard.press("?")
    assert phone.page.evaluate(SMALL) == []


def test_the_graph_runs_from_top_to_bottom_and_its_nodes_can_be_tapped(open_page: OpenPage) -> None:
    lesson = Lesson(open_page(width=320, height=640))
    tops = [
        (lesson.node(name).bounding_box() or {"y": 0.0})["y"]
        for name in ("x1", "z1", "h1", "z3", "yhat", "L")
    ]
    assert tops == sorted(set(tops))
    for expected in (7, 9):
        lesson.node("yhat").click()
        assert lesson.step == expected


def left(lesson: Lesson, name: str) -> float:
    x: float = lesson.node(name).evaluate("node => node.getBoundingClientRect().x")
    return x


def test_a_turned_phone_keeps_step_and_numbers(phone: Lesson) -> None:
    phone.go_to(6)
    phone.set_leaves({"w31": 1.5})
    before = phone.state()
    phone.page.set_viewport_size({"width": 900, "height": 500})
    until(lambda: left(phone, "x1") + 100 < left(phone, "z1"))
    assert phone.state() == before


def test_while_stepping_on_a_phone_the_buttons_stay_in_reach_and_say_what_was_found(phone: Lesson) -> None:
    phone.go_to(2)
    phone.node("z1").scroll_into_view_if_needed()
    box = phone.button("next").bounding_box()
    assert box
    assert 0 <= box["y"] <= 640 - box["height"]


def test_on_a_phone_the_line_leads_to_the_words_and_the_strip_back_to_the_graph(phone: Lesson) -> None:
    phone.go_to(10)
    phone.page.get_by_role("link", name="Step 10").click()
    expect(phone.page.get_by_role("heading", name="Gradient of the pre-activation")).to_be_in_viewport()
    expect(phone.node("x1")).not_to_be_in_viewport()
    strip = phone.page.locator(".strip")
    expect(strip).to_be_in_viewport()
    strip.click()
    expect(phone.node("x1")).to_be_in_viewport()
    assert phone.step == 10


def test_on_a_phone_what_the_marks_mean_is_told_when_asked_for(phone: Lesson) -> None:
    told = phone.page.get_by_text(WORDS["legend"]["ribbon"])
    expect(told).to_be_hidden()
    phone.page.get_by_text(WORDS["legend"]["name"]).click()
    expect(told).to_be_visible()
    phone.page.set_viewport_size({"width": 1280, "height": 800})
    expect(told).to_be_visible()
    expect(phone.page.get_by_text(WORDS["legend"]["name"])).to_be_hidden()
