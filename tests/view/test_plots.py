"""Every plot is read by its ticks, as a person reads it, and held against NumPy: curves, points, tangents, names."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag

from generator.engine.network import Layer
from generator.script import Script
from tests.bundled import bundled
from tests.example import Example
from tests.lesson.content import WORDS
from tests.lesson.expected import computed
from tests.lesson.in_v8 import data_of
from tests.view.plots import Plot, corners, number

VIEW = """(data, region, choices) => {
  const first = firstChoices(data);
  const step = choices.step === "last" ? sceneOf(data, first.source).lesson.steps.length : (choices.step ?? 1);
  const model = derive(data, { ...first, ...choices, step, leaves: { ...first.leaves, ...choices.leaves } });
  return toMarkup(opened(LIVE_REGIONS[region](model)));
}"""


Function = Callable[[Any], Any]


@cache
def script() -> Script:
    return Script(bundled("tests/lesson/entry.js", minified=True))


def shown(made: Example, region: str, **choices: Any) -> BeautifulSoup:
    return BeautifulSoup(script().call(VIEW, data_of(made), region, choices), "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def neuron(
    activation: str, loss: str, *, weight: float = 1.25, bias: float = -0.4, target: float = 1
) -> Example:
    """x = 1, so that z = weight + bias."""
    return Example((1.0,), (target,), (Layer(activation, ((weight,),), (bias,)),), loss)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


# An activation, its slope.
ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (sigmoid, lambda z: sigmoid(z) * (1 - sigmoid(z))),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1, 0)),
    "softplus": (lambda z: np.log(1 + np.exp(z)), sigmoid),
}


def read_tangent(plot: Plot) -> tuple[float, float, float]:
    """Its middle, and its slope in the plot's own units."""
    (left, right), (low, high) = plot.line("path.tangent")
    return (left + right) / 2, (low + high) / 2, (high - low) / (right - left)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("z", [-3.4, -0.6, 0.85, 2.3, 7.5])
def test_an_activation(activation: str, z: float) -> None:
    panel = shown(neuron(activation, "mse", weight=z + 0.4), "panel", step=3)
    plot = Plot(one(panel, "figure.plot svg"))
    function, slope_at = ACTIVATIONS[activation]
    wide, high = plot.frame
    at, value = plot.line("path.curve")
    inside = value < plot.up.numbers([0])[0]
    np.testing.assert_allclose(
        value[inside], function(at[inside]), atol=2 * plot.up.precision + 0.01 * abs(z)
    )
    # It reaches as far to one side as to the other, and to the present point.
    assert min(at) == pytest.approx(-max(at), abs=0.1)
    assert max(at) >= max(5.9, abs(z))
    ((x, y),) = plot.dots("circle.value")
    tallest = 8.0
    assert x == pytest.approx(z, abs=plot.across.precision)
    assert y == pytest.approx(min(function(z), tallest), abs=plot.up.precision)
    # Tangent: 128 units of the drawing long, through the point, and as steep as the curve.
    middle_x, middle_y, steep = read_tangent(plot)
    assert (middle_x, middle_y) == pytest.approx((x, y), abs=2 * plot.up.precision)
    assert steep == pytest.approx(slope_at(z), abs=0.02)
    ((x1, y1), (x2, y2)) = corners(one(plot.svg, "path.tangent"))
    assert math.hypot(x2 - x1, y2 - y1) == pytest.approx(128, abs=0.2)
    # The guide leads from the axis below to the point, and on to the axis beside it.
    left, top, right, foot = plot.sides
    places = np.clip(corners(one(plot.svg, "path.curve"))[:, 1], top, foot)
    assert np.ptp(places) > 0.95 * (foot - top)
    px, py = (float(str(one(plot.svg, "circle.value")[key])) for key in ("cx", "cy"))
    assert corners(one(plot.svg, "path.guide")).tolist() == [[px, foot], [px, py], [left, py]]
    # The slope's number stands within the frame, near the point, and not on it.
    text = one(plot.svg, "text.slope")
    assert number(text.get_text().split()[-1]) == pytest.approx(slope_at(z), abs=6e-4)
    tx, ty = float(str(text["x"])), float(str(text["y"]))
    width = 7 * len(text.get_text())
    span = (tx - width, tx) if text["text-anchor"] == "end" else (tx, tx + width)
    assert left < span[0] < span[1] <= right + 1
    assert top + 11 <= ty <= foot
    assert not (span[0] - 4 < px < span[1] + 4 and ty - 12 < py < ty + 4)
    assert [name.get_text() for name in plot.svg.select(".axis-name")] == ["𝑧1", "𝑦̂"]
    assert 0 < left < right < wide
    assert 0 < top < foot < high


@pytest.mark.parametrize(
    ("loss", "target", "function", "slope_at"),
    [
        ("mse", 2.5, lambda p: (p - 2.5) ** 2, lambda p: 2 * (p - 2.5)),
        ("mae", -0.5, lambda p: abs(p + 0.5), lambda p: math.copysign(1, p + 0.5)),
        ("bce", 1, lambda p: -np.log(p), lambda p: -1 / p),
    ],
)
def test_a_loss_over_its_prediction(loss: str, target: float, function: Any, slope_at: Any) -> None:
    panel = shown(neuron("sigmoid", loss, target=target), "panel", step=4)
    plot = Plot(one(panel, "figure.plot svg"))
    prediction = sigmoid(0.85)
    at, value = plot.line("path.curve")
    inside = value < 8
    np.testing.assert_allclose(value[inside], function(at[inside]), atol=0.02, rtol=0.04)
    assert plot.dots("circle.value") == [
        pytest.approx((prediction, function(prediction)), abs=plot.up.precision + plot.across.precision)
    ]
    assert read_tangent(plot)[2] == pytest.approx(slope_at(prediction), rel=0.02)
    # From 0 to 1 if it is of a probability, else as far to both sides of the target.
    ends = (0, 1) if loss == "bce" else (target - 3, target + 3)
    assert (min(at), max(at)) == pytest.approx(ends, abs=0.02)


def test_what_leaves_the_plot_is_cut_at_its_edge() -> None:
    """At z = 20 relu is 20: a plot is no higher than 8, and the point stands at its upper edge."""
    plot = Plot(one(shown(neuron("relu", "mse", weight=20.4), "panel", step=3), "figure.plot svg"))
    ((x, y),) = plot.dots("circle.value")
    assert x == pytest.approx(20, abs=0.2)
    assert 7 < y <= 8
    assert float(str(one(plot.svg, "circle.value")["cy"])) == 20


SIX = Example(
    (0.6, -0.4),
    (1.0,),
    (
        Layer("tanh", ((0.5, -0.3), (-0.4, 0.5)), (0.1, -0.1)),
        Layer("sigmoid", ((0.4, -0.6),), (0.2,)),
    ),
    "bce",
)


def logit_over_w11(w11: Any) -> Any:
    """2→2→1, by hand."""
    return 0.4 * np.tanh(w11 * 0.6 + 0.12 + 0.1) - 0.6 * np.tanh(-0.24 - 0.2 - 0.1) + 0.2


def loss_over_w11(w11: Any) -> Any:
    return np.log(1 + np.exp(-logit_over_w11(w11)))


def slope_of_w11(w11: float) -> float:
    """The chain rule, by hand."""
    error = sigmoid(logit_over_w11(w11)) - 1
    return float(error * 0.4 * (1 - np.tanh(w11 * 0.6 + 0.22) ** 2) * 0.6)


@pytest.mark.parametrize("exponent", [0, -0.5, -1.5])
def test_the_secant_goes_through_both_points_and_the_tangent_touches(exponent: float) -> None:
    width = 10**exponent
    tools = shown(
        SIX, "tools", tool="nudge", nudge={"of": "w11", "eps": exponent, "exact": True, "all": False}
    )
    plot = Plot(one(tools, ".secant-plot svg"))
    precise = 2 * plot.up.precision
    at, loss = plot.line("path.curve")
    np.testing.assert_allclose(loss, loss_over_w11(at), atol=precise)
    assert (min(at), max(at)) == pytest.approx((-3, 3), abs=0.01)
    below, above = 0.5 - width, 0.5 + width
    assert plot.dots("circle.point") == [
        pytest.approx((w11, loss_over_w11(w11)), abs=0.02) for w11 in (below, above)
    ]
    assert plot.dots("circle.value") == [pytest.approx((0.5, loss_over_w11(0.5)), abs=0.02)]
    quotient = (loss_over_w11(above) - loss_over_w11(below)) / (2 * width)
    gradient = slope_of_w11(0.5)
    left, top, right, foot = plot.sides
    ends = {}
    for name, slope, through in (("secant", quotient, below), ("tangent", gradient, 0.5)):
        (x1, x2), (y1, y2) = plot.line(f"path.{name}")
        assert (y2 - y1) / (x2 - x1) == pytest.approx(slope, abs=2e-3)
        assert y1 + slope * (through - x1) == pytest.approx(loss_over_w11(through), abs=precise)
        # It goes on until it leaves the frame.
        (px1, py1), (px2, py2) = corners(one(plot.svg, f"path.{name}"))
        for x, y, side in ((px1, py1, left), (px2, py2, right)):
            assert left <= x <= right
            assert top <= y <= foot
            assert x == side or y in (pytest.approx(top, abs=0.1), pytest.approx(foot, abs=0.1))
        text = one(plot.svg, f"text.slope.{name}")
        assert number(text.get_text()) == pytest.approx(slope, abs=6e-4)
        assert float(str(text["x"])) > right
        ends[name] = float(str(text["y"]))
        assert abs(ends[name] - py2) < 30
    assert abs(ends["secant"] - ends["tangent"]) >= 18
    handles = plot.svg.select("[role=slider]")
    assert [handle.select_one("text").get_text() for handle in handles] == ["− ε", "+ ε"]  # type: ignore[union-attr]
    for handle, w11 in zip(handles, (below, above), strict=True):
        assert float(str(handle["aria-valuenow"])) == pytest.approx(w11)
        circle, text = one(handle, ".point"), one(handle, "text")
        x, y = float(str(circle["cx"])), float(str(circle["cy"]))
        assert corners(one(handle, ".guide")).tolist() == [[x, foot], [x, y]]
        # Its name stands beside it, on its own side of the value: neither on the point nor below the axis.
        away = float(str(text["x"])) - x
        assert (away > 0, str(text["text-anchor"])) == ((True, "start") if w11 > 0.5 else (False, "end"))
        assert 9 <= abs(float(str(text["y"])) - y) <= 28
        assert float(str(text["y"])) < foot
    # The curve has most of the height, and a little room below and above it.
    places = corners(one(plot.svg, "path.curve"))[:, 1]
    assert 0.8 * (foot - top) < np.ptp(places) < 0.9 * (foot - top)
    assert (foot + top) / 2 == pytest.approx((min(places) + max(places)) / 2, abs=1)
    # How much of the value lies along the whole width, for who drags.
    assert float(str(plot.svg["data-across"])) == pytest.approx(6 / (right - left) * plot.frame[0])


@pytest.mark.parametrize("exponent", [0, -0.5, -2])
def test_how_exact_a_quotient_is_stands_in_a_table(exponent: float) -> None:
    """Of the digits that numbers have in common, those after them count."""
    width = 10**exponent
    tools = shown(
        SIX, "tools", tool="nudge", nudge={"of": "w11", "eps": exponent, "exact": True, "all": False}
    )
    losses = [float(loss_over_w11(0.5 + move)) for move in (-width, 0, width)]
    quotient, gradient = (losses[2] - losses[0]) / (2 * width), slope_of_w11(0.5)
    cells = [number(cell.get_text()) for cell in tools.select(".nudge-numbers td")]
    expected = [*losses, quotient, gradient, quotient - gradient, gradient * width, losses[2] - losses[1]]
    assert cells == pytest.approx(expected, rel=2e-3, abs=1e-6)
    heard = [label.get_text() for label in tools.select(".nudge-numbers th .heard")]
    assert heard[:3] == ["L(w11 − ε)", "L(w11)", "L(w11 + ε)"]
    for group in tools.select(".nudge-numbers tbody"):
        same = [one(cell, ".same").get_text() for cell in group.select("td") if cell.select(".same")]
        assert len(set(same)) <= 1


@pytest.mark.parametrize("exponent", [0, -1, -5.25, -9])
def test_the_valley_is_as_steep_as_truncation_and_rounding_are(exponent: float) -> None:
    tools = shown(
        SIX, "tools", tool="nudge", nudge={"of": "w11", "eps": exponent, "exact": True, "all": False}
    )
    plot = Plot(one(tools, ".valley svg"), logarithmic=(True, True))
    assert [tick for tick, _ in plot.across.ticks] == pytest.approx([1, 1e-4, 1e-8, 1e-12])
    assert [tick for tick, _ in plot.up.ticks] == pytest.approx([1, 1e-4, 1e-8, 1e-12, 1e-16])
    widths, errors = plot.line("path.curve")
    np.testing.assert_allclose(np.log10(widths), np.arange(-12, 0.1, 0.25), atol=0.01)
    gradient = slope_of_w11(0.5)
    for width, error in zip(widths, errors, strict=True):
        if width > 1e-2:  # truncation, by the definition
            quotient = (loss_over_w11(0.5 + width) - loss_over_w11(0.5 - width)) / (2 * width)
            assert math.log10(error) == pytest.approx(math.log10(abs(quotient - gradient)), abs=0.1)
    rising = np.polyfit(np.log10(widths[32:46]), np.log10(errors[32:46]), 1)[0]
    assert rising == pytest.approx(2, abs=0.05)  # truncation grows with ε², rounding with 1/ε
    assert np.polyfit(np.log10(widths[:24]), np.log10(errors[:24]), 1)[0] == pytest.approx(-1, abs=0.3)
    ((x, y),) = plot.dots("circle.value")
    assert math.log10(x) == pytest.approx(exponent, abs=0.02)
    assert math.log10(y) == pytest.approx(math.log10(np.interp(x, widths, errors)), abs=0.1)
    present = corners(one(plot.svg, "path.present"))
    assert set(present[:, 0]) == {float(str(one(plot.svg, "circle.value")["cx"]))}
    named = [text.get_text() for text in plot.svg.select("text") if "10" not in text.get_text()]
    assert named == ["1", "1", "rounding", "truncation"]
    slider = one(tools, ".valley input")
    assert [float(str(slider[key])) for key in ("min", "max", "step", "value")] == [-12, 0, 0.25, exponent]
    assert float(str(slider["aria-valuetext"])) == pytest.approx(10**exponent, rel=5e-3)


def test_all_gradients_are_compared_with_their_quotients() -> None:
    numbers = computed(network=SIX)
    choices = {"of": "w11", "eps": -1, "exact": False, "all": True}
    tools = shown(SIX, "tools", tool="nudge", nudge=choices)
    rows = tools.select("table.checked tbody tr")
    assert len(rows) == 12
    assert one(tools, ".agree").get_text() == "12 of 12 agree."
    assert [number(entry.get_text()) for entry in tools.select("#nudge-all dd")] == [24, 1]
    for row in rows:
        name = one(row, ".heard").get_text()
        gradient, quotient, apart = (number(cell.get_text()) for cell in row.select("td"))
        assert [gradient, quotient] == pytest.approx([numbers.gradients[name]] * 2, abs=6e-5)
        assert abs(apart) < 1e-9
    assert one(tools, "[data-action=nudge-all]")["aria-expanded"] == "true"
    closed = shown(SIX, "tools", tool="nudge", nudge={**choices, "all": False})
    assert one(closed, "[data-action=nudge-all]")["aria-expanded"] == "false"
    assert not closed.select("table.checked")


def test_a_gradient_at_a_kink_differs_and_it_is_said() -> None:
    """relu at z = 0: the quotient is the mean of both slopes, and backpropagation takes the lower."""
    made = neuron("relu", "mse", weight=0.4)
    tools = shown(made, "tools", tool="nudge", nudge={"of": "w1", "eps": -1, "exact": True, "all": True})
    words = WORDS["tools"]["nudge"]
    verdicts = {
        one(row, ".heard").get_text(): row.select("td")[2].get_text()
        for row in tools.select(".checked tbody tr")
    }
    assert verdicts["b1"] == words["kink"]
    assert one(tools, ".agree").get_text().startswith("1 of 4 agree")
    assert tools.select("#nudge-all .remark")
