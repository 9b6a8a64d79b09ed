"""The tool "paths" as a learner uses it, with mouse, keys, and on a small screen; and what a backward step reuses."""

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.config import read_network
from tests.browser import OpenPage
from tests.example import example_of
from tests.lesson.content import CONTENT, WORDS, fill
from tests.lesson.expected import computed, shown
from tests.page.axe import everywhere
from tests.page.lesson import Lesson, until

TOOL = WORDS["tools"]["paths"]
MEETING = example_of(read_network(CONTENT / "networks" / "meeting-paths.toml"))
OPEN = "preset=meeting-paths&step=2&tool=paths"
NUMBERS = computed(network=MEETING)


def products() -> list[float]:
    """The two products of ∂L/∂w11, through neurons 3 and 4, by hand: (ŷ − y)·w5k·(1 − hk²)·wk1·(1 − h1²)·x1."""
    value = NUMBERS.values
    shared = (value["yhat"] - value["y"]) * (1 - value["h1"] ** 2) * value["x1"]
    return [shared * value[f"w5{k}"] * (1 - value[f"h{k + 2}"] ** 2) * value[f"w{k + 2}1"] for k in (1, 2)]


def ends(page: Page) -> tuple[Locator, Locator]:
    return tuple(page.get_by_role("combobox", name=TOOL[end], exact=True) for end in ("from", "to"))  # type: ignore[return-value]


def paths(page: Page) -> Locator:
    return page.locator(".path-list").get_by_role("group")


def on_path(page: Page) -> set[str]:
    """The names of the nodes and edges that the drawing shows as being on a path."""
    found: list[str] = page.locator(".graph .on-path").evaluate_all(
        "all => all.map(({ dataset }) => dataset.edge ?? dataset.node)"
    )
    return set(found)


THROUGH = {
    3: {"h1-z3", "z3", "z3-h3", "h3", "h3-z5"},
    4: {"h1-z4", "z4", "z4-h4", "h4", "h4-z5"},
}
SHARED = {"w11", "x1-z1", "z1", "z1-h1", "h1", "z5", "z5-yhat", "yhat", "yhat-L", "L"}


def test_nothing_of_it_is_there_until_it_is_opened(lesson: Lesson) -> None:
    page = lesson.page
    button = page.get_by_role("button", name=TOOL["name"], exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#tool .paths")).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(paths(page)).to_have_count(1)
    expect(page.locator(".path-total")).to_contain_text(shown(computed().gradients["w11"]))
    button.click()
    expect(page.locator("#tool .paths, .graph .on-path")).to_have_count(0)


def test_every_path_is_listed_with_its_numbers_and_drawn(open_page: OpenPage) -> None:
    page = open_page(hash=OPEN)
    expect(paths(page)).to_have_count(2)
    by_size = sorted(products(), key=abs, reverse=True)
    for path, product in zip(paths(page).all(), by_size, strict=True):
        expect(path.locator(".product")).to_have_text(shown(product))
        assert path.locator("math").count() == path.locator("svg").count() == 7
    expect(page.locator(".path-total")).to_contain_text(shown(sum(products())))
    assert shown(sum(products())) == shown(NUMBERS.gradients["w11"])
    assert on_path(page) == SHARED | THROUGH[3] | THROUGH[4]


def test_pointing_at_a_path_lights_it_alone(open_page: OpenPage) -> None:
    page = open_page(hash=OPEN)
    first = 3 if abs(products()[0]) > abs(products()[1]) else 4
    paths(page).first.hover()
    assert on_path(page) == SHARED | THROUGH[first]
    paths(page).nth(1).hover()
    assert on_path(page) == SHARED | THROUGH[7 - first]
    page.locator("#tools-title").hover()
    assert on_path(page) == SHARED | THROUGH[3] | THROUGH[4]


def test_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(hash="preset=meeting-paths&step=2")
    page.get_by_role("button", name=TOOL["name"], exact=True).focus()
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.matches('.tool-bar button')"):
        page.keyboard.press("Tab")
    expect(ends(page)[0]).to_be_focused()
    page.keyboard.type("x")  # the first option that begins so: x₁
    expect(ends(page)[0]).to_have_value("x1")
    expect(paths(page)).to_have_count(4)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the step's number
    page.keyboard.press("Tab")
    expect(paths(page).first).to_be_focused()
    alone = on_path(page)
    page.keyboard.press("ArrowDown")
    expect(paths(page).nth(1)).to_be_focused()
    assert on_path(page) != alone
    assert len(on_path(page)) == len(alone)
    expect(paths(page).nth(1)).to_have_accessible_name(
        fill(
            TOOL["path"],
            number=2,
            nodes=".*",
            product=paths(page).nth(1).locator(".product").inner_text().strip("= \n"),
        ).replace(".*", ", ".join(named_nodes(page, 1)))
    )


def named_nodes(page: Page, position: int) -> list[str]:
    """The nodes of a path as its fractions name them, from its start on."""
    names: list[str] = (
        paths(page)
        .nth(position)
        .locator("mfrac")
        .evaluate_all(
            """all => {
          const name = row => row.textContent.replace("∂", "").normalize("NFD").replace("y\\u02c6", "ŷ").replace("yˆ", "ŷ");
          return [...all.map(fraction => name(fraction.children[0])), name(all.at(-1).children[1])].reverse();
        }"""
        )
    )
    return [name.replace("ˆ", "\u0302") for name in names]


def test_another_end_and_its_link(open_page: OpenPage) -> None:
    page = open_page(hash=OPEN)
    start, end = ends(page)
    start.select_option("x2")
    end.select_option("h3")
    value = NUMBERS.values
    by_hand = (1 - value["h3"] ** 2) * sum(
        value[f"w3{k}"] * (1 - value[f"h{k}"] ** 2) * value[f"w{k}2"] for k in (1, 2)
    )
    expect(page.locator(".path-total .result")).to_contain_text(shown(by_hand))
    until(lambda: page.evaluate("location.hash").endswith("tool=paths&from=x2&to=h3"))
    page.reload()
    expect(page.locator(".path-total .result")).to_contain_text(shown(by_hand))
    start.select_option("w51")  # which does not lead to h3
    expect(end).to_have_value("L")


def test_it_follows_the_numbers_and_the_network(open_page: OpenPage) -> None:
    page = open_page(hash=f"{OPEN}&from=w31")
    assert page.evaluate("backprop.set({ leaves: { w51: -0.4 } })")
    numbers = computed({"w51": -0.4}, MEETING)
    expect(page.locator(".path-total .result")).to_contain_text(shown(numbers.gradients["w31"]))
    assert page.evaluate("backprop.set({ network: 'dead-relu' })")
    expect(ends(page)[0]).to_have_value("w31")
    assert page.evaluate("backprop.set({ network: 'vanishing' })")
    page.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("operations")
    expect(paths(page).first.locator(".factor").first).to_be_visible()


def test_a_name_that_the_next_network_lacks_is_not_in_its_link(open_page: OpenPage) -> None:
    page = open_page(hash=f"{OPEN}&from=z5")
    assert page.evaluate("backprop.set({ network: 'regression' })")
    expect(ends(page)[0]).to_have_value("w11")
    until(lambda: "preset=regression" in page.evaluate("location.hash"))
    assert "from=" not in page.evaluate("location.hash")
    page.reload()
    expect(page.locator("#notice")).to_be_hidden()
    expect(paths(page)).to_have_count(1)


def test_where_there_are_very_many_the_largest_are_listed_and_the_rest_summed(open_page: OpenPage) -> None:
    net = "net=2;16:tanh;16:tanh;16:tanh;1:sigmoid;bce&tool=paths&from=x1"
    page = open_page(hash=net)
    expect(paths(page)).to_have_count(12)
    total = page.locator(".path-total")
    expect(total).to_contain_text("4\u202f096")
    listed = [
        float(text.strip().replace("−", "-"))
        for text in paths(page).locator(".product").all_inner_texts()
        if "×" not in text
    ]
    assert listed == sorted(listed, key=abs, reverse=True)
    # Those that an abridged list leaves out can still be chosen by a link.
    page = open_page(hash=f"{net.replace('from=x1', 'from=z40')}&to=z49")
    expect(ends(page)[0]).to_have_value("z40")
    expect(paths(page)).to_have_count(1)


def test_zero_times_infinity_is_told_kindly(open_page: OpenPage) -> None:
    page = open_page(hash="tool=paths&from=b3&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;0.4,-0.6,-800")
    expect(page.locator(".path-total")).to_contain_text(TOOL["undetermined"])
    expect(page.locator(".path-total .result")).to_contain_text("−1.0000")
    assert "NaN" not in page.locator("#tool .paths").inner_text()


def test_what_is_not_in_the_network_is_left_out_of_a_link(open_page: OpenPage) -> None:
    page = open_page(hash="tool=paths&from=w99")
    expect(page.locator("#notice")).to_contain_text("w99")
    expect(page.locator("#tool .paths")).to_have_count(1)
    expect(ends(page)[0]).to_have_value("w11")


def test_the_ledger_and_the_layers(open_page: OpenPage) -> None:
    page = open_page(hash="preset=vanishing&tool=paths")
    ledger = page.get_by_role("table", name=TOOL["ledger"]["caption"].split(".")[0].format(leaves=15))
    row = ledger.get_by_role("row").filter(has_text=TOOL["ledger"]["paths"])
    # Seven sums of one product and one squared error: (8, 8); w and b of neuron k have one path, of 17 − 2k edges.
    multiplications = 8 + sum(2 * (16 - 2 * k) for k in range(1, 8)) + 14
    expect(row).to_contain_text(f"{multiplications}")
    expect(row).to_contain_text("8")
    layers = page.get_by_role("table", name=TOOL["layers"]["caption"])
    gradients = computed(network=example_of(read_network(CONTENT / "networks" / "vanishing.toml"))).gradients
    for k, cells in enumerate(layers.locator("tbody tr").all(), 1):
        expect(cells.locator("td").first).to_have_text(shown(abs(gradients[f"w{k}1"])))
    widths = layers.locator("rect.size").evaluate_all(
        "bars => bars.map(bar => Number(bar.getAttribute('width')))"
    )
    assert widths == sorted(widths)
    assert 0 < widths[0] < widths[-1]


def test_a_backward_step_says_what_it_reuses(lesson: Lesson) -> None:
    page = lesson.page
    lesson.go_to(12)
    line = page.locator(".reuse")
    expect(line).to_have_text(
        fill(
            WORDS["reuse"]["computed"],
            gradient="∂L/∂z3",
            step=fill(WORDS["reuse"]["step"], step=10),
            used=fill(WORDS["reuse"]["often"], others=4),
        )
    )
    link = line.get_by_role("button")
    link.focus()
    page.keyboard.press("Enter")
    assert lesson.step == 10
    expect(page.locator(".panel-place")).to_be_focused()
    lesson.go_to(3)
    expect(line).to_have_count(0)


def test_the_article_opens_it(lesson: Lesson) -> None:
    lesson.page.locator('article a[data-open][href*="from=w11"][href*="meeting"]').click()
    expect(paths(lesson.page)).to_have_count(2)
    assert lesson.state()["network"] == "meeting-paths"


@pytest.mark.parametrize("hash", [OPEN, "net=8;16:tanh;16:relu;16:tanh;8:softmax;cce&tool=paths&from=x1"])
def test_on_a_small_screen_nothing_is_wider_than_it(open_page: OpenPage, hash: str) -> None:  # noqa: A002
    page = open_page(width=320, hash=hash)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    place = page.locator(".tool-place")
    assert place.evaluate(
        """place => [...place.querySelectorAll("*")].every(part =>
          part.getBoundingClientRect().right <= place.getBoundingClientRect().right)"""
    )
    paths(page).first.click()  # as a finger would
    expect(paths(page).first).to_be_focused()
    assert len(on_path(page)) > 0


@pytest.mark.parametrize("fragment", ["preset=meeting-paths&step=20&tool=paths&from=x1"])
def test_axe_finds_nothing(checked_page: Page) -> None:
    page = checked_page
    assert everywhere(page, left_out=["article", ".about"]) == {}
    paths(page).nth(1).focus()
    assert everywhere(page, left_out=["article", ".about"]) == {}


def test_the_list_ends_with_the_total(lesson: Lesson) -> None:
    """Of x1 two paths: −0.0517 and −0.0608, which come to −0.1125 (by hand, from the published gradients)."""
    lesson.page.evaluate("location.hash = 'tool=paths&from=x1&to=L'")
    sum_ = lesson.page.locator(".path-sum")
    expect(sum_).to_have_text("+= −0.1125")
