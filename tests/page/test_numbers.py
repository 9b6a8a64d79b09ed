"""Sliders, number fields and resets; what follows from them is compared with NumPy, as it is shown."""

import pytest
from playwright.sync_api import expect

from tests.lesson.content import LAST, LEAVES, NAMES, SITE, STEPS, WORDS, fill
from tests.lesson.expected import brief, computed, shown
from tests.page.lesson import Lesson

NEW = {
    "x1": -1.25, "x2": 0.75, "y": 0.35, "w11": 1.5, "w12": -0.05, "b1": 0, "w21": 2.25, "w22": -1.1, "b2": 0.65,
    "w31": -2.4, "w32": 0.02, "b3": -0.5,
}  # fmt: skip


def agrees_with_numpy(lesson: Lesson, leaves: dict[str, float]) -> None:
    """At the last step: the table and the readouts to four decimals, the graph to three, the contract to the last digits."""
    numbers = computed(leaves)
    assert lesson.values() == pytest.approx(numbers.values, rel=1e-12, abs=1e-15)
    assert lesson.gradients() == pytest.approx(numbers.gradients, rel=1e-12, abs=1e-15)
    lesson.table_agrees(numbers, leaves)
    for name in ("z1", "h2", "z3", "yhat", "L"):
        expect(lesson.node(name)).to_contain_text(brief(numbers.values[name]))
        if name != "L":
            expect(lesson.node(name)).to_contain_text(brief(numbers.gradients[name]))
    readouts = lesson.page.locator('[data-region="readouts"]')
    for number in (numbers.values["yhat"], numbers.values["L"], numbers.gradients["z3"]):
        expect(readouts).to_contain_text(shown(number))


def test_the_readouts_of_the_original(lesson: Lesson) -> None:
    readouts = lesson.page.locator('[data-region="readouts"]')
    for text in ("0.6653", "0.4076", "−0.3347"):
        expect(readouts).to_contain_text(text)
    lesson.go_to(LAST)
    agrees_with_numpy(lesson, LEAVES)


def test_every_leaf_has_a_slider_and_a_field_that_agree(lesson: Lesson) -> None:
    assert set(NEW) == set(LEAVES)
    for name, value in LEAVES.items():
        assert float(lesson.slider(name).input_value()) == value
        assert float(lesson.field(name).input_value()) == value
    lesson.go_to(LAST)
    leaves = dict(LEAVES)
    for position, (name, value) in enumerate(NEW.items()):
        moved, other = lesson.slider(name), lesson.field(name)
        if position % 2:
            moved, other = other, moved
        moved.fill(str(value))
        assert float(other.input_value()) == float(moved.input_value()) == value
        leaves[name] = value
        assert lesson.state()["leaves"] == leaves
    agrees_with_numpy(lesson, leaves)


def test_a_slider_moves_by_its_keys(lesson: Lesson) -> None:
    lesson.slider("w11").focus()
    for _ in range(3):
        lesson.page.keyboard.press("ArrowRight")
    assert float(lesson.field("w11").input_value()) == pytest.approx(0.53)
    assert lesson.values()["w11"] == pytest.approx(0.53)


def test_a_slider_follows_the_pointer(lesson: Lesson) -> None:
    lesson.slider("b3").scroll_into_view_if_needed()
    box = lesson.slider("b3").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    lesson.page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    lesson.page.mouse.down()
    seen = []
    for share in (0.7, 0.8, 0.9):
        lesson.page.mouse.move(box["x"] + box["width"] * share, middle)
        seen.append(lesson.state()["leaves"]["b3"])
        assert float(lesson.field("b3").input_value()) == seen[-1] == float(lesson.slider("b3").input_value())
    lesson.page.mouse.up()
    assert seen == sorted(set(seen))


def test_a_number_can_be_typed_key_by_key(lesson: Lesson) -> None:
    """While it is typed it is not written anew: −0 on the way to −0.5 must not turn into 0."""
    for text in ("-1.05", "-0.5", "1.50", "1e2", "0.0001"):
        lesson.field("w12").select_text()
        lesson.page.keyboard.type(text)
        assert lesson.field("w12").input_value() == text
        assert lesson.state()["leaves"]["w12"] == float(text) == float(lesson.slider("w12").input_value())
        lesson.is_without_notice()


def test_a_number_beyond_the_slider_widens_the_slider(lesson: Lesson) -> None:
    for value in (-12.5, 12.5):
        lesson.field("w12").fill(str(value))
        assert float(lesson.slider("w12").input_value()) == value
        assert lesson.state()["leaves"]["w12"] == value


@pytest.mark.parametrize("text", ["2", "-7"])
def test_what_cannot_be_is_refused_with_a_sentence_and_the_old_value_stays(lesson: Lesson, text: str) -> None:
    field = lesson.field("y")
    field.select_text()
    lesson.page.keyboard.press("Delete")
    lesson.page.keyboard.type(text)
    loss = WORDS["operation"]["bce"]
    lesson.notice_says(fill(WORDS["notice"]["target"], found=text, loss=loss, least=0, most=1))
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.input_value() == text, "what was typed can be mended"
    assert lesson.state()["leaves"] == LEAVES
    field.blur()
    assert float(field.input_value()) == LEAVES["y"]
    expect(field).not_to_have_attribute("aria-invalid", "true")
    lesson.notice_says(text)


def test_the_notice_can_be_closed(lesson: Lesson) -> None:
    assert lesson.page.evaluate("backprop.set({ step: 99 })") is False
    lesson.page.get_by_role("button", name=WORDS["notice"]["close"]).click()
    lesson.is_without_notice()


def test_one_value_is_reset_and_the_rest_stays(lesson: Lesson) -> None:
    expect(lesson.reset("w11")).to_have_count(0)
    lesson.set_leaves({"w11": 2, "b1": 1})
    lesson.reset("w11").click()
    assert lesson.state()["leaves"] == LEAVES | {"b1": 1}
    assert (
        float(lesson.slider("w11").input_value()) == LEAVES["w11"] == float(lesson.field("w11").input_value())
    )
    expect(lesson.slider("w11")).to_be_focused()
    expect(lesson.reset("w11")).to_have_count(0)


@pytest.mark.parametrize("begun", ["", "-", "."])
def test_a_number_that_is_only_begun_is_no_mistake_until_it_is_done(lesson: Lesson, begun: str) -> None:
    field = lesson.field("w31")
    for done in ("Enter", "Tab"):
        field.select_text()
        lesson.page.keyboard.press("Delete")
        lesson.page.keyboard.type(begun)
        lesson.is_without_notice()
        expect(field).not_to_have_attribute("aria-invalid", "true")
        assert lesson.page.evaluate("backprop.goTo(2)") is None, "a redrawing leaves it alone"
        assert field.input_value() == begun
        lesson.page.keyboard.press(done)
        lesson.notice_says(fill(WORDS["notice"]["unreadable"], found=begun or WORDS["notice"]["nothing"]))
        if done == "Enter":
            lesson.page.keyboard.press("End")
            lesson.page.keyboard.type("5")
            lesson.is_without_notice()
            assert lesson.state()["leaves"]["w31"] == {"": 5, "-": -5, ".": 0.5}[begun]
            lesson.set_leaves({"w31": LEAVES["w31"]})
    assert float(field.input_value()) == LEAVES["w31"], "a field that is left shows the number in force"


def test_a_rate_alone_can_be_reset(lesson: Lesson) -> None:
    assert lesson.page.evaluate("backprop.set({ rate: 2 })")
    expect(lesson.reset_all).not_to_have_attribute("aria-disabled", "true")
    lesson.reset_all.click()
    assert lesson.state()["rate"] == SITE["learning_rate"]
    expect(lesson.reset_all).to_have_attribute("aria-disabled", "true")


def test_all_values_are_reset_together(lesson: Lesson) -> None:
    expect(lesson.reset_all).to_have_attribute("aria-disabled", "true")
    lesson.set_leaves(NEW)
    lesson.reset_all.click()
    assert lesson.state()["leaves"] == LEAVES
    expect(lesson.reset_all).to_have_attribute("aria-disabled", "true")
    lesson.go_to(LAST)
    agrees_with_numpy(lesson, LEAVES)


def test_the_panel_follows_at_every_step(lesson: Lesson) -> None:
    lesson.set_leaves(NEW)
    numbers = computed(NEW)
    for step in STEPS:
        lesson.go_to(step.number)
        lesson.shows(step, numbers)


def test_a_quantity_is_shown_only_from_its_step_on(lesson: Lesson) -> None:
    numbers = computed()
    seen: set[str] = set()
    for step in STEPS[:-1]:
        lesson.go_to(step.number)
        seen |= {f"{name} value" for name in step.values} | {f"{name} gradient" for name in step.gradients}
        texts = {name: lesson.node(name).text_content() or "" for name in NAMES}
        for name in ("z1", "h1", "z2", "h2", "z3", "yhat"):
            assert (brief(numbers.values[name]) in texts[name]) == (f"{name} value" in seen), (
                step.number,
                name,
            )
        for name in ("z1", "h1", "z2", "h2", "z3", "yhat", "w11", "w22", "b3"):
            assert (brief(numbers.gradients[name]) in texts[name]) == (f"{name} gradient" in seen), (
                step.number,
                name,
            )
