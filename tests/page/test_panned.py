"""The window onto the drawing, moved and scaled by wheel, keys, mouse and fingers: by hand, in V8."""

import math
from functools import cache
from typing import Any

import pytest

from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.page.test_listening import told

SEEN = """(data, at, events) => {
  const page = makePage();
  const heard = {};
  const listen = (kind, listener) => (heard[kind] = listener);
  const log = { box: "", zoomed: null, size: {}, opened: [] };
  const svg = { setAttribute: (_, text) => (log.box = text) };
  const element = (more) => ({ hidden: true, addEventListener: listen, getBoundingClientRect: () => ({ left: 10, top: 20 }), ...more });
  const host = element({ clientWidth: 0, clientHeight: 0, querySelector: (what) => (what === "svg" ? svg : null) });
  const [tools, hint] = [element(), element()];
  const place = {
    querySelector: (what) => ({ ".view-tools": tools, ".view-hint": hint })[what] ?? host,
    closest: () => null, style: { setProperty: (name, text) => (log.size[name] = Number(text)) },
    classList: { toggle: (_, is) => (log.zoomed = is) },
  };
  const window = Object.assign(page.window, {
    addEventListener: listen, matchMedia: () => ({ matches: true }), innerWidth: at.screen ?? 1440,
    cancelAnimationFrame() {}, ResizeObserver: class { constructor(told) { this.told = told; } observe() {} },
  });
  const model = derive(data, { ...firstChoices(data), ...at.choices });
  const panned = createPanZoom(place, window);
  panned.shown(model);
  Object.assign(host, { clientWidth: log.size["--wide-width"] * at.fit, clientHeight: log.size["--wide-height"] * at.fit });
  const other = createPanZoom(place, window);
  other.shown(model);
  const seen = [];
  const look = () => seen.push({ box: log.box.split(" ").map(Number), zoomed: log.zoomed, tools: !tools.hidden, hint: !hint.hidden });
  look();
  const prevented = [];
  for (const [kind, event] of events) {
    if (kind === "wait") page.window.wait(event);
    else {
      const around = (selector) => (event.on && selector.includes(event.on) ? makeElement({ [event.on.slice(1, -1)]: "", ...event.has }, [], { hasAttribute: (name) => event.on === `[${name}]` }) : null);
      const target = { closest: around, ...event.target };
      let is = false;
      heard[kind]({ button: 0, pointerId: 1, pointerType: "mouse", clientX: 10, clientY: 20, deltaY: 0, ctrlKey: false, shiftKey: false,
        stopPropagation() {}, preventDefault() { is = true; }, ...event, target });
      prevented.push(is);
    }
    look();
  }
  return { seen, prevented, width: log.size["--wide-width"], height: log.size["--wide-height"] };
}"""
FIT = 2.0


@cache
def data() -> Any:
    return data_of(network((2, 3, 1), seed=4))


class Seen:
    """What part of the drawing is seen after each of these, in its own units, where 2 px are one of them."""

    def __init__(self, *events: tuple[str, Any], fit: float = FIT, **at: Any) -> None:
        found = told(SEEN, data(), {"fit": fit, **at}, [list(event) for event in events])
        self.seen: list[dict[str, Any]] = found["seen"]
        self.boxes: list[list[float]] = [each["box"] for each in self.seen]
        self.prevented: list[bool] = found["prevented"]
        self.width: float = found["width"]
        self.height: float = found["height"]


def key(name: str, **more: Any) -> tuple[str, Any]:
    return "keydown", {"key": name, **more}


def wheel(turned: float, x: float = 10, y: float = 20, **more: Any) -> tuple[str, Any]:
    return "wheel", {"deltaY": turned, "clientX": x, "clientY": y, "ctrlKey": True, **more}


def near(*numbers: float) -> Any:
    return pytest.approx(list(numbers), abs=0.06)


def test_what_has_room_is_seen_whole_and_needs_no_tools() -> None:
    whole = Seen()
    assert whole.boxes == [near(0, 0, whole.width, whole.height)]
    assert (whole.seen[0]["zoomed"], whole.seen[0]["tools"]) == (False, False)


def test_the_wheel_scales_about_the_pointer_with_ctrl_and_otherwise_scrolls() -> None:
    # e^(100 · 0.0025) = 1.284; the corner is at (10, 20).
    zoom = math.exp(0.25)
    corner = Seen(wheel(-100))
    assert corner.boxes[1] == near(0, 0, corner.width / zoom, corner.height / zoom)
    assert corner.seen[1]["zoomed"] is True
    assert corner.seen[1]["tools"] is True
    inside = Seen(wheel(-100, 10 + 2 * 120, 20 + 2 * 60))
    # What is at 120, 60 of the drawing stays there.
    x, y = 120 * (1 - 1 / zoom), 60 * (1 - 1 / zoom)
    assert inside.boxes[1] == near(x, y, inside.width / zoom, inside.height / zoom)
    assert inside.prevented == [True]
    scrolled = Seen(wheel(-100, ctrlKey=False), wheel(-100, ctrlKey=False, metaKey=True))
    assert scrolled.boxes[1] == scrolled.boxes[0]
    assert scrolled.prevented == [False, True]


def test_that_it_can_be_scaled_is_said_for_a_while_to_who_scrolls_over_a_part() -> None:
    plain = wheel(-100, ctrlKey=False)
    assert [each["hint"] for each in Seen(plain).seen] == [False, False]
    hints = Seen(wheel(-100), plain, ("wait", 2199), plain, ("wait", 2199), ("wait", 1))
    assert [each["hint"] for each in hints.seen] == [False, False, True, True, True, True, False]


def test_keys_scale_about_the_middle_and_move() -> None:
    seen = Seen(key("+"), key("ArrowRight", shiftKey=True), key("ArrowDown", shiftKey=True), key("ArrowLeft", shiftKey=True),
                key("ArrowUp", shiftKey=True), key("-"), key("="), key("0"))  # fmt: skip
    wide, high = seen.width / 1.3, seen.height / 1.3
    x, y = (seen.width - wide) / 2, (seen.height - high) / 2
    moved = 60 / (FIT * 1.3)
    assert seen.boxes[1] == near(x, y, wide, high)
    assert seen.boxes[2] == near(x + moved, y, wide, high)
    assert seen.boxes[3] == near(x + moved, min(y + moved, seen.height - high), wide, high)
    assert seen.boxes[4][0] == pytest.approx(x, abs=0.06)
    assert seen.boxes[6] == near(0, 0, seen.width, seen.height)
    assert seen.boxes[7] == seen.boxes[1]
    assert seen.boxes[8] == seen.boxes[0]
    assert seen.prevented == [True] * 8


def test_other_keys_are_others() -> None:
    seen = Seen(key("+"), key("+", ctrlKey=True), key("+", altKey=True), key("+", metaKey=True), key("ArrowRight"), key("x"),
                key("+", isComposing=True), key("ArrowRight", shiftKey=True, on="[data-turn]"))  # fmt: skip
    assert seen.boxes[2:] == [seen.boxes[1]] * 7
    assert seen.prevented == [True, *[False] * 7]
    up = Seen(key("+"), key("ArrowUp", shiftKey=True, on="[data-turn]"))
    assert up.boxes[2] != up.boxes[1], "what is turned is turned sideways"


def test_it_goes_no_further_than_its_edges_and_grows_no_larger_than_three_pixels_a_unit() -> None:
    seen = Seen(
        *[key("+")] * 9, *[key("ArrowLeft", shiftKey=True)] * 40, *[key("ArrowUp", shiftKey=True)] * 40
    )
    assert seen.boxes[9][2:] == near(seen.width * FIT / 3, seen.height * FIT / 3)
    assert seen.boxes[-1][:2] == near(0, 0)
    back = Seen(key("+"), *[key("ArrowRight", shiftKey=True)] * 40, *[key("ArrowDown", shiftKey=True)] * 40)
    assert back.boxes[-1][:2] == near(back.width - back.width / 1.3, back.height - back.height / 1.3)
    assert Seen(*[key("-")] * 3).boxes[-1] == near(0, 0, seen.width, seen.height)


def test_buttons_do_what_keys_do() -> None:
    def button(name: str) -> tuple[str, Any]:
        return "click", {"on": "[data-view]", "has": {"data-view": name}}

    assert Seen(button("+"), button("0")).boxes == Seen(key("+"), key("0")).boxes
    assert Seen(button("+"), button("−")).boxes == Seen(key("+"), key("-")).boxes


def down(x: float, y: float, **more: Any) -> tuple[str, Any]:
    return "pointerdown", {"clientX": x, "clientY": y, **more}


def moves(x: float, y: float, **more: Any) -> tuple[str, Any]:
    return "pointermove", {"clientX": x, "clientY": y, **more}


PLUS = key("+")
UP: tuple[str, Any] = ("pointerup", {})


def test_empty_ground_is_dragged_with_the_mouse() -> None:
    seen = Seen(PLUS, down(200, 100), moves(187, 87), UP, moves(100, 50))
    x, y, wide, high = seen.boxes[1]
    assert seen.boxes[3] == near(x + 13 / 2.6, y + 13 / 2.6, wide, high)
    assert seen.boxes[5] == seen.boxes[3], "nobody holds it any more"
    for held in (down(200, 100, button=2), down(200, 100, on="[data-go]"), down(200, 100, on="[data-turn]")):
        still = Seen(PLUS, held, moves(187, 87))
        assert still.boxes[3] == still.boxes[1] or held[1].get("on") == "[data-turn]"
    assert len({tuple(box) for box in Seen(PLUS, moves(187, 87)).boxes[1:]}) == 1


def test_a_finger_moves_it_sideways_and_scrolls_the_page_up_and_down() -> None:
    finger = {"pointerType": "touch"}
    seen = Seen(
        PLUS,
        down(200, 100, **finger),
        moves(193, 100, **finger),
        moves(187, 100, **finger),
        moves(174, 87, **finger),
    )
    x, y, wide, high = seen.boxes[1]
    assert seen.boxes[3] == seen.boxes[1], "within 8 px it is a tap"
    assert seen.boxes[4] == near(x + 13 / 2.6, y, wide, high)
    assert seen.boxes[5] == near(x + 26 / 2.6, y + 13 / 2.6, wide, high)
    upwards = Seen(PLUS, down(200, 100, **finger), moves(200, 80, **finger), moves(150, 80, **finger))
    assert upwards.boxes[2:] == [upwards.boxes[1]] * 3
    # Upon a value too: a finger that goes sideways there moves the drawing.
    upon = Seen(PLUS, down(200, 100, on="[data-go]", **finger), moves(187, 100, **finger))
    assert upon.boxes[3] == near(x + 13 / 2.6, y, wide, high)


def test_two_fingers_scale_about_their_middle_and_what_the_browser_takes_goes_back() -> None:
    one, two = {"pointerType": "touch", "pointerId": 1}, {"pointerType": "touch", "pointerId": 2}
    start = (down(110, 120, **one), down(210, 120, **two))
    seen = Seen(*start, moves(235, 120, **two), ("pointercancel", one), ("pointercancel", two))
    # 100 px apart and then 125: what was in the middle, 150 px from the left, is in the new middle, at 162.5.
    zoom = 1.25
    x = 150 / FIT - 162.5 / FIT / zoom
    y = 100 / FIT * (1 - 1 / zoom)
    assert seen.boxes[3] == near(x, y, seen.width / zoom, seen.height / zoom)
    assert seen.boxes[4] == seen.boxes[3], "one is still there"
    assert seen.boxes[5] == seen.boxes[0]
    scrolls = Seen(("touchmove", {"touches": [1]}), ("touchmove", {"touches": [1, 2]}))
    assert scrolls.prevented == [False, True]


def test_where_the_whole_would_be_too_small_it_opens_readable_where_the_pass_begins() -> None:
    small = Seen(fit=0.5)
    (x, y, wide, high) = small.boxes[0]
    assert (wide, high) == pytest.approx((small.width * 0.5 / 0.99, small.height * 0.5 / 0.99), abs=0.06)
    assert x == 0
    assert y == pytest.approx((small.height - high) / 2, abs=0.06)
    assert small.seen[0]["tools"] is True
    phone = Seen(fit=0.5, screen=600)
    assert phone.boxes[0][2] == pytest.approx(phone.width * 0.5 / 0.915, abs=0.06)
