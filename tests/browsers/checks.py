"""The built page in other browsers: it loads in silence, computes the same, and does all that a person asks of it.

`make browsers` names this file. `make test` passes over it, since its name does not begin with test_: it needs one
browser, and these checks two more.
"""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browsers.conftest import Screenshot
from tests.browsers.driver import Driver
from tests.lesson.content import CONTENT, LAST, SITE, WORDS, fill, spoken
from tests.looks import FORMULAS, WALK

Chromium = Callable[[str], Page]

TOOLS = WORDS["tools"]
WIDTHS = (320, 390, 768, 1440)
STATES = (
    "",
    "step=12&x=1.5,-2&y=0&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;2.4,-0.6,0.2",
    "x=2,-2&w=3,3,3;-3,3,3;3,-3,3&y=0&step=18",
    "f=L=(tanh(w*x%2Bb)-y)^2&step=9&v=0.5,1.5,0.8,1.2",
    "net=2;4:gelu;3:softmax;cce&step=16",
    "net=3;5:silu;2:tanh;mse&grain=layers&step=5",
    *(f"preset={name}&step=10" for name in SITE["offered"]),
)
TRAINING = "net=2;4:tanh;1:sigmoid;bce&tool=train&data=circles&dataseed=1&optimizer=adam&rate=0.03&batch=10&update=60"
LESSON = """() => {
  const text = name => document.querySelector(`[data-region=${name}]`).textContent.replace(/\\s+/g, " ");
  return { ...backprop.state(), panel: text("panel"), readouts: text("readouts"), table: text("table") };
}"""
NUMBERS = "() => ({ values: backprop.values(), gradients: backprop.gradients() })"


def step(driver: Driver) -> int:
    number: int = driver.evaluate("backprop.state().step")
    return number


def test_it_loads_and_its_numbers_are_those_of_numpy(
    driver: Driver, built_page: Path, screenshot: Screenshot
) -> None:
    driver.open(built_page)
    agrees = re.escape(WORDS["check"]["agrees"].partition("{")[0])
    said = driver.evaluate("document.getElementById('check').textContent")
    assert re.match(agrees, said)
    assert driver.evaluate("document.fonts.check('1em \"Lesson Math\"')")
    screenshot("first")


@pytest.mark.parametrize("state", STATES)
def test_numbers_and_words_are_chromiums(
    driver: Driver, built_page: Path, chromium: Chromium, state: str
) -> None:
    driver.open(built_page, state)
    page = chromium(state)
    here, there = driver.call(NUMBERS), page.evaluate(NUMBERS)
    for kind in ("values", "gradients"):
        assert here[kind] == pytest.approx(there[kind], rel=1e-12, abs=1e-15)
    assert driver.call(LESSON) == page.evaluate(LESSON)


def test_all_steps_by_keys_say_what_they_say_in_chromium(
    driver: Driver, built_page: Path, chromium: Chromium
) -> None:
    page = chromium("")
    driver.open(built_page)
    for number in range(1, LAST + 1):
        page.evaluate("step => backprop.goTo(step)", number)
        assert driver.call(LESSON) == page.evaluate(LESSON)
        driver.press("ArrowRight")
    assert step(driver) == LAST
    driver.press("ArrowLeft")
    assert step(driver) == LAST - 1
    driver.press("Home")
    assert step(driver) == 1
    driver.press("End")
    assert step(driver) == LAST
    driver.press("Home", " ")
    driver.until("backprop.state().step > 1")
    driver.press(" ")


def test_the_transport_and_the_graph_by_clicks(driver: Driver, built_page: Path) -> None:
    driver.open(built_page)
    for name, expected in (("last", LAST), ("back", LAST - 1), ("first", 1), ("next", 2)):
        driver.button(WORDS["transport"][name])
        assert step(driver) == expected
    driver.click('[data-node="yhat"]')
    assert step(driver) == 7
    driver.click('[data-node="yhat"]')
    assert step(driver) == 9


def test_sliders_by_keys_and_by_pointer_and_fields_by_typing(driver: Driver, built_page: Path) -> None:
    driver.open(built_page)
    loss = driver.evaluate("backprop.values().L")
    slider = 'input[type="range"][name="w11"]'
    x, y, width, height = driver.place(slider)
    driver.drag((x + width / 2, y + height / 2), (x + width, y + height / 2))
    dragged = driver.evaluate("backprop.state().leaves.w11")
    assert dragged > 2
    driver.press("Home")
    assert driver.evaluate("backprop.state().leaves.w11") == -3
    driver.press("ArrowRight")
    assert -3 < driver.evaluate("backprop.state().leaves.w11") < -2.9
    driver.click("input", fill(WORDS["controls"]["number"], name=spoken("w11")))
    driver.type("0.75")
    driver.press("Enter")
    assert driver.evaluate("backprop.state().leaves.w11") == 0.75
    assert driver.evaluate(f"document.querySelector('{slider}').value") == "0.75"
    assert driver.evaluate("backprop.values().L") != loss
    driver.press("Tab")
    driver.press("z", holding="Control")
    assert driver.evaluate("backprop.state().leaves.w11") != 0.75


def test_the_address_keeps_the_state_over_a_reload_and_in_a_link(driver: Driver, built_page: Path) -> None:
    driver.open(built_page)
    driver.press("End")
    assert driver.evaluate("backprop.set({ leaves: { w31: -1.25, x1: 0.3 } })")
    driver.until("location.hash.includes('-1.25')")
    before = driver.call(LESSON)
    address = driver.evaluate("location.hash.slice(1)")
    driver.reload()
    assert driver.call(LESSON) == before
    driver.button(WORDS["link"]["button"])
    driver.until("!document.getElementById('notice').hidden")
    driver.open(built_page, address)
    assert driver.call(LESSON) == before
    driver.evaluate("location.hash = 'step=99'")
    driver.until(f"document.getElementById('notice').textContent.includes({json.dumps('99')})")


def test_each_tool(driver: Driver, built_page: Path, chromium: Chromium, screenshot: Screenshot) -> None:
    driver.open(built_page, "step=12")
    page = chromium("step=12")
    for name in ("nudge", "paths", "practice", "bugs", "take"):
        driver.button(TOOLS[name]["name"])
        page.get_by_role("button", name=TOOLS[name]["name"], exact=True).click()
        if name == "nudge":
            driver.button(TOOLS[name]["check"])
            page.get_by_role("button", name=TOOLS[name]["check"], exact=True).click()
        for region in ("tools", "panel"):
            there = re.sub(r"\s+", " ", page.locator(f"[data-region={region}]").text_content() or "")
            assert driver.text(region) == there, name
        screenshot(name)


def test_pictures_are_handed_out(driver: Driver, built_page: Path) -> None:
    driver.open(built_page, "step=11")
    driver.button(TOOLS["take"]["name"])
    driver.evaluate(
        "(() => { globalThis.made = []; const make = URL.createObjectURL;"
        " URL.createObjectURL = blob => (made.push(blob), make.call(URL, blob));"
        # A file that is really saved would leave WebKit's window unusable.
        " HTMLAnchorElement.prototype.click = () => {}; })()"
    )
    for what in ("svg", "png", "slide"):
        driver.button(TOOLS["take"]["as"][what])
        driver.until("made.length === 1")
        begins = driver.evaluate("made.pop().slice(0, 5).text()")
        # WebKit gives no dots of HTML: there the slide is the drawing itself.
        assert begins[1:4] in (
            ("svg",) if what == "svg" else ("PNG",) if what == "png" else ("PNG", "svg")
        ), what


def test_a_model_that_is_dropped_can_be_opened(driver: Driver, built_page: Path) -> None:
    packed = BytesIO()
    np.savez_compressed(packed, W1=np.array([[0.5, -0.25], [1, 2]]), W2=np.ones((1, 2)))
    driver.open(built_page)
    driver.evaluate(
        "(() => { const transfer = new DataTransfer();"
        f" transfer.items.add(new File([new Uint8Array({list(packed.getvalue())})], 'mine.npz'));"
        " document.querySelector('h1').dispatchEvent(new DragEvent('drop',"
        " { bubbles: true, cancelable: true, dataTransfer: transfer })); })()"
    )
    driver.until("document.querySelector('#model-found') !== null")
    assert "mine.npz" in driver.text("builder")
    for field, value in (("opening-activation", "tanh"), ("opening-loss", "mse")):
        driver.evaluate(
            f"(() => {{ for (const list of document.querySelectorAll('[data-field={field}]')) {{ list.value = '{value}';"
            " list.dispatchEvent(new Event('change', { bubbles: true })); } })()"
        )
    driver.button(WORDS["opening"]["open"])
    assert driver.evaluate("backprop.state().leaves.w12") == -0.25


def test_a_run_of_training_is_chromiums(
    driver: Driver, built_page: Path, chromium: Chromium, screenshot: Screenshot
) -> None:
    """Opened at an update and gone on from there; the browsers' exp and log may differ in the last digit."""
    driver.open(built_page, TRAINING)
    page = chromium(TRAINING)
    for updates in (60, 100):
        driver.until(f"backprop.training().update === {updates}")
        page.wait_for_function(f"backprop.training().update === {updates}")
        here, there = driver.evaluate("backprop.training()"), page.evaluate("backprop.training()")
        assert (here["epoch"], here["settings"]) == (there["epoch"], there["settings"])
        for loss in ("loss", "testLoss"):
            assert here[loss] == pytest.approx(there[loss], rel=1e-9)
        assert driver.evaluate("backprop.state().leaves") == pytest.approx(
            page.evaluate("backprop.state().leaves"), rel=1e-8
        )
        driver.evaluate("void backprop.train({ updates: 40 })")
        page.evaluate("backprop.train({ updates: 40 })")
    screenshot("train")


@pytest.mark.parametrize("view", ["present", "embed", "graph"])
def test_each_view(
    driver: Driver, built_page: Path, chromium: Chromium, screenshot: Screenshot, view: str
) -> None:
    driver.open(built_page, f"step=10&view={view}")
    page = chromium(f"step=10&view={view}")
    for region in ("transport", "panel", "tools", "controls"):
        there = page.locator(f"[data-region={region}]").is_visible()
        assert driver.evaluate(f"document.querySelector('[data-region={region}]').checkVisibility()") == there
    x, y, width, height = driver.place(".graph-place svg")
    box = page.locator(".graph-place svg").bounding_box()
    assert box is not None
    # Chromium's bar that scrolls takes no room, Firefox's takes 12 pixels.
    assert (x, y) == pytest.approx((box["x"], box["y"]), abs=3)
    assert (width, height) == pytest.approx((box["width"], box["height"]), abs=15)
    screenshot(f"view-{view}")


def test_an_answer_is_marked(driver: Driver, built_page: Path) -> None:
    driver.open(built_page, "x=1,1&y=1&w=-0.2,-0.2,0;1,0.5,0;1,1,0&step=2&tool=practice&level=3")
    driver.click(".answer input")
    driver.press(*"−2/5", "Enter")
    assert WORDS["tools"]["practice"]["right"] in driver.text("panel")


def test_the_network_panel_makes_another_network(
    driver: Driver, built_page: Path, screenshot: Screenshot
) -> None:
    driver.open(built_page)
    driver.button(WORDS["builder"]["title"])
    driver.button(WORDS["builder"]["add"])
    assert driver.evaluate("backprop.state().network") is None
    screenshot("builder")
    driver.click("textarea")
    driver.type("L = (w*x - 2)^2")
    driver.until("backprop.state().formula === 'L = (w*x - 2)^2'")
    assert driver.evaluate("Object.keys(backprop.values()).includes('L')")


@pytest.mark.parametrize("state", ["step=9", "preset=xor&grain=layers&step=3", "step=8"])
def test_formulas_are_set_as_they_should_be(
    driver: Driver, built_page: Path, screenshot: Screenshot, state: str
) -> None:
    driver.open(built_page, state)
    assert driver.call(FORMULAS) == []
    screenshot(f"formulas-{state[-1]}")


FOUND = """() => backprop.steps().filter(({ phase }) => phase === "backward").flatMap(({ focus }) => focus)
  .map(name => Math.abs(backprop.gradients()[name]).toFixed(4))"""


def test_on_paper_are_all_steps(driver: Driver, built_page: Path, screenshots: Path) -> None:
    driver.open(built_page)
    driver.evaluate("backprop.set({ leaves: { w11: -1.5, x2: 1.7 } })")
    driver.evaluate("dispatchEvent(new Event('beforeprint'))")
    steps = driver.text("steps")
    found = driver.call(FOUND)
    assert [number for number in found if number not in steps] == []
    pdf = driver.pdf()
    if pdf is None:  # WebKit's driver has no command for it; the list that is printed stood above
        assert driver.name == "webkit"
        return
    (screenshots / f"paper-{driver.name}.pdf").write_bytes(pdf)
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))
    headings = re.findall(r"^## (.+)$", (CONTENT / "article.md").read_text(encoding="utf-8"), re.MULTILINE)
    for words in (WORDS["graph"]["title"], fill(WORDS["step"]["list"], steps=LAST), *headings):
        assert re.sub(r"\s", "", words) in text
    assert [number for number in found if number not in text] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_screen(
    driver: Driver, built_page: Path, screenshot: Screenshot, width: int
) -> None:
    driver.open(built_page, "step=12", width=width)
    screenshot(f"{width}")
    assert driver.call(WALK, [1, 8, 12, 18]) == {}
    driver.evaluate("document.querySelector('.builder').scrollIntoView()")
    screenshot(f"{width}-builder")
