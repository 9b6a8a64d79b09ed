"""A slider reaches what its file says, and shows every number as it is."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from generator.engine.network import Layer
from generator.script import Script
from tests.example import Example
from tests.lesson.in_v8 import data_of

CONTROLS = """(data, ranges, leaves) => {
  const { network } = data.networks[data.opens];
  const source = { ...presetSource(data, data.opens), network, ranges };
  const state = { ...firstChoices(data), source, leaves: { ...sceneOf(data, source).firstOf(), ...leaves } };
  return toMarkup(LIVE_REGIONS.controls(derive(data, state)));
}"""

RANGES = {"inputs": [-0.5, 0.5], "target": [0.1, 0.4], "parameters": [-1.5, 1.5]}
WITHIN = {"x1": 0.3, "x2": -0.4, "y": 0.2, "w11": 0.9, "b1": 1.2}


def sliders(script: Script, data: dict[str, Any], ranges: dict[str, Any], leaves: dict[str, float]) -> Any:
    markup = BeautifulSoup(script.call(CONTROLS, data, ranges, leaves), "html.parser")
    return {str(slider["name"]): slider for slider in markup.find_all("input", type="range")}


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("x1", -0.5, 0.5), ("x2", -0.5, 0.5), ("y", 0.1, 0.4), ("w11", -1.5, 1.5), ("b1", -1.5, 1.5)],
)
def test_within_its_range_a_slider_has_that_range(
    script: Script, page_data: dict[str, Any], name: str, low: float, high: float
) -> None:
    slider = sliders(script, page_data, RANGES, WITHIN)[name]
    assert (float(slider["min"]), float(slider["max"])) == (low, high)


@pytest.mark.parametrize(
    ("value", "low", "high"), [(0.7, -0.5, 1), (-3.2, -4, 0.5), (12, -0.5, 12), (1e300, -0.5, 1e300)]
)
def test_a_value_beyond_it_widens_it(
    script: Script, page_data: dict[str, Any], value: float, low: float, high: float
) -> None:
    slider = sliders(script, page_data, RANGES, WITHIN | {"x1": value})["x1"]
    assert (float(slider["min"]), float(slider["max"]), float(slider["value"])) == (low, high, value)


@pytest.mark.parametrize(
    ("span", "value"),
    [
        ([-2, 2], 0.6),
        ([-2, 2], 1 / 3),
        ([0, 0.005], 0.001),
        ([-0.123, 0.5], 0.3),
        ([1e-9, 3e-9], 2e-9),
        ([-1e9, 1e9], 5),
    ],
)
def test_a_slider_can_stand_where_its_value_and_its_ends_are(
    script: Script, page_data: dict[str, Any], span: list[float], value: float
) -> None:
    """Of a slider with steps, both lie a whole number of steps from its lower end; and there are steps to take."""
    slider = sliders(script, page_data, RANGES | {"inputs": span}, WITHIN | {"x1": value, "x2": value})["x1"]
    if slider["step"] == "any":
        return
    step = float(slider["step"])
    assert step <= (span[1] - span[0]) / 50
    for number in (value, span[1]):
        assert round((number - span[0]) / step) == pytest.approx((number - span[0]) / step, abs=1e-6)


WRITTEN = """(data, ranges) => {
  const { source, leaves } = firstChoices(data);
  const subject = subjectOf(source, leaves, 1);
  return tomlOf(subject, { title: "T", summary: "S" }, { ranges, rate: null, training: null, fixed: null });
}"""


@pytest.mark.parametrize(
    ("ranges", "written"),
    [
        ({"inputs": [-1, 1], "target": [0, 1]}, ["inputs = [-1, 1]", "target = [0, 1]"]),
        ({"inputs": [0.5, 1]}, ["inputs = [0.5, 1]"]),
        ({"inputs": [-1, 0.5]}, ["inputs = [-1, 0.5]"]),
        ({"inputs": [0.6, 1], "target": [0, 1]}, ["target = [0, 1]"]),
        ({"inputs": [-1, 0.4]}, []),
    ],
)
def test_a_file_says_how_far_sliders_reach_where_its_numbers_are_within(
    script: Script, ranges: dict[str, Any], written: list[str]
) -> None:
    """One input, 0.5, and one target, 1."""
    made = Example((0.5,), (1.0,), (Layer("sigmoid", ((0.25,),), (0.0,)),), "bce")
    text = script.call(WRITTEN, data_of(made), ranges)
    _, heading, after = text.partition("[ranges]\n")
    lines = after.partition("\n\n")[0].splitlines()
    assert (lines, heading != "") == (written, written != [])
