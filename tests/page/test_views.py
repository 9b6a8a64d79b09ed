"""Views of the page, and what a link takes away: for the front of a classroom, and for pages that embed this one."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from generator.script import Script
from tests.browser import Heard, OpenPage, address
from tests.lesson.content import LAST, WORDS
from tests.looks import FAULTS
from tests.page.axe import violations
from tests.page.lesson import until

PLACES = {
    "graph": ".graph",
    "transport": ".transport",
    "panel": "#step-title",
    "legend": ".legend",
    "values": "#readouts-title",
    "tools": ".tool-bar",
    "sliders": ".controls",
    "network": ".subject",
    "builder": ".builder",
    "table": ".all-values",
    "article": "article h2",
    "about": "#about",
    "header": ".page-tools",
}
IN_VIEW = {
    "": set(PLACES),
    "present": {"graph", "transport", "panel"},
    "embed": {"graph", "transport", "panel"},
    "graph": {"graph"},
}
TAKEN = {
    "sliders": {"sliders"},
    "tools": {"tools"},
    "network": {"network", "builder"},
    "values": {"values"},
    "table": {"table"},
    "legend": {"legend"},
    "panel": {"panel"},
    "transport": {"transport"},
    "article": {"article"},
    "answers": set[str](),
    "results": set[str](),
}


def seen(page: Page) -> set[str]:
    return {name for name, selector in PLACES.items() if page.locator(selector).first.is_visible()}


@pytest.mark.parametrize("view", IN_VIEW)
def test_each_view_shows_its_parts_and_no_other_until_a_link_says_otherwise(
    open_page: OpenPage, view: str
) -> None:
    page = open_page(hash=f"step=12&view={view}" if view else "step=12")
    until(lambda: seen(page) == IN_VIEW[view])
    state = page.evaluate("backprop.state()")
    assert (state["view"], state["hide"], state["step"]) == (view, [], 12)
    page.evaluate("location.hash = 'step=3'")
    until(lambda: seen(page) == set(PLACES))


def test_each_part_can_be_taken_away(open_page: OpenPage, script: Script) -> None:
    assert script.call("() => HIDEABLE") == list(dict.fromkeys([*script.call("() => HIDEABLE")]))
    assert set(script.call("() => HIDEABLE")) == set(TAKEN)
    page = open_page()
    for name, gone in TAKEN.items():
        assert page.evaluate("name => backprop.set({ hide: [name] })", name) is True
        assert seen(page) == set(PLACES) - gone, name
    assert page.evaluate("backprop.set({ hide: ['tools', 'sliders'] })") is True
    assert page.evaluate("backprop.state().hide") == ["sliders", "tools"]
    page.evaluate("backprop.set({ hide: [], view: 'graph' })")
    assert seen(page) == {"graph"}
    page.evaluate("backprop.set({ view: '' })")
    assert seen(page) == set(PLACES)
    for patch in (
        "{ view: 'wide' }",
        "{ hide: ['slider'] }",
        "{ hide: {} }",
        "{ view: null }",
        "{ hide: 'x' }",
    ):
        assert page.evaluate(f"backprop.set({patch})") is False, patch
    assert seen(page) == set(PLACES)


OPEN = """(data, hash) => {
  const { choices, answer } = choicesOf(data, hash);
  const { view, hide } = choices;
  return [view, hide, leftSentence(data.words, answer), addressOf(data, { ...firstChoices(data), ...choices })];
}"""


@pytest.mark.parametrize("view", IN_VIEW)
@pytest.mark.parametrize("hide", ["", "answers", "results,table", "sliders,tools,answers"])
def test_a_link_says_both_and_the_page_writes_what_it_reads(
    script: Script, page_data: dict[str, Any], view: str, hide: str
) -> None:
    said = "".join(f"&{key}={value}" for key, value in (("view", view), ("hide", hide)) if value)
    found = script.call(OPEN, page_data, f"#step=5{said}&digits=6")
    assert found[:3] == [view, hide, None]
    assert script.call(OPEN, page_data, found[3])[:2] == [view, hide]
    assert all(part in found[3] for part in said.split("&"))
    assert ("view=" in found[3], "hide=" in found[3]) == (bool(view), bool(hide))


@pytest.mark.parametrize(
    ("said", "key", "found"),
    [
        ("view=wide", "view", "wide"),
        ("view=toString", "view", "toString"),
        ("view=", "view", ""),
        ("hide=sliders,sider", "hide", "sliders,sider"),
        ("hide=__proto__", "hide", "__proto__"),
        ("hide=,", "hide", ","),
        ("hide=tools&hide=sliders", "hide", "hide"),
    ],
)
def test_what_is_not_known_is_left_out_and_said(
    script: Script, page_data: dict[str, Any], said: str, key: str, found: str
) -> None:
    _, _, sentence, _ = script.call(OPEN, page_data, f"#step=5&{said}&digits=6")
    assert f"“{found}”" in sentence
    assert WORDS["notice"]["left_item"].format(found=key) in sentence


def test_the_order_of_a_list_and_what_stands_in_it_twice_make_no_difference(
    script: Script, page_data: dict[str, Any]
) -> None:
    assert script.call(OPEN, page_data, "#hide=tools, sliders,tools")[1] == "sliders,tools"


def test_links_of_the_page_keep_what_a_teacher_has_taken_away(open_page: OpenPage) -> None:
    page = open_page(hash="step=2&hide=sliders,answers")
    links = page.get_by_role("article").locator("a[data-open], a[data-step]")
    for k in range(links.count()):
        if not links.nth(k).is_visible():
            continue
        links.nth(k).press("Enter")
        assert page.evaluate("backprop.state().hide") == ["sliders", "answers"]
    page.keyboard.press("Control+z")
    assert page.evaluate("backprop.state().hide") == ["sliders", "answers"]
    page.evaluate("backprop.set({ network: 'xor' })")
    assert page.evaluate("backprop.state().hide") == ["sliders", "answers"]
    expect(page.locator(".controls")).to_be_hidden()


def test_without_sliders_no_number_of_the_lesson_can_be_turned(open_page: OpenPage) -> None:
    page = open_page(hash="step=2&hide=sliders")
    assert page.locator('.lesson input[type="range"]:visible:not([data-field="step"])').count() == 0
    assert page.locator("[data-turn]").count() == 0
    page.evaluate("backprop.set({ hide: [] })")
    assert page.locator("[data-turn]").count() > 0


def test_without_answers_no_button_gives_one_away(open_page: OpenPage) -> None:
    words = WORDS["tools"]
    page = open_page(hash="step=10&tool=practice&level=3&numbers=7&hide=answers")

    def buttons(name: str) -> int:
        return page.get_by_role("button", name=name, exact=True).count()

    page.evaluate("backprop.goTo(2)")
    for _ in range(2):
        page.get_by_role("button", name=words["practice"]["hint"], exact=True).click()
    assert [buttons(words["practice"][name]) for name in ("show", "hint", "print_key", "print")] == [
        0,
        0,
        0,
        1,
    ]
    page.evaluate("backprop.set({ hide: [] })")
    assert [buttons(words["practice"][name]) for name in ("show", "print_key")] == [1, 1]
    page.evaluate("location.hash = 'step=4&tool=bugs&hide=answers'")
    expect(page.get_by_role("button", name=words["bugs"]["mark"])).to_be_visible()
    assert buttons(words["bugs"]["show"]) == 0
    page.evaluate("backprop.set({ hide: [] })")
    assert buttons(words["bugs"]["show"]) == 1


NUMBER = re.compile(r"[−-]?[\d.]+\d")

SHOWN = """(data) => {
  const first = { ...firstChoices(data), hide: "results" };
  const { lesson, graph, pass } = derive(data, first);
  const drawn = (state) => {
    const model = derive(data, state);
    const text = (markup) => markup.replace(/<[^>]*>/g, " ");
    const { covered } = model.disguise;
    const regions = Object.entries(LIVE_REGIONS).map(([, view]) => toMarkup(opened(view(model))));
    return { covered, text: text(regions.join(" ")) + announcement(model) };
  };
  return lesson.steps.map((step, k) => ({
    kind: step.kind,
    found: step.focus.map((index) => formatNumber((step.phase === "forward" ? pass.values : pass.gradients)[index])),
    before: drawn({ ...first, step: k + 1, revealed: k }),
    after: drawn({ ...first, step: k + 1, revealed: k + 1 }),
  }));
}"""


@pytest.mark.parametrize("network", [None, "flowers", "xor"])
def test_a_hidden_result_stands_nowhere_until_it_is_asked_for(
    script: Script, page_data: dict[str, Any], network: str | None
) -> None:
    data = page_data if network is None else {**page_data, "opens": network}
    known: set[str] = set()
    told = 0
    for step in script.call(SHOWN, data):
        finds = step["kind"] in {"value", "gradient", "parameters"}
        assert (step["before"]["covered"], step["after"]["covered"]) == (finds, False)
        numbers = set(step["found"])
        if finds:
            assert all(number in step["after"]["text"] for number in numbers)
            said = set(NUMBER.findall(step["before"]["text"]))
            assert (numbers - known) & said == set()
            told += len(numbers - known)
        # What stands there already can be read off: 0.5 is written as such, and as 0.5000 where it is a result.
        known |= numbers | {"0", "1", "0.0000", "1.0000"}
    assert told > 8


@pytest.fixture
def talk(open_page: OpenPage) -> Page:
    page = open_page(width=1280, height=720)
    page.get_by_role("button", name=WORDS["presenting"]["name"]).click()
    return page


def test_a_talk_is_led_by_a_clicker_and_left_by_escape(talk: Page) -> None:
    assert talk.evaluate("backprop.state().view") == "present"
    step = "backprop.state().step"
    for key, expected in [
        ("PageDown", 2), ("ArrowDown", 3), ("ArrowRight", 4), ("PageUp", 3), ("ArrowUp", 2), ("ArrowLeft", 1), ("End", LAST),
    ]:  # fmt: skip
        talk.keyboard.press(key)
        assert talk.evaluate(step) == expected, key
    talk.keyboard.press("Escape")
    assert talk.evaluate("backprop.state().view") == ""
    expect(talk.get_by_role("button", name=WORDS["presenting"]["name"])).to_be_focused()
    # Elsewhere these keys scroll, and letters are letters.
    for key in ("PageDown", "h", "b", "."):
        talk.keyboard.press(key)
    assert talk.evaluate("[backprop.state().step, backprop.state().hide.length]") == [LAST, 0]


def test_a_talk_can_be_led_and_left_with_the_pointer(talk: Page) -> None:
    transport = talk.get_by_role("group", name=WORDS["transport"]["name"])
    transport.get_by_role("button", name=WORDS["transport"]["next"]).click()
    results = transport.get_by_role("button", name=WORDS["presenting"]["results"])
    results.click()
    expect(results).to_have_attribute("aria-pressed", "true")
    expect(talk.locator("[data-node=z1]")).not_to_contain_text("0.520")
    talk.get_by_role("button", name=WORDS["tools"]["practice"]["show"]).click()
    expect(talk.locator("[data-node=z1]")).to_contain_text("0.520")
    transport.get_by_role("button", name=WORDS["presenting"]["leave"]).click()
    assert seen(talk) == set(PLACES)


@pytest.mark.parametrize("key", ["h", "H", "b", "."])
def test_a_key_hides_each_result_until_one_goes_on(talk: Page, key: str) -> None:
    h1 = talk.locator("[data-node=h1]")
    talk.evaluate("backprop.goTo(3)")
    expect(h1).to_contain_text("0.478")
    talk.keyboard.press(key)
    expect(h1).not_to_contain_text("0.478")
    talk.keyboard.press("PageDown")
    assert talk.evaluate("backprop.state().step") == 3
    expect(h1).to_contain_text("0.478")
    talk.keyboard.press("PageDown")
    assert talk.evaluate("backprop.state().step") == 4
    expect(talk.locator("[data-node=z2]")).not_to_contain_text("0.540")
    talk.keyboard.press("PageUp")
    expect(h1).to_contain_text("0.478")
    talk.keyboard.press(key)
    talk.evaluate("backprop.goTo(9)")
    expect(talk.locator("[data-node=yhat]")).to_contain_text("1.503")


# Every letter that can be seen: how large it stands on the screen. Drawings are scaled, formulas set their indices smaller.
SMALLEST = """() => {
  const sizes = [...document.querySelectorAll("body *")].flatMap((element) => {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim())) return [];
    const { width, height, bottom, right } = element.getBoundingClientRect();
    const isThere = element.checkVisibility({ visibilityProperty: true }) && width > 2 && height > 2 && bottom > 0 && right > 0;
    if (!isThere || element.closest(".heard, .page-title, .skip, figcaption")) return [];
    const scale = element.getScreenCTM ? element.getScreenCTM().d || element.getScreenCTM().b : 1;
    return [[parseFloat(getComputedStyle(element).fontSize) * Math.abs(scale), element.textContent]];
  });
  return sizes.toSorted(([a], [b]) => a - b)[0];
}"""


@pytest.mark.parametrize(
    "about", ["", "preset=flowers", "net=2;8:tanh;8:tanh;1:sigmoid;bce", "preset=rosenbrock"]
)
def test_a_talk_can_be_read_from_the_back_row(open_page: OpenPage, about: str) -> None:
    page = open_page(width=1280, height=720, hash=f"{about}&step=2&view=present")
    page.wait_for_timeout(100)
    last = page.evaluate("backprop.steps().length")
    small, parts = {}, {}
    for step in {1, 2, *range(3, last, 1 + last // 20), last - 1, last}:
        page.evaluate("step => backprop.goTo(step)", step)
        size, text = page.evaluate(SMALLEST)
        if size < 20:
            small[step] = (size, text)
        scrolled = page.evaluate(
            "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
        )
        if scrolled[0] > 720 or scrolled[1] > 1280:
            parts[step] = scrolled
    assert (small, parts) == ({}, {})


BEYOND_THE_PANEL = """() => {
  const panel = document.querySelector(".panel");
  return panel.scrollHeight - panel.clientHeight;
}"""


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720), (1024, 768), (390, 844)])
def test_a_talk_fills_the_screen_and_nothing_in_it_is_cut_or_covered(
    open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(width=width, height=height, hash="step=1&view=present")
    faults, scrolled = {}, {}
    for step in range(1, LAST + 1):
        page.evaluate("step => backprop.goTo(step)", step)
        if found := page.evaluate(FAULTS):
            faults[step] = found
        if width > height and (beyond := page.evaluate(BEYOND_THE_PANEL)) > 1:
            scrolled[step] = beyond
    assert (faults, scrolled) == ({}, {})
    box = page.locator(".graph-place").bounding_box()
    assert box is not None
    assert box["width"] * box["height"] > width * height * 0.45


@pytest.mark.parametrize("fragment", ["step=12&view=present&hide=results"])
def test_axe_finds_nothing_in_a_view(checked_page: Page) -> None:
    found = {}
    checked_page.set_viewport_size({"width": 1280, "height": 900})
    checked_page.emulate_media(color_scheme="dark")
    for view in ("present", "embed", "graph"):
        checked_page.evaluate("view => backprop.set({ view })", view)
        found[view] = violations(checked_page)
    assert {view: what for view, what in found.items() if what} == {}


# A page that embeds this one as its documentation says.
HOST = """<!doctype html><title>Host</title><body style="margin:0"><iframe title="lesson" sandbox="allow-scripts" src="{src}"
  style="border:0;width:{width}px;height:200px"></iframe><script>
  window.heard = [];
  addEventListener("message", ({{ data }}) => {{
    heard.push(data);
    if (data.type === "backprop") document.querySelector("iframe").style.height = `${{data.height}}px`;
  }});
</script>"""


@pytest.mark.parametrize("view", ["embed", "graph"])
def test_in_a_sandboxed_frame_it_follows_the_width_and_tells_its_height(
    browser: Browser, built_page: Path, tmp_path: Path, view: str
) -> None:
    heard = Heard()
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    heard.listen(context)
    page = context.new_page()
    host = tmp_path / "host.html"
    host.write_text(HOST.format(src=address(built_page, f"step=4&view={view}"), width=1000), encoding="utf-8")
    page.goto(host.as_uri())
    inside: FrameLocator = page.frame_locator("iframe")
    expect(inside.locator(".graph")).to_be_visible()
    frame = page.frames[1]

    def fits() -> bool:
        return bool(
            frame.evaluate(
                "innerHeight >= document.documentElement.scrollHeight && innerWidth >= document.documentElement.scrollWidth"
                " && innerHeight - document.body.getBoundingClientRect().bottom < 2"
            )
        )

    heights = []
    for width in (1000, 600, 320):
        page.evaluate("width => document.querySelector('iframe').style.width = `${width}px`", width)
        page.wait_for_timeout(300)
        until(fits)
        drawing = inside.locator(".graph").bounding_box()
        assert drawing is not None
        assert width * 0.6 < drawing["width"] <= width
        heights.append(frame.evaluate("innerHeight"))
    assert all({"type": "backprop", "height": height} in page.evaluate("heard") for height in heights)
    assert len(set(heights)) == len(heights)
    inside.locator("[data-node=h1]").click()
    if view == "embed":
        expect(inside.locator("#step-title")).to_contain_text("h")
        inside.get_by_role("button", name=WORDS["transport"]["next"], exact=True).click()
        assert frame.evaluate("backprop.state().step") == 4
    page.evaluate(
        "() => { const frame = document.querySelector('iframe'); frame.src = frame.src.replace('&view', '&hide=everything&view'); }"
    )
    expect(inside.get_by_role("button", name=WORDS["notice"]["close"])).to_be_visible()
    expect(inside.locator("#notice")).to_contain_text("everything")
    context.close()
    assert heard == Heard()
