"""What the network panel offers: every activation and loss where it fits, targets that the loss takes, and reasons."""

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.engine.operations.table import OPS
from tests.lesson.content import WORDS, fill
from tests.page.lesson import Lesson

BUILDER, NAMES = WORDS["builder"], WORDS["operation"]
ACTIVATIONS = [name for name, operation in OPS.items() if operation.kind == "activation"]
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
LOSSES = [name for name, operation in OPS.items() if operation.kind == "loss"]


def activation(page: Page, layer: int) -> Locator:
    return page.get_by_role("combobox", name=fill(BUILDER["activation"], layer=layer), exact=True)


def loss(page: Page) -> Locator:
    return page.get_by_role("combobox", name=BUILDER["loss"], exact=True)


def outputs(page: Page) -> Locator:
    return page.get_by_role("spinbutton", name=fill(BUILDER["size"], layer=2), exact=True)


def resize(page: Page, count: int) -> None:
    outputs(page).fill(str(count))
    outputs(page).press("Enter")


def offered(choice: Locator) -> list[str]:
    found: list[str] = choice.locator("option").evaluate_all("options => options.map(option => option.value)")
    return found


def targets(lesson: Lesson) -> list[float]:
    return [value for name, value in lesson.state()["leaves"].items() if name.startswith("y")]


def test_hidden_layers_take_every_activation_but_the_joint_one(builder: Page) -> None:
    assert set(offered(activation(builder, 1))) == set(HIDDEN)
    assert activation(builder, 1).locator("option").all_text_contents() == [
        NAMES[name] for name in offered(activation(builder, 1))
    ]


def test_softmax_comes_with_its_loss_from_two_outputs_on_and_the_panel_says_so(
    builder: Page, lesson: Lesson
) -> None:
    reason = fill(BUILDER["joint"], activation=NAMES["softmax"], loss=NAMES["cce"], least=2)
    expect(builder.locator(".reason")).to_contain_text(reason)
    assert set(offered(loss(builder))) == {name for name in LOSSES if OPS[name].base is None} - {"cce"}
    resize(builder, 3)
    assert set(offered(loss(builder))) == set(LOSSES)
    loss(builder).select_option(label=WORDS["losses"]["cce"])
    assert offered(activation(builder, 2)) == ["softmax"]
    assert targets(lesson) == [1, 0, 0]
    expect(builder.locator(".reason")).to_have_text(
        f"{fill(BUILDER['only'], loss=NAMES['cce'], activation=NAMES['softmax'])} {reason}"
    )


def test_one_class_alone_cannot_be_chosen_from(builder: Page, lesson: Lesson) -> None:
    resize(builder, 2)
    loss(builder).select_option("cce")
    expect(outputs(builder)).to_have_attribute("aria-valuemin", "2")
    resize(builder, 1)
    expect(builder.locator(".notice")).to_contain_text(
        fill(WORDS["notice"]["number"], found="1", least=2, most=8)
    )
    assert len(targets(lesson)) == 2
    # Another loss lets it go, and brings an activation of one neuron.
    loss(builder).select_option("mse")
    expect(activation(builder, 2)).to_have_value("identity")
    resize(builder, 1)
    assert len(targets(lesson)) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("mse", [0.5, -2, 1.5]), ("bce", [0.5, 0, 1]), ("hinge", [1, -1, 1]), ("cce", [0, 0, 1]), ("mae", [0.5, -2, 1.5])],
)  # fmt: skip
def test_a_loss_brings_the_targets_to_what_it_takes(
    builder: Page, lesson: Lesson, name: str, expected: list[float]
) -> None:
    resize(builder, 3)
    loss(builder).select_option("huber")
    lesson.set_leaves(dict(zip(["y1", "y2", "y3"], [0.5, -2, 1.5], strict=True)))
    loss(builder).select_option(name)
    assert targets(lesson) == expected
    limits = OPS[name].targets.range or (-2, 2)
    for target in ("y1", "y2", "y3"):
        expect(lesson.slider(target)).to_have_attribute("min", f"{limits[0]:g}")
        expect(lesson.slider(target)).to_have_attribute("max", f"{limits[1]:g}")


def test_targets_that_add_up_stay_and_a_class_that_goes_leaves_one_that_is_true(
    builder: Page, lesson: Lesson
) -> None:
    resize(builder, 3)
    loss(builder).select_option("mse")
    lesson.set_leaves({"y1": 0.25, "y2": 0.25, "y3": 0.5})
    loss(builder).select_option("cce")
    assert targets(lesson) == [0.25, 0.25, 0.5]
    lesson.set_leaves({"y1": 0, "y2": 0, "y3": 1})
    resize(builder, 2)
    assert targets(lesson) == [1, 0]


def test_hinge_takes_one_of_two_activations(builder: Page) -> None:
    loss(builder).select_option("hinge")
    assert set(offered(activation(builder, 2))) == {"identity", "tanh"}
    both = BUILDER["or"].join([NAMES["identity"], NAMES["tanh"]])
    expect(builder.locator(".reason")).to_contain_text(
        fill(BUILDER["only"], loss=NAMES["hinge"], activation=both)
    )


@pytest.mark.parametrize(
    "wrong", ["net=2;1:softmax;cce", "net=2;2:softmax;2:softmax;cce", "net=2;3:softmax;mse"]
)
def test_a_link_to_a_network_that_is_not_offered_is_refused(lesson: Lesson, wrong: str) -> None:
    lesson.page.evaluate("hash => { location.hash = hash; }", wrong)
    expect(lesson.page.locator(".notice")).to_contain_text(WORDS["notice"]["default"])


def test_a_link_to_classes_opens_them(builder: Page, lesson: Lesson) -> None:
    resize(builder, 3)
    activation(builder, 1).select_option("gelu")
    loss(builder).select_option("cce")
    builder.wait_for_url("**#net=2;2:gelu;3:softmax;cce*")
    before, link = lesson.state(), builder.url
    builder.goto("about:blank")
    builder.goto(link)
    assert lesson.state() == before
