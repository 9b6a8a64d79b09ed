"""Nothing too wide, cut off, broken or covered, in any state at any width; every button readable in every state."""

import re
from io import BytesIO

import pytest
import rcssmin
from playwright.sync_api import Locator, Page
from pypdf import PdfReader

from generator.page import join_styles
from tests.browser import OpenPage, Theme
from tests.lesson.content import ROOT, WORDS
from tests.looks import FAULTS, FORMULAS, WALK
from tests.page.lesson import Lesson
from tests.page.test_colours import contrast

STATES = {
    "default": ("", [1, 8, 12, 18]),
    "descended": ("preset=rosenbrock&step=17&v=-241311.69819999987,1131.9009999999995", [1, 9, 17]),
    "two outputs": ("net=2;3:tanh;2:tanh;mse", [1, 7, 28]),
    "extreme": (
        "x=-123456.789,2&w=999999,-0.3,0.1;-0.4,0.5,-0.1;-0.00001234,-0.6,-999999.5&y=0.3333333333333333",
        [3, 9, 18],
    ),
    "long names": (f"f=L=({'alpha' * 12}*x-{'b' * 60})^2", [1, 5, 9]),
    "long formula": ("f=L=(" + "%2B".join(f"w{k}*x" for k in range(1, 30)) + "-y)^2", [1, 60]),
    "hundreds": ("w=300,200,3;-300,500,3;3000,-3000,30", [6, 8]),
    "a curve of one": ("net=2;1:identity;mse&w=1234,-2222,100", [3]),
    "by layers": ("preset=xor&grain=layers", [1, 7, 13]),
}

EVERY_WIDTH = (320, 390, 412, 600, 768, 1024, 1280, 1440, 1920)
NARROW_AND_USUAL = (320, 1280)


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_too_wide_cut_off_broken_or_covered(open_page: OpenPage, state: str) -> None:
    fragment, steps = STATES[state]
    page = open_page(hash=fragment)
    faults = {}
    for width in EVERY_WIDTH if state == "default" else NARROW_AND_USUAL:
        page.set_viewport_size({"width": width, "height": 900})
        if found := page.evaluate(WALK, steps):
            faults[width] = found
    assert faults == {}


@pytest.mark.parametrize(
    "about",
    [
        "preset=circles&update=40",
        "net=1;1:identity;mse&data=line&rate=1.1&batch=0&update=61",
        "net=1;1:identity;mse&data=line&rate=1.2&batch=0&update=300",
        "f=L=(tanh(w*x%2Bb)-y)^2&v=0.512345678901,1.5,-1.72401777195,1",
    ],
)
def test_all_digits_of_what_was_learned_have_room(open_page: OpenPage, about: str) -> None:
    page = open_page(hash=f"{about}&tool=train")
    faults = {}
    for width in EVERY_WIDTH:
        page.set_viewport_size({"width": width, "height": 900})
        if found := page.evaluate(FAULTS):
            faults[width] = found
    assert faults == {}


@pytest.mark.parametrize("width", [390, 768])
def test_text_of_twice_the_size_covers_nothing(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = page.evaluate(WALK, [1, 9, 18])
    # What is written in drawings grows with their width, and their place is narrower then.
    assert {fault: where for fault, where in found.items() if not fault.startswith("tiny")} == {}


def test_an_article_of_long_words_code_and_formulas_stays_within_the_screen(open_page: OpenPage) -> None:
    page = open_page(width=320)
    page.evaluate(
        """() => {
          const code = document.createElement("p");
          code.append("See ", Object.assign(document.createElement("code"), { textContent: "gradient_of_".repeat(20) }), ".");
          document.querySelector(".article").append(code);
        }"""
    )
    assert page.evaluate(FAULTS) == []


def test_these_faults_would_be_found(open_page: OpenPage) -> None:
    page = open_page(width=320)
    assert page.evaluate(FAULTS) == []
    page.evaluate(
        """() => {
          const add = (html) => document.querySelector(".article").insertAdjacentHTML("beforeend", html);
          const sheet = document.querySelector("style").sheet;
          const rule = (text) => sheet.insertRule(text, sheet.cssRules.length);
          add('<svg class="t-drawing" viewBox="0 0 9 9" width="40"><text x="-9" font-size="4">beyond</text><text x="3" y="5" font-size="4">upon</text><text x="4" y="6" font-size="4">it</text></svg>');
          add('<p class="t-wide">wide</p><p class="t-cut">cut off here</p><p class="t-broken number">123456</p>');
          add('<p class="t-under">under</p><p class="t-over">over</p><input class="t-field" value="0.123456789">');
          rule(".t-wide { width: 500px }");
          rule(".t-cut { width: 3em; overflow: hidden; white-space: nowrap }");
          rule(".t-broken { width: 2em; white-space: normal; overflow-wrap: anywhere }");
          rule(".t-over { position: relative; top: -2.7em }");
          rule(".t-field { width: 3em }");
        }"""
    )
    found = "\n".join(page.evaluate(FAULTS))
    for fault in (
        "wide: p.t-wide",
        "cut: p.t-cut",
        "cut: field 0.123",
        "cut: beyond in svg.t-drawing",
        "broken: 123456",
        "covered: under / over",
        "covered: upon / it in svg.t-drawing",
    ):
        assert fault in found


@pytest.mark.parametrize("state", ["step=9", "preset=xor&grain=layers&step=3", "step=8"])
def test_formulas_are_set_as_they_should_be(open_page: OpenPage, state: str) -> None:
    assert open_page(hash=state).evaluate(FORMULAS) == []


FLAT = """async text => {
  const flat = rules => [...rules].flatMap(rule =>
    rule.cssRules?.length ? [rule.constructor.name, ...flat(rule.cssRules)] : [rule.cssText]);
  return flat((await new CSSStyleSheet().replace(text)).cssRules).map(rule => rule.replace(/\\s*,\\s*/g, ","));
}"""


def test_the_smaller_style_says_the_same(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes the style smaller takes the space before a pseudo-class in some places: .a :is(.b) becomes .a:is(.b)."""
    page = open_page()
    sizes = {side: {"width": 1.0, "height": 1.0} for side in ("wide", "tall")}
    smaller = join_styles(ROOT / "templates", sizes)
    monkeypatch.setattr(rcssmin, "cssmin", lambda text: text)
    assert page.evaluate(FLAT, smaller) == page.evaluate(FLAT, join_styles(ROOT / "templates", sizes))


# --- Buttons

GROUND = """element => {
  const rgb = layers => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    for (const colour of layers) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const layers = [];
  for (let place = element; place; place = place.parentElement) layers.push(getComputedStyle(place).backgroundColor);
  return [rgb([getComputedStyle(element).color]), rgb(["Canvas", ...layers.reverse()])];
}"""


def one_of_each_kind(page: Page, seen: set[str]) -> list[Locator]:
    """The visible buttons, of those that are styled alike the first, but for what has been seen before."""
    buttons = page.locator("button:visible, summary:visible")
    kinds = buttons.evaluate_all(
        """buttons => buttons.map(button => [button.nodeName, button.className, button.closest("[data-region]")?.className,
        ...["expanded", "pressed", "disabled"].map(state => button.getAttribute(`aria-${state}`))].join())"""
    )
    new = [kind for kind in dict.fromkeys(kinds) if kind not in seen]
    seen.update(new)
    return [buttons.nth(kinds.index(kind)) for kind in new]


def poor(page: Page, state: str, seen: set[str]) -> list[str]:
    """The buttons whose text does not stand out from their ground, at rest, with the focus, under the pointer."""
    found = []
    for button in one_of_each_kind(page, seen):
        name, *still = button.evaluate(
            f"""button => {{
              const look = {GROUND};
              const rest = look(button);
              button.focus();
              return [button.textContent || button.getAttribute("aria-label"), rest, look(button)];
            }}"""
        )
        button.hover()
        pointed = button.evaluate(GROUND)
        for how, (text, ground) in zip(
            ("at rest", "focused", "under the pointer"), (*still, pointed), strict=True
        ):
            if contrast(tuple(text), tuple(ground)) < 4.5:
                found.append(f"{state}: {name}, {how}: {text} on {ground}")
    return found


@pytest.mark.parametrize(("theme", "forced"), [("light", False), ("dark", False), ("dark", True)])
def test_every_button_is_readable_in_every_state(open_page: OpenPage, theme: Theme, forced: bool) -> None:
    page = open_page(theme=theme, hash="step=18&x=0.7,-0.4", height=3000)
    page.emulate_media(forced_colors="active" if forced else "none")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    seen: set[str] = set()
    found = poor(page, "closed", seen)
    for tool in ("nudge", "practice"):
        page.get_by_role("button", name=WORDS["tools"][tool]["name"], exact=True).click()
        if tool == "nudge":
            page.get_by_role("button", name=WORDS["tools"][tool]["check"], exact=True).click()
        found += poor(page, tool, seen)
    assert found == []
    assert len(seen) > 15


# --- Forced colours

DRAWN = "element => { const style = getComputedStyle(element); return [style.backgroundColor, style.borderColor, style.borderStyle]; }"


def test_with_forced_colours_nothing_is_said_by_a_lost_colour(open_page: OpenPage) -> None:
    lesson = Lesson(open_page(hash="step=12"))
    page = lesson.page
    page.emulate_media(forced_colors="active")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ticks = page.locator(".ticks > *").evaluate_all(f"ticks => ticks.map({DRAWN})")
    forward_passed, backward_passed, backward_to_come = ticks[0], ticks[8], ticks[17]
    assert len({tuple(tick) for tick in (forward_passed, backward_passed, backward_to_come)}) == 3
    assert all(border != ground for _, border, _ in ticks)
    dashes = "path => getComputedStyle(path).strokeDasharray"
    positive, negative = (
        lesson.edge(*ends).locator(".stroke").first for ends in (("x1", "z1"), ("x2", "z1"))
    )
    assert positive.evaluate(dashes) == "none"
    assert negative.evaluate(dashes) != "none"
    outline = "element => getComputedStyle(element).outlineStyle"
    number = page.locator(".panel [data-quantity=w31]").first
    assert number.evaluate(outline) == "none"
    number.hover()
    assert number.evaluate(outline) == "solid"


# --- Marking and printing


def test_moving_the_graph_marks_no_text(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator("svg.graph").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 5, box["y"] + box["height"] - 5, steps=4)
    page.mouse.up()
    assert page.evaluate("getSelection().toString().trim()") == ""


def test_paper_shows_the_whole_legend_and_calls_nothing_live(open_page: OpenPage) -> None:
    page = open_page()
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))  # as printed by default: without grounds
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert WORDS["readouts"]["title"] not in re.sub(r"\s+", " ", text)
    assert WORDS["readouts"]["on_paper"] in text
    page.emulate_media(media="print")
    exact = "element => getComputedStyle(element, '::before').printColorAdjust"
    for key in page.locator(".legend .key:visible").all():
        assert key.evaluate(exact) == "exact"
