"""The guess at the first step: what is asked follows from the numbers, and the lesson answers it where it finds out."""

import re

import pytest
from playwright.sync_api import Page, expect

from generator.config import read_network
from generator.script import Script
from tests.browser import OpenPage
from tests.example import subject_of
from tests.lesson.content import CONTENT, NARRATION, WORDS
from tests.lesson.expected import computed_subject
from tests.lesson.in_v8 import data_of

ASKED = """(data, leaves) => {
  const first = firstChoices(data);
  const { graph, values, gradients, scene } = derive(data, { ...first, leaves: { ...first.leaves, ...leaves } });
  const question = guessQuestion(graph, values, gradients, scene.parameters);
  return question && graph.nodes[question.about].name;
}"""


@pytest.mark.parametrize("name", sorted(path.stem for path in (CONTENT / "networks").glob("*.toml")))
def test_what_is_asked_has_a_large_gradient_and_can_be_turned(script: Script, name: str) -> None:
    subject = subject_of(read_network(CONTENT / "networks" / f"{name}.toml"))
    about = script.call(ASKED, data_of(subject), {})
    gradients = computed_subject(subject).gradients
    assert abs(gradients[about]) > 0
    rivals = [other for other in gradients if re.match(r"w", other) and other[1:2] == about[1:2]]
    assert all(2 * abs(gradients[about]) >= abs(gradients[rival]) for rival in rivals)


def test_where_every_gradient_is_zero_nothing_is_asked(script: Script) -> None:
    subject = subject_of(read_network(CONTENT / "networks" / "regression.toml"))
    solved = {"w11": 0, "w12": 0, "b1": 0.4, "y": 0.4}
    assert script.call(ASKED, data_of(subject), solved) is None


def question(page: Page) -> str:
    return page.get_by_role("group", name=re.compile("which way", re.IGNORECASE)).inner_text()


@pytest.mark.parametrize(("way", "verdict"), [("raise", "right"), ("lower", "wrong")])
def test_the_step_that_finds_the_gradient_says_whether_the_guess_was_right(
    open_page: OpenPage, way: str, verdict: str
) -> None:
    page = open_page()
    assert "0.67" in question(page)
    page.get_by_role("button", name=WORDS["guess"][way], exact=True).click()
    expect(page.get_by_role("button", name=WORDS["guess"][way], exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    for step in range(2, 11):
        page.evaluate("step => backprop.goTo(step)", step)
        expect(page.locator(".verdict")).to_have_count(0)
    page.evaluate("backprop.goTo(1)")
    page.get_by_role("button", name=WORDS["guess"]["go"]).click()
    assert page.evaluate("backprop.state().step") == 11
    expect(page.locator(".verdict")).to_contain_text(NARRATION["guess"][verdict])


@pytest.mark.parametrize("tool", ["practice", "bugs"])
def test_nobody_guesses_what_a_tool_hides_or_shows_wrong(open_page: OpenPage, tool: str) -> None:
    page = open_page(hash=f"tool={tool}")
    expect(page.get_by_role("button", name=WORDS["guess"]["raise"], exact=True)).to_have_count(0)
