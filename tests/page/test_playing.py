"""Play, with the clock in the test's hand."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.lesson.content import LAST, WORDS
from tests.page.lesson import Lesson

SPEEDS = ("slow", "normal", "fast")


@pytest.fixture
def stopped(open_page: OpenPage) -> Lesson:
    """The page with its clock stopped."""
    page = open_page(alone=True)
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


WATCH = """() => {
  window.watched = [];
  const look = () => {
    const { step } = backprop.state();
    if (watched.at(-1)?.step === step) return;
    const prose = [...document.querySelectorAll("[data-region=panel] :is(.step-title, .why, .remark)")];
    const words = prose.flatMap(text => text.textContent.split(/\\s+/).filter(Boolean)).length;
    watched.push({ step, words, time: Date.now() });
  };
  look();
  window.watcher?.disconnect();
  window.watcher = new MutationObserver(look);
  watcher.observe(document.querySelector("[data-region=panel]"), { childList: true, subtree: true, characterData: true });
}"""
"""Writes down when each step is shown, by the clock in the test's hand, and how many words of prose it has."""


def test_each_of_three_speeds_plays_to_the_end_and_leaves_the_time_to_read_every_step(
    stopped: Lesson,
) -> None:
    paces = []
    for speed in SPEEDS:
        choose(stopped, speed)
        stopped.go_to(1)
        stopped.page.evaluate(WATCH)
        stopped.button("play").click()
        run(stopped, 15 * 60_000)
        watched = stopped.page.evaluate("watched")
        assert [one["step"] for one in watched] == list(range(1, LAST + 1))
        words, time = 0, 0
        for one, after in pairwise(watched):
            stays = after["time"] - one["time"]
            # 300 words a minute is fast; formulas and the picture want to be looked at as well.
            assert speed == "fast" or stays >= one["words"] / (300 / 60) * 1000, f"{one} in {stays} ms"
            words, time = words + one["words"], time + stays
        assert words > 10 * LAST
        expect(stopped.button("play")).to_be_visible()
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
