"""What the page shows at each step of 2→2→1, written down by hand: what is there, and what is not."""

import re
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from generator.engine.network import Layer
from generator.script import Script
from tests.bundled import bundled
from tests.example import Example
from tests.lesson.content import WORDS
from tests.lesson.in_v8 import data_of
from tests.view.plots import corners

REGIONS = """(data, choices) => {
  const model = derive(data, { ...firstChoices(data), ...choices });
  const views = Object.entries(LIVE_REGIONS).filter(([name]) => name !== "paper");
  return Object.fromEntries(views.map(([name, view]) => [name, toMarkup(opened(view(model)))]));
}"""
MADE = Example(
    (0.6, -0.4),
    (1.0,),
    (
        Layer("tanh", ((0.5, -0.3), (-0.4, 0.5)), (0.1, -0.1)),
        Layer("sigmoid", ((0.4, -0.6),), (0.2,)),
    ),
    "bce",
)
NODES = {node.name: node for node in MADE.graph.nodes}
LEAVES = {name for name, node in NODES.items() if node.op == "leaf"}
VALUES = {2: "z1", 3: "h1", 4: "z2", 5: "h2", 6: "z3", 7: "yhat", 8: "L"}
# The gradient of the loss by itself is given when the backward pass begins; the last step has those of the inputs too.
GRADIENTS = {
    9: ("yhat",), 10: ("z3",), 11: ("w31", "w32", "b3"),
    12: ("h1",), 13: ("z1",), 14: ("w11", "w12", "b1"),
    15: ("h2",), 16: ("z2",), 17: ("w21", "w22", "b2"), 18: ("x1", "x2"),
}  # fmt: skip
STEPS = range(1, 19)
# By layers there are 13 steps: the number of the layer that each step's title names, if it names one.
LAYERS = {2: "1", 3: "1", 4: "2", 8: "2", 9: "2", 10: "1", 11: "1", 12: "1"}
# And those of the vectors in its formulas: z⁽¹⁾ = W⁽¹⁾ x + b⁽¹⁾ and so on.
IN_FORMULAS = {
    2: "1 1 1",
    3: "1 1",
    4: "2 2 1 2",
    5: "2",
    8: "2 2",
    9: "2 2 1 2 2",
    10: "1 2 2",
    11: "1 1 1",
    12: "1 1 1 1",
}


@cache
def regions(step: int, **choices: Any) -> dict[str, BeautifulSoup]:
    script = Script(bundled("tests/lesson/entry.js", minified=True))
    found = script.call(REGIONS, data_of(MADE), {"step": step, **choices})
    return {name: BeautifulSoup(markup, "html.parser") for name, markup in found.items()}


def names(graph: BeautifulSoup, selector: str) -> set[str]:
    """The nodes of the graph that this selects."""
    return {str(element["data-node"]) for element in graph.select(selector)}


def sequence(soup: BeautifulSoup, selector: str) -> list[str]:
    return [element.get_text(" ", strip=True) for element in soup.select(selector)]


@pytest.mark.parametrize("step", STEPS)
def test_highlighted_is_what_the_step_finds_and_nothing_else(step: int) -> None:
    found = {VALUES[step]} if step in VALUES else set(GRADIENTS.get(step, ()))
    assert names(regions(step)["graph"], ".focus[data-node]") == found


@pytest.mark.parametrize("step", STEPS)
def test_known_are_the_numbers_found_so_far_and_no_others(step: int) -> None:
    graph = regions(step)["graph"]
    values = LEAVES | {name for number, name in VALUES.items() if number <= step}
    gradients = {name for number, several in GRADIENTS.items() if number <= step for name in several}
    gradients |= {"L"} if step >= 9 else set()
    assert {str(one["data-quantity"]) for one in graph.select(".number[data-quantity]")} == values
    assert {str(one["data-quantity"]) for one in graph.select(".gradient[data-quantity]")} == {
        f"dL/d{name}" for name in gradients
    }
    assert names(graph, ".unknown[data-node]") == set(NODES) - values
    assert names(graph, ".given[data-node]") == LEAVES
    labels = {str(one["data-node"]): str(one["aria-label"]) for one in graph.select("[data-node]")}
    unknown = WORDS["graph"]["unknown"].rsplit("}", 1)[1]
    assert {name for name, label in labels.items() if unknown in label} == set(NODES) - values


@pytest.mark.parametrize("step", STEPS)
def test_what_does_something_says_what(step: int) -> None:
    assert sequence(regions(step)["graph"], ".operation") == ["tanh", "tanh", "σ", "BCE"]


@pytest.mark.parametrize("step", STEPS)
def test_both_factors_of_a_backward_product_are_named_beneath_it_and_no_others(step: int) -> None:
    panel = regions(step)["panel"]
    # Of the parameters of one neuron the first formula names its factors, and the others are like it.
    products = 1 if 9 <= step <= 17 else 0
    named = [(one["class"][-1], one.get_text()) for one in panel.select("mtext.part-name")]
    assert named == [("upstream", "upstream"), ("local", "local")] * products
    for kind, text in named:
        (beneath,) = {
            outer.find(recursive=False).find(recursive=False)["class"][0]  # type: ignore[union-attr, index]
            for outer in panel.select("munder")
            if outer.find("mtext", recursive=False, string=text)
        }
        assert beneath == kind


@pytest.mark.parametrize("step", STEPS)
def test_the_step_says_its_number_and_its_phase(step: int) -> None:
    shown = regions(step)
    phase = "backward" if step >= 9 else "forward"
    assert sequence(shown["panel"], ".count span") == [f"Step {step} / 18", WORDS["phase"][phase]]
    assert shown["direction"].get_text() == WORDS["direction"][phase]
    assert phase in shown["graph"].svg["class"]  # type: ignore[index]
    assert bool(shown["graph"].select(".handed path")) == (step >= 10)


@pytest.mark.parametrize("step", STEPS)
def test_while_a_bug_is_sought_every_number_of_the_pass_that_was_found_is_shown(step: int) -> None:
    assert names(regions(step, tool="bugs")["graph"], ".unknown[data-node]") == names(
        regions(step)["graph"], ".unknown[data-node]"
    )


@pytest.mark.parametrize("step", range(1, 14))
def test_layers_are_numbered_from_1(step: int) -> None:
    shown = regions(step, grain="layers")
    (title,) = sequence(shown["panel"], ".step-title")
    assert re.findall(r"layer (\d+)", title) == LAYERS.get(step, "").split()
    assert sequence(shown["panel"], ".vector + mrow mn") == IN_FORMULAS.get(step, "").split()


def corners_in(drawing: Tag, selector: str) -> list[tuple[float, float]]:
    path = drawing.select_one(selector)
    assert path is not None, selector
    return [(x, y) for x, y in corners(path).round(9).tolist()]


def test_the_curve_beside_a_slider_fills_its_plot_and_its_tangent_touches_it() -> None:
    """A plot is 320 wide and 100 high; lines keep 8 from its upper and lower edge."""
    sparks = regions(12, tool="nudge")["controls"].select("button.spark")
    assert {str(spark["data-leaf"]) for spark in sparks} == LEAVES
    for spark in sparks:
        curve = corners_in(spark, "path.value")
        across, down = zip(*curve, strict=True)
        assert (min(across), max(across)) == (0, 320)
        assert (min(down), max(down)) == pytest.approx((8, 92), abs=0.1)
        (x, y), *_ = corners_in(spark, "path.point")
        assert (x, y) in curve
        (left, top), (right, bottom) = corners_in(spark, "path.slope")
        assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((x, y), abs=0.1)
        # Of the curve's neighbours on both sides, the slope between them.
        before, after = max(c for c in curve if c[0] < x), min(c for c in curve if c[0] > x)
        assert (bottom - top) / (right - left) == pytest.approx(
            (after[1] - before[1]) / (after[0] - before[0]), abs=0.05
        )


def test_a_lesson_opens_at_rest() -> None:
    opened = regions(1)["transport"]
    play = [str(button.get("aria-label") or button.get_text()) for button in opened.select("button")]
    assert any(WORDS["transport"]["play"] in name for name in play)
    assert not any(WORDS["transport"]["pause"] in name for name in play)


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    """Signs and widths are those of weights' edges; shades those of neurons that are drawn as cells."""
    keys = [key["class"][1] for key in regions(1)["legend"].select(".key")]
    assert keys == ["positive", "negative", "width", "ribbon", "needles"]
    wide = Example(
        (0.5,), (1.0,), (Layer("tanh", ((0.1,),) * 40, (0.0,) * 40), Layer("sigmoid", ((0.1,) * 40,), (0.0,))), "bce"
    )  # fmt: skip
    script = Script(bundled("tests/lesson/entry.js", minified=True))
    legend = BeautifulSoup(script.call(REGIONS, data_of(wide), {})["legend"], "html.parser")
    assert {key["class"][1] for key in legend.select(".key")} == {*keys, "tone", "dash"}
