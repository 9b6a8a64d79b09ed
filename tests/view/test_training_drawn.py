"""What the tool "Train" draws and writes of a run: read by its ticks, and counted again in NumPy."""

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag

from tests.lesson.content import WORDS
from tests.lesson.in_v8 import data_of
from tests.lesson.networks import network
from tests.view.plots import Array, Plot, corners, number
from tests.view.test_plots import one, script

TOOL = """(data, hash) => {
  const { choices } = choicesOf(data, hash);
  const model = derive(data, { ...firstChoices(data), alive: true, ...choices });
  const study = studyOf(model.graph, model.state);
  const { run, data: samples } = study;
  if (hash.includes("plane=")) {
    const { train, leaves } = model.state;
    makeSurface(model.graph, run, planeOf(study, train.plane), train.update, leaves, false, () => false);
  }
  return {
    drawn: toMarkup(opened(LIVE_REGIONS.tools(model))),
    names: run.names, losses: run.evaluations.map(({ update, loss, testLoss }) => [update, loss, testLoss]),
    norms: Array.from(run.norms), trail: run.trail.map((each) => Array.from(each)),
    tested: Array.from(samples.tested), points: samples.points.map(({ inputs, label }) => [...inputs, label]),
  };
}"""
MADE = network((2, 3, 1), seed=4)
TRAIN = WORDS["tools"]["train"]
RATE = 0.5


class Trained:
    """The tool as it is drawn, and the run that it is about."""

    def __init__(self, more: str) -> None:
        found: dict[str, Any] = script().call(TOOL, data_of(MADE), f"tool=train&data=circles{more}")
        self.tool = one(BeautifulSoup(found["drawn"], "html.parser"), ".train")
        self.names: list[str] = found["names"]
        self.losses = np.array(found["losses"])
        self.norms = np.array(found["norms"])
        self.trail = np.array(found["trail"])
        self.points = np.array(found["points"])
        self.tested = set(found["tested"])

    def predictions(self, parameters: Array, inputs: Array) -> Array:
        """2→3→1 with tanh and a sigmoid, in NumPy."""
        of = dict(zip(self.names, parameters, strict=True))
        hidden = np.tanh(
            np.stack(
                [of[f"w{k}1"] * inputs[:, 0] + of[f"w{k}2"] * inputs[:, 1] + of[f"b{k}"] for k in (1, 2, 3)]
            )
        )
        logits = of["w41"] * hidden[0] + of["w42"] * hidden[1] + of["w43"] * hidden[2] + of["b4"]
        return np.asarray(1 / (1 + np.exp(-logits)))

    def loss(self, parameters: Array, rows: Any) -> Array:
        """Cross-entropy of each of these samples."""
        p, y = self.predictions(parameters, self.points[rows, :2]), self.points[rows, 2]
        return np.asarray(-y * np.log(p) - (1 - y) * np.log(1 - p))

    def gradient(self, parameters: Array, row: int) -> Array:
        """Of one sample, by central differences."""
        steps = 1e-6 * np.eye(len(parameters))
        above, below = ([self.loss(parameters + sign * step, [row])[0] for step in steps] for sign in (1, -1))
        return np.subtract(above, below) / 2e-6


@cache
def trained(more: str) -> Trained:
    return Trained(more)


LATER = "&update=12&look=5&parameter=w12"


def charts(tool: Tag) -> list[Plot]:
    kinds = ((False, True), (False, True), (False, False))
    return [Plot(svg, kind) for svg, kind in zip(tool.select("svg.run-chart"), kinds, strict=True)]


def test_the_charts_are_the_runs() -> None:
    made = trained(LATER)
    losses, norms, trails = charts(made.tool)
    rows = [k for k in range(len(made.points)) if k not in made.tested]
    evaluated = losses.line("path.learned-loss")
    np.testing.assert_allclose(evaluated[0], made.losses[:, 0], atol=0.1)
    np.testing.assert_allclose(evaluated[1], made.losses[:, 1], rtol=0.02)
    assert evaluated[1][0] == pytest.approx(made.loss(made.trail[0], rows).mean(), rel=0.02)
    tested = losses.line("path.test")
    assert tested[1][0] == pytest.approx(made.loss(made.trail[0], sorted(made.tested)).mean(), rel=0.02)
    update, norm = norms.line("path.norm")
    np.testing.assert_allclose(update, range(1, 13), atol=0.1)
    np.testing.assert_allclose(norm, made.norms, rtol=0.02)
    assert {str(path["class"]) for path in trails.svg.select("path[class~=trail]")}
    for plot in (losses, norms, trails):
        assert {x for x, _ in corners(one(plot.svg, "path.present"))} == {plot.across.ticks[-1][1]}
        assert [tick for tick, _ in plot.across.ticks] == [0, 12]
        names = [text.get_text() for text in plot.svg.select("text.middle")]
        assert names == [TRAIN["updates"]]
        wide, high = plot.frame
        assert all(0 <= x <= wide and 0 <= y <= high for x, y in corners(one(plot.svg, "path.present")))
    written = {str(key["class"][-1]): number(key.get_text().split()[-1]) for key in made.tool.select(".key")}
    assert written["learned"] == pytest.approx(evaluated[1][-1], rel=0.02)
    assert written["test"] == pytest.approx(tested[1][-1], rel=0.02)
    assert written["norm"] == pytest.approx(made.norms[-1], abs=6e-5)


def test_every_parameter_has_its_trail_and_the_chosen_one_is_foremost() -> None:
    made = trained(LATER)
    trails = charts(made.tool)[2]
    paths = trails.svg.select("path[class~=trail]")
    assert len(paths) == len(made.names) == 13
    assert ["chosen" in path["class"] for path in paths] == [False] * 12 + [True]
    order = [name for name in made.names if name != "w12"] + ["w12"]
    for path, name in zip(paths, order, strict=True):
        x, y = corners(path).T
        np.testing.assert_allclose(trails.across.numbers(x), range(13), atol=0.1)
        k = made.names.index(name)
        np.testing.assert_allclose(trails.up.numbers(y), made.trail[:, k], atol=2 * trails.up.precision)
        assert f"of-{1 if name in ('w41', 'w42', 'w43', 'b4') else 0}" in path["class"]
    moved = abs(made.trail[-1] - made.trail[0])
    label = str(trails.svg["aria-label"])
    assert "all 13 parameters" in label
    assert number(label.split()[-1].rstrip(".")) == pytest.approx(moved.max(), abs=6e-5)
    k = made.names.index("w12")
    now, first = (float(text.replace("−", "-")) for text in _trail_text(made).split(" now, "))
    assert (now, first) == pytest.approx((made.trail[-1][k], made.trail[0][k]), abs=6e-5)
    sensed = one(trails.svg, "rect.sensed")
    reach = [float(text) for text in str(sensed["data-reach"]).split()]
    corner = [float(str(sensed[key])) for key in ("x", "y", "width", "height")]
    across = trails.across.numbers([corner[0], corner[0] + corner[2]])
    up = trails.up.numbers([corner[1] + corner[3], corner[1]])
    assert reach == pytest.approx([*across, *up], abs=0.05)


def _trail_text(made: Trained) -> str:
    (text,) = [span.get_text() for span in made.tool.select("figcaption span") if " now, " in span.get_text()]
    return text.removesuffix(" at first")


def test_the_path_over_two_parameters() -> None:
    """Those that have moved most, the furthest first."""
    made = trained(LATER)
    plot = Plot(one(made.tool, ".surface svg"))
    chosen = [str(option["value"]) for option in made.tool.select(".surface option[selected]")]
    moved = abs(made.trail[-1] - made.trail[0])
    assert chosen == [made.names[k] for k in np.argsort(-moved)[:2]]
    columns = [made.names.index(name) for name in chosen]
    x, y = plot.line("path.walked")
    np.testing.assert_allclose(x[:13], made.trail[:, columns[0]], atol=2 * plot.across.precision)
    np.testing.assert_allclose(y[:13], made.trail[:, columns[1]], atol=2 * plot.up.precision)
    assert (x[-1], y[-1]) == pytest.approx((x[12], y[12]), abs=0.01)
    ((began_x, began_y),) = plot.dots("circle.began")
    ((now_x, now_y),) = plot.dots("circle.value")
    assert (began_x, began_y, now_x, now_y) == pytest.approx((x[0], y[0], x[-1], y[-1]), abs=0.01)
    sensed = one(plot.svg, "rect.sensed")
    reach = [float(text) for text in str(sensed["data-reach"]).split()]
    corner = [float(str(sensed[key])) for key in ("x", "y", "width", "height")]
    across = plot.across.numbers([corner[0], corner[0] + corner[2]])
    up = plot.up.numbers([corner[1] + corner[3], corner[1]])
    assert reach == pytest.approx([*across, *up], abs=0.01)
    # The path has room around it.
    assert reach[0] < min(x) < max(x) < reach[1]
    assert reach[2] < min(y) < max(y) < reach[3]


def test_the_picture_has_every_sample_where_it_lies_and_colours_as_the_network_decides() -> None:
    made = trained(LATER)
    svg = one(made.tool, ".plane svg")
    left, right, low, high = (float(text) for text in str(svg["data-reach"]).split())
    circles = svg.select(".samples circle")
    assert len(circles) == len(made.points) == 200
    for k, (circle, (x1, x2, label)) in enumerate(zip(circles, made.points, strict=True)):
        assert float(str(circle["cx"])) == pytest.approx(40 * (x1 - left) / (right - left), abs=0.01)
        assert float(str(circle["cy"])) == pytest.approx(40 * (high - x2) / (high - low), abs=0.01)
        assert circle["class"] == [f"of-{int(label)}", *(["tested"] if k in made.tested else [])]
    # Where the boundary is, the network is in doubt.
    ends = corners(one(svg, "path.boundary"))
    places = np.stack(
        [left + ends[:, 0] * (right - left) / 40, high - ends[:, 1] * (high - low) / 40], axis=1
    )
    assert len(places) > 20
    np.testing.assert_allclose(made.predictions(made.trail[-1], places), 0.5, atol=0.03)
    # The fuller the colour the surer, and each colour where its class is decided for.
    for label in (0, 1):
        tones = svg.select(f".area.of-{label} path")
        assert len(tones) == 4
        filled = corners(tones[0])
        middle = np.stack(
            [left + filled[:, 0] * (right - left) / 40, high - filled[:, 1] * (high - low) / 40], axis=1
        )
        decided = made.predictions(made.trail[-1], middle)
        assert np.all(decided > 0.46 if label else decided < 0.54)
    reaches = [name.get_text().replace("−", "-") for name in made.tool.select(".plane .axis-name")]
    assert reaches == [f"→ x₁ {left:g} … {right:g}", f"↑ x₂ {low:g} … {high:g}"]
    is_right = (made.predictions(made.trail[-1], made.points[:, :2]) > 0.5) == (made.points[:, 2] > 0.5)
    learned = [k for k in range(200) if k not in made.tested]
    assert one(made.tool, ".plane .right-side").get_text() == (
        f"{sum(is_right[learned])} of 160 samples are on the right side. "
        f"Of the test set, {sum(is_right[sorted(made.tested)])} of 40."
    )


def table_of(tool: Tag, place: int) -> list[list[str]]:
    return [
        [cell.get_text() for cell in row.select("th, td")]
        for row in tool.select(".opened-update table")[place].select("tbody tr")
    ]


def test_an_update_that_is_opened_comes_to_what_its_numbers_say() -> None:
    made = trained(LATER)
    before, after = made.trail[4], made.trail[5]
    k = made.names.index("w12")
    # They are counted without those that are kept for the test.
    learned = [row for row in range(200) if row not in made.tested]
    rows = [learned[int(text[0].split()[-1]) - 1] for text in table_of(made.tool, 0)]
    assert len(set(rows)) == 10
    gradients = np.array([made.gradient(before, row) for row in rows])
    for (_, inputs, target, prediction, loss, slope), row, gradient in zip(
        table_of(made.tool, 0), rows, gradients, strict=True
    ):
        assert [number(text) for text in inputs.split(", ")] == made.points[row, :2].tolist()
        assert number(target) == made.points[row, 2]
        assert number(prediction) == pytest.approx(
            made.predictions(before, made.points[[row], :2])[0], abs=6e-5
        )
        assert number(loss) == pytest.approx(made.loss(before, [row])[0], abs=6e-5)
        assert number(slope) == pytest.approx(gradient[k], abs=6e-5)
    batch = gradients.mean(axis=0)
    (given,) = [p.get_text() for p in made.tool.select(".update-body p") if "Σg = " in p.get_text()]
    assert number(given.split("Σg = ")[1].split()[0]) == pytest.approx(gradients[:, k].sum(), abs=6e-5)
    assert "n = 10 " in given
    # Their mean, how far that moves the parameter against it, and the new value.
    results = [number(row[-1]) for row in table_of(made.tool, 1)]
    assert results == pytest.approx([batch[k], RATE * batch[k], after[k]], abs=6e-5)
    table = table_of(made.tool, -1)
    symbols = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
    assert [name.translate(symbols) for name, *_ in table] == made.names
    assert str(one(made.tool, "[data-field=train-rate]")["value"]) == str(RATE)
    for (_, gradient, was, change, now), g, w, v in zip(table, batch, before, after, strict=True):
        assert [number(gradient), number(was), number(change), number(now)] == pytest.approx(
            [g, w, -RATE * g, v], abs=6e-5
        )
    told = one(made.tool, ".update-body p.result").get_text()
    written = [number(word.strip(",.")) for word in told.split() if word[:1] == "0"]
    assert written == pytest.approx(
        [made.loss(each, some).mean() for some in (rows, learned) for each in (before, after)], abs=6e-5
    )


def test_the_settings_are_those_of_the_run() -> None:
    made = trained(
        "&update=3&optimizer=adam&rate=0.2&batch=7&schedule=cosine&span=50&l2=0.01&clip=2&noise=0.1"
    )
    fields = {
        str(field["data-field"]): str(field["value"]) for field in made.tool.select("[role=spinbutton]")
    }
    assert fields == {
        "train-count": "200", "train-noise": "0.1", "train-seed": "1", "train-rate": "0.2", "train-batch": "7",
        "train-span": "50", "train-l1": "0", "train-l2": "0.01", "train-clip": "2", "train-scale": "1",
        "train-until": "0", "train-test": "0.2", "train-point": "0",
    }  # fmt: skip
    chosen = {
        str(select["data-field"]): [str(option["value"]) for option in select.select("option[selected]")]
        for select in made.tool.select(".train-settings select, .train-run select")
    }
    assert chosen == {
        "train-set": ["circles"], "train-optimizer": ["adam"], "train-schedule": ["cosine"], "train-pace": ["normal"],
    }  # fmt: skip
    time = one(made.tool, "[data-field=train-time]")
    assert [str(time[key]) for key in ("min", "max", "step", "value")] == ["0", "3", "1", "3"]
    assert one(made.tool, ".train-now").get_text() == "update 3, epoch 0"


@pytest.mark.parametrize("update", [0, 2])
def test_what_cannot_be_done_is_not_offered(update: int) -> None:
    tool = trained(f"&update={update}").tool
    disabled = {str(button["data-action"]) for button in tool.select(".train-run button[disabled]")}
    # At the start there is nothing to go back from, to look into, or to make a program of; no sample is chosen.
    at_rest = {"train-start", "train-program", "train-open"} if update == 0 else set()
    assert disabled == at_rest
    assert one(tool, "[data-action=train-remove]").has_attr("disabled")
    pressed = {
        str(button["data-action"]): str(button["aria-pressed"])
        for button in tool.select(".train-run [aria-pressed]")
    }
    assert pressed["train-versus"] == "false"
    run = one(tool, "[data-action=train-run]")
    assert run.get_text() == TRAIN["run"]
    assert run["class"] == ["primary"]


SHORTENED = "&update=12&look=5&parameter=w12&l1=0.001&l2=0.01&clip=0.001&optimizer="
BEFORE = ["g\u0304", "g\u0303", "k", "g_t"]


@pytest.mark.parametrize(
    ("optimizer", "names"),
    [
        ("adam", ["m_t", "v_t", "m\u0302_t", "v\u0302_t", "Δw_t", "w_t"]),
        ("momentum", ["m_t", "Δw_t", "w_t"]),
        ("gradient_descent", ["Δw_t", "w_t"]),
    ],
)
def test_every_line_of_an_update_has_the_name_that_textbooks_give_it(
    optimizer: str, names: list[str]
) -> None:
    rows = trained(SHORTENED + optimizer).tool.select(".opened-update table")[1].select("tbody tr")
    assert [one(row, ".heard").get_text() for row in rows] == [*BEFORE, *names]
    # What is seen is what is heard: its letter, and t beneath it where it has a time.
    for row, name in zip(rows, [*BEFORE, *names], strict=True):
        letter, _, time = name.partition("_")
        seen = "".join(row.select_one("th math").stripped_strings)  # type: ignore[union-attr]
        assert seen.replace("\u02c6", "\u0302") == letter + time
    # What stands on the right is of the time before, but for what has a line above.
    written = [str(row.select("td")[0]) for row in rows]
    assert written[-1].count("<mn>t−1</mn>") == 1
    assert "‖g‖" in written[2]
    assert "g\u0304" in written[1]
    assert "g\u0303" in written[3]


def test_of_one_column_the_picture_is_the_curve_through_the_samples() -> None:
    made = network((1, 3, 1), output="identity", loss="mse", seed=4)
    found = script().call(TOOL, data_of(made), "tool=train&data=line&update=5")
    svg = one(BeautifulSoup(found["drawn"], "html.parser"), ".plane svg")
    left, right, low, high = (float(text) for text in str(svg["data-reach"]).split())
    of = dict(zip(found["names"], found["trail"][-1], strict=True))
    drawn = corners(one(svg, "path.learned"))
    x = left + drawn[:, 0] * (right - left) / 40
    y = high - drawn[:, 1] * (high - low) / 40
    hidden = sum(of[f"w4{k}"] * np.tanh(of[f"w{k}1"] * x + of[f"b{k}"]) for k in (1, 2, 3))
    assert len(drawn) > 30
    assert (x[0], x[-1]) == pytest.approx((left, right), abs=0.01 * (right - left))
    np.testing.assert_allclose(y, hidden + of["b4"], atol=0.01 * (high - low))
    for circle, (column, label) in zip(svg.select(".samples circle"), found["points"], strict=True):
        assert float(str(circle["cx"])) == pytest.approx(40 * (column - left) / (right - left), abs=0.01)
        assert float(str(circle["cy"])) == pytest.approx(40 * (high - label) / (high - low), abs=0.01)


def test_the_loss_over_two_parameters_is_a_map() -> None:
    """On a line of equal loss all losses are equal, and from line to line they grow by the factor that is said."""
    made = trained("&update=12&plane=w11,b1")
    plot = Plot(one(made.tool, ".surface svg"))
    learned = [row for row in range(200) if row not in made.tested]
    across, up = (made.names.index(name) for name in ("w11", "b1"))

    def loss_at(x: float, y: float) -> float:
        parameters = made.trail[-1].copy()
        parameters[[across, up]] = x, y
        return float(made.loss(parameters, learned).mean())

    told = made.tool.select(".surface > p.fine")[0].get_text()
    before, after = told.split(" times as large")
    factor = number(before.split()[-1])
    numbers = [number(word.strip(",.:")) for word in after.split() if re.fullmatch(r"−?[\d.]+[,.]?", word)]
    least, at_x, at_y, most = numbers[:4]
    assert loss_at(at_x, at_y) == pytest.approx(least, abs=1e-3)
    assert "w₁₁ = " in after
    assert "b₁ = " in after
    assert "after update 12" in told
    contour = corners(one(plot.svg, "path.contour"))
    places = zip(plot.across.numbers(contour[:, 0]), plot.up.numbers(contour[:, 1]), strict=True)
    losses = np.array([loss_at(x, y) for x, y in list(places)[::7]])
    assert least - 1e-3 < losses.min() < losses.max() < most + 1e-3
    steps = np.log(losses) / np.log(factor)
    assert abs(steps - steps.round()).max() < 0.08
    assert len(set(steps.round())) == len(plot.svg.select("path.height")) > 2
    chosen = [str(option["value"]) for option in made.tool.select(".surface option[selected]")]
    assert chosen == ["w11", "b1"]
