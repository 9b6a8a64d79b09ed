"""The graph as it is drawn, step by step: where things stand, what is written in them, and how large they are, by hand."""

import math
import re
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from bs4 import Tag

from tests.lesson.expected import computed
from tests.lesson.networks import network
from tests.view.plots import number
from tests.view.test_plots import SIX, one, shown

ORIENTATIONS = ("broad", "wide", "tall")
STEPS = (1, 3, 8, 9, 11, 14, 16, 18)
NUMBERS = computed(network=SIX)
NODES = {node.name: node for node in SIX.graph.nodes}
CARDS = {"x1", "x2", "y", "z1", "z2", "h1", "h2", "z3", "yhat", "L"}
# What is done between two cards that are beside each other; the others are joined by a weight.
FLOWS = {("z1", "h1"), ("z2", "h2"), ("z3", "yhat"), ("yhat", "L"), ("y", "L")}
WEIGHTS = {
    ("x1", "z1"): "w11", ("x2", "z1"): "w12", ("x1", "z2"): "w21", ("x2", "z2"): "w22",
    ("h1", "z3"): "w31", ("h2", "z3"): "w32",
}  # fmt: skip
BIASES = {("b1", "z1"), ("b2", "z2"), ("b3", "z3")}
HEADINGS = ["Input", "Pre-act", "Hidden", "Pre-act", "Output", "Loss"]
WHOLE = 22
"""So wide is the band of a gradient of 1; of others it is as their cube roots, and never wider than 26."""


@cache
def graph(step: int, orientation: str, **choices: Any) -> Tag:
    return one(shown(SIX, "graph", step=step, orientation=orientation, **choices), "svg.graph")


def box(rect: Tag) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    x, y, width, height = (float(str(rect[key])) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def place(text: Tag) -> tuple[float, float]:
    return float(str(text["x"])), float(str(text["y"]))


def cards(svg: Tag) -> dict[str, tuple[float, float, float, float]]:
    return {str(card["data-node"]): box(one(card, "rect")) for card in svg.select(".card")}


def ribbon(share: float) -> float:
    return min(WHOLE * float(np.cbrt(abs(share))), 26)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("step", STEPS)
def test_what_is_written_is_the_number_and_stands_in_its_card(step: int, orientation: str) -> None:
    svg = graph(step, orientation)
    groups = {str(group["data-node"]): group for group in svg.select("[data-node]")}
    assert set(groups) == set(NODES)
    for name, group in groups.items():
        left, top, right, bottom = box(one(group, "rect"))
        assert (name in CARDS) == ("card" in group["class"])
        symbol = one(group, ".symbol")
        assert symbol.get_text().endswith(NODES[name].symbol[1])
        # Letter by letter, at 15 px: no text leaves its card at either side.
        for text in group.select("text"):
            x, y = place(text)
            wide = 7.2 * len(text.get_text())
            anchor = text.get("text-anchor", "middle")
            start = {"middle": x - wide / 2, "end": x - wide, "start": x}[str(anchor)]
            assert top + 9 <= y <= bottom - 1
            assert left - 4 <= start
            assert start + wide <= right + 12
        lines = [place(text)[1] for text in group.select("text")]
        if name in CARDS:
            assert all(below - above >= 16 for above, below in pairwise(lines))
        for kind, numbers in (("number", NUMBERS.values), ("gradient", NUMBERS.gradients)):
            for text in group.select(f".{kind}"):
                # From top to bottom a parameter has room for the number alone.
                signed = kind == "gradient" and (name in CARDS or orientation != "tall")
                assert text.get_text().startswith("∂ ") == signed
                written = text.get_text().removeprefix("∂ ")
                assert number(written) == pytest.approx(numbers[name], abs=6e-4)
                assert text["data-quantity"] == (name if kind == "number" else f"dL/d{name}")
        # A needle says the same as the gradient beside it.
        assert len(group.select("polygon.needle")) == len(group.select(".gradient")) <= 1


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_needle_points_the_way_that_lowers_the_loss(orientation: str) -> None:
    """Up where the gradient is negative; as high as its cube root says, 20 for a gradient of 1 and more."""
    seen = set()
    for group in graph(18, orientation).select("[data-node]:not([data-node=y])"):
        name = str(group["data-node"])
        gradient = NUMBERS.gradients[name]
        points = np.array(re.findall(r"-?[\d.]+", str(one(group, ".needle")["points"])), dtype=float)
        x, y = points[::2], points[1::2]
        share = float(np.cbrt(abs(gradient)))
        height = y.max() - y.min()
        seen.add((round(height / min(share, 1), 1), len(x)))
        tip = y[np.argmin(abs(x - (x.max() + x.min()) / 2))]
        assert tip == (y.min() if gradient < 0 else y.max())
        assert x.max() - x.min() < height
        left, top, right, bottom = box(one(group, "rect"))
        assert left - 4 <= x.min() < x.max() <= right + 8
        assert top - 2 <= y.min() < y.max() <= bottom + 2
    # One scale for all; above 1 the needle is an arrow with a neck.
    (whole,) = {scale for scale, _ in seen}
    assert whole == pytest.approx(22, abs=3)
    assert {count for _, count in seen} <= {3, 7}


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_edges_lead_from_card_to_card_as_thick_as_their_weight(orientation: str) -> None:
    svg = graph(1, orientation)
    at = cards(svg)
    along = 0 if orientation != "tall" else 1
    expected = {
        **{pair: (NUMBERS.values[weight], weight) for pair, weight in WEIGHTS.items()},
        **{pair: (None, pair[0]) for pair in FLOWS},
        **{pair: (NUMBERS.values[pair[0]], pair[0]) for pair in BIASES},
    }
    edges = svg.select(".edge")
    assert {tuple(str(edge["data-edge"]).split("-")) for edge in edges} == set(expected)
    for edge in edges:
        start, end = str(edge["data-edge"]).split("-")
        value, quantity = expected[start, end]
        assert edge["data-quantity"] == quantity
        line = one(edge, ".stroke")
        thick = 1.25 + 1.75 * abs(value) if value is not None and (start, end) not in BIASES else 1.25
        assert float(str(line["stroke-width"])) == pytest.approx(thick, abs=0.006)
        signs = set(edge["class"]) - {"edge"}
        assert signs == (set() if value is None else {"positive" if value > 0 else "negative"})
        ends = corners_of(line)
        if (start, end) != ("y", "L"):
            left, top, _, bottom = at[end]
            # A bias comes from the other side where all flows down.
            from_below = orientation == "tall" and (start, end) in BIASES
            assert ends[-1][along] == (bottom if from_below else (left, top)[along])
        if start in at:
            assert _touches(ends[0], at[start])
        assert _touches(ends[-1], at[end])
        if reach := edge.select_one(".reach"):
            assert reach["d"] == line["d"]


def corners_of(path: Tag) -> list[tuple[float, float]]:
    """Where a way begins, and where each of its pieces ends."""
    found = []
    for piece in re.findall(r"[MLC][^MLCZ]*", str(path["d"])):
        numbers = [float(text) for text in re.findall(r"-?[\d.]+", piece)]
        found.append((numbers[-2], numbers[-1]))
    return found


def _touches(point: tuple[float, float], card: tuple[float, float, float, float]) -> bool:
    (x, y), (left, top, right, bottom) = point, card
    on_side = x in (left, right) and top <= y <= bottom
    return on_side or (y in (top, bottom) and left - 60 <= x <= right + 60)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("step", [10, 11, 14, 17, 18])
def test_bands_are_as_wide_as_the_gradients_at_their_ends(step: int, orientation: str) -> None:
    svg = graph(step, orientation)
    wanted = []
    known = {str(text["data-quantity"])[4:] for text in svg.select(".gradient[data-quantity]")}
    for start, end in (*FLOWS, *WEIGHTS):
        if start in known and end in known and (start, end) != ("y", "L"):
            part = NUMBERS.gradients[end] * (
                NUMBERS.values[WEIGHTS[start, end]] if (start, end) in WEIGHTS else local(end)
            )
            wanted.append((ribbon(part), ribbon(NUMBERS.gradients[end])))
    found = []
    for path in svg.select(".handed path, .flow path"):
        ways = corners_of(path)
        first, last = ways[: len(ways) // 2], ways[len(ways) // 2 :]
        found.append((math.dist(first[0], last[-1]), math.dist(first[-1], last[0])))
    for pair in wanted:
        assert any(pair == pytest.approx(each, abs=0.03) for each in found), pair
    # Beside those between cards there are only those that lead to the parameters of this step.
    of_step = {11: 3, 14: 3, 17: 3}.get(step, 0)
    assert len(found) == len(wanted) + of_step


def local(end: str) -> float:
    """The derivative of what is done just before this card."""
    value = NUMBERS.values[end]
    if end == "L":
        return -1 / NUMBERS.values["yhat"]  # of −ln ŷ
    return 1 - value**2 if end.startswith("h") else value * (1 - value)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_columns_have_their_headings(orientation: str) -> None:
    svg = graph(1, orientation)
    headings = svg.select(".heading")
    assert [heading.get_text() for heading in headings] == HEADINGS
    at = cards(svg)
    along = 0 if orientation != "tall" else 1
    for heading, name in zip(headings, ("x1", "z1", "h1", "z3", "yhat", "L"), strict=True):
        middle = (at[name][along] + at[name][along + 2]) / 2
        assert place(heading)[along] == pytest.approx(middle, abs=1)
        assert place(heading)[1 - along] < 20
        assert bool(heading.get("transform")) == (orientation == "tall")


def test_neurons_that_are_cells_are_as_full_as_they_are_large() -> None:
    """More than a screen holds are cells; a value of 2 and more is full, and one that is negative has a minus."""
    made = network((3, 40, 40, 1), seed=3)
    numbers = computed(network=made)
    soup = shown(made, "graph", step="last", orientation="wide")
    cells = soup.select(".cell")
    assert len(cells) > 60
    for cell in cells:
        value = numbers.values[str(cell["data-node"])]
        tone = one(cell, ".tone")
        assert float(str(tone["fill-opacity"])) == pytest.approx(min(abs(value) / 2, 1), abs=0.006)
        assert ("negative" in cell["class"], "positive" in cell["class"]) == (value < 0, value > 0)
        assert bool(cell.select(".minus")) == (value < 0)
        assert (box(tone), tone["rx"]) == (box(one(cell, ".paper")), one(cell, ".paper")["rx"])
        assert len(cell.select(".needle")) == 1


def sampled(path: Tag) -> Any:
    """Places all along a way of lines and curves."""
    found: list[Any] = []
    here = np.zeros(2)
    for command, text in re.findall(r"([MLC])([^MLCZ]*)", str(path["d"])):
        to = np.array(re.findall(r"-?[\d.]+", text), dtype=float).reshape(-1, 2)
        share = np.linspace(0, 1, 60)[:, None]
        if command == "L":
            found.append(here + share * (to[0] - here))
        elif command == "C":
            a, b, c = to
            rest = 1 - share
            found.append(rest**3 * here + 3 * rest**2 * share * a + 3 * rest * share**2 * b + share**3 * c)
        here = to[-1]
    return np.concatenate(found)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_parts_of_a_sum_stand_on_the_edges_along_which_they_come(orientation: str) -> None:
    """∂L/∂h₁ of 1→1→3 has a part from each of three neurons: ∂L/∂zₖ·w, and a plus between two of them."""
    made = network((1, 1, 3), seed=2)
    numbers = computed(network=made)
    # 1 for the leaves, 2 forward for each of four neurons, 1 for the loss; then back, 3 for each of three outputs.
    svg = one(shown(made, "graph", step=20, orientation=orientation), "svg.graph")
    assert [str(group["data-node"]) for group in svg.select(".focus[data-node]")] == ["h1"]
    parts = {name: numbers.gradients[f"z{name[1]}"] * numbers.values[name] for name in ("w21", "w31", "w41")}
    texts = svg.select(".contribution")
    # From top to bottom there is no room between them.
    pluses = [text for text in texts if text.get_text() == "+"]
    assert len(pluses) == (0 if orientation == "tall" else 2)
    for name, part in parts.items():
        (text,) = [
            each
            for each in texts
            if each.get_text() != "+" and number(each.get_text()) == pytest.approx(part, abs=6e-4)
        ]
        x, y = place(text)
        way = sampled(one(svg, f".edge[data-quantity={name}] .stroke"))
        away = np.hypot(*(way - (x, y - 5)).T).min()
        # On it, or where something else stands, just beside it.
        assert away < 1.5 or 10 < away < 26
    near = [place(text) for text in texts]
    for k, (x, y) in enumerate(near):
        assert all(abs(x - a) > 20 or abs(y - b) >= 14 for a, b in near[:k])


@pytest.mark.parametrize("step", [1, 9, "last"])
def test_small_labels_have_room_for_what_is_written_and_for_a_finger(step: Any) -> None:
    """Where there are many weights, each stands on its edge: symbol, number, and its gradient beneath with a needle."""
    made = network((3, 4, 2), seed=5, loss="mse")
    svg = one(shown(made, "graph", step=step, orientation="wide"), "svg.graph")
    labels = svg.select(".parameter")
    numbers = computed(network=made)
    seen = 0
    for label in labels:
        name = str(label["data-node"])
        rects = label.select("rect")
        reach = box(one(label, "rect.reach"))
        symbol = one(label, ".symbol")
        x, y = place(symbol)
        assert reach[0] <= x <= reach[2]
        assert reach[1] <= y <= reach[3]
        written = number(one(label, ".number").get_text())
        assert written == pytest.approx(numbers.values[name], abs=6e-3)
        if len(rects) == 2:
            seen += 1
            ground = box(one(label, "rect.ground"))
            assert (ground[0] - reach[0], reach[2] - ground[2]) == pytest.approx((14, 14), abs=0.02)
            assert reach[3] - reach[1] == 26
            for text in label.select("text"):
                left, below = place(text)
                assert ground[0] < left < ground[2]
                assert ground[1] < below < ground[3]
        if label.select(".gradient"):
            assert number(one(label, ".gradient").get_text().removeprefix("∂ ")) == pytest.approx(
                numbers.gradients[name], abs=6e-3
            )
            assert label.select(".needle")
    assert len(labels) == 3 * 4 + 4 + 4 * 2 + 2
