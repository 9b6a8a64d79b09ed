"""What stands beside the graph of 2→2→1, step by step, by hand: buttons, readouts, table, sliders, choices."""

from typing import Any

import pytest
from bs4 import Tag

from tests.lesson.content import WORDS, fill
from tests.lesson.expected import computed
from tests.lesson.test_each_step import GRADIENTS, LEAVES, STEPS, VALUES
from tests.view.plots import number
from tests.view.test_plots import SIX, one, shown

NUMBERS = computed(network=SIX)
FORMULA_STEPS = {step: 1 if step in VALUES else len(GRADIENTS.get(step, ())) for step in STEPS}
# What a step's formulas are computed from and a person may turn.
TURNED = {
    2: ["x1", "x2", "w11", "w12", "b1"], 4: ["x1", "x2", "w21", "w22", "b2"], 6: ["w31", "w32", "b3"], 8: ["y"],
    9: ["y"], 11: ["w31", "w32", "b3"], 12: ["w31"], 14: ["x1", "x2", "w11", "w12", "b1"], 15: ["w32"],
    17: ["x1", "x2", "w21", "w22", "b2"],
}  # fmt: skip
GROUPS = {
    "Inputs": ["x1", "x2"], "Target": ["y"], "Neuron 1": ["w11", "w12", "b1"], "Neuron 2": ["w21", "w22", "b2"],
    "Neuron 3": ["w31", "w32", "b3"],
}  # fmt: skip


def written(found: Tag) -> float:
    return number(found.get_text())


@pytest.mark.parametrize("step", STEPS)
def test_buttons_lead_on_as_long_as_there_is_a_way(step: int) -> None:
    region = shown(SIX, "transport", step=step)
    spent = {
        button["data-action"]: button.get("aria-disabled") for button in region.select(".buttons button")
    }
    assert spent == {
        "first": "true" if step == 1 else None,
        "back": "true" if step == 1 else None,
        "play": None,
        "next": "true" if step == 18 else None,
        "last": "true" if step == 18 else None,
    }
    names = [WORDS["transport"][name] for name in ("first", "back", "play", "next", "last")]
    buttons = region.select(".buttons button")
    assert [button["aria-label"] for button in buttons] == [button["title"] for button in buttons] == names
    assert ["main" in button["class"] for button in buttons] == [False, False, True, False, False]
    scrub = one(region, "input.scrub")
    assert [scrub[key] for key in ("min", "max", "step", "value")] == ["1", "18", "1", str(step)]
    title = one(shown(SIX, "panel", step=step), ".step-title").get_text()
    assert str(scrub["aria-valuetext"]).startswith(f"Step {step} of 18: ")
    assert title.split()[0] in str(scrub["aria-valuetext"])
    ticks = region.select(".tick")
    assert ["passed" in tick["class"] for tick in ticks] == [k < step for k in range(18)]
    assert ["backward" in tick["class"] for tick in ticks] == [k >= 8 for k in range(18)]
    now = one(region, ".now .step-number")
    assert now.get_text() == f"Step {step} / 18"
    found = one(region, ".now .found").get_text()
    if step in VALUES:
        assert number(found.split(" = ")[1]) == pytest.approx(NUMBERS.values[VALUES[step]], abs=6e-5)
    if step in GRADIENTS and step < 18:
        assert found.startswith("∂L/∂")
        assert number(found.split(" = ")[1]) == pytest.approx(NUMBERS.gradients[GRADIENTS[step][0]], abs=6e-5)


@pytest.mark.parametrize("step", STEPS)
def test_the_line_under_the_graph_has_what_the_step_finds_and_the_loss(step: int) -> None:
    strip = shown(SIX, "strip", step=step)
    numbers = [written(found) for found in strip.select(".number")]
    found = [VALUES[step]] if step in VALUES and step != 8 else [*GRADIENTS.get(step, ())][:2]
    of = NUMBERS.values if step < 9 else NUMBERS.gradients
    if step > 1:
        assert numbers == pytest.approx([*(of[name] for name in found), NUMBERS.values["L"]], abs=6e-5)
    kinds = {str(span["class"][0]) for span in strip.select("p > span")} - {"strip-loss"}
    assert kinds <= {"backward" if step >= 9 else "forward"}
    assert strip.select(".strip-loss.stays")
    assert one(strip, ".trend").get_text() == WORDS["strip"]["stays"]


def test_readouts_are_the_prediction_the_loss_and_the_slope_before_it() -> None:
    region = shown(SIX, "readouts", step=4)
    readouts = {str(one(entry, "dt span").get_text(strip=True)): entry for entry in region.select(".readout")}
    assert [entry["data-quantity"] for entry in readouts.values()] == ["yhat", "L", "dL/dz3"]
    assert [written(one(entry, "dd")) for entry in readouts.values()] == pytest.approx(
        [NUMBERS.values["yhat"], NUMBERS.values["L"], NUMBERS.gradients["z3"]], abs=6e-5
    )
    assert [str(entry["class"][1]) for entry in readouts.values()] == ["prediction", "loss", "slope"]
    assert list(readouts) == ["(prediction)", "(loss)", "(gradient)"]
    assert not region.select(".many, .heard")


@pytest.mark.parametrize("step", STEPS)
def test_the_table_has_what_has_been_found(step: int) -> None:
    rows = shown(SIX, "table", step=step).select("tbody tr")
    assert len(rows) == len(SIX.graph.nodes)
    values = LEAVES | {name for at, name in VALUES.items() if at <= step}
    gradients = {name for at, names in GRADIENTS.items() if at <= step for name in names}
    gradients |= {"L"} if step >= 9 else set()
    for row, node in zip(rows, SIX.graph.nodes, strict=True):
        symbol, role, value, gradient = row.select("th, td")
        assert one(symbol, ".heard").get_text() == role.get_text().split()[-1] == spoken(node)
        for cell, known, number_of, quantity in (
            (value, node.name in values, NUMBERS.values, node.name),
            (gradient, node.name in gradients, NUMBERS.gradients, f"dL/d{node.name}"),
        ):
            assert cell["data-quantity"] == quantity
            assert bool(cell.select(".blank")) != known
            if known:
                assert written(cell) == pytest.approx(number_of[node.name], abs=6e-5)


def spoken(node: Any) -> str:
    return "".join(node.symbol)


@pytest.mark.parametrize("changed", ["", "w12", "y"])
def test_every_number_has_a_slider_and_a_field_that_agree(changed: str) -> None:
    leaves = {changed: 0.75} if changed else {}
    region = shown(SIX, "controls", leaves=leaves)
    groups = {
        one(group, "legend").get_text(): [str(slider["name"]) for slider in group.select("[type=range]")]
        for group in region.select("fieldset")
    }
    assert groups == GROUPS
    for control in region.select(".control"):
        slider, field = one(control, "[type=range]"), one(control, "[role=spinbutton]")
        name = str(slider["name"])
        value = leaves.get(name, NUMBERS.values[name])
        assert control["data-quantity"] == field["data-leaf"] == name
        assert float(str(slider["value"])) == float(str(field["value"])) == value
        reach = 2 if name in ("x1", "x2", "y") else 3
        assert [float(str(slider[key])) for key in ("min", "max", "step")] == [-reach, reach, 0.01]
        assert field["data-step"] == "0.05"
        assert fill(WORDS["controls"]["number"], name=slider["aria-label"]) == field["aria-label"]
        assert bool(control.select("button.undo")) == (name == changed)
        assert not control.select(".hold")
        assert control["class"] == ["control"]
    assert one(region, "[data-action=reset-all]").get("aria-disabled") == (None if changed else "true")


def test_a_slider_holds_what_lies_beyond_its_reach_or_between_its_steps() -> None:
    region = shown(SIX, "controls", leaves={"w11": 4.2, "b1": 0.123456789012, "x1": -2.5})
    of = {str(slider["name"]): slider for slider in region.select("[type=range]")}
    assert [str(of["w11"][key]) for key in ("min", "max", "step")] == ["-3", "5", "0.01"]
    assert [str(of["x1"][key]) for key in ("min", "max", "step")] == ["-3", "2", "0.01"]
    assert of["b1"]["step"] == "any"
    long = [str(one(control, "[type=range]")["name"]) for control in region.select(".control.long")]
    assert long == ["b1"]


@pytest.mark.parametrize("tool", ["", "train"])
def test_what_a_step_of_descent_would_move_is_marked_where_that_matters(tool: str) -> None:
    region = shown(SIX, "controls", tool=tool, fixed=["w11"] if tool else None)
    marks = {str(mark["data-leaf"]): mark for mark in region.select("button.hold")}
    if not tool:
        assert marks == {}
        return
    held = {name: str(mark["aria-pressed"]) for name, mark in marks.items()}
    words = WORDS["controls"]
    assert {name for name, pressed in held.items() if pressed == "false"} == set(LEAVES) - {
        "x1",
        "x2",
        "y",
        "w11",
    }
    assert marks["w11"].get_text() == words["held"]
    assert marks["w12"].get_text() == words["learned"]
    for mark in marks.values():
        assert str(mark["aria-label"]).startswith(f"{mark.get_text()}: ")


@pytest.mark.parametrize("step", STEPS)
def test_what_a_step_is_computed_from_can_be_turned_beside_its_formula(step: int) -> None:
    panel = shown(SIX, "panel", step=step)
    turned = [str(turner["data-leaf"]) for turner in panel.select(".turner input")]
    if step in TURNED:
        assert turned == TURNED[step]
    elif step not in (1, 18):
        assert turned == []
    for turner in panel.select(".turner"):
        field = one(turner, "input")
        value = NUMBERS.values[str(field["data-leaf"])]
        assert float(str(field["value"])) == written(one(turner, ".number")) == value
        assert field["step"] == "0.01"
        assert float(str(field["min"])) == -float(str(field["max"]))


@pytest.mark.parametrize("hide", ["", "sliders"])
def test_who_practises_or_hides_sliders_turns_nothing(hide: str) -> None:
    panel = shown(SIX, "panel", step=14, **({"hide": hide} if hide else {"tool": "practice", "level": 3}))
    assert not panel.select(".turner")


def test_what_is_held_has_a_slider_of_its_own() -> None:
    region = one(shown(SIX, "held", held="w21"), ".held")
    assert not region.has_attr("hidden")
    assert one(region, "input")["data-leaf"] == "w21"
    assert one(region, "[data-action=let-go]")["aria-label"] == WORDS["turn"]["close"]
    assert one(shown(SIX, "held"), ".held").has_attr("hidden")


def test_choices_beside_the_graph() -> None:
    region = shown(SIX, "grain", grain="layers", digits="6")
    chosen = [str(option["value"]) for option in region.select("option[selected]")]
    assert chosen == ["layers", "6"]
    assert [str(option["value"]) for option in region.select("[data-field=grain] option")] == [
        "operations", "neurons", "inputs", "layers",
    ]  # fmt: skip
    assert not region.select(".reason")
    assert one(shown(SIX, "shape"), ".shape").get_text() == "2→2→1 network · tanh · sigmoid · BCE"


@pytest.mark.parametrize("step", STEPS)
def test_beside_the_article_the_lesson_goes_along_in_small(step: int) -> None:
    region = one(shown(SIX, "companion", step=step, companion=True), ".companion")
    assert region["class"] == ["companion", "backward" if step >= 9 else "forward"]
    assert one(region, ".companion-step").get_text() == f"Step {step} / 18"
    found = one(region, ".number").get_text()
    names = [VALUES[step]] if step in VALUES else [*GRADIENTS.get(step, ())]
    of = NUMBERS.values if step < 9 else NUMBERS.gradients
    if 1 < step < 18:
        parts = found.split(", ")
        assert [number(part.split(" = ")[1]) for part in parts[:2]] == pytest.approx(
            [of[name] for name in names[:2]], abs=6e-5
        )
        assert parts[2:] == (["…"] if len(names) > 2 else [])
    # A circle for each card, in the order and at the places that the large drawing has, within 260 × 112.
    circles = {str(group["data-quantity"]): group for group in region.select("svg g")}
    large = {
        str(card["data-node"]): card
        for card in shown(SIX, "graph", step=step, orientation="wide").select(".card")
    }
    assert set(circles) == set(large)
    places = {
        name: (float(str(one(group, "circle")["cx"])), float(str(one(group, "circle")["cy"])))
        for name, group in circles.items()
    }
    assert min(x for x, _ in places.values()) == min(y for _, y in places.values()) == 16
    assert (max(x for x, _ in places.values()), max(y for _, y in places.values())) == (244, 96)
    assert places["x1"][0] < places["z1"][0] < places["h1"][0] < places["z3"][0] < places["L"][0]
    assert places["x1"][1] == places["h1"][1] < places["z3"][1] < places["h2"][1]
    known = {name for at, name in VALUES.items() if at <= step} | LEAVES
    slopes = {name for at, several in GRADIENTS.items() if at <= step for name in several}
    slopes |= {"L"} if step >= 9 else set()
    for name, group in circles.items():
        now = (
            "focus" if name in names else "backward" if name in slopes else "forward" if name in known else ""
        )
        assert " ".join(group.get("class") or []) == now
    lines = [str(path["d"]) for path in region.select("svg > path")]
    pairs = [("x1", "z1"), ("x2", "z1"), ("h1", "z3"), ("z3", "yhat"), ("yhat", "L"), ("y", "L")]
    for start, end in pairs:
        (ax, ay), (bx, by) = places[start], places[end]
        assert f"M{ax:g} {ay:g}L{bx:g} {by:g}" in lines
    assert len(region.select("svg > path.focus")) == sum(name.startswith("w") for name in names)
    buttons = [str(button["data-action"]) for button in region.select("button")]
    assert buttons == ["back", "next", "to-lesson", "close-companion"]
    assert not shown(SIX, "companion", step=step).select(".companion")


@pytest.mark.parametrize("rate", [0.5, 2, -0.25])
def test_the_last_step_has_every_gradient_and_what_a_step_of_descent_would_make(rate: float) -> None:
    panel = shown(SIX, "panel", step=18, rate=rate)
    parameters = [name for name in NUMBERS.values if name[0] in "wb"]
    moved = {name: NUMBERS.values[name] - rate * NUMBERS.gradients[name] for name in parameters}
    rows = panel.select("table.gradients tbody tr")
    assert [one(row, ".heard").get_text() for row in rows] == parameters
    for row, name in zip(rows, parameters, strict=True):
        value, gradient, after = (written(cell) for cell in row.select("td"))
        assert [value, gradient, after] == pytest.approx(
            [NUMBERS.values[name], NUMBERS.gradients[name], moved[name]], abs=6e-5
        )
    learn = one(panel, ".learn")
    assert float(str(one(learn, "input")["value"])) == rate
    now, then = (written(found) for found in learn.select(".outlook .number"))
    assert now == pytest.approx(NUMBERS.values["L"], abs=6e-5)
    assert then == pytest.approx(computed(moved, SIX).values["L"], abs=6e-5)
    # Against a negative rate the loss rises, and that is said.
    remarks = [remark.get_text() for remark in learn.select(".remark")]
    assert remarks == ([WORDS["summary"]["ascent"]] if rate < 0 else [])
    assert one(learn, "[data-action=take-step]").get_text() == WORDS["summary"]["take"]
    others = one(panel, ".others")
    assert {str(part["data-quantity"]) for part in others.select(".number")} >= {"dL/dx1", "dL/dx2"}
