"""`trace`, `worksheet` and `export` of any sample and at any grain of the page, against NumPy and finite differences."""

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from numpy.typing import ArrayLike

from generator.cli import main
from generator.config import read_network
from generator.engine.graph import backward, forward
from generator.engine.network import build_graph, leaf_values
from tests.project import CONTENT

XOR = CONTENT / "networks" / "xor.toml"
ORIGINAL = CONTENT / "networks" / "original.toml"
FORMULA = CONTENT / "networks" / "rosenbrock.toml"
WITH_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻−ŷ", "01234567890123456789--y")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def traced(network: Path, *more: str) -> str:
    result = run("trace", "--network", str(network), *more)
    assert result.exit_code == 0, result.output
    return result.output


def found_in(text: str) -> dict[str, float]:
    """What a trace says of each quantity in the end, by its name."""
    found: dict[str, float] = {}
    name = ""
    for line in text.translate(WITH_DIGITS).splitlines():
        if equation := re.fullmatch(r"  (?P<left>\S.*?)? *= (?P<right>.*)", line):
            name = equation["left"] or name
            if re.fullmatch(r"-?[\d.]+(×10-?\d+)?", equation["right"]):
                found[name] = float(equation["right"].replace("×10", "e"))
    return found


def computed(sample: int) -> tuple[dict[str, float], dict[str, float]]:
    """Values and gradients of a sample, counted from 1, in NumPy."""
    file = read_network(XOR)
    graph = build_graph(file.network)
    values = forward(graph, leaf_values(file.network, file.samples[sample - 1]))
    names = [node.name for node in graph.nodes]
    gradients = map(float, backward(graph, values))
    return dict(zip(names, map(float, values), strict=True)), dict(zip(names, gradients, strict=True))


def in_the_trace(values: Mapping[str, float]) -> dict[str, float]:
    return {name.replace("yhat", "y"): number for name, number in values.items() if name != "y"}


@pytest.mark.parametrize("sample", [1, 2, 3, 4])
def test_a_trace_has_the_numbers_of_the_sample_that_is_asked_for(sample: int) -> None:
    text = traced(XOR, "--digits", "all", "--sample", str(sample))
    assert text.splitlines()[0].endswith(f" · Sample {sample} of 4")
    found = found_in(text)
    values, gradients = computed(sample)
    told = {name: found[name] for name in in_the_trace(values)}
    assert told == pytest.approx(in_the_trace(values), rel=1e-12)
    slopes = {name: slope for name, slope in gradients.items() if re.match(r"[wb]\d", name)}
    assert {name: found[f"∂L/∂{name}"] for name in slopes} == pytest.approx(slopes, rel=1e-12, abs=1e-15)


def test_without_a_sample_it_is_the_first() -> None:
    assert traced(XOR) == traced(XOR, "--sample", "1") != traced(XOR, "--sample", "2")


def test_the_gradients_of_inputs_have_steps_of_their_own_where_they_are_asked_for() -> None:
    usual, with_inputs = traced(ORIGINAL), traced(ORIGINAL, "--grain", "inputs", "--digits", "all")
    assert "Step 18 / 18 · " in usual
    assert "∂L/∂x" not in usual
    assert "Step 20 / 20 · " in with_inputs, "one more for each of two inputs"
    file = read_network(ORIGINAL)
    graph = build_graph(file.network)
    leaves = leaf_values(file.network, file.samples[0])
    step = 1e-5
    for name in ("x1", "x2"):
        nudged: dict[str, ArrayLike] = {**leaves, name: np.array([leaves[name] + step, leaves[name] - step])}
        above, below = np.asarray(forward(graph, nudged)[-1])
        assert found_in(with_inputs)[f"∂L/∂{name}"] == pytest.approx((above - below) / (2 * step), rel=1e-8)


@pytest.mark.parametrize(
    ("grain", "steps"),
    # Forward: the leaves, then 2→2→1 has z and h of two neurons, z3, ŷ and L, of which each z is two products and two
    # sums. Backward: as many without L, the weights of three neurons, and the summary.
    [("neurons", 1 + 7 + 6 + 3 + 1), ("layers", 1 + 5 + 4 + 2 + 1)],
)
def test_a_trace_is_seen_as_the_page_is(grain: str, steps: int) -> None:
    assert f"Step {steps} / {steps} · " in traced(ORIGINAL, "--grain", grain)


def test_by_operations_every_product_is_a_step() -> None:
    # By hand: 0.5·0.6 and −0.3·(−0.4).
    lines = [line.strip() for line in traced(ORIGINAL, "--grain", "operations").splitlines()]
    assert "= 0.5 × 0.6" in [line[line.find("=") :] for line in lines]
    assert {"= 0.3000", "= 0.1200"} <= {line[line.find("=") :] for line in lines}


def test_a_table_and_a_formula_are_of_the_sample_too() -> None:
    values, gradients = computed(3)
    assert run("export", "csv", "--network", str(XOR), "--sample", "3").exit_code == 0
    with Path("xor-values.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["name"]: float(row["value"]) for row in rows} == pytest.approx(values, rel=1e-13)
    assert {row["name"]: float(row["gradient"]) for row in rows} == pytest.approx(
        gradients, rel=1e-12, abs=1e-15
    )
    arguments = ("--step", "2", "--grain", "layers", "-o", "layer.tex")
    assert run("export", "latex", "--network", str(XOR), "--sample", "3", *arguments).exit_code == 0
    # By hand: 4·0 + 4·1 − 2 and 4·0 + 4·1 − 6.
    matrix = "\\begin{bmatrix}2.0000 \\\\ -2.0000\\end{bmatrix}"
    assert matrix in Path("layer.tex").read_text(encoding="utf-8")


def test_a_worksheet_is_of_the_sample_too() -> None:
    assert run("worksheet", "--network", str(XOR), "--sample", "3", "--output", "sheet.html").exit_code == 0
    soup = BeautifulSoup(Path("sheet.html").read_text(encoding="utf-8"), "html.parser")
    assert soup.title is not None
    assert soup.title.get_text().endswith(" · Sample 3")
    given = soup.find(id="sheet-1")
    assert given is not None
    said = "".join(given.get_text().split()).translate(WITH_DIGITS)
    assert [each for each in ("x1=0", "x2=1", "y=1") if each not in said] == []


def test_a_worksheet_is_of_the_grain_too() -> None:
    """By layers it asks for vectors, with the seed's numbers or the network's own, and never asks what no step finds."""
    asked = {}
    for grain, seed in (("layers", []), ("inputs", ["--seed", "7"]), ("neurons", ["--seed", "7"])):
        arguments = ["--network", str(ORIGINAL), "--grain", grain, *seed, "--level", "3"]
        assert run("worksheet", *arguments, "--output", "sheet.html").exit_code == 0
        soup = BeautifulSoup(Path("sheet.html").read_text(encoding="utf-8"), "html.parser")
        asked[grain] = len(soup.select("[id^=sheet-]"))
    # A step for each: 2 layers, 2 activations and the loss forward, as many back, the leaves, the weights, the summary.
    assert asked["layers"] < asked["neurons"]
    assert asked["inputs"] == asked["neurons"] + 2, "the gradient of each input is a step more"
    assert run("worksheet", "--grain", "layer", "--output", "sheet.html").stderr.startswith(
        "error: --grain: found 'layer'"
    )


@pytest.mark.parametrize("command", [["trace"], ["export", "csv"], ["worksheet", "--output", "sheet.html"]])
@pytest.mark.parametrize(
    ("network", "sample", "said"),
    [
        (XOR, "5", "--sample: found 5, expected one from 1 to 4 of the network 'xor'"),
        (ORIGINAL, "2", "--sample: found 2, expected 1, the only one of the network 'original'"),
        (
            FORMULA, "1",
            "--sample: found 1, expected none: 'rosenbrock' is a formula, which has no samples",
        ),
    ],
)  # fmt: skip
def test_a_sample_that_there_is_not(
    tmp_path: Path, command: list[str], network: Path, sample: str, said: str
) -> None:
    result = run(*command, "--network", str(network), "--sample", sample)
    assert (result.exit_code, result.stderr) == (2, f"error: {said}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["trace", "--network", ORIGINAL, "--grain", "layer"],
            "--grain: found 'layer', expected operations, neurons, inputs or layers (did you mean layers?)",
        ),
        (
            ["trace", "--network", FORMULA, "--grain", "layers"],
            "--grain: found 'layers', expected operations",
        ),
        (
            ["export", "svg", "--network", ORIGINAL, "--step", "19"],
            "--step: found 19, expected one from 1 to 18",
        ),
        (
            ["export", "svg", "--network", ORIGINAL, "--grain", "inputs", "--step", "21"],
            "--step: found 21, expected one from 1 to 20",
        ),
        (
            ["export", "latex", "--network", ORIGINAL, "--step", "18"],
            "--step: found 18, which has no formulas, expected another one",
        ),
        (
            ["worksheet", "--network", XOR, "--seed", "7", "--sample", "2", "--output", "sheet.html"],
            "--sample: found it beside --seed, whose numbers are no sample's; expected one of them",
        ),
    ],
)
def test_what_cannot_be_shown_is_said_and_nothing_written(
    tmp_path: Path, arguments: list[str | Path], said: str
) -> None:
    result = run(*map(str, arguments))
    assert (result.exit_code, result.stderr) == (2, f"error: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_without_a_step_formulas_are_those_of_the_first_that_has_some() -> None:
    assert run("export", "latex", "--network", str(ORIGINAL), "-o", "first.tex").exit_code == 0
    assert "z_{1} &= " in Path("first.tex").read_text(encoding="utf-8")


def test_what_has_no_value_is_said_of_the_sample_that_is_shown() -> None:
    """Of the second sample the sum is ∞ − ∞."""
    Path("far.toml").write_text(
        'title = "Far"\nsummary = "S."\nloss = "mse"\ninputs = [[1, 1], [1e308, 1e308]]\ntarget = [[0], [0]]\n'
        '[[layers]]\nactivation = "identity"\nweights = [[1e308, -1e308]]\nbiases = [0]\n',
        encoding="utf-8",
    )
    first, second = (run("trace", "--network", "far.toml", "--sample", each) for each in ("1", "2"))
    assert first.exit_code == second.exit_code == 0
    assert first.stderr == ""
    assert second.stderr.startswith("warning: the network 'far': z1 has no value")
