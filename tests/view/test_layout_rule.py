"""Where cards stand: none covers another, and all are inside the drawing; in V8, without a page."""

import pytest
from hypothesis import given

from generator.script import Script
from tests.example import Example
from tests.lesson.content import NETWORK
from tests.lesson.in_v8 import cards
from tests.lesson.networks import networks


@pytest.mark.parametrize("orientation", ["wide", "tall"])
@given(made=networks())
def test_no_card_covers_another_and_all_are_inside(script: Script, orientation: str, made: Example) -> None:
    drawing = cards(script, made, orientation)
    boxes = drawing["cards"]
    # What is no parameter has a place of its own; parameters stand on edges.
    assert sorted(name for name, *_ in boxes) == sorted(
        node.name for node in made.graph.nodes if node.role not in ("weight", "bias")
    )
    for position, (name, x, y, width, height) in enumerate(boxes):
        assert 0 <= x <= x + width <= drawing["width"], name
        assert 0 <= y <= y + height <= drawing["height"], name
        for other, x2, y2, width2, height2 in boxes[:position]:
            apart = x + width <= x2 or x2 + width2 <= x or y + height <= y2 or y2 + height2 <= y
            assert apart, (name, other)


@pytest.mark.parametrize(("orientation", "axis"), [("wide", 1), ("tall", 2)])
def test_the_flow_is_to_the_right_or_down(script: Script, orientation: str, axis: int) -> None:
    places = {box[0]: box[axis] for box in cards(script, NETWORK, orientation)["cards"]}
    for column in ("x1", "x2"), ("z1", "z2"), ("h1", "h2"):
        assert len({places[name] for name in column}) == 1
    along = [places[name] for name in ("x1", "z1", "h1", "z3", "yhat", "L")]
    assert along == sorted(set(along))
