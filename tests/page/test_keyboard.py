"""Keys: where they step, where they belong to a control, and how the focus moves."""

import pytest
from playwright.sync_api import Page, expect

from tests.lesson.content import LAST, NAMES, WORDS
from tests.page.lesson import Lesson


def plays(lesson: Lesson) -> bool:
    return lesson.button("pause").count() == 1


def focused(page: Page, attribute: str) -> str | None:
    name: str | None = page.evaluate("name => document.activeElement.getAttribute(name)", attribute)
    return name


def test_space_plays_where_nothing_has_the_focus(lesson: Lesson) -> None:
    lesson.page.keyboard.press(" ")
    assert plays(lesson)
    lesson.page.keyboard.press(" ")
    assert not plays(lesson)


def test_space_on_a_button_only_presses_it(lesson: Lesson) -> None:
    lesson.button("next").focus()
    lesson.page.keyboard.press(" ")
    assert lesson.step == 2
    assert not plays(lesson)


@pytest.mark.parametrize("control", ["field", "speed", "disclosure", "node"])
def test_space_does_not_play_where_a_control_uses_it(lesson: Lesson, control: str) -> None:
    {
        "field": lesson.field("w11"),
        "speed": lesson.speed,
        "disclosure": lesson.page.get_by_text(WORDS["table"]["title"]),
        "node": lesson.node("z2"),
    }[control].focus()
    lesson.page.keyboard.press(" ")
    assert not plays(lesson)


def test_space_opens_the_table(lesson: Lesson) -> None:
    lesson.page.get_by_text(WORDS["table"]["title"]).focus()
    lesson.page.keyboard.press(" ")
    expect(lesson.table).to_be_visible()


def test_the_arrows_in_a_slider_or_a_field_do_not_step(lesson: Lesson) -> None:
    for control in (lesson.slider("w11"), lesson.field("w11")):
        control.focus()
        for key in ("ArrowRight", "ArrowLeft", "Home", "End"):
            lesson.page.keyboard.press(key)
        assert lesson.step == 1


def test_keys_with_a_modifier_are_the_browsers(lesson: Lesson) -> None:
    for modifier in ("Control", "Alt", "Meta"):
        lesson.page.evaluate(
            "() => addEventListener('keydown', event => (window.prevented = event.defaultPrevented))"
        )
        lesson.page.keyboard.down(modifier)
        lesson.page.evaluate(
            "modifier => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true,"
            " cancelable: true, [modifier]: true }))",
            {"Control": "ctrlKey", "Alt": "altKey", "Meta": "metaKey"}[modifier],
        )
        lesson.page.keyboard.up(modifier)
        assert lesson.page.evaluate("window.prevented") is False
        assert lesson.step == 1


def test_up_and_down_move_through_the_graph_in_the_order_of_computation(lesson: Lesson) -> None:
    page = lesson.page
    tab_stops = page.locator('[data-node][tabindex="0"]')
    expect(tab_stops).to_have_count(1)
    tab_stops.focus()
    seen = [focused(page, "data-node")]
    for _ in NAMES:
        page.keyboard.press("ArrowDown")
        seen.append(focused(page, "data-node"))
    assert seen == [*NAMES, NAMES[-1]], "and stay at the last"
    for name in reversed(NAMES):
        assert focused(page, "data-node") == name
        page.keyboard.press("ArrowUp")
    assert focused(page, "data-node") == NAMES[0]
    assert lesson.step == 1, "none of this steps"


def test_tab_leaves_the_graph_and_comes_back_to_where_it_was(lesson: Lesson) -> None:
    page = lesson.page
    lesson.node("z1").focus()
    page.keyboard.press("Tab")
    assert focused(page, "data-node") is None
    page.keyboard.press("Shift+Tab")
    assert focused(page, "data-node") == "z1"


def test_the_focus_stays_on_its_node_while_the_arrows_step(lesson: Lesson) -> None:
    lesson.node("h1").focus()
    lesson.page.keyboard.press("ArrowRight")
    assert lesson.step == 2
    assert focused(lesson.page, "data-node") == "h1"


def test_up_and_down_move_through_the_numbers_of_a_formula(lesson: Lesson) -> None:
    page = lesson.page
    lesson.go_to(2)
    lesson.panel.locator('[tabindex="0"]').first.focus()
    seen = [page.evaluate("document.activeElement.textContent")]
    for _ in range(5):
        page.keyboard.press("ArrowDown")
        seen.append(page.evaluate("document.activeElement.textContent"))
    assert seen == ["0.5", "0.6", "−0.3", "−0.4", "0.1", "0.5200"]


def test_a_question_mark_lists_the_keys(lesson: Lesson) -> None:
    page = lesson.page
    dialog = page.get_by_role("dialog", name=WORDS["shortcuts"]["title"])
    lesson.node("z1").focus()
    for way_out in ("Escape", "button"):
        page.keyboard.press("?")
        expect(dialog).to_be_visible()
        for entry in WORDS["shortcuts"]["list"].values():
            expect(dialog.get_by_text(entry["does"])).to_be_visible()
        page.keyboard.press("ArrowRight")
        if way_out == "Escape":
            page.keyboard.press("Escape")
        else:
            dialog.get_by_role("button", name=WORDS["shortcuts"]["close"]).click()
        expect(dialog).to_be_hidden()
        assert lesson.step == 1, "the lesson waits while the list is open"
        assert focused(page, "data-node") == "z1"


def test_the_keys_button_opens_the_same_list(lesson: Lesson) -> None:
    lesson.page.get_by_role("button", name=WORDS["shortcuts"]["title"]).click()
    expect(lesson.page.get_by_role("dialog", name=WORDS["shortcuts"]["title"])).to_be_visible()


def test_the_first_tab_stop_skips_to_the_lesson(lesson: Lesson) -> None:
    lesson.page.keyboard.press("Tab")
    skip = lesson.page.get_by_role("link", name=WORDS["skip"])
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    lesson.page.keyboard.press("Enter")
    lesson.page.keyboard.press("Tab")
    expect(lesson.page.get_by_role("combobox", name=WORDS["builder"]["preset"])).to_be_focused()
    lesson.page.keyboard.press("Tab")
    expect(lesson.page.get_by_role("combobox", name=WORDS["grain"]["name"])).to_be_focused()
    lesson.page.keyboard.press("Tab")
    expect(lesson.page.get_by_role("combobox", name=WORDS["digits"]["name"])).to_be_focused()
    lesson.page.keyboard.press("Tab")
    assert focused(lesson.page, "data-node") == NAMES[0]
    assert lesson.step == 1
    lesson.is_without_notice()


def test_everything_can_be_reached_by_tab_alone(lesson: Lesson) -> None:
    """Going round by Tab meets every slider, field and button once, and the graph and the formula once each."""
    page = lesson.page
    lesson.go_to(LAST)
    page.evaluate("() => { window.met = []; addEventListener('focusin', ({ target }) => met.push(target)); }")
    # A script that only counted tab stops would not see one that traps the focus.
    for _ in range(page.locator(":is(a[href], button, input, select, summary, [tabindex='0'])").count() + 1):
        page.keyboard.press("Tab")
    missed = page.evaluate(
        "() => [...document.querySelectorAll(\"a[href], button, input, select, summary, [tabindex='0']\")]"
        ".filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && !met.includes(element))"
        ".map(element => element.outerHTML.slice(0, 90))"
    )
    assert missed == []
