"""What a screen reader is told: each step once, and a name for everything that can be operated."""

from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.lesson.content import LAST, LEAVES, NAMES, STEPS, WORDS, fill, spoken
from tests.lesson.expected import brief, computed, given, shown
from tests.page.lesson import Lesson

REGIONS = "[aria-live], [role=status], [role=alert]"


def listen(page: Page) -> None:
    """Notes what every live region says from now on."""
    page.evaluate(
        """selector => {
          window.said = [];
          for (const region of document.querySelectorAll(selector)) {
            new MutationObserver(changes => said.push(...changes.map(() => region.textContent.trim())))
              .observe(region, { childList: true, characterData: true, subtree: true });
          }
        }""",
        REGIONS,
    )


def said(page: Page) -> list[str]:
    sentences: list[str] = page.evaluate("() => new Promise(done => setTimeout(() => done(said.splice(0))))")
    return sentences


def said_at_rest(page: Page) -> list[str]:
    """All that is said in two seconds."""
    page.wait_for_timeout(2000)
    return said(page)


def test_every_step_is_announced_once_with_its_phase_and_what_it_found(lesson: Lesson) -> None:
    listen(lesson.page)
    numbers = computed()
    for step in STEPS[1:]:
        lesson.page.keyboard.press("ArrowRight")
        (sentence,) = said(lesson.page)
        start = fill(
            WORDS["step"]["announced"],
            step=step.number,
            steps=LAST,
            phase=WORDS["phase"][step.phase],
            title="…",
            result="",
        )
        assert sentence.startswith(start.partition("…")[0])
        for found in (
            *(numbers.values[name] for name in step.values),
            *(numbers.gradients[name] for name in step.gradients),
        ):
            assert shown(found) in sentence
        assert "{" not in sentence


def test_moving_a_slider_is_not_announced_again_and_again(lesson: Lesson) -> None:
    lesson.go_to(5)
    listen(lesson.page)
    for value in ("0.1", "0.2", "0.3"):
        lesson.slider("w11").fill(value)
    loss = shown(computed(LEAVES | {"w11": 0.3}).values["L"])
    assert said_at_rest(lesson.page) == [fill(WORDS["readouts"]["now"], name=spoken("L"), value=loss)], (
        "once, when it rests"
    )


def test_a_step_of_descent_says_the_new_loss(lesson: Lesson) -> None:
    lesson.go_to(LAST)
    listen(lesson.page)
    loss = lesson.values()["L"]
    lesson.page.get_by_role("button", name=WORDS["summary"]["take"]).click()
    now = lesson.values()["L"]
    assert now < loss
    assert said_at_rest(lesson.page) == [fill(WORDS["readouts"]["now"], name=spoken("L"), value=shown(now))]


def test_a_loss_that_is_asked_for_is_not_given_away(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=3&step=2")
    listen(page)
    page.evaluate("backprop.set({ leaves: { w11: 2 } })")
    page.wait_for_timeout(1200)
    assert said(page) == []


def test_a_refusal_is_announced(lesson: Lesson) -> None:
    listen(lesson.page)
    lesson.page.evaluate("location.hash = 'step=99'")
    expect(lesson.notice).to_be_visible()
    assert any(WORDS["notice"]["default"] in sentence for sentence in said(lesson.page))


def test_a_node_says_what_it_is_and_what_is_known_of_it(lesson: Lesson) -> None:
    numbers, words = computed(), WORDS["graph"]["seen"]

    def node(phrase: str, seen: str) -> None:
        """What is seen comes first: who speaks to a computer says that."""
        name = fill(words[phrase], seen=seen, name=spoken("z1"))
        expect(lesson.page.get_by_role("button", name=name, exact=True)).to_have_count(1)

    node("unknown", "z1")
    lesson.go_to(2)
    node("known", f"z1 {brief(numbers.values['z1'])}")
    lesson.go_to(LAST)
    node("with_gradient", f"z1 {brief(numbers.values['z1'])} ∂ {brief(numbers.gradients['z1'])}")


def test_the_table_stands_for_the_picture_at_every_step(lesson: Lesson) -> None:
    lesson.page.get_by_text(WORDS["table"]["title"]).click()
    numbers, unknown = computed(), WORDS["table"]["unknown"]
    headings = lesson.table.get_by_role("columnheader").all_text_contents()
    assert headings == [
        fill(WORDS["table"][column], loss="L") for column in ("symbol", "role", "value", "gradient")
    ]
    values, gradients = {name: given(number) for name, number in LEAVES.items()}, dict[str, str]()
    for step in STEPS[:-1]:
        lesson.go_to(step.number)
        values |= {name: shown(numbers.values[name]) for name in step.values}
        gradients |= {name: shown(numbers.gradients[name]) for name in step.gradients}
        rows = [row.split("\n") for row in lesson.table_rows()]
        assert [row[1] for row in rows] == [spoken(name) for name in NAMES]
        for name, row in zip(NAMES, rows, strict=True):
            assert row[2] == values.get(name, f"·{unknown}"), (step.number, name)
            if name != "L":
                assert row[3] == gradients.get(name, f"·{unknown}"), (step.number, name)


def test_the_scrubber_says_step_and_title(lesson: Lesson) -> None:
    lesson.go_to(10)
    text = lesson.scrubber.get_attribute("aria-valuetext") or ""
    titles = lesson.page.evaluate("backprop.steps().map(({ title }) => title)")
    assert text == fill(WORDS["transport"]["position"], step=10, steps=LAST, title=titles[9])


def test_landmarks_and_language(lesson: Lesson) -> None:
    page = lesson.page
    for role in ("banner", "main", "contentinfo", "article"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("region", name=WORDS["graph"]["title"])).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
