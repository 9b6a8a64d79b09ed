"""A formula typed in the page: the same lesson from it, faults pointed at, nothing lost, passed on in a link."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.engine.expression import ExpressionError, parse_expression
from tests.browser import OpenPage
from tests.lesson.content import NARRATION, WORDS, fill
from tests.lesson.expected import computed_formula, shown
from tests.page.lesson import Lesson, until

EXAMPLE = "L = (tanh(w*x + b) - y)^2"
LINES = "z = w*x + b\np = sigmoid(z)\nL = -log(p)"


@pytest.fixture
def page(lesson: Lesson) -> Page:
    """The page with the panel open in which formulas are typed."""
    lesson.page.get_by_text(WORDS["builder"]["title"], exact=True).click()
    return lesson.page


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name=WORDS["formula"]["name"], exact=True)


def slider(page: Page, symbol: str) -> Locator:
    name = fill(WORDS["role"]["parameter"], symbol=symbol)
    return page.get_by_role("slider", name=name, exact=True)


def agrees(page: Page, text: str) -> None:
    """Every value and gradient that the page has is NumPy's for the numbers of its sliders."""
    leaves = page.evaluate("backprop.state().leaves")
    free = {name: leaves[name] for name in parse_expression(text).names}
    numbers = computed_formula(text, free)
    assert page.evaluate("backprop.values()") == pytest.approx(numbers.values, rel=1e-12, abs=1e-15)
    assert page.evaluate("backprop.gradients()") == pytest.approx(numbers.gradients, rel=1e-12, abs=1e-15)


def sentence_about(text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    error = caught.value
    fault = fill(WORDS["expression"][error.code], found=error.found, expected=error.expected)
    return fill(WORDS["formula"]["fault"], line=error.line, column=error.column, fault=fault)


@pytest.mark.parametrize("text", [EXAMPLE, LINES, "max(a, b, -a)/2", "L = x*x*x"])
def test_a_formula_becomes_a_lesson(page: Page, text: str) -> None:
    field(page).fill(text)
    expression = parse_expression(text)
    for name in expression.names:
        expect(slider(page, name)).to_be_visible()
    for node in expression.graph.nodes:
        expect(page.locator(f'[data-node="{node.name}"]')).to_be_visible()
    agrees(page, text)
    computed = [node for node in expression.graph.nodes if node.op != "leaf"]
    steps = page.evaluate("backprop.steps()")
    assert [step["focus"] for step in steps if step["kind"] == "value"] == [[node.name] for node in computed]
    found = {name for step in steps if step["kind"] == "gradient" for name in step["focus"]}
    assert found == {node.name for node in computed[:-1]} | set(expression.names)


def test_a_slider_moves_the_formula(page: Page) -> None:
    field(page).fill(EXAMPLE)
    slider(page, "w").fill("-1.5")
    assert page.evaluate("backprop.state().leaves.w") == -1.5
    agrees(page, EXAMPLE)
    loss = computed_formula(
        EXAMPLE, page.evaluate("(({ w, x, b, y }) => ({ w, x, b, y }))(backprop.state().leaves)")
    )
    expect(page.locator(".readout.loss dd")).to_have_text(shown(loss.values["L"]))


def test_what_is_used_twice_gets_the_sum(page: Page) -> None:
    """d(x·x)/dx at 3: 3 + 3, one product a use."""
    field(page).fill("L = x*x")
    page.evaluate("backprop.set({ leaves: { x: 3 } })")
    page.get_by_role("button", name=WORDS["transport"]["last"]).click()
    page.get_by_role("button", name=WORDS["transport"]["back"], exact=True).click()
    text = page.locator(".panel .line.numbers .formula").text_content() or ""
    assert re.sub(r"[\s\u2061-\u2064]", "", text).removeprefix("=") == "1×3+1×3"
    expect(page.locator(".panel .line.result")).to_contain_text("6.0000")


@pytest.mark.parametrize(
    "text", ["L = (w*x", "L = w*", "L = w(x)", "a = b\nb = a", "L = w $ x", "L = min(w)"]
)
def test_what_cannot_be_read_is_pointed_at_and_nothing_is_lost(page: Page, text: str) -> None:
    field(page).fill(EXAMPLE)
    field(page).fill(text)
    status = page.get_by_role("status").filter(has_text=sentence_about(text))
    expect(status).to_be_visible()
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    pointed = status.locator("pre").text_content() or ""
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    line, mark = pointed.split("\n")
    assert (line, mark.index("↑")) == (text.split("\n")[caught.value.line - 1], caught.value.column - 1)
    # The lesson stays that of the last formula, and what was typed stays in its field, whatever else is done.
    slider(page, "x").fill("1.25")
    slider(page, "x").focus()
    agrees(page, EXAMPLE)
    expect(field(page)).to_have_value(text)
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    field(page).fill(EXAMPLE)
    expect(field(page)).not_to_have_attribute("aria-invalid", "true")
    expect(status).to_have_count(0)
    assert page.evaluate("backprop.state().leaves.x") == 1.25


def test_typing_letter_by_letter_keeps_the_caret_and_the_numbers(page: Page) -> None:
    field(page).press_sequentially("L = w*x")
    slider(page, "w").fill("-2")
    field(page).press("End")
    field(page).press_sequentially(" + exp(b)")
    expect(field(page)).to_have_value("L = w*x + exp(b)")
    assert page.evaluate("backprop.state().leaves.w") == -2
    agrees(page, "L = w*x + exp(b)")


def test_undo_goes_back_to_the_network_and_redo_to_the_formula(page: Page) -> None:
    field(page).fill(EXAMPLE)
    undo = page.get_by_role("button", name=WORDS["builder"]["undo"])
    undo.click()
    assert page.evaluate("backprop.state().network") == "original"
    expect(field(page)).to_have_value("")
    page.get_by_role("button", name=WORDS["builder"]["redo"]).click()
    expect(field(page)).to_have_value(EXAMPLE)
    agrees(page, EXAMPLE)


def test_a_link_carries_the_formula_and_its_numbers(page: Page, open_page: OpenPage) -> None:
    text = "η = 0.1 # rate\nL = (1 - x)^2 + η*(y - x**2)^2"
    field(page).fill(text)
    slider(page, "y").fill("0.75")
    page.evaluate("backprop.goTo(9)")
    until(lambda: "step=9" in page.evaluate("location.href"))
    fragment = page.evaluate("location.href").partition("#")[2]
    assert len(fragment) < 200
    assert "%" not in re.sub("%(CE%B7|0A|23|20)", "", fragment)
    again = open_page(hash=fragment)
    state = again.evaluate("backprop.state()")
    assert (state["leaves"]["y"], state["step"]) == (0.75, 9)
    numbers = computed_formula(text, {name: state["leaves"][name] for name in ("x", "y")})
    assert again.evaluate("backprop.gradients()") == pytest.approx(numbers.gradients, rel=1e-12)
    assert unquote(fragment).startswith(f"f={text}&step=9&v=")
    assert state == page.evaluate("backprop.state()"), "to the last space"


def test_a_link_with_a_faulty_formula_says_where(open_page: OpenPage) -> None:
    page = open_page(hash="f=L=(w*x&step=2")
    notice = page.get_by_role("button", name=WORDS["notice"]["close"]).locator("xpath=..")
    expect(notice).to_contain_text(sentence_about("L=(w*x"))
    assert page.evaluate("backprop.state().network") == "original"


def test_a_script_sets_a_formula_and_is_told_what_is_wrong(lesson: Lesson) -> None:
    page = lesson.page
    assert page.evaluate("text => backprop.set({ formula: text, leaves: { w: 2 } })", LINES) is True
    assert page.evaluate("backprop.state().formula") == LINES
    agrees(page, LINES)
    assert page.evaluate("backprop.set({ formula: 'L = w*' })") is False
    lesson.notice_says(sentence_about("L = w*"))
    assert page.evaluate("backprop.state().formula") == LINES


def test_a_formula_is_seen_as_operations_and_the_reason_is_given(page: Page) -> None:
    field(page).fill(EXAMPLE)
    expect(page.get_by_role("combobox", name=WORDS["grain"]["name"])).to_have_count(0)
    expect(page.get_by_text(WORDS["grain"]["formula"])).to_be_visible()


def test_a_step_of_descent_moves_weights_not_data(page: Page) -> None:
    """By custom x and y are data, where there are other names; where there are none, they are what is moved."""

    def moved(text: str) -> set[str]:
        field(page).fill(text)
        page.get_by_role("button", name=WORDS["transport"]["last"]).click()
        before = page.evaluate("backprop.state().leaves")
        page.get_by_role("button", name=WORDS["summary"]["take"]).click()
        after = page.evaluate("backprop.state().leaves")
        return {name for name in before if before[name] != after[name]}

    assert moved("L = (w*x1 + b - y)^2") == {"w", "b"}
    assert moved("L = (1 - x)^2 + (y - x^2)^2") == {"x", "y"}


def test_hostile_text_is_only_text(page: Page) -> None:
    field(page).fill("<img src=x onerror=alert(1)>")
    expect(page.locator(".formula-fault pre")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(".formula-field img").count() == 0


def test_it_is_used_with_the_keyboard_alone(lesson: Lesson) -> None:
    page = lesson.page
    page.locator(".builder summary").focus()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "textarea":
            break
    page.keyboard.type("L = w*x")
    page.keyboard.press("Enter")
    page.keyboard.type("  # one line more")
    assert page.evaluate("backprop.state().formula") == "L = w*x\n  # one line more"
    agrees(page, "L = w*x")


def test_what_does_not_exist_is_a_question_mark_and_a_sentence(page: Page) -> None:
    field(page).fill("u = log(w)\nL = u^2")
    page.evaluate("backprop.set({ leaves: { w: -1 }, step: 2 })")
    expect(page.locator(".panel .line.result .formula")).to_contain_text("?")
    expect(page.get_by_text(NARRATION["remark"]["undefined"])).to_be_visible()
    assert "NaN" not in page.locator("body").inner_text()
    page.evaluate("backprop.set({ leaves: { w: 0 } })")
    expect(page.locator(".panel .line.result .formula")).to_contain_text("−∞")
    expect(page.get_by_text(NARRATION["remark"]["infinite"])).to_be_visible()


def test_a_function_of_one_number_has_its_plot(page: Page) -> None:
    """ln at 2: 0.6931, with the slope ½; left of 0 there is no curve."""
    field(page).fill("u = log(w)\nL = u^2")
    page.evaluate("backprop.set({ leaves: { w: 2 }, step: 2 })")
    plot = page.locator(".panel").get_by_role("img")
    names = fill(
        WORDS["plot"]["name"], function="u", variable="w", at="2.0000", value="0.6931", slope="0.5000"
    )
    expect(plot).to_have_attribute("aria-label", names)
    assert "NaN" not in plot.evaluate("plot => plot.outerHTML")
