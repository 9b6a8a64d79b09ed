"""Numbers are turned where they stand, and what is moved and what it moves are in view together."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage
from tests.lesson.content import WORDS
from tests.page.lesson import Lesson, until


def centre(page: Page, name: str) -> tuple[float, float]:
    box = page.locator(f'.graph [data-node="{name}"]').bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def value(page: Page, name: str) -> float:
    return float(page.evaluate("name => backprop.values()[name]", name))


def drag(page: Page, name: str, across: int) -> None:
    x, y = centre(page, name)
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.7, 1):
        page.mouse.move(x + across * part, y)
    page.mouse.up()


@pytest.mark.parametrize("name", ["x2", "w21", "b3", "y"])
def test_a_number_is_dragged_where_it_stands_and_the_step_stays(lesson: Lesson, name: str) -> None:
    page = lesson.page
    page.evaluate("backprop.goTo(11)")
    before = value(page, name)
    drag(page, name, -60)
    coarse = before - value(page, name)
    assert coarse > 0.05
    assert page.evaluate("backprop.state().step") == 11
    now = value(page, name)
    page.keyboard.down("Shift")
    drag(page, name, -60)
    page.keyboard.up("Shift")
    assert 0 < now - value(page, name) < coarse / 5
    page.keyboard.press("Control+z")
    until(lambda: value(page, name) > now - 0.001)


def test_a_click_still_goes_to_its_step_and_nothing_computed_can_be_dragged(lesson: Lesson) -> None:
    page = lesson.page
    before = page.evaluate("backprop.values()")
    page.mouse.click(*centre(page, "w31"))
    assert page.evaluate("backprop.state().step") == 6
    page.keyboard.press("ArrowRight")
    assert page.evaluate("backprop.state().step") == 7
    drag(page, "z1", 80)
    assert page.evaluate("backprop.values()") == before


def test_keys_turn_the_number_that_has_the_focus_and_step_elsewhere(lesson: Lesson) -> None:
    page = lesson.page
    node = page.locator('.graph [data-node="w12"]')
    node.focus()
    for key, expected in {
        "ArrowRight": -0.25, "ArrowLeft": -0.3, "Shift+ArrowRight": -0.295, "PageUp": 0.205, "PageDown": -0.295,
    }.items():  # fmt: skip
        page.keyboard.press(key)
        assert value(page, "w12") == pytest.approx(expected), key
    assert page.evaluate("backprop.state().step") == 1
    page.locator('.graph [data-node="z1"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("backprop.state().step") == 2


def test_the_panel_has_sliders_for_what_the_step_reads(lesson: Lesson) -> None:
    page = lesson.page
    read = {
        1: ["x1", "x2", "y"],
        2: ["x1", "x2", "w11", "w12", "b1"],
        3: [],
        8: ["y"],
        11: ["w31", "w32", "b3"],
        12: ["w31"],
    }
    for step, names in read.items():
        page.evaluate("step => backprop.goTo(step)", step)
        sliders = lesson.panel.get_by_role("slider")
        assert sorted(slider.get_attribute("data-leaf") or "" for slider in sliders.all()) == sorted(names), (
            step
        )
    lesson.panel.get_by_role("slider").first.fill("1.25")
    assert value(page, "w31") == 1.25
    expect(lesson.slider("w31")).to_have_value("1.25")


def test_a_tap_shows_a_slider_beside_the_number(browser, built_page) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(built_page.as_uri())
    slider = page.locator(".held").get_by_role("slider")
    expect(slider).to_have_count(0)
    page.locator('.graph [data-node="w11"]').tap()
    expect(slider).to_be_in_viewport()
    slider.fill("1.5")
    assert value(page, "w11") == 1.5
    page.get_by_role("button", name=WORDS["turn"]["close"]).tap()
    expect(slider).to_have_count(0)
    context.close()


SEEN = """() => {
  const box = (selector) => {
    const element = document.querySelector(selector);
    const { top, bottom, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return { top, bottom, height: style.display === "none" ? 0 : height, fixed: style.position === "fixed" };
  };
  const isIn = ({ top, bottom, height }) => height > 0 && bottom > 20 && top < innerHeight - 20;
  const parts = [".graph-place", ".strip-place", ".transport"].map(box);
  return {
    graph: isIn(parts[0]) || isIn(parts[1]),
    transport: parts[2].top >= 0 && parts[2].bottom <= innerHeight,
    covered: parts.filter(({ fixed }) => fixed).reduce((sum, { height }) => sum + height, 0) / innerHeight,
  };
}"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (768, 1024), (390, 844), (320, 568), (800, 400)])
def test_the_graph_and_the_steps_are_in_view_wherever_the_lesson_is(
    open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height, hash="step=11")
    for place in (".panel", ".controls", ".controls fieldset:last-of-type"):
        page.evaluate("place => document.querySelector(place).scrollIntoView({ block: 'center' })", place)
        until(lambda: page.evaluate(SEEN)["transport"] and page.evaluate(SEEN)["graph"])
        assert page.evaluate(SEEN)["covered"] < 0.6, place
    page.evaluate("document.querySelector('.about').scrollIntoView()")
    until(lambda: page.evaluate(SEEN)["covered"] == 0)


ON_TOP = """button => {
  const { left, top, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
ROOM_FOR = """() => {
  const tool = document.getElementById("tool").getBoundingClientRect();
  const transport = document.querySelector(".transport").getBoundingClientRect();
  return Math.min(tool.bottom, transport.top > tool.top ? transport.top : innerHeight) - tool.top;
}"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (390, 844)])
def test_nothing_covers_the_transport_from_the_graph_to_the_controls(
    open_page: OpenPage, width: int, height: int
) -> None:
    """Scrolled a little at a time: what is held in view above does not come to lie upon it."""
    page = open_page(width=width, height=height, hash="step=11")
    play = page.get_by_role("button", name=WORDS["transport"]["play"])
    reach = "document.querySelector('.controls').getBoundingClientRect().bottom"
    while page.evaluate(reach) > height:
        page.mouse.wheel(0, 90)
        page.wait_for_timeout(40)
        until(lambda: play.evaluate(ON_TOP))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (390, 844)])
@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("step=12&tool=paths", ("paths", "name")),
        ("preset=circles&tool=train&update=20", ("train", "run")),
        ("preset=circles&tool=train&update=40&look=37", ("train", "close")),
        ("tool=practice&level=3&step=10", ("practice", "check")),
    ],
)
def test_what_a_link_opens_is_seen(
    open_page: OpenPage, width: int, height: int, link: str, wanted: tuple[str, str]
) -> None:
    tool, name = wanted
    page = open_page(width=width, height=height, hash=link)
    button = page.get_by_role("button", name=WORDS["tools"][tool][name], exact=True)
    until(lambda: button.evaluate(ON_TOP))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (390, 844)])
def test_an_opened_tool_comes_into_view(open_page: OpenPage, width: int, height: int) -> None:
    """From wherever its button was pressed; neither the graph nor the transport, which stay in view, covers it."""
    page = open_page(width=width, height=height)
    for tool in ("nudge", "paths", "practice", "bugs", "train"):
        for pressed_at in (0.3, 0.9):
            button = page.get_by_role("button", name=WORDS["tools"][tool]["name"], exact=True)
            button.evaluate(
                "(button, y) => scrollBy(0, button.getBoundingClientRect().top - y)", pressed_at * height
            )
            button.evaluate("button => button.click()")
            page.wait_for_timeout(100)
            assert button.evaluate(ON_TOP), f"{tool}, pressed at {pressed_at}"
            whole = page.locator("#tool").evaluate("tool => tool.offsetHeight")
            assert page.evaluate(ROOM_FOR) > min(whole - 1, 0.25 * height), f"{tool}, pressed at {pressed_at}"
            button.evaluate("button => button.click()")
            page.wait_for_timeout(50)
