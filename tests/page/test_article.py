"""The article moves the lesson, and its numbers are the lesson's."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.lesson.content import CONTENT, LAST, LEAVES, NODES, WORDS, fill
from tests.lesson.expected import Numbers, computed, given, shown
from tests.page.lesson import Lesson, until

LIVE = re.compile(r"\[\[(?P<gradient>dL/d)?(?P<node>\w+)(?::(?P<decimals>\d))?\]\]")
TEXT = (CONTENT / "article.md").read_text(encoding="utf-8")


def live_texts(numbers: Numbers) -> list[str]:
    """What the article's live values must say, in order."""
    texts = []
    for found in LIVE.finditer(TEXT):
        leaf = found["node"] in LEAVES and not found["gradient"]
        number = (numbers.gradients if found["gradient"] else numbers.values)[found["node"]]
        plain = leaf and found["decimals"] is None
        texts.append(given(number) if plain else shown(number, int(found["decimals"] or 4)))
    return texts


def live_shown(lesson: Lesson) -> list[str]:
    texts: list[str] = lesson.page.get_by_role("article").locator("[data-live]").all_text_contents()
    return texts


def test_live_values_are_the_lessons_and_change_with_the_sliders(lesson: Lesson) -> None:
    assert len(live_texts(computed())) >= 10
    assert live_shown(lesson) == live_texts(computed())
    lesson.slider("w11").fill("-1.5")
    lesson.field("x2").fill("1.7")
    changed = computed({"w11": -1.5, "x2": 1.7})
    assert live_shown(lesson) == live_texts(changed) != live_texts(computed())
    lesson.reset_all.click()
    assert live_shown(lesson) == live_texts(computed())


@pytest.mark.parametrize("network", ["xor", "dead-relu"])
def test_beside_another_network_the_article_says_whose_numbers_it_shows(lesson: Lesson, network: str) -> None:
    """XOR has the very nodes of the article's network, a dead ReLU has other activations."""
    note = lesson.page.get_by_role("article").get_by_text(WORDS["note"]["text"].split("“")[0].strip())
    expect(note).to_have_count(0)
    assert lesson.page.evaluate("network => backprop.set({ network })", network)
    expect(note).to_be_visible()
    assert live_shown(lesson) == live_texts(computed())
    lesson.page.get_by_role("article").get_by_role("button", name="Back to").click()
    expect(note).to_have_count(0)
    assert lesson.values()["L"] == pytest.approx(computed().values["L"])


def companion(lesson: Lesson) -> Locator:
    return lesson.page.get_by_role("group", name=WORDS["companion"]["name"])


def top_of(link: Locator) -> float:
    box = link.bounding_box()
    assert box
    return box["y"]


def test_back_takes_back_what_a_link_has_changed(lesson: Lesson) -> None:
    page = lesson.page
    lesson.slider("w11").fill("-1.5")
    lesson.go_to(3)
    article = page.get_by_role("article")
    article.locator('a[href="#step-10"]').first.click()
    article.locator('a[href="#step-13"], a[href="#step-14"]').first.click()
    assert lesson.step in (13, 14)
    page.go_back()
    until(lambda: lesson.step == 10)
    page.go_back()
    until(lambda: lesson.step == 3)
    assert lesson.values()["w11"] == -1.5


def test_a_link_that_jumps_leads_back_to_the_place_and_its_numbers(lesson: Lesson) -> None:
    page = lesson.page
    lesson.slider("w11").fill("-1.5")
    link = page.get_by_role("article").locator('a[data-open][href*="tool=paths"]').first
    way_back = page.get_by_role("button", name=WORDS["companion"]["way_back"])
    expect(way_back).to_be_hidden()
    link.scroll_into_view_if_needed()
    before = link.evaluate(
        "link => { const { top } = link.getBoundingClientRect(); link.click(); return top; }"
    )
    assert page.evaluate("document.querySelector('#lesson').getBoundingClientRect().top") < 150
    assert page.evaluate("backprop.state().network") == "vanishing"
    way_back.click()
    assert lesson.values()["w11"] == -1.5
    until(lambda: abs(top_of(link) - before) < 3)
    expect(way_back).to_be_hidden()


def test_the_small_lesson_leads_to_the_large_one_and_back(lesson: Lesson) -> None:
    page = lesson.page
    link = page.get_by_role("article").locator('a[href="#step-10"]').first
    link.press("Enter")
    before = top_of(link)
    companion(lesson).get_by_role("button", name=WORDS["companion"]["to_lesson"]).click()
    assert page.evaluate("document.querySelector('#lesson').getBoundingClientRect().top") < 150
    page.get_by_role("button", name=WORDS["companion"]["way_back"]).click()
    until(lambda: abs(top_of(link) - before) < 3)


def test_a_step_link_brings_back_the_articles_network_with_its_numbers(lesson: Lesson) -> None:
    lesson.slider("w11").fill("-1.5")
    assert lesson.page.evaluate("backprop.set({ network: 'dead-relu' })")
    lesson.page.get_by_role("article").locator('a[href="#step-10"]').first.click()
    assert lesson.step == 10
    assert lesson.values()["w11"] == -1.5


def test_the_small_lesson_steps_and_closes(lesson: Lesson) -> None:
    lesson.page.get_by_role("article").locator('a[href="#step-10"]').first.click()
    small = companion(lesson)
    small.get_by_role("button", name=WORDS["transport"]["next"]).click()
    assert lesson.step == 11
    small.get_by_role("button", name=WORDS["companion"]["close"]).click()
    expect(small).to_have_count(0)


def test_every_step_link_moves_the_lesson_to_the_step_it_names(lesson: Lesson) -> None:
    links = lesson.page.get_by_role("article").locator('a[href^="#step-"]')
    expected = [_step_of(target) for target in re.findall(r"\]\(step:([^)]+)\)", TEXT)]
    assert links.count() == len(expected) >= 10
    for link, step in zip(links.all(), expected, strict=True):
        lesson.go_to(LAST if step == 1 else 1)
        link.scroll_into_view_if_needed()
        before = top_of(link)
        link.press("Enter")
        assert lesson.step == step, link.text_content()
        assert top_of(link) == pytest.approx(before, abs=2), "the text has moved"
        expect(companion(lesson)).to_contain_text(fill(WORDS["step"]["count"], step=step, steps=LAST))
    lesson.is_without_notice()


def test_a_step_link_works_by_the_keyboard(lesson: Lesson) -> None:
    link = lesson.page.get_by_role("article").locator('a[href="#step-10"]').first
    link.focus()
    lesson.page.keyboard.press("Enter")
    assert lesson.step == 10


def test_no_number_of_the_lesson_is_typed_into_the_prose() -> None:
    numbers = computed()
    prose = LIVE.sub("", TEXT)
    names = [node.name for node in NODES if node.name not in LEAVES]
    typed = [name for name in names if shown(numbers.values[name]).lstrip("−") in prose]
    typed += [
        f"dL/d{name}"
        for name in numbers.gradients
        if name != "L" and shown(numbers.gradients[name]).lstrip("−") in prose
    ]
    assert typed == []


def _step_of(target: str) -> int:
    """What a name in (step:…) is: a node's forward step, or the backward step of a gradient."""
    from tests.lesson.content import BACKWARD_STEP, FORWARD_STEP

    if target == "last":
        return LAST
    if target.isdigit():
        return int(target)
    if target in LEAVES:
        return 1
    return BACKWARD_STEP[target[4:]] if target.startswith("dL/d") else FORWARD_STEP[target]
