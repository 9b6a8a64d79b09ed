"""Layers of many neurons: cells to point at and to walk through, that open and close, on the page of 16→64→64→10."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import OpenPage
from tests.lesson.content import WORDS
from tests.page.axe import AXE, everywhere


def toggle(layer: int) -> str:
    return f'.toggle[data-layer="{layer}"]'


@pytest.mark.parametrize("width", [1440, 768, 320])
def test_nothing_is_wider_than_the_screen(open_large: OpenPage, width: int) -> None:
    page = open_large(width=width, hash="grain=neurons")
    for step in (1, 100, 500, 693):
        page.evaluate("step => backprop.goTo(step)", step)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_neuron_is_a_cell_and_every_layer_a_matrix(open_large: OpenPage) -> None:
    page = open_large()
    assert page.locator(".cell").count() == 16 + 2 * 64 + 2 * 64 + 2 * 10 + 10
    expect(page.locator('.cell[data-node="h128"]')).to_have_count(1)
    texts = page.locator(".band").all_text_contents()
    assert [text[-5:] for text in texts if "×" in text] == ["64×16", "64×64", "10×64"]


def test_colour_sign_and_gradient(open_large: OpenPage) -> None:
    page = open_large(hash="grain=neurons")
    page.evaluate("backprop.goTo(693)")
    values, gradients = page.evaluate("backprop.values()"), page.evaluate("backprop.gradients()")
    for name in ("x1", "x3", "z1", "z70", "h70", "yhat2"):
        cell = page.locator(f'[data-node="{name}"]')
        assert cell.locator(".minus").count() == (values[name] < 0)
        tone = float(cell.locator(".tone").get_attribute("fill-opacity") or "")
        assert tone == pytest.approx(min(abs(values[name]) / 2, 1), abs=0.006)
    for name in ("z70", "yhat2", "yhat3"):
        height, points_up = page.locator(f'[data-node="{name}"] .needle').evaluate(
            """needle => {
              const { height, y } = needle.getBBox();
              const [foot, tip] = [needle.points[0], needle.points[Math.floor(needle.points.length / 2)]];
              return [height, tip.y < foot.y];
            }"""
        )
        assert height == pytest.approx(18 * min(abs(gradients[name]) ** (1 / 3), 1), abs=0.05)
        assert points_up == (gradients[name] < 0)


def test_pointing_at_a_cell_tells_its_numbers(open_large: OpenPage) -> None:
    page = open_large()
    page.evaluate("backprop.goTo(693)")
    cell = page.locator('[data-node="z5"]')
    cell.hover()
    lens = page.locator(".lens")
    expect(lens).to_be_visible()
    shown = lens.text_content() or ""
    for number in page.evaluate("[backprop.values().z5, backprop.gradients().z5]"):
        assert float(number) in [float(text.replace("−", "-")) for text in re.findall(r"[−\d.]+\d", shown)]
    page.locator("h1").hover()
    expect(lens).to_be_hidden()


def test_many_neurons_are_stepped_through_by_layer_unless_one_chooses_otherwise(
    open_large: OpenPage,
) -> None:
    page = open_large()
    grain = page.get_by_role("combobox", name=WORDS["grain"]["name"])
    expect(grain).to_have_value("layers")
    assert page.evaluate("backprop.steps().length") < 25
    assert grain.get_by_role("option").all_text_contents() == [
        WORDS["grain"]["neurons"], WORDS["grain"]["inputs"], WORDS["grain"]["layers"],
    ]  # fmt: skip
    expect(page.get_by_text(WORDS["grain"]["too_many"])).to_be_visible()
    grain.select_option("neurons")
    assert page.evaluate("backprop.steps().length") > 500
    page.wait_for_url("**grain=neurons**")
    grain.select_option("layers")
    page.wait_for_url(lambda url: "grain=" not in url)


def test_walking_through_the_cells(open_large: OpenPage) -> None:
    page = open_large(hash="grain=neurons")
    page.locator('[data-node="z5"]').focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.node") == "h5"
    expect(page.locator(".lens")).to_contain_text("h5")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.node") == "h5"
    focus = page.evaluate("backprop.steps()[backprop.state().step - 1].focus")
    assert focus == ["h5"]


def test_the_neuron_in_focus_shows_its_edges(open_large: OpenPage) -> None:
    page = open_large(hash="grain=neurons")
    page.locator('[data-node="z70"]').click()
    assert page.locator("[data-edge]").count() == 64
    expect(page.locator('[data-edge="h3-z70"]')).to_have_count(1)
    expect(page.locator('[data-node="w70_3"]')).to_have_count(1)


def test_a_layer_opens_and_closes_by_click(open_large: OpenPage) -> None:
    page = open_large()
    page.evaluate("backprop.goTo(200)")
    page.locator(toggle(1)).click()
    expect(page.locator('.card[data-node="z5"]')).to_have_count(1)
    assert page.locator(".card.slim").count() == 128
    value = page.evaluate("backprop.values().z5")
    expect(page.locator('[data-node="z5"] .number')).to_have_text(f"{value:.3f}".replace("-", "−"))
    page.get_by_role("button", name=WORDS["graph"]["fit"], exact=True).click()
    page.locator(toggle(2)).click()
    expect(page.locator('.cell[data-node="z5"]')).to_have_count(1)
    expect(page.locator('.card[data-node="z70"]')).to_have_count(1)
    page.locator(toggle(2)).click()
    expect(page.locator(".card.slim")).to_have_count(0)


def test_a_layer_opens_and_closes_by_key(open_large: OpenPage) -> None:
    page = open_large()
    name = WORDS["layer"]["hidden"].format(layer=1, count=64)
    page.get_by_role("button", name=WORDS["graph"]["open_layer"].format(name=name)).focus()
    page.keyboard.press("Enter")
    close = page.get_by_role("button", name=WORDS["graph"]["close_layer"].format(name=name))
    expect(close).to_be_focused()
    expect(close).to_have_attribute("aria-expanded", "true")
    page.keyboard.press(" ")
    expect(page.locator(".card.slim")).to_have_count(0)
    assert page.evaluate("backprop.state().step") == 1


def test_sliders_of_one_neuron(open_large: OpenPage) -> None:
    page = open_large()
    weights = page.locator('input[type="range"][name^="w"]')
    assert weights.count() == 16
    page.get_by_label(WORDS["controls"]["picker"]).select_option("70")
    expect(weights).to_have_count(64)
    page.locator('[role=spinbutton][data-leaf="w70_3"]').fill("0.5")
    assert page.evaluate("backprop.values().w70_3") == 0.5
    page.locator('[data-node="z130"]').click()
    expect(page.get_by_label(WORDS["controls"]["picker"])).to_have_value("130")


def test_opening_at_320_pixels(open_large: OpenPage) -> None:
    page = open_large(width=320)
    page.locator(toggle(1)).click()
    expect(page.locator('.card[data-node="z5"]')).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing(open_large: OpenPage) -> None:
    page = open_large(hash="grain=neurons")
    page.evaluate(AXE)
    found = {"step 1": everywhere(page)}
    for step in (100, 693):
        page.evaluate("step => backprop.goTo(step)", step)
        found[f"step {step}"] = everywhere(page, within=["[data-region=graph]", "[data-region=panel]"])
    page.locator(toggle(1)).click()
    # What is written on a slim card is not what its name begins with: its symbol comes first there, spoken.
    found["opened"] = everywhere(page, within=["[data-region=graph]"], but=["label-content-name-mismatch"])
    assert {where: what for where, what in found.items() if what} == {}


def test_the_first_frame_is_taken_over_as_it_was_built(open_large: OpenPage) -> None:
    built = open_large(javascript=False).locator(".readouts").inner_html()
    alive = open_large().locator(".readouts").inner_html()
    assert built == alive


def test_what_has_the_focus_comes_into_view(open_large: OpenPage) -> None:
    page = open_large()
    page.locator(toggle(2)).click()
    for name in ("z66", "h128", "x1"):
        page.locator(f'[data-node="{name}"]').focus()
        page.keyboard.press("ArrowDown")
        inside = page.evaluate("""() => {
          const [a, b] = [document.activeElement.getBoundingClientRect(), document.querySelector(".graph-place").getBoundingClientRect()];
          return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
        }""")
        assert inside, name


def test_labels_that_nobody_points_at_have_no_place(open_large: OpenPage) -> None:
    """There is one for each weight of a neuron: laid out, they would cost more than all else that a step changes."""
    page = open_large(hash="grain=neurons")
    step = 1 + page.evaluate("backprop.steps().findIndex(({ kind }) => kind === 'parameters')")
    page.evaluate("step => backprop.goTo(step)", step)
    labels = page.locator(".parameter.alone")
    assert labels.count() > 60
    seen = """labels => labels.flatMap(label => [...label.children])
        .filter(part => !part.matches(".reach") && part.getClientRects().length > 0).length"""
    assert labels.evaluate_all(seen) == 0
    label = labels.nth(5)
    label.focus()
    expect(label.locator(".number")).to_be_visible()
    assert label.locator(".number").text_content()
    name = label.get_attribute("data-node")
    page.locator("h1").click()
    expect(label.locator(".number")).to_be_hidden()
    page.locator(f'.edges [data-go="{name}"]').dispatch_event("pointerover")
    expect(label.locator(".number")).to_be_visible()
