"""Fingers: one that scrolls changes nothing, one that moves sideways moves what it has taken hold of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, expect

from tests.browser import Heard, address
from tests.lesson.content import LAST, LEAVES, WORDS
from tests.page.lesson import Lesson, until

WIDTH, HEIGHT = 390, 844


@dataclass(frozen=True)
class Phone:
    lesson: Lesson
    session: CDPSession

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        self.session.send(
            "Input.dispatchTouchEvent",
            {
                "type": f"touch{kind}",
                "touchPoints": [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)],
            },
        )

    def swipe(self, start: tuple[float, float], dx: float, dy: float, moves: int = 10) -> None:
        x, y = start
        self.touch("Start", start)
        for k in range(1, moves + 1):
            self.touch("Move", (x + dx * k / moves, y + dy * k / moves))
            self.lesson.page.wait_for_timeout(16)
        self.touch("End")

    def scrolled(self) -> float:
        y: float = self.lesson.page.evaluate("scrollY")
        return y

    def has_scrolled_from(self, before: float) -> bool:
        return abs(self.scrolled() - before) > 100

    def at(self, element: Locator, share: float) -> tuple[float, float]:
        """A place on an element that is brought into the middle of the screen, or to where it is held then."""
        element.evaluate("element => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
        box, before = element.bounding_box(), None
        while box != before:
            self.lesson.page.wait_for_timeout(50)
            box, before = element.bounding_box(), box
        assert box
        return box["x"] + box["width"] * share, box["y"] + box["height"] / 2


@pytest.fixture
def phone(browser: Browser, built_page: Path) -> Iterator[Phone]:
    heard = Heard()
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    heard.listen(context)
    page = context.new_page()
    page.goto(address(built_page))
    yield Phone(Lesson(page), context.new_cdp_session(page))
    context.close()
    assert heard == Heard()


def test_a_finger_that_scrolls_changes_nothing(phone: Phone) -> None:
    lesson = phone.lesson
    for slider in (lesson.slider("w21"), lesson.slider("x1"), lesson.scrubber):
        for dy in (-250, 250):
            start, before = phone.at(slider, 0.85), phone.scrolled()
            phone.swipe(start, 6, dy)
            until(partial(phone.has_scrolled_from, before))
            assert lesson.state()["leaves"] == LEAVES
            assert lesson.step == 1
    assert float(lesson.slider("w21").input_value()) == LEAVES["w21"]


def test_a_finger_that_moves_sideways_moves_the_slider_by_as_much(phone: Phone) -> None:
    """From wherever it is touched: the thumb does not jump to the finger."""
    slider = phone.lesson.slider("w21")
    start, before = phone.at(slider, 0.9), phone.scrolled()
    width = slider.evaluate("slider => slider.clientWidth")
    low, high = (float(slider.get_attribute(name) or "") for name in ("min", "max"))
    phone.swipe(start, -60, 8)
    moved = phone.lesson.state()["leaves"]["w21"] - LEAVES["w21"]
    assert moved == pytest.approx(-60 / width * (high - low), rel=0.15)
    assert float(slider.input_value()) == phone.lesson.state()["leaves"]["w21"]
    assert phone.scrolled() == before


def test_a_tap_changes_no_number(phone: Phone) -> None:
    slider = phone.lesson.slider("w21")
    phone.swipe(phone.at(slider, 0.9), 0, 0)
    phone.lesson.page.wait_for_timeout(400)  # until a browser would have made a click of it
    assert phone.lesson.state()["leaves"] == LEAVES
    assert slider.evaluate("slider => document.activeElement === slider")


def test_a_tap_on_the_way_through_the_lesson_leads_there(phone: Phone) -> None:
    phone.swipe(phone.at(phone.lesson.scrubber, 0.5), 0, 0)
    assert phone.lesson.step in (9, 10)
    before = phone.lesson.step
    start = phone.at(phone.lesson.scrubber, 0.2)
    width = phone.lesson.scrubber.evaluate("scrubber => scrubber.clientWidth")
    phone.swipe(start, width / 5, 0)
    assert phone.lesson.step == pytest.approx(before + (LAST - 1) / 5, abs=1)


def test_a_second_finger_puts_back_what_the_first_has_moved(phone: Phone) -> None:
    x, y = phone.at(phone.lesson.slider("w21"), 0.5)
    phone.touch("Start", (x, y))
    phone.touch("Move", (x + 20, y))
    phone.touch("Move", (x + 40, y))
    assert phone.lesson.state()["leaves"]["w21"] > LEAVES["w21"]
    phone.touch("Start", (x + 40, y), (x, y + 200))
    phone.touch("Move", (x + 60, y), (x, y + 220))
    phone.touch("End")
    assert phone.lesson.state()["leaves"] == LEAVES


def test_a_finger_that_scrolls_leaves_the_view_of_the_graph(phone: Phone) -> None:
    page = phone.lesson.page
    page.evaluate("backprop.set({ formula: 'L = (a*b*c*d*e*f*g - y)^2 + tanh(a)*b + c*d + e*f' })")
    graph = page.locator('[data-region="graph"] svg')
    page.get_by_role("button", name=WORDS["graph"]["zoom_in"]).click()
    view = graph.get_attribute("viewBox")
    start, before = phone.at(graph, 0.5), phone.scrolled()
    phone.swipe(start, 8, -250)
    until(partial(phone.has_scrolled_from, before))
    page.wait_for_timeout(200)
    assert graph.get_attribute("viewBox") == view
    start = phone.at(graph, 0.5)
    phone.swipe(start, -60, 5)
    assert graph.get_attribute("viewBox") != view, "sideways it follows the finger"


def test_a_number_can_be_tapped_and_typed_after_a_drag(phone: Phone) -> None:
    """What the browser makes of touches by itself is held back only while a finger is on a slider."""
    slider, field = phone.lesson.slider("w21"), phone.lesson.field("w21")
    phone.swipe(phone.at(slider, 0.5), 40, 0)
    phone.swipe(phone.at(field, 0.5), 0, 0)
    field.fill("−0,25")
    assert phone.lesson.state()["leaves"]["w21"] == -0.25
    slider.focus()
    phone.lesson.page.keyboard.press("ArrowRight")
    assert phone.lesson.state()["leaves"]["w21"] == pytest.approx(-0.24)


CIRCLES = "net=2;4:tanh;1:sigmoid;bce&tool=train&data=circles&dataseed=1&samples=40&noise=0"


@pytest.fixture
def training(phone: Phone) -> Phone:
    phone.lesson.page.evaluate("hash => { location.hash = hash; }", CIRCLES)
    until(lambda: samples(phone) == 40)
    return phone


def samples(phone: Phone) -> int:
    return phone.lesson.page.locator(".samples circle").count()


def place_of(phone: Phone, x: float, y: float) -> tuple[float, float]:
    """Where a sample stands on the screen."""
    surface = phone.lesson.page.locator('[data-surface="samples"]')
    phone.at(surface, 0.5)
    box = surface.bounding_box()
    assert box
    left, right, low, high = map(float, (surface.get_attribute("data-reach") or "").split(" "))
    return (
        box["x"] + box["width"] * (x - left) / (right - left),
        box["y"] + box["height"] * (high - y) / (high - low),
    )


def test_a_finger_places_a_sample_takes_hold_of_it_and_moves_it(training: Phone) -> None:
    """Without the page being scrolled; all in the picture of what the network has learned."""
    page = training.lesson.page
    start = place_of(training, 0, 0)
    training.touch("Start", start)
    training.touch("End")
    until(lambda: samples(training) == 41)
    page.get_by_text(WORDS["tools"]["train"]["own"], exact=True).click()
    fields = page.locator('[data-field="train-input"]')

    def stands() -> list[float]:
        return [float(field.input_value()) for field in fields.all()]

    assert stands() == pytest.approx([0, 0], abs=0.02)
    # Up and down too, where a finger elsewhere scrolls; and from a little beside it.
    (x, y), (to_x, to_y) = place_of(training, 0, 0), place_of(training, 0.5, -0.5)
    before = training.scrolled()
    training.swipe((x + 6, y - 6), to_x - x, to_y - y)
    assert training.scrolled() == before
    assert samples(training) == 41
    # It stands where the finger is, which took hold of it a little beside.
    assert stands() == pytest.approx([0.5, -0.5], abs=0.12)
    page.get_by_role("button", name="Remove", exact=True).click()
    assert samples(training) == 40


def test_a_finger_that_scrolls_over_the_picture_places_nothing(training: Phone) -> None:
    before = training.lesson.page.evaluate("backprop.training().settings")
    start = place_of(training, 0, 0)
    scrolled = training.scrolled()
    training.swipe(start, 0, -250)
    until(lambda: training.has_scrolled_from(scrolled))
    assert samples(training) == 40
    assert training.lesson.page.evaluate("backprop.training().settings") == before


def test_a_finger_reads_trails_and_the_loss_surface(training: Phone) -> None:
    page = training.lesson.page
    for _ in range(2):
        page.get_by_role("button", name="One epoch").tap()
    expect(page.get_by_text("The map is being computed.")).to_have_count(0)
    for picture, told in (("surface", "a loss of"), ("trails", "after update")):
        training.touch("Start", training.at(page.locator(f'[data-reads="{picture}"]'), 0.5))
        training.touch("End")
        expect(page.locator(".told-there").filter(has_text=told)).to_have_count(1)
