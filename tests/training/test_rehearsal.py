"""The first updates in NumPy: against runs worked out by hand, and a page that differs is refused."""

from pathlib import Path

import numpy as np
import pytest

from generator.config import NetworkFile, read_network
from generator.engine.data import draw_samples
from generator.errors import BuildError
from generator.rehearsal import CHECKPOINTS, UPDATES, learns, rehearse
from generator.site.numbers import compare_runs

LINE = """
title = "A line"
summary = "One neuron."
loss = "mse"
inputs = [0.5]
target = [0.5]
learning_rate = 0.3
{more}
[training]
data = "line"
count = 30
test = 0
batch = 0

[[layers]]
activation = "identity"
weights = [[-0.8]]
biases = [0.5]
"""


def read(folder: Path, text: str) -> NetworkFile:
    path = folder / "it.toml"
    path.write_text(text, encoding="utf-8")
    return read_network(path)


@pytest.mark.parametrize(("more", "moving"), [("", [0, 1]), ('fixed = ["b1"]', [0])])
def test_descent_on_a_paraboloid_is_a_power_of_its_matrix(
    tmp_path: Path, more: str, moving: list[int]
) -> None:
    """Of a quadratic loss with the Hessian H, each step multiplies the way to the minimum by 1 − ηH."""
    run = rehearse(read(tmp_path, LINE.format(more=more)), 0.1)
    points = draw_samples("line", seed=1, count=30, noise=0.05)
    columns = np.array([[*inputs, 1.0] for inputs, _ in points])
    labels = np.array([label for _, label in points])
    start = np.array([-0.8, 0.5])
    held = columns[:, [k for k in (0, 1) if k not in moving]] @ start[[k for k in (0, 1) if k not in moving]]
    free = columns[:, moving]
    best = np.linalg.lstsq(free, labels - held, rcond=None)[0]
    step = np.eye(len(moving)) - 0.3 * 2 * free.T @ free / len(labels)

    def loss_after(updates: int) -> float:
        w = best + np.linalg.matrix_power(step, updates) @ (start[moving] - best)
        return float(np.mean((free @ w + held - labels) ** 2))

    assert run.losses == pytest.approx([loss_after(update) for update in range(UPDATES)], rel=1e-9)
    assert run.checkpoints == pytest.approx([loss_after(update) for update in CHECKPOINTS], rel=1e-9)
    assert len(run.parameters) == len(moving)


def test_a_file_with_one_sample_has_nothing_to_learn_from(tmp_path: Path) -> None:
    assert learns(read(tmp_path, LINE.format(more="")))
    assert not learns(read(tmp_path, LINE.format(more="").replace('data = "line"', "seed = 3")))


def test_a_page_that_comes_to_other_numbers_is_refused(tmp_path: Path) -> None:
    run = rehearse(read(tmp_path, LINE.format(more="")), 0.1)
    same = list(run.numbers)
    assert compare_runs({"it": run}, {"it": same}) == 0
    same[17] += 2e-9
    with pytest.raises(BuildError, match=r"first 50 updates of the network 'it'.*nothing is written"):
        compare_runs({"it": run}, {"it": same})
