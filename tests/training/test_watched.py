"""What is seen of a run: the trails of its parameters, and the loss over two of them, against NumPy and by hand."""

import numpy as np
import pytest

from generator.script import Script
from tests.training.subjects import on_points, random_network
from tests.training.test_findings import X, line

NETWORK = random_network((2, 4, 2, 1), ("tanh", "tanh", "sigmoid"), "bce", seed=3)
CIRCLES = on_points(NETWORK, "circles", rate=0.3, batch=10)


@pytest.mark.parametrize("updates", [0, 1, 37, 400, 1000])
def test_trails_go_through_all_parameters_of_a_run(script: Script, updates: int) -> None:
    """Of a long run through some of its moments, evenly, and never through more than can be drawn."""
    found = script.call("trails", CIRCLES.as_data(), updates, ["", ""], [])
    training = CIRCLES.in_python()
    at = [training.parameters.copy()]
    for _ in range(updates):
        training.update()
        at.append(training.parameters.copy())
    moments = [update for update, _ in found["trails"][0]]
    stride = moments[1] - moments[0] if updates else 1
    assert stride == (1 if updates < 400 else 4 if updates == 1000 else 2)
    assert moments == list(range(0, updates + 1, stride))
    assert len(moments) <= 400
    for name, trail in zip(found["names"], found["trails"], strict=True):
        k = list(training.names).index(name)
        assert [number for _, number in trail] == pytest.approx(
            [at[update][k] for update in moments], rel=1e-10
        )


def test_the_two_that_moved_most_are_drawn_unless_others_are_chosen(script: Script) -> None:
    def two(*chosen: str) -> list[str]:
        found: list[str] = script.call("trails", CIRCLES.as_data(), 200, chosen, [])["two"]
        return found

    training = CIRCLES.in_python()
    first = training.parameters.copy()
    for _ in range(200):
        training.update()
    most = np.argsort(-np.abs(training.parameters - first))
    names = [training.names[k] for k in most]
    assert two("", "") == names[:2]
    assert two(names[5], "") == [names[5], names[0]]
    assert two("", names[0]) == [names[1], names[0]]
    assert two("b1", "w11") == ["b1", "w11"]
    assert two("b1", "b1") == ["b1", names[0]]
    assert two("no such", "") == names[:2]


def test_the_trail_that_is_pointed_at_is_the_nearest(script: Script) -> None:
    found = script.call("trails", line(0.3).as_data(), 20, ["", ""], [[0, -0.9], [0.4, 0.7], [19.6, 0.3]])
    # It begins at w = −0.8 and b = 0.5, and ends at w = 0.6, b = 0.2.
    assert [(each["k"], each["update"]) for each in found["nearest"]] == [(0, 0), (1, 0), (1, 20)]
    assert [found["nearest"][k]["number"] for k in (0, 1)] == [-0.8, 0.5]
    assert found["layers"] == [0, 0]
    layers = script.call("trails", CIRCLES.as_data(), 1, ["", ""], [])["layers"]
    assert layers == [0] * 12 + [1] * 10 + [2] * 3


def test_a_surface_is_the_mean_loss_over_two_parameters(script: Script) -> None:
    """One neuron on a line: its loss is (w x + b − 0.6 x − 0.2)², in the mean over all x."""
    found = script.call("surface", line(0.3).as_data(), 12, ["w11", "b1"], 100)
    assert found["before"] is None
    assert found["said"] == ["making"] * 10 + ["made", "there"], "1089 places, 100 at a time"
    w, b = (np.linspace(low, high, found["grid"]) for low, high in (found["across"], found["up"]))
    expected = [[np.mean((v * X + c - 0.6 * X - 0.2) ** 2) for v in w] for c in b]
    assert found["losses"] == pytest.approx(np.ravel(expected), rel=1e-12)
    assert found["read"] == pytest.approx(np.mean((0.25 * X - 0.75 - 0.6 * X - 0.2) ** 2), rel=1e-12)
    assert found["extent"] == {"least": int(np.argmin(expected)), "most": int(np.argmax(expected))}
    # All of the path is on the map, and there is room around it.
    path = np.array(found["paths"][0])
    for numbers, (low, high) in zip(path.T, (found["across"], found["up"]), strict=True):
        assert low <= numbers.min() - 0.4
        assert numbers.max() + 0.4 <= high


def test_a_surface_holds_all_others_as_they_are_and_leaves_the_run_alone(script: Script) -> None:
    found = script.call("surface", CIRCLES.as_data(), 37, ["w21", "b5"], 5000)
    assert found["pair"] == ["w21", "b5"]
    assert found["after"] == found["parameters"]
    training = CIRCLES.in_python()
    for _ in range(37):
        training.update()
    for column, row in ((0, 0), (32, 0), (7, 29)):
        for name, low, high, k in (("w21", *found["across"], column), ("b5", *found["up"], row)):
            training.parameters[list(training.names).index(name)] = low + (high - low) * k / 32
        assert found["losses"][33 * row + column] == pytest.approx(training.loss(), rel=1e-10)


def test_what_overflows_is_neither_the_lowest_place_nor_the_highest(script: Script) -> None:
    losses = [float("nan"), float("inf"), 2.0, 1.0, 3.0, float("inf"), float("nan")]
    assert script.call("extentOf", losses) == {"least": 3, "most": 4}


@pytest.mark.parametrize(
    ("least", "most"), [(0.28, 0.66), (0, 1), (1e-3, 1e3), (0.5, 0.5), (0.6931, 0.6932), (1, 1e300)]
)
def test_from_line_to_line_the_loss_grows_by_one_factor(script: Script, least: float, most: float) -> None:
    found = script.call("levelsOf", least, most)
    levels = found["levels"]
    assert len(levels) <= 20
    assert all(least < level < most for level in levels)
    assert np.allclose(np.diff(np.log(levels)), np.log(found["factor"]))
    if most / max(least, most * 1e-8) > 1.2:
        assert len(levels) >= 5, "a map has lines"
