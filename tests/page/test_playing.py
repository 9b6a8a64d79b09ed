"""Play, with the clock in the test's hand."""

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.lesson.content import LAST, WORDS
from tests.page.lesson import Lesson

SPEEDS = ("slow", "normal", "fast")


@pytest.fixture
def stopped(open_page: OpenPage) -> Lesson:
    """The page with its clock stopped."""
    page = open_page()
    page.clock.install(time=0)
    page.clock.pause_at(60 * 60)  # it would go on by itself otherwise
    return Lesson(page)


def choose(lesson: Lesson, speed: str) -> None:
    lesson.speed.select_option(label=WORDS["speed"][speed])


def run(lesson: Lesson, milliseconds: int) -> None:
    lesson.page.clock.run_for(milliseconds)


def interval(lesson: Lesson, precision: int = 100) -> int:
    """How many milliseconds the present step stays while playing."""
    before = lesson.state()["step"]
    for time in range(precision, 60_000, precision):
        run(lesson, precision)
        if lesson.state()["step"] != before:
            return time
    raise AssertionError("nothing plays")


def words_of(lesson: Lesson) -> int:
    """How many words of prose there are to read in the panel."""
    return sum(
        len((text.text_content() or "").split())
        for text in lesson.panel.locator(".step-title, .why, .remark").all()
    )


def test_each_of_three_speeds_plays_to_the_end_and_leaves_the_time_to_read_every_step(
    stopped: Lesson,
) -> None:
    paces = []
    for speed in SPEEDS:
        choose(stopped, speed)
        stopped.go_to(1)
        stopped.button("play").click()
        words, time = 0, 0
        for step in range(1, LAST):
            assert stopped.step == step
            there = words_of(stopped)
            stays = interval(stopped, 500)
            # 300 words a minute is fast; formulas and the picture want to be looked at as well.
            assert speed == "fast" or stays >= there / (300 / 60) * 1000, (
                f"step {step}: {there} words in {stays} ms"
            )
            words, time = words + there, time + stays
        expect(stopped.button("play")).to_be_visible()
        run(stopped, 60_000)
        assert stopped.step == LAST
        paces.append(words / time)
    assert paces == sorted(set(paces)), "slow is the slowest, fast the fastest"


def test_the_same_button_pauses_and_space_does_what_the_button_does(stopped: Lesson) -> None:
    stopped.button("play").click()
    run(stopped, interval(stopped))
    stopped.button("pause").click()
    step = stopped.step
    run(stopped, 60_000)
    assert stopped.step == step
    stopped.page.locator("body").evaluate("() => document.activeElement.blur()")
    stopped.page.keyboard.press(" ")
    expect(stopped.button("pause")).to_be_visible()
    run(stopped, interval(stopped))
    assert stopped.step > step
    stopped.page.keyboard.press(" ")
    expect(stopped.button("play")).to_be_visible()


def test_at_the_end_play_begins_anew(stopped: Lesson) -> None:
    stopped.go_to(LAST)
    stopped.button("play").click()
    assert stopped.step == 1
    interval(stopped)
    assert stopped.step == 2


def test_a_step_taken_by_hand_gets_its_whole_time(stopped: Lesson) -> None:
    choose(stopped, "normal")
    stopped.go_to(4)
    stopped.button("play").click()
    whole = interval(stopped)
    stopped.go_to(3)
    run(stopped, 1000)
    stopped.page.keyboard.press("ArrowRight")
    run(stopped, whole - 200)
    assert stopped.step == 4
    run(stopped, 200)
    assert stopped.step == 5


def test_another_speed_holds_at_once(stopped: Lesson) -> None:
    choose(stopped, "fast")
    stopped.go_to(4)
    stopped.button("play").click()
    fast = interval(stopped)
    stopped.go_to(4)
    choose(stopped, "slow")
    run(stopped, fast + 100)
    assert stopped.step == 4
    assert interval(stopped) > fast
