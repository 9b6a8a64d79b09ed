"""Networks that others have published, typed as they print them, with the digits that they print."""

from pathlib import Path

import numpy as np
import pytest

from generator.config import read_network
from generator.engine.graph import backward, forward
from generator.engine.network import build_graph, leaf_values
from generator.engine.sample import Sample, inputs_of, targets_of
from generator.engine.training import Training, TrainingSettings

HEAD = 'title = "T"\nsummary = "S"\n'
MAZUR = """
loss = "mse"
inputs = [0.05, 0.10]
target = [0.01, 0.99]
[[layers]]
activation = "sigmoid"
weights = [[0.15, 0.20], [0.25, 0.30]]
biases = [0.35, 0.35]
[[layers]]
activation = "sigmoid"
weights = [[0.40, 0.45], [0.50, 0.55]]
biases = [0.60, 0.60]
"""
MAZUR_TIED = MAZUR.replace("mse", "half_squares").replace(
    "[[layers]]",
    """[names]
x1 = "i1"
x2 = "i2"
w11 = "w1"
w12 = "w2"
w21 = "w3"
w22 = "w4"
w31 = "w5"
w32 = "w6"
w41 = "w7"
w42 = "w8"
b2 = "b1"
b3 = "b2"
b4 = "b2"
yhat1 = "out_o1"
yhat2 = "out_o2"
L = "E_total"
[[layers]]""",
    1,
)
HMKCODE = """
loss = "half_squares"
inputs = [2, 3]
target = [1]
[[layers]]
activation = "identity"
weights = [[0.11, 0.21], [0.12, 0.08]]
biases = false
[[layers]]
activation = "identity"
weights = [[0.14, 0.15]]
biases = false
"""
HAN = """
loss = "half_squares"
inputs = [1, 0, 1]
target = [1]
[names]
w11 = "w14"
w12 = "w24"
w13 = "w34"
b1 = "θ4"
z1 = "I4"
h1 = "O4"
w21 = "w15"
w22 = "w25"
w23 = "w35"
b2 = "θ5"
z2 = "I5"
h2 = "O5"
w31 = "w46"
w32 = "w56"
b3 = "θ6"
z3 = "I6"
yhat = "O6"
[[layers]]
activation = "sigmoid"
weights = [[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]]
biases = [-0.4, 0.2]
[[layers]]
activation = "sigmoid"
weights = [[-0.3, -0.2]]
biases = [0.1]
"""
MINIFLOW = """
loss = "mse"
reduction = "sum"
layout = "in_out"
inputs = [[-1, -2], [-1, -2]]
target = [[1.23394576e-04, 9.82013790e-01], [1.23394576e-04, 9.82013790e-01]]
[[layers]]
activation = "sigmoid"
weights = [[2, -3], [2, -3]]
biases = [-3, -5]
"""

# Han and Kamber go on from outputs of three digits, so their 0.1311 is 0.1312.
EXAMPLES = {
    "Mazur": (
        MAZUR, 0.5,
        {"L": "0.298371109"}, {"w31": "0.082167041", "w11": "0.000438568"},
        {"w11": "0.149780716", "w12": "0.19956143", "w21": "0.24975114", "w22": "0.29950229",
         "w31": "0.35891648", "w32": "0.408666186", "w41": "0.511301270", "w42": "0.561370121"},
    ),
    "Mazur, with names and the biases of each layer tied": (
        MAZUR_TIED, 0.5,
        {"E_total": "0.298371109", "out_o1": "0.75136507", "out_o2": "0.772928465"},
        {"w5": "0.082167041", "w1": "0.000438568", "b1": "0.018725609", "b2": "0.100400325"},
        {"w1": "0.149780716", "w5": "0.35891648", "w8": "0.561370121"},
    ),
    "hmkcode": (
        HMKCODE, 0.05,
        {"h1": "0.85", "h2": "0.48", "yhat": "0.191", "L": "0.3272405"}, {},
        {"w11": "0.121326", "w12": "0.226989", "w21": "0.132135", "w22": "0.0982025", "w31": "0.1743825", "w32": "0.169416"},
    ),
    "Han and Kamber, 9.1": (
        HAN, 0.9,
        {"O4": "0.332", "O5": "0.525", "O6": "0.474"}, {"I6": "-0.131", "I5": "0.0065", "I4": "0.0087"},
        {"w46": "-0.261", "w56": "-0.138", "w14": "0.192", "theta6": "0.218"},
    ),
}  # fmt: skip


def read(text: str, folder: Path) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Leaves, values and gradients by name."""
    path = folder / "it.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    file = read_network(path)
    graph = build_graph(file.network)
    leaves = leaf_values(file.network, file.samples[0])
    values = forward(graph, leaves)
    found, slopes = (
        dict(zip(graph.index, map(float, each), strict=True)) for each in (values, backward(graph, values))
    )
    return {name: float(number) for name, number in leaves.items()}, found, slopes


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_gives_the_digits_that_are_published(name: str, tmp_path: Path) -> None:
    text, rate, values, gradients, moved = EXAMPLES[name]
    leaves, found, slopes = read(text, tmp_path)
    after = {leaf: number - rate * slopes[leaf] for leaf, number in leaves.items()}
    for numbers, expected in ((found, values), (slopes, gradients), (after, moved)):
        for which, digits in expected.items():
            assert f"{numbers[which]:.{len(digits.partition('.')[2])}f}" == digits, which


def test_miniflow_with_weights_for_x_times_w(tmp_path: Path) -> None:
    """Its loss is the sum over two outputs, and over two samples that are the same."""
    _, _, slopes = read(MINIFLOW, tmp_path)
    assert 2 * slopes["w11"] == pytest.approx(6.79488741e-18, rel=1e-6)
    assert 2 * slopes["w21"] == pytest.approx(-2.67826355e-12, rel=1e-6)


def test_the_samples_of_miniflow_are_two(tmp_path: Path) -> None:
    (tmp_path / "it.toml").write_text(HEAD + MINIFLOW, encoding="utf-8")
    assert (
        read_network(tmp_path / "it.toml").samples
        == (Sample((-1, -2), (1.23394576e-04, 9.82013790e-01)),) * 2
    )


def cs231n() -> str:
    """The toy data and net of CS231n's assignment two_layer_net, as a file; what NumPy draws there, it draws here.

    Its penalty is reg·Σw² with reg = 0.05, which is ½·l2·Σw² with l2 = 0.1. It moves biases too, but has none of them in the
    penalty.
    """
    first = np.random.RandomState(0)
    weights = [(0.1 * first.randn(*shape)).tolist() for shape in ((4, 10), (10, 3))]
    inputs = (10 * np.random.RandomState(1).randn(5, 4)).tolist()
    layers = "".join(
        f'[[layers]]\nactivation = "{activation}"\nweights = {matrix}\nbiases = {[0.0] * len(matrix[0])}\n'
        for activation, matrix in zip(("relu", "softmax"), weights, strict=True)
    )
    return f'loss = "cce"\nlayout = "in_out"\ninputs = {inputs}\ntarget = [0, 1, 2, 2, 1]\n[training]\nbatch = 0\nl2 = 0.1\n{layers}'


def test_a_batch_with_a_penalty_as_in_cs231n(tmp_path: Path) -> None:
    """The scores and the loss that the assignment prints as the correct ones."""
    path = tmp_path / "it.toml"
    path.write_text(HEAD + cs231n(), encoding="utf-8")
    file = read_network(path)
    graph = build_graph(file.network)
    scores = [
        [
            forward(graph, leaf_values(file.network, sample))[graph.index[name]]
            for name in ("z11", "z12", "z13")
        ]
        for sample in file.samples
    ]
    np.testing.assert_allclose(
        scores,
        [
            [-0.81233741, -1.27654624, -0.70335995], [-0.17129677, -1.18803311, -0.47310444],
            [-0.51590475, -1.01354314, -0.8504215], [-0.15419291, -0.48629638, -0.52901952],
            [-0.00618733, -0.12435261, -0.15226949],
        ],
        atol=5.1e-9,
    )  # fmt: skip
    assert file.training == {"batch": 0, "l2": 0.1}
    training = Training(
        graph,
        leaf_values(file.network, file.samples[0]),
        inputs_of(file.samples),
        targets_of(file.samples),
        TrainingSettings(rate=1e-3, batch=0, l2=file.training["l2"]),
    )
    total = training.loss() + training.penalty()
    assert f"{total:.11f}" == "1.30378789133"
    assert f"{training.loss():.10f}" == "1.2658570521", "without the penalty"
    # What an update subtracts is the slope of the total, along itself.
    before = training.parameters.copy()
    training.update()
    step = training.parameters - before
    ends = []
    for sign in (-1, 1):
        training.parameters = before + sign * 1e-3 * step
        ends.append(training.loss() + training.penalty())
    slope = (ends[1] - ends[0]) / 2e-3
    assert slope == pytest.approx(-float(step @ step) / 1e-3, rel=1e-6)
