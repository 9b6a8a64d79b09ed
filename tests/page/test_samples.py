"""A network with several samples: one is shown at a time, and all of them are learned from."""

import pytest
from playwright.sync_api import Page, expect

from generator.config import read_network
from generator.engine.network import build_graph, leaf_values
from generator.engine.sample import inputs_of, targets_of
from generator.engine.training import Training, TrainingSettings
from tests.browser import OpenPage
from tests.example import example_of
from tests.lesson.content import CONTENT, SITE, WORDS
from tests.lesson.expected import computed
from tests.page.lesson import Lesson, until

FILE = read_network(CONTENT / "networks" / "xor.toml")
BUILDER = WORDS["builder"]


def shows(page: Page, sample: int, **changed: float) -> None:
    """All values are NumPy's of this sample, whatever numbers were changed."""
    lesson = Lesson(page)
    until(lambda: lesson.state()["sample"] == sample)
    assert lesson.values() == pytest.approx(
        computed(changed, example_of(FILE, sample - 1)).values, rel=1e-12, abs=1e-15
    )
    expect(page.get_by_role("spinbutton", name=BUILDER["sample"], exact=True)).to_have_value(str(sample))


def test_one_goes_through_the_samples(open_page: OpenPage) -> None:
    page = open_page(hash="preset=xor")
    lesson = Lesson(page)
    onward = page.get_by_role("button", name=BUILDER["sample-next"])
    back = page.get_by_role("button", name=BUILDER["sample-back"])
    field = page.get_by_role("spinbutton", name=BUILDER["sample"], exact=True)
    expect(page.get_by_text("of 4", exact=True)).to_be_visible()
    shows(page, 1)
    expect(back).to_have_attribute("aria-disabled", "true")
    onward.focus()
    page.keyboard.press("Enter")
    shows(page, 2)
    expect(lesson.reset_all).to_have_attribute("aria-disabled", "true")
    until(lambda: "&sample=2&" in page.evaluate("location.hash"))
    field.fill("4")
    field.press("Enter")
    shows(page, 4)
    expect(onward).to_have_attribute("aria-disabled", "true")
    field.press("ArrowDown")
    shows(page, 3)
    # A weight stays as it is, an input that was changed is the next sample's again.
    lesson.field("w11").fill("3.5")
    lesson.field("x1").fill("0.25")
    shows(page, 3, w11=3.5, x1=0.25)
    back.click()
    shows(page, 2, w11=3.5)
    page.get_by_role("heading").first.click()
    page.keyboard.press("Control+z")
    shows(page, 3, w11=3.5, x1=0.25)
    lesson.reset_all.click()
    shows(page, 3)


def test_a_script_and_a_link_choose_a_sample(open_page: OpenPage) -> None:
    page = open_page(hash="preset=xor&sample=3&w=1,2,3;4,5,6;7,8,9")
    weights = {"w11": 1, "w12": 2, "b1": 3, "w21": 4, "w22": 5, "b2": 6, "w31": 7, "w32": 8, "b3": 9}
    shows(page, 3, **weights)
    assert page.evaluate("backprop.set({ sample: 2 })") is True
    shows(page, 2, **weights)
    for wrong in ("0", "5", "1.5", '"2"', "null"):
        assert page.evaluate(f"backprop.set({{ step: 3, sample: {wrong} }})") is False
        shows(page, 2, **weights)
    assert page.evaluate("backprop.state().step") == 1
    beyond = open_page(hash="preset=xor&sample=5&x=0,1")
    Lesson(beyond).notice_says("expected 1 … 4")
    shows(beyond, 1, x1=0, x2=1)


def test_a_network_that_is_changed_keeps_the_samples(open_page: OpenPage) -> None:
    page = open_page(hash="preset=xor&tool=train&sample=3")
    page.get_by_text(BUILDER["title"], exact=True).click()
    page.get_by_role("button", name=BUILDER["add"]).click()
    assert page.evaluate("backprop.state().network") is None
    assert Lesson(page).values()["x2"] == 1, "the sample that was shown is shown"
    settings = page.evaluate("backprop.training().settings")
    assert (settings["data"], settings["samples"]) == ("own", 4)
    until(lambda: "points=" in page.evaluate("location.hash"))
    again = open_page(hash=page.evaluate("location.hash.slice(1)"))
    assert again.evaluate("backprop.training()") == page.evaluate("backprop.training()")
    page.get_by_role("heading").first.click()
    page.keyboard.press("Control+z")
    shows(page, 3)
    assert page.evaluate("backprop.training().settings.data") == "file"


def test_all_samples_are_learned_from(open_page: OpenPage) -> None:
    page = open_page(hash="preset=xor&tool=train&w=0.5,-0.3,0.1;-0.4,0.5,-0.1;0.4,-0.6,0.2")
    expect(page.locator('select[data-field="train-set"] option:checked')).to_have_text(
        WORDS["tools"]["train"]["sets"]["file"]
    )
    assert page.evaluate("backprop.train({ updates: 25 })") is True
    graph = build_graph(FILE.network)
    start = leaf_values(FILE.network, FILE.samples[0]) | dict(
        zip(
            ["w11", "w12", "b1", "w21", "w22", "b2", "w31", "w32", "b3"],
            [0.5, -0.3, 0.1, -0.4, 0.5, -0.1, 0.4, -0.6, 0.2],
            strict=True,
        )
    )
    settings = TrainingSettings(rate=SITE["learning_rate"], batch=0)
    training = Training(graph, start, inputs_of(FILE.samples), targets_of(FILE.samples), settings)
    for _ in range(25):
        training.update()
    leaves = page.evaluate("backprop.state().leaves")
    assert [leaves[name] for name in training.names] == pytest.approx(training.parameters.tolist(), rel=1e-9)
    assert page.evaluate("backprop.training().loss") == pytest.approx(training.loss(), rel=1e-9)
    assert page.evaluate("backprop.training().settings.samples") == 4
