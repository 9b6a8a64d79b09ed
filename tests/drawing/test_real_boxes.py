"""In a browser: what is drawn takes the room that the layout has left for it, measured where it stands."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import OpenPage

# Every text of the graph with its box, and the box of the card that it belongs to, if it has one.
TEXTS = """() => {
  const box = element => { const { left, top, right, bottom } = element.getBoundingClientRect(); return { left, top, right, bottom }; };
  return [...document.querySelectorAll("svg.graph .quantities text, svg.graph .headings text, svg.graph .contributions text")]
    .filter(text => text.textContent.trim() && text.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map(text => {
      const card = text.closest(".card");
      return { text: text.textContent, of: text.closest("[data-node]")?.dataset.node ?? "", box: box(text), card: card && box(card.querySelector("rect")) };
    });
}"""
CARDS = """() => [...document.querySelectorAll("svg.graph .card")].map(card => {
  const { left, top, right, bottom } = card.querySelector("rect").getBoundingClientRect();
  return { of: card.dataset.node, box: { left, top, right, bottom } };
})"""
SLACK = 1.0
"""What a letter's box may reach over, in pixels: it has room above and below what is drawn."""

WIDE_NUMBERS = "x=-123.4567,0.000012345&w=-98765.4321,0.3,0.1;-0.4,-1234567.5,-0.1;0.4,-0.000067,0.2"
LESSONS = {
    "the first lesson": "",
    "wide numbers": WIDE_NUMBERS,
    "gradients of inputs": "grain=inputs&step=18",
    "a formula": "f=L=(tanh(w*x+b)-y)^2",
    "two digits": "net=3;11:tanh;2:identity;mse",
}


def overlap(one: dict[str, float], other: dict[str, float], slack: float) -> bool:
    return (
        one["left"] + slack < other["right"]
        and other["left"] + slack < one["right"]
        and one["top"] + slack < other["bottom"]
        and other["top"] + slack < one["bottom"]
    )


def faults(page: Page) -> list[str]:
    """What leaves its card, and what lies on something else."""
    texts: list[dict[str, Any]] = page.evaluate(TEXTS)
    cards: list[dict[str, Any]] = page.evaluate(CARDS)
    assert len(texts) > 10
    found = []
    for text in texts:
        box, card = text["box"], text["card"]
        if card and (box["left"] + SLACK < card["left"] or box["right"] - SLACK > card["right"]):
            found.append(f"{text['text']} leaves the card of {text['of']}")
        found += [
            f"{text['text']} of {text['of']} lies on the card of {other['of']}"
            for other in cards
            if other["of"] != text["of"] and overlap(box, other["box"], SLACK)
        ]
    # Two lines of one label may touch; what stands side by side may not.
    for k, one in enumerate(texts):
        found += [
            f"{one['text']} of {one['of']} lies on {other['text']} of {other['of']}"
            for other in texts[k + 1 :]
            if overlap(one["box"], other["box"], 4 if one["of"] == other["of"] else SLACK)
        ]
    return found


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("width", [1440, 768])
def test_every_text_has_the_room_that_it_takes(open_page: OpenPage, lesson: str, width: int) -> None:
    page = open_page(hash=LESSONS[lesson], width=width)
    for step in (
        "backprop.state().step",
        "Math.ceil(backprop.steps().length / 2) + 2",
        "backprop.steps().length",
    ):
        page.evaluate(f"backprop.goTo({step})")
        assert faults(page) == []
