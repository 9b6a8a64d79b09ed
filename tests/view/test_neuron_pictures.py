"""In Train a hidden neuron's card shows what the neuron makes of the inputs: where it is positive, against NumPy."""

import re
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag

from generator.script import Script

DRAWN = """(data, hash) => {
  const { choices } = choicesOf(data, hash);
  const model = derive(data, { ...firstChoices(data), alive: true, ...choices });
  const markup = (view) => toMarkup(opened(view(model)));
  return { graph: markup(LIVE_REGIONS.graph), tools: markup(LIVE_REGIONS.tools), leaves: model.state.leaves };
}"""

CELLS = 16


def inside(paths: list[Tag], x: float, y: float) -> bool:
    """Whether a point lies in one of these closed lines: how often a ray from it meets them is odd."""
    meets = 0
    for path in paths:
        for line in re.findall(r"M([^Mz]+)z", str(path["d"])):
            corners = [[float(number) for number in corner.split(" ")] for corner in line.split("L")]
            for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
                if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
                    meets += 1
    return meets % 2 == 1


@pytest.mark.parametrize("grain", ["neurons", "operations"])
def test_a_card_shows_where_its_neuron_is_positive(
    script: Script, page_data: dict[str, Any], grain: str
) -> None:
    drawn = script.call(DRAWN, page_data, f"preset=circles&grain={grain}&tool=train&update=120")
    graph = BeautifulSoup(drawn["graph"], "html.parser")
    (reach,) = re.findall(r'data-surface="samples" data-reach="([^"]+)"', drawn["tools"])
    left, right, low, high = map(float, reach.split(" "))
    numbers = np.random.default_rng(1)
    for neuron in range(1, 5):
        picture = graph.select_one(f'[data-node="h{neuron}"] .own-map')
        assert picture is not None, neuron
        into_x1, into_x2, bias = (
            drawn["leaves"][f"{name}"] for name in (f"w{neuron}1", f"w{neuron}2", f"b{neuron}")
        )
        told = 0
        for x, y in numbers.uniform(0, CELLS, (60, 2)):
            x1, x2 = left + (right - left) * x / CELLS, high - (high - low) * y / CELLS
            value = np.tanh(into_x1 * x1 + into_x2 * x2 + bias)
            if abs(value) < 0.05:
                continue
            told += 1
            for sign, positive in enumerate((False, True)):
                found = inside(picture.select(f".area.of-{sign} path:first-child"), x, y)
                assert found == ((value > 0) == positive), (neuron, x1, x2, value)
        assert told > 40


@pytest.mark.parametrize(
    "hash_", ["preset=circles", "preset=circles&tool=paths&from=x1", "net=3;2:tanh;1&tool=train"]
)
def test_elsewhere_cards_hold_numbers_alone(script: Script, page_data: dict[str, Any], hash_: str) -> None:
    """Without the tool, without samples, and over more inputs than a picture has sides."""
    assert "own-map" not in script.call(DRAWN, page_data, hash_)["graph"]


def test_a_picture_stays_within_its_card(script: Script, page_data: dict[str, Any]) -> None:
    """3 away from each of its sides, whatever shape the card has: 16 cells across, and 16 down."""
    drawn = script.call(DRAWN, page_data, "preset=circles&tool=train&update=3")
    graph = BeautifulSoup(drawn["graph"], "html.parser")
    cards = [card for card in graph.select(".card") if card.select(".own-map")]
    assert len(cards) >= 4
    for card in cards:
        rect, picture = card.select_one("rect"), card.select_one(".own-map")
        assert rect is not None
        assert picture is not None
        x, y, across, down = map(float, re.findall(r"-?[\d.]+", str(picture["transform"])))
        assert (x, y) == (float(str(rect["x"])) + 3, float(str(rect["y"])) + 3)
        assert (across * CELLS, down * CELLS) == pytest.approx(
            (float(str(rect["width"])) - 6, float(str(rect["height"])) - 6), abs=0.1
        )
