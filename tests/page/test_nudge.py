"""The tool "nudge", used as a learner would: by mouse, by keyboard alone, on a phone, from a link and from the article."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser import OpenPage
from tests.lesson.content import LEAVES, NODES, WORDS, fill
from tests.lesson.expected import computed, shown
from tests.looks import SMALL, TOO_WIDE
from tests.page.axe import everywhere
from tests.page.lesson import Lesson, until
from tests.view.plots import corners_of

TOOL: dict[str, Any] = WORDS["tools"]["nudge"]
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
DEAD = "preset=dead-relu&w=0.5,0.7,-0.75;0.9,0.4,0.1;0.8,0.6,0&tool=nudge&of=b1"
"""Neuron 1 has the sum 0.5·0.8 + 0.7·0.5 − 0.75 = 0: at the kink of relu."""
LARGE = "net=4;16:tanh;12:tanh;1:sigmoid;bce&tool=nudge"


def button(page: Page) -> Locator:
    return page.get_by_role("button", name=TOOL["name"], exact=True)


def numbers(page: Page) -> Locator:
    return page.get_by_role("table", name=TOOL["name"])


def value(page: Page) -> Locator:
    return page.get_by_role("combobox", name=TOOL["value"])


def look_closely(page: Page) -> None:
    page.locator("summary", has_text=TOOL["exact"]).click()


def point(page: Page, name: str, sign: str) -> Locator:
    return page.get_by_role("slider", name=fill(TOOL["point"], symbol=name, sign=sign), exact=True)


def plotted(page: Page) -> tuple[float, float]:
    """The slopes that are written beside the secant and the tangent."""
    secant, tangent = page.locator(".secant-plot figcaption .number").all_text_contents()
    return read(secant)[0], read(tangent)[0]


def epsilon(page: Page) -> Locator:
    return page.get_by_role("slider", name=re.compile("^ε"))


def sentence(page: Page) -> Locator:
    return page.locator("#tool").get_by_role("status")


def sparks(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile(fill(TOOL["spark"], symbol=".+")))


def spark(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{fill(TOOL['spark'], symbol=name)} "))


def read(text: str) -> tuple[float, float]:
    """A number as the page writes it, and half of its last digit."""
    found = re.fullmatch(r"(−?\d+\.(\d+))(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", text)
    assert found, text
    unit = 10.0 ** int((found[3] or "0").translate(SUPERSCRIPTS))
    return float(found[1].replace("−", "-")) * unit, 0.5 * 10 ** -len(found[2]) * unit


def table_says(page: Page, name: str, width: float, leaves: Mapping[str, float] | None = None) -> None:
    """Every number in the table is NumPy's, in all of its digits, but for what two losses leave of their last."""
    at = {**LEAVES, **(leaves or {})}
    below, here, above = (computed({**at, name: at[name] + move}).values["L"] for move in (-width, 0, width))
    gradient = computed(at).gradients[name]
    quotient = (above - below) / (2 * width)
    expected = [below, here, above, quotient, gradient, quotient - gradient, gradient * width, above - here]
    texts = numbers(page).get_by_role("cell").all_text_contents()
    rounding = [1e-15] * 3 + [1e-15 / width, 1e-15, 1e-15 / width, 1e-15, 1e-15]
    for text, number, slack in zip(texts, expected, rounding, strict=True):
        found, half = read(text)
        assert abs(found - number) <= 1.01 * half + slack, (text, number)


def test_it_opens_and_nothing_above_it_moves(lesson: Lesson) -> None:
    page = lesson.page
    above = ["h1", ".graph-figure", ".transport-place", ".tool-bar", ".reading"]
    button(page).scroll_into_view_if_needed()
    top = page.evaluate("scrollY")

    def boxes_above() -> list[list[float]]:
        """From where one stood: what opens is scrolled into view."""
        page.evaluate("top => scrollTo(0, top)", top)
        where = "element => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; }"
        return [page.locator(selector).evaluate(where) for selector in above]

    boxes = boxes_above()
    assert sparks(page).count() == 0
    expect(point(page, "w11", "+")).to_have_count(0)
    button(page).click()
    expect(point(page, "w11", "+")).to_be_visible()
    expect(numbers(page)).to_have_count(0)  # the digits come after, when they are asked for
    assert sparks(page).count() == len(LEAVES) == page.locator(".control input[type=range]").count()
    assert boxes_above() == boxes
    button(page).click()
    expect(point(page, "w11", "+")).to_have_count(0)
    assert sparks(page).count() == 0
    assert boxes_above() == boxes


def test_by_mouse(lesson: Lesson) -> None:
    page = lesson.page
    button(page).click()
    look_closely(page)
    expect(value(page)).to_have_value("w11")
    table_says(page, "w11", 1)
    spark(page, "w32").click()
    expect(value(page)).to_have_value("w32")
    expect(spark(page, "w32")).to_have_attribute("aria-pressed", "true")
    expect(spark(page, "w11")).to_have_attribute("aria-pressed", "false")
    table_says(page, "w32", 1)
    value(page).select_option("x2")
    table_says(page, "x2", 1)
    epsilon(page).scroll_into_view_if_needed()
    box = epsilon(page).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    expect(epsilon(page)).to_have_attribute("aria-valuetext", "1")
    table_says(page, "x2", 1)
    expect(sentence(page)).to_have_text(TOOL["place"]["truncation"])
    page.mouse.click(box["x"] + 2, box["y"] + box["height"] / 2)
    expect(epsilon(page)).to_have_attribute("aria-valuetext", "1e-12")
    expect(sentence(page)).to_have_text(TOOL["place"]["rounding"])


def test_by_keyboard_alone(lesson: Lesson) -> None:
    page, keys = lesson.page, lesson.page.keyboard
    lesson.scrubber.focus()

    def tab_to(there: Locator, most: int = 12) -> None:
        for _ in range(most):
            keys.press("Tab")
            if there.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"Tab does not lead to {there}")

    tab_to(button(page))
    keys.press("Enter")
    tab_to(value(page), 6)
    keys.press("ArrowDown")
    expect(value(page)).to_have_value("w12")
    tab_to(point(page, "w12", "−"), 1)
    tab_to(point(page, "w12", "+"), 1)
    tab_to(page.locator("summary", has_text=TOOL["exact"]), 1)
    keys.press("Enter")
    tab_to(epsilon(page), 1)
    for _ in range(20):
        keys.press("ArrowLeft")
    expect(epsilon(page)).to_have_attribute("aria-valuetext", "0.00001")
    assert lesson.step == 1  # the slider keeps its arrows
    table_says(page, "w12", 1e-5)
    tab_to(page.get_by_role("button", name=TOOL["check"]), 1)
    keys.press("Space")
    expect(page.get_by_role("table", name=TOOL["check"])).to_be_visible()
    keys.press("Space")
    expect(page.get_by_role("table", name=TOOL["check"])).to_have_count(0)
    tab_to(spark(page, "x1"))
    keys.press("Enter")
    expect(value(page)).to_have_value("x1")
    table_says(page, "x1", 1e-5)


def at_width(name: str, width: float) -> tuple[float, float]:
    """The slope of the secant with points so far to each side, and of the tangent, by NumPy."""
    below, above = (computed({name: LEAVES[name] + move}).values["L"] for move in (-width, width))
    return (above - below) / (2 * width), computed().gradients[name]


def test_two_points_are_dragged_apart_and_together(open_page: OpenPage) -> None:
    """Through either point, past the value, and by keys; the slopes written beside are those of the drawn lines."""
    page = open_page(hash="tool=nudge&of=w31")
    assert plotted(page) == pytest.approx(at_width("w31", 1), abs=6e-5)
    upper, lower = point(page, "w31", "+"), point(page, "w31", "−")

    def middle(handle: Locator) -> tuple[float, float]:
        box = handle.locator("circle").last.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(handle: Locator, across: float) -> None:
        x, y = middle(handle)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + across / 2, y)
        page.mouse.move(x + across, y)
        page.mouse.up()

    upper.scroll_into_view_if_needed()
    unit = (middle(upper)[0] - middle(lower)[0]) / 2
    for handle, across, width in ((upper, -0.5, 0.5), (lower, -0.25, 0.75), (upper, -1.25, 0.5)):
        drag(handle, across * unit)
        # By hundredths of a decade, and the pixels of a pointer are whole.
        reached = (middle(upper)[0] - middle(lower)[0]) / 2 / unit
        assert reached == pytest.approx(width, rel=0.03)
        assert plotted(page) == pytest.approx(at_width("w31", reached), abs=2e-4)
    steps = page.evaluate("backprop.state().step")
    for key, width in (("End", 1), ("ArrowLeft", 10**-0.25), ("Home", 1e-3)):
        upper.press(key)
        assert plotted(page) == pytest.approx(at_width("w31", width), abs=6e-5)
    lower.press("Home")
    assert plotted(page) == pytest.approx(at_width("w31", 1), abs=6e-5)
    assert page.evaluate("backprop.state().step") == steps

    def drawn(line: str) -> float:
        """The slope of a line as it is drawn, in the units of the drawing: those of the curve's two points."""
        (x0, y0), (x1, y1) = (
            [float(number) for number in pair.split(" ")]
            for pair in (page.locator(f".secant-plot path.{line}").get_attribute("d") or "")[1:].split("L")
        )
        return (y0 - y1) / (x1 - x0)

    secant, tangent = plotted(page)
    assert drawn("secant") / drawn("tangent") == pytest.approx(secant / tangent, rel=0.01)


def test_a_finger_drags_a_point(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844, hash="tool=nudge&of=w31")
    upper = point(page, "w31", "+")
    upper.scroll_into_view_if_needed()
    box = upper.locator("circle").last.bounding_box()
    assert box
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, across in (("touchStart", 0), ("touchMove", -12), ("touchMove", -24), ("touchEnd", None)):
        points = [] if across is None else [{"x": x + across, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    until(lambda: abs(plotted(page)[0] - at_width("w31", 1)[0]) > 1e-4)
    secant, tangent = plotted(page)
    assert abs(secant - tangent) < abs(at_width("w31", 1)[0] - tangent)


def test_it_follows_every_change(lesson: Lesson) -> None:
    page = lesson.page
    button(page).click()
    look_closely(page)
    drawn = {name: spark(page, name).locator("path").first.get_attribute("d") for name in LEAVES}
    lesson.slider("w11").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    leaves = {"w11": round(LEAVES["w11"] + 0.3, 2)}
    table_says(page, "w11", 1, leaves)
    gradients = computed(leaves).gradients
    for name in LEAVES:
        expect(spark(page, name)).to_have_accessible_name(
            f"{fill(TOOL['spark'], symbol=name)} {shown(gradients[name])}"
        )
    # What is scaled by itself may look the same as before; these three do not.
    for name in ("w11", "b1", "w31"):
        assert spark(page, name).locator("path").first.get_attribute("d") != drawn[name], name


def test_the_point_stands_under_the_thumb_and_the_tangent_has_the_gradient(lesson: Lesson) -> None:
    """All by measuring what is drawn: the slope of the tangent, in the units in which the curve is drawn."""
    page = lesson.page
    button(page).click()
    for name in ("x1", "w21", "b3"):
        slider = lesson.slider(name).bounding_box()
        svg = spark(page, name).locator("svg").bounding_box()
        assert slider
        assert svg
        low, high = (float(lesson.slider(name).get_attribute(end) or "nan") for end in ("min", "max"))
        part = (LEAVES[name] - low) / (high - low)
        thumb = slider["x"] + 8 + part * (slider["width"] - 16)
        curve, tangent = (
            corners_of(path.get_attribute("d") or "") for path in spark(page, name).locator("path").all()[:2]
        )
        (x0, y0), (x1, y1) = tangent
        middle = (x0 + x1) / 2
        assert svg["x"] + svg["width"] * middle / 320 == pytest.approx(thumb, abs=1)
        # Along the whole slider the curve falls by what NumPy says; the tangent's rise is in the same measure.
        losses = [computed({name: end}).values["L"] for end in (low, high)]
        up = (curve[0][1] - curve[-1][1]) / (losses[1] - losses[0])
        slope = (y0 - y1) / up / ((x1 - x0) / 320 * (high - low))
        assert slope == pytest.approx(computed().gradients[name], rel=0.05)


def test_all_gradients_are_checked(lesson: Lesson) -> None:
    page = lesson.page
    button(page).click()
    page.get_by_role("button", name=TOOL["check"]).click()
    table = page.get_by_role("table", name=TOOL["check"])
    rows = table.locator("tbody tr").all()
    assert len(rows) == len(LEAVES)
    gradients = computed().gradients
    for row, node in zip(rows, [node for node in NODES if node.op == "leaf"], strict=True):
        expect(row.get_by_role("rowheader")).to_contain_text("".join(node.symbol))
        gradient, quotient, difference = row.get_by_role("cell").all_text_contents()
        assert gradient == quotient == shown(gradients[node.name])
        assert abs(read(difference)[0]) < 1e-9
    tool = page.locator("#nudge-all")
    expect(tool).to_contain_text(fill(TOOL["agree"], agree=12, count=12))
    # Two forward passes a value, against one backward pass.
    expect(tool.locator("dd")).to_have_text(["24", "1"])


def test_at_a_kink_nothing_looks_wrong(open_page: OpenPage) -> None:
    page = open_page(hash=DEAD)
    expect(sentence(page)).to_contain_text(TOOL["place"]["kink_here"].split(".")[0].format(node="h₁"))
    page.get_by_role("button", name=TOOL["check"]).click()
    table = page.get_by_role("table", name=TOOL["check"])
    expect(table.get_by_role("cell", name=TOOL["kink"], exact=True)).to_have_count(5)  # x1, x2, w11, w12, b1
    expect(table.get_by_role("cell", name=TOOL["differs"], exact=True)).to_have_count(0)
    expect(page.locator("#nudge-all")).to_contain_text(TOOL["why"]["kink"])


def test_a_link_opens_it_as_it_was(open_page: OpenPage) -> None:
    page = open_page(hash="tool=nudge&of=b3&eps=-4.25")
    expect(value(page)).to_have_value("b3")
    table_says(page, "b3", 10**-4.25)
    value(page).select_option("w12")
    until(lambda: page.evaluate("location.hash").endswith("&tool=nudge&of=w12&eps=-4.25"))
    # Of a network that has no such value, the address says nothing of it.
    page.evaluate("backprop.set({ network: 'vanishing' })")
    expect(value(page)).to_have_value("w11")
    until(lambda: page.evaluate("location.hash").endswith("&tool=nudge&eps=-4.25"))
    button(page).click()
    until(lambda: "tool" not in page.evaluate("location.hash"))


@pytest.mark.parametrize(
    ("wrong", "left"), [("of=z1", "of"), ("of=w99", "of"), ("eps=-13", "eps"), ("bug=3)", ")")]
)
def test_what_is_wrong_in_a_link_is_left_out(open_page: OpenPage, wrong: str, left: str) -> None:
    lesson = Lesson(open_page(hash=f"step=4&tool=nudge&{wrong}"))
    lesson.notice_says(WORDS["notice"]["left_out"].format(found=f"“{left}”"))
    expect(point(lesson.page, "w11", "+")).to_have_count(1)
    assert lesson.step == 4


def test_the_article_opens_it(lesson: Lesson) -> None:
    page = lesson.page
    page.get_by_role("link", name=re.compile("nudge.*both ways", re.IGNORECASE)).click()
    expect(value(page)).to_have_value("w31")
    expect(sentence(page)).to_have_text(TOOL["place"]["valley"])
    expect(button(page)).to_be_in_viewport()
    table_says(page, "w31", 1e-5)


def test_of_a_large_network_those_that_are_listed_get_plots(open_page: OpenPage) -> None:
    page = open_page(hash=LARGE)
    listed = page.locator(".control input[type=range]").count()
    assert sparks(page).count() == listed < 40
    page.get_by_role("button", name=TOOL["check"]).click()
    count = 4 + 1 + 5 * 16 + 17 * 12 + 13  # inputs, target, and the weights and biases of three layers
    expect(page.locator("#nudge-all")).to_contain_text(fill(TOOL["abridged"], count=count, passes=2 * count))


EXTREMES = [
    "tool=nudge",
    "tool=nudge&of=w31&eps=-12",
    "x=-123456.789,1e-7&w=999999,1,1;1,1,1;-0.00001234,3,-999999.5&tool=nudge&eps=-12",
    "preset=regression&x=1e6,1e6&tool=nudge&eps=0",
    DEAD,
]


@pytest.mark.parametrize("hash_", EXTREMES)
def test_on_a_phone_it_fits(open_page: OpenPage, hash_: str) -> None:
    page = open_page(width=320, height=640, hash=hash_)
    page.locator("details.nudge-exact").evaluate("details => { details.open = true; }")
    page.get_by_role("button", name=TOOL["check"]).click()
    expect(numbers(page)).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []


def test_on_a_phone_a_plot_leads_to_its_numbers(open_page: OpenPage) -> None:
    page = open_page(width=320, height=640)
    button(page).click()
    spark(page, "w32").click()
    expect(value(page)).to_have_value("w32")
    expect(page.locator("#tool")).to_be_in_viewport()
    look_closely(page)
    epsilon(page).focus()
    page.keyboard.press("End")
    table_says(page, "w32", 1)


def test_it_is_not_printed(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(hash="tool=nudge")
    page.pdf(path=tmp_path / "page.pdf")
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "page.pdf").pages)
    assert "difference quotient" not in text
    assert TOOL["name"] not in text


@pytest.mark.parametrize("fragment", ["tool=nudge"])
def test_no_barrier(checked_page: Page) -> None:
    look_closely(checked_page)
    checked_page.get_by_role("button", name=TOOL["check"]).click()
    expect(checked_page.get_by_role("table", name=TOOL["check"])).to_be_visible()
    assert everywhere(checked_page, left_out=["article", ".about"]) == {}
