"""Practising as a learner does: answers in every spelling, hints, diagnoses, levels, numbers for a class, paper."""

import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser import OpenPage
from tests.lesson.content import LAST, NARRATION, WORDS, fill
from tests.lesson.expected import computed, given, shown
from tests.lesson.test_seeds import PRINTED
from tests.looks import SMALL, TOO_WIDE
from tests.page.axe import everywhere
from tests.page.lesson import Lesson, until

TOOL: dict[str, Any] = WORDS["tools"]["practice"]
SEVEN = computed(PRINTED)
"""The pass with the numbers of seed 7, by NumPy."""
NEGATIVE = "x=1,1&y=1&w=-0.2,-0.2,0;1,0.5,0;1,1,0&step=2&tool=practice&level=3"
"""z1 = −0.2·1 − 0.2·1 + 0 = −0.4."""


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^" + re.escape(TOOL["answer"].partition("{")[0])))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=TOOL[name], exact=True)


def feedback(page: Page) -> Locator:
    return page.locator(".panel").get_by_role("status")


def answer(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


@pytest.mark.parametrize("text", ["-0.4", "−0.4", "-.4", "−2/5", "-0,4", " - 0.40 "])
def test_a_right_answer_in_any_spelling(open_page: OpenPage, text: str) -> None:
    page = open_page(hash=NEGATIVE)
    answer(page, text)
    expect(feedback(page)).to_have_text(TOOL["right"])
    expect(page.locator(".panel .line.result")).to_contain_text("−0.4000")
    expect(button(page, "next")).to_be_focused()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0.4", NARRATION["mistake"]["wrong_sign"]),
        ("-40", NARRATION["mistake"]["too_large"]),
        ("-0.03", NARRATION["mistake"]["too_small"]),
        ("four", TOOL["unreadable"]),
        ("1/0", TOOL["unreadable"]),
    ],
)
def test_a_wrong_answer_is_told_what_is_wrong(open_page: OpenPage, text: str, sentence: str) -> None:
    page = open_page(hash=NEGATIVE)
    answer(page, text)
    expect(feedback(page)).to_have_text(sentence)
    expect(field(page)).to_be_focused()
    # What is typed next replaces it.
    assert field(page).evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == text
    expect(page.locator(".panel .line.result")).to_have_count(0)


def test_a_forgotten_local_derivative_is_known(open_page: OpenPage) -> None:
    """∂L/∂w21 = ∂L/∂z2·x1, and x1 = 1: so ∂L/∂w22, with x2 = −2, is where the factor can be forgotten."""
    page = open_page(hash="tool=practice&level=1&numbers=7&step=17")
    answer(page, f"{SEVEN.gradients['w21']:.5f}")
    button(page, "next").click()
    answer(page, f"{SEVEN.gradients['z2']:.5f}")
    expect(feedback(page)).to_have_text(NARRATION["mistake"]["missing_local"])


def test_hints_come_in_stages(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=3&numbers=7&step=2")
    lines = page.locator(".panel .derivation .line")
    expect(lines).to_have_count(0)
    button(page, "hint").click()
    expect(lines).to_have_count(1)
    expect(lines.last).to_have_class("line symbols")
    button(page, "hint").click()
    expect(lines.last).to_have_class("line numbers")
    expect(button(page, "hint")).to_have_count(0)
    button(page, "show").click()
    expect(lines.last).to_have_class("line result")
    expect(lines.last).to_contain_text(shown(SEVEN.values["z1"]))
    expect(feedback(page)).to_have_text(TOOL["shown"])
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], answered=1, total=27, clean=0))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_first_hint_is_never_the_answer_and_the_last_says_that_it_is(
    open_page: OpenPage, level: int
) -> None:
    page = open_page(hash=f"tool=practice&level={level}&numbers=7")
    button(page, "to_question").click()
    result = page.locator(".panel .line.result")
    expect(button(page, "show")).to_have_count(0)
    button(page, "hint").click()
    expect(result).to_have_count(0)
    while button(page, "hint").count() > 0:
        button(page, "hint").click()
    expect(result).to_have_count(0)
    button(page, "show").click()
    expect(result).to_have_count(1)


def test_the_numbers_that_a_question_needs_stand_in_it(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=3&numbers=7&step=2")
    needed = page.locator(".panel .question .needed")

    def pairs() -> set[str]:
        return {re.sub(r"\s", "", text) for text in needed.locator(".pair").all_text_contents()}

    assert pairs() == {f"{name}={given(PRINTED[name])}" for name in ("w11", "x1", "w12", "x2", "b1")}
    answer(page, f"{SEVEN.values['z1']:.4f}")
    page.keyboard.press("Enter")
    assert pairs() == {f"z1={shown(SEVEN.values['z1'])}"}
    for name in ("h1", "z2", "h2", "z3", "yhat", "L"):
        answer(page, f"{SEVEN.values[name]:.4f}")
        page.keyboard.press("Enter")
    answer(page, f"{SEVEN.gradients['yhat']:.4f}")
    page.keyboard.press("Enter")
    answer(page, f"{SEVEN.values['yhat'] * (1 - SEVEN.values['yhat']):.4f}")
    page.keyboard.press("Enter")
    assert len(pairs()) == 2, "the product needs what arrives and the output"
    assert any(pair.endswith(f"={shown(SEVEN.gradients['yhat'])}") for pair in pairs())


def test_the_next_question_is_one_that_can_be_answered(open_page: OpenPage) -> None:
    """From wherever one is, and not the next step, whose numbers wait for an answer before it."""
    page = open_page(hash="tool=practice&level=3&numbers=7&step=2")
    for first, name in ((2, "z1"), (3, "h1")):
        for step in (9, 18, 1):
            page.evaluate("step => backprop.goTo(step)", step)
            button(page, "to_question").first.click()
            assert page.evaluate("backprop.state().step") == first
            expect(field(page)).to_be_focused()
        answer(page, f"{SEVEN.values[name]:.4f}")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_all_of_a_question_is_in_view(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(width=width, height=height, hash="tool=practice&level=3&numbers=7&step=2")
    button(page, "to_question").click()
    question = page.locator(".panel .question")
    for act in ("", "answer", "hint"):
        if act == "answer":
            answer(page, "12.5")
        elif act == "hint":
            button(page, "hint").click()
        box = question.bounding_box()
        bar = page.locator(".transport").bounding_box()
        assert box
        assert bar
        foot = bar["y"] if bar["y"] > height / 2 and width < 600 else height
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= foot


def test_the_first_level_asks_for_the_last_products(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=1&numbers=7")
    button(page, "to_question").click()
    expect(page.locator(".panel .step-number")).to_have_text(
        fill(WORDS["step"]["count"], step=17, steps=LAST)
    )
    for name in ("w21", "w22", "b2"):
        answer(page, f"{SEVEN.gradients[name]:.4f}".replace("-", "−"))
        expect(feedback(page)).to_have_text(TOOL["right"])
        page.keyboard.press("Enter")  # the button that goes on has the focus
    expect(page.locator(".score")).to_contain_text(fill(TOOL["score"], answered=3, total=3, clean=3))


def test_backward_first_the_local_derivative_then_the_product(open_page: OpenPage) -> None:
    """At level 2 ∂L/∂z3 is asked for, after all before it has been answered."""
    page = open_page(hash="tool=practice&level=3&numbers=7&step=2")
    v, g = SEVEN.values, SEVEN.gradients
    for name in ("z1", "h1", "z2", "h2", "z3", "yhat", "L"):
        answer(page, f"{v[name]:.4f}")
        page.keyboard.press("Enter")
    answer(page, f"{g['yhat']:.4f}")
    page.keyboard.press("Enter")
    expect(page.locator(".ask")).to_have_text(TOOL["ask"]["local"])
    answer(page, f"{v['yhat'] * (1 - v['yhat']):.4f}")
    page.keyboard.press("Enter")
    expect(page.locator(".ask")).to_have_text(TOOL["ask"]["product"])
    answer(page, f"{g['z3']:.4f}")
    expect(feedback(page)).to_have_text(TOOL["right"])


def test_nothing_on_the_page_tells_what_is_asked(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=3&numbers=7&step=2")
    page.get_by_text(WORDS["table"]["title"]).click()
    secret = [shown(SEVEN.values[name]) for name in ("h1", "h2", "yhat", "L")]
    secret += [shown(SEVEN.gradients[name]) for name in ("z3", "h1", "z1", "w31")]
    markup = page.locator("main").evaluate("main => main.outerHTML")
    assert [number for number in secret if number in markup] == []
    assert [number for number in secret if number in page.locator("#announcer").inner_text()] == []
    button_of_tool = page.get_by_role("button", name=TOOL["name"], exact=True)
    button_of_tool.click()  # closed, it hides nothing
    expect(page.locator(".readout.loss dd")).to_have_text(shown(SEVEN.values["L"]))


def test_a_seed_gives_everyone_the_same_and_the_link_carries_it(lesson: Lesson, open_page: OpenPage) -> None:
    page = lesson.page
    page.get_by_role("button", name=TOOL["name"], exact=True).click()
    numbers = page.get_by_role("spinbutton", name=TOOL["numbers"])
    numbers.fill("7")
    numbers.press("Enter")
    assert lesson.state()["leaves"] == PRINTED
    page.get_by_role("combobox", name=TOOL["level"]).select_option(label=TOOL["levels"]["3"])
    until(lambda: page.evaluate("location.hash").endswith("&tool=practice&level=3&numbers=7"))
    again = open_page(hash=page.evaluate("location.hash").removeprefix("#"))
    assert again.evaluate("backprop.state().leaves") == PRINTED
    expect(again.get_by_role("spinbutton", name=TOOL["numbers"])).to_have_value("7")
    button(page, "fresh").click()
    expect(numbers).to_have_value("8")
    assert lesson.state()["leaves"] != PRINTED


@pytest.mark.parametrize(
    "wrong", ["drill=laziness", "level=4", "level=x", "numbers=0", "numbers=1.5", "numbers=-3"]
)
def test_a_link_that_asks_for_what_is_not_there_is_refused(open_page: OpenPage, wrong: str) -> None:
    page = open_page(hash=f"tool=practice&{wrong}")
    expect(page.get_by_role("button", name=WORDS["notice"]["close"])).to_be_visible()


def test_with_the_keyboard_alone(lesson: Lesson) -> None:
    page, keys = lesson.page, lesson.page.keyboard
    lesson.scrubber.focus()

    def tab_to(there: Locator) -> None:
        for _ in range(20):
            keys.press("Tab")
            if there.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not lead to {there}")

    tab_to(page.get_by_role("button", name=TOOL["name"], exact=True))
    keys.press("Enter")
    tab_to(page.get_by_role("combobox", name=TOOL["level"]))
    keys.press("End")
    tab_to(button(page, "to_question"))
    keys.press("Enter")
    expect(field(page)).to_be_focused()
    keys.type("0.52")
    keys.press("Enter")
    expect(feedback(page)).to_have_text(TOOL["right"])
    expect(button(page, "next")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".panel .step-number")).to_have_text(fill(WORDS["step"]["count"], step=3, steps=LAST))
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize(
    "hash_", ["tool=practice&level=3&numbers=7&step=2", "preset=logistic&tool=practice&level=3&step=5"]
)
def test_on_a_phone_it_fits(open_page: OpenPage, hash_: str) -> None:
    page = open_page(width=320, height=640, hash=hash_)
    button(page, "to_question").click()
    answer(page, "12345678901234567890")
    button(page, "hint").click()
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("fragment", ["tool=practice&level=3&numbers=7&step=2"])
def test_axe_finds_nothing(checked_page: Page) -> None:
    answer(checked_page, "-0.5")
    button(checked_page, "hint").click()
    assert everywhere(checked_page, left_out=["article", ".about"]) == {}


def printed(page: Page, name: str) -> str:
    """What comes out of the printer after a press of the button, without white space."""
    page.evaluate("window.print = () => {}")
    button(page, name).click()
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in pdf.pages))


def test_the_worksheet_has_blanks_and_the_key_their_answers(open_page: OpenPage) -> None:
    page = open_page(hash="tool=practice&level=3&numbers=7")
    answers = [f"{SEVEN.values['h1']:.2f}", f"{SEVEN.values['L']:.2f}", f"{abs(SEVEN.gradients['z3']):.2f}"]
    sheet = printed(page, "print")
    assert re.sub(r"\s", "", TOOL["sheet_title"]) in sheet
    assert [number for number in answers if number in sheet] == []
    assert sheet.count(re.sub(r"\s", "", TOOL["sheet_decimals"].partition("{")[2].partition("}")[2])) >= 27
    key = printed(page, "print_key")
    assert re.sub(r"\s", "", TOOL["key_title"]) in key
    assert [number for number in answers if number not in key] == []


def round_items(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".panel .round li").all_inner_texts()]


def test_the_end_of_a_round_says_what_went_well_and_leads_to_more_of_what_did_not(
    open_page: OpenPage,
) -> None:
    page = open_page(hash="tool=practice&level=1&numbers=7")
    button(page, "to_question").click()
    gradients = SEVEN.gradients
    for name, wrong in (("w21", []), ("w22", [gradients["z2"], 77, -88, -gradients["w22"], 99]), ("b2", [])):
        assert round_items(page) == []
        for number in wrong:
            answer(page, f"{number:.5f}")
        answer(page, f"{gradients[name]:.5f}")
        if name != "b2":
            page.keyboard.press("Enter")
    more, mistakes = TOOL["more"], NARRATION["mistake"]
    assert round_items(page) == [
        fill(TOOL["went"]["gradient"], clean=2, total=3),
        f"3× {TOOL['off']} {more}",
        f"1× {mistakes['missing_local']} {more}",
        f"1× {mistakes['wrong_sign']} {more}",
    ]
    item = page.locator(".panel .round li", has_text=mistakes["missing_local"])
    item.get_by_role("button", name=more).click()
    assert round_items(page) == []
    drawn = page.evaluate("backprop.state().leaves")
    assert drawn != PRINTED
    gradients = computed(drawn).gradients
    until(lambda: "drill=missing_local" in page.evaluate("location.hash"))
    # Each step that is asked for invites that very mistake: to hand on what arrives.
    met: dict[int, set[str]] = {}
    steps = page.evaluate("backprop.steps()")
    while not round_items(page):
        expect(field(page)).to_be_focused()
        step = page.evaluate("backprop.state().step")
        name = steps[step - 1]["focus"][len(met.setdefault(step, set()))]
        child = {
            "w": f"z{name[1]}",
            "b": f"z{name[-1]}",
            "z": {"z1": "h1", "z2": "h2", "z3": "yhat"}.get(name, ""),
        }
        arrived = gradients[child.get(name[0], "z3")]
        answer(page, f"{arrived:.5f}")
        known = feedback(page).inner_text() == mistakes["missing_local"]
        met[step].add(name if known else f"{name} is told otherwise")
        if feedback(page).inner_text() != TOOL["right"]:
            answer(page, f"{gradients[name]:.5f}")
        assert feedback(page).inner_text() == TOOL["right"]
        if not round_items(page):
            page.keyboard.press("Enter")
    assert 2 <= len(met) <= 4
    assert all(any("otherwise" not in name for name in names) for names in met.values())
    page.get_by_role("combobox", name=TOOL["level"]).select_option("2")
    until(lambda: "drill" not in page.evaluate("location.hash"))


def test_a_round_without_a_mistake_says_so(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844, hash="tool=practice&level=1&numbers=7")
    button(page, "to_question").click()
    for name in ("w21", "w22", "b2"):
        answer(page, f"{SEVEN.gradients[name]:.5f}")
        if name != "b2":
            page.keyboard.press("Enter")
    assert round_items(page) == [fill(TOOL["went"]["gradient"], clean=3, total=3), TOOL["flawless"]]
    box = page.locator(".panel .question").bounding_box()
    bar = page.locator(".transport").bounding_box()
    assert box
    assert bar
    assert 0 <= box["y"] < box["y"] + box["height"] <= bar["y"]
    assert page.evaluate(TOO_WIDE) == []
