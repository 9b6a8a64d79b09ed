"""Another network: opened from the page's list, or made layer by layer; undone, passed on, seen at four grains."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.config import read_network, read_site
from tests.browser import OpenPage
from tests.example import subject_of
from tests.lesson.content import CONTENT, WORDS, fill
from tests.lesson.expected import computed, computed_subject, shown
from tests.page.lesson import Lesson

OFFERED = read_site(CONTENT / "site.toml").offered
BUILDER = WORDS["builder"]


def file_of(name: str) -> Path:
    return CONTENT / "networks" / f"{name}.toml"


def size(page: Page, layer: int) -> Locator:
    return page.get_by_role("spinbutton", name=fill(BUILDER["size"], layer=layer), exact=True)


def activation(page: Page, layer: int) -> Locator:
    return page.get_by_role("combobox", name=fill(BUILDER["activation"], layer=layer), exact=True)


def loss(page: Page) -> Locator:
    return page.get_by_role("combobox", name=BUILDER["loss"], exact=True)


def shape(page: Page) -> str:
    return page.locator('[data-region="shape"]').inner_text()


def test_a_network_is_chosen_above_the_graph_and_changed_where_that_is_asked_for(lesson: Lesson) -> None:
    preset = lesson.page.get_by_role("combobox", name=BUILDER["preset"])
    (chooser, graph) = (preset.bounding_box(), lesson.page.locator(".graph").bounding_box())
    assert chooser is not None
    assert graph is not None
    assert chooser["y"] + chooser["height"] <= graph["y"]
    expect(loss(lesson.page)).to_be_hidden()


@pytest.mark.parametrize("name", OFFERED)
def test_every_offered_network_opens_with_its_numbers(builder: Page, lesson: Lesson, name: str) -> None:
    file = read_network(file_of(name))
    builder.get_by_role("combobox", name=BUILDER["preset"]).select_option(label=file.title)
    expect(builder.locator(".preset-summary")).to_have_text(file.summary)
    numbers = computed_subject(subject_of(file))
    assert lesson.state()["network"] == name
    assert builder.evaluate("backprop.values()") == pytest.approx(numbers.values, rel=1e-9, abs=1e-12)
    assert builder.evaluate("backprop.gradients()") == pytest.approx(numbers.gradients, rel=1e-9, abs=1e-12)
    steps = builder.evaluate("backprop.steps().length")
    builder.evaluate("step => backprop.goTo(step)", steps)
    expect(builder.locator(".panel .step-number")).to_have_text(
        fill(WORDS["step"]["count"], step=steps, steps=steps)
    )
    expect(builder.locator(".readout.loss dd")).to_have_text(shown(numbers.values["L"]))


def test_layer_by_layer(builder: Page) -> None:
    builder.get_by_role("button", name=BUILDER["add"]).click()
    assert shape(builder).startswith("2→2→2→1 ")
    size(builder, 2).fill("3")
    size(builder, 2).press("Enter")
    assert shape(builder).startswith("2→2→3→1 ")
    activation(builder, 2).select_option("relu")
    assert f"{WORDS['operation']['tanh']} · {WORDS['operation']['relu']} · " in shape(builder)
    builder.get_by_role("button", name=fill(BUILDER["remove"], layer=1), exact=True).click()
    assert shape(builder).startswith("2→3→1 ")
    size(builder, 2).fill("2")
    size(builder, 2).press("Enter")
    assert shape(builder).startswith("2→3→2 ")
    assert builder.evaluate("Object.keys(backprop.values()).filter(name => name.startsWith('yhat'))") == [
        "yhat1",
        "yhat2",
    ]


def test_what_still_has_its_place_keeps_its_value(builder: Page) -> None:
    size(builder, 1).fill("3")
    size(builder, 1).press("Enter")
    leaves = builder.evaluate("backprop.state().leaves")
    assert {name: leaves[name] for name in ("w11", "w12", "b1", "w21", "w22", "b2", "w41", "w42", "b4")} == {
        "w11": 0.5, "w12": -0.3, "b1": 0.1, "w21": -0.4, "w22": 0.5, "b2": -0.1, "w41": 0.4, "w42": -0.6, "b4": 0.2,
    }  # fmt: skip
    assert leaves["b3"] == 0


def test_a_size_that_cannot_be_is_refused(builder: Page) -> None:
    size(builder, 1).fill("99")
    size(builder, 1).press("Enter")
    expect(builder.locator(".notice")).to_contain_text(
        fill(WORDS["notice"]["number"], found="99", least=1, most=16)
    )
    assert shape(builder).startswith("2→2→1 ")


def test_what_a_loss_makes_impossible_is_not_offered_and_the_reason_is_given(builder: Page) -> None:
    options = activation(builder, 2).locator("option")
    expect(options).to_have_text([WORDS["operation"]["sigmoid"]])
    names = {"loss": WORDS["operation"]["bce"], "activation": WORDS["operation"]["sigmoid"]}
    expect(builder.get_by_text(fill(BUILDER["only"], **names))).to_be_visible()
    loss(builder).select_option("mse")
    assert options.count() > 3
    activation(builder, 2).select_option("tanh")
    loss(builder).select_option("bce")
    expect(activation(builder, 2)).to_have_value("sigmoid")


def test_undo_shows_a_lesson_with_fewer_steps_where_one_left_it(builder: Page, lesson: Lesson) -> None:
    builder.evaluate("backprop.goTo(12)")
    builder.evaluate("backprop.set({ network: 'vanishing', step: 30 })")
    builder.keyboard.press("Control+z")
    assert lesson.state()["network"] == "original"
    assert lesson.state()["step"] == lesson.step == 12
    builder.evaluate("backprop.goTo(3)")
    builder.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("layers")
    builder.keyboard.press("Control+z")
    expect(builder.get_by_role("combobox", name=WORDS["grain"]["name"])).to_have_value("neurons")
    assert lesson.step == 3


def test_the_seed_draws_the_same_weights_again(builder: Page) -> None:
    def leaves() -> dict[str, float]:
        found: dict[str, float] = builder.evaluate("backprop.state().leaves")
        return found

    seed = builder.get_by_role("spinbutton", name=BUILDER["seed"])
    drawn = []
    for text in ("7", "8", "7"):
        seed.fill(text)
        seed.press("Enter")
        drawn.append(leaves())
    assert drawn[0] == drawn[2] != drawn[1]
    builder.get_by_role("button", name=BUILDER["draw"]).click()
    expect(seed).to_have_value("8")
    assert leaves() == drawn[1]


def test_undo_and_redo_by_keys_and_by_buttons(builder: Page, lesson: Lesson) -> None:
    loss(builder).select_option("mse")
    size(builder, 1).fill("4")
    size(builder, 1).press("Enter")
    lesson.field("x1").fill("1.5")
    builder.get_by_role("heading", level=1).click()
    shapes = [(shape(builder), lesson.state()["leaves"]["x1"])]
    for _ in range(3):
        builder.keyboard.press("Control+z")
        shapes.append((shape(builder), lesson.state()["leaves"]["x1"]))
    assert [value for _, value in shapes] == [1.5, 0.6, 0.6, 0.6]
    assert shapes[0][0] == shapes[1][0]
    assert len({text for text, _ in shapes}) == 3
    builder.keyboard.press("Control+Shift+z")
    assert shape(builder) == shapes[2][0]
    builder.get_by_role("button", name=BUILDER["redo"]).click()
    assert shape(builder) == shapes[1][0]
    builder.get_by_role("button", name=BUILDER["undo"]).click()
    assert shape(builder) == shapes[2][0]


def test_the_link_opens_the_network_that_was_made(builder: Page, lesson: Lesson) -> None:
    builder.get_by_role("button", name=BUILDER["add"]).click()
    loss(builder).select_option("mse")
    expect(builder).to_have_url(re.compile("#net="))
    before, link = lesson.state(), builder.url
    builder.goto("about:blank")
    builder.goto(link)
    assert lesson.state() == before
    assert shape(builder).startswith("2→2→2→1 ")


@pytest.mark.parametrize(
    "broken", ["net=2;99:tanh;1:sigmoid;bce", "net=2;1:tanh;bce", "preset=nothing", "grain=atoms"]
)
def test_a_link_to_no_network_opens_the_lesson_with_a_notice(lesson: Lesson, broken: str) -> None:
    lesson.page.evaluate("hash => { location.hash = hash; }", broken)
    expect(lesson.page.locator(".notice")).to_contain_text(WORDS["notice"]["default"])
    assert lesson.state()["network"] == "original"


def test_the_article_stays_with_its_own_network(builder: Page) -> None:
    article = builder.locator('article [data-live="value"][data-of="z1"]').first
    before = article.inner_text()
    builder.get_by_role("combobox", name=BUILDER["preset"]).select_option("regression")
    expect(article).to_have_text(before)
    builder.locator('article a[data-step="2"]').first.click()
    assert builder.evaluate("backprop.state()")["network"] == "original"
    assert builder.evaluate("backprop.state()")["step"] == 2


def test_four_grains_of_one_place(lesson: Lesson) -> None:
    page = lesson.page
    grain = page.get_by_role("combobox", name=WORDS["grain"]["name"])
    counts = {"operations": 42, "neurons": 18, "inputs": 20, "layers": 13}
    page.evaluate("backprop.goTo(13)")
    for before, after in pairwise(["neurons", "layers", "inputs", "operations", "neurons"]):
        grain.select_option(after)
        assert page.evaluate("backprop.steps().length") == counts[after], before
        assert page.evaluate("backprop.steps()[backprop.state().step - 1].phase") == "backward"
        assert "z1" in page.evaluate("backprop.steps()[backprop.state().step - 1].focus")
    assert lesson.state()["step"] == 13


@pytest.mark.parametrize("width", [1440, 390])
def test_the_gradient_of_an_input_is_the_sum_of_what_comes_back_on_its_edges(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width=width, hash="grain=inputs&step=17")
    numbers = computed()
    weights = {"x1": ("w11", "w21"), "x2": ("w12", "w22")}
    for step, (name, (first, second)) in enumerate(weights.items(), 18):
        page.evaluate("step => backprop.goTo(step)", step)
        parts = [
            numbers.gradients["z1"] * numbers.values[first],
            numbers.gradients["z2"] * numbers.values[second],
        ]
        assert sum(parts) == pytest.approx(numbers.gradients[name], rel=1e-12)
        written = page.locator(".graph-place .contribution").all_text_contents()
        assert sorted(written) == sorted(["+", *(shown(part, 3) for part in parts)])
        expect(page.locator(f"[data-node={name}]").first).to_contain_text(shown(numbers.gradients[name], 3))
        expect(page.locator("#step-title")).to_contain_text(name[0])
        expect(page.locator(".panel .line.result")).to_contain_text(shown(numbers.gradients[name]))
    page.evaluate("backprop.goTo(20)")
    page.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("neurons")
    assert page.evaluate("[backprop.state().step, backprop.steps().length]") == [18, 18]
    page.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("inputs")
    assert page.evaluate("[backprop.state().step, backprop.steps().length]") == [20, 20]


def test_layers_are_shown_as_matrices_with_their_numbers(lesson: Lesson) -> None:
    page = lesson.page
    page.get_by_role("combobox", name=WORDS["grain"]["name"]).select_option("layers")
    page.evaluate("backprop.goTo(2)")
    numbers = lesson.panel.locator(".line.numbers mtable").first
    cells = [cell.replace("−", "-") for cell in numbers.locator("mtd").all_text_contents()]
    assert [float(cell) for cell in cells] == [0.5, -0.3, -0.4, 0.5]


def test_a_plot_shows_where_the_pass_is(lesson: Lesson) -> None:
    lesson.page.evaluate("backprop.goTo(3)")
    numbers = computed()
    plot = lesson.panel.get_by_role("img")
    name = fill(
        WORDS["plot"]["name"], function="h1", variable="z1", at=shown(numbers.values["z1"]),
        value=shown(numbers.values["h1"]), slope=shown(1 - numbers.values["h1"] ** 2),
    )  # fmt: skip
    expect(plot).to_have_attribute("aria-label", name)
    before = plot.locator("circle.value").get_attribute("cx")
    lesson.field("x1").fill("2")
    assert plot.locator("circle.value").get_attribute("cx") != before
