"""The last step: all gradients, a learning rate, and a button that takes one step of gradient descent."""

import pytest
from playwright.sync_api import Locator, expect

from tests.lesson.content import LAST, LEAVES, NODES, SITE, WORDS
from tests.lesson.expected import computed, shown
from tests.page.lesson import Lesson

PARAMETERS = tuple(node.name for node in NODES if node.role in ("weight", "bias"))


@pytest.fixture
def summary(lesson: Lesson) -> Lesson:
    lesson.go_to(LAST)
    return lesson


def rate_field(lesson: Lesson) -> Locator:
    return lesson.page.get_by_role("spinbutton", name=WORDS["summary"]["rate"])


def after_a_step(leaves: dict[str, float], rate: float) -> dict[str, float]:
    gradients = computed(leaves).gradients
    return leaves | {name: leaves[name] - rate * gradients[name] for name in PARAMETERS}


def test_every_gradient_and_every_updated_parameter_is_listed(summary: Lesson) -> None:
    rate = 0.1
    rate_field(summary).fill(str(rate))
    numbers, updated = computed(), after_a_step(LEAVES, rate)
    rows = summary.panel.get_by_role("row").filter(has=summary.page.locator("td")).all()
    assert len(rows) == len(PARAMETERS)
    for name, row in zip(PARAMETERS, rows, strict=True):
        expect(row).to_contain_text(shown(numbers.gradients[name]))
        expect(row).to_contain_text(shown(updated[name]))


def test_the_loss_before_and_after_is_what_numpy_says(summary: Lesson) -> None:
    for rate in (SITE["learning_rate"], 0, 2.5, -0.25):
        rate_field(summary).fill(str(rate))
        for label, loss in (
            (WORDS["summary"]["loss_now"], computed().values["L"]),
            (WORDS["summary"]["loss_then"], computed(after_a_step(LEAVES, rate)).values["L"]),
        ):
            expect(summary.panel.get_by_text(f"{label} {shown(loss)}")).to_be_visible()


def test_the_button_takes_the_step(summary: Lesson) -> None:
    leaves, losses = dict(LEAVES), [computed().values["L"]]
    for _ in range(5):
        summary.panel.get_by_role("button", name=WORDS["summary"]["take"]).click()
        leaves = after_a_step(leaves, SITE["learning_rate"])
        losses.append(computed(leaves).values["L"])
        assert summary.state()["leaves"] == pytest.approx(leaves, rel=1e-12)
        assert summary.values()["L"] == pytest.approx(losses[-1], rel=1e-12)
        expect(summary.page.locator('[data-region="readouts"]')).to_contain_text(shown(losses[-1]))
    assert losses == sorted(losses, reverse=True), "a step of this size makes the loss smaller"
    for name in PARAMETERS:
        assert float(summary.field(name).input_value()) == pytest.approx(leaves[name], abs=1e-9)
        assert float(summary.slider(name).input_value()) == pytest.approx(leaves[name], abs=1e-9)


def test_the_step_can_be_undone_by_reset_all(summary: Lesson) -> None:
    summary.panel.get_by_role("button", name=WORDS["summary"]["take"]).click()
    summary.reset_all.click()
    assert summary.state()["leaves"] == LEAVES
