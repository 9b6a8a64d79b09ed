"""`export`: what is written can be opened by what it is written for, and a network that is opened again is the same."""

import csv
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.config import Formula, NetworkFile, read_network
from generator.engine.expression import parse_expression
from generator.engine.graph import Graph, backward, forward
from generator.engine.network import build_graph, leaf_values
from generator.formats.table import read_model
from tests.project import CONTENT, ROOT

NETWORKS = sorted(
    {
        path.stem: path
        for content in (CONTENT, ROOT / "content")
        for path in (content / "networks").glob("*.toml")
    }.values()
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def export(what: str, network: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["export", what, "--network", str(network), *more])


def exported(what: str, network: Path, *more: str) -> Path:
    result = export(what, network, *more)
    assert result.exit_code == 0, result.output
    return Path(result.output.strip())


def by_numpy(file: NetworkFile) -> tuple[Graph, list[float], list[float]]:
    if isinstance(file.subject, Formula):
        expression = parse_expression(file.subject.text, file.subject.values)
        graph, leaves = expression.graph, {**expression.constants, **file.subject.values}
    else:
        graph, leaves = build_graph(file.subject), leaf_values(file.subject, file.samples[0])
    values = forward(graph, leaves)
    return graph, [*map(float, values)], [*map(float, backward(graph, values))]


@pytest.mark.parametrize("path", NETWORKS, ids=lambda path: path.stem)
def test_a_network_that_is_opened_again_is_the_same(path: Path) -> None:
    again, before = read_network(exported("toml", path)), read_network(path)
    assert replace(again, name=before.name, article=before.article) == before, "but for where it stands"


def test_features_are_written_with_the_columns_that_they_are_of() -> None:
    """Of several samples too; each engine computes them of the columns, and the file of the first is the same again."""
    rows = [[0.5, -2.0], [0.0, 0.3], [-1.25, 4.0]]
    Path("columns.toml").write_text(
        'title = "Features"\nsummary = "Three samples."\nloss = "mse"\n'
        f'features = ["x1^2", "sin(x2)", "x1*x2"]\ninputs = {rows}\ntarget = [[1], [0], [2]]\n'
        '[[layers]]\nactivation = "identity"\nweights = [[0.3, -0.2, 0.7]]\nbiases = [0.1]\n',
        encoding="utf-8",
    )
    file = read_network(Path("columns.toml"))
    x, y = np.array(rows).T
    np.testing.assert_allclose(
        [one.inputs for one in file.samples], np.stack([x * x, np.sin(y), x * y], axis=1), rtol=1e-12
    )
    again = read_network(exported("toml", Path("columns.toml")))
    assert replace(again, name=file.name, input_range=file.input_range) == file
    data = json.loads(exported("json", Path("columns.toml")).read_text(encoding="utf-8"))
    prediction = 0.3 * x[0] ** 2 - 0.2 * np.sin(y[0]) + 0.7 * x[0] * y[0] + 0.1
    assert data["values"]["yhat"] == pytest.approx(prediction, rel=1e-12)


def test_names_and_a_reduction_are_taken_along(tmp_path: Path) -> None:
    path = tmp_path / "named.toml"
    layer = '[[layers]]\nactivation = "tanh"\nweights = [[1, 2], [3, 4]]\nbiases = [0.5, 0.5]\n'
    path.write_text(
        'title = "T"\nsummary = "S"\nloss = "mse"\nreduction = "sum"\ninputs = [1, 2]\ntarget = [1, 2]\n'
        f'[names]\nw11 = "w1"\nb2 = "b1"\nL = "E_total"\n{layer}{layer}',
        encoding="utf-8",
    )
    before = read_network(path)
    written = exported("toml", path)
    again = read_network(written)
    assert (again.network, again.samples) == (before.network, before.samples)
    assert before.network.loss == "mse_sum"
    assert 'reduction = "sum"' in written.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["xor", "rosenbrock"])
def test_values_and_gradients_have_all_their_digits(name: str) -> None:
    path = CONTENT / "networks" / f"{name}.toml"
    graph, values, gradients = by_numpy(read_network(path))
    with exported("csv", path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [node.name for node in graph.nodes]
    np.testing.assert_allclose([float(row["value"]) for row in rows], values, rtol=1e-13)
    np.testing.assert_allclose([float(row["gradient"]) for row in rows], gradients, rtol=1e-12, atol=1e-15)
    data = json.loads(exported("json", path).read_text(encoding="utf-8"))
    assert list(data["values"].values()) == [float(row["value"]) for row in rows]
    assert list(data["gradients"].values()) == [float(row["gradient"]) for row in rows]


def test_arrays_are_read_again() -> None:
    path = CONTENT / "networks" / "flowers.toml"
    network = read_network(path).network
    model = read_model(exported("npz", path))
    for layer, read in zip(network.layers, model.layers, strict=True):
        assert read.weights.tolist() == [list(row) for row in layer.weights]
        assert read.biases is not None
        assert read.biases.tolist() == list(layer.biases)


@pytest.mark.parametrize("what", ["svg", "png"])
def test_the_graph_is_a_drawing_that_stands_by_itself(what: str) -> None:
    path = exported(what, CONTENT / "networks" / "original.toml")
    assert path.name == f"original-graph.{what}"
    if what == "png":
        assert path.read_bytes().startswith(b"\x89PNG")
        assert len(path.read_bytes()) > 30_000, "an empty picture is small"
        return
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    assert "data:font/woff2" in text
    assert not re.search(r"url\((?!\"data:)|var\(|light-dark|class=|data-node", text)
    texts = {text.strip() for text in root.itertext()}
    # The last step is drawn, at which the prediction and its gradient are known.
    assert {"0.6", "Hidden", "0.665", "∂ −1.503"} <= texts


def test_a_step_as_latex_and_as_mathml() -> None:
    path = CONTENT / "networks" / "original.toml"
    latex = exported("latex", path, "--step", "2").read_text(encoding="utf-8")
    # By hand: 0.5·0.6 + 0.3·0.4 + 0.1 = 0.52.
    assert "z_{1} &= w_{11} x_{1} + w_{12} x_{2} + b_{1}" in latex
    assert "&= 0.5 \\times 0.6 + (-0.3) \\times (-0.4) + 0.1" in latex
    assert "&= 0.5200" in latex
    assert latex.count("{") == latex.count("}")
    root = ElementTree.parse(exported("mathml", path, "--step", "2")).getroot()  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/1998/Math/MathML}math"
    assert {name for each in root.iter() for name in each.attrib} <= {
        "display", "displaystyle", "accent", "stretchy", "form", "lspace", "rspace", "mathvariant",
    }  # fmt: skip


def numbers_in(transform: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", transform)]


@pytest.mark.parametrize(
    ("name", "more", "title", "formulas"),
    [
        ("original", ["--step", "11"], "Gradients of neuron 3: weights and bias", 3),
        ("original", [], "Pre-activation z₁", 1),
        ("flowers", ["--grain", "layers", "--step", "9"], "", 1),
        ("rosenbrock", ["--dark"], "", 1),
    ],
)
def test_a_step_is_a_slide(name: str, more: list[str], title: str, formulas: int) -> None:
    """Its graph above, its title and its formulas below, all of them on it; nothing in it asks for a browser."""
    path = CONTENT / "networks" / f"{name}.toml"
    text = exported("slide", path, *more, "-o", "slide.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own
    assert {"width": "1280", "height": "720"}.items() <= root.attrib.items()
    assert "foreignObject" not in text
    assert not re.search(r"var\(|light-dark|class=|<math", text)
    graph, words, placed = root.find(f"{SVG}svg"), *root.findall(f"{SVG}g")
    assert graph is not None
    assert float(graph.attrib["y"]) + float(graph.attrib["height"]) < 420
    assert title in "".join(words.itertext())
    x, top, scale = numbers_in(placed.attrib["transform"])
    assert len(placed) >= formulas
    for group in placed:
        (drawn,) = group
        left, down = numbers_in(group.attrib["transform"])
        width, height = float(drawn.attrib["width"]), float(drawn.attrib["height"])
        assert x + scale * (left + width) <= 1280 - 40 + 1e-6
        assert top + scale * (down + height) <= 720
        assert drawn.find(f".//{SVG}use") is not None, "the formula is drawn"
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.attrib["fill"] == "#ffffff") is ("--dark" not in more)


def test_a_slide_is_a_png_unless_it_is_asked_for_otherwise() -> None:
    path = exported("slide", CONTENT / "networks" / "original.toml", "--step", "11")
    assert path.name == "original-step-11.png"
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert [int.from_bytes(content[k : k + 4]) for k in (16, 20)] == [2560, 1440]
    assert len(content) > 60_000, "an empty picture is small"


def test_a_slide_has_the_two_factors_in_the_colours_of_the_page() -> None:
    path = CONTENT / "networks" / "original.toml"
    text = exported("slide", path, "--step", "11", "-o", "slide.svg").read_text(encoding="utf-8")
    style = (ROOT / "templates" / "styles" / "tokens.css").read_text(encoding="utf-8")
    for name in ("--backward", "--positive"):
        found = re.search(rf"{name}:\s*light-dark\((#\w+)", style)
        assert found
        assert f'fill="{found[1]}"' in text[text.rindex("<g transform") - 20_000 :]


def test_without_what_sets_formulas_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ziamath.zmath", None)
    result = export("slide", CONTENT / "networks" / "original.toml")
    assert result.exit_code == 2
    assert "found no ziamath" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_taken_is_said_and_nothing_written(tmp_path: Path) -> None:
    unknown = export("pdf", CONTENT / "networks" / "xor.toml")
    assert (unknown.exit_code, unknown.stderr[:31]) == (2, "error: WHAT: found 'pdf', expec")
    formula = export("npz", CONTENT / "networks" / "rosenbrock.toml")
    assert formula.exit_code == 2
    assert "expected layers" in formula.stderr
    Path("infinite.toml").write_text(
        'title = "T"\nsummary = "S"\nformula = "1/x"\n[values]\nx = 0\n', encoding="utf-8"
    )
    infinite = export("python", Path("infinite.toml"))
    assert infinite.exit_code == 2
    assert "not finite" in infinite.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["infinite.toml"]
