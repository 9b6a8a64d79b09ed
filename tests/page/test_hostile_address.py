"""A broken or hostile address opens the lesson as it is by default, with a sentence, and never throws."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import address
from tests.lesson.content import LEAVES, SITE, WORDS
from tests.page.lesson import Lesson

HOSTILE = {
    "no such step": "step=19",
    "step zero": "step=0",
    "a negative step": "step=-1",
    "half a step": "step=1.5",
    "no step": "step=",
    "a step that is a word": "step=NaN",
    "an anchor beyond the end": "step-99",
    "an input too few": "x=1",
    "an input too many": "x=1,2,3",
    "a neuron too few": "w=1,2,3;4,5,6",
    "infinity": "x=Infinity,0",
    "an overflow": "x=1e999,0",
    "a target that the loss does not take": "y=1.5",
    "not a number": "y=NaN",
    "hexadecimal": "y=0x10",
    "a gap": "x=,1",
    "a space in a number": "x=1 2,3",
    "a rate that is no number": "rate=fast",
    "an unknown key": "z=1",
    "a prototype": "__proto__=1",
    "an inherited name": "constructor=1&toString=2",
    "nothing but separators": "&&==&",
    "markup as a key": "<img src=x onerror=alert(1)>=1",
    "markup as a value": "step=<script>alert(1)</script>",
    "an escape that is none": "step=%E0%A4%A",
    "a null byte": "step=%00",
    "right to left": "step=\u202e1",
    "too long": "x=" + "9" * 30_000,
}


VISIT = """async hashes => {
  const answers = [];
  for (const hash of hashes) {
    backprop.set({ step: 5, rate: 2, leaves: { w11: 2 } });
    document.querySelector("[data-action=close-notice]").click();
    const arrived = new Promise(done => addEventListener("hashchange", done, { once: true }));
    location.hash = hash;
    await arrived;
    const notice = document.querySelector("[data-action=close-notice]").parentElement;
    const { step, rate, leaves } = backprop.state();
    answers.push({ step, rate, leaves, seen: notice.checkVisibility(), says: notice.textContent, markup: notice.querySelectorAll("img, script, b").length });
  }
  return answers;
}"""


def test_the_lesson_opens_by_default_and_says_why(lesson: Lesson) -> None:
    """What comes into an open page takes the same way as what it is opened with; the next test opens one."""
    answers = lesson.page.evaluate(VISIT, list(HOSTILE.values()))
    for name, answer in zip(HOSTILE, answers, strict=True):
        assert (answer["step"], answer["leaves"], answer["rate"]) == (1, LEAVES, SITE["learning_rate"]), name
        assert answer["seen"], name
        assert WORDS["notice"]["default"] in answer["says"], name
        assert len(answer["says"]) < 400, name
        assert answer["markup"] == 0, name


@pytest.mark.parametrize("name", ["no such step", "markup as a key", "an escape that is none"])
def test_a_page_that_is_opened_with_it_does_the_same(lesson: Lesson, built_page: Path, name: str) -> None:
    lesson.page.goto("about:blank")
    lesson.page.goto(address(built_page) + "#" + HOSTILE[name])
    lesson.notice_says(WORDS["notice"]["default"])
    assert lesson.step == 1
    assert lesson.state()["leaves"] == LEAVES


def test_the_notice_shows_markup_as_text(lesson: Lesson) -> None:
    lesson.page.evaluate("location.hash = 'step=<b>bold</b>'")
    expect(lesson.notice).to_contain_text("<b>bold</b>")


def test_a_good_address_after_a_bad_one_takes_the_notice_away(lesson: Lesson) -> None:
    lesson.page.evaluate("location.hash = 'step=99'")
    lesson.notice_says(WORDS["notice"]["default"])
    lesson.page.evaluate("location.hash = 'step=2'")
    expect(lesson.panel).to_contain_text("Step 2 / 18")
    lesson.is_without_notice()


def test_anchors_of_the_pages_own_headings_are_no_mistake(lesson: Lesson) -> None:
    lesson.go_to(4)
    lesson.page.evaluate("location.hash = 'about'")
    lesson.is_without_notice()
    assert lesson.step == 4
