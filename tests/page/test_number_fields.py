"""Number fields: what is typed or pasted is taken as the number it is, or refused with a sentence; keys move it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import OpenPage
from tests.lesson.content import LAST, LEAVES, WORDS, fill
from tests.page.lesson import Lesson, until

NOTICE = WORDS["notice"]


def paste(field: Locator, text: str) -> None:
    """Put a text in the place of what stands in a field, at once, as pasting does."""
    field.select_text()
    field.page.keyboard.insert_text(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("−0.5", -0.5),
        ("0,5", 0.5),
        ("–1/4", -0.25),
        ("1e-3", 0.001),
        ("０．７５", 0.75),
        ("1.23×10⁻⁵", 1.23e-5),
    ],
)
def test_a_number_is_taken_as_it_is_pasted(lesson: Lesson, text: str, number: float) -> None:
    field = lesson.field("x1")
    paste(field, text)
    assert lesson.state()["leaves"] == LEAVES | {"x1": number}
    assert float(lesson.slider("x1").input_value()) == pytest.approx(number, abs=1e-9)
    assert field.input_value() == text, "while it has the focus it is as it was typed"
    expect(field).to_have_attribute("aria-valuenow", str(number) if number != 1.23e-5 else "0.0000123")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    lesson.is_without_notice()
    field.blur()
    assert float(field.input_value()) == number


@pytest.mark.parametrize("how", ["pasted", "typed"])
def test_what_is_no_number_is_refused_with_a_sentence(lesson: Lesson, how: str) -> None:
    field = lesson.field("x1")
    for text in ("1.5\t2.5", "5%", "0x10", "1.2.3", "1,234.5", "1 2", "two"):
        if how == "typed":
            if "\t" in text:
                continue
            field.select_text()
            lesson.page.keyboard.type(text)
        else:
            paste(field, text)
        lesson.notice_says(fill(NOTICE["unreadable"], found=text))
        expect(field).to_have_attribute("aria-invalid", "true")
        assert field.input_value() == text, "it can be mended"
        assert lesson.state()["leaves"] == LEAVES, f"{text}: as before, and not as on the way to it"
        lesson.go_to(2)
        assert field.input_value() == text
        field.blur()
        lesson.notice_says(text)
        assert float(field.input_value()) == LEAVES["x1"]
        expect(field).not_to_have_attribute("aria-invalid", "true")
        lesson.go_to(1)
    paste(field, "1,234")
    lesson.notice_says(fill(NOTICE["thousands"], found="1,234"))
    paste(field, "1.234")
    lesson.is_without_notice()
    assert lesson.state()["leaves"] == LEAVES | {"x1": 1.234}


def test_every_number_field_reads_alike(builder: Page) -> None:
    """Rate, sizes, seed and the numbers for a class: −, fractions and half of a neuron are one sentence each."""
    lesson = Lesson(builder)
    lesson.go_to(LAST)
    rate = builder.get_by_role("spinbutton", name=WORDS["summary"]["rate"])
    paste(rate, "0,25")
    assert lesson.state()["rate"] == 0.25
    paste(rate, "5%")
    lesson.notice_says(fill(NOTICE["unreadable"], found="5%"))
    assert lesson.state()["rate"] == 0.25
    size = builder.locator('[data-field="size"][data-depth="0"]')
    builder.get_by_role("button", name=NOTICE["close"]).click()
    for text, sentence in (
        ("2.5", "whole"),
        ("2,5", "whole"),
        ("99", "number"),
        ("-1", "number"),
        ("3x", "unreadable"),
    ):
        paste(size, text)
        size.press("Enter")
        lesson.notice_says(text)
        assert lesson.state()["network"] is not None, sentence
        size.blur()
        assert size.input_value() == "2"
    paste(size, "３")
    size.press("Enter")
    lesson.is_without_notice()
    assert len(lesson.state()["leaves"]) == len(LEAVES) + 4, (
        "a neuron more: two weights and a bias to it, one from it"
    )


def test_each_says_its_role_value_and_limits(builder: Page) -> None:
    lesson = Lesson(builder)
    lesson.go_to(LAST)
    assert builder.locator("input[type=number]").count() == 0
    fields = builder.locator('input[role="spinbutton"]')
    assert fields.count() == len(LEAVES) + 5  # rate, inputs, two layers, seed
    for field in fields.all():
        assert field.get_attribute("aria-valuenow") == field.input_value()
        assert field.get_attribute("aria-valuetext") == field.input_value().replace("-", "−")
        negative = field.get_attribute("aria-valuemin") is None
        # Numeric keyboards of phones have no minus.
        assert (field.get_attribute("inputmode") == "text") == negative
    size = builder.locator('[data-field="size"][data-depth="0"]')
    assert size.get_attribute("aria-valuemin") == "1"
    assert size.get_attribute("inputmode") == "numeric"


def test_keys_move_a_number(lesson: Lesson) -> None:
    field = lesson.field("w12")
    field.focus()
    value = LEAVES["w12"]
    for key, by in (("ArrowUp", 0.05), ("ArrowDown", -0.05), ("PageUp", 0.5), ("PageDown", -0.5), ("Shift+ArrowUp", 0.005)):  # fmt: skip
        lesson.page.keyboard.press(key)
        value = round(value + by, 9)
        assert lesson.state()["leaves"]["w12"] == value
        assert float(field.input_value()) == value
    assert lesson.step == 1


def test_keys_lead_to_the_limits_where_there_are_any(builder: Page) -> None:
    size = builder.locator('[data-field="size"][data-depth="0"]')
    most = int(size.get_attribute("aria-valuemax") or "")
    size.focus()
    for key, now in (("End", most), ("ArrowUp", most), ("Home", 1), ("ArrowDown", 1), ("ArrowUp", 2)):
        builder.keyboard.press(key)
        assert int(size.input_value()) == now
        expect(size).to_be_focused()
    assert len(Lesson(builder).state()["leaves"]) == len(LEAVES)


def test_home_and_end_are_the_texts_where_there_is_no_limit(lesson: Lesson) -> None:
    field = lesson.field("x1")
    field.focus()
    lesson.page.keyboard.press("Home")
    lesson.page.keyboard.type("-")
    assert lesson.state()["leaves"]["x1"] == -0.6


def test_the_wheel_changes_nothing(lesson: Lesson) -> None:
    field = lesson.field("x1")
    field.focus()
    field.hover()
    before = lesson.page.evaluate("scrollY")
    lesson.page.mouse.wheel(0, -120)
    lesson.page.mouse.wheel(0, 240)
    until(lambda: lesson.page.evaluate("scrollY") != before)
    assert lesson.state()["leaves"] == LEAVES


def test_a_number_off_the_grid_is_valid(lesson: Lesson) -> None:
    lesson.set_leaves({"x1": 0.123456789})
    field = lesson.field("x1")
    assert field.evaluate("field => field.validity.valid && field.getAttribute('aria-invalid') === null")


def test_another_change_of_the_number_shows_in_a_field_that_has_the_focus(lesson: Lesson) -> None:
    field = lesson.field("x1")
    paste(field, "0,7")
    lesson.set_leaves({"x1": 0.9})
    assert field.input_value() == "0.9"


# --- a key belongs to the field in which it is typed


def test_a_field_undoes_its_own_text(lesson: Lesson) -> None:
    field = lesson.field("x1")
    lesson.set_leaves({"w11": 2})
    paste(field, "1.25")
    assert lesson.state()["leaves"]["x1"] == 1.25
    lesson.page.keyboard.press("Control+z")
    assert field.input_value() == "0.6"
    assert lesson.state()["leaves"] == LEAVES | {"w11": 2}, "and nothing else"


def test_what_keys_have_done_to_a_number_the_lesson_undoes(lesson: Lesson) -> None:
    field = lesson.field("x1")
    field.focus()
    lesson.page.keyboard.press("ArrowUp")
    assert lesson.state()["leaves"]["x1"] == 0.65
    lesson.page.keyboard.press("Control+z")
    assert lesson.state()["leaves"] == LEAVES
    assert field.input_value() == "0.6"


def test_an_answer_undoes_its_own_text(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=3&step=2")
    page.get_by_role("button", name=WORDS["tools"]["practice"]["fresh"]).click()
    lesson = Lesson(page)
    numbers = lesson.state()["leaves"]
    assert numbers != LEAVES
    field = page.locator("#answer")
    field.focus()
    page.keyboard.type("0.4567")
    for _ in range(3):
        page.keyboard.press("Control+z")
        assert lesson.state()["leaves"] == numbers
    assert field.input_value() == ""


def test_a_formula_and_its_lesson_agree(builder: Page) -> None:
    lesson = Lesson(builder)
    lesson.set_leaves({"w11": 2})
    field = builder.get_by_role("textbox", name=WORDS["formula"]["name"])
    field.focus()
    builder.keyboard.type("L = w*x + b")
    assert lesson.state()["formula"] == "L = w*x + b"
    for _ in range(3):
        builder.keyboard.press("Control+z")
        assert (lesson.state()["formula"] or "") == field.input_value()
    assert field.input_value() == ""
    assert lesson.state()["leaves"] == LEAVES | {"w11": 2}, "the network that the formula stood for is back"
    for _ in range(3):
        builder.keyboard.press("Control+Shift+z")
    assert lesson.state()["formula"] == field.input_value() == "L = w*x + b"


@pytest.mark.parametrize(
    ("key", "code"), [("я", "KeyZ"), ("ζ", "KeyZ"), ("ז", "KeyZ"), ("z", "KeyY"), ("Z", "KeyZ")]
)
def test_undo_has_its_place_on_every_keyboard(lesson: Lesson, key: str, code: str) -> None:
    lesson.set_leaves({"x1": 2})
    press(lesson.page, key, code, ctrlKey=True)
    assert lesson.state()["leaves"] == LEAVES
    press(lesson.page, {"я": "н"}.get(key, "y"), "KeyY", ctrlKey=True)
    assert lesson.state()["leaves"] == LEAVES | {"x1": 2}


def test_a_letter_elsewhere_on_the_keyboard_is_that_letter(lesson: Lesson) -> None:
    lesson.set_leaves({"x1": 2})
    press(lesson.page, "w", "KeyZ", ctrlKey=True)
    assert lesson.state()["leaves"] == LEAVES | {"x1": 2}


def press(page: Page, key: str, code: str, **more: object) -> None:
    """A key as another layout sends it."""
    page.evaluate(
        "init => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))",
        {"key": key, "code": code, **more},
    )


@pytest.mark.parametrize("composing", [{"isComposing": True}, {"keyCode": 229}])
def test_a_key_that_ends_a_composition_is_the_input_methods(
    open_page: OpenPage, composing: dict[str, object]
) -> None:
    page = open_page(hash="tool=practice&level=3&step=2")
    page.locator("#answer").focus()
    page.keyboard.type("12")
    press(page, "Enter", "Enter", **composing)
    expect(page.locator("#feedback")).to_be_empty()
    press(page, "Enter", "Enter")
    expect(page.locator("#feedback")).not_to_be_empty()
    page.locator("#answer").blur()
    press(page, "ArrowRight", "ArrowRight", **composing)
    assert Lesson(page).step == 2


def test_a_number_that_is_composed_is_taken_when_it_is_done(lesson: Lesson) -> None:
    """As a Japanese input method writes −０．５: with letters that are none yet."""
    field = lesson.field("x1")
    field.select_text()
    session = lesson.page.context.new_cdp_session(lesson.page)
    for text in ("ー", "ー０", "－０．", "－０．５"):
        session.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": 0, "selectionEnd": len(text)}
        )
        lesson.is_without_notice()
        assert lesson.state()["leaves"] == LEAVES
    session.send("Input.insertText", {"text": "－０．５"})
    assert lesson.state()["leaves"] == LEAVES | {"x1": -0.5}
