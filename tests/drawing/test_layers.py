"""Graphs of formulas, and networks in elementary operations: nothing covers anything, no edge meets what is not its own."""

import itertools
import math
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.page import join_styles
from generator.script import Script
from tests.drawing.formulas import FORMULAS, walk, ways
from tests.drawing.test_layout import SIZES
from tests.expression.trees import ONE_ARGUMENT, Formula, formulas
from tests.lesson.content import ROOT, WORDS

ORIENTATIONS = ("wide", "tall")
Source = str | list[int]
NETWORKS = [[3, 1], [3, 2, 1], [4, 4, 3], [5, 3, 2, 1]]
SOURCES: list[Source] = [*FORMULAS.values(), *NETWORKS]
NAMES = [*FORMULAS, *("-".join(map(str, sizes)) for sizes in NETWORKS)]
ROLES = {"parameter": "{symbol}", "constant": "{symbol}"}
LAST = -1
"""The last step, at which most is shown."""

Box = dict[str, float]

each_source = pytest.mark.parametrize("source", SOURCES, ids=NAMES)
each_orientation = pytest.mark.parametrize("orientation", ORIENTATIONS)


def drawing(layouts: Script, source: Source, orientation: str, step: int = LAST) -> str:
    words = {**WORDS, "role": {**WORDS["role"], **ROLES}}
    return str(layouts.call("drawLayers", source, orientation, step, words, {}))


def inside(point: tuple[float, float], box: Box, margin: float = 0) -> bool:
    x, y = point
    return (
        box["x"] - margin < x < box["x"] + box["width"] + margin
        and box["y"] - margin < y < box["y"] + box["height"] + margin
    )


def overlap(a: Box, b: Box, margin: float = 0) -> bool:
    return (
        a["x"] < b["x"] + b["width"] + margin
        and b["x"] < a["x"] + a["width"] + margin
        and a["y"] < b["y"] + b["height"] + margin
        and b["y"] < a["y"] + a["height"] + margin
    )


def faults(layouts: Script, source: Source, orientation: str) -> list[str]:
    """All that is wrong with where things stand."""
    drawn = layouts.call("layOutLayers", source, orientation)
    cards = {card["name"]: card["box"] for card in drawn["cards"]}
    labels = {tag["name"]: (tag["of"], tag["box"]) for tag in drawn["tags"]}
    labels |= {edge["weight"]: (edge["to"], edge["box"]) for edge in drawn["edges"] if edge["weight"]}
    found = [
        f"{a} on {b}"
        for (a, one), (b, other) in itertools.combinations(cards.items(), 2)
        if overlap(one, other, margin=8)
    ]
    found += [
        f"{a} on {b}" for a, (_, one) in labels.items() for b, other in cards.items() if overlap(one, other)
    ]
    found += [
        f"{a} on {b}"
        for (a, (_, one)), (b, (_, other)) in itertools.combinations(labels.items(), 2)
        if overlap(one, other)
    ]
    for box in [*cards.values(), *(box for _, box in labels.values())]:
        if box["x"] < 0 or box["y"] < 0:
            found.append("something is outside")
        if box["x"] + box["width"] > drawn["width"] or box["y"] + box["height"] > drawn["height"]:
            found.append("something is outside")

    paths = ways(drawing(layouts, source, orientation))
    for edge, (name, path) in zip(drawn["edges"], paths, strict=True):
        assert name == f"{edge['from']}-{edge['to']}"
        points = list(walk(path))
        for card, box in cards.items():
            margin = -0.5 if card in (edge["from"], edge["to"]) else 4
            if any(inside(point, box, margin) for point in points):
                found.append(f"{name} meets {card}")
        for label, (_, box) in labels.items():
            if label != edge["weight"] and any(inside(point, box) for point in points):
                found.append(f"{name} runs over {label}")
        along = [point[0 if orientation == "wide" else 1] for point in points]
        if any(later < before - 1e-9 for before, later in itertools.pairwise(along)):
            found.append(f"{name} turns back")
        if not (touches(points[0], cards[edge["from"]]) and touches(points[-1], cards[edge["to"]])):
            found.append(f"{name} does not reach its cards")
    if len({path for _, path in paths}) < len(paths):
        found.append("two edges are one line")
    return found


def touches(point: tuple[float, float], box: Box) -> bool:
    return inside(point, box, 0.1) and not inside(point, box, -0.1)


def missing(drawn: dict[str, Any]) -> list[str]:
    """Nodes and edges of the graph that are not drawn, or drawn too often."""
    shown = Counter(card["name"] for card in drawn["cards"])
    shown.update(tag["name"] for tag in drawn["tags"])
    shown.update(edge["weight"] for edge in drawn["edges"] if edge["weight"])
    edges = Counter((edge["from"], edge["to"]) for edge in drawn["edges"])
    on_edges = {node["name"] for node in drawn["nodes"] if node["role"] in ("weight", "bias")}
    wanted = Counter(
        (parent, node["name"])
        for node in drawn["nodes"]
        for parent in node["parents"]
        if parent not in on_edges
    )
    assert set(shown) == {node["name"] for node in drawn["nodes"]}
    return [name for name, count in shown.items() if count > 1] + [
        str(edge) for edge in (wanted - edges) + (edges - wanted)
    ]


@each_orientation
@each_source
def test_nothing_covers_anything_and_no_edge_meets_another_card(
    layouts: Script, source: Source, orientation: str
) -> None:
    assert faults(layouts, source, orientation) == []


@each_orientation
@each_source
def test_every_node_and_every_edge_is_drawn_once(layouts: Script, source: Source, orientation: str) -> None:
    drawn = layouts.call("layOutLayers", source, orientation)
    assert drawn["layered"]
    assert missing(drawn) == []


@settings(max_examples=60, deadline=None)
@given(formulas(st.just(0.5)), st.sampled_from(ORIENTATIONS))
def test_random_formulas(layouts: Script, formula: Formula, orientation: str) -> None:
    assert faults(layouts, formula.text, orientation) == []
    assert missing(layouts.call("layOutLayers", formula.text, orientation)) == []


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_random_lines_that_use_each_other(layouts: Script, data: st.DataObject) -> None:
    """Values that are read far away and often, which trees seldom have."""
    known = ["x", "y"]
    lines = []
    for number in range(data.draw(st.integers(1, 9))):
        a, b, c = (data.draw(st.sampled_from(known)) for _ in range(3))
        lines.append(f"q{number} = {a}*{b} {data.draw(st.sampled_from('+-/'))} {c}")
        known.append(f"q{number}")
    text = "\n".join([*lines, "L = " + "+".join(known)])
    for orientation in ORIENTATIONS:
        assert faults(layouts, text, orientation) == []


@each_orientation
def test_the_same_graph_is_always_drawn_the_same(layouts: Script, orientation: str) -> None:
    for source in SOURCES:
        assert layouts.call("layOutLayers", source, orientation) == layouts.call(
            "layOutLayers", source, orientation
        )


def test_a_tree_is_drawn_without_a_crossing_and_a_chain_straight(layouts: Script) -> None:
    drawn = layouts.call("layOutLayers", "L=sin(exp(tanh(w*x+b)))", "wide")
    middles = {card["name"]: card["box"]["y"] + card["box"]["height"] / 2 for card in drawn["cards"]}
    assert middles["v2"] == middles["v3"] == middles["v4"] == middles["L"]
    assert middles["w"] < middles["x"]
    assert middles["v1"] == (middles["w"] + middles["x"]) / 2


def test_a_name_stands_just_before_its_first_use(layouts: Script) -> None:
    drawn = layouts.call("layOutLayers", "L=(tanh(w*x+b)-y)^2", "wide")
    ends = {card["name"]: card["box"]["x"] + card["box"]["width"] for card in drawn["cards"]}
    starts = {card["name"]: card["box"]["x"] for card in drawn["cards"]}
    assert ends["x"] < starts["v1"] < ends["b"] < starts["v2"] < ends["v3"] == ends["y"] < starts["v4"]


def test_edges_of_one_value_share_their_way_until_they_part(layouts: Script) -> None:
    drawn = layouts.call("layOutLayers", "a=x+y\nb=a*y\nc=b*y\nL=c*y+a", "wide")
    routes = [edge["route"] for edge in drawn["edges"] if edge["from"] == "y" and edge["to"] != "a"]
    lanes = {route[1]["y"] for route in routes[1:] if len(route) > 2}
    assert len(lanes) <= 2


def test_a_card_says_what_it_does_and_a_constant_only_its_number(layouts: Script) -> None:
    markup = drawing(layouts, "L=(tanh(w*x+b)-y)^2", "wide")
    cards = {
        name: re.sub("<[^>]+>", " ", body).split()
        for name, body in re.findall(r'<g class="card[^>]*data-node="([^"]+)"[^>]*>(.*?)</g>', markup)
    }
    assert [cards[name][2] for name in ("v1", "v2", "v3", "v4")] == ["×", "+", "tanh", "−"]
    assert cards["L"][1] == "^"
    assert cards["c1"] == ["2"]
    assert "∂" in cards["w"]
    assert markup.count('class="operation"') == 5


def bands(markup: str, group: str) -> list[tuple[list[tuple[float, float]], list[float]]]:
    """Of every band in a group of a drawing, the points along its middle and how wide it is there."""
    drawn = re.search(rf'<g class="{group}"[^>]*>(.*?)</g>', markup)
    assert drawn is not None
    found = []
    for path in re.findall(r' d="([^"]+)Z"', drawn[1]):
        parts = re.findall("[A-Z][^A-Z]*", path)
        half = len(parts) // 2
        there, back = "".join(parts[:half]), f"M{parts[half][1:]}{''.join(parts[half + 1 :])}"
        sides = list(zip(walk(there), reversed(list(walk(back))), strict=True))
        middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in sides]
        found.append((middle, [math.dist(a, b) for a, b in sides]))
    return found


@each_orientation
def test_what_flows_follows_the_edges(layouts: Script, orientation: str) -> None:
    text = "q=x*x\nL=q*sin(q)*x"
    forward = drawing(layouts, text, orientation, 2)  # q is computed
    edges = {name: [list(walk(path)) for n, path in ways(forward) if n == name] for name, _ in ways(forward)}
    for (middle, widths), points in zip(bands(forward, "flow"), edges["x-q"], strict=True):
        assert middle == [pytest.approx(point, abs=0.02) for point in points]
        assert max(widths) == pytest.approx(min(widths), abs=0.05)
    backward = drawing(layouts, text, orientation, 6)  # the gradient of q arrives from all that reads it
    wanted = [points for name in ("q-v1", "q-L") for points in edges[name]]
    for (middle, _), points in zip(bands(backward, "flow"), wanted, strict=True):
        assert middle == [pytest.approx(point, abs=0.02) for point in points]


def test_a_band_is_as_wide_as_the_gradient_is_large(layouts: Script) -> None:
    """L = x·y with x = 0.25 and y = 0.5: 1 leaves L, and 0.5 and 0.25 arrive; widths go as cube roots."""
    markup = drawing(layouts, "L=x*y", "wide")
    widths = sorted((at[0], at[-1]) for _, at in bands(markup, "handed"))
    whole = widths[0][1]
    assert [left for left, _ in widths] == pytest.approx(
        [whole * 0.25 ** (1 / 3), whole * 0.5 ** (1 / 3)], rel=0.01
    )
    assert [right for _, right in widths] == pytest.approx([whole, whole], rel=0.01)


def test_networks_by_neurons_stand_in_columns(layouts: Script) -> None:
    for sizes in SIZES:
        for orientation in ORIENTATIONS:
            assert not layouts.call("layOut", sizes, orientation, -1)["layered"], sizes
    drawn = layouts.call("layOut", [2, 2, 1], "wide", -1)
    middles = {
        card["name"]: (card["box"]["x"], card["box"]["y"] + card["box"]["height"] / 2)
        for card in drawn["cards"]
    }
    names = ("x1", "x2", "z1", "h1", "z2", "h2", "z3", "yhat", "y", "L")
    x1, x2, z1, h1, z2, h2, z3, yhat, y, loss = (middles[name] for name in names)
    rows = [{x1[1], z1[1], h1[1]}, {x2[1], z2[1], h2[1]}, {z3[1], yhat[1], loss[1]}]
    columns = [{x1[0], x2[0]}, {z1[0], z2[0]}, {h1[0], h2[0]}, {z3[0]}, {yhat[0]}, {loss[0], y[0]}]
    assert all(len(row) == 1 for row in [*rows, *columns])
    assert [x for (x,) in columns] == sorted(x for (x,) in columns)
    assert z3[1] == (z1[1] + z2[1]) / 2
    assert y[1] > loss[1]


def test_a_large_formula_is_laid_out_soon(layouts: Script) -> None:
    """200 operations take about 10 ms; the bound is for machines under load."""
    text = "+".join(f"w{k}*tanh(u{k}*x+b{k})" for k in range(36))
    assert layouts.call("layersCost", text) < 100


@each_orientation
def test_what_is_written_on_a_card_has_room_there(
    layouts: Script, browser: Browser, orientation: str
) -> None:
    """Measured in the browser: names, what is done, numbers."""
    styles = join_styles(ROOT / "templates", {name: {"width": 1, "height": 1} for name in ORIENTATIONS})
    check = """() => [...document.querySelectorAll(".card")].flatMap(card => {
      const card_box = card.querySelector("rect").getBBox();
      const [symbol, does] = [".symbol", ".operation"].map(kind => card.querySelector(kind)?.getBBox());
      const long = [...card.querySelectorAll("text")].filter(text => {
        const { x, width } = text.getBBox();
        return x < card_box.x + 1 || x + width > card_box.x + card_box.width - 1;
      });
      const meet = symbol && does && symbol.x + symbol.width > does.x - 2;
      return [...long.map(text => text.textContent), ...(meet ? [card.textContent] : [])];
    })"""
    sources: list[Source] = [*SOURCES, *(f"L={name}(a)" for name in ONE_ARGUMENT)]
    page = browser.new_page()
    for source in sources:
        page.set_content(f"<style>{styles}</style>{drawing(layouts, source, orientation)}")
        page.evaluate("document.fonts.ready")
        assert page.evaluate(check) == [], source
    page.close()
