"""The article's figures as they are drawn: what can be read in them is what NumPy says, and what is written beside them."""

import math
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag

from tests.lesson.in_v8 import data_of
from tests.view.plots import Plot, corners, number
from tests.view.test_plots import (
    SIX,
    Function,
    logit_over_w11,
    one,
    read_tangent,
    script,
    sigmoid,
    slope_of_w11,
)

FIGURE = """(data, kind, options, choices, leaves) => {
  const first = firstChoices(data);
  const model = derive(data, {
    ...first, figures: { ...first.figures, ...choices }, leaves: { ...first.leaves, ...leaves },
  });
  return toMarkup(figureView(model, { kind, options }));
}"""


def figure(kind: str, options: Any = None, leaves: Any = None, **choices: Any) -> BeautifulSoup:
    drawn = script().call(FIGURE, data_of(SIX), kind, options or {}, choices, leaves or {})
    return BeautifulSoup(drawn, "html.parser")


def plots(drawn: BeautifulSoup, *, logarithmic: bool = False) -> list[Plot]:
    found = [Plot(svg, (logarithmic, logarithmic)) for svg in drawn.select(".figure-drawing > svg")]
    for plot in found:
        # What is drawn is cut at the frame, and the frame is that of the axes.
        left, top, right, foot = plot.sides
        inner = one(plot.svg, "svg svg")
        box = [left, top, right - left, foot - top]
        assert [float(str(inner[key])) for key in ("x", "y", "width", "height")] == box
        assert [float(text) for text in str(inner["viewbox"]).split()] == box
        # It is as large as its frame lets it be: from side to side, and over most of the height.
        places = np.concatenate([corners(curve) for curve in plot.svg.select("path.curve")])
        assert np.ptp(np.clip(places[:, 0], left, right)) > 0.8 * (right - left)
        assert np.ptp(np.clip(places[:, 1], top, foot)) > 0.8 * (foot - top)
        wide, high = plot.frame
        for text in plot.svg.select("text"):
            assert 0 <= float(str(text["x"])) <= wide
            assert 8 <= float(str(text["y"])) <= high
    return found


def numbers(tag: BeautifulSoup | Tag, selector: str = ".number") -> list[float]:
    """All numbers that are written there, in order."""
    return [
        number(word.strip("()"))
        for each in tag.select(selector)
        for word in each.get_text().split()
        if any(sign.isdigit() for sign in word)
    ]


def close(plot: Plot, curve: str, function: Any) -> None:
    """Whether a curve is this function within the plot's frame."""
    at, value = plot.line(curve)
    heights = [tick for tick, _ in plot.up.ticks]
    inside = (value > min(heights)) & (value < max(heights))
    assert sum(inside) > 8
    np.testing.assert_allclose(value[inside], function(at[inside]), atol=2 * plot.up.precision, rtol=0.02)


def slider(drawn: BeautifulSoup) -> dict[str, Any]:
    field = one(drawn, "input[type=range]")
    assert one(drawn, "output").get_text()
    return {key: float(str(field[key])) for key in ("min", "max", "step", "value")}


@pytest.mark.parametrize("b1", [0.1, -1.3, 2])
def test_the_bend(b1: float) -> None:
    z = 0.42 + b1
    drawn = figure("bend", {"node": "h1", "slider": "b1"}, {"b1": b1})
    main, beside = plots(drawn)
    close(main, "path.curve.forward", np.tanh)
    close(beside, "path.curve.local", lambda at: 1 - np.tanh(at) ** 2)
    slope = 1 - math.tanh(z) ** 2
    for plot, kind, height in ((main, "forward", math.tanh(z)), (beside, "local", slope)):
        (dot,) = plot.dots(f"circle.{kind}")
        assert dot == pytest.approx((z, height), abs=plot.up.precision + plot.across.precision)
        assert not plot.svg.select(f"path.curve:not(.{kind})")
    assert read_tangent(main) == pytest.approx((z, math.tanh(z), slope), abs=0.03)
    assert [name.get_text() for name in main.svg.select(".axis-name")] == ["z₁", "h₁"]
    assert [name.get_text() for name in beside.svg.select(".axis-name")] == ["z₁", "slope of h₁"]
    local, gradient = numbers(drawn, ".figure-facts .number")
    assert local == pytest.approx(slope, abs=6e-5)
    if b1 == 0.1:
        assert gradient == pytest.approx(slope_of_w11(0.5), abs=6e-5)
    rise = math.tanh(z + 0.1) - math.tanh(z)
    said = one(drawn, ".said").get_text()
    assert said.startswith("If z₁ rises by 0.1, h₁ changes by ")
    assert number(said.split()[-1].rstrip(".")) == pytest.approx(rise, abs=6e-5)
    assert slider(drawn)["value"] == b1
    assert one(drawn, "output").get_text().replace("−", "-") == f"{b1:.2f}"
    assert bool(drawn.select("button.undo")) == (b1 != 0.1)


@pytest.mark.parametrize("target", [0, 1])
def test_two_losses(target: int) -> None:
    drawn = figure("loss", prediction=0.3, target=target)
    (plot,) = plots(drawn)
    of: dict[str, tuple[Function, float]] = {
        "backward": (lambda p: -np.log(p if target else 1 - p), -1 / 0.3 if target else 1 / 0.7),
        "forward": (lambda p: (p - target) ** 2, 2 * (0.3 - target)),
    }
    facts = iter(numbers(drawn, ".figure-facts .number"))
    for kind, tangent in zip(of, plot.svg.select("path.tangent"), strict=True):
        function, slope = of[kind]
        close(plot, f"path.curve.{kind}", function)
        (dot,) = plot.dots(f"circle.{kind}")
        assert dot == pytest.approx((0.3, function(0.3)), abs=0.03)
        x, y = corners(tangent).T
        x, y = plot.across.numbers(x), plot.up.numbers(y)
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope, rel=0.02)
        assert [next(facts), next(facts)] == pytest.approx([function(0.3), slope], abs=6e-5)
    assert slider(drawn)["value"] == 0.3
    chosen = {button.get_text(): button["aria-pressed"] for button in drawn.select("button[data-target]")}
    assert chosen == {"0": str(target == 0).lower(), "1": str(target == 1).lower()}
    assert [name.get_text() for name in plot.svg.select(".axis-name")] == ["ŷ", "L"]


@pytest.mark.parametrize("target", [0, 1])
@pytest.mark.parametrize("logit", [-1.5, 2.25])
def test_two_factors_and_their_product(logit: float, target: int) -> None:
    drawn = figure("error", logit=logit, target=target)
    first, second, third = plots(drawn)
    p = sigmoid(logit)

    def bce(z: Any) -> Any:
        return -1 / sigmoid(z) if target else 1 / (1 - sigmoid(z))

    def mse(z: Any) -> Any:
        return 2 * (sigmoid(z) - target)

    def slope(z: Any) -> Any:
        return sigmoid(z) * (1 - sigmoid(z))

    drawn_there = (
        (first, "backward", bce),
        (first, "forward", mse),
        (second, "local", slope),
        (third, "backward", lambda z: sigmoid(z) - target),
        (third, "forward", lambda z: mse(z) * slope(z)),
    )
    for plot, kind, function in drawn_there:
        close(plot, f"path.curve.{kind}", function)
        (dot,) = plot.dots(f"circle.{kind}")
        assert dot[0] == pytest.approx(logit, abs=plot.across.precision)
        assert dot[1] == pytest.approx(function(logit), abs=plot.up.precision)
        assert [tick for tick, _ in plot.across.ticks] == [-8, -4, 0, 4, 8]
        assert len(plot.up.ticks) >= 3
    # The side on which a slope is not has hardly any room.
    assert sorted(tick for tick, _ in first.up.ticks)[0 if target else -1] == (-20 if target else 20)
    names = [[name.get_text() for name in plot.svg.select(".axis-name")] for plot in (first, second, third)]
    assert names == [["z", "∂L/∂ŷ"], ["z", "∂ŷ/∂z"], ["z", "∂L/∂z"]]
    assert numbers(drawn, ".figure-facts .number") == pytest.approx(
        [bce(logit), slope(logit), p - target, mse(logit), slope(logit), mse(logit) * slope(logit)], abs=6e-5
    )
    assert slider(drawn)["value"] == logit


def test_one_chain() -> None:
    drawn = figure("chain", {"from": "w11", "slider": "w31"})
    h1 = math.tanh(0.52)
    factors = [sigmoid(logit_over_w11(0.5)) - 1, 0.4, 1 - h1**2, 0.6]
    rows = drawn.select("tbody tr")
    so_far = np.cumprod(factors)
    for row, factor, product in zip(rows, factors, so_far, strict=True):
        cells = row.select("td")
        assert numbers(cells[0], ".number")[-1] == pytest.approx(factor, abs=6e-5)
        assert numbers(cells[1], ".number")[-1] == pytest.approx(product, abs=6e-5)
        for cell, size in zip(cells, (factor, product), strict=True):
            # A bar is 64 long, with 1 in its middle; its end is a hundred times as much, or as little.
            bar = one(cell, "rect")
            length = 32 * math.log10(abs(size)) / 2
            ends = sorted((32, 32 + length))
            assert float(str(bar["x"])) == pytest.approx(ends[0], abs=0.1)
            assert float(str(bar["width"])) == pytest.approx(ends[1] - ends[0], abs=0.1)
            assert bar["class"] == ["negative" if size < 0 else "positive"]
    assert so_far[-1] == pytest.approx(slope_of_w11(0.5))
    assert one(drawn, "caption").get_text().endswith("a factor of 100.")
    heads = [head.get_text() for head in drawn.select("thead th")]
    assert heads == ["factor", "its number", "product up to here"]


def test_paths_that_meet() -> None:
    """To x₁ through both neurons: δ·w₃ₖ·(1 − hₖ²)·wₖ₁."""
    drawn = figure("paths", {"from": "x1", "slider": "w21"})
    error = sigmoid(logit_over_w11(0.5)) - 1
    parts = [
        error * 0.4 * (1 - math.tanh(0.52) ** 2) * 0.5,
        error * -0.6 * (1 - math.tanh(-0.54) ** 2) * -0.4,
    ]
    svg = one(drawn, ".figure-drawing > svg")
    bars = [(float(str(bar["x"])), float(str(bar["width"])), bar["class"]) for bar in svg.select("rect.part")]
    zero = corners(one(svg, "path.axis"))[0][0]
    unit = bars[-1][1] / abs(sum(parts))
    ends = [0.0, *np.cumsum(parts)]
    for (x, wide, kind), start, end in zip(bars, [*ends[:-1], 0], [*ends[1:], sum(parts)], strict=True):
        assert [x, x + wide] == pytest.approx(sorted((zero + unit * start, zero + unit * end)), abs=0.2)
        assert "negative" in kind
    assert ["sum" in kind for *_, kind in bars] == [False, False, True]
    # One below the other, in rows, each with its name beside it.
    tops = [float(str(bar["y"])) for bar in svg.select("rect.part")]
    assert np.diff(tops).tolist() == [34, 34]
    names = svg.select("text.mark")
    assert [name.get_text() for name in names] == ["through z₁", "through z₂", "sum"]
    for name, top in zip(names, tops, strict=True):
        assert top < float(str(name["y"])) <= top + 18
        assert float(str(name["x"])) < min(x for x, *_ in bars)
    assert tops[-1] + 18 <= float(str(svg["viewbox"]).split()[3])
    # Where one ends the next begins.
    (link,) = svg.select("path.grid")
    assert corners(link)[:, 0] == pytest.approx(zero + unit * parts[0], abs=0.1)
    assert numbers(drawn, ".figure-facts .number") == pytest.approx([*parts, sum(parts)], abs=6e-5)


@pytest.mark.parametrize("rate", [0.1, 0.25, 0.45, 0.55])
def test_updates_of_a_weight(rate: float) -> None:
    """L = ½(2w − 2)²: every update multiplies w − 1 by 1 − 4η."""
    drawn = figure("descent", rate=rate)
    (plot,) = plots(drawn)
    close(plot, "path.curve.forward", lambda w: 2 * (w - 1) ** 2)
    weights = [1 - 2 * (1 - 4 * rate) ** k for k in range(11)]
    seen = [(w, 2 * (w - 1) ** 2) for w in weights if 2 * (w - 1) ** 2 <= 12]
    dots = plot.dots("circle.backward")
    assert len(dots) == len(seen)
    for dot, (w, loss) in zip(dots, seen, strict=True):
        assert dot == pytest.approx((w, loss), abs=0.1)
    at, _ = plot.line("path.descent")
    assert len(at) == 11
    np.testing.assert_allclose(at[: len(seen)], [w for w, _ in seen], atol=0.1)
    assert numbers(drawn, ".figure-facts .number") == pytest.approx(
        [weights[-1], 2 * (weights[-1] - 1) ** 2], abs=6e-5
    )
    assert "10 updates" in one(drawn, ".figure-facts").get_text()
    assert [fact.get_text() for fact in drawn.select(".figure-facts math")] == ["w", "L"]
    assert slider(drawn) == {"min": 0.01, "max": 0.6, "step": 0.01, "value": rate}


def test_what_all_slopes_cost() -> None:
    """Counted by hand for n→n→n→n→1 and for 2→2→1: the latter's are tried by the tests of the study."""
    drawn = figure("cost", width=50)
    (plot,) = plots(drawn, logarithmic=True)
    for kind, count in (("negative", 7751 * 15105), ("backward", 7552 + 15403), ("forward", 7552)):
        slopes, costs = plot.line(f"path.curve.{kind}")
        assert slopes[-1] == pytest.approx(7751, rel=0.02)
        assert costs[-1] == pytest.approx(count, rel=0.04)
        own, chosen = sorted(plot.dots(f"circle.{kind}"))
        assert chosen == pytest.approx((7751, count), rel=0.04)
        assert own[0] == pytest.approx(11, rel=0.02)
    written = [text.get_text().replace("\u202f", "").replace(",", "") for text in drawn.select(".number")]
    assert [int(text) for text in written[:3]] == [7751 * 15105, 22955, 7552]
