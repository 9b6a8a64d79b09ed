"""Other networks than the lesson's: as files for the command, as records for NumPy, and drawn by Hypothesis."""

import random
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import strategies as st

from generator.engine.network import Layer
from tests.example import Example


def network(
    sizes: Sequence[int],
    *,
    activation: str = "tanh",
    output: str = "sigmoid",
    loss: str = "bce",
    seed: int = 1,
) -> Example:
    """A network with numbers of two decimals; the same seed gives the same."""
    draw = random.Random(seed)  # noqa: S311 - nobody is kept out by these

    def numbers(count: int, reach: float) -> tuple[float, ...]:
        return tuple(round(draw.uniform(-reach, reach), 2) for _ in range(count))

    layers = tuple(
        Layer(
            output if depth == len(sizes) - 1 else activation,
            tuple(numbers(sources, 1.5) for _ in range(size)),
            numbers(size, 0.5),
        )
        for depth, (sources, size) in enumerate(pairwise(sizes), 1)
    )
    target = tuple(float(i % 2) for i in range(sizes[-1]))
    return Example(numbers(sizes[0], 1), target, layers, loss)


def as_toml(network: Example, title: str) -> str:
    """The file that an author would write for it."""
    lines = [
        f'title = "{title}"',
        'summary = "A network made for a test."',
        f'loss = "{network.loss}"',
        f"inputs = {list(network.inputs)}",
        f"target = {list(network.target)}",
    ]
    for layer in network.layers:
        lines += [
            "[[layers]]",
            f'activation = "{layer.activation}"',
            f"weights = {[list(row) for row in layer.weights]}",
            f"biases = {list(layer.biases)}",
        ]
    return "\n".join(lines) + "\n"


def networks(most_neurons: int = 8, most_layers: int = 5) -> st.SearchStrategy[Example]:
    """Networks of any shape up to these sizes."""
    return st.builds(
        lambda sizes, activation, fit, seed: network(
            sizes, activation=activation, output=fit[0], loss=fit[1], seed=seed
        ),
        st.lists(st.integers(1, most_neurons), min_size=2, max_size=most_layers + 1),
        st.sampled_from(["tanh", "sigmoid", "relu", "identity"]),
        st.sampled_from(
            [("sigmoid", "bce"), ("tanh", "mse"), ("identity", "mse"), ("relu", "mse"), ("sigmoid", "mse")]
        ),
        st.integers(0, 1000),
    )
