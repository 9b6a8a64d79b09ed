"""Samples: the same in both languages, where their sets say they are, and as targets that a loss takes."""

from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from generator.engine.data import DATA_SETS, draw_samples, split_samples
from generator.engine.random import Random
from generator.script import Script
from tests.training.subjects import random_network


def of(name: str, count: int = 400, noise: float = 0.0, classes: int = 2) -> tuple[Any, Any]:
    points = draw_samples(name, seed=7, count=count, noise=noise, classes=classes)
    return np.array([point for point, _ in points]), np.array([label for _, label in points])


def test_random_numbers_are_the_same_in_both_languages(script: Script) -> None:
    for seed, stream in ((0, 0), (1, 0), (1, 5), (2**32 - 1, 3), (123456, 2**32 - 1)):
        random = Random(seed, stream)
        assert script.call("words", seed, stream, 50) == [random.bits() for _ in range(50)]
    random = Random(9)
    assert script.call("normals", 9, 200) == pytest.approx([random.normal() for _ in range(200)], rel=1e-14)


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_samples_are_the_same_in_both_languages(name: str, noise: float, script: Script) -> None:
    for classes in DATA_SETS[name].classes or (2,):
        options = {"seed": 7, "count": 300, "noise": noise, "classes": classes}
        theirs = script.call("drawSamples", name, options)
        ours = draw_samples(name, seed=7, count=300, noise=noise, classes=classes)
        assert [(point["inputs"], point["label"]) for point in theirs] == ours
    assert script.call("split", 101, 0.3, 5) == [list(part) for part in split_samples(101, 0.3, seed=5)]


def test_and_and_xor_are_their_truth_tables() -> None:
    for name, table in (("and", [0, 0, 0, 1]), ("xor", [0, 1, 1, 0])):
        points, labels = of(name, count=4)
        assert points.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
        assert labels.tolist() == table


def test_circles_are_a_disc_in_a_ring() -> None:
    points, labels = of("circles")
    radius = np.hypot(*points.T)
    assert radius[labels == 1].max() <= 0.5001
    assert radius[labels == 0].min() >= 0.6999
    assert radius.max() <= 1.0001


def test_quadrants_a_plane_and_hills_lie_evenly_in_a_square(script: Script) -> None:
    for name in ("quadrants", "plane", "hills"):
        points, labels = of(name, count=2000)
        x, y = points.T
        assert np.abs(points).max() <= 1
        assert np.abs(points.mean(axis=0)).max() < 0.05
        assert points.var(axis=0) == pytest.approx([1 / 3, 1 / 3], abs=0.03)
        expected = {"quadrants": x * y >= 0, "plane": 0.6 * (x + y), "hills": _hills(6 * x, 6 * y)}[name]
        assert labels == pytest.approx(np.asarray(expected, dtype=float), abs=5e-4)
    # What the inputs are multiplied by leaves the labels as they are.
    options = {"seed": 7, "count": 50, "noise": 0.1, "scale": 5}
    large = draw_samples("plane", seed=7, count=50, noise=0.1, scale=5)
    assert [
        (point["inputs"], point["label"]) for point in script.call("drawSamples", "plane", options)
    ] == large
    for (inputs, label), (small, same) in zip(
        large, draw_samples("plane", seed=7, count=50, noise=0.1), strict=True
    ):
        assert inputs == pytest.approx([5 * number for number in small], abs=5e-4)
        assert label == same


def _hills(x: Any, y: Any) -> Any:
    """The highest, in size, of six cones."""
    tops = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]
    heights = np.array([sign * np.clip(1 - np.hypot(x - a, y - b) / 2, 0, 1) for a, b, sign in tops])
    return np.take_along_axis(heights, np.abs(heights).argmax(axis=0)[np.newaxis], axis=0)[0]


def test_moons_reach_into_each_other_and_no_line_parts_them() -> None:
    points, labels = of("moons")
    one, other = points[labels == 0], points[labels == 1]
    assert one[:, 1].min() < other[:, 1].max()
    assert one[:, 0].max() > other[:, 0].min()
    assert np.allclose(np.hypot(one[:, 0] + 0.5, one[:, 1] + 0.25), 1, atol=2e-4)
    assert np.allclose(np.hypot(other[:, 0] - 0.5, other[:, 1] - 0.25), 1, atol=2e-4)


def test_the_arms_of_spirals_lie_opposite_each_other() -> None:
    points, labels = of("spirals", count=200)
    assert np.allclose(points[labels == 0], -points[labels == 1], atol=1e-4)
    assert np.allclose(np.diff(np.hypot(*points[labels == 0].T)), 0.01, atol=3e-4)


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_blobs_lie_around_points_that_are_apart(classes: int) -> None:
    points, labels = of("blobs", classes=classes)
    centres = [points[labels == k].mean(axis=0) for k in range(classes)]
    assert all(abs(np.hypot(*centre) - 0.7) < 0.06 for centre in centres)
    assert min(np.hypot(*(a - b)) for i, a in enumerate(centres) for b in centres[:i]) > 0.9


def test_the_line_and_the_sine() -> None:
    points, labels = of("line")
    assert np.allclose(labels, 0.6 * points[:, 0] + 0.2, atol=1e-4)
    points, labels = of("sine")
    assert np.allclose(labels, 0.8 * np.sin(np.pi * points[:, 0]), atol=3e-4)
    _, noisy = of("line", noise=0.1)
    assert 0.08 < np.std(noisy - labels) < 1


def test_a_split_takes_every_sample_once() -> None:
    learned, tested = split_samples(50, 0.2, seed=3)
    assert len(tested) == 10
    assert sorted(learned + tested) == list(range(50))
    assert split_samples(50, 0.2, seed=4)[1] != tested


@pytest.mark.parametrize(
    ("sizes", "activations", "loss", "label", "classes", "expected"),
    [
        ((2, 1), ("sigmoid",), "bce", 1, 2, [1]),
        ((2, 1), ("tanh",), "hinge", 0, 2, [-1]),
        ((2, 1), ("tanh",), "mse", 0, 2, [-1]),
        ((2, 1), ("identity",), "mse", 0, 2, [0]),
        ((2, 3), ("softmax",), "cce", 2, 3, [0, 0, 1]),
        ((2, 2), ("sigmoid",), "bce", 0, 2, [1, 0]),
        ((2, 2), ("tanh",), "hinge", 1, 2, [-1, 1]),
        ((1, 1), ("identity",), "mse", 0.25, 0, [0.25]),
    ],
)
def test_a_label_becomes_what_the_loss_takes(
    sizes: tuple[int, ...],
    activations: tuple[str, ...],
    loss: str,
    label: float,
    classes: int,
    expected: list[float],
    script: Script,
) -> None:
    network = random_network(sizes, activations, loss)
    assert script.call("ends", asdict(network), label, classes)["targets"] == expected


def test_sets_that_do_not_fit_are_not_offered(script: Script) -> None:
    def fitting(*network: Any) -> set[str]:
        misfits = script.call("ends", asdict(random_network(*network)), 0, 2)["misfits"]
        return {name for name, why in misfits.items() if why is None}

    two = {"and", "xor", "circles", "moons", "spirals", "blobs", "quadrants"}
    assert fitting((2, 1), ("sigmoid",), "bce") == two
    assert fitting((2, 3), ("softmax",), "cce") == {"blobs"}
    assert fitting((2, 1), ("identity",), "mse") == two | {"plane", "hills"}
    assert fitting((1, 1), ("identity",), "mse") == {"line", "sine"}
    assert fitting((1, 1), ("sigmoid",), "bce") == set()
    assert fitting((5, 1), ("sigmoid",), "bce") == set()


@pytest.mark.parametrize(
    ("loss", "activation", "targets", "labels", "classes"),
    [
        ("bce", "sigmoid", [[1], [0]], [1, 0], 2),
        ("bce", "sigmoid", [[1], [0.5]], [1, 0.5], 0),
        ("mse", "identity", [[3], [-2]], [3, -2], 0),
        ("hinge", "tanh", [[1], [-1]], [1, 0], 2),
        ("cce", "softmax", [[0, 1], [1, 0]], [1, 0], 2),
        ("cce", "softmax", [[0.5, 0.5], [1, 0]], [0.5, 1], 0),
        ("mse", "identity", [[3, 1], [2, 0]], [3, 2], 0),
    ],
)
def test_samples_are_of_classes_where_their_targets_are(
    script: Script,
    loss: str,
    activation: str,
    targets: list[list[float]],
    labels: list[float],
    classes: int,
) -> None:
    outputs = len(targets[0])
    layer = {"activation": activation, "weights": [[1.0]] * outputs, "biases": [0.0] * outputs}
    given = [{"inputs": [float(k)], "target": target} for k, target in enumerate(targets)]
    found = script.call("labelled", {"layers": [layer], "loss": loss}, given)
    assert found == {"labels": labels, "classes": classes, "targets": np.ravel(targets).tolist()}
