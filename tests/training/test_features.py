"""Features: what is one, its numbers and its symbol in both languages, and where a picture of one lies."""

import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from generator.engine.features import columns_for, feature_symbol, features_of, read_feature
from generator.engine.network import Layer, Network, build_graph
from generator.script import Script

ROWS = np.random.default_rng(3).normal(size=(20, 3))
X1, X2, X3 = ROWS.T

FEATURES: dict[str, tuple[Any, str, int]] = {
    "x1": (X1, "x₁", 1),
    "x3": (X3, "x₃", 3),
    "x1^2": (X1 * X1, "x₁²", 1),
    "x1*x2": (X1 * X2, "x₁x₂", 2),
    "sin(x2)": (np.sin(X2), "sin x₂", 2),
    "sin(6*x1)": (np.sin(6 * X1), "sin(6x₁)", 1),
    "x2²": (X2 * X2, "x₂²", 2),
    "2x1 - x3": (2 * X1 - X3, "2x₁−x₃", 3),
    "pi*x1**3": (math.pi * X1**3, "pi·x₁³", 1),
    "tanh(x1+x2)": (np.tanh(X1 + X2), "tanh(x₁+x₂)", 2),
}
"""The numbers by NumPy, the symbol, the columns that it takes at least."""


@pytest.mark.parametrize("text", FEATURES)
def test_a_feature_has_the_same_numbers_and_symbol_in_both_languages(text: str, script: Script) -> None:
    numbers, symbol, columns = FEATURES[text]
    assert features_of([text], ROWS)[:, 0] == pytest.approx(numbers, rel=1e-12)
    theirs = [
        row[0]
        for row in script.call(
            "(text, rows) => rows.map((row) => featuresOf([text], row))", text, ROWS.tolist()
        )
    ]
    assert theirs == pytest.approx(numbers, rel=1e-12)
    base, subscript = feature_symbol(text)
    assert base + subscript.translate(str.maketrans("123", "₁₂₃")) == symbol
    assert script.call("featureSymbol", text) == [base, subscript]
    assert columns_for([text]) == script.call("columnsFor", [text]) == columns


@pytest.mark.parametrize(
    "text", ["", "2", "y", "x0", "x17", "x1 +", "sin", "q = x1", "x1\nx2", "x1; x2", "x1 # a note", "w*x1", "constructor", "x1(2)"]
)  # fmt: skip
def test_what_is_no_formula_of_columns_is_no_feature(text: str, script: Script) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_feature(text)
    assert script.call("readFeature", text) is None


def test_the_columns_are_found_again_where_they_are_read(script: Script) -> None:
    features = ["x1^2", "x2", "x1"]
    read = features_of(features, [[0.5, -2.0]])[0].tolist()
    assert script.call("columnsOf", features, read) == [0.5, -2]
    assert script.call("columnsOf", features, [0.3, -2, 0.5]) is None, "0.3 is no square of 0.5"
    assert script.call("columnsOf", ["x1^2"], [0.25]) is None, "nobody knows the sign"
    # Who moves x1 moves its square, and not what is read of x2.
    assert script.call("followers", ["x1", "x1^2", "x2^2"], [3, 0, 7], [0]) == [[1, 9]]
    assert script.call("followers", ["x1^2", "x1*x2"], [3, 0], [0]) == []


def with_features(features: tuple[str, ...], weights: list[float], bias: float) -> Network:
    return Network((Layer("sigmoid", (tuple(weights),), (bias,)),), "bce", features)


def test_an_input_is_called_by_its_feature() -> None:
    nodes = build_graph(with_features(("x2", "x1^2"), [1, 2], 0)).nodes
    assert [(node.name, node.symbol) for node in nodes if node.role == "input"] == [
        ("x1", ("x", "2")),
        ("x2", ("x₁²", "")),
    ]


def test_the_samples_that_are_learned_from_are_features_of_the_columns(script: Script) -> None:
    network = asdict(with_features(("x1^2", "x1*x2", "sin(x2)"), [1, 2, 3], 0))
    choices = {
        "set": "moons",
        "seed": 4,
        "count": 50,
        "noise": 0.1,
        "testShare": 0.2,
        "own": [],
        "ownClasses": 0,
    }
    data = script.call("data", network, choices)
    x, y = np.array([point["inputs"] for point in data["points"]]).T
    read = np.stack([x * x, x * y, np.sin(y)], axis=1)
    assert np.array(data["learning"]).reshape(-1, 3) == pytest.approx(read[data["learned"]], rel=1e-12)
    assert len(data["learned"]) == 40
    assert np.array(data["testing"]).reshape(-1, 3).shape == (10, 3)


def test_a_set_fits_whose_columns_the_features_read(script: Script) -> None:
    for features, fitting in (
        (("x1^2",), {"and", "xor", "circles", "moons", "spirals", "blobs", "quadrants"}),
        (("x1*x2",), {"and", "xor", "circles", "moons", "spirals", "blobs", "quadrants"}),
        (("x3",), set()),
    ):
        fits = script.call("setsThatFit", asdict(with_features(features, [1.0], 0)))
        assert set(fits) - {"line", "sine"} == fitting
    # A loss of classes has no numbers to learn.
    assert not set(script.call("setsThatFit", asdict(with_features(("x1^2",), [1.0], 0)))) & {"line", "sine"}


def test_the_boundary_lies_where_the_columns_make_it(script: Script) -> None:
    """Of σ(4 − 8x₁² − 8x₂²), on the circle of radius √½, which no other reading of the grid gives."""
    network = asdict(with_features(("x1^2", "x2^2"), [-8, -8], 4))
    points = [
        {"inputs": [x, y], "label": int(x * x + y * y < 0.5)}
        for x, y in np.random.default_rng(1).uniform(-1, 1, (60, 2)).tolist()
    ]
    picture = script.call("boundaryOf", network, points)
    (left, right), (low, high), cells = picture["across"], picture["up"], picture["size"]
    pieces = np.array(picture["boundary"]).reshape(-1, 2)
    x = left + (right - left) * pieces[:, 0] / cells
    y = low + (high - low) * pieces[:, 1] / cells
    assert len(pieces) > 40
    assert np.hypot(x, y) == pytest.approx(math.sqrt(0.5), abs=2e-3)
    assert picture["right"] == {"right": 60, "of": 60}


POINTS = [{"inputs": [0.5, -2.0], "label": 0}, {"inputs": [1.5, 0.0], "label": 1}]


def chosen(script: Script, features: tuple[str, ...], typed: str) -> Any:
    network = asdict(with_features(features, [1.0] * len(features), 0.0))
    return script.call("withFeature", network, {"points": POINTS, "columns": 2}, typed)


@pytest.mark.parametrize("typed", ["", "sin", "x3", "x1*x3", "y", "x0"])
def test_what_is_typed_and_cannot_be_an_input_is_refused_with_what_can_be(script: Script, typed: str) -> None:
    assert chosen(script, ("x1", "x2"), typed) == {
        "fault": {"code": "feature", "found": typed, "expected": "x1, x2"}
    }


def test_a_feature_needs_a_value_for_every_sample(script: Script) -> None:
    for typed, sample in (("1/x2", 2), ("ln(x2)", 1), ("sqrt(x2)", 1)):
        fault = {"code": "feature_value", "found": typed, "expected": sample}
        assert chosen(script, ("x1", "x2"), typed) == {"fault": fault}
    assert "features" in chosen(script, ("x1", "x2"), "1/x1")


def test_a_feature_is_taken_or_left_by_the_same_words_and_one_at_least_remains(script: Script) -> None:
    assert chosen(script, ("x1", "x2"), " x1 * x2 ") == {"features": ["x1", "x2", "x1*x2"]}
    assert chosen(script, ("x1", "x2", "x1*x2"), "x1*x2") == {"features": ["x1", "x2"]}
    assert chosen(script, ("x1", "x2"), "x1") == {"features": ["x2"]}
    assert chosen(script, ("x2",), "x1") == {"features": ["x1", "x2"]}, (
        "in the order in which they are offered"
    )
    last = chosen(script, ("x2",), "x2")["fault"]
    assert (last["code"], last["found"], last["least"]) == ("net_inputs", "0", 1)
