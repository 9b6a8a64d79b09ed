"""Play, with the clock in the test's hand."""

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.page.content import LAST, WORDS
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


def interval(lesson: Lesson) -> int:
    """How long the present step stays while playing, to a tenth of a second."""
    before = lesson.state()["step"]
    for tenths in range(1, 101):
        run(lesson, 100)
        if lesson.state()["step"] != before:
            return 100 * tenths
    raise AssertionError("nothing plays")


def test_each_of_three_speeds_plays_step_by_step_to_the_end_and_stops(stopped: Lesson) -> None:
    intervals = []
    for speed in SPEEDS:
        choose(stopped, speed)
        stopped.go_to(1)
        stopped.button("play").click()
        intervals.append(interval(stopped))
        for step in range(2, LAST + 1):
            assert stopped.step == step
            run(stopped, intervals[-1])
        expect(stopped.button("play")).to_be_visible()
        run(stopped, 20_000)
        assert stopped.step == LAST
    assert intervals == sorted(set(intervals), reverse=True), "slow is the longest, fast the shortest"


def test_the_same_button_pauses_and_space_does_what_the_button_does(stopped: Lesson) -> None:
    stopped.button("play").click()
    run(stopped, interval(stopped))
    stopped.button("pause").click()
    step = stopped.step
    run(stopped, 20_000)
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
    stopped.button("play").click()
    whole = interval(stopped)
    run(stopped, whole - 200)
    stopped.page.keyboard.press("ArrowRight")
    taken = stopped.step
    run(stopped, whole - 200)
    assert stopped.step == taken
    run(stopped, 200)
    assert stopped.step == taken + 1


def test_another_speed_holds_at_once(stopped: Lesson) -> None:
    choose(stopped, "fast")
    stopped.button("play").click()
    fast = interval(stopped)
    choose(stopped, "slow")
    step = stopped.step
    run(stopped, fast + 100)
    assert stopped.step == step
    assert interval(stopped) > fast
