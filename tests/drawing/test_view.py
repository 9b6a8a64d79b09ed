"""Moving and scaling the drawing: by wheel, drag, keys, buttons and fingers, where it serves and only there."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage, wait_until
from tests.lesson.content import WORDS

DEEP = "net=2;2:tanh;2:tanh;2:tanh;2:tanh;2:tanh;2:tanh;1:sigmoid;bce"
WHOLE = "document.querySelector('.graph-place').classList.contains('zoomed') === false"


def view(page: Page) -> list[float]:
    """The corner of what is seen, and its width and height."""
    text = page.locator("svg.graph").get_attribute("viewBox") or ""
    return [float(number) for number in text.split()]


def button(page: Page, name: str) -> None:
    page.locator(".view-tools").get_by_role("button", name=WORDS["graph"][name], exact=True).click()


@pytest.fixture
def small(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def deep(open_page: OpenPage) -> Page:
    page = open_page(hash=DEEP)
    page.locator("svg.graph").scroll_into_view_if_needed()
    return page


def over(page: Page) -> tuple[float, float]:
    """A point of the drawing where nothing stands, and nothing of the page lies over it, near its middle."""
    found: list[float] | None = page.evaluate(
        """() => {
          const svg = document.querySelector('[data-region="graph"] svg');
          const box = svg.getBoundingClientRect();
          for (let down = 0.95; down > 0; down -= 0.03) for (const across of [0.5, 0.4, 0.6, 0.3, 0.7]) {
            const [x, y] = [box.x + box.width * across, box.y + box.height * down];
            if (document.elementFromPoint(x, y) === svg) return [x, y];
          }
          return null;
        }"""
    )
    assert found is not None
    return found[0], found[1]


def test_a_newcomer_meets_no_tools(small: Page) -> None:
    expect(small.locator(".view-tools")).to_be_hidden()
    left, top, _, _ = view(small)
    assert (left, top) == (0, 0)


def test_the_wheel_scrolls_the_page_and_with_control_zooms(small: Page) -> None:
    whole = view(small)
    small.mouse.move(*over(small))
    small.mouse.wheel(0, 100)
    wait_until(small, "window.scrollY > 0")
    assert view(small) == whole
    expect(small.locator(".view-hint")).to_be_hidden()
    small.mouse.move(*over(small))
    small.keyboard.down("Control")
    small.mouse.wheel(0, -200)
    small.keyboard.up("Control")
    wait_until(small, f"!({WHOLE})")
    assert view(small)[2] < whole[2]
    expect(small.locator(".view-tools")).to_be_visible()


def test_the_point_under_the_wheel_stays(small: Page) -> None:
    card = small.locator('[data-node="z1"] > rect').first
    before = card.bounding_box()
    assert before is not None
    small.mouse.move(before["x"], before["y"])
    small.keyboard.down("Control")
    small.mouse.wheel(0, -200)
    small.keyboard.up("Control")
    wait_until(small, f"!({WHOLE})")
    after = card.bounding_box()
    assert after is not None
    assert after["width"] > before["width"]
    assert after["x"] == pytest.approx(before["x"], abs=2)
    assert after["y"] == pytest.approx(before["y"], abs=2)


def test_buttons(deep: Page) -> None:
    opened = view(deep)
    button(deep, "zoom_in")
    nearer = view(deep)
    assert nearer[2] < opened[2]
    button(deep, "zoom_out")
    assert view(deep)[2] == pytest.approx(opened[2], rel=0.01)
    button(deep, "fit")
    assert view(deep)[:2] == [0, 0]
    assert view(deep)[2] > opened[2]


def test_the_buttons_of_a_small_graph_leave_with_the_zoom(small: Page) -> None:
    small.locator('[data-node="z1"]').focus()
    small.keyboard.press("+")
    button(small, "fit")
    expect(small.locator(".view-tools")).to_be_hidden()
    assert small.evaluate("document.activeElement.closest('svg.graph') !== null")


def test_keys(small: Page) -> None:
    whole = view(small)
    small.locator('[data-node="z1"]').focus()
    small.keyboard.press("+")
    small.keyboard.press("+")
    nearer = view(small)
    assert nearer[2] < whole[2]
    small.keyboard.press("Shift+ArrowRight")
    assert view(small)[0] > nearer[0]
    small.keyboard.press("Shift+ArrowLeft")
    assert view(small)[0] == pytest.approx(nearer[0], abs=0.1)
    small.keyboard.press("-")
    assert view(small)[2] > nearer[2]
    small.keyboard.press("0")
    assert view(small) == whole
    assert small.evaluate("backprop.state().step") == 1
    assert small.evaluate("document.activeElement.dataset.node") == "z1"


def test_dragging_empty_ground_moves(deep: Page) -> None:
    before = view(deep)
    x, y = over(deep)
    deep.mouse.move(x, y)
    deep.mouse.down()
    deep.mouse.move(x - 120, y, steps=5)
    deep.mouse.up()
    moved = view(deep)
    assert moved[0] > before[0] + 50
    assert moved[2:] == before[2:]
    deep.mouse.move(x, y)
    assert view(deep) == moved


def test_a_plain_wheel_says_how(deep: Page) -> None:
    deep.mouse.move(*over(deep))
    deep.mouse.wheel(0, 1)
    expect(deep.locator(".view-hint")).to_have_text(WORDS["graph"]["wheel"])
    expect(deep.locator(".view-hint")).to_be_visible()


def test_a_deep_network_opens_readable_and_follows_the_step(deep: Page) -> None:
    seen = "[...document.querySelectorAll('.card.focus')].every(card => {"
    seen += (
        "const [a, b] = [card.getBoundingClientRect(), card.closest('.graph-place').getBoundingClientRect()];"
    )
    seen += "return a.left >= b.left && a.right <= b.right && a.width > 50})"
    for step in (2, 8, 14, 17, 30):
        deep.evaluate("step => backprop.goTo(step)", step)
        wait_until(deep, seen)


def test_the_view_is_no_part_of_the_link(small: Page) -> None:
    small.locator('[data-node="z1"]').focus()
    small.keyboard.press("+")
    small.wait_for_timeout(400)
    assert "view" not in small.evaluate("location.hash")
    assert not {"opened", "chosen"} & set(small.evaluate("backprop.state()"))


def test_two_fingers_zoom_and_one_scrolls(open_large: OpenPage) -> None:
    page = open_large(width=320)
    page.locator("svg.graph").scroll_into_view_if_needed()
    assert page.locator("svg.graph").evaluate("graph => getComputedStyle(graph).touchAction") == "pan-x pan-y"
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(points)]},
        )

    whole = view(page)
    touch("touchStart", (140, 500), (180, 500))
    for spread in (30, 50, 70):
        touch("touchMove", (160 - spread, 500), (160 + spread, 500))
    touch("touchEnd")
    wait_until(page, f"!({WHOLE})")
    assert view(page)[2] < whole[2] / 2
    assert page.locator("svg.graph").evaluate("graph => getComputedStyle(graph).touchAction") == "pan-y"


@pytest.mark.parametrize(
    ("width", "shape"), [(390, "preset=circles"), (1280, "net=2;7:tanh;7:tanh;5:tanh;1:sigmoid;bce")]
)
def test_what_has_not_room_opens_where_the_pass_begins(open_page: OpenPage, width: int, shape: str) -> None:
    page = open_page(hash=shape, width=width)
    assert not page.evaluate(WHOLE)
    frame = page.locator(".graph-place").bounding_box()
    assert frame is not None
    for name in ("x1", "x2"):
        card = page.locator(f'[data-node="{name}"]').first.bounding_box()
        assert card is not None
        assert frame["x"] <= card["x"] <= card["x"] + card["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= card["y"] <= card["y"] + card["height"] <= frame["y"] + frame["height"]
